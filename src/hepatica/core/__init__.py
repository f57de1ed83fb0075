"""The clinical core: pure functions over a chart, standard library only."""

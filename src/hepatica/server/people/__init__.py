"""Who works with the charts."""

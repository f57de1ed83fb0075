"""Who the patients are: apart from the charts, erasable, joined on screen and paper only."""

"""Sealed charts in a database: nothing is changed, everything is added."""

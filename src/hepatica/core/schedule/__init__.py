"""Dates: the dose day, the reservoir order, and what is due."""

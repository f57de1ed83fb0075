"""Systemic treatment: regimens as tables, and what they propose on a day."""

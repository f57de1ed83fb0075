"""Arithmetic for one case at a time, not orders (behaviour P5): fill, flow, dose, weight."""

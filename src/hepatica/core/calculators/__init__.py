"""Arithmetic for one case, not orders (behaviour P5): fill, flow, dose, weight, grade, scores."""

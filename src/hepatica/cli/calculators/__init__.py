"""The calculators: one case by flags, or many as CSV."""

"""The four calculators: one case by flags, or many as CSV."""

"""Look-ups that templates need."""

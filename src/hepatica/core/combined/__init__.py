"""Both arms together: each decided alone, then reconciled."""

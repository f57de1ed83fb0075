"""Complications of one course: which are in force, how grave they were, what a bolus pushed."""

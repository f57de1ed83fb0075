"""Approvals of protocol values that people of this site sign, one value at a time."""

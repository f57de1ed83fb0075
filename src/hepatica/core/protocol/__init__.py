"""Typed protocol tables and the words their data may use."""

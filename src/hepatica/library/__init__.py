"""Data that ships with Hepatica, and the one loader that makes typed tables of it."""

"""The door: a written chart becomes typed, unit-checked entries, or is refused with a reason."""

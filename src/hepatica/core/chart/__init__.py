"""The chart: append-only entries and their fold into a course."""

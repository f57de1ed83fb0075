"""The timeline of a course as a picture: cycles, liver tests with their limits, flow, events."""

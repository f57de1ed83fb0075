"""One calendar for a course: pump, systemic treatment, samples, imaging, scans and reviews."""

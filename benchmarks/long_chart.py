"""A long synthetic chart, for measuring how long it takes to verify a sealed one."""

from datetime import UTC, datetime, timedelta

from hepatica.casefile.seal import seal

FIRST = datetime(2026, 1, 1, 8, tzinfo=UTC)
HEADER = 'case: long-chart\nsynthetic: yes\nutc_offset: "+00:00"\nentries:\n'


def sealed_chart(entries: int, *, now: datetime) -> str:
    """A sealed chart of so many weighings, one an hour."""
    lines = (_weighing(number) for number in range(entries))
    return seal(HEADER + "".join(lines), now=now)


def _weighing(number: int) -> str:
    at = (FIRST + timedelta(hours=number)).isoformat(timespec="minutes")
    return f"  - {{id: w{number}, kind: weight, at: {at}, weight: {70 + number % 3} kg}}\n"

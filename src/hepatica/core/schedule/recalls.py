"""What recalls say of the pump in place: an alert, a visit in time, or what must be charted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

from hepatica.core.chart.course import Course
from hepatica.core.decision import Alert, DueItem, Narrowing
from hepatica.core.pump.device import Device
from hepatica.core.pump.ledger import Ledger
from hepatica.core.pump.recall import Match, Recall, RecallStatus, Verdict, match_recall

RULE = "R-recall"


def tell_recalls(
    course: Course, ledger: Ledger, recalls: Iterable[Recall], devices: Mapping[str, Device]
) -> Narrowing:
    """Recalls in force on this day that speak of the pump in place, or may. No dose changes."""
    pump = ledger.pump
    if pump is None:
        return Narrowing()
    found = [
        match_recall(pump.payload, pump.at.day, recall, devices)
        for recall in recalls
        if recall.in_force_from <= course.today
    ]
    matched = [each for each in found if each.verdict is Verdict.MATCH]
    alerts = tuple(Alert(_said(each), RULE, (pump.id,)) for each in matched)
    due = (*_visits(matched, ledger), *_to_chart(found))
    return Narrowing(alerts=alerts, due=due)


def _said(match: Match) -> str:
    recall = match.recall
    doubt = ""
    if recall.status is RecallStatus.UNVERIFIED:
        doubt = f" (unverified: verify with {recall.verify_with})"
    return (
        f"recall of this pump, class {recall.recall_class}{doubt}: {recall.wrong}."
        f" To do: {recall.to_do} [{recall.id}]"
    )


def _visits(matched: Iterable[Match], ledger: Ledger) -> Iterator[DueItem]:
    """A recall that asks for a visit sooner than so many days after the fill in the pump."""
    if ledger.current is None:
        return
    filled = ledger.current.fill.at.day
    for match in matched:
        days = match.recall.see_before_days
        if days is not None:
            text = f"the patient is seen sooner than {days} days after the fill: recall"
            yield DueItem(text, RULE, _day_before(filled, int(days)))


def _day_before(filled: date, days: int) -> date:
    return filled + timedelta(days=days - 1)


def _to_chart(found: Iterable[Match]) -> Iterator[DueItem]:
    """One item for every recall that nobody can tell of, with the fields that would settle it."""
    open_ones = [each for each in found if each.verdict is Verdict.CANNOT_TELL]
    fields = list(dict.fromkeys(field for each in open_ones for field in each.missing))
    if fields:
        count = len(open_ones)
        recalls = f"{count} recall" if count == 1 else f"{count} recalls"
        yield DueItem(f"chart of the pump: {', '.join(fields)}; {recalls} may concern it", RULE)

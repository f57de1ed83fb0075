"""The calendar of a course, as text for a terminal and as data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from hepatica.core.calendar.items import Conflict, CourseCalendar, Item, Visit
from hepatica.core.protocol.provenance import SourcedValue
from hepatica.core.pump.refill import RefillStatus
from hepatica.core.systemic.proposal import Reason
from hepatica.reports.figures import instant, weekday
from hepatica.reports.layout import labelled, wrapped
from hepatica.reports.sentences import plain

_HEAD = "A calendar proposes days. Ask the plan of the day before anything is given."


def calendar_as_text(calendar: CourseCalendar, unapproved: Sequence[SourcedValue]) -> str:
    """Visits by date: what is done, its window, and what was moved and why."""
    course = calendar.plan.course
    mark = ". SYNTHETIC chart, no patient" if course.is_synthetic else ""
    lines = [f"Calendar from {instant(course.at)} to {calendar.until}. Case {course.case}{mark}"]
    lines += [_HEAD, ""]
    lines += labelled("FUDR", _decision(calendar))
    lines += labelled("PUMP", _pump(calendar))
    for note in calendar.notes:
        lines += labelled("NOTE", plain(note))
    if unapproved:
        said = f"{len(unapproved)} values used are not approved by the site: this is a draft"
        lines += labelled("DRAFT", said)
    for each in calendar.conflicts:
        if each.is_urgent:
            lines += labelled("URGENT", _conflict(each))
    for visit in calendar.visits:
        lines += ["", *_visit(visit, calendar)]
    if not calendar.visits:
        lines += ["", "Nothing is due in these weeks."]
    return "\n".join(lines)


def _decision(calendar: CourseCalendar) -> str:
    decision = calendar.plan.decision
    until = f" until {decision.until}" if decision.until is not None else ""
    return f"{decision.word.value} today{until}"


def _pump(calendar: CourseCalendar) -> str:
    """The limit that no visit may pass."""
    refill, reservoir = calendar.plan.refill, calendar.plan.reservoir
    if reservoir is None:
        return "none in place"
    if refill is None or refill.date is None:
        why = reservoir.reason if refill is None else refill.reason
        return f"ACCESS DATE UNKNOWN ({why}): a person acts by {weekday(reservoir.by)}"
    if refill.status is RefillStatus.OVERDUE:
        return f"OVERDUE: must be accessed today; the last safe day was {weekday(refill.date)}"
    return f"must be accessed at the latest on {weekday(refill.date)}"


def _visit(visit: Visit, calendar: CourseCalendar) -> Iterator[str]:
    yield weekday(visit.day)
    for item in visit.items:
        for number, line in enumerate(_item(item)):
            yield from wrapped(line, first="  " if number == 0 else "      ", rest="      ")
        for each in calendar.conflicts_of(item):
            mark = "URGENT: " if each.is_urgent else ""
            yield from wrapped(f"{mark}{_conflict(each)}", first="    ! ", rest="      ")


def _item(item: Item) -> Iterator[str]:
    window = "" if item.belongs_to else f" ({_window(item)})"
    yield f"{item.what}{window}"
    if not item.belongs_to:
        yield "; ".join(_reason(reason) for reason in item.reasons)


def _window(item: Item) -> str:
    own = "" if item.day == item.planned else f"planned {item.planned}, "
    if item.latest is None:
        return f"{own}from {item.earliest}"
    if item.earliest == item.latest:
        return f"{own}on this day"
    return f"{own}{item.earliest} to {item.latest}"


def _reason(reason: Reason) -> str:
    entries = f" {', '.join(reason.entries)}" if reason.entries else ""
    return f"{plain(reason.text)} [{reason.rule}{entries}]"


def _conflict(conflict: Conflict) -> str:
    entries = f" {', '.join(conflict.entries)}" if conflict.entries else ""
    return f"{plain(conflict.text)} [{conflict.rule}{entries}]"


def calendar_as_data(
    calendar: CourseCalendar, unapproved: Sequence[SourcedValue]
) -> Mapping[str, object]:
    """The same as JSON holds it; a date that is not known is null."""
    plan = calendar.plan
    refill = plan.refill
    return {
        "case": plan.course.case,
        "synthetic": plan.course.is_synthetic,
        "at": plan.course.at.isoformat(),
        "until": calendar.until.isoformat(),
        "fudr": plan.decision.word.value,
        "fudr_until": _day(plan.decision.until),
        "last_safe_access": _day(None if refill is None else refill.date),
        "access_status": RefillStatus.DATE_UNKNOWN.value if refill is None else refill.status.value,
        "notes": list(calendar.notes),
        "unapproved": len(unapproved),
        "visits": [
            {
                "day": visit.day.isoformat(),
                "weekday": f"{visit.day:%a}",
                "items": [_item_data(item) for item in visit.items],
            }
            for visit in calendar.visits
        ],
        "conflicts": [_conflict_data(each) for each in calendar.conflicts],
    }


def _item_data(item: Item) -> Mapping[str, object]:
    return {
        "key": item.key,
        "kind": item.kind.value,
        "what": item.what,
        "day": item.day.isoformat(),
        "planned": item.planned.isoformat(),
        "earliest": item.earliest.isoformat(),
        "latest": _day(item.latest),
        "safe_until": _day(item.safe_until),
        "belongs_to": item.belongs_to or None,
        "reasons": [
            {"text": each.text, "rule": each.rule, "entries": list(each.entries)}
            for each in item.reasons
        ],
    }


def _conflict_data(conflict: Conflict) -> Mapping[str, object]:
    return {
        "item": conflict.key,
        "kind": conflict.kind.value,
        "urgent": conflict.is_urgent,
        "text": conflict.text,
        "rule": conflict.rule,
        "entries": list(conflict.entries),
    }


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()

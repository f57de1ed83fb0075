"""What is due: laboratory samples, the emptying window, reviews and follow-up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from hepatica.core.chart.course import Course
from hepatica.core.chart.entries import SymptomReport
from hepatica.core.chart.signatures import is_resolved
from hepatica.core.chart.words import Sign
from hepatica.core.decision import Alert, DueItem, Finding, FudrWord, Narrowing
from hepatica.core.dosing.dose_day import compute_dose_day, last_fudr
from hepatica.core.dosing.picture import LiverPicture
from hepatica.core.dosing.samples import drawn, highest, missing
from hepatica.core.moment import add_months
from hepatica.core.protocol.tables import Protocol
from hepatica.core.protocol.words import AfterLastCycle
from hepatica.core.pump.ledger import Ledger
from hepatica.core.pump.next_visit import emptying_window
from hepatica.core.pump.refill import Refill, RefillStatus
from hepatica.core.schedule.pump_life import ask_about_pump


def list_due(
    course: Course,
    protocol: Protocol,
    ledger: Ledger,
    picture: LiverPicture,
    findings: tuple[Finding, ...],
) -> tuple[DueItem, ...]:
    """Everything due, in the order of its date."""
    items = (
        *_samples(course, protocol, ledger, picture, findings),
        *_review_of_hold(course, protocol, ledger, picture, findings),
        *_work_up(course, findings),
        *_follow_up(protocol, ledger),
        *ask_about_pump(course, protocol, ledger),
        *_open_questions(findings),
    )
    return tuple(sorted(items, key=lambda item: item.by or date.max))


def _samples(
    course: Course,
    protocol: Protocol,
    ledger: Ledger,
    picture: LiverPicture,
    findings: tuple[Finding, ...],
) -> Iterator[DueItem]:
    hours = protocol.liver.freshness_hours
    dose_day = compute_dose_day(course, protocol, ledger)
    is_over = any(finding.word is FudrWord.PERMANENT_STOP for finding in findings)
    is_over = is_over or ledger.last_explant is not None
    is_wanted = dose_day is not None and (course.today < dose_day.earliest or picture.lacking)
    if dose_day is not None and is_wanted and not is_over:
        day = max(dose_day.day, course.today)
        text = f"liver tests and weight within {hours} h before the dose day"
        yield DueItem(text, "R-freshness", day)
    if ledger.has_fudr_in and ledger.current is not None:
        day = ledger.current.fill.at.day + timedelta(days=int(protocol.calendar.dwell_days))
        if _lacks_sample_near(day, protocol, picture):
            yield DueItem("liver tests on the day FUDR is emptied", "R-freshness", day)


def _lacks_sample_near(day: date, protocol: Protocol, picture: LiverPicture) -> bool:
    hours = protocol.liver.emptied_day_hours
    near = [p for p in picture.panels if abs((p.at.day - day).days) * 24 <= hours]
    return bool(missing(highest(near), protocol.liver))


def check_window(protocol: Protocol, ledger: Ledger, refill: Refill) -> Narrowing:
    """The emptying window around day 15, inside the safe refill date (behaviour E-a)."""
    current = ledger.current
    if current is None or not ledger.has_fudr_in or refill.date is None:
        return Narrowing()
    calendar = protocol.calendar
    window = emptying_window(current.fill.at.day, calendar, refill.date)
    text = (
        f"empty FUDR: planned {window.planned}, at the earliest {window.earliest},"
        f" at the latest {window.latest}"
    )
    item = DueItem(text, "R-empty-window", window.planned)
    days = int(calendar.dwell_days) + int(calendar.empty_window_days)
    if refill.date >= current.fill.at.day + timedelta(days=days):
        return Narrowing(due=(item,))
    narrow = f"the full window is not safe for this pump: not after {refill.date}"
    return Narrowing(due=(item,), alerts=(Alert(narrow, "R-empty-window"),))


def check_overdue(ledger: Ledger, refill: Refill) -> Narrowing:
    """Past its safe refill date the pump may already be dry."""
    if refill.status is not RefillStatus.OVERDUE or ledger.current is None:
        return Narrowing()
    text = f"safe refill date {refill.date} is past: the pump may be dry and the catheter blocked"
    return Narrowing(alerts=(Alert(text, "R-safe-refill", (ledger.current.fill.id,)),))


def _review_of_hold(
    course: Course,
    protocol: Protocol,
    ledger: Ledger,
    picture: LiverPicture,
    findings: tuple[Finding, ...],
) -> Iterator[DueItem]:
    """Rule L7: a long hold goes to the tumour board."""
    dose_day = compute_dose_day(course, protocol, ledger)
    is_held = any(finding.word is FudrWord.HOLD for finding in findings)
    if picture.hold is None or dose_day is None or not is_held:
        return
    held_since = min(drawn(sample) for sample in picture.hold.samples).date()
    stops = protocol.stops
    cycles = int(stops.hold_review_cycles) * int(protocol.calendar.cycle_days)
    by = min(
        held_since + timedelta(weeks=int(stops.hold_review_weeks)),
        dose_day.day + timedelta(days=cycles),
    )
    yield DueItem("tumour board reviews the hold: is FUDR to be stopped?", "R-long-hold", by)


def _work_up(course: Course, findings: tuple[Finding, ...]) -> Iterator[DueItem]:
    """Rule L5: exclude tumour obstruction first, then look at the ducts."""
    has_stop = any(finding.word is FudrWord.STOP_PENDING_REVIEW for finding in findings)
    has_jaundice = any(
        entry.payload.sign is Sign.JAUNDICE and not is_resolved(course, entry.id)
        for entry in course.all(SymptomReport)
    )
    if has_stop or has_jaundice:
        text = "biliary work-up: CT or MRI first, then MRCP; ultrasound can be normal"
        yield DueItem(text, "R-biliary-work-up", course.today)


def _follow_up(protocol: Protocol, ledger: Ledger) -> Iterator[DueItem]:
    """Rule L9: bile duct injury can show after therapy has ended."""
    last, calendar = last_fudr(ledger), protocol.calendar
    is_over = len(ledger.fudr_dwells) >= calendar.planned_cycles or ledger.last_explant is not None
    if last is None or not is_over:
        return
    match calendar.after_last_cycle:
        case AfterLastCycle.SALINE_AND_REVIEW:
            by = add_months(last.fill.at.day, int(calendar.follow_up_months))
            yield DueItem(
                "liver tests after the last FUDR: late bile duct injury", "R-follow-up", by
            )


def _open_questions(findings: tuple[Finding, ...]) -> Iterator[DueItem]:
    """While FUDR is not due, what is missing or would refuse it is a thing to do (E-a)."""
    not_due = next((f for f in findings if f.word is FudrWord.NOT_DUE), None)
    if not_due is None:
        return
    for finding in findings:
        if finding.word in (FudrWord.REFUSED, FudrWord.CANNOT_DECIDE):
            needs = f"; needed: {finding.needs}" if finding.needs else ""
            yield DueItem(
                f"before the dose day: {finding.reason}{needs}", finding.rule, not_due.until
            )

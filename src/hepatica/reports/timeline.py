"""A chart as a timeline: every entry, what became of it, and the dwells of the pump."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from hepatica.core.chart.course import Course
from hepatica.core.chart.entries import Correction, Entry, Payload, ProtocolAssigned, Void
from hepatica.core.chart.fold import Chart, chart_order, voided_ids
from hepatica.core.frozen import frozen
from hepatica.core.pump.flow import Observation, observe_dwells
from hepatica.core.pump.ledger import Dwell, Ledger, keep_ledger
from hepatica.core.pump.reading import ReadingKind
from hepatica.core.quantities import clinical_arithmetic
from hepatica.core.rulebook import Rulebook
from hepatica.reports.entry_words import in_words, kind_of
from hepatica.reports.figures import as_written, exact, instant, near
from hepatica.reports.layout import columns, labelled, section, wrapped
from hepatica.reports.sentences import CONTENTS

_FLOWS = {
    ReadingKind.MEASURED: "flow {} mL/day",
    ReadingKind.EMPTIED: "emptied: flow at least {} mL/day",
    ReadingKind.STOPPED: "the pump gave nothing: flow {} mL/day",
}


@frozen
class TimelineEntry:
    """One entry; `state` says how it was withdrawn or corrected, empty while it stands."""

    when: str
    id: str
    kind: str
    content: str
    state: str


@frozen
class TimelineDwell:
    """One fill, how it ended, and what it says of the flow."""

    filled: str
    emptied: str
    content: str
    net_ml: str
    residual_ml: str
    flow_ml_per_day: str
    said: str


@frozen
class Timeline:
    """The entries known at a moment, the dwells of the pump, and what does not add up."""

    case: str
    at: str
    head: str
    entries: tuple[TimelineEntry, ...]
    dwells: tuple[TimelineDwell, ...]
    contradictions: tuple[str, ...]


def make_timeline(chart: Chart, course: Course, rulebook: Rulebook) -> Timeline:
    """The timeline of a chart at the two clocks of its course."""
    known = tuple(entry for entry in chart.entries if _is_known(entry, course))
    states = dict(_states(known))
    ledger = keep_ledger(course)
    return Timeline(
        case=chart.case,
        at=instant(course.at),
        head=chart.head,
        entries=tuple(_entry(e, states) for e in sorted(known, key=chart_order)),
        dwells=tuple(_dwells(course, ledger, rulebook)),
        contradictions=contradictions_of(course),
    )


def contradictions_of(course: Course) -> tuple[str, ...]:
    """What about the pump cannot all be true, with the entries concerned."""
    return tuple(
        f"{each.reason} (entries {', '.join(each.entries)})"
        for each in keep_ledger(course).all_contradictions
    )


def _is_known(entry: Entry[Payload], course: Course) -> bool:
    return entry.recorded_at <= course.known_by and entry.at.earliest <= course.at


def _entry(entry: Entry[Payload], states: dict[str, str]) -> TimelineEntry:
    when = instant(entry.at.earliest) if entry.at.is_exact else entry.at.day.isoformat()
    content = in_words(entry.payload)
    return TimelineEntry(when, entry.id, kind_of(entry.payload), content, states.get(entry.id, ""))


def _states(known: tuple[Entry[Payload], ...]) -> Iterator[tuple[str, str]]:
    """What became of the entries that others speak of; a withdrawal says the last word."""
    withdrawn = voided_ids(known)
    standing = [entry for entry in known if entry.id not in withdrawn]
    for entry in standing:
        if isinstance(entry.payload, Correction):
            yield entry.payload.corrects, f"CORRECTED by {entry.id}"
    for entry in standing:
        if isinstance(entry.payload, Void):
            yield entry.payload.voids, f"WITHDRAWN by {entry.id}"


def _dwells(course: Course, ledger: Ledger, rulebook: Rulebook) -> Iterator[TimelineDwell]:
    with clinical_arithmetic():
        for of_one_pump in ledger.every_pump:
            found = _observations(course, of_one_pump, rulebook)
            observed = {id(each.dwell): each for each in found}
            for dwell in of_one_pump.dwells:
                yield _dwell(dwell, observed.get(id(dwell)))


def _observations(course: Course, ledger: Ledger, rulebook: Rulebook) -> Iterable[Observation]:
    """The readings of one pump; none without a protocol and a pump whose family is known."""
    assigned = course.latest(ProtocolAssigned)
    if assigned is None or ledger.pump is None:
        return ()
    name = f"{assigned.payload.protocol}/{assigned.payload.version}"
    protocol = rulebook.protocols.get(name)
    device = rulebook.devices.get(ledger.pump.payload.model)
    if protocol is None or device is None:
        return ()
    return observe_dwells(ledger, protocol.flow, reserve_ml=device.reserve_ml)


def _dwell(dwell: Dwell, observed: Observation | None) -> TimelineDwell:
    fill, access, residual = dwell.fill, dwell.access, dwell.residual_ml
    return TimelineDwell(
        filled=_day(fill),
        emptied="" if access is None else _day(access),
        content=fill.payload.content.value,
        net_ml=as_written(fill.payload.net_ml),
        residual_ml="" if residual is None else as_written(residual),
        flow_ml_per_day="" if observed is None else exact(observed.reading.flow_ml_per_day),
        said=_said(dwell, observed),
    )


def _said(dwell: Dwell, observed: Observation | None) -> str:
    if dwell.access is None:
        return "in the pump"
    if observed is None:
        return "no flow to be had from it"
    low = "" if observed.is_exact else "at most, a time is missing: "
    flow = near(observed.reading.flow_ml_per_day, "0.0001")
    return low + _FLOWS[observed.reading.kind].format(flow)


def _day(entry: Entry[Payload]) -> str:
    at = entry.at
    return instant(at.earliest) if at.is_exact else at.day.isoformat()


def timeline_as_text(timeline: Timeline, *, now: datetime | None = None) -> str:
    """The timeline for a terminal; `now` is given when the moment is that of the clock."""
    moment = f"now, {timeline.at}" if now is not None else timeline.at
    parts = (
        [f"Timeline up to {moment}. Case {timeline.case}, {len(timeline.entries)} entries"],
        _entry_lines(timeline.entries),
        section("PUMP DWELLS", _dwell_lines(timeline.dwells)),
        section(
            "CONTRADICTIONS",
            (line for said in timeline.contradictions for line in wrapped(said, first="  - ")),
        ),
        [f"Head {timeline.head}"],
    )
    return "\n\n".join("\n".join(lines) for lines in parts if lines) + "\n"


def _entry_lines(entries: tuple[TimelineEntry, ...]) -> list[str]:
    """When, id and content of every entry, the columns as wide as their longest text."""
    when = max((len(entry.when) for entry in entries), default=0) + 2
    name = max((len(entry.id) for entry in entries), default=0) + 2
    lines = []
    for entry in entries:
        state = f" [{entry.state}]" if entry.state else ""
        label = f"{entry.when:<{when}}{entry.id:<{name}}"
        lines += labelled(label, f"{entry.kind}: {entry.content}{state}", width=when + name)
    return lines


def _dwell_lines(dwells: tuple[TimelineDwell, ...]) -> list[str]:
    rows = [
        (
            f"{each.filled[:10]} to {each.emptied[:10] or 'today'}",
            content_words(each.content),
            f"{each.net_ml} mL in",
            f"{each.residual_ml} mL left" if each.residual_ml else "",
            each.said,
        )
        for each in dwells
    ]
    return columns(rows) if rows else []


def content_words(content: str) -> str:
    """A content by its chart word, as people say it."""
    return next(words for name, words in CONTENTS.items() if name.value == content)

"""Which complications still act, and by what they end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from hepatica.core.chart.complication_entries import (
    CatheterStudy,
    Complication,
    ComplicationOutcome,
    ComplicationPayload,
    SidePathBolus,
    Thrombolysis,
)
from hepatica.core.chart.complication_words import (
    Injectate,
    PumpOutcome,
    StudyResult,
)
from hepatica.core.chart.course import Course
from hepatica.core.chart.entries import Entry, PerfusionScan, PumpImplanted
from hepatica.core.chart.signatures import is_resolved
from hepatica.core.chart.words import ScanCode
from hepatica.core.frozen import frozen
from hepatica.core.protocol.complications import ComplicationRow, ComplicationTable, EndsBy

RULE = "R-complications"

_NEEDS = {
    EndsBy.RESOLUTION: "a signed resolution",
    EndsBy.SCAN: "a later scan A",
    EndsBy.SCAN_OR_RESOLUTION: "a signed resolution, or a later scan A",
    EndsBy.SCAN_AND_RESOLUTION: "a signed resolution, and a later scan A",
    EndsBy.STUDY_AND_SCAN: "a later catheter study with result patent, then a scan A",
    EndsBy.NOTHING: "",
}


@frozen
class Trouble:
    """A charted complication, or an entry that does what one does, with its row."""

    entry: Entry[ComplicationPayload]
    what: str
    row: ComplicationRow

    @property
    def needs(self) -> str:
        """What would end it; empty when nothing does."""
        return _NEEDS[self.row.ends_by]


def all_troubles(course: Course, table: ComplicationTable) -> list[Trouble]:
    """Every complication of the course, ended or not, earliest first."""
    found = [*_complications(course, table), *_studies(course, table), *_acts(course, table)]
    position = {entry.id: number for number, entry in enumerate(course.entries)}
    return sorted(found, key=lambda each: position[each.entry.id])


def troubles_in_force(course: Course, table: ComplicationTable) -> list[Trouble]:
    """The complications that still act, earliest first."""
    return [each for each in all_troubles(course, table) if not has_ended(course, each)]


def has_ended(course: Course, trouble: Trouble) -> bool:
    """Whether what ends this complication has happened.

    A day without a time: the complication counts at its latest hour, what ends it at its
    earliest, and a study at its latest against the scan that must follow it.
    """
    entry = trouble.entry
    after = entry.at.latest
    match trouble.row.ends_by:
        case EndsBy.RESOLUTION:
            return is_resolved(course, entry.id)
        case EndsBy.SCAN:
            return _has_scan(course, after)
        case EndsBy.SCAN_OR_RESOLUTION:
            return _has_scan(course, after) or is_resolved(course, entry.id)
        case EndsBy.SCAN_AND_RESOLUTION:
            return _has_scan(course, after) and is_resolved(course, entry.id)
        case EndsBy.STUDY_AND_SCAN:
            return _has_study_then_scan(course, after)
        case EndsBy.NOTHING:
            return False


def _has_scan(course: Course, after: datetime) -> bool:
    return any(
        scan.payload.code is ScanCode.A and scan.at.earliest > after
        for scan in course.all(PerfusionScan)
    )


def _has_study_then_scan(course: Course, after: datetime) -> bool:
    return any(
        study.payload.result is StudyResult.PATENT
        and study.at.earliest > after
        and _has_scan(course, study.at.latest)
        for study in course.all(CatheterStudy)
    )


def _complications(course: Course, table: ComplicationTable) -> Iterator[Trouble]:
    for entry in course.all(Complication):
        kind = entry.payload.complication
        yield Trouble(entry, kind.value, table.row(kind))


def _studies(course: Course, table: ComplicationTable) -> Iterator[Trouble]:
    acts_as = {row.result: row.acts_as for row in table.studies}
    for entry in course.all(CatheterStudy):
        result = entry.payload.result
        if result in acts_as:
            yield _acting(entry, f"catheter study: {result.value}", table.row(acts_as[result]))


def _acts(course: Course, table: ComplicationTable) -> Iterator[Trouble]:
    """A clot that was treated, by whatever name, and FUDR that went into the artery at once."""
    for entry in course.all(Thrombolysis):
        what = f"thrombolysis: {entry.payload.result.value}"
        yield _acting(entry, what, table.row(table.thrombolysis_acts_as))
    for bolus in course.all(SidePathBolus):
        if bolus.payload.injected is Injectate.FUDR:
            what = "FUDR through the bolus path"
            yield _acting(bolus, what, table.row(table.fudr_bolus_acts_as))
        elif bolus.payload.injected is Injectate.THROMBOLYTIC:
            what = "thrombolytic through the bolus path"
            yield _acting(bolus, what, table.row(table.thrombolysis_acts_as))


def _acting(entry: Entry[ComplicationPayload], what: str, row: ComplicationRow) -> Trouble:
    """What does as a complication does names that complication too."""
    return Trouble(entry, f"{what} ({row.complication.value})", row)


def lost_pump(
    course: Course, pump: Entry[PumpImplanted] | None
) -> Entry[ComplicationPayload] | None:
    """The first entry that calls the pump in place lost; None when none does.

    What is surely before its implant speaks of an earlier pump.
    """
    if pump is None:
        return None
    found: list[Entry[Complication] | Entry[ComplicationOutcome]] = [
        *course.all(Complication),
        *course.all(ComplicationOutcome),
    ]
    lost = [
        entry
        for entry in found
        if entry.payload.pump_outcome is PumpOutcome.LOST and entry.at.latest >= pump.at.earliest
    ]
    return min(lost, key=lambda entry: entry.at.earliest, default=None)

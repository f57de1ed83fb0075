"""Why a fill goes in without FUDR, which decides what it holds (behaviour E-h)."""

from __future__ import annotations

from hepatica.core.chart.complication_entries import Complication
from hepatica.core.chart.complication_words import ComplicationKind
from hepatica.core.chart.course import Course
from hepatica.core.chart.entries import BiliaryReport, PatientFact, SymptomReport
from hepatica.core.chart.laboratory import LaboratoryPanel
from hepatica.core.chart.signatures import is_resolved
from hepatica.core.chart.words import BiliaryFinding, Fact, FactState, LabTest, Sign
from hepatica.core.decision import FudrWord
from hepatica.core.dosing.picture import LiverPicture
from hepatica.core.protocol.words import RestReason

_STOPS = (FudrWord.PERMANENT_STOP, FudrWord.STOP_PENDING_REVIEW)
_INFECTED = (ComplicationKind.POCKET_INFECTION, ComplicationKind.SKIN_EROSION)
_BY_WORD = {
    FudrWord.NOT_DUE: RestReason.NOT_DUE,
    FudrWord.REFUSED: RestReason.REFUSED,
    FudrWord.CANNOT_DECIDE: RestReason.CANNOT_DECIDE,
}


def find_rest_reason(course: Course, word: FudrWord, picture: LiverPicture) -> RestReason:
    """The reason behind a fill without FUDR.

    A hold by AST or ALP gets its own content only while bilirubin is normal and no infection
    is open; a hold that no test explains is treated like a refusal.
    """
    if word in _STOPS:
        return RestReason.STOP
    if word is not FudrWord.HOLD:
        return _BY_WORD.get(word, RestReason.DWELL_OVER)
    if not picture.held_tests:
        return RestReason.REFUSED
    if LabTest.BILIRUBIN in picture.held_tests:
        return RestReason.HOLD_BILIRUBIN
    if is_bilirubin_normal(course) and not has_open_infection(course):
        return RestReason.HOLD_AST_OR_ALP
    return RestReason.REFUSED


def is_bilirubin_normal(course: Course) -> bool:
    """Whether the newest bilirubin is known to be at or below its upper limit."""
    found = [
        value
        for panel in course.all(LaboratoryPanel)
        if (value := panel.payload.get(LabTest.BILIRUBIN)) is not None
    ]
    return bool(found) and found[-1].is_within_normal is True


def has_open_infection(course: Course) -> bool:
    """Uncontrolled infection, cholangitis or a pocket infection not signed as ended."""
    facts = [e for e in course.all(PatientFact) if e.payload.fact is Fact.UNCONTROLLED_INFECTION]
    if facts and facts[-1].payload.state is FactState.PRESENT:
        return True
    cholangitis = any(
        entry.payload.finding is BiliaryFinding.CHOLANGITIS and not is_resolved(course, entry.id)
        for entry in course.all(BiliaryReport)
    )
    by_sign = any(
        entry.payload.sign is Sign.POCKET_INFECTION and not is_resolved(course, entry.id)
        for entry in course.all(SymptomReport)
    )
    return cholangitis or by_sign or _has_infected_pocket(course)


def _has_infected_pocket(course: Course) -> bool:
    """A pocket infection, or skin worn through over the pump, charted as a complication."""
    return any(
        entry.payload.complication in _INFECTED and not is_resolved(course, entry.id)
        for entry in course.all(Complication)
    )

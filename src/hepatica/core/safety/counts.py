"""Blood counts below a limit (behaviour D8)."""

from __future__ import annotations

from hepatica.core.chart.laboratory import LaboratoryPanel
from hepatica.core.chart.signatures import signed_decision
from hepatica.core.chart.words import LabTest, SignedRule
from hepatica.core.decision import Narrowing
from hepatica.core.dosing.explain import SHORT_NAMES
from hepatica.core.dosing.samples import Panel, drawn, fresh_panels
from hepatica.core.protocol.tables import CountStop
from hepatica.core.protocol.words import StopSetting
from hepatica.core.quantities import twelve_digits
from hepatica.core.safety.control import joined, told
from hepatica.core.safety.effects import act_on_fudr, keeps_needle_out
from hepatica.core.safety.situation import Situation

RULE = "R-counts"


def low_counts(situation: Situation) -> list[tuple[Panel, CountStop]]:
    """The rows whose limit the newest count undercuts, with the sample it stands in."""
    setting = situation.assigned.payload.given_with.value
    return [
        (panel, row)
        for row in situation.protocol.stops.counts
        if row.setting is StopSetting.EVERY or row.setting.value == setting
        if (panel := _newest(situation, row.count)) is not None
        if (value := panel.payload.get(row.count)) is not None and value.value < row.below
    ]


def check_counts(situation: Situation) -> Narrowing:
    """FUDR alone: refused. Beside a myelosuppressive partner: a question of attribution.

    A count that keeps the needle out is lifted by a signature.
    """
    return joined([_act(situation, panel, row) for panel, row in low_counts(situation)])


def is_access_blocked_by_counts(situation: Situation) -> bool:
    """Whether a count blocks the needle until signed."""
    return any(
        keeps_needle_out(row.effect, row.acts_on) and not _is_signed(situation, panel)
        for panel, row in low_counts(situation)
    )


def _is_signed(situation: Situation, panel: Panel) -> bool:
    since = drawn(panel)
    return signed_decision(situation.course, SignedRule.LOW_COUNTS, since=since) is not None


def _newest(situation: Situation, count: LabTest) -> Panel | None:
    """The newest sample with this count: since the last FUDR fill, or fresh."""
    course = situation.course
    fresh = fresh_panels(course, course.all(LaboratoryPanel), situation.protocol.liver)
    candidates = [
        p for p in course.all(LaboratoryPanel) if p in situation.picture.panels or p in fresh
    ]
    found = [panel for panel in candidates if panel.payload.get(count) is not None]
    return found[-1] if found else None


def _act(situation: Situation, panel: Panel, row: CountStop) -> Narrowing:
    what = f"{SHORT_NAMES[row.count]} below {twelve_digits(row.below)} x10^9/L"
    if keeps_needle_out(row.effect, row.acts_on) and _is_signed(situation, panel):
        return told(f"{what}: access signed", RULE, panel.id)
    needs = "recovered counts"
    return act_on_fudr(row.effect, row.acts_on, what=what, rule=RULE, entry=panel.id, needs=needs)

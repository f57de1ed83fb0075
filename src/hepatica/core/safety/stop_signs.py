"""C-05: signs, bile duct findings, blood counts and complications that stop FUDR (behaviour D8)."""

from __future__ import annotations

from hepatica.core.chart.course import Course
from hepatica.core.chart.entries import BiliaryReport, Entry, SymptomReport
from hepatica.core.chart.signatures import is_resolved
from hepatica.core.decision import Narrowing
from hepatica.core.protocol.tables import BiliaryStop, Protocol, SignStop
from hepatica.core.protocol.words import ActsOn, Effect, StopSetting
from hepatica.core.safety.complications import check_complications
from hepatica.core.safety.control import joined
from hepatica.core.safety.counts import check_counts
from hepatica.core.safety.effects import act_on_fudr
from hepatica.core.safety.situation import Situation

RULE = "R-stop-signs"


def is_in_setting(row_setting: StopSetting, situation: Situation) -> bool:
    """Whether a row acts in the setting this course is in."""
    given_with = situation.assigned.payload.given_with.value
    return row_setting is StopSetting.EVERY or row_setting.value == given_with


def active_signs(
    course: Course, protocol: Protocol, situation: Situation
) -> list[tuple[Entry[SymptomReport], SignStop]]:
    """Reported signs not signed as ended, each with the row that acts in this setting."""
    return [
        (entry, row)
        for entry in course.all(SymptomReport)
        for row in protocol.stops.signs
        if row.sign is entry.payload.sign
        and is_in_setting(row.setting, situation)
        and not is_resolved(course, entry.id)
    ]


def active_findings(
    course: Course, protocol: Protocol
) -> list[tuple[Entry[BiliaryReport], BiliaryStop]]:
    """Bile duct findings in force; a permanent stop is never resolved."""
    return [
        (entry, row)
        for entry in course.all(BiliaryReport)
        for row in protocol.stops.biliary
        if row.finding is entry.payload.finding
        and (row.effect is Effect.PERMANENT_STOP or not is_resolved(course, entry.id))
    ]


def check_stop_signs(situation: Situation) -> Narrowing:
    """Every stop that is in force today."""
    course, protocol = situation.course, situation.protocol
    parts = [
        _act(row.effect, ActsOn.FUDR, entry.payload.finding.value, entry.id)
        for entry, row in active_findings(course, protocol)
    ]
    parts += [
        _act(row.effect, row.acts_on, entry.payload.sign.value, entry.id)
        for entry, row in active_signs(course, protocol, situation)
    ]
    return joined([*parts, check_counts(situation), check_complications(situation)])


def _act(effect: Effect, acts_on: ActsOn, what: str, entry: str) -> Narrowing:
    needs = "" if effect is Effect.PERMANENT_STOP else "a signed resolution"
    return act_on_fudr(effect, acts_on, what=what, rule=RULE, entry=entry, needs=needs)

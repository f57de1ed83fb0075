"""Checks of the stop table: each finding, sign, count and fact has one reading."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal

from hepatica.core.protocol.problems import Problem, above_zero, not_above, once_each
from hepatica.core.protocol.tables import StopTable
from hepatica.core.protocol.words import StopSetting

# The scores that a genotype can have.
DPYD_SCORES = tuple(Decimal(half) / 2 for half in range(5))


def check_stops(stops: StopTable) -> Iterator[Problem]:
    """No finding, sign, count or fact has two answers in one setting."""
    yield from above_zero(
        "stops",
        ("bilirubin_stop_mg_per_dl", stops.bilirubin_stop_mg_per_dl),
        ("evacuate_within_hours", stops.evacuate_within_hours),
        ("hold_review_weeks", stops.hold_review_weeks),
        ("hold_review_cycles", stops.hold_review_cycles),
    )
    yield from not_above(
        "stops",
        ("dpyd_refuse_at_most", stops.dpyd_refuse_at_most),
        ("dpyd_alert_at_most", stops.dpyd_alert_at_most),
    )
    for name in ("dpyd_refuse_at_most", "dpyd_alert_at_most"):
        if getattr(stops, name) not in DPYD_SCORES:
            yield Problem(f"stops/{name}", "is not a DPYD activity score (0, 0.5, 1, 1.5, 2)")
    yield from once_each("stops/biliary", (row.finding for row in stops.biliary), ())
    yield from once_each("stops/patient_facts", (row.fact for row in stops.patient_facts), ())
    yield from _check_settings("signs", ((row.sign, row.setting) for row in stops.signs))
    yield from _check_settings(
        "counts", ((f"{row.count}/{row.acts_on}", row.setting) for row in stops.counts)
    )


def _check_settings(table: str, rows: Iterable[tuple[str, StopSetting]]) -> Iterator[Problem]:
    """`every` already covers the other settings: beside it a second row would disagree."""
    settings: dict[str, list[StopSetting]] = defaultdict(list)
    for key, setting in rows:
        settings[key].append(setting)
    for key, found in settings.items():
        path = f"stops/{table}/{key}"
        yield from once_each(path, found, ())
        if StopSetting.EVERY in found and len(found) > 1:
            yield Problem(path, "has a row for every setting, and another for one of them")

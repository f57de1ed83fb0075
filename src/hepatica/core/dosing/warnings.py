"""What people must see beside the dose: warnings that change nothing by themselves."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from hepatica.core.body.weight import DosingWeight
from hepatica.core.chart.course import Course
from hepatica.core.chart.laboratory import LaboratoryPanel
from hepatica.core.chart.words import LabTest
from hepatica.core.decision import Alert
from hepatica.core.dosing.explain import SHORT_NAMES
from hepatica.core.dosing.last_dose import last_dose_given
from hepatica.core.dosing.liver import FULL, apply_table
from hepatica.core.dosing.picture import LiverPicture
from hepatica.core.dosing.propose import above_normal_only, rests_on_normal
from hepatica.core.dosing.samples import baseline, lowest_known_percent, signed_order
from hepatica.core.moment import elapsed_days
from hepatica.core.protocol.tables import Protocol
from hepatica.core.protocol.words import ActBelowUln
from hepatica.core.pump.ledger import Dwell
from hepatica.core.pump.reading import deviates_by_more
from hepatica.core.quantities import HUNDRED, Unknown, four_places, twelve_digits


def warn(
    course: Course, protocol: Protocol, picture: LiverPicture, weight: DosingWeight | Unknown
) -> tuple[Alert, ...]:
    """Every warning that applies on the day of the plan."""
    return (
        *warn_left_out(course),
        *_early_warning(course, protocol),
        *_censored(picture),
        *_within_normal(protocol, picture),
        *_other_laboratory(course, picture),
        *_weight_change(course, protocol, picture, weight),
        *_today_alone(picture),
        *_other_samples(protocol, picture),
        *_delivered_more(course, protocol, picture),
    )


def warn_left_out(course: Course) -> tuple[Alert, ...]:
    """Entries that lie after the moment of the plan, or that the chart did not yet know."""
    if not course.left_out:
        return ()
    text = f"{course.left_out} entries lie after the moment of this plan and are not used"
    return (Alert(text, "R-two-clocks"),)


def _early_warning(course: Course, protocol: Protocol) -> Iterator[Alert]:
    """Rule L3: ALP risen twice in a row to a multiple of the pre-therapy value."""
    before = baseline(course, protocol.liver)
    start = None if before is None else before.payload.get(LabTest.ALP)
    found = [(p, v) for p in course.all(LaboratoryPanel) if (v := p.payload.get(LabTest.ALP))]
    if start is None or len(found) < 3:
        return
    (_, one), (_, two), (panel, three) = found[-3:]
    is_high = three.value >= protocol.liver.alp_warning_ratio * start.value
    if one.value < two.value < three.value and is_high:
        text = "ALP has risen twice in a row: early sign of bile duct injury"
        yield Alert(text, "R-alp-warning", (panel.id,))


def _censored(picture: LiverPicture) -> Iterator[Alert]:
    for test, value in picture.now.items():
        if value.is_below:
            text = f"{SHORT_NAMES[test]} is reported below {value.reported}; it counts as that"
            yield Alert(text, "R-censored-value")


def _within_normal(protocol: Protocol, picture: LiverPicture) -> Iterator[Alert]:
    """Behaviour D7: the reduction rests on values within the laboratory's limits."""
    if picture.last is None or picture.lacking or isinstance(picture.references, Unknown):
        return
    results = apply_table(protocol.liver, references=picture.references, now=picture.now)
    if isinstance(results, Unknown):
        return
    if protocol.liver.act_below_uln is ActBelowUln.ABOVE_ULN_ONLY:
        kept = above_normal_only(results)
        names = [SHORT_NAMES[a.test] for a, b in zip(results, kept, strict=True) if a != b]
        if names and picture.hold is None:
            text = f"a reduction within normal is not made, by the protocol: {', '.join(names)}"
            yield Alert(text, "R-within-normal")
    elif rests_on_normal(results):
        text = "the reduction rests only on values within normal: a signature can set it aside"
        yield Alert(text, "R-within-normal")


def _other_laboratory(course: Course, picture: LiverPicture) -> Iterator[Alert]:
    """Reference and now from different laboratories."""
    order = None if picture.last is None else signed_order(course, picture.last)
    before = None if order is None else order.payload.laboratory
    now = {panel.payload.laboratory for panel in picture.sources} - {None}
    if before is not None and now - {before}:
        yield Alert("reference and present values come from different laboratories", "R-laboratory")


def _weight_change(
    course: Course, protocol: Protocol, picture: LiverPicture, weight: DosingWeight | Unknown
) -> Iterator[Alert]:
    order = None if picture.last is None else signed_order(course, picture.last)
    if order is None or isinstance(weight, Unknown):
        return
    before, now = order.payload.dosing_weight_kg, weight.dosing_weight_kg
    limit = protocol.dose.weight_change_alert_percent
    if abs(now - before) * HUNDRED >= limit * before:
        text = f"dosing weight changed from {twelve_digits(before)} to {twelve_digits(now)} kg"
        yield Alert(text, "R-weight-change", (order.id,))


def _today_alone(picture: LiverPicture) -> Iterator[Alert]:
    """Behaviour D1: the protocol lets today's values decide; the plan says so."""
    if picture.is_today_alone:
        text = "no liver tests of the day the pump was emptied: today's values alone decide"
        yield Alert(text, "R-emptied-day")


def _other_samples(protocol: Protocol, picture: LiverPicture) -> Iterator[Alert]:
    """Behaviour D1: samples since the last FUDR fill that do not count today, yet were raised."""
    if picture.last is None or isinstance(picture.references, Unknown):
        return
    at_hold = () if picture.at_hold is None else picture.at_hold.samples
    counted = {panel.id for panel in (*picture.sources, *at_hold)}
    for panel in picture.panels:
        percent = lowest_known_percent(protocol.liver, picture.references, panel)
        if panel.id not in counted and percent < FULL:
            text = f"{panel.id}, drawn between the visits, was raised; it does not count today"
            yield Alert(text, "R-other-sample", (panel.id,))


def _delivered_more(course: Course, protocol: Protocol, picture: LiverPicture) -> Iterator[Alert]:
    """Behaviour D5: the last FUDR fill gave clearly more than was ordered (fast, or emptied)."""
    last = picture.last
    order = None if last is None else signed_order(course, last)
    if last is None or order is None:
        return
    ordered, given = last_dose_given(course, last), _given_rate(last)
    if ordered is None or given is None:
        return
    rate = given / order.payload.dosing_weight_kg
    if rate > ordered and deviates_by_more(rate, ordered, percent=protocol.flow.recheck_percent):
        text = (
            f"the last FUDR fill gave {four_places(rate)} mg/kg/day, ordered {four_places(ordered)}"
        )
        yield Alert(text, "R-delivered", (last.fill.id,))


def _given_rate(last: Dwell) -> Decimal | None:
    """mg/day that the last FUDR fill gave, by volumes over elapsed time."""
    if last.access is None or last.delivered_mg is None:
        return None
    days = elapsed_days(last.fill.at.latest, last.access.at.earliest)
    return last.delivered_mg / days if days > 0 else None

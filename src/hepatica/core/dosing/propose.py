"""The FUDR dose that the liver tests allow, as a proposal with its reasons."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hepatica.core.chart.course import Course
from hepatica.core.chart.signatures import signed_decision
from hepatica.core.chart.words import Role, SignedRule
from hepatica.core.decision import Finding, FudrWord, Narrowing, Proposal, Step
from hepatica.core.dosing.bilirubin_stop import judge_bilirubin_stop
from hepatica.core.dosing.dose_day import is_first_dose, next_cycle_day
from hepatica.core.dosing.explain import changes_of, restart_when, table_step
from hepatica.core.dosing.first_dose_propose import propose_first_dose
from hepatica.core.dosing.last_dose import last_dose_given, of_dose, re_escalation_percent
from hepatica.core.dosing.liver import FULL, HOLD, TestResult, apply_table, lowest_percent
from hepatica.core.dosing.picture import LiverPicture
from hepatica.core.dosing.protocol_change import check_protocol_change
from hepatica.core.dosing.restart import OpenHold, is_served, restart_percent
from hepatica.core.dosing.samples import drawn
from hepatica.core.protocol.tables import Protocol
from hepatica.core.protocol.words import ActBelowUln, PercentOf
from hepatica.core.pump.ledger import Dwell
from hepatica.core.quantities import HUNDRED, Unknown, twelve_digits

TABLE_RULE = "R-liver-table"
RESTART_RULE = "R-restart"
MINIMUM_RULE = "R-minimum-useful-dose"
LAST_DOSE_RULE = "R-last-dose"


def propose_dose(course: Course, protocol: Protocol, picture: LiverPicture) -> Proposal:
    """The dose by liver tests, holds and the bilirubin stop."""
    proposal = _by_tests(course, protocol, picture)
    proposal = proposal.narrowed(check_protocol_change(course, protocol, picture.last))
    return proposal.narrowed(judge_bilirubin_stop(course, protocol))


def _by_tests(course: Course, protocol: Protocol, picture: LiverPicture) -> Proposal:
    if picture.hold is not None:
        held = _propose_restart(course, protocol, picture, picture.hold)
        if not is_first_dose(course, picture.last):
            return held
        return _stricter(held, propose_first_dose(course, protocol, picture))
    if is_first_dose(course, picture.last):
        return propose_first_dose(course, protocol, picture)
    return _propose_cycle(course, protocol, picture)


def _stricter(held: Proposal, first: Proposal) -> Proposal:
    """After a procedure during a hold both rules speak: every finding, the lower dose."""
    one, two = held.dose_mg_per_kg_day, first.dose_mg_per_kg_day
    chosen = first if one is not None and two is not None and two < one else held
    return replace(
        chosen,
        dose_mg_per_kg_day=None if None in (one, two) else chosen.dose_mg_per_kg_day,
        findings=held.findings + first.findings,
        steps=held.steps + first.steps,
    )


def _propose_cycle(course: Course, protocol: Protocol, picture: LiverPicture) -> Proposal:
    results = _results(protocol, picture)
    if isinstance(results, Unknown):
        return _cannot_decide(results.needs, TABLE_RULE)
    results = _set_aside_normal(course, protocol, results, picture)
    percent = lowest_percent(results)
    proposal = _of_last_dose(course, protocol, picture.last, percent)
    return replace(
        proposal,
        steps=_table_steps(results, picture) + proposal.steps,
        changes=changes_of(results),
    )


def _results(protocol: Protocol, picture: LiverPicture) -> tuple[TestResult, ...] | Unknown:
    if isinstance(picture.references, Unknown):
        return picture.references
    if picture.lacking:
        return Unknown(picture.lacking)
    return apply_table(protocol.liver, references=picture.references, now=picture.now)


def _table_steps(results: tuple[TestResult, ...], picture: LiverPicture) -> tuple[Step, ...]:
    entries = tuple(panel.id for panel in picture.sources)
    return tuple(table_step(result, TABLE_RULE, entries=entries) for result in results)


def rests_on_normal(results: tuple[TestResult, ...]) -> bool:
    """Whether a reduction (not a hold) rests only on values within the laboratory's limits."""
    percent = lowest_percent(results)
    reducing = [each for each in results if each.percent < FULL]
    return percent not in (FULL, Decimal(0)) and all(each.now.is_within_normal for each in reducing)


def above_normal_only(results: tuple[TestResult, ...]) -> tuple[TestResult, ...]:
    """The results without the reductions of tests within the laboratory's limits.

    A hold stands whatever the limit, and so does a reduction where no limit is known.
    """
    return tuple(
        replace(result, percent=FULL)
        if result.percent != HOLD and result.now.is_within_normal
        else result
        for result in results
    )


def _set_aside_normal(
    course: Course, protocol: Protocol, results: tuple[TestResult, ...], picture: LiverPicture
) -> tuple[TestResult, ...]:
    """Behaviour D7: the protocol, or a signed decision, sets aside reductions within normal."""
    if protocol.liver.act_below_uln is ActBelowUln.ABOVE_ULN_ONLY:
        return above_normal_only(results)
    newest = max(drawn(panel) for panel in picture.panels)
    signed = signed_decision(
        course, SignedRule.WITHIN_NORMAL, since=newest, roles=(Role.PRESCRIBER,)
    )
    if signed is None or not rests_on_normal(results):
        return results
    return tuple(replace(result, percent=FULL) for result in results)


def _propose_restart(
    course: Course, protocol: Protocol, picture: LiverPicture, hold: OpenHold
) -> Proposal:
    held = Finding(
        FudrWord.HOLD,
        f"at hold: {', '.join(test.value for test in hold.tests)}",
        RESTART_RULE,
        entries=tuple(sample.id for sample in hold.samples),
    )
    results = _results(protocol, picture)
    if isinstance(results, Unknown):
        return Proposal(findings=(replace(held, needs=results.needs),))
    steps = _table_steps(results, picture)
    needs = restart_when(results, hold.tests)
    percent = restart_percent(results, hold, protocol.liver.reference)
    if percent is None:
        return Proposal(findings=(replace(held, needs=needs),), steps=steps)
    at_hold = picture.at_hold or hold
    if not is_served(course, at_hold, from_day=_first_dose_day(protocol, picture)):
        needs = "the first dose day after the sample is always a hold"
        return Proposal(findings=(replace(held, needs=needs),), steps=steps)
    proposal = _of_last_dose(course, protocol, picture.last, percent)
    return replace(proposal, steps=steps + proposal.steps)


def _first_dose_day(protocol: Protocol, picture: LiverPicture) -> date:
    """The first day on which FUDR would have been due again."""
    if picture.last is None:
        raise ValueError("a hold is open, yet no FUDR was given")
    return next_cycle_day(protocol, picture.last).earliest


def _of_last_dose(
    course: Course, protocol: Protocol, last: Dwell | None, percent: Decimal
) -> Proposal:
    """`percent` of what the liver table says it is of, or of a signed re-escalation."""
    given = None if last is None else last_dose_given(course, last)
    if given is None:
        needs = "the signed order of the last FUDR fill, or its ordered dose"
        return _cannot_decide(needs, LAST_DOSE_RULE)
    raised = re_escalation_percent(course, last)
    if raised is not None:
        return of_dose(min(raised, percent), PercentOf.STARTING_DOSE, protocol, given)
    return of_dose(percent, protocol.liver.percent_of, protocol, given)


def check_minimum(
    protocol: Protocol, picture: LiverPicture, dose_mg_per_kg_day: Decimal | None
) -> Narrowing:
    """Below the minimum useful dose none is proposed: the board is asked (D5, E-j)."""
    least = protocol.dose.minimum_useful_percent * protocol.dose.starting_mg_per_kg_day / HUNDRED
    if dose_mg_per_kg_day is None or dose_mg_per_kg_day >= least:
        return Narrowing()
    reason = f"{twelve_digits(dose_mg_per_kg_day)} mg/kg/day is below the minimum useful dose"
    needs = "a board decision"
    finding = Finding(FudrWord.HOLD, reason, MINIMUM_RULE, needs, entries=picture.reasons)
    return Narrowing(findings=(finding,))


def _cannot_decide(needs: str, rule: str) -> Proposal:
    finding = Finding(FudrWord.CANNOT_DECIDE, f"missing: {needs}", rule, needs)
    return Proposal(findings=(finding,))

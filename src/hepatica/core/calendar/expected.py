"""Which FUDR fills may be expected from here on, by the plan of today."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from hepatica.core.decision import FudrWord
from hepatica.core.dosing.dose_day import DoseDay, compute_dose_day
from hepatica.core.frozen import frozen
from hepatica.core.plan import Plan
from hepatica.core.protocol.tables import Protocol
from hepatica.core.pump.ledger import Ledger
from hepatica.core.systemic.proposal import Reason

_GOES_ON = (FudrWord.GIVE, FudrWord.NOT_DUE)
_ENDED = (FudrWord.PERMANENT_STOP, FudrWord.STOP_PENDING_REVIEW)
_AFTER_CYCLES = "R-planned-cycles"


@frozen
class Expected:
    """The FUDR fills that remain.

    `first` is the dose day of the next one by the chart; the later ones are counted from the
    days that the fills before them are given here. `last` is the number of the last planned
    fill. `why_none` says why none is shown; `questions` what is open before the next.
    """

    protocol: Protocol
    first: DoseDay | None
    last: int
    why_none: tuple[Reason, ...] = ()
    questions: tuple[Reason, ...] = ()

    def dose_day(self, given: int, fudr_days: Sequence[date]) -> DoseDay | None:
        """The dose day of the fill after `given` fills; None where none is expected."""
        if self.why_none or given >= self.last:
            return None
        if not fudr_days:
            return self.first
        calendar = self.protocol.calendar
        day = fudr_days[-1] + timedelta(days=int(calendar.cycle_days))
        earliest = day - timedelta(days=int(calendar.early_days))
        return DoseDay(day, earliest, f"{calendar.cycle_days} days after the last FUDR")


def expect_fudr(planned: Plan, protocol: Protocol, ledger: Ledger) -> Expected:
    """What the plan of today lets one expect: nothing while it holds, refuses or stops FUDR."""
    decision = planned.decision
    first = compute_dose_day(planned.course, protocol, ledger)
    last = int(protocol.calendar.planned_cycles)
    given = len(ledger.fudr_dwells)
    is_over = any(finding.rule == _AFTER_CYCLES for finding in decision.findings)
    if given >= last and not is_over:
        last = given + 1  # the board has signed one more
    if decision.word in _GOES_ON:
        questions = tuple(
            Reason(f"open before it: {each.reason}", each.rule, each.entries)
            for each in decision.findings
            if each.word is not FudrWord.NOT_DUE
        )
        return Expected(protocol, first, last, questions=questions)
    reasons = [finding.reason for finding in decision.findings if finding.word is decision.word]
    said = "; ".join(reasons) or "no reason given"
    rule = decision.findings[0].rule if decision.findings else "R-dose-day"
    why = Reason(f"no FUDR fill is shown: FUDR is {decision.word.value} today ({said})", rule)
    return Expected(protocol, first, last, why_none=(why,))


def next_decision(planned: Plan, expected: Expected) -> date | None:
    """The day on which FUDR is decided again; None where it goes on, or has ended for good."""
    word, today = planned.decision.word, planned.course.today
    if word in _GOES_ON or word is FudrWord.PERMANENT_STOP:
        return None
    if word in _ENDED or expected.first is None:
        return today
    return max(expected.first.day, today)

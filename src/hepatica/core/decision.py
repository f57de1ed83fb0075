"""What parts of core say: ranked words, findings, steps, and a proposal that only narrows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from hepatica.core.frozen import frozen


class FudrWord(StrEnum):
    """The FUDR decision, strictest first (behaviour E-a)."""

    PERMANENT_STOP = "permanent-stop"
    STOP_PENDING_REVIEW = "stop-pending-review"
    HOLD = "hold"
    NOT_DUE = "not-due"
    REFUSED = "refused"
    CANNOT_DECIDE = "cannot-decide"
    GIVE = "give"


_STRICTNESS = {word: rank for rank, word in enumerate(FudrWord)}


def strictest(*words: FudrWord) -> FudrWord:
    """The word that wins when several parts speak."""
    return min(words, key=_STRICTNESS.__getitem__, default=FudrWord.GIVE)


@frozen
class Finding:
    """One reason against FUDR today, with the rule and entries it rests on.

    `needs` says what would settle it; `control` names the numbered control that found it;
    `until` is set for "not due".
    """

    word: FudrWord
    reason: str
    rule: str
    needs: str = ""
    control: str = ""
    until: date | None = None
    entries: tuple[str, ...] = ()


@frozen
class Alert:
    """Something people must see; it changes nothing by itself."""

    text: str
    rule: str
    entries: tuple[str, ...] = ()


@frozen
class DueItem:
    """Something to be done, by a date where there is one."""

    text: str
    rule: str
    by: date | None = None


@frozen
class Step:
    """One link of the chain: inputs, rule, result, and the entries the inputs came from."""

    name: str
    inputs: tuple[tuple[str, str], ...]
    result: str
    rule: str
    entries: tuple[str, ...] = ()


@frozen
class Change:
    """What would change the plan, such as "alp < 135 U/L would give 100 %"."""

    condition: str
    outcome: str


@frozen
class Narrowing:
    """What a part or a control adds: it can hold, refuse, cap or tell, never widen."""

    findings: tuple[Finding, ...] = ()
    dose_cap_mg_per_kg_day: Decimal | None = None
    alerts: tuple[Alert, ...] = ()
    due: tuple[DueItem, ...] = ()
    steps: tuple[Step, ...] = ()


_NOTHING = Narrowing()


@frozen
class Proposal:
    """The FUDR dose as proposed so far. `percent` is of `percent_of`.

    `dose_mg_per_kg_day` is None when it cannot be computed. `bound_by` names the controls
    that narrowed it.
    """

    dose_mg_per_kg_day: Decimal | None = None
    percent: Decimal | None = None
    percent_of: str = ""
    findings: tuple[Finding, ...] = ()
    alerts: tuple[Alert, ...] = ()
    due: tuple[DueItem, ...] = ()
    steps: tuple[Step, ...] = ()
    changes: tuple[Change, ...] = ()
    bound_by: tuple[str, ...] = ()

    @property
    def word(self) -> FudrWord:
        """The strictest word found; "give" when nothing speaks against it."""
        return strictest(*(finding.word for finding in self.findings))

    def narrowed(self, by: Narrowing, *, control: str = "") -> Proposal:
        """This proposal with `by` added. Nothing is ever taken away, no dose ever raised."""
        if by == _NOTHING:
            return self
        dose, percent = self.dose_mg_per_kg_day, self.percent
        cap = by.dose_cap_mg_per_kg_day
        if dose is not None and cap is not None and cap < dose:
            percent = None if percent is None else percent * cap / dose
            dose = cap
        is_bound = bool(by.findings) or dose != self.dose_mg_per_kg_day
        return replace(
            self,
            dose_mg_per_kg_day=dose,
            percent=percent,
            findings=self.findings + tuple(replace(f, control=control) for f in by.findings),
            alerts=self.alerts + by.alerts,
            due=self.due + by.due,
            steps=self.steps + by.steps,
            bound_by=(*self.bound_by, control) if is_bound and control else self.bound_by,
        )

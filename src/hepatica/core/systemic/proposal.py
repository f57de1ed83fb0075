"""What systemic treatment proposes on one day: a word and a dose for each drug."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hepatica.core.chart.systemic_words import Drug
from hepatica.core.decision import Alert, DueItem
from hepatica.core.frozen import frozen
from hepatica.core.protocol.provenance import SourcedValue
from hepatica.core.systemic.regimen import DrugDose, Regimen
from hepatica.core.systemic.words import DrugWord

_STRICTNESS = {word: rank for rank, word in enumerate(DrugWord)}


@frozen
class Reason:
    """Why a word or a dose is what it is, by which rule and entries."""

    text: str
    rule: str
    entries: tuple[str, ...] = ()


@frozen
class DrugProposal:
    """One drug on one day.

    `dose` is in the unit of its row, `amount_mg` rounded by the regimen; both are set only when it
    is given. `level` is 0 for the full dose and counts the published steps down.
    """

    row: DrugDose
    word: DrugWord
    dose: Decimal | None = None
    amount_mg: Decimal | None = None
    unrounded_mg: Decimal | None = None
    level: int = 0
    reasons: tuple[Reason, ...] = ()

    def narrowed(self, word: DrugWord, reason: Reason) -> DrugProposal:
        """This proposal under a stricter word; never milder, and a dose is only taken away."""
        chosen = min(self.word, word, key=_STRICTNESS.__getitem__)
        told = replace(self, word=chosen, reasons=(*self.reasons, reason))
        return (
            told if chosen.is_given else replace(told, dose=None, amount_mg=None, unrounded_mg=None)
        )


@frozen
class SystemicProposal:
    """One visit of a regimen.

    `day` is the day of the cycle that is due, `due_on` its date, `until` the day to which it is
    put off. `reconciled` says in sentences what the other arm changed; `unapproved` lists the
    values that the site has not approved, `bound_by` the controls that narrowed it.
    """

    regimen: Regimen
    day: int
    due_on: date
    drugs: tuple[DrugProposal, ...]
    bsa_m2: Decimal | None = None
    until: date | None = None
    cycle: int = 1
    reconciled: tuple[str, ...] = ()
    alerts: tuple[Alert, ...] = ()
    due: tuple[DueItem, ...] = ()
    unapproved: tuple[SourcedValue, ...] = ()
    bound_by: tuple[str, ...] = ()

    @property
    def word(self) -> DrugWord:
        """The mildest word of its drugs: what becomes of the visit. Leucovorin alone is none."""
        acting = [drug for drug in self.drugs if drug.row.drug is not Drug.LEUCOVORIN]
        return max((drug.word for drug in acting or self.drugs), key=_STRICTNESS.__getitem__)

    @property
    def is_given(self) -> bool:
        """Whether any drug is given."""
        return self.word.is_given

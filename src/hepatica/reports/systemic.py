"""The systemic arm of a plan in words: the visit, its drugs, how both arms were reconciled."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from hepatica.core.chart.systemic_words import Form
from hepatica.core.combined.other_arm import RULE as BOTH_ARMS
from hepatica.core.plan import Plan
from hepatica.core.systemic.drugs import DrugClass
from hepatica.core.systemic.proposal import DrugProposal, SystemicProposal
from hepatica.core.systemic.regimen import DrugDose
from hepatica.core.systemic.words import DoseUnit, DrugWord
from hepatica.reports.figures import exact
from hepatica.reports.sentences import plain, reason, word_of

_HEADING = ("drug", "dose", "amount", "how", "proposed")

Row = tuple[str, ...]


def systemic_sentence(proposal: SystemicProposal) -> str:
    """Which visit it is, and what becomes of it."""
    regimen = proposal.regimen
    visit = f"{regimen.name}, cycle {proposal.cycle}, day {proposal.day}, due {proposal.due_on}"
    until = f" until {proposal.until}" if proposal.until is not None else ""
    why = "" if proposal.is_given else _shared_reason(proposal)
    draft = f" (DRAFT: {len(proposal.unapproved)} values not approved)"
    mark = draft if proposal.unapproved and proposal.is_given else ""
    return f"{_capitals(proposal.word)}{_in_part(proposal)}{until}: {visit}{why}{mark}"


def _in_part(proposal: SystemicProposal) -> str:
    """Whether some drug of a visit that goes ahead is not given."""
    is_partial = proposal.is_given and not all(drug.word.is_given for drug in proposal.drugs)
    return " IN PART" if is_partial else ""


def _shared_reason(proposal: SystemicProposal) -> str:
    """What all drugs that bear the word of the visit have in common, or the first one's reason."""
    first = next(drug for drug in proposal.drugs if drug.word is proposal.word)
    return f"; {plain(first.reasons[-1].text)}" if first.reasons else ""


def _capitals(word: DrugWord) -> str:
    return word.value.replace("-", " ").upper()


def drug_rows(proposal: SystemicProposal) -> list[Row]:
    """A heading, then each drug: dose, amount, how it is given, what is proposed and why."""
    return [_HEADING, *(_row(drug) for drug in proposal.drugs)]


def _row(drug: DrugProposal) -> Row:
    dose = "" if drug.dose is None else f"{exact(drug.dose)} {drug.row.unit.value}"
    amount = "" if drug.amount_mg is None else amount_of(drug.row, drug.amount_mg)
    level = f", level {-drug.level}" if drug.level else ""
    return (drug.row.name, dose, amount, how_given(drug.row), f"{_capitals(drug.word)}{level}")


def amount_of(row: DrugDose, amount_mg: Decimal) -> str:
    """The amount of one giving; twice a day it is said that it is one of two."""
    one = f"{exact(amount_mg)} mg"
    if row.unit is not DoseUnit.MG_PER_M2_TWICE_A_DAY:
        return one
    return f"{one} each time, {exact(2 * amount_mg)} mg a day"


def how_given(row: DrugDose) -> str:
    """At once, over hours, or by mouth."""
    if row.form is Form.BY_MOUTH:
        twice = "twice a day" if row.unit is DoseUnit.MG_PER_M2_TWICE_A_DAY else "once a day"
        return f"by mouth {twice}, {exact(row.for_days)} days"
    if row.hours is None:
        return "at once" if row.form is Form.BOLUS else "not stated"
    return f"over {exact(row.hours)} h"


def drug_reasons(proposal: SystemicProposal) -> Iterator[str]:
    """Each reason once, with the drugs it is about and the rule."""
    about: dict[tuple[str, str], list[str]] = {}
    for drug in proposal.drugs:
        for each in drug.reasons:
            about.setdefault((each.text, each.rule), []).append(drug.row.name)
    for (text, rule), names in about.items():
        who = "" if len(names) == len(proposal.drugs) else f"{', '.join(names)}: "
        yield f"{who}{plain(text)} [{rule}]"


def both_arms(plan: Plan) -> list[str]:
    """How the two arms were reconciled, in sentences."""
    if plan.systemic is None:
        return []
    fudr = [
        f"FUDR: {word_of(each.word)}, {reason(each)}"
        for each in plan.decision.findings
        if each.rule == BOTH_ARMS
    ]
    bound = f" ({', '.join(plan.systemic.bound_by)})" if plan.systemic.bound_by else ""
    systemic = [f"Systemic: {plain(text)}{bound}" for text in plan.systemic.reconciled]
    return [*fudr, *systemic] or [_each_alone(plan, plan.systemic)]


def _each_alone(plan: Plan, proposal: SystemicProposal) -> str:
    """Both words side by side: one arm goes on while the other is held, and that is meant."""
    words = f"FUDR {word_of(plan.decision.word)}, systemic {_capitals(proposal.word)}"
    return f"Nothing in one arm changes the other: {words}, each as decided alone."


def classes_line(each: DrugClass) -> str:
    """The classes of a drug: what is given before, vomiting, and outside the vein."""
    return (
        f"before: {each.premedication.value.replace('-', ' ')}; vomiting {each.emetic.value};"
        f" outside the vein {each.tissue.value.replace('-', ' ')}"
    )


def systemic_as_data(plan: Plan, proposal: SystemicProposal) -> dict[str, object]:
    """The visit for JSON, without the tables of its regimen."""
    return {
        "sentence": systemic_sentence(proposal),
        "regimen": proposal.regimen.name,
        "word": proposal.word.value,
        "cycle": proposal.cycle,
        "day": proposal.day,
        "due_on": proposal.due_on.isoformat(),
        "until": None if proposal.until is None else proposal.until.isoformat(),
        "bsa_m2": None if proposal.bsa_m2 is None else exact(proposal.bsa_m2),
        "drugs": [_drug_as_data(drug) for drug in proposal.drugs],
        "both_arms": both_arms(plan),
        "bound_by": list(proposal.bound_by),
        "unapproved": [value.path for value in proposal.unapproved],
    }


def _drug_as_data(drug: DrugProposal) -> dict[str, object]:
    return {
        "drug": drug.row.drug.value,
        "form": drug.row.form.value,
        "word": drug.word.value,
        "dose": None if drug.dose is None else exact(drug.dose),
        "unit": drug.row.unit.value,
        "amount_mg": None if drug.amount_mg is None else exact(drug.amount_mg),
        "unrounded_mg": None if drug.unrounded_mg is None else exact(drug.unrounded_mg),
        "how": how_given(drug.row),
        "level": drug.level,
        "reasons": [
            {"text": each.text, "rule": each.rule, "entries": list(each.entries)}
            for each in drug.reasons
        ],
    }

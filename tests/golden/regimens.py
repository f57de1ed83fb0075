"""The golden of each regimen and of the table of drugs: read out in words, a second time by hand.

Every value of the data stands in some sentence, so that no word and no number can move unnoticed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

from hepatica.core.chart.systemic_words import Drug, Form
from hepatica.core.rulebook import Rulebook
from hepatica.core.systemic.drugs import DRUGS, DrugTable, OrganRow
from hepatica.core.systemic.regimen import DrugDose, Regimen
from hepatica.core.systemic.words import Bound, Effect, Organ, OrganEffect
from hepatica.library.strict_yaml import read_yaml

FILE = Path(__file__).with_name("regimens.yaml")
REGIMENS = "regimens"

_FORMS = {Form.INFUSION: "", Form.BOLUS: " at once", Form.BY_MOUTH: " by mouth"}
_EFFECTS = {Effect.LOWER: "lower", Effect.OMIT: "leave out", Effect.STOP: "stop"}
_BOUNDS = {Bound.ABOVE: "above", Bound.BELOW: "below", Bound.AT_MOST: "at most"}
_ORGANS = {Organ.BILIRUBIN: ("bilirubin", "x ULN"), Organ.CLEARANCE: ("clearance", "mL/min")}


@dataclass(frozen=True, slots=True)
class RegimenGolden:
    """What one regimen must say, sentence by sentence; `doses` is the source of its doses."""

    name: str
    source: str
    doses: str
    sentences: tuple[str, ...]

    @property
    def id(self) -> str:
        """The name it is reported by."""
        return f"GOLD-REGIMEN-{self.name}"

    @property
    def protocol(self) -> str:
        """What it speaks of, as data mutation names it."""
        return f"{REGIMENS}/{self.name}"

    def passes(self, rulebook: Rulebook) -> bool:
        """Whether the regimen says these sentences and no other."""
        return not self.differences(rulebook)

    def differences(self, rulebook: Rulebook) -> list[str]:
        """The sentences that only one of both says."""
        return _apart(self.sentences, sentences_of(rulebook.systemic[self.name].regimen))


@dataclass(frozen=True, slots=True)
class DrugsGolden:
    """What the table of drugs must say."""

    source: str
    sentences: tuple[str, ...]
    id: str = "GOLD-DRUGS"
    protocol: str = DRUGS

    def passes(self, rulebook: Rulebook) -> bool:
        """Whether the table says these sentences and no other."""
        return not self.differences(rulebook)

    def differences(self, rulebook: Rulebook) -> list[str]:
        """The sentences that only one of both says."""
        some = next(iter(rulebook.systemic.values()))
        return _apart(self.sentences, sentences_of_drugs(some.drugs))


def _apart(stated: Sequence[str], found: Sequence[str]) -> list[str]:
    twice = [f"twice: {one}" for one in dict.fromkeys(found) if found.count(one) > 1]
    missing = [f"stated only: {one}" for one in stated if one not in found]
    return [*twice, *missing, *(f"found only: {one}" for one in found if one not in stated)]


@cache
def regimen_goldens() -> Sequence[RegimenGolden | DrugsGolden]:
    """One golden for each regimen, and that of the drugs."""
    root: Any = read_yaml(FILE.read_text(encoding="utf-8"), name=FILE.name).root
    usual, drugs = root["usual"], root["drugs"]
    regimens = [_golden(name, row, usual) for name, row in root["regimens"].items()]
    return [*regimens, DrugsGolden(drugs["source"], tuple(drugs["lines"]))]


def _golden(name: str, row: Mapping[str, Any], usual: Mapping[str, str]) -> RegimenGolden:
    rules = [one for line in row.get("then", ()) for one in _rules(line)]
    heading = (row["is"], usual["rounding"], usual[row["treat_if"]])
    return RegimenGolden(name, row["source"], row["doses"], (*heading, *row["drugs"], *rules))


def _rules(line: str) -> Iterator[str]:
    """Each trigger with each drug of "diarrhoea 3, mucositis 3: lower A, B"."""
    triggers, _, rest = line.partition(": ")
    word = next(each for each in _EFFECTS.values() if rest.startswith(f"{each} "))
    drugs = rest.removeprefix(f"{word} ").split(", ")
    yield from (f"{t}: {word} {drug}" for t, drug in product(triggers.split(", "), drugs))


def sentences_of(regimen: Regimen) -> tuple[str, ...]:
    """Every value of a regimen in sentences."""
    beside = " ".join(["", "beside", *regimen.beside]) if regimen.beside else ""
    counts = (
        f"{rule.count.value.partition('_')[0]} below {rule.below}: "
        f"{_EFFECTS[rule.effect]} {_name(rule.drug, rule.form)}"
        for rule in regimen.counts
    )
    events = (
        f"{rule.event.value} {rule.grade}: {_EFFECTS[rule.effect]} {_name(rule.drug, rule.form)}"
        for rule in regimen.events
    )
    return (
        f"{regimen.standing.value}{beside}, cycle of {regimen.cycle_days} days",
        f"surface {regimen.bsa_formula.value} to {regimen.bsa_rounding_m2} m2, "
        f"drugs to {regimen.dose_rounding_mg} mg, amounts {regimen.amounts.value}",
        _treat_if(regimen),
        *(_drug(regimen, row) for row in regimen.drugs),
        *counts,
        *events,
    )


def _treat_if(regimen: Regimen) -> str:
    limits = regimen.treat_if
    counts = (
        ("neutrophils", limits.neutrophils_at_least),
        ("platelets", limits.platelets_at_least),
    )
    asked = [f"{name} {least}" for name, least in counts if least is not None]
    asked.append(f"toxicity at most grade {limits.events_at_most}")
    return (
        f"treat if {' and '.join(asked)}; tests {limits.labs_valid_hours} h and weight "
        f"{limits.weight_valid_days} days old at most; {limits.early_days} days early at most; "
        f"else {limits.delay_days} days later, up to {limits.longest_delay_days}"
    )


def _drug(regimen: Regimen, row: DrugDose) -> str:
    dose = "not stated in" if row.dose is None else f"{row.dose}"
    hours = "" if row.hours is None else f" over {row.hours} h"
    days = " and ".join(f"{day}" for day in row.days)
    length = "" if row.for_days == 1 else f" for {row.for_days} days"
    first = "" if row.loading is None else f"; the first time {row.loading}"
    levels = "".join(
        f"; level -{one.level} {one.dose}"
        for one in regimen.levels
        if (one.drug, one.form) == (row.drug, row.form)
    )
    unit = row.unit.value.replace("-twice-a-day", " twice a day")
    many = "day" if len(row.days) == 1 else "days"
    name = _name(row.drug, row.form)
    return f"{row.order}. {name} {dose} {unit}{hours}, {many} {days}{length}{first}{levels}"


def _name(drug: Drug, form: Form) -> str:
    return f"{drug.value}{_FORMS[form]}"


def sentences_of_drugs(table: DrugTable) -> tuple[str, ...]:
    """Every value of the table of drugs in sentences."""
    uln, oldest = table.assumed_bilirubin_uln_mg_per_dl, table.oldest_assumed_years
    return (
        f"not told: bilirubin upper limit {uln} mg/dL, at most {oldest} years old",
        *(
            f"{row.drug.value}: vomiting {row.emetic.value}, outside the vein "
            f"{row.tissue.value}, before {row.premedication.value}"
            for row in table.classes
        ),
        *map(_organ, table.organs),
        *(
            f"DPYD {row.activity}: {row.drug.value} {_effect(row.effect, row.value)}"
            for row in table.dpyd
        ),
        *(
            f"UGT1A1 {row.result.value}: {row.drug.value} {_effect(row.effect, row.value)}"
            for row in table.ugt1a1
        ),
        *(
            f"surgery: {row.drug.value} not in the {row.weeks_before} weeks before and the "
            f"{row.weeks_after} weeks after"
            for row in table.surgery
        ),
        f"told: more than {table.told_above_percent} % of the full dose",
        *(f"for good: {row.event.value} {row.grade}, {row.drug.value}" for row in table.stops),
        *(
            f"asked: {row.event.value} {row.grade}, {', '.join(each.value for each in row.drugs)}"
            for row in table.asks
        ),
        *(
            f"whole vials, if wanted: {row.drug.value} {row.vial_mg} mg within "
            f"{row.within_percent} %"
            for row in table.vials
        ),
    )


def _organ(row: OrganRow) -> str:
    organ, unit = _ORGANS[row.organ]
    effect = _effect(row.effect, row.value)
    return f"{organ} {_BOUNDS[row.bound]} {row.limit} {unit}: {row.drug.value} {effect}"


def _effect(effect: OrganEffect, value: Decimal | None) -> str:
    match effect:
        case OrganEffect.PERCENT:
            return f"{value} %"
        case OrganEffect.CAP:
            return f"at most {value}"
        case OrganEffect.LOWER:
            return f"one level down, without levels {value} %"
        case OrganEffect.AVOID:
            return "avoided" if value is None else f"avoided {value}"

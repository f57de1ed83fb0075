"""The page regimens.md: every regimen and what holds of its drugs, as a table to read."""

from __future__ import annotations

from collections.abc import Iterator

from hepatica.core.quantities import twelve_digits
from hepatica.core.systemic.drugs import DrugTable
from hepatica.core.systemic.regimen import DrugDose, Regimen
from hepatica.library.loader import shipped_regimens
from hepatica.library.regimens import shipped_drugs, shipped_regimen
from hepatica.reports.systemic import how_given
from tools.markdown import page, table

_INTRO = (
    "Doses of the full level; `hepatica systemic REGIMEN` gives mg. A partner is published beside "
    "FUDR by a pump, with the protocols named; any other regimen beside a pump asks the board. "
    "One for reading only is never proposed. The files in `src/hepatica/library/regimens` give "
    "each value its source."
)
_HEAD = ("drug", "dose", "how", "days", "lower doses")
_STANDING = {"standard": "a regimen of its own", "reading-only": "for reading only"}


def render_regimens() -> str:
    """The page."""
    regimens = [shipped_regimen(name).regimen for name in sorted(shipped_regimens())]
    return page("Regimens", _INTRO, *map(_chapter, regimens), *_drugs(shipped_drugs().table))


def _chapter(regimen: Regimen) -> str:
    beside = ", ".join(regimen.beside)
    standing = _STANDING.get(regimen.standing.value, f"partner of {beside}")
    lines = [f"## {regimen.name}", f"{regimen.title}. {standing.capitalize()}."]
    lines.append(f"Every {regimen.cycle_days} days. {_treat_if(regimen)}")
    lines.append(table(_HEAD, (_row(regimen, row) for row in regimen.in_order)))
    if rules := [*_counts(regimen), *_events(regimen)]:
        lines.append(table(("what", "drug", "effect from then on"), rules))
    return "\n\n".join(lines)


def _treat_if(regimen: Regimen) -> str:
    limits = regimen.treat_if
    counts = [
        f"{name} at least {least} x10^9/L"
        for name, least in (
            ("neutrophils", limits.neutrophils_at_least),
            ("platelets", limits.platelets_at_least),
        )
        if least is not None
    ]
    wanted = ", ".join([*counts, f"open toxicity at most grade {limits.events_at_most}"])
    delay = f"else put off {limits.delay_days} days, at most {limits.longest_delay_days}"
    return f"Goes ahead with {wanted}; {delay}."


def _row(regimen: Regimen, row: DrugDose) -> tuple[str, ...]:
    dose = "not stated" if row.dose is None else f"{row.dose} {row.unit.value}"
    loading = "" if row.loading is None else f" (first time {row.loading})"
    days = ", ".join(str(day) for day in row.days)
    levels = ", ".join(str(level) for level in regimen.levels_of(row))
    return row.name, dose + loading, how_given(row), days, levels


def _counts(regimen: Regimen) -> Iterator[tuple[str, ...]]:
    for rule in regimen.counts:
        name = rule.count.value.partition("_")[0]
        yield f"{name} below {rule.below}", f"{rule.drug} {rule.form}", rule.effect


def _events(regimen: Regimen) -> Iterator[tuple[str, ...]]:
    for rule in regimen.events:
        what = f"{rule.event} grade {rule.grade} or more"
        yield what, f"{rule.drug} {rule.form}", rule.effect


def _drugs(drugs: DrugTable) -> Iterator[str]:
    classes = (
        (row.drug.value, row.emetic.value, row.tissue.value, row.premedication.value)
        for row in drugs.classes
    )
    head = ("drug", "vomiting", "outside the vein", "before")
    yield "## Drugs\n\n" + table(head, classes)
    limits = [
        (row.drug.value, f"{row.organ.value} {row.bound.value} {row.limit}", *_effect(row))
        for row in drugs.organs
    ]
    limits += [(r.drug.value, f"DPYD activity {r.activity}", *_effect(r)) for r in drugs.dpyd]
    limits += [(r.drug.value, f"UGT1A1 {r.result.value}", *_effect(r)) for r in drugs.ugt1a1]
    limits += [
        (
            row.drug.value,
            f"surgery {row.weeks_before} weeks ahead, {row.weeks_after} weeks ago",
            "left out",
            "",
        )
        for row in drugs.surgery
    ]
    yield "## Organ function, genotype, surgery\n\n" + table(
        ("drug", "when", "effect", "percent or mg/m2"), limits
    )


def _effect(row: object) -> tuple[str, str]:
    effect, value = str(getattr(row, "effect", "")), getattr(row, "value", None)
    return effect, "" if value is None else twelve_digits(value)

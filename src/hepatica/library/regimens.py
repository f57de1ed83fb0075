"""The loader of regimens and of the table of drugs: complete and free of contradictions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import pairwise

from hepatica.core.chart.systemic_words import Drug
from hepatica.core.frozen import frozen
from hepatica.core.protocol.provenance import SourcedValue
from hepatica.core.quantities import HUNDRED
from hepatica.core.systemic.drugs import DRUGS, DpydRow, DrugTable, OrganRow, Ugt1a1Row
from hepatica.core.systemic.regimen import (
    CountRule,
    DoseLevel,
    DrugDose,
    EventRule,
    Regimen,
    SystemicRules,
)
from hepatica.core.systemic.words import OrganEffect, Standing
from hepatica.library.errors import ErrorCode, InputError, InputErrors
from hepatica.library.folders import read_text_of
from hepatica.library.loader import shipped, shipped_regimens, shipped_sources
from hepatica.library.provenance import PROVENANCE, with_sources
from hepatica.library.sources import Source
from hepatica.library.strict_yaml import read_yaml
from hepatica.library.tables import read_table

_BESIDE = frozenset({PROVENANCE})


@frozen
class LoadedRegimen:
    """A regimen, and where each of its values comes from."""

    regimen: Regimen
    values: tuple[SourcedValue, ...]


@frozen
class LoadedDrugs:
    """The table of drugs, and where each of its values comes from."""

    table: DrugTable
    values: tuple[SourcedValue, ...]


@cache
def shipped_regimen(name: str) -> LoadedRegimen:
    """A regimen version as it ships, by "id/version".

    Raises:
        InputErrors: as `regimen_from_text`.
    """
    text = read_text_of(shipped_regimens()[name])
    return regimen_from_text(text, name=name, sources=shipped_sources())


@cache
def shipped_drugs() -> LoadedDrugs:
    """The table of drugs as it ships.

    Raises:
        InputErrors: as `drugs_from_text`.
    """
    text = read_text_of(shipped().joinpath(f"{DRUGS}.yaml"))
    return drugs_from_text(text, sources=shipped_sources())


def shipped_rules(name: str) -> SystemicRules:
    """A regimen by "id/version", with what holds of its drugs.

    Raises:
        InputErrors: a file is damaged.
    """
    return SystemicRules(shipped_regimen(name).regimen, shipped_drugs().table)


def regimen_from_text(text: str, *, name: str, sources: Mapping[str, Source]) -> LoadedRegimen:
    """The regimen in a text; `name` is the "id/version" it lies under.

    Raises:
        InputErrors: E301 to E313 as for every table; E321 where it bears another name;
            E323 where rows contradict themselves.
    """
    tree = read_yaml(text, name=f"{name}.yaml")
    regimen, written = read_table(Regimen, tree, document=name, beside=_BESIDE)
    errors = [*_own_name(regimen, name), *_wrong(regimen)]
    if errors:
        raise InputErrors(errors)
    return LoadedRegimen(regimen, with_sources(tree, written, sources))


def drugs_from_text(text: str, *, sources: Mapping[str, Source]) -> LoadedDrugs:
    """The table of drugs in a text.

    Raises:
        InputErrors: E301 to E313 as for every table; E323 where a drug has no class or a row
            contradicts itself.
    """
    tree = read_yaml(text, name=f"{DRUGS}.yaml")
    table, written = read_table(DrugTable, tree, document=DRUGS, beside=_BESIDE)
    errors = [*_wrong_drugs(table), *_wrong_vials(table)]
    if errors:
        raise InputErrors(errors)
    return LoadedDrugs(table, with_sources(tree, written, sources))


def _own_name(regimen: Regimen, name: str) -> Iterator[InputError]:
    if regimen.name != name:
        where = f"{name}.yaml, id and version"
        yield InputError(ErrorCode.E321, where, regimen.name, f"id and version of {name}")


def _wrong(regimen: Regimen) -> Iterator[InputError]:
    """Whatever in a regimen contradicts something else in it."""
    where = f"{regimen.id}.yaml"
    for name in ("cycle_days", "bsa_rounding_m2", "dose_rounding_mg"):
        if not getattr(regimen, name):
            yield _no(f"{where}, {name}", "0", "a number above 0")
    rows = {(row.drug, row.form): row for row in regimen.drugs}
    parts: tuple[DoseLevel | CountRule | EventRule, ...] = (
        *regimen.levels,
        *regimen.counts,
        *regimen.events,
    )
    for part in parts:
        if (part.drug, part.form) not in rows:
            came = f"{part.drug.value} {part.form.value}"
            yield _no(where, came, "a drug of this regimen, given in this form")
    for row in regimen.drugs:
        yield from _wrong_row(regimen, row, where)
    is_partner = regimen.standing is Standing.PARTNER
    if is_partner and not regimen.beside:
        yield _no(f"{where}, beside", "", "the pump protocols whose partner it is")
    if regimen.standing is Standing.STANDARD and regimen.beside:
        yield _no(f"{where}, standing", regimen.standing, "partner, where beside names a protocol")


def _wrong_row(regimen: Regimen, row: DrugDose, where: str) -> Iterator[InputError]:
    place = f"{where}, drugs, {row.name}"
    if row.dose is None and regimen.standing is not Standing.READING_ONLY:
        yield _no(place, "not-stated", "a dose, or the standing reading-only")
    if any(day % 1 or day < 1 or day > regimen.cycle_days for day in row.days):
        came = ", ".join(str(day) for day in row.days)
        yield _no(place, came, f"whole days from 1 to {regimen.cycle_days}")
    levels = sorted(o.level for o in regimen.levels if (o.drug, o.form) == (row.drug, row.form))
    if levels != list(range(1, len(levels) + 1)):
        came = ", ".join(str(level) for level in levels)
        yield _no(f"{place}, levels", came, "levels numbered 1, 2 and so on")
    doses = (row.dose, *regimen.levels_of(row))
    if row.dose is not None and any(
        upper is not None and lower is not None and lower >= upper
        for upper, lower in pairwise(doses)
    ):
        yield _no(place, "levels", "each level below the one before, the first below the full dose")


def _wrong_drugs(table: DrugTable) -> Iterator[InputError]:
    where = f"{DRUGS}.yaml"
    there = {row.drug for row in table.classes}
    for drug in Drug:
        if drug not in there:
            yield _no(f"{where}, classes", "", f"a row for {drug.value}")
    rows: tuple[OrganRow | DpydRow | Ugt1a1Row, ...] = (*table.organs, *table.dpyd, *table.ugt1a1)
    for row in rows:
        is_avoided = row.effect is OrganEffect.AVOID
        if is_avoided is not (row.value is None):
            yield _no(f"{where}, {row.drug.value}", str(row.value), "no value with avoid, else one")
        is_percent = row.effect in (OrganEffect.PERCENT, OrganEffect.LOWER)
        if is_percent and row.value is not None and not 0 < row.value <= HUNDRED:
            yield _no(f"{where}, {row.drug.value}", str(row.value), "a percent of at most 100")


def _wrong_vials(table: DrugTable) -> Iterator[InputError]:
    for row in table.vials:
        if not row.vial_mg:
            yield _no(f"{DRUGS}.yaml, vials, {row.drug.value}", "0", "a vial above 0 mg")


def _no(where: str, came: str, expected: str) -> InputError:
    return InputError(ErrorCode.E323, where, came, expected)

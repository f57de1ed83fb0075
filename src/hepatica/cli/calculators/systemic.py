"""`hepatica systemic REGIMEN`: the drugs of a first visit from a few figures."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import click

from hepatica.cli.calculators.calculator import Calculator, Column, Values
from hepatica.cli.calculators.cells import BadCell, word_reader
from hepatica.cli.calculators.command import make_command
from hepatica.cli.errors import error_line
from hepatica.core.calculators.refusal import Refusal
from hepatica.core.calculators.systemic import SystemicCase, SystemicResult, calculate_systemic
from hepatica.core.chart.systemic_words import GeneResult
from hepatica.core.chart.words import Sex
from hepatica.core.quantities import twelve_digits
from hepatica.core.rulebook import Rulebook
from hepatica.library.errors import ErrorCode
from hepatica.library.loader import shipped_regimens

GROUP = "systemic"
_ACTIVITIES = ("0", "0.5", "1", "1.5", "2")
# How laboratories write a UGT1A1 genotype, and what it means for irinotecan.
_GENOTYPES = {
    **{result.value: result for result in GeneResult},
    "*1/*1": GeneResult.NORMAL,
    "*1/*28": GeneResult.INTERMEDIATE,
    "*1/*6": GeneResult.INTERMEDIATE,
    "*28/*28": GeneResult.POOR,
    "*6/*6": GeneResult.POOR,
    "*6/*28": GeneResult.POOR,
}


def _one_of(words: tuple[str, ...]) -> Callable[[str, str], str]:
    def read(name: str, text: str) -> str:
        if text not in words:
            expected = "one of " + ", ".join(words)
            raise BadCell(error_line(ErrorCode.E130, name, came=text, expected=expected))
        return text

    return read


def _unknown(name: str, help_text: str, *, may_be_absent: bool = False) -> Column:
    return Column(
        name,
        f"{help_text}; empty is unknown",
        is_required=False,
        may_be_absent=may_be_absent,
    )


def _columns(regimen: str) -> tuple[Column, ...]:
    return (
        Column("height_cm", "height"),
        Column("weight_kg", "measured weight"),
        _unknown("anc_10e9_per_l", "neutrophils"),
        _unknown("platelets_10e9_per_l", "platelets"),
        _unknown("bilirubin_mg_per_dl", "total bilirubin"),
        _unknown("creatinine_mg_per_dl", "serum creatinine"),
        Column(
            "dpyd_activity",
            "0, 0.5, 1, 1.5 or 2; empty is not tested",
            read=_one_of(_ACTIVITIES),
            is_required=False,
        ),
        Column(
            "ugt1a1",
            "normal, intermediate or poor, or alleles such as *1/*28; empty is not tested",
            read=_one_of(tuple(_GENOTYPES)),
            is_required=False,
        ),
        Column(
            "sex",
            "M or F; empty is unknown",
            read=word_reader(Sex),
            is_required=False,
            may_be_absent=True,
        ),
        _unknown("age_years", "age", may_be_absent=True),
        Column(
            "bilirubin_uln_mg_per_dl",
            "the laboratory's upper limit",
            may_be_absent=True,
            for_all_rows=True,
            default=lambda book: twelve_digits(
                book.systemic[regimen].drugs.assumed_bilirubin_uln_mg_per_dl
            ),
        ),
    )


def _compute(values: Values, regimen: str, book: Rulebook) -> tuple[SystemicResult, ...] | Refusal:
    activity, genotype = values.word_or_none("dpyd_activity"), values.word_or_none("ugt1a1")
    sex = values.word_or_none("sex")
    case = SystemicCase(
        height_cm=values.number("height_cm"),
        weight_kg=values.number("weight_kg"),
        anc_10e9_per_l=values.number_or_none("anc_10e9_per_l"),
        platelets_10e9_per_l=values.number_or_none("platelets_10e9_per_l"),
        bilirubin_mg_per_dl=values.number_or_none("bilirubin_mg_per_dl"),
        creatinine_mg_per_dl=values.number_or_none("creatinine_mg_per_dl"),
        dpyd_activity=None if activity is None else Decimal(activity),
        ugt1a1=None if genotype is None else _GENOTYPES[genotype],
        sex=None if sex is None else Sex(sex),
        age_years=values.number_or_none("age_years"),
        bilirubin_uln_mg_per_dl=values.number("bilirubin_uln_mg_per_dl"),
    )
    return calculate_systemic(case, book.systemic[regimen])


def calculator_of(regimen: str) -> Calculator:
    """The calculator of a shipped regimen, by "id/version"."""
    name = regimen.partition("/")[0]
    return Calculator(
        name,
        f"""Calculate a first visit of {name}.

        One row for each drug: mg of one giving (by mouth twice a day: of each), the dose level
        (0 full, -1 one step down), what is decided, and why. A drug that is not given has no dose.
        Without sex and age the lowest creatinine clearance they allow counts. It knows no earlier
        visit, no toxicity and no pump: beside a pump only its published partners are proposed.
        """,
        _columns(regimen),
        SystemicResult,
        lambda values, book: _compute(values, regimen, book),
        {
            "height_cm": "175",
            "weight_kg": "80",
            "anc_10e9_per_l": "3.1",
            "platelets_10e9_per_l": "210",
            "bilirubin_mg_per_dl": "0.7",
            "creatinine_mg_per_dl": "0.9",
            "dpyd_activity": "2",
            "ugt1a1": "normal",
        },
        group=GROUP,
    )


class Regimens(click.Group):
    """One subcommand for each shipped regimen; the newest version of each."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The regimens."""
        del ctx
        return sorted(_newest())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The calculator of a regimen, read now."""
        del ctx
        name = _newest().get(cmd_name)
        return None if name is None else make_command(calculator_of(name))


def _newest() -> dict[str, str]:
    return {name.partition("/")[0]: name for name in sorted(shipped_regimens())}


systemic = Regimens(
    GROUP,
    help="""Calculate the drugs of a first visit of a systemic regimen.

    REGIMEN is one of those below. Each takes one case by flags or a table with --csv, and answers
    with one row for each drug.
    """,
    epilog="""\b
Examples:
  hepatica systemic mfolfox6 --height-cm 175 --weight-kg 80 --anc-10e9-per-l 3.1 \\
      --platelets-10e9-per-l 210 --bilirubin-mg-per-dl 0.7 --creatinine-mg-per-dl 0.9
  hepatica systemic folfiri --csv patients.csv --out answered.csv""",
)

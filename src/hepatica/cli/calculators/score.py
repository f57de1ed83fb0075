"""`hepatica score`: one subcommand for each body or organ score."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from inspect import cleandoc

import click

from hepatica.cli.calculators.calculator import Calculator, Column, Values
from hepatica.cli.calculators.cells import word_reader
from hepatica.cli.calculators.command import make_command
from hepatica.core.body.child_pugh import Ascites, Encephalopathy
from hepatica.core.body.domain import DOMAINS
from hepatica.core.body.meld import Dialysis, MeldLabs
from hepatica.core.body.surface import SurfaceFormula
from hepatica.core.calculators.refusal import Refusal
from hepatica.core.calculators.score import (
    AdjustedWeightCase,
    AlbiCase,
    ChildPughCase,
    ClearanceCase,
    FiltrationCase,
    IdealWeightCase,
    Meld3Case,
    MeldNaCase,
    ScoreResult,
    SurfaceCase,
    calculate_adjusted_weight,
    calculate_albi,
    calculate_child_pugh,
    calculate_creatinine_clearance,
    calculate_filtration_rate,
    calculate_ideal_weight,
    calculate_meld,
    calculate_meld_3,
    calculate_meld_na,
    calculate_surface,
)
from hepatica.core.chart.words import Sex
from hepatica.core.rulebook import Rulebook

GROUP = "score"
_FORMULA = SurfaceFormula.MOSTELLER

_SEX = Column("sex", "M or F", read=word_reader(Sex))
_AGE = Column("age_years", "age, from 18")
_HEIGHT = Column("height_cm", "height")
_WEIGHT = Column("weight_kg", "measured weight")
_CREATININE = Column("creatinine_mg_per_dl", "serum creatinine")
_BILIRUBIN = Column("bilirubin_mg_per_dl", "total bilirubin")
_ALBUMIN = Column("albumin_g_per_dl", "serum albumin")
_INR = Column("inr", "international normalised ratio")
_SODIUM = Column("sodium_mmol_per_l", "serum sodium")
_DIALYSIS = Column(
    "dialysis",
    "Y or N: twice or more, or 24 hours continuously, in the last week",
    read=word_reader(Dialysis),
)
_MELD = (_BILIRUBIN, _INR, _CREATININE, _DIALYSIS)
_MELD_SAMPLE = {
    "bilirubin_mg_per_dl": "3.2",
    "inr": "1.6",
    "creatinine_mg_per_dl": "1.4",
    "dialysis": "N",
}


def _calculator(
    name: str,
    *,
    columns: tuple[Column, ...],
    sample: Mapping[str, str],
    compute: Callable[[Values], ScoreResult | Refusal],
    text: str,
) -> Calculator:
    def run(values: Values, _rulebook: Rulebook) -> ScoreResult | Refusal:
        return compute(values)

    help_text = f"{cleandoc(text)}\n\nAn error outside {_domain(columns)}."
    return Calculator(name, help_text, columns, ScoreResult, run, sample, group=GROUP)


def _domain(columns: tuple[Column, ...]) -> str:
    named = (column.name for column in columns)
    return ", ".join(f"{name} {DOMAINS[name]}" for name in named if name in DOMAINS)


def _surface(values: Values) -> ScoreResult | Refusal:
    return calculate_surface(
        SurfaceCase(
            height_cm=values.number("height_cm"),
            weight_kg=values.number("weight_kg"),
            formula=SurfaceFormula(values.word("formula")),
        )
    )


def _ideal_weight(values: Values) -> ScoreResult | Refusal:
    return calculate_ideal_weight(IdealWeightCase(_sex(values), values.number("height_cm")))


def _adjusted_weight(values: Values) -> ScoreResult | Refusal:
    return calculate_adjusted_weight(
        AdjustedWeightCase(
            sex=_sex(values),
            height_cm=values.number("height_cm"),
            weight_kg=values.number("weight_kg"),
        )
    )


def _creatinine_clearance(values: Values) -> ScoreResult | Refusal:
    return calculate_creatinine_clearance(
        ClearanceCase(
            sex=_sex(values),
            age_years=values.number("age_years"),
            weight_kg=values.number("weight_kg"),
            creatinine_mg_per_dl=values.number("creatinine_mg_per_dl"),
        )
    )


def _filtration_rate(values: Values) -> ScoreResult | Refusal:
    return calculate_filtration_rate(
        FiltrationCase(
            sex=_sex(values),
            age_years=values.number("age_years"),
            creatinine_mg_per_dl=values.number("creatinine_mg_per_dl"),
        )
    )


def _child_pugh(values: Values) -> ScoreResult | Refusal:
    return calculate_child_pugh(
        ChildPughCase(
            bilirubin_mg_per_dl=values.number("bilirubin_mg_per_dl"),
            albumin_g_per_dl=values.number("albumin_g_per_dl"),
            inr=values.number("inr"),
            ascites=Ascites(values.word("ascites")),
            encephalopathy=Encephalopathy(values.word("encephalopathy")),
        )
    )


def _meld(values: Values) -> ScoreResult | Refusal:
    return calculate_meld(_labs(values))


def _meld_na(values: Values) -> ScoreResult | Refusal:
    return calculate_meld_na(MeldNaCase(_labs(values), values.number("sodium_mmol_per_l")))


def _meld_3(values: Values) -> ScoreResult | Refusal:
    return calculate_meld_3(
        Meld3Case(
            labs=_labs(values),
            sodium_mmol_per_l=values.number("sodium_mmol_per_l"),
            albumin_g_per_dl=values.number("albumin_g_per_dl"),
            sex=_sex(values),
        )
    )


def _albi(values: Values) -> ScoreResult | Refusal:
    return calculate_albi(
        AlbiCase(values.number("bilirubin_mg_per_dl"), values.number("albumin_g_per_dl"))
    )


def _sex(values: Values) -> Sex:
    return Sex(values.word("sex"))


def _labs(values: Values) -> MeldLabs:
    return MeldLabs(
        bilirubin_mg_per_dl=values.number("bilirubin_mg_per_dl"),
        inr=values.number("inr"),
        creatinine_mg_per_dl=values.number("creatinine_mg_per_dl"),
        dialysis=Dialysis(values.word("dialysis")),
    )


CALCULATORS = (
    _calculator(
        "bsa",
        columns=(
            _HEIGHT,
            _WEIGHT,
            Column(
                "formula",
                f"mosteller or dubois; default {_FORMULA}",
                read=word_reader(SurfaceFormula),
                may_be_absent=True,
                for_all_rows=True,
                default=lambda _: _FORMULA,
            ),
        ),
        sample={"height_cm": "175", "weight_kg": "80"},
        compute=_surface,
        text="""Calculate body surface area.

        mosteller: sqrt(cm x kg / 3600). dubois: 0.007184 x kg^0.425 x cm^0.725. The value is not
        rounded, in m2.
        """,
    ),
    _calculator(
        "ideal-weight",
        columns=(_SEX, _HEIGHT),
        sample={"sex": "F", "height_cm": "165"},
        compute=_ideal_weight,
        text="""Calculate ideal weight after Devine.

        M 50 kg, F 45.5 kg at 60 inches (152.4 cm), and 2.3 kg for every inch more or less. Devine
        wrote of inches above 60; below it the line goes on, as in `hepatica weight`.
        """,
    ),
    _calculator(
        "adjusted-weight",
        columns=(_SEX, _HEIGHT, _WEIGHT),
        sample={"sex": "M", "height_cm": "170", "weight_kg": "110"},
        compute=_adjusted_weight,
        text="""Calculate adjusted weight.

        Ideal weight (Devine) + 0.4 x (measured - ideal). An error: measured below ideal, where it
        would give more than the measured weight.
        """,
    ),
    _calculator(
        "creatinine-clearance",
        columns=(_SEX, _AGE, _WEIGHT, _CREATININE),
        sample={"sex": "F", "age_years": "62", "weight_kg": "68", "creatinine_mg_per_dl": "0.9"},
        compute=_creatinine_clearance,
        text="""Calculate creatinine clearance after Cockcroft and Gault.

        (140 - years) x kg / (72 x mg/dL), for F x 0.85; mL/min. The weight is used as given. For
        adults whose creatinine is steady.
        """,
    ),
    _calculator(
        "egfr",
        columns=(_SEX, _AGE, _CREATININE),
        sample={"sex": "F", "age_years": "62", "creatinine_mg_per_dl": "0.9"},
        compute=_filtration_rate,
        text="""Calculate the estimated filtration rate, CKD-EPI 2021.

        142 x min(mg/dL / k, 1)^a x max(mg/dL / k, 1)^-1.200 x 0.9938^years, for F x 1.012; k 0.9
        and a -0.302 for M, k 0.7 and a -0.241 for F; mL/min/1.73m2. Class (KDIGO): G1 from 90, G2
        from 60, G3a from 45, G3b from 30, G4 from 15, else G5. For adults.
        """,
    ),
    _calculator(
        "child-pugh",
        columns=(
            _BILIRUBIN,
            _ALBUMIN,
            _INR,
            Column("ascites", "none, mild or moderate-severe", read=word_reader(Ascites)),
            Column("encephalopathy", "none, 1-2 or 3-4: grade", read=word_reader(Encephalopathy)),
        ),
        sample={
            "bilirubin_mg_per_dl": "2.4",
            "albumin_g_per_dl": "3.1",
            "inr": "1.4",
            "ascites": "mild",
            "encephalopathy": "none",
        },
        compute=_child_pugh,
        text="""Calculate the Child-Pugh score of cirrhosis.

        1, 2, 3 points each: bilirubin below 2, to 3, above 3 mg/dL; albumin above 3.5, from 2.8,
        below 2.8 g/dL; INR below 1.7, to 2.3, above 2.3; ascites; encephalopathy. Class A 5 and 6,
        B 7 to 9, C 10 to 15.
        """,
    ),
    _calculator(
        "meld",
        columns=_MELD,
        sample=_MELD_SAMPLE,
        compute=_meld,
        text="""Calculate MELD, without sodium.

        3.78 ln(bilirubin) + 11.2 ln(INR) + 9.57 ln(creatinine) + 6.43, each at least 1, creatinine
        at most 4, and 4 on dialysis; a whole number from 6 to 40 (OPTN 2016).
        """,
    ),
    _calculator(
        "meld-na",
        columns=(*_MELD, _SODIUM),
        sample={**_MELD_SAMPLE, "sodium_mmol_per_l": "131"},
        compute=_meld_na,
        text="""Calculate MELD-Na, as OPTN did from 2016 to 2023.

        MELD as `hepatica score meld`; above 11 also 1.32 x (137 - Na) - 0.033 x MELD x (137 - Na),
        sodium within 125 to 137; a whole number from 6 to 40.
        """,
    ),
    _calculator(
        "meld-3",
        columns=(*_MELD, _SODIUM, _ALBUMIN, _SEX),
        sample={
            **_MELD_SAMPLE,
            "sodium_mmol_per_l": "131",
            "albumin_g_per_dl": "2.9",
            "sex": "F",
        },
        compute=_meld_3,
        text="""Calculate MELD 3.0.

        1.33 for F + 4.56 ln(bilirubin) + 0.82 (137 - Na) - 0.24 (137 - Na) ln(bilirubin) + 9.09
        ln(INR) + 11.14 ln(creatinine) + 1.85 (3.5 - albumin) - 1.83 (3.5 - albumin) ln(creatinine)
        + 6. Bilirubin, INR and creatinine at least 1; creatinine at most 3, and 3 on dialysis;
        sodium within 125 to 137, albumin within 1.5 to 3.5; a whole number from 6 to 40. For
        adults.
        """,
    ),
    _calculator(
        "albi",
        columns=(_BILIRUBIN, _ALBUMIN),
        sample={"bilirubin_mg_per_dl": "1.2", "albumin_g_per_dl": "3.5"},
        compute=_albi,
        text="""Calculate the albumin-bilirubin (ALBI) score.

        0.66 x log10(bilirubin in umol/L) - 0.085 x albumin in g/L; 1 mg/dL of bilirubin is 17.104
        umol/L. Class: 1 to -2.60, 2 to -1.39, 3 above.
        """,
    ),
)

score = click.Group(
    GROUP,
    commands=[make_command(calculator) for calculator in CALCULATORS],
    help="""Calculate a body or organ score of an adult.

    Each takes one case by flags or a table with --csv, and answers value, unit and class. A value
    outside the domain of a formula is an error, never a number.
    """,
    epilog="""\b
Examples:
  hepatica score bsa --height-cm 175 --weight-kg 80
  hepatica score meld-3 --csv patients.csv --out answered.csv""",
)

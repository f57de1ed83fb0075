"""What must hold of every score, whatever the patient."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from hepatica.cli.calculators.score import CALCULATORS
from hepatica.library.loader import load_rulebook
from tests.property.courses import decimals, examples

Case = dict[str, Decimal | str]
BY_NAME = {calculator.name: calculator for calculator in CALCULATORS}
MELDS = ("meld", "meld-na", "meld-3")
LABS = ("bilirubin_mg_per_dl", "inr", "creatinine_mg_per_dl")

sexes = st.sampled_from(["M", "F"])
heights = decimals("120", "220", 1)
weights = decimals("30", "200", 1)
increments = decimals("0.01", "20", 2)
livers = st.fixed_dictionaries(
    {
        "bilirubin_mg_per_dl": decimals("0.1", "40", 2),
        "inr": decimals("0.5", "5", 2),
        "creatinine_mg_per_dl": decimals("0.1", "9", 2),
        "dialysis": st.sampled_from(["Y", "N"]),
        "sodium_mmol_per_l": decimals("110", "150", 0),
        "albumin_g_per_dl": decimals("1", "5.5", 1),
        "sex": sexes,
    }
)


def value_of(score: str, case: Case) -> Decimal:
    """The value of a case that has one; a score reads its own columns only."""
    row = BY_NAME[score].answers({name: str(each) for name, each in case.items()}, load_rulebook())[
        0
    ]
    assert "" == row["error"]
    return Decimal(row["value"])


def raised(case: Case, name: str, by: Decimal) -> Case:
    """The case with one quantity higher."""
    return case | {name: Decimal(case[name]) + by}


@examples(200)
@given(livers, st.sampled_from(MELDS), st.sampled_from(LABS), increments)
def test_meld_never_falls_with_a_worse_value(
    case: Case, score: str, name: str, worse: Decimal
) -> None:
    """Bilirubin, INR and creatinine raised, the rest fixed."""
    assert value_of(score, case) <= value_of(score, raised(case, name, worse))


@examples(100)
@given(livers, st.sampled_from(MELDS))
def test_meld_is_a_whole_number_from_6_to_40(case: Case, score: str) -> None:
    """All three have one scale."""
    assert value_of(score, case) in range(6, 41)


@examples(100)
@given(livers, decimals("1", "20", 0))
def test_lower_sodium_never_lowers_meld_na(case: Case, lower: Decimal) -> None:
    """The term is never below zero, as MELD is at most 40 where it counts."""
    sicker = case | {"sodium_mmol_per_l": Decimal(case["sodium_mmol_per_l"]) - lower}
    assert value_of("meld-na", case) <= value_of("meld-na", sicker)


@examples(100)
@given(
    st.fixed_dictionaries({"height_cm": heights, "weight_kg": weights}),
    st.sampled_from(["mosteller", "dubois"]),
    st.sampled_from(["height_cm", "weight_kg"]),
    increments,
)
def test_surface_rises_with_height_and_weight(
    case: Case, formula: str, name: str, more: Decimal
) -> None:
    """Strictly, by either formula."""
    case = case | {"formula": formula}
    assert value_of("bsa", case) < value_of("bsa", raised(case, name, more))


kidneys = st.fixed_dictionaries(
    {
        "sex": sexes,
        "age_years": decimals("18", "95", 0),
        "weight_kg": weights,
        "creatinine_mg_per_dl": decimals("0.3", "9", 2),
    }
)


@examples(100)
@given(
    kidneys,
    st.sampled_from(["creatinine-clearance", "egfr"]),
    st.sampled_from(["creatinine_mg_per_dl", "age_years"]),
    increments,
)
def test_kidney_function_falls_with_creatinine_and_age(
    case: Case, score: str, name: str, more: Decimal
) -> None:
    """Strictly, by either formula."""
    assert value_of(score, case) > value_of(score, raised(case, name, more))


@examples(100)
@given(livers, increments)
def test_albi_rises_with_bilirubin_and_falls_with_albumin(case: Case, more: Decimal) -> None:
    """A higher score is worse."""
    before = value_of("albi", case)
    assert before < value_of("albi", raised(case, "bilirubin_mg_per_dl", more))
    assert before > value_of("albi", raised(case, "albumin_g_per_dl", more / 10))


@examples(100)
@given(
    st.sampled_from(["175", "80.5", "62"]),
    st.sampled_from(list(BY_NAME)),
    st.integers(1, 5),
)
def test_zeros_behind_a_number_change_nothing(number: str, score: str, zeros: int) -> None:
    """An exact change of how a value is written gives the same answer, to the last digit."""
    case = {**BY_NAME[score].sample}
    if "weight_kg" in case:
        case["weight_kg"] = number
    longer = {name: _longer(text, zeros) for name, text in case.items()}
    rows = [BY_NAME[score].answers(each, load_rulebook())[0] for each in (case, longer)]
    assert rows[0]["value"] == rows[1]["value"]


def _longer(text: str, zeros: int) -> str:
    if not text.replace(".", "").isdigit():
        return text
    return f"{text}{'' if '.' in text else '.'}{'0' * zeros}"

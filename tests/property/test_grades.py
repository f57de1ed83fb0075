"""A worse value never has a lower grade, and a unit changes none."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hepatica.cli.calculators.grade import CALCULATOR
from hepatica.core.toxicity.table import CTCAE, GradedTerm, GradeRow
from hepatica.core.toxicity.words import Basis, Measured
from hepatica.library.loader import load_rulebook
from hepatica.library.units import units_of
from tests.property.courses import decimals, examples

RULES = load_rulebook()
TABLE = RULES.grading[CTCAE]
TERMS = [found for row in TABLE.terms if (found := TABLE.find(row.term)) is not None]
ULNS = ("0.7", "1.1", "1.2", "1.3")
# Factors that no rounding hides: the value in the first unit times this is the value in the other.
EXACT = {
    Measured.ENZYME: ("ukat/L", "U/L", Decimal(60)),
    Measured.BILIRUBIN: ("mg/dL", "umol/L", Decimal("17.104")),
    Measured.CREATININE: ("mg/dL", "µmol/L", Decimal("88.42")),
    Measured.HAEMOGLOBIN: ("g/dL", "g/L", Decimal(10)),
    Measured.ALBUMIN: ("g/dL", "g/L", Decimal(10)),
    Measured.COUNT: ("10*9/L", "/uL", Decimal(1000)),
    Measured.ION: ("mmol/L", "mEq/L", Decimal(1)),
    Measured.FIBRINOGEN: ("g/L", "mg/dL", Decimal(100)),
    Measured.INR: ("1", "INR", Decimal(1)),
}

terms = st.sampled_from(TERMS)
values = decimals("0.1", "400", 2)
facts = st.fixed_dictionaries(
    {
        name: st.sampled_from(["", "Y", "N"])
        for name in ("baseline_abnormal", "symptomatic", "on_anticoagulation")
    }
)
limits = st.fixed_dictionaries(
    {
        "lln": st.one_of(st.just(""), decimals("1", "60", 1).map(str)),
        "uln": st.one_of(st.just(""), decimals("60", "150", 1).map(str)),
        "baseline": st.one_of(st.just(""), decimals("1", "300", 1).map(str)),
    }
)


def answer(term: GradedTerm, value: Decimal, unit: str, given: dict[str, str]) -> dict[str, str]:
    """The answer of the calculator."""
    texts = {**given, "term": term.term.term, "value": f"{value:f}", "unit": unit}
    row = CALCULATOR.answers(texts, RULES)[0]
    assert "" == row["error"]
    return row


@examples(400)
@given(terms, values, values, facts, limits, st.data())
def test_a_worse_value_never_has_a_lower_grade(
    term: GradedTerm,
    one: Decimal,
    two: Decimal,
    said: dict[str, str],
    given: dict[str, str],
    data: st.DataObject,
) -> None:
    """Whatever else is given, where both values have a grade."""
    unit = data.draw(st.sampled_from(sorted(units_of(term.term.measured).units)))
    better, worse = sorted([one, two], reverse=term.is_low)
    first, second = (answer(term, value, unit, said | given) for value in (better, worse))
    if first["grade"] and second["grade"]:
        assert first["grade"] <= second["grade"]


@examples(300)
@given(terms, values, facts, limits)
def test_more_knowledge_never_contradicts_a_grade(
    term: GradedTerm, value: Decimal, said: dict[str, str], given: dict[str, str]
) -> None:
    """A grade given without a fact is the grade with either answer to it."""
    unit = units_of(term.term.measured).canonical
    for name in ("symptomatic", "on_anticoagulation"):
        grades = [
            answer(term, value, unit, {**said, **given, name: each})["grade"]
            for each in ("", "Y", "N")
        ]
        assert not grades[0] or grades == [grades[0]] * 3


@examples(300)
@given(terms, values, facts, limits)
def test_a_limit_given_later_never_contradicts_a_grade(
    term: GradedTerm, value: Decimal, said: dict[str, str], given: dict[str, str]
) -> None:
    """What was certain without a limit of normal is so with one; it decides on the baseline."""
    unit = units_of(term.term.measured).canonical
    stated = given | said | {"baseline": given["baseline"] or "50", "baseline_abnormal": "Y"}
    for name in ("lln", "uln"):
        without = answer(term, value, unit, stated | {name: ""})["grade"]
        assert not without or without == answer(term, value, unit, stated)["grade"]


def multiples() -> list[tuple[GradedTerm, GradeRow]]:
    """The rows in multiples of the upper limit of normal, of terms that have no amounts."""
    relative = [t for t in TERMS if all(row.of is not Basis.AMOUNT for row in t.rows)]
    return [(term, row) for term in relative for row in term.rows if row.of is Basis.ULN]


@pytest.mark.parametrize("uln", ULNS)
@pytest.mark.parametrize(
    ("term", "row"), multiples(), ids=lambda each: getattr(each, "when", "") or each.term.term
)
def test_exact_at_every_multiple_of_the_upper_limit(
    term: GradedTerm, row: GradeRow, uln: str
) -> None:
    """At k x ULN the grade before, and just above it this one; 3 x 1.1 is 3.3 exactly."""
    said = {"uln": uln, "symptomatic": "Y" if row.when == "symptomatic" else "N"}
    before = 0
    for grade, begins in row.thresholds:
        exact = Decimal(uln) * begins.number
        unit = units_of(term.term.measured).canonical
        above = exact + Decimal("1e-20")
        found = [answer(term, each, unit, said)["grade"] for each in (exact, above)]
        assert [str(before), str(grade)] == found
        before = grade


@examples(300)
@given(terms.filter(lambda term: term.term.measured in EXACT), values, facts, limits)
def test_a_unit_changes_no_grade(
    term: GradedTerm, value: Decimal, said: dict[str, str], given: dict[str, str]
) -> None:
    """Value, limits and baseline in another unit of the quantity: the same grade."""
    here, there, factor = EXACT[term.term.measured]
    scaled = {name: text and f"{Decimal(text) * factor:f}" for name, text in given.items()}
    first = answer(term, value, here, said | given)
    second = answer(term, value * factor, there, said | scaled)
    assert first["grade"] == second["grade"]

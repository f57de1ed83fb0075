"""What must hold for every case."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from hepatica.cli.calculators.dose import CALCULATOR as DOSE
from hepatica.cli.calculators.fill import CALCULATOR as FILL
from hepatica.cli.calculators.flow import CALCULATOR as FLOW
from hepatica.library.loader import load_rulebook
from tests.unit.cli.calls import by_flags, by_table

Case = dict[str, str]
TESTS = ("ast", "alp", "bilirubin")
# Percents by strictness; a hold allows nothing, a stop less.
ALLOWED = {"stop": Decimal(-2), "hold": Decimal(-1)}


def numbers(low: str, high: str, places: int) -> st.SearchStrategy[str]:
    """Decimal texts between two bounds."""
    return st.decimals(Decimal(low), Decimal(high), places=places).map(lambda value: f"{value:f}")


fills = st.fixed_dictionaries(
    {
        "dose_mg_per_kg_day": numbers("0.01", "0.32", 2),
        "weight_kg": numbers("30", "200", 1),
        "volume_ml": numbers("10", "60", 1),
        "flow_ml_per_day": numbers("0.3", "3.4", 2),
        "percent": numbers("0", "101", 0),
        "dwell_days": numbers("1", "40", 1),
    }
)
labs = {
    "ast": numbers("5", "400", 0),
    "alp": numbers("15", "500", 0),
    "bilirubin": numbers("0.1", "4", 1),
}
doses = st.fixed_dictionaries(
    {f"{test}_{when}": labs[test] for test in TESTS for when in ("ref", "now")}
)
flows = st.fixed_dictionaries(
    {
        "filled_ml": numbers("10", "60", 1),
        "withdrawn_ml": numbers("0", "62", 1),
        "days": numbers("1", "40", 2),
        "label_ml_per_day": numbers("0.3", "3.4", 2),
    }
)


def close(first: Decimal, second: Decimal) -> bool:
    """Equal within what two results of twelve digits can differ."""
    return abs(first - second) <= Decimal("1e-10") * max(abs(first), abs(second))


@settings(max_examples=25, deadline=None)
@given(st.lists(fills, min_size=1, max_size=3))
def test_a_row_of_a_table_has_the_answer_of_the_flags(cases: list[Case]) -> None:
    """Errors included: `--csv` and the flags are one calculator."""
    for case, row in zip(cases, by_table("fill", cases), strict=True):
        answer = by_flags("fill", case)
        del answer["notice"]
        assert answer == row


@settings(max_examples=150, deadline=None)
@given(fills)
def test_concentration_times_flow_is_the_dose_of_a_day(case: Case) -> None:
    """Clinical facts F3, and the mass balance: delivered and residual make up the fill."""
    row = FILL.answers(case, load_rulebook())[0]
    if row["error"]:
        assert not any(text for name, text in row.items() if name != "error")
        return
    value = {name: Decimal(text) for name, text in row.items() if name != "error"}
    flow = Decimal(case["flow_ml_per_day"])
    assert close(value["concentration_mg_per_ml"] * flow, value["dose_mg_per_day"])
    assert close(value["delivered_mg"] + value["residual_mg"], value["fudr_mg"])
    assert abs(value["rounded_fudr_mg"] - value["fudr_mg"]) <= Decimal("0.5")


@settings(max_examples=150, deadline=None)
@given(doses, st.integers(2, 60))
def test_units_do_not_matter_to_a_ratio(case: Case, factor: int) -> None:
    """AST now and reference in another unit give the same ratio, exactly."""
    scaled = case | {name: str(Decimal(case[name]) * factor) for name in ("ast_ref", "ast_now")}
    first, second = (DOSE.answers(each, load_rulebook())[0] for each in (case, scaled))
    assert first["ratio_ast"] == second["ratio_ast"]


def allowed(case: Case) -> Decimal | None:
    """How much a case allows, for comparison; None when it cannot be decided."""
    row = DOSE.answers(case, load_rulebook())[0]
    assert "" == row["error"]
    if row["decision"] == "cannot-decide":
        return None
    return Decimal(row["percent"]) if row["percent"] else ALLOWED[row["decision"]]


@settings(max_examples=300, deadline=None)
@given(doses, st.sampled_from(TESTS), numbers("0.1", "300", 1))
def test_a_worse_value_now_never_allows_more(case: Case, test: str, worse: str) -> None:
    """Behaviour D2: references fixed, a value now made worse never raises the percent."""
    name = f"{test}_now"
    before = allowed(case)
    after = allowed(case | {name: str(Decimal(case[name]) + Decimal(worse))})
    assert before is not None
    assert after is not None
    assert after <= before


@settings(max_examples=200, deadline=None)
@given(doses, st.sets(st.sampled_from([f"{t}_{w}" for t in TESTS for w in ("ref", "now")])))
def test_a_missing_value_never_gives_a_percent(case: Case, missing: set[str]) -> None:
    """An unknown test is never 100: less knowledge never turns a decision into a dose."""
    row = DOSE.answers(case | dict.fromkeys(missing, ""), load_rulebook())[0]
    known = DOSE.answers(case, load_rulebook())[0]
    assert not (missing and row["percent"])
    assert row["decision"] in {known["decision"], "cannot-decide", "hold"}


@settings(max_examples=150, deadline=None)
@given(flows)
def test_the_flow_explains_what_is_left(case: Case) -> None:
    """Filled less flow times days is what was withdrawn, whatever the band."""
    row = FLOW.answers(case, load_rulebook())[0]
    filled, withdrawn = Decimal(case["filled_ml"]), Decimal(case["withdrawn_ml"])
    assert (withdrawn > filled) == bool(row["error"])
    if not row["error"]:
        flow = Decimal(row["flow_ml_per_day"] or row["flow_at_least_ml_per_day"])
        assert abs(filled - flow * Decimal(case["days"]) - withdrawn) < Decimal("1e-9")
        assert (row["band"] == "emptied") == (withdrawn <= 2)

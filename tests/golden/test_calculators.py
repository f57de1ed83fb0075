"""The calculators against figures worked out elsewhere.

Origin of every figure, unless a test says otherwise: the clinical fact sheet, section 12
(12.1 fills, 12.2 flow, 12.3 dose decisions), computed there by its own script and printed with
the digits used here. A result is compared after rounding to the digits printed, half up.
"""

from decimal import ROUND_HALF_UP, Decimal

import pytest

from hepatica.cli.calculators.dose import CALCULATOR as DOSE
from hepatica.cli.calculators.fill import CALCULATOR as FILL
from hepatica.cli.calculators.flow import CALCULATOR as FLOW
from hepatica.cli.calculators.weight import CALCULATOR as WEIGHT
from hepatica.library.loader import load_rulebook

Row = dict[str, str]


def as_printed(text: str, digits: int) -> str:
    """A result rounded half-up to the digits that the origin prints."""
    return str(Decimal(text).quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP))


def printed(row: Row, digits: dict[str, int]) -> list[str]:
    """Several results of a row, each to its own digits."""
    return [as_printed(row[name], count) for name, count in digits.items()]


# ------------------------------------------------------------------------------ fills

FILL_DIGITS = {
    "dose_mg_per_day": 2,
    "concentration_mg_per_ml": 4,
    "fudr_mg": 2,
    "fudr_stock_ml": 3,
    "delivered_mg": 2,
    "residual_ml": 2,
    "residual_mg": 2,
    "dry_after_days": 2,
}
# dose, weight, volume, flow, percent | mg/day, mg/mL, mg, mL stock, given mg, residual, dry day
FILLS = {
    "G1": ("0.12 70 30 1.3 100", "8.40 6.4615 193.85 1.938 117.60 11.80 76.25 23.08"),
    "G2": ("0.12 70 30 1.2 100", "8.40 7.0000 210.00 2.100 117.60 13.20 92.40 25.00"),
    "G3a": ("0.12 65.9 30 1.3 100", "7.91 6.0831 182.49 1.825 110.71 11.80 71.78 23.08"),
    "G3b": ("0.12 88.0 30 1.3 100", "10.56 8.1231 243.69 2.437 147.84 11.80 95.85 23.08"),
    "G3c": ("0.12 110 30 1.3 100", "13.20 10.1538 304.62 3.046 184.80 11.80 119.82 23.08"),
    "G4": ("0.12 62 40 2.0 100", "7.44 3.7200 148.80 1.488 104.16 12.00 44.64 20.00"),
    "G7": ("0.12 70 30 1.3 80", "6.72 5.1692 155.08 1.551 94.08 11.80 61.00 23.08"),
    "G8": ("0.12 70 30 1.3 50", "4.20 3.2308 96.92 0.969 58.80 11.80 38.12 23.08"),
    "G9": ("0.12 70 30 1.3 25", "2.10 1.6154 48.46 0.485 29.40 11.80 19.06 23.08"),
    "G12": ("0.16 58 30 1.2 100", "9.28 7.7333 232.00 2.320 129.92 13.20 102.08 25.00"),
    "G13": ("0.25 75 50 2.0 100", "18.75 9.3750 468.75 4.688 262.50 22.00 206.25 25.00"),
    "G14": ("0.12 70 16 0.8 100", "8.40 10.5000 168.00 1.680 117.60 4.80 50.40 20.00"),
}


def fill(case: str, **others: str) -> Row:
    """The answer to one fill, its inputs in the order of the table above."""
    names = ("dose_mg_per_kg_day", "weight_kg", "volume_ml", "flow_ml_per_day", "percent")
    return FILL.answers(dict(zip(names, case.split(), strict=False)) | others, load_rulebook())[0]


@pytest.mark.parametrize("name", FILLS)
def test_fill(name: str) -> None:
    """Every fill of section 12.1."""
    case, expected = FILLS[name]
    assert expected.split() == printed(fill(case), FILL_DIGITS)


@pytest.mark.parametrize(
    ("case", "rounded"),
    [("0.12 70 30 1.3", "194"), ("0.25 75 50 2.0", "469"), ("0.12 70 30 1.3 50", "97")],
)
def test_fudr_is_rounded_to_one_milligram(case: str, rounded: str) -> None:
    """G1 193.85, G13 468.75 and G8 96.92 mg, rounded by hand."""
    assert rounded == fill(case)["rounded_fudr_mg"]


def test_half_a_milligram_is_rounded_up_where_volume_by_flow_has_no_end() -> None:
    """0.25 x 134.85 x 20 / 1.5 = 449.5 exactly, by hand; 20 / 1.5 has no last digit."""
    row = fill("0.25 134.85 20 1.5")
    assert ("449.5", "450") == (row["fudr_mg"], row["rounded_fudr_mg"])


@pytest.mark.parametrize(
    ("flow", "digits", "expected"), [("0.75", 4, "11.2000 336.00"), ("1.7143", 4, "4.9000 147.00")]
)
def test_next_fill_at_a_measured_flow(flow: str, digits: int, expected: str) -> None:
    """The refills after G5 (slow, if the pump is accepted) and G6 (fast), section 12.2."""
    row = fill(f"0.12 70 30 {flow}")
    assert expected.split() == printed(row, {"concentration_mg_per_ml": digits, "fudr_mg": 2})


def test_an_empty_pump_has_delivered_all_and_holds_nothing() -> None:
    """G6: at 1.7143 mL/day 30 mL last 17.50 days, so on day 19 all 147.00 mg have been given."""
    row = fill("0.12 70 30 1.7143", dwell_days="19")
    names = {"delivered_mg": 2, "residual_ml": 2, "residual_mg": 2, "dry_after_days": 2}
    assert ["147.00", "0.00", "0.00", "17.50"] == printed(row, names)


# ------------------------------------------------------------------------------ weights


@pytest.mark.parametrize(
    ("policy", "dosing", "unrounded"),
    [("ideal", "65.9", "65.94"), ("avg_if_gt_125", "88.0", "87.97"), ("actual", "110.0", "110.00")],
)
def test_weight(policy: str, dosing: str, unrounded: str) -> None:
    """G3: a man of 170 cm and 110 kg; ideal 65.94 kg, so 1.668 times ideal."""
    case = {"sex": "M", "height_cm": "170", "weight_kg": "110", "policy": policy}
    row = WEIGHT.answers(case, load_rulebook())[0]
    digits = {"dosing_weight_kg": 1, "unrounded_kg": 2, "ideal_weight_kg": 2}
    assert [dosing, unrounded, "65.94"] == printed(row, digits)


@pytest.mark.parametrize(
    ("sex", "weight", "dosing"),
    [
        ("F", "56.875", "56.9"),
        ("F", "56.876", "51.2"),
        ("M", "62.5", "62.5"),
        ("M", "62.6", "56.3"),
    ],
)
def test_the_average_begins_above_one_and_a_quarter(sex: str, weight: str, dosing: str) -> None:
    """By hand: at 152.4 cm ideal is 45.5 or 50 kg, and 1.25 times that 56.875 or 62.5 kg."""
    case = {"sex": sex, "height_cm": "152.4", "weight_kg": weight, "policy": "avg_if_gt_125"}
    assert dosing == WEIGHT.answers(case, load_rulebook())[0]["dosing_weight_kg"]


# ------------------------------------------------------------------------------ flow


def flow(case: str, **others: str) -> Row:
    """The answer to one dwell: filled, withdrawn, days, label, concentration."""
    names = ("filled_ml", "withdrawn_ml", "days", "label_ml_per_day", "concentration_mg_per_ml")
    return FLOW.answers(dict(zip(names, case.split(), strict=False)) | others, load_rulebook())[0]


@pytest.mark.parametrize(
    ("withdrawn", "measured", "deviation", "band"),
    [
        ("19.5", "0.7500", "-42.3", "over-15"),  # G5
        ("6.0", "1.7143", "31.9", "over-15"),  # G6
        ("9.5", "1.4643", "12.6", "10-to-15"),  # G15
        ("11.8", "1.3000", "0.0", "within-10"),  # G16
    ],
)
def test_flow(withdrawn: str, measured: str, deviation: str, band: str) -> None:
    """The measured flows of section 12.2: 30 mL, label 1.3, 14 days."""
    row = flow(f"30 {withdrawn} 14 1.3")
    figures = printed(row, {"flow_ml_per_day": 4, "deviation_percent": 1})
    assert ([measured, deviation], band) == (figures, row["band"])


@pytest.mark.parametrize(
    ("withdrawn", "delivered", "dry"), [("19.5", "67.85", "40.00"), ("6.0", "155.08", "17.50")]
)
def test_delivered_and_dry_day(withdrawn: str, delivered: str, dry: str) -> None:
    """G5 and G6: what the pump gave at 6.4615 mg/mL, and when it would have been dry."""
    row = flow(f"30 {withdrawn} 14 1.3 6.4615")
    assert [delivered, dry] == printed(row, {"delivered_mg": 2, "dry_after_days": 2})


@pytest.mark.parametrize(
    ("withdrawn", "band"),
    [
        ("20", "within-10"),
        ("19", "within-10"),  # exactly 10 % above
        ("18.99", "10-to-15"),
        ("18.5", "10-to-15"),  # exactly 15 % above
        ("18.49", "over-15"),
        ("21", "within-10"),  # exactly 10 % below
        ("21.01", "10-to-15"),
        ("21.5", "10-to-15"),  # exactly 15 % below
        ("21.51", "over-15"),
    ],
)
def test_a_bound_belongs_to_the_narrower_band(withdrawn: str, band: str) -> None:
    """By hand: 30 mL, 10 days, label 1: each mL more or less is 10 % of the label."""
    assert band == flow(f"30 {withdrawn} 10 1")["band"]


def test_a_dry_pump_is_not_a_slow_pump() -> None:
    """Behaviour F1: nothing withdrawn after 28 days is a bound of 1.07, not a flow."""
    row = flow("30 0 28 1.3 6")
    expected = ["", "1.07142857143", "", "emptied", "180", "", ""]
    assert expected == list(row.values())


@pytest.mark.parametrize(("withdrawn", "band"), [("2", "emptied"), ("2.01", "over-15")])
def test_the_reserve_tells_an_emptied_pump(withdrawn: str, band: str) -> None:
    """Behaviour F1 and F3: at or below 2 mL the pump is emptied."""
    assert band == flow(f"30 {withdrawn} 14 1.3")["band"]


def test_a_stopped_pump_has_given_nothing() -> None:
    """All that was filled is withdrawn: flow 0, nothing delivered, no dry day."""
    row = flow("30 30 14 1.3 6")
    assert ["0", "", "-100", "stopped", "0", "", ""] == list(row.values())


def test_without_a_concentration_nothing_is_said_of_the_dose() -> None:
    """An unknown concentration gives an unknown delivery, never zero."""
    assert "" == flow("30 11.8 14 1.3")["delivered_mg"]


# ------------------------------------------------------------------------------ dose decisions

NAMES = ("ast_ref", "ast_now", "alp_ref", "alp_now", "bilirubin_ref", "bilirubin_now")
DECISIONS = {
    "D1": ("42 155 88 120 0.7 0.9", "3.690 1.364 1.286", ("give", "80", "ast", "", "")),
    "D2": ("60 110 130 168 1.3 1.5", "1.833 1.292 1.154", ("give", "50", "alp", "", "")),
    "D3": (
        "40 90 85 110 0.8 1.7",
        "2.250 1.294 2.125",
        ("hold", "", "bilirubin", "bilirubin < 1.2", "25"),
    ),
    "D4": ("40 120 85 240 1.0 3.2", "3.000 2.824 3.200", ("stop", "", "bilirubin", "", "")),
    "D5": ("45 250 80 100 0.6 0.8", "5.556 1.250 1.333", ("hold", "", "ast", "ast < 180", "50")),
    "D6": ("40 40 130 260 1 1", "1.000 2.000 1.000", ("hold", "", "alp", "alp < 156", "25")),
}
ANSWER = ("decision", "percent", "limiting", "restart_when", "restart_percent")


def dose(case: str, **others: str) -> Row:
    """The answer to six values; a hyphen is an unknown one."""
    cells = (cell.replace("-", "") for cell in case.split())
    return DOSE.answers(dict(zip(NAMES, cells, strict=True)) | others, load_rulebook())[0]


@pytest.mark.parametrize("name", DECISIONS)
def test_dose(name: str) -> None:
    """Every decision of section 12.3."""
    case, ratios, expected = DECISIONS[name]
    row = dose(case)
    digits = {"ratio_ast": 3, "ratio_alp": 3, "ratio_bilirubin": 3}
    assert (expected, ratios.split()) == (tuple(row[n] for n in ANSWER), printed(row, digits))


BOUNDARIES = {
    ("ast", "50"): "149:100 150:80 199:80 200:50 249:50 250:hold",
    ("ast", "51"): "101:100 102:80 152:80 153:50 203:50 204:hold",
    ("alp", "90"): "134:100 135:50 179:50 180:hold",
    ("alp", "100"): "119:100 120:50 149:50 150:hold",
    ("bilirubin", "1.2"): "1.7:100 1.8:50 2.3:50 2.4:hold",
    ("bilirubin", "1.3"): "1.5:100 1.6:50 1.9:50 2.0:hold",
}


def boundary_cases() -> list[tuple[str, str, str, str]]:
    """Test, reference, value now, and what the table says of it."""
    return [
        (test, reference, *pair.partition(":")[::2])
        for (test, reference), pairs in BOUNDARIES.items()
        for pair in pairs.split()
    ]


@pytest.mark.parametrize(("test", "reference", "now", "expected"), boundary_cases())
def test_a_step_begins_at_its_number(test: str, reference: str, now: str, expected: str) -> None:
    """The boundary pairs of section 12.3: the lower bound belongs to the step."""
    case = dict(zip(NAMES, ["40", "40", "85", "85", "1", "1"], strict=True))
    case |= {f"{test}_ref": reference, f"{test}_now": now}
    row = DOSE.answers(case, load_rulebook())[0]
    assert expected == (row["percent"] or row["decision"])


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        ("40 40 85 85 1 1", ("give", "100", "ast;alp;bilirubin", "", "")),
        ("40 - 85 240 1 3.0", ("stop", "", "bilirubin", "", "")),
        ("40 40 85 85 - 3", ("stop", "", "bilirubin", "", "")),
        ("40 40 85 85 1 2.99", ("hold", "", "bilirubin", "bilirubin < 1.5", "25")),
        ("40 - 85 170 1 1", ("hold", "", "alp", "alp < 127.5", "25")),
        (
            "40 200 85 170 1 2",
            ("hold", "", "ast;alp;bilirubin", "ast < 160; alp < 127.5; bilirubin < 1.5", "25"),
        ),
        ("40 200 85 85 1 1", ("hold", "", "ast", "ast < 160", "50")),
        ("40 40 85 85 1 -", ("cannot-decide", "", "", "", "")),
        ("40 199 85 85 - 1", ("cannot-decide", "", "", "", "")),
        ("- - - - - -", ("cannot-decide", "", "", "", "")),
        ("40 165 85 130 1 1", ("give", "50", "ast;alp", "", "")),
    ],
)
def test_rank_and_limiting_tests(case: str, expected: tuple[str, ...]) -> None:
    """Stop outranks hold outranks cannot-decide outranks a percent; read by hand off the table."""
    row = dose(case)
    assert expected == tuple(row[name] for name in ANSWER)


def test_a_dose_says_what_it_does_not_know() -> None:
    """Behaviour P5: percent of what, which reference, and what was not considered."""
    row = dose("40 40 85 85 1 -")
    expected = ["last-dose-given", "day-of-last-fudr-fill", "scan;holds;history;symptoms"]
    assert expected == [row[n] for n in ("percent_of", "reference_is", "not_considered")]


def test_a_ratio_of_an_unknown_value_is_empty() -> None:
    """No reference, no ratio; the others stand."""
    row = dose("40 60 85 85 - 1")
    assert ["1.5", "1", ""] == [row[f"ratio_{n}"] for n in ("ast", "alp", "bilirubin")]

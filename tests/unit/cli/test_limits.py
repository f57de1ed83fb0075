"""Which cases a calculator refuses to answer, each in one line."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from hepatica.core.calculators.dose import find_protocol
from hepatica.core.calculators.fill import FillCase, calculate_fill
from hepatica.core.calculators.refusal import Cause, Refusal
from hepatica.library.loader import load_rulebook
from tests.unit.cli.calls import FLAGS_OF_G1, by_flags

FLOW = {"filled_ml": "30", "withdrawn_ml": "9", "days": "14", "label_ml_per_day": "1.3"}
DOSE = dict(
    zip(
        ("ast_ref", "ast_now", "alp_ref", "alp_now", "bilirubin_ref", "bilirubin_now"),
        ("40", "40", "85", "85", "1", "1"),
        strict=True,
    )
)
WEIGHT = {"sex": "M", "height_cm": "170", "weight_kg": "70", "policy": "avg_if_gt_125"}


def error_of(calculator: str, case: dict[str, str]) -> str:
    """The code of the error, or nothing."""
    return by_flags(calculator, case)["error"].partition(":")[0]


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"dose_mg_per_kg_day": "0.30"}, ""),
        ({"dose_mg_per_kg_day": "0.300000000001"}, "E401 dose_mg_per_kg_day"),
        ({"dose_mg_per_kg_day": "0.31", "percent": "50"}, "E401 dose_mg_per_kg_day"),
        ({"weight_kg": "100", "volume_ml": "50", "flow_ml_per_day": "1"}, ""),
        ({"weight_kg": "100.01", "volume_ml": "50", "flow_ml_per_day": "1"}, "E401 fudr_mg"),
        ({"weight_kg": "150", "volume_ml": "50", "flow_ml_per_day": "1.5"}, ""),
        ({"weight_kg": "250", "volume_ml": "16", "flow_ml_per_day": "1.2"}, ""),
        ({"weight_kg": "250.01", "volume_ml": "16", "flow_ml_per_day": "1.2"},
         "E401 concentration_mg_per_ml"),
        ({"percent": "100.1"}, "E132 percent"),
        ({"percent": "0"}, "E132 percent"),
        ({"percent": "-5"}, "E132 percent"),
        ({"percent": ""}, ""),
        ({"dwell_days": "0"}, "E127 dwell_days"),
        ({"dwell_days": "-1"}, "E126 dwell_days"),
        ({"dose_mg_per_kg_day": "0"}, "E127 dose_mg_per_kg_day"),
        ({"volume_ml": "-30"}, "E126 volume_ml"),
        ({"flow_ml_per_day": "0"}, "E127 flow_ml_per_day"),
        ({"weight_kg": ""}, "E405 weight_kg"),
    ],
)  # fmt: skip
def test_fill(change: dict[str, str], error: str) -> None:
    """A value at a hard limit passes, above it is an error; the dose limit is before percent."""
    assert error == error_of("fill", FLAGS_OF_G1 | change)


def test_a_limit_is_named_with_its_protocol() -> None:
    """The refusal says what came, the limit, and whose it is."""
    error = by_flags("fill", FLAGS_OF_G1 | {"dose_mg_per_kg_day": "0.4"})["error"]
    limit = "at most 0.30 mg/kg/day, the hard limit of fudr-28d/2026.1"
    assert f"E401 dose_mg_per_kg_day: came '0.4', expected {limit}." == error


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"withdrawn_ml": "30.01"}, "E402 withdrawn_ml"),
        ({"withdrawn_ml": "30"}, ""),
        ({"withdrawn_ml": "-1"}, "E126 withdrawn_ml"),
        ({"withdrawn_ml": "0"}, ""),
        ({"days": "0"}, "E127 days"),
        ({"days": "-14"}, "E126 days"),
        ({"filled_ml": "0"}, "E127 filled_ml"),
        ({"filled_ml": "-3"}, "E126 filled_ml"),
        ({"label_ml_per_day": "0"}, "E127 label_ml_per_day"),
        ({"concentration_mg_per_ml": "0"}, "E127 concentration_mg_per_ml"),
        ({"concentration_mg_per_ml": "20"}, ""),
        ({"concentration_mg_per_ml": "20.01"}, "E401 concentration_mg_per_ml x filled_ml"),
        ({"concentration_mg_per_ml": "25", "filled_ml": "16"}, ""),
        ({"concentration_mg_per_ml": "25.01", "filled_ml": "16"}, "E401 concentration_mg_per_ml"),
    ],
)
def test_flow(change: dict[str, str], error: str) -> None:
    """More out than in, no time, nothing filled, or more drug than any fill may hold."""
    assert error == error_of("flow", FLOW | change)


@pytest.mark.parametrize("name", DOSE)
@pytest.mark.parametrize(("text", "code"), [("0", "E127"), ("-1", "E126"), ("<0.2", "E123")])
def test_dose(name: str, text: str, code: str) -> None:
    """No test is zero, negative, or a limit of detection."""
    assert f"{code} {name}" == error_of("dose", DOSE | {name: text})


@pytest.mark.parametrize("protocol", ["fudr-28d", "fudr-28d/2026.1", ""])
def test_a_protocol_is_named_by_id_or_version(protocol: str) -> None:
    """The id means its newest version; empty means the default."""
    assert "" == error_of("dose", DOSE | {"protocol": protocol})


@pytest.mark.parametrize("protocol", ["fudr", "fudr-28d/1999.1", "FUDR-28D"])
def test_an_unknown_protocol_is_refused_with_the_known_ones(protocol: str) -> None:
    """The refusal lists what could have been meant."""
    error = by_flags("dose", DOSE | {"protocol": protocol})["error"]
    assert error.startswith(f"E408 protocol: came '{protocol}', expected one of ")
    assert ", fudr-28d, fudr-28d/2026.1, " in error


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"sex": "X"}, "E130 sex"),
        ({"policy": "lean"}, "E130 policy"),
        ({"policy": ""}, "E405 policy"),
        ({"height_cm": "0"}, "E127 height_cm"),
        ({"weight_kg": "-70"}, "E126 weight_kg"),
        ({"height_cm": "90"}, "E406 ideal_weight_kg"),
        ({"weight_kg": "0.01", "policy": "actual"}, "E406 dosing_weight_kg"),
        ({"weight_kg": "9" * 28, "policy": "actual"}, "E406 weight_kg"),
    ],
)
def test_weight(change: dict[str, str], error: str) -> None:
    """A word not listed, or a height at which Devine's formula gives no weight."""
    assert error == error_of("weight", WEIGHT | change)


def test_limits_are_read_from_the_rulebook() -> None:
    """The shipped protocol holds the limits that the help names."""
    limits = load_rulebook().protocols["fudr-28d/2026.1"].limits
    values = (limits.hard_mg_per_kg_day, limits.hard_mg_per_fill, limits.hard_mg_per_ml)
    assert ["0.30", "600", "25"] == [str(value) for value in values]


def test_an_id_means_its_newest_version() -> None:
    """A later version wins; an older one is still found by its full name."""
    old = load_rulebook().protocols["fudr-28d/2026.1"]
    later = old.heading.assignable_from + timedelta(days=1)
    new = replace(old, heading=replace(old.heading, version="2026.2", assignable_from=later))
    protocols = {protocol.name: protocol for protocol in (new, old)}
    found = [find_protocol(name, protocols) for name in ("fudr-28d", "fudr-28d/2026.1")]
    assert [new, old] == found


def test_a_stock_volume_needs_a_strength() -> None:
    """Without a strength of floxuridine in the protocol there is no answer."""
    protocol = load_rulebook().protocols["fudr-28d/2026.1"]
    products = tuple(replace(row, strength_per_ml=None) for row in protocol.fills.products)
    without = replace(protocol, fills=replace(protocol.fills, products=products))
    case = FillCase(*map(Decimal, ("0.12", "70", "30", "1.3", "14")))
    refusal = calculate_fill(case, without)
    assert isinstance(refusal, Refusal)
    assert Cause.NOT_STATED is refusal.cause

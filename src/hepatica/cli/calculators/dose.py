"""`hepatica dose`."""

from __future__ import annotations

from hepatica.cli.calculators.calculator import PROTOCOL, Calculator, Column, Values
from hepatica.cli.calculators.cells import read_name
from hepatica.cli.calculators.command import make_command
from hepatica.core.calculators.dose import DoseCase, DoseResult, calculate_dose, find_protocol
from hepatica.core.calculators.refusal import Refusal
from hepatica.core.rulebook import Rulebook


def _compute(values: Values, rulebook: Rulebook) -> DoseResult | Refusal:
    protocol = find_protocol(values.word("protocol"), rulebook.protocols)
    if isinstance(protocol, Refusal):
        return protocol
    case = DoseCase(
        ast_ref=values.number_or_none("ast_ref"),
        ast_now=values.number_or_none("ast_now"),
        alp_ref=values.number_or_none("alp_ref"),
        alp_now=values.number_or_none("alp_now"),
        bilirubin_ref=values.number_or_none("bilirubin_ref"),
        bilirubin_now=values.number_or_none("bilirubin_now"),
    )
    return calculate_dose(case, protocol)


def _test(name: str, help_text: str) -> Column:
    return Column(name, f"{help_text}; empty is unknown", is_required=False)


CALCULATOR = Calculator(
    name="dose",
    help="""Read the liver table: what three tests alone say of the next FUDR dose.

    Decision: stop (bilirubin), hold, cannot-decide (a test is missing) or give, with a percent
    only to give; each outranks those after it. The percent is of what percent_of says, and ref
    means what reference_is says. It does not know what not_considered lists: the scan, earlier
    holds, the history, symptoms.
    """,
    columns=(
        _test("ast_ref", "AST, reference"),
        _test("ast_now", "AST, now"),
        _test("alp_ref", "ALP, reference"),
        _test("alp_now", "ALP, now"),
        _test("bilirubin_ref", "total bilirubin, reference"),
        _test("bilirubin_now", "total bilirubin, now"),
        Column(
            "protocol",
            f"id (the newest version) or id/version; default {PROTOCOL}",
            read=read_name,
            may_be_absent=True,
            for_all_rows=True,
            default=lambda _: PROTOCOL,
        ),
    ),
    result_type=DoseResult,
    compute=_compute,
    sample={
        "ast_ref": "35",
        "ast_now": "52",
        "alp_ref": "90",
        "alp_now": "140",
        "bilirubin_ref": "0.8",
        "bilirubin_now": "0.9",
    },
)

dose = make_command(CALCULATOR)

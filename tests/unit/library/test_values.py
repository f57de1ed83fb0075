"""The path of every value, and the source it is given."""

from datetime import date

import pytest

from hepatica.core.protocol.provenance import Confidence, SourcedValue
from hepatica.library.errors import ErrorCode
from hepatica.library.loader import load_protocol_from_texts, load_rulebook
from hepatica.library.provenance import matches
from tests.unit.library.shipped_texts import NAME, changed, refusal, refusals, texts

VALUES = {value.path: value for value in load_protocol_from_texts(texts()).values}
PATH = f"{NAME}/liver/steps/ast_u_per_l/at-most 50/hold"


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("liver/steps/ast_u_per_l/at-most 50/hold", "5"),
        ("liver/steps/alp_u_per_l/above 90/reference", "above 90"),
        ("liver/steps/bilirubin_mg_per_dl/above 1.2/to_80", "none"),
        ("first_dose/steps/ast_u_per_l/hold_above", "3"),
        ("stops/biliary/cholangitis/effect", "hold"),
        ("stops/signs/stomatitis/fudr-alone/effect", "refuse"),
        ("stops/counts/platelets_10e9_per_l/every/both/below", "50"),
        ("stops/patient_facts/consent/refuses", "fudr"),
        ("fills/products/heparin/strength_per_ml", "10000"),
        ("fills/contents/fudr/dexamethasone_mg", "25"),
        ("fills/additive_limits/heparin/hard_per_day", "3000"),
        ("fills/rest_content/hold-ast-or-alp/content", "dexamethasone-rest"),
        ("flow/exposures/fever/factor", "1.15"),
        ("limits/soft_mg_per_kg_day/combined/above", "0.12"),
        ("dose/starting_mg_per_kg_day", "0.12"),
        ("protocol/diagnoses/colorectal-liver-metastases", "colorectal-liver-metastases"),
        ("calendar/weeks_before_liver_surgery", "ask"),
    ],
)
def test_a_value_is_found_by_its_path(path: str, text: str) -> None:
    """A row stands in the path by its words, so that it may move; the text is as written."""
    assert text == VALUES[f"{NAME}/{path}"].text


def test_a_path_names_one_value() -> None:
    """No two values share a path."""
    values = load_protocol_from_texts(texts()).values
    assert len(values) == len({value.path for value in values})


def test_a_changed_value_keeps_its_path() -> None:
    """A value that changes is found under the same path with its new text."""
    loaded = load_protocol_from_texts(changed("liver", "hold: 5,", "hold: 6,"))
    assert "6" == next(value.text for value in loaded.values if value.path == PATH)


def test_a_device_value_is_found_by_its_item() -> None:
    """A list of sizes is keyed by the size."""
    values = {value.path: value.text for value in load_rulebook().values["intera-3000"]}
    assert "30" == values["intera-3000/reservoirs_ml/30"]


def test_names_are_no_values() -> None:
    """Nobody approves what a protocol is called."""
    assert not {f"{NAME}/protocol/title", f"{NAME}/protocol/id"} & set(VALUES)


def test_an_exception_inherits_what_it_does_not_say() -> None:
    """The restart limit of AST is UNSURE, from the source of the whole table."""
    path = f"{NAME}/liver/steps/ast_u_per_l/above 50/restart_below"
    expected = SourcedValue(
        path, "3", "S-calgb-9481", Confidence.UNSURE, "not seen in any text", date(2026, 11, 23)
    )
    assert expected == VALUES[path]


def test_a_later_exception_counts() -> None:
    """Where two exceptions name a value, the later one stands."""
    old = "    - {values: [percent_of]"
    new = f"    - {{values: [hold], confidence: UNSURE, why: first}}\n{old}"
    old_last = "    - {values: [alp_warning_ratio]"
    first = changed("liver", old, new)
    last = f"    - {{values: [hold], confidence: DESIGN, why: second}}\n{old_last}"
    loaded = load_protocol_from_texts({**first, "liver": first["liver"].replace(old_last, last)})
    value = next(value for value in loaded.values if value.path == PATH)
    assert (Confidence.DESIGN, "second") == (value.confidence, value.why)


@pytest.mark.parametrize(
    ("selector", "expected"),
    [
        ("hold", True),
        ("ast_u_per_l hold", True),
        ("at-most 50 hold", True),
        ("at-most", True),
        ("ast", False),
        ("alp_u_per_l hold", False),
    ],
)
def test_a_selector_is_whole_words(selector: str, expected: bool) -> None:
    """A selector names segments, or words of a segment, of the path; never a part of one."""
    assert expected == matches(selector, PATH)


def test_a_selector_without_value_is_refused() -> None:
    """A misspelt selector would leave its value with the wrong source."""
    error = refusal("liver", "[re_escalation]", "[re_escalate]")
    assert (ErrorCode.E311, "re_escalate") == (error.code, error.came)


def test_a_source_that_is_not_listed_is_refused() -> None:
    """A source has to be in the list of sources."""
    error = refusal("dose", "source: S5, confidence: SEEN", "source: S999, confidence: SEEN")
    assert (ErrorCode.E312, "S999") == (error.code, error.came)


def test_seen_needs_a_source_that_was_read() -> None:
    """Nothing was seen in a source that nobody opened."""
    error = refusal("liver", "confidence: KNOWN", "confidence: SEEN")
    assert (ErrorCode.E313, "S-calgb-9481") == (error.code, error.came)


def test_values_without_provenance_are_refused() -> None:
    """Every value has a source."""
    tables = texts()
    tables["dose"] = tables["dose"].partition("provenance:")[0]
    assert {ErrorCode.E310} == {error.code for error in refusals(tables)}


@pytest.mark.parametrize(
    "left_out", ["source: S-hepatica, ", "confidence: DESIGN, ", ", why: safety default"]
)
def test_source_confidence_and_reason_are_needed(left_out: str) -> None:
    """A value without source, confidence, or a reason for it is refused."""
    tables = changed("flow", f"{left_out}", "")
    assert {ErrorCode.E310} == {error.code for error in refusals(tables)}


def test_a_confidence_is_one_of_four() -> None:
    """A confidence that does not exist is refused."""
    error = refusal("dose", "source: S5, confidence: SEEN", "source: S5, confidence: SURE")
    assert (ErrorCode.E304, "SURE") == (error.code, error.came)


def test_an_unknown_statement_is_refused() -> None:
    """A misspelt word in the provenance is refused."""
    error = refusal("dose", "checked: 2026-11-23", "check: 2026-11-23")
    assert (ErrorCode.E301, "check") == (error.code, error.came)


def test_the_day_of_checking_is_a_day() -> None:
    """The day on which a value was checked is a day of the calendar."""
    error = refusal("dose", "checked: 2026-11-23", "checked: 2026-11-31")
    assert (ErrorCode.E306, "2026-11-31") == (error.code, error.came)


def test_an_exception_is_a_table() -> None:
    """A line that is no exception is refused, not passed over."""
    found = refusals(changed("dose", "  except:\n", "  except:\n    - dosing_weight\n"))
    assert [ErrorCode.E303] == [error.code for error in found]

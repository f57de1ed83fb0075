"""The cases beside the tables of a protocol."""

import pytest

from hepatica.library.cases import cases_from_text, failed_cases, load_cases
from hepatica.library.errors import ErrorCode, InputErrors
from hepatica.library.loader import load_protocol_from_texts, load_rulebook, shipped_protocols
from tests.unit.library.shipped_texts import NAME, changed

CASE = "{id: a, table: liver, test: ast_u_per_l, reference: 50, now: 149, expect: 100, origin: b}"


def refused(text: str) -> ErrorCode:
    """Why cases are refused."""
    with pytest.raises(InputErrors) as found:
        cases_from_text(f"cases:\n{text}")
    return found.value.errors[0].code


def test_the_shipped_tables_answer_their_cases() -> None:
    """Every shipped case is answered as expected."""
    cases = load_cases(shipped_protocols()[NAME])
    assert () == failed_cases(load_rulebook().protocols[NAME], cases)


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("liver", "to_80: 3,", "to_80: 3.1,"),
        ("liver", "to_80: 3,", "to_80: 2.9,"),
        ("liver", "hold: 5,", "hold: 5.1,"),
        ("liver", "hold: 5,", "hold: 4.9,"),
        ("first_dose", "to_50: 1.5,", "to_50: 1.6,"),
        ("first_dose", "hold_above: 3", "hold: 3"),
        ("stops", "bilirubin_stop_mg_per_dl: 3 ", "bilirubin_stop_mg_per_dl: 4 "),
    ],
)
def test_a_moved_step_fails_a_case(file: str, old: str, new: str) -> None:
    """A step that is moved either way is noticed by a case."""
    moved = load_protocol_from_texts(changed(file, old, new)).protocol
    assert failed_cases(moved, load_cases(shipped_protocols()[NAME]))


def test_a_failed_case_says_what_the_table_says() -> None:
    """The finding names the case, what was expected, and the answer."""
    cases = cases_from_text(f"cases:\n  - {CASE.replace('149', '150')}")
    (problem,) = failed_cases(load_rulebook().protocols[NAME], cases)
    assert ("cases/a", "expected 100, the table says 80") == (problem.path, problem.message)


def test_a_case_stands_once() -> None:
    """Two cases with one id cannot be told apart."""
    assert ErrorCode.E307 is refused(f"  - {CASE}\n  - {CASE}")


def test_a_case_names_what_it_compares_with() -> None:
    """A liver case needs a reference, not a limit."""
    assert ErrorCode.E302 is refused(f"  - {CASE.replace('reference', 'limit')}")


def test_a_case_expects_a_known_answer() -> None:
    """An answer that no table gives is refused."""
    assert ErrorCode.E304 is refused(f"  - {CASE.replace('expect: 100', 'expect: 75')}")

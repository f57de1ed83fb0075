"""complications.yaml: complete and free of contradictions, or refused."""

import pytest

from hepatica.core.protocol.complications import ComplicationTable
from hepatica.library.complications import complications_from_text
from hepatica.library.errors import ErrorCode, InputError, InputErrors
from hepatica.library.folders import read_text_of
from hepatica.library.loader import shipped, shipped_complications, shipped_sources

TEXT = read_text_of(shipped().joinpath("complications.yaml"))


def refusals(text: str) -> tuple[InputError, ...]:
    """The errors that come of a text."""
    with pytest.raises(InputErrors) as refused:
        complications_from_text(text, sources=shipped_sources())
    return tuple(refused.value.errors)


def without_line(beginning: str) -> str:
    """The shipped text without the first line that begins so."""
    lines = TEXT.splitlines()
    lines.remove(next(line for line in lines if line.startswith(beginning)))
    return "\n".join(lines)


def row_with(complication: str, old: str, new: str) -> str:
    """The shipped text with one word of one row changed."""
    line = next(li for li in TEXT.splitlines() if f"{complication}, " in li and "gate:" in li)
    assert old in line
    return TEXT.replace(line, line.replace(old, new))


def test_the_shipped_table_is_whole() -> None:
    """It loads, and a row is found by its complication."""
    table: ComplicationTable = shipped_complications().table
    assert all(table.row(row.complication) is row for row in table.rows)


def test_facts_are_no_rules() -> None:
    """Nobody has to sign what is only for reading."""
    loaded = shipped_complications()
    kinds = {value.path.split("/")[1] for value in loaded.rules}
    assert ("facts" in kinds, len(loaded.rules) < len(loaded.values)) == (False, True)


@pytest.mark.parametrize(
    ("beginning", "expected"),
    [
        ("  - {complication: pump-flip,              gate", "a row for pump-flip"),
        ("  - {complication: pump-flip,              time", "a row for pump-flip"),
        ("  - {result: leak", "a row for leak"),
    ],
)
def test_a_missing_row_is_refused(beginning: str, expected: str) -> None:
    """E460: every complication and every result says what it does."""
    error = refusals(without_line(beginning))[0]
    assert (ErrorCode.E460, expected) == (error.code, error.expected)


def test_a_patent_catheter_is_no_complication() -> None:
    """E460: a study that is patent does nothing."""
    text = TEXT.replace("studies: ", "studies: \n  - {result: patent, acts_as: pump-flip} ", 1)
    error = refusals(text)[0]
    assert (ErrorCode.E460, "no row for patent") == (error.code, error.expected)


@pytest.mark.parametrize(
    ("complication", "old", "new"),
    [
        ("biliary-sclerosis", "ends_by: nothing", "ends_by: resolution"),
        ("pump-flip", "ends_by: resolution", "ends_by: nothing"),
        ("pump-flip", "ends_by: resolution", "ends_by: scan"),
        ("catheter-leak", "ends_by: study-and-scan", "ends_by: resolution"),
        ("catheter-leak", "gate: closes", "gate: stays"),
        ("pump-flip", "fudr: refuse", "fudr: ask"),
    ],
)
def test_a_row_that_contradicts_itself_is_refused(complication: str, old: str, new: str) -> None:
    """E461: a closed gate opens by a scan, a blocked needle means no FUDR."""
    error = refusals(row_with(complication, old, new))[0]
    assert (ErrorCode.E461, True) == (error.code, complication in error.where)

"""The committed reference pages say what the code does."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from hepatica.casefile.load import load_case
from hepatica.casefile.schema import chart_schema
from hepatica.library.errors import ErrorCode
from hepatica.library.strict_yaml import read_yaml
from tests.contract.case_text import EVERY_KIND, NOW
from tests.contract.mutations import MUTATIONS, Mutation, base_text
from tests.contract.test_every_field import ROWS
from tools.generate_docs import PAGES, stale_pages

ROOT = Path(__file__).parents[2]
CASES = sorted([EVERY_KIND, *(ROOT / "examples").rglob("*case*.yaml")])
# What a schema can see: shape, words, digits and units; not other entries, times or values.
SHAPE_CODES = {
    *("E111", "E112", "E113", "E115", "E116", "E118", "E120", "E121", "E122", "E123"),
    *("E124", "E126", "E128", "E129", "E130", "E131", "E133", "E134"),
}
SHAPE = [m for m in MUTATIONS if m.code in SHAPE_CODES and m.name not in {"one word"}]


def test_committed_pages_are_current() -> None:
    """Every page made from code or data is what ./dev docs writes now."""
    assert len(PAGES) > 0
    assert [] == stale_pages()


def test_schema_is_a_schema() -> None:
    """The schema is valid by the rules of its own draft."""
    Draft202012Validator.check_schema(chart_schema())


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.name)
def test_schema_accepts(path: Path) -> None:
    """A case the door accepts, the schema accepts."""
    root = read_yaml(path.read_bytes(), name=path.name).root
    assert [] == [e.message for e in Draft202012Validator(chart_schema()).iter_errors(root)]


def test_schema_accepts_numbers_as_editors_show_them() -> None:
    """An editor that reads 1961 and 50 as numbers sees no error."""
    text = base_text().replace("percent: 100", "percent: 50")
    root = json.loads(json.dumps(read_yaml(text, name="case").root))
    for entry in root["entries"]:
        for field in ("percent", "year_of_birth", "activity", "last_percent"):
            if field in entry:
                entry[field] = int(entry[field])
    assert [] == [e.message for e in Draft202012Validator(chart_schema()).iter_errors(root)]


@pytest.mark.parametrize("mutation", SHAPE, ids=lambda mutation: mutation.name)
def test_schema_refuses_what_the_door_refuses_for_its_shape(mutation: Mutation) -> None:
    """A case the door refuses for its shape, the schema refuses."""
    root = read_yaml(mutation.spoil(base_text()), name="case").root
    assert not Draft202012Validator(chart_schema()).is_valid(root)


def test_every_code_of_form_and_chart_is_shown_by_a_test() -> None:
    """Each E1xx and E2xx code is the stated result of some spoiled field, file or seal."""
    elsewhere = {"E119", "E147"}  # test_spoiled_files, unit/casefile/test_seal
    shown = {m.code for m in MUTATIONS} | {str(v) for row in ROWS for v in row.values()} | elsewhere
    expected = {code.name for code in ErrorCode if code.name[1] in "12"}
    assert set() == expected - shown


def test_no_two_codes_mean_the_same() -> None:
    """Every code has a meaning of its own."""
    assert len(ErrorCode.__members__) == len({code.meaning for code in ErrorCode})


def test_the_clock_of_these_tests() -> None:
    """The base case loads at the clock these tests use."""
    assert "every-kind" == load_case(EVERY_KIND, now=NOW).case

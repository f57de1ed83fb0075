import pytest

from hepatica.library.errors import InputErrors
from hepatica.library.strict_yaml import read_yaml


def test_every_value_is_text() -> None:
    """Numbers, yes, dates, null and empty values arrive as they were written."""
    text = "a: 1.20\nb: yes\nc: 2025-03-03\nd: null\ne:\nf: 0x10\ng: 12:30\n"
    assert {
        "a": "1.20",
        "b": "yes",
        "c": "2025-03-03",
        "d": "null",
        "e": "",
        "f": "0x10",
        "g": "12:30",
    } == read_yaml(text, name="x").root


def test_parts_know_their_line() -> None:
    """A table's key, a list's item and a nested value tell the line they stand on."""
    tree = read_yaml("a:\n  - b: 1\n    c: {d: 2,\n      e: 3}\n", name="x.yaml")
    assert "x.yaml line 1" == tree.where(("a",))
    assert "x.yaml line 2" == tree.where(("a", 0))
    assert "x.yaml line 3" == tree.where(("a", 0, "c"))
    assert "x.yaml line 4" == tree.where(("a", 0, "c", "e"))


def test_unknown_part_has_the_line_around_it() -> None:
    """A part that is not there is said to be where its table is."""
    assert "x line 2" == read_yaml("\na: {b: 1}\n", name="x").where(("a", "z"))


def test_twelve_levels_are_read() -> None:
    """Twelve levels are allowed; the thirteenth is refused."""
    assert read_yaml("[" * 12 + "a" + "]" * 12, name="x").root
    with pytest.raises(InputErrors, match=r"E106 x line 1"):
        read_yaml("[" * 13 + "a" + "]" * 13, name="x")


def test_duplicate_key_names_both_lines() -> None:
    """A key written twice is refused on its second line, naming the first."""
    with pytest.raises(InputErrors, match=r"E107 x line 3: .* it stands on line 1"):
        read_yaml("a: 1\nb: 2\na: 3\n", name="x")


def test_open_bracket_is_named() -> None:
    """A bracket never closed is named with its line."""
    with pytest.raises(InputErrors, match=r"E105 x line 3: .*opened on line 3"):
        read_yaml("a: {b: 1,\n\nc: [2}: 3\n", name="x")


def test_long_runs_of_blanks_take_no_time() -> None:
    """A file of almost two megabytes of blanks is read in one pass."""
    assert {"a": "b"} == read_yaml("a: b" + " " * 1_900_000 + "\n", name="x").root


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: |\n  one\n\n  two\nb: 1\n", "one\n\ntwo\n"),
        ("a: |-\n  one\n    two\n", "one\n  two"),
        ("a: >\n  one\n  two\n\n  three\n", "one two\nthree\n"),
        ("a: >-\n  one\n  two\n", "one two"),
    ],
)
def test_text_over_several_lines(text: str, expected: str) -> None:
    """Text under `|` keeps its lines, under `>` its paragraphs; the hyphen drops the last end."""
    root = read_yaml(text, name="x").root
    assert isinstance(root, dict)
    assert expected == root["a"]


def test_lists_in_block_form() -> None:
    """A list may stand under its key at the same column, hold tables, lists and empty items."""
    text = "a:\n- b: 1\n  c: 2\n- - 3\n  - 4\n-\n- |\n  five\nd: 6\n"
    assert {
        "a": [{"b": "1", "c": "2"}, ["3", "4"], "", "five\n"],
        "d": "6",
    } == read_yaml(text, name="x").root


def test_quoted_text() -> None:
    """Quotes may hold signs, doubled single quotes, and a few escapes."""
    text = "a: 'it''s: #1'\nb: \"tab\\t \\u00b5 \\\\ \\\"\"\n"
    assert {"a": "it's: #1", "b": 'tab\t µ \\ "'} == read_yaml(text, name="x").root


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('a: "\\u0000"\n', "E104"),  # a hidden character by its number
        ("a: |\n    one\n  two\n", "E105"),
        ("a: 1\n  b: 2\n", "E105"),
        ("  a: 1\nb: 2\n", "E105"),
        ("a\n  b\n", "E105"),
        ("- a\n   - b\n", "E105"),
        ("a: b: c\n", "E105"),
        ("a: 1 2]\n[\n", "E105"),
    ],
)
def test_refused_form(text: str, code: str) -> None:
    """Forms whose meaning a reader of the file could mistake are refused."""
    with pytest.raises(InputErrors, match=f"^{code} x line"):
        read_yaml(text, name="x")

"""The tour of the documentation leads to places that exist, and names every place it should."""

import re
from pathlib import Path

import pytest

from tests.architecture.source_tree import ROOT

TOUR = ROOT / "docs" / "tour.md"
TEXT = TOUR.read_text(encoding="utf-8")
LINK = re.compile(r"\[`?([^\]`]+)`?\]\(([^)]+)\)")
STOPS = [(name, target) for name, target in LINK.findall(TEXT) if target.endswith(".py")]

# What the list of a chapter is measured by: every file of src that speaks of the example.
EXAMPLES = {
    "Add a laboratory test": r"\bLDH\b|\bldh",
    "Add a device": r"\bintera-3000\b",
    "Add an entry kind": r"\bSurgeryPlanned\b|\bsurgery_planned\b",
}


def linked_files(chapter: str) -> set[Path]:
    """The files that a chapter lists."""
    text = TEXT.partition(f"### {chapter}\n")[2].partition("\n### ")[0]
    return {(TOUR.parent / target).resolve() for _, target in LINK.findall(text)}


@pytest.mark.parametrize(("name", "target"), STOPS)
def test_each_stop_is_where_the_tour_says(name: str, target: str) -> None:
    """A linked file exists, and a linked name is defined in it."""
    path = TOUR.parent / target
    assert path.is_file()
    if not name.endswith(".py"):
        defined = rf"^(?:def|class) {name}\b|^{name}\b.* ="
        assert re.search(defined, path.read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize("chapter", [*EXAMPLES, "Change a threshold"])
def test_a_change_touches_at_most_five_files(chapter: str) -> None:
    """Each list is short, and its files exist."""
    files = linked_files(chapter)
    assert 0 < len(files) <= 5
    assert all(file.is_file() for file in files)


def is_other_data(path: Path) -> bool:
    """Whether a file belongs to a recall, or to a protocol that the tour does not speak of."""
    is_other_protocol = "protocols" in path.parts and "fudr-28d" not in path.parts
    return is_other_protocol or "recalls" in path.parts


@pytest.mark.parametrize(("chapter", "example"), EXAMPLES.items())
def test_no_file_that_speaks_of_the_example_is_left_out(chapter: str, example: str) -> None:
    """The list names every file of src that mentions the example.

    Of the protocols it names one: each of the others is a complete copy. A recall only tells.
    """
    speaks = {
        path.resolve()
        for path in (ROOT / "src").rglob("*")
        if path.suffix in {".py", ".yaml", ".html"}
        and not is_other_data(path)
        and re.search(example, path.read_text(encoding="utf-8"))
    }
    assert speaks <= linked_files(chapter)

"""Whatever the strict reader accepts, a full YAML 1.2 reader reads as the same tree."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode, ScalarNode

from hepatica.library.errors import InputErrors
from hepatica.library.strict_yaml import Node, read_yaml

ROOT = Path(__file__).parents[2]
OURS = sorted(
    [
        *(ROOT / "src").rglob("*.yaml"),
        *(ROOT / "tests").rglob("*.yaml"),
        *(ROOT / "examples").rglob("*.yaml"),
    ]
)
# Pieces of YAML in any order: most files made of them are refused, the others must agree.
PIECES = st.sampled_from(
    [
        "a",
        "b",
        "- ",
        "-",
        ": ",
        ":",
        "? ",
        "{",
        "}",
        "[",
        "]",
        ", ",
        ",",
        "\n",
        "\n  ",
        "\n    ",
        "'",
        '"',
        "#",
        " #",
        "|\n",
        ">\n",
        "|-\n",
        ">-\n",
        " ",
        "  ",
        "a: b",
        "- a",
        "x:y",
        "~",
        "1.20",
        "yes",
        "\\n",
        "\\",
        "''",
        "&",
        "*",
        "!",
        "%",
        "@",
        "<0.2",
        "10*9/L",
        "\n\n",
        "a: ",
    ]
)


def full_reading(text: str) -> object:
    """The tree as ruamel.yaml composes it, every scalar as text."""
    return plain(YAML(typ="safe", pure=True).compose(text))


def plain(node: object) -> object:
    """A composed node as str, dict and list."""
    if isinstance(node, ScalarNode):
        return node.value
    if isinstance(node, MappingNode):
        return {plain(key): plain(value) for key, value in node.value}
    return [plain(item) for item in getattr(node, "value", [])]


def strict_reading(text: str) -> Node | None:
    """Our tree, or None when refused."""
    try:
        return read_yaml(text, name="made up").root
    except InputErrors:
        return None


@settings(max_examples=600, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(PIECES, max_size=16).map("".join))
def test_accepted_text_means_the_same_to_a_full_reader(text: str) -> None:
    """No text is read differently by the two readers."""
    ours = strict_reading(text)
    if ours is None:
        return
    try:
        theirs = full_reading(text)
    except YAMLError as error:
        raise AssertionError(f"only we accept {text!r}") from error
    assert theirs == ours


@pytest.mark.parametrize("path", OURS, ids=lambda path: str(path.relative_to(ROOT)))
def test_our_own_files_mean_the_same_to_a_full_reader(path: Path) -> None:
    """Every YAML file of the project is accepted and read the same by both."""
    text = path.read_text(encoding="utf-8")
    assert full_reading(text) == strict_reading(text)

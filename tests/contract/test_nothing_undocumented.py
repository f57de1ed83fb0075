"""Everything a user can meet by name stands in the reference."""

from enum import StrEnum
from pathlib import Path

import pytest
from click import Context

from hepatica.casefile.entry import KINDS
from hepatica.cli.errors import CommandErrorCode
from hepatica.core.protocol import words as protocol_words
from hepatica.core.safety.controls import CONTROLS
from hepatica.library.errors import ErrorCode
from hepatica.library.loader import shipped_sources
from tools.hazard_pages import hazard_log
from tools.meanings import rules_in_code, rules_with_meaning, words_with_meaning
from tools.reference_cli import commands
from tools.reference_words import sets_of_chart_words, sets_of_words

DOCS = Path(__file__).parents[2] / "docs"


def page(name: str) -> str:
    """The text of a page of docs."""
    return (DOCS / name).read_text(encoding="utf-8")


def options_of(context: Context) -> list[str]:
    """The long options of a command, as its user writes them."""
    return [
        name
        for parameter in context.command.get_params(context)
        for name in parameter.opts
        if name.startswith("--")
    ]


def test_every_command_has_a_chapter_with_all_its_options() -> None:
    """The page of commands names each command and, in its chapter, each of its options."""
    chapters = page("reference/cli.md").split("\n## ")
    parts = {part.splitlines()[0]: part for chapter in chapters for part in chapter.split("\n### ")}
    missing = [
        f"{context.command_path} {option}"
        for context in commands()
        for option in options_of(context)
        if option not in parts.get(context.command_path, "")
    ]
    assert len(list(commands())) > 20
    assert [] == missing


def test_every_entry_kind_has_its_fields() -> None:
    """The page of kinds has a chapter for each kind, and in it a row for each field."""
    parts = {
        part.splitlines()[0]: part for part in page("reference/entry-kinds.md").split("\n### ")
    }
    missing = [
        f"{kind} {field.name}"
        for kind, form in KINDS.items()
        for field in form.fields
        if f"| `{field.name}` |" not in parts.get(kind, "")
    ]
    assert [] == missing


def test_every_word_of_a_chart_stands_in_its_set() -> None:
    """The page of chart words names each word."""
    text = page("reference/chart-words.md")
    words = [word.value for words in sets_of_chart_words() for word in words]
    assert len(words) > 120
    assert [] == [word for word in words if f"`{word}`" not in text]


def test_every_word_of_a_protocol_has_a_meaning_and_no_other() -> None:
    """meanings.yaml holds exactly the words of a protocol, and the page shows them."""
    expected = {words.__name__: {word.value for word in words} for words in protocol_sets()}
    assert expected == {name: set(rows) for name, rows in words_with_meaning().items()}
    text = page("reference/protocol-words.md")
    rows = [row for rows in words_with_meaning().values() for row in rows.items()]
    assert [] == [word for word, meaning in rows if f"| `{word}` | {meaning} |" not in text]


def protocol_sets() -> list[type[StrEnum]]:
    """The closed sets of words of a protocol."""
    return sets_of_words(protocol_words)


def test_every_rule_has_a_meaning_and_no_other() -> None:
    """meanings.yaml holds exactly the rules that the code names, and the page shows them."""
    assert set(rules_in_code()) == set(rules_with_meaning())
    text = page("reference/rules.md")
    assert [] == [rule for rule in rules_in_code() if f"| `{rule}` | " not in text]


@pytest.mark.parametrize(
    ("name", "ids"),
    [
        ("reference/controls.md", [control.id for control in CONTROLS]),
        ("reference/errors.md", [code.name for code in (*ErrorCode, *CommandErrorCode)]),
        ("reference/sources.md", [f"`{source}`" for source in shipped_sources()]),
        ("safety/hazard-log.md", [f"**{row['id']}**" for row in hazard_log()["hazards"]]),
    ],
    ids=["controls", "errors", "sources", "hazards"],
)
def test_every_number_has_a_row(name: str, ids: list[str]) -> None:
    """Each control, error, source and hazard begins a row of its page."""
    text = page(name)
    assert len(ids) > 10
    assert [] == [each for each in ids if f"\n| {each} " not in text]

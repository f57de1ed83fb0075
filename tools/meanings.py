"""What rules and words mean: docs/reference/meanings.yaml, and where the code speaks of them."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from hepatica.library.strict_yaml import read_yaml

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "hepatica"
_FILE = ROOT / "docs" / "reference" / "meanings.yaml"
_RULE = re.compile(r'"(R-[a-z0-9]+(?:-[a-z0-9]+)*)"')
_NONE = "not written yet: add it to docs/reference/meanings.yaml"


@cache
def _meanings() -> dict[str, Any]:
    root: Any = read_yaml(_FILE.read_bytes(), name=_FILE.name).root
    return dict(root)


def rules_with_meaning() -> dict[str, str]:
    """Each rule that has a meaning, in the order of the file."""
    return dict(_meanings()["rules"])


def words_with_meaning() -> dict[str, dict[str, str]]:
    """Each word of a protocol that has a meaning, by the name of its set."""
    return dict(_meanings()["protocol_words"])


def meaning_of_word(words: str, word: str) -> str:
    """What a word of a set means; a page shows openly when nobody has said."""
    return words_with_meaning().get(words, {}).get(word, _NONE)


@cache
def rules_in_code() -> dict[str, tuple[str, ...]]:
    """Each rule that the code names, with the modules that name it."""
    found: dict[str, set[str]] = {}
    for path in sorted(SOURCE.rglob("*.py")):
        module = ".".join(path.relative_to(SOURCE).with_suffix("").parts)
        for rule in _RULE.findall(path.read_text(encoding="utf-8")):
            found.setdefault(rule, set()).add(module)
    return {rule: tuple(sorted(modules)) for rule, modules in found.items()}


def meaning_of_rule(rule: str) -> str:
    """What a rule says; a page shows openly when nobody has said."""
    return rules_with_meaning().get(rule, _NONE)

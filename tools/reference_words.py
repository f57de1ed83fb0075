"""The pages of words: every word that a chart or a protocol may use, with where it is read.

The meaning of a set is its docstring. The meaning of a word is the comment beside it in the
code, or for a protocol its row in docs/reference/meanings.yaml.
"""

from __future__ import annotations

import inspect
import re
from enum import StrEnum
from types import ModuleType

from hepatica.core.chart import complication_words, systemic_words
from hepatica.core.chart import words as chart_words
from hepatica.core.protocol import complications
from hepatica.core.protocol import words as protocol_words
from hepatica.core.pump import device_words
from tools.markdown import code, page, sentence, table
from tools.meanings import meaning_of_word

_COMMENT = re.compile(r'^    [A-Z_0-9]+ = "([^"]+)"(?:\s+# (.+))?$', re.MULTILINE)


def sets_of_words(module: ModuleType) -> list[type[StrEnum]]:
    """The closed sets of words that a module defines, in its order."""
    found = [
        each
        for each in vars(module).values()
        if isinstance(each, type)
        and issubclass(each, StrEnum)
        and each.__module__ == module.__name__
    ]
    return sorted(found, key=lambda each: inspect.getsourcelines(each)[1])


def sets_of_chart_words() -> list[type[StrEnum]]:
    """The closed sets of words of a chart, those of complications and of the systemic arm last."""
    return [
        *sets_of_words(chart_words),
        *sets_of_words(complication_words),
        *sets_of_words(systemic_words),
    ]


def sets_of_other_tables() -> list[type[StrEnum]]:
    """The closed sets of words that only devices and complications.yaml use."""
    return [*sets_of_words(device_words), *sets_of_words(complications)]


def render_chart_words() -> str:
    """The page chart-words.md."""
    intro = (
        "The closed sets of words in a chart. A word outside its set is refused (E130). What each "
        "fact, sign or finding does is in the stop table of the [protocol](fudr-28d.md)."
    )
    return page("Words of a chart", intro, *map(_part, sets_of_chart_words()))


def render_protocol_words() -> str:
    """The page protocol-words.md."""
    intro = (
        "A protocol is data: numbers, and these words. Each word is one member of a closed set, "
        "and the code has one place that acts on it. A word outside its set is refused with file, "
        "line, value and example. The words of pump families and of complications follow. Tests, "
        "contents, signs, facts and roles are [words of a chart](chart-words.md)."
    )
    protocol = map(_protocol_part, sets_of_words(protocol_words))
    return page("Words of a protocol", intro, *protocol, *map(_part, sets_of_other_tables()))


def _part(words: type[StrEnum]) -> str:
    comments = dict(_COMMENT.findall(inspect.getsource(words)))
    rows = [(code(word.value), comments.get(word.value, "")) for word in words]
    if any(comments.values()):
        return _with_title(words, table(("word", "meaning"), rows))
    return _with_title(words, " · ".join(code(word.value) for word in words))


def _protocol_part(words: type[StrEnum]) -> str:
    rows = [(code(word.value), meaning_of_word(words.__name__, word.value)) for word in words]
    return _with_title(words, table(("word", "meaning"), rows))


def _with_title(words: type[StrEnum], body: str) -> str:
    return f"## {_title(words)}\n\n{sentence(words.__doc__)}\n\n{body}"


def _title(words: type[StrEnum]) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", words.__name__).capitalize()

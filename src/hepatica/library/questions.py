"""The loader of questions.yaml: every question has an answer for every kind of pump."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import product

from hepatica.core.frozen import frozen
from hepatica.core.protocol.provenance import SourcedValue
from hepatica.core.questions.table import QUESTIONS, QuestionTable, Topic, Trait
from hepatica.library.errors import ErrorCode, InputError, InputErrors
from hepatica.library.folders import read_text_of
from hepatica.library.loader import shipped, shipped_sources
from hepatica.library.provenance import PROVENANCE, with_sources
from hepatica.library.sources import Source
from hepatica.library.strict_yaml import read_yaml
from hepatica.library.tables import read_table

FILE = f"{QUESTIONS}.yaml"

# A pump has one trait of each group.
_GROUPS = (
    (Trait.GAS, Trait.HIGH_PRESSURE_GAS, Trait.LOW_PRESSURE_GAS, Trait.MOTOR),
    (Trait.MRI_CONDITIONAL, Trait.MRI_NOT_STATED),
    (Trait.BOLUS_ASPIRATE_FIRST, Trait.BOLUS_REFUSE),
    (Trait.FUDR_IN, Trait.FUDR_OUT),
)


@frozen
class LoadedQuestions:
    """The table, and where each of its values comes from."""

    table: QuestionTable
    values: tuple[SourcedValue, ...]

    def sources_of(self, row_id: str) -> tuple[SourcedValue, ...]:
        """The values of one row."""
        begins = f"{QUESTIONS}/rows/{row_id}/"
        return tuple(value for value in self.values if value.path.startswith(begins))


@cache
def shipped_questions() -> LoadedQuestions:
    """What holds for which pump when a patient asks, as it ships.

    Raises:
        InputErrors: the file is malformed or leaves a kind of pump without an answer.
    """
    text = read_text_of(shipped().joinpath(FILE))
    return questions_from_text(text, sources=shipped_sources())


def questions_from_text(text: str, *, sources: Mapping[str, Source]) -> LoadedQuestions:
    """The table in a text.

    Raises:
        InputErrors: E301 to E313 as for every table; E400 where a question has no answer for
            some kind of pump.
    """
    tree = read_yaml(text, name=FILE)
    table, written = read_table(
        QuestionTable, tree, document=QUESTIONS, beside=frozenset({PROVENANCE})
    )
    errors = list(_unanswered(table))
    if errors:
        raise InputErrors(errors)
    return LoadedQuestions(table, with_sources(tree, written, sources))


def _unanswered(table: QuestionTable) -> Iterator[InputError]:
    for topic in Topic:
        kinds = [kind for kind in product(*_GROUPS) if not table.about(topic, frozenset(kind))]
        if kinds:
            yield _no_answer(topic, kinds[0])


def _no_answer(topic: Topic, kind: Sequence[Trait]) -> InputError:
    return InputError(
        ErrorCode.E400,
        f"{FILE}, rows",
        "",
        f"a row for {topic.value} with {', '.join(trait.value for trait in kind)}",
        f"- {{id: {topic.value}-all, topic: {topic.value}, answer: ask-the-manufacturer, why: …}}",
        "What no source says is asked of the maker.",
    )

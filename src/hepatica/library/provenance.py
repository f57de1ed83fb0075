"""Gives each value of a file its source and its confidence.

A file says once where all its values come from, and then names the exceptions. An exception
takes over whatever it does not say itself; where two name the same value, the later one counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from hepatica.core.protocol.provenance import Confidence, SourcedValue
from hepatica.library.errors import ErrorCode, InputError, InputErrors
from hepatica.library.scalars import NotReadable, read_date, read_text, read_word
from hepatica.library.sources import Source
from hepatica.library.strict_yaml import Node, Path, Tree
from hepatica.library.written import WrittenValue

PROVENANCE = "provenance"
_SAID = ("source", "confidence", "checked", "against", "why")
_EXAMPLE = "{source: S5, confidence: SEEN, checked: 2026-11-23, against: abstract}"

Statement = Mapping[str, str]


def with_sources(
    tree: Tree, values: Sequence[WrittenValue], sources: Mapping[str, Source]
) -> tuple[SourcedValue, ...]:
    """Every value with its source, confidence and reason.

    Args:
        tree: the file, which holds a `provenance` table.
        values: its values as written.
        sources: the list of sources.

    Raises:
        InputErrors: a value is left without source, confidence or reason, a selector matches
            nothing, a source is not listed, or SEEN rests on a source that nobody read.
    """
    reader = _ProvenanceReader(tree, sources)
    statements = reader.statements(values)
    found = tuple(reader.sourced(value, statements[value.path]) for value in values)
    if reader.errors:
        raise InputErrors(reader.errors)
    return found


def matches(selector: str, path: str) -> bool:
    """Whether every word of the selector is a segment, or a word of a segment, of the path."""
    return _words_of(path).issuperset(selector.split())


@lru_cache(maxsize=1024)  # every exception of a file asks all its paths
def _words_of(path: str) -> frozenset[str]:
    segments = path.split("/")
    return frozenset({*segments, *(word for segment in segments for word in segment.split())})


@dataclass(slots=True)
class _ProvenanceReader:
    tree: Tree
    sources: Mapping[str, Source]
    errors: list[InputError] = field(default_factory=list)

    def refuse(
        self, code: ErrorCode, path: Path, expected: str, came: str = "", example: str = ""
    ) -> None:
        where = self.tree.where((PROVENANCE, *path))
        error = InputError(code, where, came, expected, example)
        if error not in self.errors:
            self.errors.append(error)

    def statements(self, values: Sequence[WrittenValue]) -> dict[str, Statement]:
        """What the file says of each value, by path."""
        root = self.tree.root
        table = root.get(PROVENANCE) if isinstance(root, dict) else None
        if not isinstance(table, dict):
            self.refuse(ErrorCode.E310, (), "a provenance table", example=f"all: {_EXAMPLE}")
            return {value.path: {} for value in values}
        self._only(table, ("all", "except"), ())
        general = self._said(table.get("all"), ("all",))
        said: dict[str, Statement] = {value.path: general for value in values}
        for path, exception in self._exceptions(table.get("except")):
            self._apply(exception, path, said)
        return said

    def _exceptions(self, node: Node | None) -> Iterator[tuple[Path, dict[str, Node]]]:
        if node is None:
            return
        for position, row in enumerate(node if isinstance(node, list) else [node]):
            if isinstance(row, dict):
                yield ("except", position), row
            else:
                expected, example = "a list of exceptions", "- {values: [hold], why: …}"
                self.refuse(ErrorCode.E303, ("except", position), expected, str(row), example)

    def _apply(self, row: dict[str, Node], path: Path, said: dict[str, Statement]) -> None:
        own = self._said({k: v for k, v in row.items() if k != "values"}, path)
        selectors = row.get("values")
        for selector in selectors if isinstance(selectors, list) else [""]:
            named = [p for p in said if isinstance(selector, str) and matches(selector, p)]
            if not selector or not named:
                expected = "words that stand in the path of a value of this file"
                self.refuse(ErrorCode.E311, path, expected, str(selector), "ast_u_per_l hold")
            for value in named if selector else ():
                said[value] = _together(said[value], own)

    def _said(self, node: Node | None, path: Path) -> Statement:
        if not isinstance(node, dict):
            self.refuse(ErrorCode.E310, path, "what all values have in common", example=_EXAMPLE)
            return {}
        self._only(node, _SAID, path)
        said: dict[str, str] = {}
        for name, text in node.items():
            try:
                said[name] = read_text(text) if isinstance(text, str) else ""
                if name == "checked":
                    read_date(said[name])
            except NotReadable as error:
                self.refuse(error.code, (*path, name), error.expected, str(text), error.example)
        return said

    def _only(self, node: dict[str, Node], allowed: tuple[str, ...], path: Path) -> None:
        for name in node:
            if name not in allowed:
                expected = "one of " + ", ".join(allowed)
                self.refuse(ErrorCode.E301, (*path, name), expected, name, allowed[0])

    def sourced(self, value: WrittenValue, said: Statement) -> SourcedValue:
        """A value with what was said of it; what is missing is noted as an error."""
        reason = said.get("why") or said.get("against", "")
        missing = [name for name in ("source", "confidence") if not said.get(name)]
        if missing or not reason:
            lacks = missing[0] if missing else "against or why"
            expected = f"{lacks} for {value.path}"
            self.refuse(ErrorCode.E310, (), expected, example=_EXAMPLE)
        confidence = self._confidence(said.get("confidence", ""))
        source = said.get("source", "")
        self._judge_source(source, confidence)
        checked = _day(said.get("checked", ""))
        return SourcedValue(value.path, value.text, source, confidence, reason, checked)

    def _confidence(self, text: str) -> Confidence:
        try:
            return Confidence(read_word(Confidence, text))
        except NotReadable as error:
            if text:
                self.refuse(error.code, (), error.expected, text, error.example)
            return Confidence.UNSURE

    def _judge_source(self, source: str, confidence: Confidence) -> None:
        listed = self.sources.get(source)
        if source and listed is None:
            expected = "a source that library/sources.yaml lists"
            self.refuse(ErrorCode.E312, (), expected, source, next(iter(self.sources), "S5"))
        elif listed is not None and confidence is Confidence.SEEN and not listed.was_read:
            expected = f"another confidence than SEEN: the source is {listed.status}"
            self.refuse(ErrorCode.E313, (), expected, source, "confidence: KNOWN")


def _day(text: str) -> date | None:
    """The day on which a value was checked; one that is no day was refused already."""
    try:
        return read_date(text)
    except NotReadable:
        return None


def _together(general: Statement, own: Statement) -> Statement:
    """What is said of an exception: its own words first. `against` and `why` replace each other."""
    if "against" in own or "why" in own:
        general = {k: v for k, v in general.items() if k not in {"against", "why"}}
    return {**general, **own}

"""The strict reader of YAML: every scalar is text, and only the plain part is allowed.

Case files and protocol tables pass this one door. PyYAML's parser splits the text; nothing is
resolved, so `no`, `1.20` and `12:30` stay what was written. Refused are duplicate keys,
anchors, aliases, tags, directives, several documents, more than twelve levels, more than 2 MB,
and anything but UTF-8.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NoReturn

import yaml

from hepatica.core.frozen import frozen
from hepatica.library.errors import ErrorCode, InputErrors, refused
from hepatica.library.plain_text import checked_text, is_visible

__all__ = ["Node", "Path", "Tree", "read_yaml"]

Node = str | list["Node"] | dict[str, "Node"]
Path = tuple[str | int, ...]

_DEEPEST = 12
_LOADER: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@frozen
class Tree:
    """A file as read: `root` holds str, dict and list only; `lines` tells where each part is.

    A path is the keys and positions from the root, such as ("entries", 4, "weight"). The line
    of a value in a table is the line of its key.
    """

    name: str
    root: Node
    lines: Mapping[Path, int]

    def where(self, path: Path = ()) -> str:
        """File and line of `path`, or of the nearest part around it that has a line."""
        while path and path not in self.lines:
            path = path[:-1]
        return f"{self.name} line {self.lines.get(path, 1)}"


def read_yaml(text: str | bytes, *, name: str) -> Tree:
    """The tree of a YAML text; `name` stands in messages.

    Raises:
        InputErrors: E101 to E110.
    """
    checked = checked_text(text, name=name)
    try:
        return _Builder(name, _events(checked)).tree()
    except yaml.MarkedYAMLError as error:
        raise _unreadable(error, name) from None


def _unreadable(error: yaml.MarkedYAMLError, name: str) -> InputErrors:
    """Where the parser gave up, and where the part it was reading begins."""
    mark, begins = error.problem_mark, error.context_mark
    line = mark.line + 1 if mark else 1
    part = f" in the part opened on line {begins.line + 1}" if begins else ""
    return refused(
        ErrorCode.E105,
        f"{name} line {line}",
        expected=f"plain YAML{part} (the parser says: {error.problem})",
        example="weight: 70 kg",
        remedy="Check indentation, quotes and brackets on this line and the one before.",
    )


def _events(text: str) -> Iterator[yaml.Event]:
    return iter(yaml.parse(text, Loader=_LOADER))


@dataclass(slots=True)
class _Builder:
    """Turns the parser's events into a tree, refusing what is not plain."""

    name: str
    events: Iterator[yaml.Event]
    lines: dict[Path, int] = field(default_factory=dict)

    def tree(self) -> Tree:
        next(self.events)  # start of the stream
        start = next(self.events)
        if isinstance(start, yaml.StreamEndEvent):
            raise refused(ErrorCode.E101, self.name, expected="a table of fields")
        if isinstance(start, yaml.DocumentStartEvent) and (start.version or start.tags):
            self._refuse(ErrorCode.E109, start, "%", "no directive")
        root = self._node((), next(self.events))
        next(self.events)  # end of the document
        after = next(self.events)
        if not isinstance(after, yaml.StreamEndEvent):
            self._refuse(ErrorCode.E110, after, "---", "one document")
        return Tree(self.name, root, self.lines)

    def _node(self, path: Path, event: yaml.Event) -> Node:
        self._check_plain(event, path)
        self.lines.setdefault(path, _line(event))
        if isinstance(event, yaml.ScalarEvent):
            return self._text(event)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._list(path)
        return self._table(path)

    def _list(self, path: Path) -> list[Node]:
        items: list[Node] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            items.append(self._node((*path, len(items)), event))
        return items

    def _table(self, path: Path) -> dict[str, Node]:
        table: dict[str, Node] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            self._check_plain(event, path)
            if not isinstance(event, yaml.ScalarEvent):
                self._refuse(ErrorCode.E105, event, "", "a plain key")
            if event.value in table:
                first = self.lines[(*path, event.value)]
                expected = f"each key once: it stands on line {first} already"
                self._refuse(ErrorCode.E107, event, event.value, expected)
            self.lines[(*path, event.value)] = _line(event)
            table[event.value] = self._node((*path, event.value), next(self.events))
        return table

    def _text(self, event: yaml.ScalarEvent) -> str:
        """A scalar as written; a value that runs on over the line is more often a slip."""
        is_block = event.style in ("|", ">")
        if not is_block and _ends_later(event):
            self._refuse(ErrorCode.E105, event, "", "a value on one line, or a block with |")
        if not is_visible(event.value):
            self._refuse(ErrorCode.E104, event, "", "visible characters")
        return event.value

    def _check_plain(self, event: yaml.Event, path: Path) -> None:
        if isinstance(event, yaml.AliasEvent):
            self._refuse(ErrorCode.E108, event, f"*{event.anchor}", "the value itself")
        if isinstance(event, yaml.NodeEvent) and event.anchor is not None:
            self._refuse(ErrorCode.E108, event, f"&{event.anchor}", "no anchor")
        if isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent) and event.tag:
            self._refuse(ErrorCode.E109, event, event.tag, "no tag")
        if len(path) > _DEEPEST:
            self._refuse(ErrorCode.E106, event, "", f"at most {_DEEPEST} levels")

    def _refuse(self, code: ErrorCode, event: yaml.Event, came: str, expected: str) -> NoReturn:
        where = f"{self.name} line {_line(event)}"
        raise refused(code, where, came=came, expected=expected)


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def _ends_later(event: yaml.Event) -> bool:
    start, end = event.start_mark, event.end_mark
    return start is not None and end is not None and start.line != end.line

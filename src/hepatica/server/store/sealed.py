"""Between the lines of a sealed chart and the rows of the store; the bytes are the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from hashlib import sha256

from hepatica.casefile.chain import Link
from hepatica.casefile.commitment import is_open
from hepatica.casefile.free_text import changed_texts, free_texts
from hepatica.casefile.verify import links_of
from hepatica.core.frozen import frozen
from hepatica.library.strict_yaml import Node
from hepatica.server.store.models import Act, Chart, Line, Text

_Apart = tuple[str, ...]  # the path of a free text, its salt, and the text
StoredLine = tuple[str, tuple[_Apart, ...]]  # a line as it is stored, and its free texts
_BEFORE_COMMITMENT = "1"  # the schema whose hashes cover the texts themselves


@frozen
class Rows:
    """A line, and the free texts that stand beside it; neither is saved yet."""

    line: Line
    texts: tuple[Text, ...]


def rows_of(link: Link, *, chart: Chart, act: Act, number: int) -> Rows:
    """The rows of one line of a chart."""
    is_apart = link.schema != _BEFORE_COMMITMENT
    bare = replace(link, content=_without_texts(link.content)) if is_apart else link
    line = Line(
        chart=chart,
        act=act,
        number=number,
        stored=bare.line,
        prev=link.prev,
        hash=link.hash,
        entry=_said(link, "id"),
        kind=_said(link, "kind"),
        redacts=f"{_said(link, 'redacts')} {_said(link, 'field')}".strip(),
    )
    texts = tuple(_texts(link, line)) if is_apart else ()
    return Rows(line, texts)


def chart_text(chart: Chart) -> str:
    """The sealed chart of one chart of the store, byte for byte.

    A line that somebody made unreadable stands in it as it is, so that verification names it.
    """
    return text_of(stored_lines(chart))


def stored_lines(chart: Chart) -> tuple[StoredLine, ...]:
    """The lines of a chart as they lie in the store, in their order."""
    # Rows as they come: on every page of a long chart, objects of a model take longer than it all.
    texts = Text.objects.filter(line__chart=chart).values_list("line", "path", "salt", "text")
    beside: dict[int, list[_Apart]] = {}
    for line, *apart in texts.order_by("pk"):
        beside.setdefault(line, []).append(tuple(apart))
    lines = chart.lines.order_by("number").values_list("pk", "stored")
    return tuple((stored, tuple(beside.get(pk, ()))) for pk, stored in lines)


def text_of(lines: Iterable[StoredLine]) -> str:
    """These lines of a sealed chart, each with its line end."""
    return "".join(_whole(*line) + "\n" for line in lines)


def digest_of(lines: tuple[StoredLine, ...]) -> bytes:
    """The SHA-256 of these lines and texts; a change of any of them makes another one."""
    return sha256(repr(lines).encode()).digest()


def _whole(stored: str, texts: tuple[_Apart, ...]) -> str:
    """The line as it was sealed: of what is stored, and its texts put back."""
    links = links_of(stored) if texts else []
    if not links:
        return stored
    beside = {path: (salt, text) for path, salt, text in texts}

    def put_back(path: tuple[str, ...], node: Node) -> Node:
        found = beside.get(".".join(path))
        if found is None or not isinstance(node, dict):
            return node
        return {**node, "salt": found[0], "text": found[1]}

    return replace(links[0], content=changed_texts(links[0].content, put_back)).line


def _without_texts(content: Mapping[str, Node]) -> dict[str, Node]:
    return changed_texts(
        content,
        lambda _path, node: {"sha256": node["sha256"]} if isinstance(node, dict) else node,
    )


def _texts(link: Link, line: Line) -> Iterable[Text]:
    for path, node in free_texts(link.content):
        if isinstance(node, dict) and is_open(node):
            yield Text(
                line=line, path=".".join(path), salt=str(node["salt"]), text=str(node["text"])
            )


def _said(link: Link, field: str) -> str:
    found = link.content.get(field)
    if link.tag != "entry" or not isinstance(found, str):
        return ""
    return found if field in {"id", "kind"} or link.content["kind"] == "redaction" else ""

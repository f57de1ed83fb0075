"""Take a free text out of a sealed chart: its hash stays, and with it every hash of the chain."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from hepatica.casefile.chain import Link, appended
from hepatica.casefile.commitment import committed, is_open, is_redacted
from hepatica.casefile.free_text import changed_texts, free_texts
from hepatica.casefile.load import read_case
from hepatica.casefile.salts import draw_salt
from hepatica.core.frozen import frozen
from hepatica.library.errors import ErrorCode, InputErrors, refused
from hepatica.library.strict_yaml import Node


@frozen
class Redacted:
    """A sealed chart without one text: `also` names where the same text can still be read."""

    text: str
    head: str
    also: tuple[str, ...]


def redact(
    sealed: Path | str,
    entry_id: str,
    *,
    field: str,
    reason: str,
    now: datetime,
    draw: Callable[[], str] = draw_salt,
) -> Redacted:
    """The sealed chart with the text `field` of one entry taken out, and an entry that says so.

    Every line keeps its hash; the new entry stands behind them and gives the chart a new head.
    `field` is a name, inside a correction with a dot (`entry.text`). `draw` gives the salt of
    the reason; tests pass their own.

    Raises:
        InputErrors: the chart does not verify or is not sealed (E501), has no such entry (E502)
            or free text (E503), holds it under schema 1 (E504) or no more (E505).
    """
    case = read_case(sealed, now=now)
    name = sealed.name if isinstance(sealed, Path) else "case"
    if not case.chart.is_sealed:
        raise refused(
            ErrorCode.E501,
            name,
            expected="a sealed chart",
            remedy="In a written chart the text is changed by hand.",
        )
    link = _find(case.links, entry_id, name)
    gone = _texts(link)[_checked(link, field, name)]
    links = [_without(each, field) if each is link else each for each in case.links]
    new = _record(case.links, entry_id, field, committed(reason, draw()), now)
    links.append(appended(links[-1], new))
    text = "".join(each.line + "\n" for each in links)
    read_case(text, now=now, name=name)  # what would not be read again is not given out
    return Redacted(text, links[-1].hash, tuple(_same(links, gone)))


def _find(links: tuple[Link, ...], entry_id: str, name: str) -> Link:
    for link in links[1:]:
        if link.content["id"] == entry_id:
            return link
    raise refused(
        ErrorCode.E502,
        name,
        came=entry_id,
        expected="the id of an entry of this chart",
        remedy="hepatica chart timeline shows the entries with their ids.",
    )


def _texts(link: Link) -> dict[str, Node]:
    return {".".join(path): node for path, node in free_texts(link.content)}


def _checked(link: Link, field: str, name: str) -> str:
    """The name of the text to be taken out, if it can be."""
    texts = _texts(link)
    where = f"{name}, entry {link.content['id']}"
    if field not in texts:
        listed = ", ".join(texts) or "none; no other field can be redacted"
        raise refused(
            ErrorCode.E503, where, came=field, expected=f"a free text of this entry: {listed}"
        )
    if is_redacted(texts[field]):
        raise _not_open(ErrorCode.E505, where, field, "a text that is still there")
    if not is_open(texts[field]):
        raise _not_open(ErrorCode.E504, where, field, "a text sealed under schema 2 or later")
    return field


def _not_open(code: ErrorCode, where: str, field: str, expected: str) -> InputErrors:
    return refused(code, where, came=field, expected=expected)


def _without(link: Link, field: str) -> Link:
    def take_out(path: tuple[str, ...], node: Node) -> Node:
        if ".".join(path) != field or not isinstance(node, dict):
            return node
        return {"sha256": node["sha256"]}

    return replace(link, content=changed_texts(link.content, take_out))


def _record(
    links: tuple[Link, ...], entry_id: str, field: str, reason: Node, now: datetime
) -> dict[str, Node]:
    taken = {link.content.get("id") for link in links}
    free = (f"redaction-{number}" for number in range(1, len(links) + 1))
    return {
        "id": next(each for each in free if each not in taken),
        "kind": "redaction",
        "recorded_at": now.isoformat(timespec="seconds"),
        "redacts": entry_id,
        "field": field,
        "reason": reason,
    }


def _same(links: list[Link], gone: Node) -> Iterator[str]:
    """Where the text that was taken out still stands, or part of it, or it within another."""
    text = gone["text"] if isinstance(gone, dict) else gone
    for link in links:
        for field, node in _texts(link).items():
            there = node["text"] if isinstance(node, dict) and is_open(node) else node
            if isinstance(there, str) and isinstance(text, str) and _overlap(there, text):
                yield f"entry {link.content['id']}, {field}"


def _overlap(one: str, two: str) -> bool:
    shorter, longer = sorted((one.strip().casefold(), two.strip().casefold()), key=len)
    return len(shorter) >= _SHORTEST_TELLING and shorter in longer


# Below this, a text such as "seen" stands in many others and names nobody.
_SHORTEST_TELLING = 4

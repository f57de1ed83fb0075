"""Plain text for a terminal: headings flush left, wrapped lines and columns below them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from textwrap import wrap

WIDTH = 96
_INDENT = "  "


def wrapped(text: str, *, first: str = _INDENT, rest: str | None = None) -> list[str]:
    """`text` in lines of at most the page's width, the later ones set under the first."""
    return wrap(
        text,
        WIDTH,
        initial_indent=first,
        subsequent_indent=" " * len(first) if rest is None else rest,
        break_long_words=False,
        break_on_hyphens=False,
    )


def labelled(label: str, text: str, *, width: int = 11) -> list[str]:
    """A label in front of a wrapped text."""
    return wrapped(text, first=f"{label:<{width}}")


def section(heading: str, lines: Iterable[str]) -> list[str]:
    """A heading over its lines; nothing at all without lines."""
    body = list(lines)
    return [heading, *body] if body else []


def items(texts: Iterable[str]) -> list[str]:
    """Each text as one item of a list."""
    return [line for text in texts for line in wrapped(text, first="  - ")]


def columns(rows: Sequence[Sequence[str]], *, gap: int = 3) -> list[str]:
    """Rows as columns, each as wide as its longest cell; without rows nothing."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    return [
        (_INDENT + "".join(f"{c:<{w + gap}}" for c, w in zip(row, widths, strict=True))).rstrip()
        for row in rows
    ]

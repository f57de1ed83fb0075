"""What the makers of generated pages share: the head of a page, a table, a cell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

# Such as "(behaviour D7)": a paragraph of the design, which is no part of the documentation.
_FOR_DEVELOPERS = re.compile(r" \((?:behaviour|clinical facts|DESIGN rule) [^)]*\)")
MADE = "<!-- made by ./dev docs: do not edit -->"


def page(title: str, intro: str, *parts: str) -> str:
    """A generated page."""
    return "\n\n".join([f"# {title}", MADE, intro, *(part.strip("\n") for part in parts)]) + "\n"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; cells are taken as Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def code(text: str) -> str:
    """`text` as code within a cell."""
    return f"`{text}`".replace("|", "\\|")


def sentence(text: str | None) -> str:
    """The first paragraph of a docstring in one line, without what only developers can follow."""
    first = " ".join((text or "").strip().partition("\n\n")[0].split())
    return _FOR_DEVELOPERS.sub("", first).replace("|", "\\|")

"""A printed page as a test reads it."""

import re
from html.parser import HTMLParser

_OUTSIDE = re.compile(r"https?:|url\(|@import|\son\w+=")


class Page(HTMLParser):
    """The elements of a page and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Note its text."""
        self.words.append(data)

    @property
    def text(self) -> str:
        """The text on one line, without the style sheet."""
        return " ".join(" ".join(self.words).split())

    def count(self, tag: str) -> int:
        """How many elements of this name."""
        return sum(name == tag for name, _ in self.elements)


def asked_outside(html: str) -> list[str]:
    """What a page asks for outside itself, or runs: elements, addresses, handlers."""
    page = Page(html)
    tags = [tag for tag in ("script", "img", "link", "iframe", "object") if page.count(tag)]
    return [*tags, *_OUTSIDE.findall(html)]

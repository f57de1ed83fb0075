"""Hooks of the documentation site: menus by folder, and links to files that are not pages.

MkDocs calls the functions by their names. The pages themselves stay as they are read in the
repository, where a link to a source file leads somewhere.
"""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

_LINK = re.compile(r"(?<!!)\[`?([^\]`]+)`?\]\(((?:\.\./)+[^)#\s]+)\)")


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Put the pages of a folder where the menu says "folder/*"."""
    named = set(_pages_of(config.nav))
    config.nav = _expanded(config.nav, docs=Path(config.docs_dir), named=named)
    return config


def _pages_of(menu: Any) -> list[str]:
    match menu:
        case str():
            return [menu]
        case dict():
            return [page for part in menu.values() for page in _pages_of(part)]
        case list():
            return [page for part in menu for page in _pages_of(part)]
        case _:
            return []


def _expanded(menu: Any, *, docs: Path, named: set[str]) -> Any:
    match menu:
        case list():
            return [each for part in menu for each in _parts(part, docs, named)]
        case dict():
            return {k: _expanded(part, docs=docs, named=named) for k, part in menu.items()}
        case _:
            return menu


def _parts(part: Any, docs: Path, named: set[str]) -> list[Any]:
    if isinstance(part, str) and part.endswith("/*"):
        folder = part.removesuffix("/*")
        pages = sorted(f"{folder}/{path.name}" for path in (docs / folder).glob("*.md"))
        return [page for page in pages if page not in named]
    return [_expanded(part, docs=docs, named=named)]


def on_page_markdown(
    markdown: str,
    page: Page,
    config: MkDocsConfig,  # noqa: ARG001 (MkDocs passes arguments by these names)
    files: Files,  # noqa: ARG001
) -> str:
    """A link to a file outside the site becomes the name and the place of that file."""
    return unlink_files(markdown, page=page.file.src_uri)


def unlink_files(markdown: str, *, page: str) -> str:
    """`markdown` of `page`, a path inside docs, with links out of docs as plain code."""

    def replaced(link: re.Match[str]) -> str:
        name, target = link.groups()
        path = posixpath.normpath(posixpath.join("docs", posixpath.dirname(page), target))
        if path.startswith("docs/"):
            return link.group()
        return f"`{path}`" if path.endswith(name) else f"`{name}` (`{path}`)"

    return _LINK.sub(replaced, markdown)

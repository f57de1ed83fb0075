"""The documentation site builds without a warning, stands alone, and leaves no page out."""

import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tools.site_hooks import unlink_files

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
# What a browser fetches by itself; a link that a reader follows is not among them.
LOADS = {
    *(("script", "src"), ("img", "src"), ("iframe", "src"), ("source", "src"), ("use", "href")),
    *(("image", "href"), ("image", "xlink:href"), ("use", "xlink:href"), ("object", "data")),
}
LOADING_LINKS = {"stylesheet", "preload", "prefetch", "preconnect", "dns-prefetch", "icon"}
CSS_LOAD = re.compile(r"(?:url\(|@import)\s*[\"']?((?:https?:)?//[^\"')\s]+)")


class Page(HTMLParser):
    """The addresses that a page loads, its links, its pictures, and its ids."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.links: list[str] = []
        self.pictures: list[str | None] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Sort what the tag says."""
        values = dict(attrs)
        self.loads += [value for name, value in attrs if value and (tag, name) in LOADS]
        if tag == "link" and LOADING_LINKS & set((values.get("rel") or "").split()):
            self.loads.append(values.get("href") or "")
        if tag == "a":
            self.links.append(values.get("href") or "")
        if tag == "img":
            self.pictures.append(values.get("alt"))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built strictly: a link that leads nowhere stops the build."""
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(ROOT)}
    built = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert built.returncode == 0, built.stderr
    return folder


def pages_of(site: Path) -> dict[str, Page]:
    """Every page of the built site."""
    found = {
        str(path.relative_to(site)): Page(path.read_text(encoding="utf-8"))
        for path in site.rglob("*.html")
    }
    assert len(found) > 20
    return found


def test_nothing_is_loaded_from_elsewhere(site: Path) -> None:
    """No page and no style sheet names another host for something that a browser fetches."""
    outside = [
        f"{name}: {address}"
        for name, page in pages_of(site).items()
        for address in page.loads
        if re.match(r"(?:https?:)?//", address)
    ]
    styles = [
        f"{path.name}: {found}"
        for path in site.rglob("*.css")
        for found in CSS_LOAD.findall(path.read_text(encoding="utf-8"))
    ]
    assert [] == [*outside, *styles]


@pytest.mark.parametrize(
    "text",
    [
        '<script src="https://cdn.example/x.js">',
        '<link rel="stylesheet" href="//fonts.example/css">',
        '<img src="http://pictures.example/x.png">',
    ],
)
def test_a_load_from_elsewhere_would_be_seen(text: str) -> None:
    """The reader of pages sees each way in which something is fetched."""
    assert [re.match(r"(?:https?:)?//", address) is not None for address in Page(text).loads] == [
        True
    ]


def test_every_page_of_docs_is_in_a_menu(site: Path) -> None:
    """Each Markdown file of docs is a page that some page links to by its menu."""
    pages = pages_of(site)
    reachable = {
        os.path.normpath(Path(name).parent / link.partition("#")[0])
        for name, page in pages.items()
        for link in page.links
        if link and not link.startswith(("#", "http", "mailto:"))
    }
    wanted = {
        str(path.relative_to(DOCS).with_suffix(".html")).replace("README.html", "index.html")
        for path in DOCS.rglob("*.md")
    }
    assert set() == wanted - reachable


def test_every_picture_says_what_it_shows(site: Path) -> None:
    """No picture without words for whoever cannot see it."""
    pictures = [
        (name, alt)
        for name, page in pages_of(site).items()
        for alt in page.pictures
        if alt is None or len(alt) < 4
    ]
    assert [] == pictures


def test_a_link_out_of_docs_becomes_name_and_place() -> None:
    """The tour's links to source files are plain code on the site; links between pages stay."""
    text = (
        "see [`find_step`](../src/a/liver.py), [liver.yaml](../src/b/liver.yaml), [w](glossary.md)"
    )
    expected = "see `find_step` (`src/a/liver.py`), `src/b/liver.yaml`, [w](glossary.md)"
    assert expected == unlink_files(text, page="tour.md")
    assert "[h](../tour.md)" == unlink_files("[h](../tour.md)", page="how-to/a.md")

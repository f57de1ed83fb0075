"""The documentation site in a browser: nothing fetched from elsewhere, nothing out of reach."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.e2e.axe import serious

ROOT = Path(__file__).parents[2]
PAGES = [
    *("index", "tutorial/first-course", "how-to/index", "how-to/pharmacist", "paper", "tour"),
    *("explanation/constant-flow-dose", "explanation/reference-drifts", "reference/cli"),
    *("explanation/dry-pump-not-slow", "reference/entry-kinds", "reference/rules"),
    *("safety/index", "safety/hazard-log", "glossary"),
]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, as ./dev docs builds it."""
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(ROOT)}
    subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=True)
    return folder


@pytest.mark.browser
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_serious(browser: Browser, site: Path, name: str) -> None:
    """No serious or critical finding on a page, in the light and in the dark, and no request."""
    page = browser.new_page(color_scheme="light")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((site / f"{name}.html").as_uri())
    light = serious(page)
    page.emulate_media(color_scheme="dark")
    # The site's own script chooses the palette when a page is opened.
    page.reload()
    dark = serious(page, colours_only=True)
    page.close()
    assert ([], []) == (light, dark)
    assert [] == [url for url in asked if not url.startswith(("file:", "data:", "blob:"))]

"""The worksheet on a tablet."""

import pytest
from playwright.sync_api import Browser, Page

from hepatica.reports.worksheet import worksheet_as_html
from tests.e2e.axe import serious
from tests.e2e.pages import PAGES, sheet_for

pytestmark = pytest.mark.browser

TABLETS = {"upright": (820, 1180), "lying": (1180, 820), "small": (600, 960)}


def opened(browser: Browser, name: str, width: int, height: int) -> Page:
    """The page of a plan in a window of this size."""
    page = browser.new_page(viewport={"width": width, "height": height})
    page.set_content(worksheet_as_html(sheet_for(name)))
    return page


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_serious(browser: Browser, name: str) -> None:
    """Names, headings, tables, landmarks and contrast."""
    page = opened(browser, name, *TABLETS["upright"])
    found = serious(page)
    page.close()
    assert [] == found


@pytest.mark.parametrize("tablet", TABLETS)
@pytest.mark.parametrize("name", PAGES)
def test_nobody_scrolls_sideways(browser: Browser, name: str, tablet: str) -> None:
    """Everything is as wide as the screen at most."""
    page = opened(browser, name, *TABLETS[tablet])
    width = page.evaluate("document.documentElement.scrollWidth")
    page.close()
    assert width <= TABLETS[tablet][0]


def test_text_can_be_read_at_arms_length(browser: Browser) -> None:
    """Body text of at least 18 pixels, the two answers larger."""
    page = opened(browser, "give", *TABLETS["upright"])
    size = "e => parseFloat(getComputedStyle(document.querySelector(e)).fontSize)"
    body, answer = page.evaluate(size, "body"), page.evaluate(size, ".answer")
    page.close()
    assert 18 <= body < answer


def test_nothing_has_to_be_clicked(browser: Browser) -> None:
    """No link, button or field: a keyboard reaches the end of the page by scrolling."""
    page = opened(browser, "give", *TABLETS["upright"])
    count = page.evaluate(
        "document.querySelectorAll('a, button, input, select, [tabindex]').length"
    )
    page.keyboard.press("End")
    page.wait_for_function("window.scrollY + innerHeight >= document.body.scrollHeight - 1")
    page.close()
    assert 0 == count


def test_a_page_loads_nothing(browser: Browser) -> None:
    """It opens without a network."""
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.set_content(worksheet_as_html(sheet_for("give")))
    page.close()
    assert [] == asked

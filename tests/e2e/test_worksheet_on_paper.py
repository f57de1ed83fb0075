"""The worksheet as it comes out of a printer."""

import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.e2e.pages import PAGES, pages_of, printed, sheet_for, text_of
from tests.unit.reports.charts import GIVE, SECOND_FILL, written

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize("name", PAGES)
def test_a_worksheet_is_one_page(browser: Browser, tmp_path: Path, name: str, paper: str) -> None:
    """On both sizes of paper, for every kind of plan, with long lists of alerts too."""
    assert 1 == pages_of(printed(browser, name, paper, tmp_path))


def test_the_printed_fudr_fill_holds_what_must_be_read(browser: Browser, tmp_path: Path) -> None:
    """Dose, both roads, safe refill dates, head hash and DRAFT survive printing."""
    text = text_of(printed(browser, "give", "A4", tmp_path))
    for part in (
        "GIVE 100 % of the last dose: 0.12 mg/kg/day = 189 mg in 30 mL",
        "Road 1: order",
        "Road 2: syringe",
        "in the pump 189 mg 189 mg",
        "Fri 2026-02-27",
        "Fri 2026-03-13",
        sheet_for("give").plan.course.head,
        "DRAFT (",
        "UNSEALED chart",
        "SYNTHETIC chart",
    ):
        assert part in text


@pytest.mark.parametrize("name", ["leave", "hold", "evacuate", "urgent"])
def test_a_printed_page_without_fudr_holds_no_dose(
    browser: Browser, tmp_path: Path, name: str
) -> None:
    """Nothing on paper could be drawn up as FUDR."""
    text = text_of(printed(browser, name, "A4", tmp_path))
    assert not any(word in text for word in ("floxuridine", "Road 1", "mg in 30 mL", "189 mg"))


def test_the_command_writes_the_page_that_is_printed(browser: Browser, tmp_path: Path) -> None:
    """From the chart to the paper with the installed command."""
    hepatica = Path(sys.executable).with_name("hepatica")
    page_file, pdf = tmp_path / "page.html", tmp_path / "page.pdf"
    case = written(tmp_path, GIVE)
    command = [str(hepatica), "plan", case, "--at", SECOND_FILL, "--html", str(page_file)]
    subprocess.run(command, check=True, capture_output=True)
    page = browser.new_page()
    page.goto(page_file.as_uri())
    page.pdf(path=str(pdf), format="A4")
    page.close()
    assert (1, True) == (pages_of(pdf), "189 mg in 30 mL" in text_of(pdf))

"""Worksheets of several kinds of plan, printed and read back."""

import re
import subprocess
from dataclasses import replace
from pathlib import Path

from playwright.sync_api import Browser

from hepatica.reports.sheet import Sheet
from hepatica.reports.worksheet import worksheet_as_html
from tests.unit.reports.charts import MOMENTS, sheet_of

# The plans whose page is looked at; "long" and "longest" have more alerts than any chart should.
PAGES = (*MOMENTS, "long", "longest", "urgent-long")


def sheet_for(name: str) -> Sheet:
    """The sheet behind a page."""
    if name not in PAGES:
        raise ValueError(f"no page is called {name}")
    longer = {"long": ("give", 8), "longest": ("give", 24), "urgent-long": ("urgent", 12)}
    chart, extra = longer.get(name, (name, 0))
    sheet = sheet_of(chart)
    alerts = sheet.plan.alerts + (sheet.plan.alerts or sheet_of("hold").plan.alerts)[:1] * extra
    return replace(sheet, plan=replace(sheet.plan, alerts=alerts))


def printed(browser: Browser, name: str, paper: str, folder: Path) -> Path:
    """The page of a plan printed to a PDF file."""
    file = folder / f"{name}.pdf"
    page = browser.new_page()
    page.set_content(worksheet_as_html(sheet_for(name)))
    page.pdf(path=str(file), format=paper)
    page.close()
    return file


def pages_of(pdf: Path) -> int:
    """How many pages a PDF file has."""
    command = ["pdfinfo", str(pdf)]
    shown = subprocess.run(command, capture_output=True, text=True, check=True)
    found = re.search(r"^Pages:\s+(\d+)$", shown.stdout, re.MULTILINE)
    assert found is not None
    return int(found.group(1))


def text_of(pdf: Path) -> str:
    """The text of a PDF file on one line."""
    command = ["pdftotext", "-layout", str(pdf), "-"]
    shown = subprocess.run(command, capture_output=True, text=True, check=True)
    return " ".join(shown.stdout.split())

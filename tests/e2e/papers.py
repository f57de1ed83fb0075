"""Papers printed to PDF, their text, and the squares on them."""

import subprocess
from pathlib import Path

import zxingcpp
from PIL import Image

from hepatica.reports.paper.pdf import page_as_pdf

DOTS_PER_INCH = 200


def printed_paper(html: str, folder: Path, name: str) -> Path:
    """The PDF of a page."""
    file = folder / f"{name}.pdf"
    file.write_bytes(page_as_pdf(html))
    return file


def codes_on(pdf: Path) -> list[str]:
    """The texts of all squares on the first page, read from its picture at 200 dpi."""
    picture = pdf.with_suffix("")
    command = ["pdftoppm", "-r", str(DOTS_PER_INCH), "-png", "-singlefile", str(pdf), str(picture)]
    subprocess.run(command, check=True, capture_output=True)
    with Image.open(f"{picture}.png") as image:
        return [found.text for found in zxingcpp.read_barcodes(image)]


def facts_of(pdf: Path) -> dict[str, str]:
    """What pdfinfo says of a file."""
    command = ["pdfinfo", str(pdf)]
    shown = subprocess.run(command, capture_output=True, text=True, check=True)
    pairs = (line.partition(":") for line in shown.stdout.splitlines())
    return {name: value.strip() for name, _, value in pairs}

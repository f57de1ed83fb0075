"""Files of paper and pictures: written whole or not at all."""

from __future__ import annotations

from pathlib import Path

from hepatica.casefile.seal import write_atomically
from hepatica.cli.errors import CommandErrorCode, wrong_usage


def write_whole(target: Path, content: bytes) -> None:
    """Write bytes to a file.

    Raises:
        click.UsageError: the file cannot be written (E413).
    """
    try:
        write_atomically(target, content)
    except OSError as error:
        raise wrong_usage(CommandErrorCode.E413, f"--out {target}: {error.strerror}.") from None


def write_pdf(target: Path, html: str) -> str:
    """Write the PDF of a page; what is missing, where none can be made, and empty otherwise."""
    from hepatica.reports.paper.pdf import PdfUnavailable, page_as_pdf

    try:
        content = page_as_pdf(html)
    except PdfUnavailable as missing:
        return str(missing)
    write_whole(target, content)
    return ""

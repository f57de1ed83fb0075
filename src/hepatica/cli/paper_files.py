"""A page as a PDF file; where none can be made, its HTML beside."""

from __future__ import annotations

from pathlib import Path

import click

from hepatica.cli.errors import CommandErrorCode
from hepatica.cli.output import write_whole


def write_page(target: Path, html: str) -> bool:
    """Write a page as PDF and say so; where none can be made, its HTML beside. Whether it is PDF.

    Raises:
        click.UsageError: the file cannot be written (E413).
    """
    from hepatica.reports.paper.pdf import PdfUnavailable, page_as_pdf

    try:
        content = page_as_pdf(html)
    except PdfUnavailable as missing:
        _write_html_beside(target, html, str(missing))
        return False
    write_whole(target, content)
    click.echo(f"wrote {target}")
    return True


def _write_html_beside(target: Path, html: str, missing: str) -> None:
    beside = target.with_suffix(".html")
    write_whole(beside, html)
    older = f" {target} is OLDER and not this plan: do not use it." if target.exists() else ""
    click.echo(
        f"{CommandErrorCode.E480.name} no PDF: missing {missing}. Wrote {beside} instead; print "
        f"it from a browser.{older}",
        err=True,
    )

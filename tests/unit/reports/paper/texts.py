"""Papers of the small charts, and their text."""

from __future__ import annotations

from hepatica.reports.paper.kinds import PAPERS, PaperKind
from tests.unit.reports.charts import sheet_of
from tests.unit.reports.page import Page

LABELS = (PaperKind.SYRINGE_LABEL, PaperKind.BAG_LABEL)
# A plan under which each kind of paper can be printed.
ANY = "give"


def html_of(kind: PaperKind, name: str = ANY) -> str:
    """A paper of one of the small charts."""
    return PAPERS[kind](sheet_of(name))


def text_of(kind: PaperKind, name: str = ANY) -> str:
    """Its text on one line, without the style sheet."""
    return plain_text(html_of(kind, name))


def plain_text(html: str) -> str:
    """The text of a page on one line, without its style sheet and title."""
    return Page(html.partition("<body")[2]).text.partition(">")[2]

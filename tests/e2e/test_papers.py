"""Papers as they come out of the PDF maker: one page, tagged, with text and squares that read."""

from pathlib import Path

import pytest

from hepatica.reports.paper.downtime import downtime_pack
from hepatica.reports.paper.kinds import PAPERS, PaperKind
from hepatica.reports.paper.order_code import code_of, parse
from hepatica.reports.picture.draw import course_as_page
from hepatica.reports.worksheet import worksheet_as_html
from tests.e2e.pages import PAGES, pages_of, sheet_for, text_of
from tests.e2e.papers import codes_on, facts_of, printed_paper
from tests.unit.reports.charts import MOMENTS, sheet_of

pytestmark = pytest.mark.browser

LABELLED = ("give-first", "give", "hold", "evacuate")
LABELS = (PaperKind.SYRINGE_LABEL, PaperKind.BAG_LABEL)
OTHERS = tuple(kind for kind in PaperKind if kind not in (*LABELS, PaperKind.WORKSHEET))
ONE_PAGE = [
    *((kind, name) for kind in LABELS for name in LABELLED),
    *((kind, name) for kind in OTHERS for name in MOMENTS),
]
CODED = (PaperKind.WORKSHEET, *LABELS)


@pytest.mark.parametrize(("kind", "name"), ONE_PAGE)
def test_a_paper_is_one_page(tmp_path: Path, kind: PaperKind, name: str) -> None:
    """A label on two labels, or a card with a back that nobody turns, loses its end."""
    assert 1 == pages_of(printed_paper(PAPERS[kind](sheet_of(name)), tmp_path, kind))


@pytest.mark.parametrize("name", PAGES)
def test_a_worksheet_is_one_page(tmp_path: Path, name: str) -> None:
    """With long lists of alerts too."""
    page = worksheet_as_html(sheet_for(name))
    assert 1 == pages_of(printed_paper(page, tmp_path, name))


@pytest.mark.parametrize("kind", PaperKind)
def test_a_pdf_is_tagged_and_dated_by_its_plan(tmp_path: Path, kind: PaperKind) -> None:
    """Screen readers find their way; the date is no clock's."""
    facts = facts_of(printed_paper(PAPERS[kind](sheet_of("give")), tmp_path, kind))
    assert ("yes", True) == (facts["Tagged"], facts["CreationDate"].startswith("Mon Feb 23"))


@pytest.mark.parametrize("kind", CODED)
@pytest.mark.parametrize("name", ["give-first", "give"])
def test_the_square_reads_back_to_the_order(tmp_path: Path, kind: PaperKind, name: str) -> None:
    """Printed, drawn at 200 dpi with DRAFT across it, and read by another program."""
    sheet = sheet_of(name)
    (text,) = codes_on(printed_paper(PAPERS[kind](sheet), tmp_path, kind))
    assert code_of(sheet.plan) == parse(text)


@pytest.mark.parametrize("kind", CODED)
def test_no_square_without_fudr(tmp_path: Path, kind: PaperKind) -> None:
    """A rest fill has nothing to scan."""
    assert [] == codes_on(printed_paper(PAPERS[kind](sheet_of("hold")), tmp_path, kind))


def test_the_text_of_the_worksheet(tmp_path: Path) -> None:
    """Dose, both roads, safe refill dates, head hash and DRAFT can be copied from the PDF."""
    sheet = sheet_of("give")
    text = text_of(printed_paper(worksheet_as_html(sheet), tmp_path, "w"))
    for part in (
        "GIVE 100 % of the last dose: 0.12 mg/kg/day = 189 mg in 30 mL",
        "Road 1: order",
        "Road 2: syringe",
        "in the pump 189 mg 189 mg",
        "Safe refill date, present fill Fri 2026-02-27",
        "Safe refill date, new fill Fri 2026-03-13",
        sheet.plan.course.head,
        "DRAFT (",
    ):
        assert part in text


@pytest.mark.parametrize("kind", PaperKind)
def test_every_pdf_holds_its_hash_and_draft(tmp_path: Path, kind: PaperKind) -> None:
    """As text, not only as a picture."""
    sheet = sheet_of("give")
    text = text_of(printed_paper(PAPERS[kind](sheet), tmp_path, kind))
    assert [True, True] == [sheet.plan.course.head in text, "DRAFT" in text]


@pytest.mark.parametrize("kind", LABELS)
def test_the_text_of_a_label(tmp_path: Path, kind: PaperKind) -> None:
    """What two people read against the order."""
    text = text_of(printed_paper(PAPERS[kind](sheet_of("give")), tmp_path, kind))
    for part in ("189 mg in 30 mL", "6.3 mg/mL", "69.2 kg", "1.3189 mL/day", "INTRA-ARTERIAL"):
        assert part in text


@pytest.mark.parametrize("kind", [PaperKind.PUMP_CARD, PaperKind.EMERGENCY_CARD])
def test_the_text_of_a_card(tmp_path: Path, kind: PaperKind) -> None:
    """The date after which the pump may be dry."""
    text = text_of(printed_paper(PAPERS[kind](sheet_of("leave")), tmp_path, kind))
    assert "Safe refill date Fri 2026-02-13" in text


def test_the_pack_has_a_page_for_each_chart(tmp_path: Path) -> None:
    """The due list, a page for each of three charts, and a blank worksheet."""
    sheets = [sheet_of(name) for name in ("leave", "give", "urgent")]
    pdf = printed_paper(downtime_pack(sheets, (("x.yaml", "E128"),)), tmp_path, "pack")
    text = text_of(pdf)
    assert 5 == pages_of(pdf)
    assert [True] * 3 == [sheet.plan.course.head in text for sheet in sheets]


@pytest.mark.parametrize("name", MOMENTS)
def test_the_timeline_is_one_page(tmp_path: Path, name: str) -> None:
    """With its words as text under the picture of lines."""
    pdf = printed_paper(course_as_page(sheet_of(name)), tmp_path, name)
    assert (1, True) == (pages_of(pdf), "FUDR in percent of the starting dose" in text_of(pdf))

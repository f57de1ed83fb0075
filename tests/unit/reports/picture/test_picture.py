"""The picture of a course: what is drawn, and what it says to those who do not see it."""

from __future__ import annotations

import re
from zlib import crc32

from hepatica.core.dosing.cycles import cycles_of
from hepatica.core.pump.ledger import keep_ledger
from hepatica.library.loader import load_rulebook
from hepatica.reports.picture import rows
from hepatica.reports.picture.draw import course_as_page, course_as_png, course_as_svg
from hepatica.reports.picture.events import events_of
from hepatica.reports.picture.spec import course_spec
from hepatica.reports.sheet import Sheet, look_up
from tests.unit.reports.charts import DWELL, LEAVE, NO_PUMP, plan_of, sheet_of

SHEET = sheet_of("hold")


def spec_of(sheet: Sheet) -> dict[str, object]:
    """The specification of a sheet's picture."""
    course, protocol = sheet.plan.course, sheet.protocol
    assert protocol is not None
    cycles = cycles_of(course, protocol, keep_ledger(course))
    return course_spec(sheet, cycles, events_of(course))


def test_every_fill_is_a_bar_and_fudr_has_its_percent() -> None:
    """Saline, FUDR at the whole starting dose, saline."""
    course = SHEET.plan.course
    assert SHEET.protocol is not None
    bars = rows.dwell_rows(SHEET, cycles_of(course, SHEET.protocol, keep_ledger(course)))
    assert [
        ("2026-01-12T10:30:00Z", "2026-01-26T10:00:00Z", "heparinised saline", ""),
        ("2026-01-26T10:10:00Z", "2026-02-09T09:00:00Z", "FUDR", "100 %"),
        ("2026-02-09T09:10:00Z", "2026-02-23T10:00:00Z", "heparinised saline", ""),
    ] == [tuple(bar.values()) for bar in bars]


def test_every_strip_has_the_same_days() -> None:
    """A sample stands over the fill it belongs to: one span for every horizontal axis."""
    text = str(spec_of(SHEET))
    spans = set(re.findall(r"'domain': (\['20[^]]*\])", text))
    assert {"['2026-01-05T08:00:00Z', '2026-02-23T10:00:00Z']"} == spans
    assert text.count("'type': 'temporal'") == text.count("'domain': ['20")


def test_steps_differ_in_dashes_and_events_in_shapes() -> None:
    """Nothing is told by colour: only greys are drawn."""
    svg = course_as_svg(SHEET)
    colours = set(re.findall(r"#[0-9a-fA-F]{6}\b", svg))
    spread = [max(parts) - min(parts) for parts in map(channels, colours)]
    assert max(spread) < 0x20
    assert [True, True] == ["stroke-dasharray" in svg, ">hold<" in svg]


def channels(colour: str) -> list[int]:
    """Red, green and blue of "#rrggbb"."""
    return [int(colour[n : n + 2], 16) for n in (1, 3, 5)]


def test_the_picture_is_told_in_words() -> None:
    """Title and description inside the SVG, with the values and the doses."""
    svg = course_as_svg(SHEET)
    words = svg.partition("<desc>")[2].partition("</desc>")[0]
    for part in (
        "FUDR fills, percent of the starting dose: 2026-01-26 100 %",
        "ALP: 2026-01-05 80, 2026-01-26 90, 2026-02-09 118, 2026-02-23 190",
        "perfusion scan A",
        "DRAFT (",
        f"Head {SHEET.plan.course.head}",
    ):
        assert part in words
    assert "<title>Course of case small up to 2026-02-23T10:00+00:00</title>" in svg


def test_the_words_are_in_the_png_too() -> None:
    """A well-formed iTXt chunk after the header, so that the picture still opens."""
    png = course_as_png(SHEET)
    length = int.from_bytes(png[33:37], "big")
    chunk = png[37 : 41 + length]
    assert (b"\x89PNG", b"iTXtDescription") == (png[:4], chunk[:15])
    assert crc32(chunk) == int.from_bytes(png[41 + length : 45 + length], "big")
    assert "perfusion scan A" in chunk.decode("utf-8")


def test_the_same_course_is_the_same_picture() -> None:
    """No clock and no chance."""
    assert (course_as_svg(SHEET), course_as_png(SHEET)) == (
        course_as_svg(sheet_of("hold")),
        course_as_png(sheet_of("hold")),
    )


def test_the_page_carries_the_marks_of_paper() -> None:
    """Watermark and hash as on every paper."""
    page = course_as_page(SHEET)
    assert 'data-words="DRAFT\nUNSEALED\nSYNTHETIC"' in page
    assert SHEET.plan.course.head in page


def test_a_reading_that_is_a_bound_is_drawn_as_one() -> None:
    """A pump found empty says only how fast it was at least."""
    dry = LEAVE + (
        "  - {id: d1, kind: pump_accessed, at: 2026-02-13T09:00+00:00, result: emptied, "
        "withdrawn: 0 mL}\n"
    )
    sheet = look_up(plan_of(dry, "2026-02-13T10:00+00:00"), load_rulebook())
    assert ["measured", "emptied: at least"] == [row["reading"] for row in rows.flow_rows(sheet)]


def test_a_course_without_pump_protocol_or_fill_is_still_drawn() -> None:
    """What is known is shown."""
    bare = NO_PUMP.replace("kind: protocol_assigned", "kind: note").replace(
        "protocol: fudr-28d, version: 2026.1, given_with: fudr-alone", "text: none"
    )
    sheet = look_up(plan_of(bare, DWELL), load_rulebook())
    assert "No FUDR fill" in course_as_svg(sheet)


def test_a_name_in_the_chart_cannot_break_the_picture() -> None:
    """Texts of the chart are escaped."""
    odd = LEAVE.replace("model: intera-3000", 'model: "</desc><script>"')
    svg = course_as_svg(look_up(plan_of(odd, DWELL), load_rulebook()))
    assert "<script>" not in svg

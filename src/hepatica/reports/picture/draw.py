"""The picture of a course as SVG, PNG and tagged PDF."""

from __future__ import annotations

from zlib import crc32

from markupsafe import Markup, escape

from hepatica.core.dosing.cycles import Cycle, cycles_of
from hepatica.core.pump.ledger import keep_ledger
from hepatica.reports.paper.fill_page import fill_page
from hepatica.reports.paper.head import head_of
from hepatica.reports.picture.events import events_of
from hepatica.reports.picture.spec import Spec, course_spec
from hepatica.reports.picture.words import described, title_of
from hepatica.reports.sheet import Sheet

_VEGA_LITE = "5.20"
_PNG_SCALE = 1.5
_BEFORE_DATA = 33  # the signature and the header of a PNG, which always have this length


class DrawingUnavailable(Exception):
    """No picture can be drawn on this machine; the text names what is missing."""


def course_as_svg(sheet: Sheet) -> str:
    """The picture as SVG, with its title and the whole of it in words inside.

    Raises:
        DrawingUnavailable: the drawing package is missing.
    """
    try:
        import vl_convert
    except ImportError:
        raise DrawingUnavailable(
            "the package vl-convert-python (pip install 'hepatica[paper]')"
        ) from None
    drawn = vl_convert.vegalite_to_svg(_spec(sheet), vl_version=_VEGA_LITE, allowed_base_urls=[])
    head, _, rest = drawn.partition(">")
    head = head.replace(' class="marks"', "")  # inside a page the name has another meaning
    title = escape(title_of(sheet))
    words = escape(_words(sheet))
    return f'{head} role="img"><title>{title}</title><desc>{words}</desc>{rest}'


def course_as_png(sheet: Sheet) -> bytes:
    """The picture as PNG, with the whole of it in words as its description.

    Raises:
        DrawingUnavailable: the drawing package is missing.
    """
    svg = course_as_svg(sheet)
    import vl_convert

    drawn = vl_convert.svg_to_png(svg, scale=_PNG_SCALE)
    return drawn[:_BEFORE_DATA] + _text_chunk(_words(sheet)) + drawn[_BEFORE_DATA:]


def course_as_page(sheet: Sheet) -> str:
    """The picture on a page to print, with the marks and the watermark of every paper.

    Raises:
        DrawingUnavailable: the drawing package is missing.
    """
    svg = Markup(course_as_svg(sheet))  # noqa: S704 - drawn here; texts of the chart are escaped
    return fill_page("timeline", head_of(sheet.plan, title_of(sheet)), picture=svg)


def _spec(sheet: Sheet) -> Spec:
    return course_spec(sheet, _cycles(sheet), events_of(sheet.plan.course))


def _words(sheet: Sheet) -> str:
    return described(sheet, _cycles(sheet), events_of(sheet.plan.course))


def _cycles(sheet: Sheet) -> tuple[Cycle, ...]:
    if sheet.protocol is None:
        return ()
    course = sheet.plan.course
    return cycles_of(course, sheet.protocol, keep_ledger(course))


def _text_chunk(text: str) -> bytes:
    """A PNG chunk iTXt "Description" that programs for blind readers can show."""
    body = b"iTXtDescription\0\0\0en\0\0" + text.encode("utf-8")
    return (len(body) - 4).to_bytes(4, "big") + body + crc32(body).to_bytes(4, "big")

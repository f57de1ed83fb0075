"""A page as a tagged PDF (PDF/UA-1), the same bytes whenever the same page is printed."""

from __future__ import annotations

from hashlib import sha256

_IDENTIFIER_BYTES = 16


class PdfUnavailable(Exception):
    """No PDF can be made on this machine; the text names what is missing."""


def page_as_pdf(html: str) -> bytes:
    """The PDF of a page that asks for nothing outside itself.

    Its date is the one in the page, its identifier a hash of the page: no clock, no chance.

    Raises:
        PdfUnavailable: WeasyPrint, or one of the system libraries it loads, is missing.
    """
    try:
        import weasyprint
    except ImportError:
        raise PdfUnavailable("the package weasyprint (pip install 'hepatica[paper]')") from None
    except OSError as error:
        library = str(error).partition("\n")[0]
        raise PdfUnavailable(f"a system library of weasyprint, Pango ({library})") from None
    identifier = sha256(html.encode("utf-8")).digest()[:_IDENTIFIER_BYTES]
    document = weasyprint.HTML(string=html, url_fetcher=_nothing_outside)
    made = document.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=identifier)
    if made is None:
        raise RuntimeError("weasyprint returned no document")
    return bytes(made)


def _nothing_outside(url: str, *_: object, **__: object) -> object:
    """A page holds all it needs; nothing is fetched, from no network and no file."""
    raise ValueError(f"a printed page asks for nothing outside itself: {url[:60]}")

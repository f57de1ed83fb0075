"""The page sources.md: what the values of protocols and devices rest on."""

from __future__ import annotations

from hepatica.library.loader import shipped_sources
from tools.markdown import code, page, table


def render_sources() -> str:
    """The page."""
    intro = (
        "Every value of a protocol or a device cites one of these and says how sure it is. SEEN "
        "needs a source that was read; KNOWN, UNSURE and DESIGN need local approval. "
        "`hepatica protocol sources ID` says what rests on each."
    )
    rows = [
        (code(source.id), source.title, source.found_at, source.status.value, source.read)
        for source in shipped_sources().values()
    ]
    head = ("source", "title", "found at", "status", "what of it was read")
    return page("Sources", intro, table(head, rows))

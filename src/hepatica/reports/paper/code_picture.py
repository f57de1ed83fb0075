"""An order code as a printed square (QR), drawn as SVG inside the page."""

from __future__ import annotations

from importlib.util import find_spec
from io import BytesIO

from markupsafe import Markup

from hepatica.core.plan import Plan
from hepatica.reports.paper.order_code import code_of, encode


def code_text(plan: Plan) -> str:
    """The code of a plan's FUDR fill as text; empty where it orders none."""
    code = code_of(plan)
    return "" if code is None else encode(code)


def code_picture(text: str) -> Markup:
    """The square of a code; empty without a text, and without the package that draws it.

    Error level M: the code is still read when 15 % of it is smudged.
    """
    if not text or find_spec("segno") is None:
        return Markup()
    import segno

    drawn = BytesIO()
    segno.make_qr(text, error="m").save(
        drawn,
        kind="svg",
        title=f"Order code: {text}",
        xmldecl=False,
        svgns=False,
        omitsize=True,
        border=4,
        nl=False,
    )
    return Markup(drawn.getvalue().decode("ascii"))  # noqa: S704 - drawn here, of modules alone

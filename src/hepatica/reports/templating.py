"""The templates of everything printed, and how they are filled."""

from __future__ import annotations

import re
from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup, escape

# What no line end may break: a date, with its weekday or its hour, and the id of a rule.
_WHOLE = re.compile(
    r"(?:[A-Z][a-z]{2} )?\d{4}-\d\d-\d\d(?:T\d\d:\d\d[+-]\d\d:\d\d)?|\[[CR]-[a-z\d-]+\]"
)


def environment() -> Environment:
    """Templates with escaping on, in which a name that nobody gave is an error."""
    made = Environment(
        loader=FunctionLoader(read_template),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters["unbroken"] = _unbroken
    return made


def read_template(name: str) -> str:
    """The text of a template or style sheet of this package."""
    return (files("hepatica.reports") / "templates" / name).read_text(encoding="utf-8")


def _unbroken(text: str) -> Markup:
    """The text, escaped, with dates and ids that no line end breaks."""
    shown = str(escape(text))
    return Markup(_WHOLE.sub(r'<span class="whole">\g<0></span>', shown))  # noqa: S704 - escaped above

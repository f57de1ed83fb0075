"""A paper from its template."""

from __future__ import annotations

from hepatica import __version__
from hepatica.reports.paper.head import Head
from hepatica.reports.sentences import GOVERNANCE
from hepatica.reports.templating import environment, read_template


def fill_page(template: str, head: Head, **values: object) -> str:
    """One HTML text that asks for nothing outside itself."""
    page = environment().get_template(f"paper/{template}.html.jinja")
    return page.render(
        head=head,
        css=read_template("paper/paper.css"),
        version=__version__,
        governance=GOVERNANCE,
        **values,
    )

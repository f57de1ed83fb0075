"""Write the reference pages that are made from code: the chart schema and the list of errors."""

from __future__ import annotations

import json
from pathlib import Path

from hepatica.casefile.schema import chart_schema
from hepatica.library.errors import errors_page

REFERENCE = Path(__file__).parents[1] / "docs" / "reference"


def pages() -> dict[str, str]:
    """The text of every page, by file name."""
    schema = json.dumps(chart_schema(), indent=2, ensure_ascii=False) + "\n"
    return {"chart.schema.json": schema, "errors.md": errors_page()}


def main() -> None:
    """Write them."""
    REFERENCE.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (REFERENCE / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()

"""Writes every page that is made from code or data; `--check` only says which are out of date.

A page is a path and a function that gives its text. Pages never hold what a person wrote,
except the README, where only the text between its markers is made.
"""

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from click.testing import CliRunner

from hepatica.casefile.schema import chart_schema
from hepatica.cli.errors import CommandErrorCode
from hepatica.cli.main import hepatica
from hepatica.core.safety.controls import CONTROLS
from hepatica.library.errors import ErrorCode
from tools.hazard_pages import render_error_injection, render_hazard_log

ROOT = Path(__file__).resolve().parent.parent
MADE = "<!-- made by ./dev docs: do not edit -->"

SHOWN_CASE = "examples/adjuvant-six-cycles.yaml"
SHOWN_AT = "2026-03-30T09:00+02:00"


def render_schema() -> str:
    """The JSON Schema of a chart."""
    return json.dumps(chart_schema(), indent=2, ensure_ascii=False) + "\n"


def render_errors() -> str:
    """Every error code with its meaning."""
    rows = [(code.name, code.meaning) for enum in (ErrorCode, CommandErrorCode) for code in enum]
    table = "\n".join(f"| {name} | {meaning} |" for name, meaning in rows)
    intro = (
        "Each message gives the code, where, what came, what was expected, an example, and what "
        "to do. E1xx the written form, E2xx the chart, E3xx protocol data, E4xx commands."
    )
    return f"# Errors\n\n{MADE}\n\n{intro}\n\n| code | meaning |\n|---|---|\n{table}\n"


def render_controls() -> str:
    """Every control with what it does."""
    rows = "\n".join(
        f"| {control.id} | {control.name} | {_stage(control)} | {_module(control)} |"
        for control in CONTROLS
    )
    intro = "Each control may narrow, hold or refuse, never widen. `plan()` takes no switch."
    head = "| control | name | looks at | lives in |\n|---|---|---|---|"
    return f"# Controls\n\n{MADE}\n\n{intro}\n\n{head}\n{rows}\n"


def _stage(control: object) -> str:
    return type(control).__name__.removesuffix("Control").lower()


def _module(control: object) -> str:
    check = getattr(control, "check")
    return f"`{check.__module__.replace('hepatica.', '', 1)}`"


def render_protocol() -> str:
    """The shipped protocol as `hepatica protocol show` prints it."""
    return f"# fudr-28d\n\n{MADE}\n\n```\n{_run('protocol', 'show', 'fudr-28d')}```\n"


def render_readme() -> str:
    """The README with the plan between its markers made anew."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    before, _, rest = text.partition("<!-- plan -->\n")
    _, _, after = rest.partition("<!-- /plan -->")
    shown = _run("plan", SHOWN_CASE, "--at", SHOWN_AT)
    command = f"$ hepatica plan {SHOWN_CASE} --at {SHOWN_AT}"
    return f"{before}<!-- plan -->\n```\n{command}\n{shown}```\n<!-- /plan -->{after}"


def _run(*arguments: str) -> str:
    result = CliRunner().invoke(hepatica, list(arguments), catch_exceptions=False)
    if result.exit_code != 0:
        raise RuntimeError(f"hepatica {' '.join(arguments)}: {result.output}")
    return "\n".join(line.rstrip() for line in result.stdout.splitlines()) + "\n"


PAGES: Mapping[str, Callable[[], str]] = {
    "README.md": render_readme,
    "docs/reference/chart.schema.json": render_schema,
    "docs/reference/errors.md": render_errors,
    "docs/reference/controls.md": render_controls,
    "docs/reference/fudr-28d.md": render_protocol,
    "docs/safety/hazard-log.md": render_hazard_log,
    "docs/safety/error-injection.md": render_error_injection,
}


def stale_pages() -> list[str]:
    """The pages whose committed text is not what would be made now."""
    return [page for page, render in PAGES.items() if _committed(page) != render()]


def _committed(page: str) -> str | None:
    path = ROOT / page
    return path.read_text(encoding="utf-8") if path.exists() else None


def main() -> int:
    """Write the pages, or with --check name the stale ones and exit 1."""
    stale = stale_pages()
    if "--check" in sys.argv[1:]:
        for page in stale:
            print(f"out of date: {page} (./dev docs writes it)", file=sys.stderr)
        return 1 if stale else 0
    for page in stale:
        path = ROOT / page
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(PAGES[page](), encoding="utf-8")
        print(f"wrote {page}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

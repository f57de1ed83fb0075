"""Writes every page that is made from code or data; `--check` only says which are out of date.

A page is a path and a function that gives its text. Pages never hold what a person wrote,
except the README, where only the text between its markers is made, and the pages with commands,
where only what the commands print is made.
"""

import json
import sys
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from click.testing import CliRunner

from hepatica.casefile.schema import chart_schema
from hepatica.cli.errors import CommandErrorCode
from hepatica.cli.main import hepatica
from hepatica.core.safety.control import Control
from hepatica.core.safety.controls import CONTROLS
from hepatica.library.errors import ErrorCode
from hepatica.library.loader import shipped_protocols
from tools.captures import pages_with_commands, render_commands
from tools.hazard_pages import render_error_injection, render_hazard_log
from tools.reference_chart import render_entry_kinds
from tools.reference_cli import render_cli
from tools.reference_grading import render_grading
from tools.reference_regimens import render_regimens
from tools.reference_rules import render_rules
from tools.reference_sources import render_sources
from tools.reference_words import render_chart_words, render_protocol_words

ROOT = Path(__file__).resolve().parent.parent
MADE = "<!-- made by ./dev docs: do not edit -->"

ERROR_CHAPTERS = {
    "1": "The written form",
    "2": "The chart",
    "3": "Protocol and device data",
    "4": "Commands",
    "5": "Sealed charts for others",
    "9": "Faults of Hepatica itself",
}
SHOWN_CASE = "examples/adjuvant-six-cycles.yaml"
SHOWN_AT = "2026-04-29T08:40+02:00"


def render_schema() -> str:
    """The JSON Schema of a chart."""
    return json.dumps(chart_schema(), indent=2, ensure_ascii=False) + "\n"


def render_errors() -> str:
    """Every error code with its meaning."""
    intro = (
        "Each message gives the code, the file, the line and the field, what was written, what "
        "was expected, an example, and what to do. Nothing is written to disk after a refusal."
    )
    codes = [(code.name, code.meaning) for code in (*ErrorCode, *CommandErrorCode)]
    chapters = "\n".join(
        f"\n## E{digit}xx {title}\n\n| code | meaning |\n|---|---|\n"
        + "\n".join(f"| {name} | {meaning} |" for name, meaning in codes if name[1] == digit)
        for digit, title in ERROR_CHAPTERS.items()
    )
    return f"# Errors\n\n{MADE}\n\n{intro}\n{chapters}\n"


def render_controls() -> str:
    """Every control with what it does."""
    rows = "\n".join(
        f"| {control.id} | {control.name} | {_stage(control)} | {_module(control)} |"
        for control in CONTROLS
    )
    intro = "Each control may narrow, hold or refuse, never widen. `plan()` takes no switch."
    head = "| control | name | looks at | lives in |\n|---|---|---|---|"
    return f"# Controls\n\n{MADE}\n\n{intro}\n\n{head}\n{rows}\n"


def _stage(control: Control) -> str:
    return type(control).__name__.removesuffix("Control").lower()


def _module(control: Control) -> str:
    return f"`{control.check.__module__.removeprefix('hepatica.')}`"


def render_protocol(name: str) -> str:
    """A shipped protocol as `hepatica protocol show` prints it."""
    return f"# {name}\n\n{MADE}\n\n```\n{_run('protocol', 'show', name)}```\n"


def render_permissions() -> str:
    """Who may do what at the site."""
    # Whoever only reads these pages needs no settings of a site.
    from tools import reference_permissions

    return reference_permissions.render_permissions()


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
    **{
        f"docs/reference/{name}.md": partial(render_protocol, name)
        for name in sorted({version.partition("/")[0] for version in shipped_protocols()})
    },
    "docs/reference/cli.md": render_cli,
    "docs/reference/entry-kinds.md": render_entry_kinds,
    "docs/reference/chart-words.md": render_chart_words,
    "docs/reference/protocol-words.md": render_protocol_words,
    "docs/reference/ctcae-5.md": render_grading,
    "docs/reference/regimens.md": render_regimens,
    "docs/reference/rules.md": render_rules,
    "docs/reference/who-may-do-what.md": render_permissions,
    "docs/reference/sources.md": render_sources,
    "docs/safety/hazard-log.md": render_hazard_log,
    "docs/safety/error-injection.md": render_error_injection,
    **{page: partial(render_commands, page) for page in pages_with_commands()},
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

"""Runs every injected error again and writes what came out into error-injection.yaml.

    PYTHONPATH=. .venv/bin/python tools/record_injections.py

Read the difference before committing it: a row that becomes "missed" needs a hazard.
"""

from __future__ import annotations

import re

from tests.safety.injection import TABLE, Injection, injections, run

_SPECIAL = re.compile(r"[,{}\[\]#\"']|: ")


def recorded(text: str, rows: list[Injection]) -> str:
    """The table with result, alone and with_second of every row as they come out now."""
    outcomes = {row.id: _outcome(row) for row in rows}
    current: dict[str, str] = {}
    lines = []
    for line in text.splitlines():
        name, _, value = line.strip().removeprefix("- ").partition(": ")
        if line.startswith("  - id: "):
            current = outcomes.get(value, {})
        lines.append(f"    {name}: {current[name]}" if name in current else line)
    return "\n".join(lines) + "\n"


def _outcome(row: Injection) -> dict[str, str]:
    with_second = run(row, with_second=True)
    found = {"result": _quoted(with_second.result), "with_second": _list(with_second.noticed)}
    if row.alone != ("not entered",):
        alone = run(row, with_second=False)
        found |= {"result": _quoted(alone.result), "alone": _list(alone.noticed)}
    return found


def _list(names: tuple[str, ...]) -> str:
    return f"[{', '.join(names)}]"


def _quoted(text: str) -> str:
    return f'"{text}"' if _SPECIAL.search(text) else text


if __name__ == "__main__":
    TABLE.write_text(recorded(TABLE.read_text(encoding="utf-8"), injections()), encoding="utf-8")
    print(f"wrote {TABLE.name}")

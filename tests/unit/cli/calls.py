"""Calling the command in this process, as a test does."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from click.testing import CliRunner, Result

from hepatica.cli.main import hepatica

FLAGS_OF_G1 = {
    "dose_mg_per_kg_day": "0.12",
    "weight_kg": "70",
    "volume_ml": "30",
    "flow_ml_per_day": "1.3",
}


def run(*arguments: str, stdin: str | bytes | None = None) -> Result:
    """Run `hepatica` with these arguments."""
    return CliRunner().invoke(hepatica, arguments, input=stdin, prog_name="hepatica")


def as_flags(case: dict[str, str]) -> list[str]:
    """A case as flags."""
    return [part for name, text in case.items() for part in (f"--{name.replace('_', '-')}", text)]


def by_flags(calculator: str, case: dict[str, str]) -> dict[str, str]:
    """The JSON answer to one case by flags."""
    found = json.loads(run(calculator, *as_flags(case), "--json").stdout)
    assert isinstance(found, dict)
    return found


def by_table(calculator: str, cases: list[dict[str, str]]) -> list[dict[str, str]]:
    """The answered rows of a table with these cases."""
    text = io.StringIO()
    writer = csv.DictWriter(text, cases[0])
    writer.writeheader()
    writer.writerows(cases)
    return rows_of(run(calculator, "--csv", "-", stdin=text.getvalue()).stdout)


def rows_of(text: str) -> list[dict[str, str]]:
    """A CSV text as rows."""
    return list(csv.DictReader(io.StringIO(text)))


def written(folder: Path, text: str | bytes, name: str = "in.csv") -> str:
    """A file with this text; its path."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return str(path)

"""One case by flags: its answer as text for people, or as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

import click

from hepatica.cli.calculators.calculator import ERROR, NOTICE, Calculator
from hepatica.cli.calculators.units import unit_of
from hepatica.cli.errors import EXIT_REFUSED
from hepatica.core.rulebook import Rulebook


def print_case(
    calculator: Calculator, given: Mapping[str, str], rulebook: Rulebook, *, as_json: bool
) -> int:
    """Print the answer to one case; the exit code says whether there was one."""
    texts = calculator.with_defaults(given, rulebook)
    answer = calculator.answer(given, rulebook)
    if as_json:
        found = {**texts, **answer, "notice": NOTICE}
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
    elif answer[ERROR]:
        click.echo(answer[ERROR], err=True)
    else:
        click.echo("\n".join(_lines(calculator, texts, answer)))
    return EXIT_REFUSED if answer[ERROR] else 0


def _lines(
    calculator: Calculator, texts: Mapping[str, str], answer: Mapping[str, str]
) -> Iterator[str]:
    results = {name: text for name, text in answer.items() if name != ERROR}
    width = max(map(len, (*texts, *results)))
    for name, text in texts.items():
        yield _line(name, text or "unknown", width)
    yield ""
    for name, text in results.items():
        remark = calculator.remarks.get(name, "")
        yield _line(name, text or "-", width) + (f"  ({remark})" if remark else "")
    yield ""
    yield NOTICE


def _line(name: str, text: str, width: int) -> str:
    unit = unit_of(name) if text[:1].isdigit() or (text[:1] == "-" and text != "-") else ""
    return f"{name:<{width}}  {text} {unit}".rstrip()

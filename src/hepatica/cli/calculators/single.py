"""One case by flags: its answer as text for people, or as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

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
    answers = calculator.answers(given, rulebook)
    error = answers[0][ERROR]
    if as_json:
        found = {**texts, **_as_data(answers), "notice": NOTICE}
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
    elif error:
        click.echo(error, err=True)
    else:
        click.echo("\n".join(_lines(calculator, texts, answers)))
    return EXIT_REFUSED if error else 0


def _as_data(answers: Sequence[Mapping[str, str]]) -> Mapping[str, object]:
    """One answer beside its inputs; several as a list."""
    return answers[0] if len(answers) == 1 else {"results": answers}


def _lines(
    calculator: Calculator, texts: Mapping[str, str], answers: Sequence[Mapping[str, str]]
) -> Iterator[str]:
    width = max(map(len, (*texts, *answers[0])))
    for name, text in texts.items():
        yield _line(name, text or "unknown", width)
    for answer in answers:
        yield ""
        for name, text in answer.items():
            if name != ERROR:
                remark = calculator.remarks.get(name, "")
                yield _line(name, text or "-", width) + (f"  ({remark})" if remark else "")
    yield ""
    yield NOTICE


def _line(name: str, text: str, width: int) -> str:
    unit = unit_of(name) if text[:1].isdigit() or (text[:1] == "-" and text != "-") else ""
    return f"{name:<{width}}  {text} {unit}".rstrip()

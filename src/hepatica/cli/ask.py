"""`hepatica ask`: may this patient fly, have an MRI, …?"""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from hepatica.casefile.load import load_case
from hepatica.cli.moments import MOMENT, current_time, read_option
from hepatica.cli.refusal import refusals_as_json
from hepatica.core.chart.course import Course
from hepatica.core.chart.fold import fold_course
from hepatica.core.questions.table import Topic
from hepatica.library.loader import load_rulebook
from hepatica.library.questions import shipped_questions
from hepatica.library.scalars import NotReadable, read_date

_TOPICS = [topic.value for topic in Topic]


@click.command(
    epilog="""\b
Examples:
  hepatica ask case.yaml mri
  hepatica ask case.yaml flight --from 2026-03-02 --until 2026-03-03
  hepatica ask case.yaml fever --at 2026-03-02T10:00+00:00 --json

\b
Exit codes: 0 answered, whatever the answer; 1 the chart is refused; 2 wrong usage."""
)
@click.argument("case", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("topic", type=click.Choice(_TOPICS), metavar=f"[{'|'.join(_TOPICS)}]")
@click.option("--at", metavar=MOMENT, help="The moment of the question; without it, now.")
@click.option("--from", "since", metavar="YYYY-MM-DD", help="Its first day; without it, that day.")
@click.option(
    "--until", metavar="YYYY-MM-DD", help="Its last day; without it, until the next access."
)
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
def ask(
    case: Path, topic: str, at: str | None, since: str | None, until: str | None, as_json: bool
) -> None:
    """Say what holds for the pump of this patient, and what it does to the safe refill date.

    What no source says of a pump is for its manufacturer to answer, never allowed. No answer
    changes a dose; the date moves only when the exposure is charted.
    """
    moment = read_option("--at", at) or current_time()
    first = _day("--from", since) or moment.date()
    last = _day("--until", until)
    if last is not None and last < first:
        raise click.UsageError(f"--until: came {last}, expected a day not before {first}")
    with refusals_as_json(is_wanted=as_json):
        course = _course(case, moment)
        _print(course, Topic(topic), (first, last), as_json=as_json)


def _day(option: str, text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return read_date(text)
    except NotReadable as refusal:
        raise click.UsageError(
            f"{option}: came {text!r}, expected {refusal.expected}; for example {refusal.example}"
        ) from None


def _course(case: Path, at: datetime) -> Course:
    return fold_course(load_case(case, now=current_time()), at=at, known_by=at)


def _print(
    course: Course, topic: Topic, period: tuple[date, date | None], *, as_json: bool
) -> None:
    from hepatica.core.questions.answer import answer_question
    from hepatica.reports.answer_text import answer_as_data, answer_as_text

    questions, (since, until) = shipped_questions(), period
    answer = answer_question(
        course, load_rulebook(), questions.table, topic, since=since, until=until
    )
    if as_json:
        import json

        data = answer_as_data(answer, course, questions, period)
        click.echo(json.dumps(data, indent=2, ensure_ascii=False))
    else:
        click.echo(answer_as_text(answer, course, questions, period))

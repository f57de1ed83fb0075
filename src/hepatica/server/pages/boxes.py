"""From the form of an entry kind to the boxes of a page, and back to what a written chart holds.

The forms of `casefile` are the one door; a page shows a box for each of their fields, so that a
new kind of entry has its page at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.utils import timezone

from hepatica.casefile.forms import Field, Form
from hepatica.casefile.laboratory import TESTS, LabResults
from hepatica.casefile.readers import EarlierEntry, FreeText, ListOf
from hepatica.core.frozen import frozen
from hepatica.library.strict_yaml import Node

# A list of tables has no box; such a fill is written step by step in the visit.
_WITHOUT_BOX = ("additives", "replacement")


@frozen
class Box:
    """One box. `kind` is choice, choices, results, long or text."""

    name: str
    label: str
    kind: str
    example: str
    is_optional: bool
    choices: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()


def boxes_of(form: Form) -> list[Box]:
    """The boxes of a form, in its order."""
    return [_box(field) for field in form.fields if field.name not in _WITHOUT_BOX]


def _box(field: Field) -> Box:
    reader, schema = field.reader, field.reader.schema()
    kind, choices = "text", tuple(map(str, schema.get("enum", ())))
    tests: tuple[str, ...] = ()
    if choices:
        kind = "choice"
    elif isinstance(reader, ListOf):
        kind, choices = "choices", tuple(map(str, schema["items"].get("enum", ())))
    elif isinstance(reader, LabResults):
        kind, tests = "results", tuple(reader.tests)
    elif isinstance(reader, FreeText):
        kind = "long"
    example = "" if isinstance(reader, EarlierEntry) else reader.example
    label = field.name.replace("_", " ")
    return Box(field.name, label, kind, example, field.is_optional, choices, tests)


def written_from(form: Form, sent: QueryDict) -> dict[str, Node]:
    """What was typed into the boxes of a form, empty boxes left out; nothing is judged here."""
    written: dict[str, Node] = {}
    for box in boxes_of(form):
        value: Node
        if box.kind == "choices":
            value = [str(each) for each in sent.getlist(box.name) if each]
        elif box.kind == "results":
            value = dict(_results(box, sent))
        else:
            value = sent.get(box.name, "").strip()
        if value:
            written[box.name] = value
    return written


def _results(box: Box, sent: QueryDict) -> Iterator[tuple[str, Node]]:
    for test in box.tests:
        value = sent.get(test, "").strip()
        limit = sent.get(f"{test}_limit", "").strip()
        if value:
            table: dict[str, Node] = {"value": with_unit(value, test)}
            if limit:
                table["upper_limit"] = with_unit(limit, test)
            yield test, table


def with_unit(text: str, test: str) -> str:
    """A bare figure is in the unit shown beside its box."""
    unit = TESTS[test][1].example.partition(" ")[2]
    return f"{text} {unit}" if text[-1:].isdigit() else text


def at_of(sent: Mapping[str, Any], now: datetime) -> str:
    """The moment typed (date and time of the site's clock), or that at which it was sent.

    `now` is the clock by which the entry is recorded: a second later would be the future.
    """
    typed = str(sent.get("at", "")).strip()
    if not typed:
        return now.isoformat(timespec="seconds")
    try:
        moment = datetime.fromisoformat(typed)
    except ValueError:
        return typed  # the door says what it expects
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=timezone.get_current_timezone())
    return moment.isoformat()

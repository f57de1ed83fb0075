"""Synthetic charts for the load of the site: as many as asked, each as long as asked, sealed.

One chart in eight has a pump in use, filled up to 13 days ago; of the others the pump is out. The
entries are those of an example, and between them weighings, blood counts and notes. Each entry
has its act, as if it had been recorded at the site.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from hepatica.casefile.chain import HEADER_FIELDS, Link, chained
from hepatica.casefile.commitment import committed
from hepatica.casefile.load import read_case
from hepatica.casefile.salts import KNOWN_KEY, salt_for
from hepatica.library.strict_yaml import Node
from hepatica.server.store.models import Act, Chart, Line, Text
from hepatica.server.store.sealed import rows_of
from tools.demo_site import DemoChart, moved_chart

IN_USE = 8  # one chart in so many has a pump in use
_AT_ONCE = 20  # charts written in one transaction
_EXAMPLE = "adjuvant-six-cycles"
# The fills of the example, each the last entry of a chart that goes on from it.
_FILLS = (
    "2026-02-04T10:00+01:00",
    "2026-02-18T09:15+01:00",
    "2026-03-04T10:00+01:00",
    "2026-03-18T09:15+01:00",
    "2026-04-01T10:00+02:00",
    "2026-04-15T09:15+02:00",
    "2026-04-29T10:00+02:00",
    "2026-05-13T09:15+02:00",
    "2026-05-27T10:00+02:00",
    "2026-06-10T09:15+02:00",
    "2026-06-24T10:00+02:00",
    "2026-07-08T09:15+02:00",
)
_END = "2026-07-22T09:15+02:00"
_DWELL_DAYS = 14
_SINCE_END_DAYS = 60

Content = dict[str, Node]


@dataclass(frozen=True, slots=True)
class Template:
    """The entries of a chart in the order they were recorded, without its case."""

    header: Content
    entries: tuple[Content, ...]

    @property
    def begun(self) -> str:
        """When the first entry was recorded."""
        return str(self.entries[0]["recorded_at"])

    def links(self, case: str) -> list[Link]:
        """The sealed lines of a chart with this case."""
        return chained({**self.header, "case": case}, self.entries)


def templates(entries: int, now: datetime) -> tuple[list[Template], list[Template]]:
    """Charts with a pump in use, one for each day since its fill; and charts that are over."""
    fills = [_FILLS[day % len(_FILLS)] for day in range(_DWELL_DAYS)]
    in_use = [
        _template(_moved(fill, now - timedelta(days=day)), entries, now)
        for day, fill in enumerate(fills)
    ]
    over = _moved(_END, now - timedelta(days=_SINCE_END_DAYS))
    return in_use, [_template(over, entries, now, is_over=True)]


def _moved(until: str, now: datetime) -> str:
    return moved_chart(DemoChart("template", _EXAMPLE, until, ""), now)


def _template(written: str, entries: int, now: datetime, *, is_over: bool = False) -> Template:
    """The written chart, filled up to so many entries; it is read again, as a door would.

    Raises:
        InputErrors: the chart as it was filled up would be refused.
    """
    case = read_case(written, now=now)
    found = [dict(link.content) for link in case.links[1:]]
    last = max(map(_recorded, found))
    if is_over:
        found.append(_explant(last + timedelta(days=1)))
    first = min(map(_recorded, found))
    more = _between(first, last, entries - len(found))
    whole = sorted([*found, *more], key=_recorded)
    header = {key: case.links[0].content[key] for key in HEADER_FIELDS}
    made = Template(header, tuple(whole))
    read_case("".join(f"{link.line}\n" for link in made.links("template")), now=now)
    return made


def _recorded(entry: Content) -> datetime:
    return datetime.fromisoformat(str(entry["recorded_at"]))


def _explant(at: datetime) -> Content:
    return _recorded_at(
        at,
        {
            "id": "explant",
            "kind": "pump_explanted",
            "serial": "SYN-0101",
            "cause": "treatment-ended",
        },
    )


def _between(first: datetime, last: datetime, count: int) -> Iterator[Content]:
    """So many entries evenly from the first moment to the last."""
    for number in range(count):
        at = first + (last - first) * number / count
        yield _recorded_at(at.replace(microsecond=0), _filler(number))


def _recorded_at(at: datetime, entry: Content) -> Content:
    return {"at": at.isoformat(), "recorded_at": at.isoformat(), **entry}


def _filler(number: int) -> Content:
    """An entry that changes no dose, such as charts have many of."""
    name = f"more-{number}"
    if number % 4 == 0:
        text = f"seen at the clinic, number {number}"
        return {
            "id": name,
            "kind": "note",
            "text": committed(text, salt_for(KNOWN_KEY, name, ("text",))),
        }
    if number % 4 == 1:
        return {"id": name, "kind": "weight", "weight": f"70.{number % 10} kg"}
    counts: Content = {
        "white_cells": f"5.{number % 10} 10*9/L",
        "platelets": f"{220 + number % 20} 10*9/L",
    }
    return {"id": name, "kind": "laboratory_panel", "laboratory": "central", "results": counts}


def write_charts(charts: int, entries: int, now: datetime) -> Iterator[list[str]]:
    """Put so many charts into the store; yields the cases of those written, some at a time."""
    in_use, over = templates(entries, now)
    for start in range(0, charts, _AT_ONCE):
        numbers = range(start, min(start + _AT_ONCE, charts))
        named = {f"syn-{number:05}": _drawn(number, in_use, over) for number in numbers}
        _write(named)
        yield list(named)


def _drawn(number: int, in_use: Sequence[Template], over: Sequence[Template]) -> Template:
    turn, rest = divmod(number, IN_USE)
    return over[turn % len(over)] if rest else in_use[turn % len(in_use)]


def _write(named: Mapping[str, Template]) -> None:
    """Write these charts with their acts, lines and texts; the triggers look at every line."""
    with transaction.atomic():
        charts = Chart.objects.bulk_create(Chart(case=c, is_synthetic=True) for c in named)
        places = [
            (chart, number, link, template.begun)
            for chart, template in zip(charts, named.values(), strict=True)
            for number, link in enumerate(template.links(chart.case))
        ]
        acts = Act.objects.bulk_create(_act(*place) for place in places)
        rows = [
            rows_of(link, chart=chart, act=act, number=number)
            for act, (chart, number, link, _begun) in zip(acts, places, strict=True)
        ]
        Line.objects.bulk_create([row.line for row in rows])
        Text.objects.bulk_create([text for row in rows for text in row.texts])


def _act(chart: Chart, number: int, link: Link, begun: str) -> Act:
    """The act that wrote one line; that of the header was when the chart was begun."""
    at = link.content.get("recorded_at", begun)
    return Act(
        chart=chart,
        key=f"{chart.case} {number}",
        asked=link.hash,
        by="bench",
        at=datetime.fromisoformat(str(at)),
        head_after=link.hash,
        lines_after=number + 1,
    )

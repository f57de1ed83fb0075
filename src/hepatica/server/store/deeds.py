"""The acts on a chart: begun, added to, redacted. Each is one transaction, done once.

Every act names the head it was planned on. When another act came before it, it is refused and
told what changed. Every act has a key; the same request with the same key, sent twice, is done
once and answered twice.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from hepatica.casefile.chain import BEFORE_FIRST, Link, canonical
from hepatica.casefile.extend import extend
from hepatica.casefile.load import read_case
from hepatica.casefile.redact import redact as without_text
from hepatica.casefile.salts import draw_salt
from hepatica.casefile.verify import links_of
from hepatica.core.frozen import frozen
from hepatica.library.errors import ErrorCode, InputErrors, refused
from hepatica.library.strict_yaml import Node
from hepatica.server.store.models import Act, Chart, Line, Text
from hepatica.server.store.reading import read_stored
from hepatica.server.store.sealed import chart_text, rows_of


@frozen
class Asker:
    """Who asks, with the key of this one request."""

    by: str
    key: str


@frozen
class Done:
    """What an act came to. `is_repeated`: it had been done already, and was not done again."""

    case: str
    head: str
    lines: int
    is_repeated: bool = False


def head_of(chart: Chart) -> str:
    """The hash of the last line of a chart; 64 zeros before the first."""
    last = chart.lines.order_by("-number").values_list("hash", flat=True).first()
    return BEFORE_FIRST if last is None else last


def find_chart(case: str) -> Chart:
    """The chart of a case.

    Raises:
        InputErrors: E511, there is none.
    """
    chart = Chart.objects.filter(case=case).first()
    if chart is None:
        raise refused(ErrorCode.E511, "store", came=case, expected="the case of a chart in it")
    return chart


def begin(sealed: str, asker: Asker, *, now: datetime, name: str = "case") -> Done:
    """Take a sealed chart into the store.

    Raises:
        InputErrors: it does not verify or is not sealed (E501), the store has a chart of this
            case (E512), or the key was used for something else (E514).
    """
    case = read_case(sealed, now=now, name=name)
    if not case.chart.is_sealed:
        raise refused(
            ErrorCode.E501,
            name,
            expected="a sealed chart",
            remedy="Seal it first: hepatica chart seal.",
        )

    def add(_before: None) -> tuple[Chart, Sequence[Link]]:
        if Chart.objects.filter(case=case.chart.case).exists():
            raise refused(
                ErrorCode.E512,
                name,
                came=case.chart.case,
                expected="a case the store does not have yet",
            )
        chart = Chart.objects.create(case=case.chart.case, is_synthetic=case.chart.is_synthetic)
        return chart, case.links

    return _once(asker, _asked("begin", sealed), now, add, None)


def append(
    case: str, written: Sequence[Mapping[str, Node]], asker: Asker, *, head: str, now: datetime
) -> Done:
    """Add entries to the end of a chart, all of them or none.

    Args:
        case: which chart.
        written: entries as a written chart holds them.
        asker: who, and the key of this request.
        head: the hash of the last line that the asker has seen.
        now: the clock; the entries are recorded at it.

    Raises:
        InputErrors: no such chart (E511), it has gone on since `head` (E513), the key was used
            for something else (E514), or the chart with them would be refused (E1xx, E2xx).
    """

    def add(chart: Chart) -> tuple[Chart, Sequence[Link]]:
        return chart, extend(read_stored(chart, now=now), written, now=now, name=case)

    asked = _asked("append", case, head, *(canonical(entry) for entry in written))
    return _once(asker, asked, now, _on_head(head, add), case)


def redact(
    case: str,
    entry: str,
    field: str,
    reason: str,
    asker: Asker,
    *,
    head: str,
    now: datetime,
    draw: Callable[[], str] = draw_salt,
) -> Done:
    """Take a free text out of a chart; its hash stays, and an entry says that it was taken.

    Raises:
        InputErrors: as `append`; or E502 to E505, as the command `hepatica chart redact`.
    """

    def add(chart: Chart) -> tuple[Chart, Sequence[Link]]:
        made = without_text(
            chart_text(chart), entry, field=field, reason=reason, now=now, draw=draw
        )
        return chart, links_of(made.text)[-1:]

    def take(chart: Chart) -> None:
        Text.objects.filter(line__chart=chart, line__entry=entry, path=field).delete()

    asked = _asked("redact", case, head, entry, field, reason)
    return _once(asker, asked, now, _on_head(head, add), case, then=take)


def _asked(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8")).hexdigest()


def _on_head(
    head: str, add: Callable[[Chart], tuple[Chart, Sequence[Link]]]
) -> Callable[[Chart], tuple[Chart, Sequence[Link]]]:
    def checked(chart: Chart) -> tuple[Chart, Sequence[Link]]:
        if head_of(chart) != head:
            raise _gone_on(chart, head)
        return add(chart)

    return checked


def _gone_on(chart: Chart, head: str) -> InputErrors:
    seen = chart.lines.filter(hash=head).values_list("number", flat=True).first()
    since = chart.lines.filter(number__gt=-1 if seen is None else seen).order_by("number")
    new = ", ".join(f"{line.entry} ({line.kind})" for line in since if line.entry)
    return refused(
        ErrorCode.E513,
        f"chart {chart.case}",
        came=head,
        expected=f"the head {head_of(chart)}; new since then: {new or 'another chart'}",
        remedy="Read what is new, plan again, and decide anew.",
    )


def _once(
    asker: Asker,
    asked: str,
    now: datetime,
    add: Callable[..., tuple[Chart, Sequence[Link]]],
    case: str | None,
    then: Callable[[Chart], None] | None = None,
) -> Done:
    try:
        with transaction.atomic():
            before = None if case is None else _locked(case)
            repeated = _repeated(asker, asked)  # asked once the chart is ours alone
            if repeated is not None:
                return repeated
            chart, links = add(before)
            done = _write(chart, links, asker, asked, now)
            if then is not None:
                then(chart)
            return done
    except IntegrityError:
        # Another request with this key or place was faster: it has been answered, or has moved
        # the chart on.
        repeated = _repeated(asker, asked)
        if repeated is not None:
            return repeated
        raise refused(
            ErrorCode.E513,
            f"chart {case or ''}",
            expected="a chart on which nobody else acts at this moment",
            remedy="Nothing was written. Read the chart again.",
        ) from None


def _locked(case: str) -> Chart:
    """The chart, kept from others until this act is written."""
    find_chart(case)
    return Chart.objects.select_for_update().get(case=case)


def _repeated(asker: Asker, asked: str) -> Done | None:
    act = Act.objects.select_related("chart").filter(key=asker.key).first()
    if act is None:
        return None
    if (act.by, act.asked) != (asker.by, asked):
        raise refused(
            ErrorCode.E514,
            "request",
            came=asker.key,
            expected="a key of its own for each request",
            remedy="Nothing was written. Send it again with a new key.",
        )
    return Done(act.chart.case, act.head_after, act.lines_after, is_repeated=True)


def _write(chart: Chart, links: Sequence[Link], asker: Asker, asked: str, now: datetime) -> Done:
    number = chart.lines.count()
    act = Act.objects.create(
        chart=chart,
        key=asker.key,
        asked=asked,
        by=asker.by,
        at=now,
        head_after=links[-1].hash,
        lines_after=number + len(links),
    )
    rows = [
        rows_of(link, chart=chart, act=act, number=number + offset)
        for offset, link in enumerate(links)
    ]
    Line.objects.bulk_create([row.line for row in rows])
    Text.objects.bulk_create([text for row in rows for text in row.texts])
    return Done(chart.case, act.head_after, act.lines_after)

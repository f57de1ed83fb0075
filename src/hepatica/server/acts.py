"""An act of somebody at the site: written to the chart, and all that follows from it, or nothing.

What follows in the same transaction: a new plan, the outlook for the lists, the revocation of an
order that no longer stands, and the line of the access log.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from hepatica.core.frozen import frozen
from hepatica.library.strict_yaml import Node
from hepatica.reports.sheet import Sheet
from hepatica.server.access.doors import Visitor, write_down
from hepatica.server.orders.revoke import revoke_what_no_longer_stands
from hepatica.server.plans import sheet_of
from hepatica.server.store.deeds import Asker, append
from hepatica.server.store.models import Act, Chart
from hepatica.server.worklist.outlooks import keep_outlook

Written = Mapping[str, Node]


@frozen
class Asked:
    """One sent form: who sent it, its key, the head of the chart it was filled in on, and when."""

    visitor: Visitor
    key: str
    head: str
    now: datetime

    @property
    def by(self) -> str:
        """The staff id."""
        return self.visitor.user.username


def clock() -> datetime:
    """The site's clock to the second, which is what entries hold."""
    return timezone.localtime().replace(microsecond=0)


@frozen
class Acted:
    """What was done, and the plan that follows. `is_repeated`: it had been done already."""

    act: Act
    sheet: Sheet
    is_repeated: bool


def acted_before(chart: Chart, asked: Asked) -> Acted | None:
    """What this very form came to, if it was sent before: a second click, a lost answer."""
    act = Act.objects.filter(key=asked.key, by=asked.by, chart=chart).first()
    return None if act is None else Acted(act, sheet_of(chart, asked.now), is_repeated=True)


def act_on(chart: Chart, written: Sequence[Written], asked: Asked) -> Acted:
    """Add entries to a chart.

    Raises:
        InputErrors: as `hepatica.server.store.deeds.append`; then nothing is written.
    """
    with transaction.atomic():
        done = append(
            chart.case, written, Asker(asked.by, asked.key), head=asked.head, now=asked.now
        )
        act = Act.objects.get(key=asked.key)
        sheet = sheet_of(chart, asked.now)
        if not done.is_repeated:
            keep_outlook(chart, sheet, asked.now)
            revoke_what_no_longer_stands(chart, sheet, asked.visitor.user, asked.now, act)
            write_down(asked.visitor, chart, is_write=True, act=act)
        return Acted(act, sheet, done.is_repeated)

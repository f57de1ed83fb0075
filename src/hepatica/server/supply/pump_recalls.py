"""Which pumps, in patients and in stock, a recall of pumps speaks of."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from hepatica.core.frozen import frozen
from hepatica.core.pump.recall import Match, Recall, RecallStatus, Verdict, match_recall, plain
from hepatica.core.pump.tenure import find_tenures
from hepatica.core.rulebook import Rulebook
from hepatica.server.plans import course_of, site_rulebook
from hepatica.server.store.models import Chart
from hepatica.server.supply.models import Lot, Product


@frozen
class RecalledPump:
    """One pump of a patient under one recall; `explanted` is empty while it is in place."""

    chart: Chart
    serial: str
    explanted: str
    match: Match

    @property
    def recall(self) -> Recall:
        """The recall."""
        return self.match.recall

    @property
    def doubt(self) -> str:
        """How sure the record of the recall is, and who must confirm it."""
        if self.recall.status is RecallStatus.UNVERIFIED:
            return f"unverified: verify with {self.recall.verify_with}"
        return self.recall.status.value


def pumps_in_patients(now: datetime) -> tuple[list[RecalledPump], int]:
    """The pumps that a recall means, or may mean, and how many pairs the charts rule out.

    A pump that was taken out is listed too: its patient was exposed.
    """
    book = site_rulebook()
    charts = Chart.objects.order_by("case").iterator()
    found = [each for chart in charts for each in _of_chart(chart, book, now)]
    order = list(Verdict)
    meant = [each for each in found if each.match.verdict is not Verdict.NO_MATCH]
    meant.sort(key=lambda each: (order.index(each.match.verdict), each.chart.case))
    return meant, len(found) - len(meant)


def _of_chart(chart: Chart, book: Rulebook, now: datetime) -> Iterator[RecalledPump]:
    for tenure in find_tenures(course_of(chart, now)).pumps:
        pump, until = tenure.pump, tenure.explanted
        for recall in book.recalls:
            match = match_recall(pump.payload, pump.at.day, recall, book.devices)
            day = "" if until is None else until.day.isoformat()
            yield RecalledPump(chart, pump.payload.serial, day, match)


def recalls_of_stock(lot: Lot) -> list[Recall]:
    """The recalls that may mean a pump in stock: of its model, its lot not ruled out."""
    if lot.product != Product.PUMP:
        return []
    return [
        recall
        for recall in site_rulebook().recalls
        if lot.model in recall.models
        and (not recall.lots or lot.lot_key in {plain(each) for each in recall.lots})
    ]

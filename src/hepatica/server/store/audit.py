"""Does the store still hold what was written? Chains, texts, and the record of acts."""

from __future__ import annotations

from collections.abc import Iterator

from hepatica.casefile.chain import BEFORE_FIRST
from hepatica.casefile.verify import verify
from hepatica.core.frozen import frozen
from hepatica.server.store.models import Act, Chart
from hepatica.server.store.sealed import chart_text


@frozen
class Fault:
    """One thing that is not as it was written."""

    case: str
    what: str


@frozen
class Audit:
    """What was looked at, and what was wrong."""

    charts: int
    lines: int
    acts: int
    faults: tuple[Fault, ...]


def audit(only: Chart | None = None) -> Audit:
    """Every chart, or one, verified from its stored bytes and held against its acts."""
    charts = list(Chart.objects.order_by("case")) if only is None else [only]
    faults = [fault for chart in charts for fault in _faults(chart)]
    lines = sum(chart.lines.count() for chart in charts)
    acts = Act.objects.filter(chart__in=charts).count()
    return Audit(len(charts), lines, acts, tuple(faults))


def _faults(chart: Chart) -> Iterator[Fault]:
    found = verify(chart_text(chart))
    if not found.is_intact:
        yield Fault(chart.case, f"line {found.line}: {found.message}")
    for place in found.unrecorded:
        yield Fault(chart.case, f"the free text {place} is gone, and no redaction says so")
    yield from _against_acts(chart)


def _against_acts(chart: Chart) -> Iterator[Fault]:
    lines = list(chart.lines.order_by("number").values_list("number", "hash", "act_id"))
    if [number for number, _, _ in lines] != list(range(len(lines))):
        yield Fault(chart.case, "the numbers of its lines have a gap")
    hashes = [hash_ for _, hash_, _ in lines]
    acts = list(chart.acts.order_by("id"))
    for act in acts:
        head = hashes[act.lines_after - 1] if act.lines_after <= len(hashes) else "missing"
        if head != act.head_after:
            yield Fault(chart.case, f"act {act.pk} by {act.by} ended at another line")
    last = acts[-1].head_after if acts else BEFORE_FIRST
    if hashes and hashes[-1] != last:
        yield Fault(chart.case, "its last line was written by no act")

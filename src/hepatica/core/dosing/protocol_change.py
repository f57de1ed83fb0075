"""What carries over when a course goes on under another protocol.

The later protocol holds from its entry on. The last dose given stays the cap in mg/kg/day, and the
values of its day the reference, whatever protocol it was ordered by. A last dose above the starting
dose of the protocol now in force is cut to that starting dose: no protocol begins above its own.
"""

from __future__ import annotations

from decimal import Decimal

from hepatica.core.chart.course import Course
from hepatica.core.chart.entries import Entry, OrderSigned, ProtocolAssigned
from hepatica.core.decision import Alert, Narrowing
from hepatica.core.dosing.last_dose import last_dose_given
from hepatica.core.dosing.samples import signed_order
from hepatica.core.protocol.tables import Protocol
from hepatica.core.pump.ledger import Dwell
from hepatica.core.quantities import HUNDRED, twelve_digits

RULE = "R-protocol-change"


def check_protocol_change(course: Course, protocol: Protocol, last: Dwell | None) -> Narrowing:
    """A cap at the starting dose, and an alert, for the first FUDR under another protocol."""
    before = None if last is None else protocol_before(course, last)
    if last is None or before is None or before == protocol.name:
        return Narrowing()
    start = protocol.dose.starting_mg_per_kg_day
    given = last_dose_given(course, last)
    shown = "not known" if given is None else f"{twelve_digits(given)} mg/kg/day"
    text = (
        f"first FUDR under {protocol.name} after {before}: last dose {shown}, starting dose"
        f" {twelve_digits(start)} mg/kg/day; cycles given before count"
    )
    alert = Alert(text, RULE, (last.fill.id,))
    return Narrowing(dose_cap_mg_per_kg_day=start, alerts=(alert,))


def protocol_before(course: Course, last: Dwell) -> str | None:
    """The protocol of the last FUDR fill: of its signed order, else the one assigned then."""
    order = signed_order(course, last)
    if order is not None:
        return _name(order)
    assigned = [e for e in course.all(ProtocolAssigned) if e.at.latest <= last.fill.at.latest]
    return _name(assigned[-1]) if assigned else None


def start_of_last_order(course: Course, protocol: Protocol, last: Dwell | None) -> Decimal:
    """The starting dose that a percent on the last order is of; mg/kg/day.

    Another protocol's order states dose and percent, and so the starting dose behind them.
    """
    start = protocol.dose.starting_mg_per_kg_day
    order = None if last is None else signed_order(course, last)
    if order is None or _name(order) == protocol.name:
        return start
    return order.payload.dose_mg_per_kg_day * HUNDRED / order.payload.percent


def _name(entry: Entry[OrderSigned] | Entry[ProtocolAssigned]) -> str:
    return f"{entry.payload.protocol}/{entry.payload.version}"

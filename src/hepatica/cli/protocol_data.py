"""What `hepatica protocol` prints, as plain data for JSON; decimals are texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal

from hepatica.core.protocol.check import Problem
from hepatica.core.protocol.complications import COMPLICATIONS
from hepatica.core.protocol.provenance import SourcedValue, unapproved
from hepatica.core.protocol.tables import Protocol
from hepatica.core.protocol.windows import WindowLimit, window_limits
from hepatica.core.quantities import twelve_digits
from hepatica.core.rulebook import Rulebook
from hepatica.library.approvals import void_approvals
from hepatica.library.loader import LoadedProtocol

Data = dict[str, object]


def values_behind(book: Rulebook, protocol: Protocol) -> tuple[SourcedValue, ...]:
    """Every value a plan under this protocol may rest on: its own, of pumps, of complications."""
    names = (protocol.name, *book.devices, COMPLICATIONS)
    return tuple(value for name in names for value in book.values[name])


def needing_approval(book: Rulebook, protocol: Protocol) -> tuple[SourcedValue, ...]:
    """The values that nobody has approved for patients."""
    return unapproved(values_behind(book, protocol), book.approvals, is_synthetic=False)


def list_as_data(book: Rulebook) -> list[Data]:
    """One line for each protocol."""
    return [
        {
            "name": name,
            "title": protocol.heading.title,
            "status": protocol.heading.status.value,
            "assignable_from": protocol.heading.assignable_from.isoformat(),
            "diagnoses": [diagnosis.value for diagnosis in protocol.heading.diagnoses],
            "values": len(values_behind(book, protocol)),
            "need_approval": len(needing_approval(book, protocol)),
        }
        for name, protocol in book.protocols.items()
    ]


def show_as_data(book: Rulebook, protocol: Protocol) -> Data:
    """The tables of a protocol, the source of each value, and the safe label flows."""
    needed = {value.path for value in needing_approval(book, protocol)}
    return {
        "name": protocol.name,
        "tables": as_plain(protocol),
        "values": [
            {
                "path": value.path,
                "value": value.text,
                "source": value.source,
                "confidence": value.confidence.value,
                "why": value.why,
                "needs_approval": value.path in needed,
            }
            for value in values_behind(book, protocol)
        ],
        "void_approvals": [void.why for void in void_approvals(book)],
        "safe_label_flows": windows_as_data(
            window_limits(protocol.calendar, book.devices.values())
        ),
    }


def check_as_data(
    loaded: LoadedProtocol, problems: Sequence[Problem], windows: Sequence[WindowLimit]
) -> Data:
    """The findings of a check."""
    return {
        "name": loaded.protocol.name,
        "ok": not problems,
        "problems": [{"path": problem.path, "message": problem.message} for problem in problems],
        "safe_label_flows": windows_as_data(windows),
    }


def windows_as_data(windows: Sequence[WindowLimit]) -> list[Data]:
    """The highest safe label flow for every pump family, reservoir and dwell."""
    return [
        {
            "device": window.device,
            "reservoir_ml": str(window.reservoir_ml),
            "days": str(window.days),
            "highest_label_flow_ml_per_day": twelve_digits(window.highest_label_flow_ml_per_day),
        }
        for window in windows
    ]


def as_plain(value: object) -> object:
    """A table as dictionaries, lists and texts."""
    if is_dataclass(value):
        return {f.name: as_plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, tuple):
        return [as_plain(item) for item in value]
    if isinstance(value, Decimal | date):
        return str(value)
    return value

"""What `hepatica device` prints, as text and as plain data."""

from __future__ import annotations

from rich.text import Text

from hepatica.cli.protocol_data import Data, as_plain
from hepatica.cli.protocol_text import LEGEND, Page, plain_table, terminal
from hepatica.core.protocol.provenance import SourcedValue, unapproved
from hepatica.core.pump.device import Device
from hepatica.core.rulebook import Rulebook


def _waiting(book: Rulebook, device: Device) -> tuple[SourcedValue, ...]:
    """The values of a family that nobody has approved for patients."""
    return unapproved(book.values[device.id], book.approvals, is_synthetic=False)


def _tolerance(device: Device) -> str:
    return "not stated" if device.tolerance_percent is None else f"{device.tolerance_percent} %"


def print_list(book: Rulebook) -> None:
    """One line for each family."""
    table = plain_table(
        "model", "names", "status", "drive", "reservoirs mL", "tolerance", "need approval"
    )
    for device in book.devices.values():
        table.add_row(
            device.id,
            ", ".join(device.names),
            device.status,
            device.drive,
            ", ".join(f"{size}" for size in device.reservoirs_ml),
            _tolerance(device),
            f"{len(_waiting(book, device))} of {len(book.values[device.id])}",
        )
    terminal().print(table)


def print_device(book: Rulebook, device: Device) -> None:
    """Every value of a family with the note that says where it comes from."""
    console, waiting = terminal(), _waiting(book, device)
    console.print(Text(LEGEND))
    values = {value.path: value for value in book.values[device.id]}
    page = Page(console, values, frozenset(value.path for value in waiting), device.id)
    page.show(f"Pump family {device.id}", device)
    console.print(Text("What is not stated, or does not stand here: ask the manufacturer."))
    if device.tolerance_percent is None:
        text = "No FUDR is proposed in this family, and no safe refill date is computed."
        console.print(Text(f"Its tolerance is not stated. {text}"))


def list_as_data(book: Rulebook) -> list[Data]:
    """One line for each family."""
    return [
        {
            "model": device.id,
            "names": list(device.names),
            "status": device.status.value,
            "drive": device.drive.value,
            "values": len(book.values[device.id]),
            "need_approval": len(_waiting(book, device)),
        }
        for device in book.devices.values()
    ]


def show_as_data(book: Rulebook, device: Device) -> Data:
    """A family, and the source of each of its values."""
    waiting = {value.path for value in _waiting(book, device)}
    return {
        "model": device.id,
        "device": as_plain(device),
        "values": [
            {
                "path": value.path,
                "value": value.text,
                "source": value.source,
                "confidence": value.confidence.value,
                "why": value.why,
                "needs_approval": value.path in waiting,
            }
            for value in book.values[device.id]
        ],
    }

"""`hepatica device`: the pump families that are installed."""

from __future__ import annotations

from pathlib import Path

import click

from hepatica.cli.approvals_option import approvals_option
from hepatica.cli.device_recalls import recalls
from hepatica.cli.device_udi import udi
from hepatica.cli.moments import current_time
from hepatica.cli.protocol_choice import as_json_option, print_json, says_errors
from hepatica.core.pump.device import Device
from hepatica.core.rulebook import Rulebook
from hepatica.library.errors import ErrorCode, refused
from hepatica.library.loader import load_rulebook


@click.group(
    epilog="""\b
Examples:
  hepatica device list
  hepatica device show synchromed-ii
  hepatica device udi "(01)00850014110147(10)20175(21)SYN-1"
  hepatica device recalls charts/"""
)
def device() -> None:
    """Read what is known of pump families, and find the pumps that a recall speaks of."""


@device.command(
    "list", short_help="List the pump families.", epilog="Example: hepatica device list --json"
)
@as_json_option
@says_errors
def list_devices(as_json: bool) -> None:
    """List the pump families, and how many of their values need local approval."""
    from hepatica.cli.device_text import list_as_data, print_list

    book = load_rulebook()
    if as_json:
        print_json(list_as_data(book))
    else:
        print_list(book)


@device.command(
    "show",
    short_help="Print all that is known of one.",
    epilog="""\b
Examples:
  hepatica device show synchromed-ii
  hepatica device show isomed --json""",
)
@click.argument("model")
@approvals_option("what they cover is no longer marked")
@as_json_option
@says_errors
def show_device(model: str, approvals: Path | None, as_json: bool) -> None:
    """Print all that is known of the pump family MODEL, each value with source and confidence.

    MODEL is the id as `device list` prints it. What is not stated, or does not stand there, is
    to be asked of the manufacturer.
    """
    from hepatica.cli.device_text import print_device, show_as_data

    book = load_rulebook(approvals, today=current_time().date())
    found = _find(book, model)
    if as_json:
        print_json(show_as_data(book, found))
    else:
        print_device(book, found)


def _find(book: Rulebook, model: str) -> Device:
    if model not in book.devices:
        refusal = refused(
            ErrorCode.E395,
            "device show",
            came=model,
            expected="one of " + ", ".join(book.devices),
            example=f"hepatica device show {next(iter(book.devices))}",
        )
        raise click.UsageError(str(refusal))
    return book.devices[model]


device.add_command(recalls)
device.add_command(udi)

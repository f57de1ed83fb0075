"""`hepatica code`: what a scanned order code says, and whether two are of the same order."""

from __future__ import annotations

from dataclasses import fields

import click

from hepatica.core.quantities import twelve_digits
from hepatica.library.errors import ErrorCode, refused
from hepatica.reports.figures import instant
from hepatica.reports.paper.order_code import OrderCode, parse


@click.command(
    epilog="""\b
Examples:
  hepatica code "TEXT OF THE WORKSHEET'S SQUARE"
  hepatica code "TEXT OF THE WORKSHEET'S SQUARE" "TEXT OF THE SYRINGE'S SQUARE"

\b
Exit codes: 0 read (and the same order); 1 not an order code, damaged, or not the same order."""
)
@click.argument("text")
@click.argument("other", required=False)
def code(text: str, other: str | None) -> None:
    """Say what the order code TEXT says; with OTHER, whether both are of the same order.

    A code repeats what was printed. It does not say that the order is still current.
    """
    first = parse(text.strip("\r\n"))
    if other is not None:
        _compare(first, parse(other.strip("\r\n")), other)
        click.echo("The same order on both.")
    for line in _lines(first):
        click.echo(line)


def _compare(first: OrderCode, second: OrderCode, came: str) -> None:
    """Refuse two codes that differ in anything (E488)."""
    differing = [
        part.name
        for part in fields(OrderCode)
        if getattr(first, part.name) != getattr(second, part.name)
    ]
    if differing:
        raise refused(
            ErrorCode.E488,
            "order codes",
            came=came,
            expected=f"the same order; they differ in {', '.join(differing)}",
            remedy="Do not fill: find out which order is the current one.",
        )


def _lines(found: OrderCode) -> list[str]:
    state = "DRAFT, not for release" if found.is_draft else "an order, for people to sign"
    return [
        f"FUDR      {twelve_digits(found.fudr_mg)} mg in {twelve_digits(found.volume_ml)} mL, "
        f"{twelve_digits(found.concentration_mg_per_ml)} mg/mL",
        f"Dose      {twelve_digits(found.dose_mg_per_kg_day)} mg/kg/day for "
        f"{twelve_digits(found.dosing_weight_kg)} kg, flow "
        f"{twelve_digits(found.flow_ml_per_day)} mL/day",
        f"Order     {found.protocol}, for {instant(found.at)}, head {found.head}…",
        f"State     {state}",
    ]

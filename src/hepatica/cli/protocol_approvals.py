"""What is approved, half approved and void: the list that `approve --list` prints."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from hepatica.cli.protocol_choice import Choice, print_json
from hepatica.cli.protocol_data import values_behind
from hepatica.core.frozen import frozen
from hepatica.library.approvals import Approvals
from hepatica.library.approving import (
    OpenValue,
    VoidSignature,
    file_of,
    open_values,
    void_signatures,
)
from hepatica.library.signatures import Signature

# Most paths then stand on one line of a narrow terminal.
_PATH_WIDTH = 34


@frozen
class OpenList:
    """The values of a protocol and the pumps that are not yet approved."""

    choice: Choice
    approvals: Approvals

    def show(self, *, as_json: bool) -> None:
        """Print the list."""
        protocol = self.choice.loaded.protocol
        values = values_behind(self.choice.book, protocol)
        found = open_values(values, self.approvals)
        documents = (protocol.name, *self.choice.book.devices)
        void = void_signatures(values, self.approvals, documents)
        if as_json:
            print_json(_as_data(protocol.name, len(values), found, void))
        else:
            _print(protocol.name, len(values), found, void)


def sign_as_data(added: Sequence[Signature], still_open: Sequence[OpenValue]) -> dict[str, object]:
    """What a signing did."""
    waiting = {one.value.path for one in still_open}
    return {
        "role": added[0].role.value,
        "by": added[0].by,
        "signed": [
            {"path": one.path, "value": one.value, "is_approved": one.path not in waiting}
            for one in added
        ],
        "not_yet_approved": len(still_open),
    }


def _as_data(
    name: str, count: int, found: Sequence[OpenValue], void: Sequence[VoidSignature]
) -> dict[str, object]:
    return {
        "name": name,
        "values": count,
        "not_yet_approved": [
            {
                "path": one.value.path,
                "value": one.value.text,
                "source": one.value.source,
                "confidence": one.value.confidence.value,
                "why": one.value.why,
                "signed_by": _signed_as_data(one.signed),
                "waits_for": [role.value for role in one.waits_for],
            }
            for one in found
        ],
        "void": [
            {"path": one.path, "approved": one.approved, "now": one.now, "by": one.by}
            for one in void
        ],
    }


def _signed_as_data(signed: Signature | None) -> dict[str, str] | None:
    if signed is None:
        return None
    return {
        "role": signed.role.value,
        "by": signed.by,
        "on": signed.on.isoformat(),
        "source_read": signed.source_read,
        "reason": signed.reason,
    }


def _print(
    name: str, count: int, found: Sequence[OpenValue], void: Sequence[VoidSignature]
) -> None:
    from rich.text import Text

    from hepatica.cli.protocol_text import plain_table, terminal

    console = terminal()
    console.print(Text(f"{name}: {len(found)} of {count} values are not yet approved", "bold"))
    table = plain_table("path", "value", "from", "waits for")
    table.columns[0].min_width = _PATH_WIDTH
    for _, rows in groupby(found, key=lambda one: file_of(one.value, name)):
        for one in rows:
            origin = f"{one.value.confidence} {one.value.source}"
            path = one.value.path.removeprefix(f"{name}/")
            table.add_row(path, one.value.text, origin, _waits(one))
        table.add_section()
    if found:
        console.print(table)
    for each in void:
        console.print(Text(f"Void: {each.why}."))


def _waits(one: OpenValue) -> str:
    if one.signed is None:
        return "both roles"
    return f"{one.signed.role.other} (signed: {one.signed.by})"

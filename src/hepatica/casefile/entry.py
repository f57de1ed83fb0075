"""One entry: its envelope, its content by kind, and the entries that speak about others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, cast

from hepatica.casefile.forms import Field, Form, as_table
from hepatica.casefile.kinds import CONTENTS
from hepatica.casefile.place import Place
from hepatica.casefile.readers import EarlierEntry, FreeText, Id, Plain, Reader, Schema, Text
from hepatica.casefile.time_readers import Instant, When
from hepatica.core.chart.entries import Confirmation, Correction, Entry, Payload, Void
from hepatica.core.chart.redaction import Redaction
from hepatica.core.frozen import frozen
from hepatica.core.moment import Moment
from hepatica.library.errors import ErrorCode, InputErrors
from hepatica.library.strict_yaml import Node

ENVELOPE: dict[str, Reader] = {
    "id": Id("e05"),
    "kind": Text("weight"),
    "at": When(),
    "recorded_at": Instant(),
    "schema": Id("2", "[12]", "the schema number 1 or 2"),
}
# Kinds that speak about the record: their `at` may be left out.
WITHOUT_AT = frozenset({"correction", "void", "confirmation", "note", "redaction"})


@frozen
class Replacement(Plain):
    """The whole content that takes the place of an earlier one, in the form of its kind."""

    example: str = "{weight: 70 kg}"

    def read(self, node: Node, place: Place) -> Payload | None:
        """The typed value of `node`."""
        corrected = place.beside.get("corrects")
        if corrected is None:
            return None  # refused already
        root = place.reading.roots.get(corrected, corrected)
        form = CONTENTS[place.reading.earlier[root]]
        return cast(Payload, form.read(node, place))

    def schema(self) -> Schema:
        """What is accepted, as JSON Schema."""
        return {"anyOf": [{"$ref": f"#/$defs/{kind}"} for kind in CONTENTS]}


# What speaks about the record cannot itself be confirmed.
_SPOKEN = ("confirmation", "void", "redaction")
_REASON = Field("reason", FreeText("seen again on the report"), "reason")

ABOUT_ENTRIES: dict[str, Form] = {
    "confirmation": Form(
        "An implausible or contradictory entry looked at again and found true.",
        Confirmation,
        (
            Field("confirms", EarlierEntry(never=_SPOKEN), "confirms"),
            _REASON,
        ),
    ),
    "correction": Form(
        "The whole content of an earlier entry, put right.",
        Correction,
        (
            Field(
                "corrects",
                EarlierEntry(kinds=(*CONTENTS, "correction")),
                "corrects",
            ),
            Field("entry", Replacement(), "replacement"),
            _REASON,
        ),
    ),
    "void": Form(
        "An earlier entry is withdrawn; a void of a void restores.",
        Void,
        (Field("voids", EarlierEntry(never=("redaction",)), "voids"), _REASON),
    ),
    "redaction": Form(
        "A free text of an earlier sealed entry was taken out; its hash stayed.",
        Redaction,
        (
            Field("redacts", EarlierEntry(), "redacts"),
            Field("field", Id("text", "[a-z_.]+", "the name of a field"), "field"),
            _REASON,
        ),
    ),
}

KINDS: dict[str, Form] = CONTENTS | ABOUT_ENTRIES


def read_entry(node: Node, place: Place) -> Entry[Payload]:
    """The entry at `place`.

    Raises:
        InputErrors: every reason found in this entry.
    """
    table = as_table(node, place)
    place = replace(place, label=_label(table, place))
    envelope = {key: value for key, value in table.items() if key in ENVELOPE}
    content = {key: value for key, value in table.items() if key not in ENVELOPE}
    errors: list[InputErrors] = []
    head = _collected(errors, lambda: _envelope(envelope, place))
    form = _collected(errors, lambda: _form(table, place))
    values = _collected(errors, lambda: form.values(content, place)) if form else None
    payload = (
        _collected(errors, lambda: form.build_from(values, place))
        if form is not None and values is not None
        else None
    )
    _remember(table, payload, place)
    if errors or head is None:
        raise InputErrors(error for found in errors for error in found.errors)
    return Entry(head[0], head[1], head[2], cast(Payload, payload))


def _collected(errors: list[InputErrors], act: Any) -> Any:
    try:
        return act()
    except InputErrors as found:
        errors.append(found)
        return None


def _label(table: Mapping[str, Node], place: Place) -> str:
    name = table.get("id")
    position = place.path[-1] if place.path else 0
    if isinstance(name, str) and name:
        return f"entry {name}"
    return f"entry number {int(position) + 1}"


def _form(table: Mapping[str, Node], place: Place) -> Form | None:
    kind = table.get("kind")
    if not isinstance(kind, str):
        return None  # refused with the envelope
    form = KINDS.get(kind)
    if form is None:
        raise place.field("kind").refuse(
            ErrorCode.E114, came=kind, expected="one of the kinds " + ", ".join(KINDS)
        )
    return form


def _remember(table: Mapping[str, Node], payload: object, place: Place) -> None:
    """Make the id known to later entries, even when this one is refused."""
    name, kind = table.get("id"), table.get("kind")
    if not isinstance(name, str) or not isinstance(kind, str) or kind not in KINDS:
        return
    reading = place.reading
    reading.earlier.setdefault(name, kind)
    corrected = table.get("corrects")
    if kind == "correction" and isinstance(corrected, str) and payload is not None:
        reading.roots[name] = reading.roots.get(corrected, corrected)


def _envelope(table: Mapping[str, Node], place: Place) -> tuple[str, Moment, datetime]:
    values: dict[str, Any] = {}
    errors = list(_missing(table, place))
    for key, node in table.items():
        try:
            values[key] = ENVELOPE[key].read(node, place.field(key))
        except InputErrors as found:
            errors.append(found)
    if values.get("id") in place.reading.earlier:
        errors.append(
            place.field("id").refuse(
                ErrorCode.E117, came=values["id"], expected="an id that no other entry has"
            )
        )
    if errors:
        raise InputErrors(error for found in errors for error in found.errors)
    return values["id"], *_times(values, place)


def _missing(table: Mapping[str, Node], place: Place) -> Iterator[InputErrors]:
    needed = ["id", "kind"]
    if not (table.get("kind") in WITHOUT_AT and "recorded_at" in table):
        needed.append("at")
    for key in needed:
        if key not in table:
            yield place.refuse(
                ErrorCode.E113,
                expected=f"the field {key!r}",
                example=f"{key}: {ENVELOPE[key].example}",
            )


def _times(values: Mapping[str, Any], place: Place) -> tuple[Moment, datetime]:
    if "at" not in values:
        return Moment.exactly(values["recorded_at"]), values["recorded_at"]
    at: Moment = values["at"]
    recorded_at: datetime = values.get("recorded_at", at.earliest)
    if recorded_at < at.earliest:
        raise place.field("recorded_at").refuse(
            ErrorCode.E145,
            came=recorded_at.isoformat(timespec="minutes"),
            expected="a time not before 'at'",
            remedy="What lies ahead is recorded when it has happened.",
        )
    return at, recorded_at

"""The JSON Schema of the written chart, made from the same forms that read it.

It describes shape, words, units and digits. What depends on other entries (references, times,
plausible values) only the door itself can judge.
"""

from __future__ import annotations

from hepatica.casefile.entry import ENVELOPE, KINDS, WITHOUT_AT
from hepatica.casefile.forms import Form
from hepatica.casefile.load import HEADER
from hepatica.casefile.readers import Schema


def chart_schema() -> Schema:
    """The schema of a written chart (draft 2020-12)."""
    header = HEADER.schema()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Hepatica chart, written form",
        "description": "Every value is text; editors may show plain numbers as numbers.",
        "type": "object",
        "properties": {
            **header["properties"],
            "entries": {
                "type": "array",
                "items": {"oneOf": [_entry(kind, form) for kind, form in KINDS.items()]},
            },
        },
        "required": [*header["required"], "entries"],
        "additionalProperties": False,
        "$defs": {kind: form.schema() for kind, form in KINDS.items()},
    }


def _entry(kind: str, form: Form) -> Schema:
    content = form.schema()
    envelope = {name: reader.schema() for name, reader in ENVELOPE.items()}
    at = {"anyOf": [{"required": ["at"]}, {"required": ["recorded_at"]}]}
    needed = [] if kind in WITHOUT_AT else ["at"]
    return {
        **content,
        "properties": {**envelope, "kind": {"const": kind}, **content["properties"]},
        "required": ["id", "kind", *needed, *content["required"]],
    } | ({} if needed else at)

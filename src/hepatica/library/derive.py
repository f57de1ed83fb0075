"""Copies of a protocol under a name of their own.

A copy is complete: nothing is looked up in its source. It names the source and the hash of the
source's folder. What differs is computed when somebody asks, and written nowhere.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace

from hepatica.core.protocol.provenance import Sha256
from hepatica.core.protocol.tables import DerivedFrom, Protocol
from hepatica.library.errors import ErrorCode, InputError, InputErrors, refused
from hepatica.library.loader import load_protocol_from_texts
from hepatica.library.strict_yaml import Tree, read_yaml

_HEADING = "protocol"
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_VERSION = re.compile(r"[0-9A-Za-z]+([.-][0-9A-Za-z]+)*")


def derived_texts(
    texts: Mapping[str, str], *, protocol_id: str, version: str, sha256: Sha256
) -> dict[str, str]:
    """The files of a protocol under another id or version, all values and comments kept.

    Args:
        texts: the files of the source by name without ending.
        protocol_id: the new id, such as "fudr-28d-site".
        version: the new version, such as "1".
        sha256: the hash of the source's folder (`folder_sha256`).

    Raises:
        InputErrors: the source is malformed (E1xx, E3xx); id or version are not well formed, or
            are those of the source (E378); protocol.yaml does not hold its id and version on
            lines of their own (E379).
    """
    source = load_protocol_from_texts(texts)
    heading = source.protocol.heading
    _check_name(protocol_id, version, heading.id, heading.version)
    origin = DerivedFrom(heading.id, heading.version, sha256)
    renamed = _renamed(texts[_HEADING], protocol_id, version, origin)
    written = {**texts, _HEADING: renamed}
    expected = replace(heading, id=protocol_id, version=version, derived_from=origin)
    if _read_again(written) != replace(source.protocol, heading=expected):
        raise _not_by_line("protocol.yaml")
    return written


def _read_again(written: Mapping[str, str]) -> Protocol | None:
    """What a reader will find; None when the lines could not be replaced without harm."""
    try:
        return load_protocol_from_texts(written).protocol
    except InputErrors:
        return None


def _check_name(protocol_id: str, version: str, source_id: str, source_version: str) -> None:
    errors = []
    if not _ID.fullmatch(protocol_id):
        expected = "an id of small letters, digits and single hyphens"
        error = InputError(ErrorCode.E378, "--id", protocol_id, expected, "fudr-28d-site")
        errors.append(error)
    if not _VERSION.fullmatch(version):
        expected = "a version of letters, digits, full stops and hyphens"
        errors.append(InputError(ErrorCode.E378, "--version", version, expected, "2026.2"))
    if (protocol_id, version) == (source_id, source_version):
        came, expected = f"{protocol_id}/{version}", "another id or version than the source has"
        errors.append(InputError(ErrorCode.E378, "--id", came, expected, f"{protocol_id}-site"))
    if errors:
        raise InputErrors(errors)


def _renamed(text: str, protocol_id: str, version: str, origin: DerivedFrom) -> str:
    tree = read_yaml(text, name="protocol.yaml")
    lines = text.replace("\r\n", "\n").splitlines()
    _set(lines, tree, "id", protocol_id)
    _set(lines, tree, "version", version)
    after = tree.lines["version",]
    lines.insert(after, f"derived_from: {_as_row(origin)}")
    old = tree.lines.get(("derived_from",))
    if old is not None:
        del lines[old if old > after else old - 1]
    return "\n".join(lines) + "\n"


def _set(lines: list[str], tree: Tree, field: str, value: str) -> None:
    """Replace a value on its line; what stands behind it stays."""
    number = tree.lines.get((field,), 1) - 1
    found = re.fullmatch(rf"{field}:\s+[^#]*?(\s+#.*)?", lines[number])
    if found is None:
        raise _not_by_line(f"protocol.yaml line {number + 1}", lines[number])
    lines[number] = f"{field}: {value}{found[1] or ''}"


def _as_row(origin: DerivedFrom) -> str:
    version = json.dumps(origin.version, ensure_ascii=False)
    return f"{{id: {origin.id}, version: {version}, sha256: {origin.sha256}}}"


def _not_by_line(where: str, came: str = "") -> InputErrors:
    return refused(
        ErrorCode.E379,
        where,
        came=came,
        expected="id, version and derived_from each on a line of its own",
        example="id: fudr-28d",
        remedy="Nothing was written.",
    )

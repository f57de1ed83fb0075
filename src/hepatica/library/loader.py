"""The one loader of protocols and devices: text becomes typed tables, or is refused.

A protocol is a folder PROTOCOL/VERSION with one file for each table of
`hepatica.core.protocol.tables.Protocol`; a device is one file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_type_hints

from hepatica.core.frozen import frozen
from hepatica.core.protocol.check import check_protocol, check_reservoirs
from hepatica.core.protocol.complications import COMPLICATIONS
from hepatica.core.protocol.problems import Problem
from hepatica.core.protocol.provenance import SourcedValue
from hepatica.core.protocol.tables import Protocol
from hepatica.core.protocol.words import Status
from hepatica.core.pump.device import Device
from hepatica.core.rulebook import Rulebook
from hepatica.library.complications import LoadedComplications, complications_from_text
from hepatica.library.derivation import kept_provenance
from hepatica.library.errors import ErrorCode, InputError, InputErrors, refused
from hepatica.library.folders import folders_in, read_text_of, read_texts, tables_in
from hepatica.library.on_demand import OnDemand
from hepatica.library.provenance import PROVENANCE, with_sources
from hepatica.library.sources import Source, read_sources
from hepatica.library.strict_yaml import Tree, read_yaml
from hepatica.library.tables import read_table
from hepatica.library.written import WrittenValue

if TYPE_CHECKING:
    from hepatica.core.systemic.on_fudr import CombinedTable
    from hepatica.core.systemic.regimen import SystemicRules
    from hepatica.library.grades import LoadedGrading

_BESIDE = frozenset({PROVENANCE})
# The cases that a protocol brings along stand in this file beside its tables.
CASES_FILE = "cases"


def _file_of(part: str) -> str:
    return "protocol" if part == "heading" else part


# The files of a protocol folder, without ending, with the table that each holds.
TABLES: Mapping[str, type] = {
    _file_of(part): kind for part, kind in get_type_hints(Protocol).items()
}


@frozen
class LoadedProtocol:
    """A protocol, and where each of its values comes from."""

    protocol: Protocol
    values: tuple[SourcedValue, ...]


@frozen
class LoadedDevice:
    """A pump family, and where each of its values comes from."""

    device: Device
    values: tuple[SourcedValue, ...]


def shipped() -> Traversable:
    """The folder of data that is installed with Hepatica."""
    return files("hepatica.library")


@cache
def shipped_sources() -> Mapping[str, Source]:
    """The sources that the shipped data cite, by id."""
    return read_sources(read_text_of(shipped().joinpath("sources.yaml")))


def shipped_protocols() -> dict[str, Traversable]:
    """The folders of the shipped protocol versions, by "id/version"."""
    protocols = folders_in(shipped().joinpath("protocols"))
    return {f"{p.name}/{v.name}": v for p in protocols for v in folders_in(p)}


def shipped_devices() -> dict[str, Traversable]:
    """The files of the shipped pump families, by model id."""
    return tables_in(shipped().joinpath("devices"))


@cache
def shipped_complications() -> LoadedComplications:
    """What each complication does, as it ships.

    Raises:
        InputErrors: the file is malformed, incomplete or contradicts itself.
    """
    text = read_text_of(shipped().joinpath("complications.yaml"))
    return complications_from_text(text, sources=shipped_sources())


def shipped_gradings() -> dict[str, Traversable]:
    """The files of the shipped tables of grades, by name."""
    return tables_in(shipped().joinpath("grading"))


@cache
def shipped_grading(name: str) -> LoadedGrading:
    """A table of grades as it ships; `name` is that of its file.

    Raises:
        InputErrors: the file is malformed, incomplete or contradicts itself.
    """
    from hepatica.library.grades import grading_from_text  # no plan asks for a grade

    text = read_text_of(shipped_gradings()[name])
    return grading_from_text(text, name=name, sources=shipped_sources())


def shipped_regimens() -> dict[str, Traversable]:
    """The files of the shipped regimen versions, by "id/version"."""
    regimens = folders_in(shipped().joinpath("regimens"))
    return {f"{r.name}/{version}": file for r in regimens for version, file in tables_in(r).items()}


def load_protocol(folder: Traversable | Path) -> LoadedProtocol:
    """The protocol in a folder.

    Raises:
        InputErrors: a table is missing or malformed, or a value has no source.
    """
    return load_protocol_from_texts(read_texts(folder))


def load_protocol_from_texts(texts: Mapping[str, str]) -> LoadedProtocol:
    """The protocol in texts by table name ("liver", …); the cases beside them are left alone.

    Raises:
        InputErrors: as `load_protocol`.
    """
    _complete(texts)
    trees = {name: read_yaml(texts[name], name=f"{name}.yaml") for name in TABLES}
    document = _document(trees["protocol"])
    parts: dict[str, Any] = {}
    values: list[SourcedValue] = []
    errors: list[InputError] = []
    for name, kind in TABLES.items():
        try:
            parts[part_of(name)], sourced = sourced_table(kind, trees[name], f"{document}/{name}")
            values += sourced
        except InputErrors as found:
            errors += found.errors
    if errors:
        raise InputErrors(errors)
    return LoadedProtocol(Protocol(**parts), tuple(values))


def load_table(name: str, text: str) -> Any:
    """One table of a protocol by its file name without ending ("liver"), from its text.

    Raises:
        InputErrors: as `load_protocol`.
    """
    table, _ = sourced_table(TABLES[name], read_yaml(text, name=f"{name}.yaml"), name)
    return table


def load_device(file: Traversable | Path) -> LoadedDevice:
    """The pump family in a file.

    Raises:
        InputErrors: the file is malformed, or a value has no source.
    """
    return load_device_from_text(read_text_of(file), name=file.name)


def load_device_from_text(text: str, *, name: str) -> LoadedDevice:
    """The pump family in a text; `name` stands in messages.

    Raises:
        InputErrors: as `load_device`.
    """
    tree = read_yaml(text, name=name)
    given = tree.root.get("id") if isinstance(tree.root, dict) else None
    device, values = sourced_table(Device, tree, given if isinstance(given, str) else "device")
    return LoadedDevice(device, values)


def load_rulebook(approvals_path: Path | None = None, *, today: date | None = None) -> Rulebook:
    """Everything that ships with Hepatica, and the approvals of a site.

    Args:
        approvals_path: the site's approvals; without it nothing is approved.
        today: the day after which no approval may be dated; None where no clock is asked.

    Raises:
        InputErrors: the approvals cannot be read, or shipped data is damaged.
    """
    book = _shipped_rulebook()
    if approvals_path is None:
        return book
    from hepatica.library.approvals import load_approvals  # most commands need none

    approvals = load_approvals(approvals_path, today=today)
    return replace(book, approvals=approvals)


def rulebook_of(protocols: Iterable[LoadedProtocol], devices: Iterable[LoadedDevice]) -> Rulebook:
    """A rulebook of the given protocols and devices, and the shipped complications.

    Nothing in it is approved.

    Raises:
        InputErrors: E323, a protocol contradicts itself, or claims what its source says.
    """
    protocols, devices = tuple(protocols), tuple(devices)
    by_name = {loaded.protocol.name: loaded for loaded in protocols}
    for loaded in protocols:
        origin = loaded.protocol.heading.derived_from
        source = None if origin is None else by_name.get(origin.name)
        refuse_problems(loaded, source, [found.device for found in devices])
    complications = shipped_complications()
    return Rulebook(
        protocols={loaded.protocol.name: loaded.protocol for loaded in protocols},
        devices={loaded.device.id: loaded.device for loaded in devices},
        values={
            **{loaded.protocol.name: loaded.values for loaded in protocols},
            **{loaded.device.id: loaded.values for loaded in devices},
            COMPLICATIONS: complications.rules,
        },
        complications=complications.table,
    )


@cache
def _shipped_rulebook() -> Rulebook:
    """A plan asks for one protocol, pump and regimen: each is read, and checked, when asked for."""
    from hepatica.library import recalls  # which reads its tables with this module

    complications = shipped_complications()

    def values_of(name: str) -> tuple[SourcedValue, ...]:
        if name == COMPLICATIONS:
            return complications.rules
        if name in shipped_devices():
            return _shipped_device(name).values
        if name in shipped_protocols():
            return _shipped_protocol(name).values
        return _systemic_values(name)

    def sourced() -> tuple[str, ...]:
        systemic = (*shipped_regimens(), "drugs", "combined")
        return (*shipped_protocols(), *shipped_devices(), COMPLICATIONS, *systemic)

    return Rulebook(
        protocols=OnDemand(
            shipped_protocols, lambda name: _shipped_protocol(name).protocol, order=_rank
        ),
        devices=OnDemand(
            shipped_devices, lambda name: _shipped_device(name).device, order=_by_name
        ),
        values=OnDemand(sourced, values_of, order=lambda n: (n not in shipped_protocols(), n)),
        recalls=tuple(each.recall for each in recalls.shipped_recalls()),
        complications=complications.table,
        grading=OnDemand(
            shipped_gradings, lambda name: shipped_grading(name).table, order=_by_name
        ),
        systemic=OnDemand(shipped_regimens, _shipped_systemic, order=_by_name),
        combined=OnDemand(lambda: ["combined"], _shipped_combined, order=_by_name),
    )


def _shipped_systemic(name: str) -> SystemicRules:
    from hepatica.library.regimens import shipped_rules  # few charts need any

    return shipped_rules(name)


def _systemic_values(name: str) -> tuple[SourcedValue, ...]:
    from hepatica.library.combined import shipped_combined
    from hepatica.library.regimens import shipped_drugs, shipped_regimen

    if name == "drugs":
        return shipped_drugs().values
    return shipped_combined().values if name == "combined" else shipped_regimen(name).values


def _shipped_combined(_name: str) -> CombinedTable:
    from hepatica.library.combined import shipped_combined  # few charts need it

    return shipped_combined().table


def _by_name(name: str) -> tuple[bool, str]:
    return False, name


@cache
def _shipped_device(name: str) -> LoadedDevice:
    loaded = load_device(shipped_devices()[name])
    own_name(name, loaded.device.id)
    _refuse(name, check_reservoirs(loaded.device))
    return loaded


@cache
def _shipped_protocol(name: str) -> LoadedProtocol:
    protocols = shipped_protocols()
    loaded = load_protocol(protocols[name])
    own_name(name, loaded.protocol.name)
    origin = loaded.protocol.heading.derived_from
    source = _shipped_protocol(origin.name) if origin and origin.name in protocols else None
    refuse_problems(loaded, source, ())  # a pump is checked when it is asked for
    return loaded


def _rank(name: str) -> tuple[bool, str]:
    """Lists and examples begin with what may be ordered from."""
    return _shipped_protocol(name).protocol.heading.status is Status.HISTORIC, name


def sourced_table(
    kind: type[Any], tree: Tree, document: str
) -> tuple[Any, tuple[SourcedValue, ...]]:
    """The table in a tree, and each of its values with its source; paths begin with `document`."""
    written: tuple[WrittenValue, ...]
    table, written = read_table(kind, tree, document=document, beside=_BESIDE)
    return table, with_sources(tree, written, shipped_sources())


def part_of(file: str) -> str:
    """The part of `Protocol` that a file holds."""
    return "heading" if file == "protocol" else file


def _complete(texts: Mapping[str, str]) -> None:
    expected = [*TABLES, CASES_FILE]
    missing = [name for name in TABLES if name not in texts]
    unknown = [name for name in texts if name not in expected]
    if missing or unknown:
        folder = "a folder with the files " + ", ".join(f"{name}.yaml" for name in expected)
        raise InputErrors(
            [
                *(InputError(ErrorCode.E320, f"{name}.yaml", "", folder) for name in missing),
                *(InputError(ErrorCode.E320, f"{name}.yaml", name, folder) for name in unknown),
            ]
        )


def _document(tree: Tree) -> str:
    root = tree.root if isinstance(tree.root, dict) else {}
    return f"{root.get('id', '')}/{root.get('version', '')}"


def own_name(place: str, name: str) -> None:
    """Refuse (E321) what lies under a name that is not its own."""
    if place != name:
        raise refused(ErrorCode.E321, place, came=name, expected=place)


def refuse_problems(
    loaded: LoadedProtocol, source: LoadedProtocol | None, devices: Iterable[Device]
) -> None:
    """Refuse a protocol that contradicts itself, or a copy that claims what its source says.

    Args:
        loaded: the protocol.
        source: the protocol it was derived from, when that is at hand.
        devices: the pump families it is used with.

    Raises:
        InputErrors: E323, one for each problem.
    """
    protocol = loaded.protocol
    kept = () if source is None else kept_provenance(loaded.values, source.values)
    _refuse(protocol.name, (*check_protocol(protocol, devices), *kept))


def _refuse(document: str, problems: Iterable[Problem]) -> None:
    errors = [
        InputError(ErrorCode.E323, f"{document}/{p.path}", "", f"a sound table: {p.message}")
        for p in problems
    ]
    if errors:
        raise InputErrors(errors)

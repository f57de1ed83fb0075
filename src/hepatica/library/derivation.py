"""What must hold between a copied protocol and the source it names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hepatica.core.protocol.problems import Problem
from hepatica.core.protocol.provenance import Confidence, Sha256, SourcedValue
from hepatica.core.protocol.tables import DerivedFrom

Values = Sequence[SourcedValue]


def origin_problems(origin: DerivedFrom, found: Sha256 | None) -> tuple[Problem, ...]:
    """Whether the source of a copy is there, and is still what was copied.

    Args:
        origin: the source as the copy names it.
        found: the hash that the source's folder has now; None when there is no such folder.
    """
    place = "protocol/derived_from"
    if found is None:
        missing = f"{origin.name} was not found, so that nothing could be compared with it"
        return (Problem(place, missing),)
    if found == origin.sha256:
        return ()
    changed = f"{origin.name} is no longer what was copied: its hash is {found}"
    return (Problem(place, changed),)


def kept_provenance(copy: Values, source: Values) -> Iterator[Problem]:
    """The values of a copy that are not the source's, and claim to have been SEEN.

    SEEN needs no approval, so one person who edits a copy could exempt a dose from both roles
    with that word. What a site changes it also approves: KNOWN, UNSURE or DESIGN, with what was
    read as the reason.

    Args:
        copy: the values of the copy.
        source: the values of the protocol it was derived from.
    """
    before = {_within(value): value for value in source}
    for value in copy:
        old = before.get(_within(value))
        is_other = old is None or old.text != value.text
        if is_other and value.confidence is Confidence.SEEN:
            yield Problem(_within(value), _claim(value, old))


def _claim(value: SourcedValue, old: SourcedValue | None) -> str:
    what = "is new" if old is None else f"is {value.text} and was {old.text}"
    kept = f"yet claims SEEN ({value.source}: {value.why})"
    return f"{what}, {kept}; what a site changed is marked KNOWN and approved by both roles"


def _within(value: SourcedValue) -> str:
    """The path of a value without id and version."""
    return value.path.split("/", 2)[2]

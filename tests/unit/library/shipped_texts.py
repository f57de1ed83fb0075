"""The shipped protocol as texts, with one of them changed."""

from collections.abc import Mapping

import pytest

from hepatica.library.errors import InputError, InputErrors
from hepatica.library.folders import read_texts
from hepatica.library.loader import load_protocol_from_texts, shipped_protocols

NAME = "fudr-28d/2026.1"


def texts() -> dict[str, str]:
    """The tables of the shipped protocol by file name."""
    return read_texts(shipped_protocols()[NAME])


def changed(file: str, old: str, new: str) -> dict[str, str]:
    """The texts with the first `old` in one file replaced; `old` must be there."""
    found = texts()
    assert old in found[file]
    return {**found, file: found[file].replace(old, new, 1)}


def refusals(tables: Mapping[str, str]) -> tuple[InputError, ...]:
    """Why the loader refuses these texts."""
    with pytest.raises(InputErrors) as refused:
        load_protocol_from_texts(tables)
    return refused.value.errors


def refusal(file: str, old: str, new: str) -> InputError:
    """The one reason why a change is refused."""
    (error,) = refusals(changed(file, old, new))
    return error

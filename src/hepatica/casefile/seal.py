"""Seal a written chart, and write files whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from pathlib import Path

from hepatica.casefile.load import read_case
from hepatica.casefile.verify import Break, Verification, verify
from hepatica.core.chart.entries import Entry, Payload
from hepatica.library.errors import ErrorCode, refused

__all__ = ["Break", "Verification", "seal", "verify", "write_atomically"]


def seal(case_text: str | bytes | Path, *, now: datetime, name: str = "case") -> str:
    """The sealed form (JSON Lines) of a written chart.

    Raises:
        InputErrors: the chart is not valid, is sealed already (E160), its entries do not
            stand in the order they were recorded (E147), or it is a patient's and its free
            texts have no salt key (E500).
    """
    case = read_case(case_text, now=now, name=name)
    if isinstance(case_text, Path):
        name = case_text.name
    if case.chart.is_sealed:
        raise refused(ErrorCode.E160, name, expected="a written chart; this one is sealed")
    if case.lacks_salt_key:
        raise refused(
            ErrorCode.E500,
            name,
            expected="the field 'salt_key' beside 'case', because this chart holds free text",
            remedy="Print one with: hepatica chart salt-key. Without it a text that is redacted "
            "later could be guessed from its hash.",
        )
    _check_order(case.chart.entries, name)
    return "".join(link.line + "\n" for link in case.links)


def _check_order(entries: Sequence[Entry[Payload]], name: str) -> None:
    for earlier, later in pairwise(entries):
        if later.recorded_at < earlier.recorded_at:
            raise refused(
                ErrorCode.E147,
                f"{name}, entry {later.id}",
                came=later.recorded_at.isoformat(timespec="minutes"),
                expected=f"a time of recording not before that of entry {earlier.id}",
                remedy="Move the entry up, or write when it was recorded as recorded_at.",
            )


def write_atomically(path: Path, content: str | bytes) -> None:
    """Write to `path` so that the file holds all of it or is as it was before; text as UTF-8."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content if isinstance(content, bytes) else content.encode("utf-8"))
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise

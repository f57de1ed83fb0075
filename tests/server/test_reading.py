"""A chart is read once for the bytes it has; other bytes are verified and read anew."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hepatica.casefile.extend import extend
from hepatica.library.errors import ErrorCode, InputErrors
from hepatica.server.store import reading
from hepatica.server.store.reading import read_sealed
from tests.server.charts import NOW, sealed_example

NAME = "fast-pump"


def test_the_same_bytes_are_read_once() -> None:
    """What was read is given again to a later clock."""
    sealed = sealed_example(NAME)
    first = read_sealed(sealed, now=NOW, name=NAME)
    assert read_sealed(sealed, now=NOW + timedelta(days=1), name=NAME) is first


def test_changed_bytes_are_refused_after_the_true_ones_were_read() -> None:
    """What is kept never stands in for a chart that somebody changed."""
    sealed = sealed_example(NAME)
    read_sealed(sealed, now=NOW, name=NAME)
    with pytest.raises(InputErrors) as refused:
        read_sealed(sealed.replace("1.3 mL/day", "1.4 mL/day"), now=NOW, name=NAME)
    assert refused.value.errors[0].code is ErrorCode.E161


def test_an_earlier_clock_reads_anew() -> None:
    """An entry of the future is refused, though a later clock has read it."""
    sealed = sealed_example(NAME)
    read_sealed(sealed, now=NOW, name=NAME)
    with pytest.raises(InputErrors):
        read_sealed(sealed, now=NOW - timedelta(days=3650), name=NAME)


def test_only_so_many_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """The chart that was not asked for longest is forgotten first."""
    monkeypatch.setattr(reading, "_KEPT", 2)
    texts = {name: sealed_example(name) for name in ("dry-pump", "fast-pump", "missing-lab")}
    first = {n: read_sealed(text, now=NOW, name=n) for n, text in texts.items()}
    assert read_sealed(texts["fast-pump"], now=NOW, name="fast-pump") is first["fast-pump"]
    assert read_sealed(texts["dry-pump"], now=NOW, name="dry-pump") is not first["dry-pump"]


def test_a_written_chart_is_not_extended() -> None:
    """Only what is sealed goes on."""
    written = 'case: x\nsynthetic: yes\nutc_offset: "+00:00"\nentries: []\n'
    with pytest.raises(InputErrors) as refused:
        extend(written, [], now=NOW, name="x", read=read_sealed)
    assert refused.value.errors[0].code is ErrorCode.E501

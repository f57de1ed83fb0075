"""The loader of combined.yaml."""

from __future__ import annotations

import pytest

from hepatica.core.chart.systemic_words import WithheldCause
from hepatica.library.combined import FILE, combined_from_text, shipped_combined
from hepatica.library.errors import ErrorCode, InputErrors
from hepatica.library.folders import read_text_of
from hepatica.library.loader import shipped, shipped_sources

TEXT = read_text_of(shipped().joinpath(FILE))


def test_every_cause_has_a_row_and_every_value_a_source() -> None:
    """Each cause a chart may name says what FUDR does."""
    loaded = shipped_combined()
    assert set(WithheldCause) == {row.cause for row in loaded.table.withheld}
    assert {"S-hepatica"} == {value.source for value in loaded.values}


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("  - {cause: sepsis,              fudr: refuse}\n", "", ErrorCode.E323),
        ("cause: sepsis", "cause: unheard-of", ErrorCode.E304),
        (
            "fudr: refuse}\n  - {cause: hepatic",
            "fudr: may-be}\n  - {cause: hepatic",
            ErrorCode.E304,
        ),
        ("grade: 3", "grade: three", ErrorCode.E305),
        ("avoided_by_liver: hold", "avoided: hold", ErrorCode.E301),
        ("cause: counts", "cause: neuropathy", ErrorCode.E307),
    ],
)
def test_a_malformed_table_is_refused(old: str, new: str, code: ErrorCode) -> None:
    """Each with its code."""
    assert old in TEXT
    with pytest.raises(InputErrors) as refused:
        combined_from_text(TEXT.replace(old, new, 1), sources=shipped_sources())
    assert code in {error.code for error in refused.value.errors}

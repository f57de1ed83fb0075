"""Numbers and words as they are written in flags and cells."""

from decimal import Decimal

import pytest

from hepatica.cli.calculators.cells import BadCell, read_number, word_reader
from hepatica.core.chart.words import Sex


@pytest.mark.parametrize("text", ["0.12", "70", "070.50", "-1.5", "1" * 28, "0." + "1" * 27])
def test_plain_numbers_are_read_exactly(text: str) -> None:
    """Digits, one full stop, at most 28 digits: nothing is rounded on the way in."""
    assert Decimal(text) == read_number("weight_kg", text)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("E120", "seventy"),
        ("E120", ".5"),
        ("E120", "5."),
        ("E120", "--5"),
        ("E120", "1.2.3"),
        ("E121", "NaN"),
        ("E121", "-Infinity"),
        ("E121", "sNaN"),
        ("E122", "1e5"),
        ("E122", "1.5E-3"),
        ("E123", "1_000"),
        ("E123", "1 000"),
        ("E123", "+5"),
        ("E123", "7O"),
        ("E123", "٧٠"),
        ("E123", "7²"),
        ("E124", "70,5"),
        ("E124", "1,234.5"),
        ("E125", "1" * 29),
    ],
)
def test_other_ways_of_writing_are_refused(code: str, text: str) -> None:
    """Each refusal has the code of its rule, and shows what came."""
    with pytest.raises(BadCell) as refused:
        read_number("weight_kg", text)
    assert refused.value.line.startswith(f"{code} weight_kg: came '{text}'")


@pytest.mark.parametrize("text", ["m", "female", "W", "M "])
def test_only_the_words_listed_are_read(text: str) -> None:
    """A word is written as in the list, and the refusal gives the list."""
    with pytest.raises(BadCell, match=r"E130 sex: came .*, expected one of M, F"):
        word_reader(Sex)("sex", text)

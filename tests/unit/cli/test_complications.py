"""`hepatica complications`."""

from hepatica.core.chart.complication_words import ComplicationKind
from tests.unit.cli.calls import run


def test_every_complication_is_shown() -> None:
    """Each stands at the beginning of a line."""
    lines = run("complications").output.splitlines()
    assert [kind.value for kind in ComplicationKind] == [li for li in lines if li[:1].strip()]


def test_one_complication_with_its_effects_and_facts() -> None:
    """The words of its row, and what is published."""
    result = run("complications", "pump-flip")
    expected = [
        "pump-flip",
        "  perfusion gate  stays",
        "  FUDR            refuse",
        "  needle          blocked",
        "  reservoir       person-chooses",
        "  ends by         resolution",
        "  published       time: any time",
        "                  detection: septum not palpable, X-ray",
        "                  salvage: suture again; reposition by hand",
        "                  rate: 1 of 20 in one pilot",
    ]
    assert (0, expected) == (result.exit_code, result.output.splitlines())


def test_an_unknown_complication_is_wrong_usage() -> None:
    """Nothing is shown for a word that is not on the list."""
    assert 2 == run("complications", "flipped").exit_code

"""What differs between two protocols."""

from hepatica.library.cases import Case, cases_from_text
from hepatica.library.difference import Change, Difference, Side, differences
from hepatica.library.loader import load_protocol_from_texts
from tests.unit.library.shipped_texts import changed, texts

SHIPPED = load_protocol_from_texts(texts())


def found(file: str, old: str, new: str) -> tuple[Difference, ...]:
    """What differs after one change."""
    return differences(SHIPPED, load_protocol_from_texts(changed(file, old, new)))


def row(difference: Difference) -> tuple[Change, str, str, str | None, str | None]:
    """One difference in short."""
    first, second = difference.first, difference.second
    return (
        difference.change,
        difference.file,
        difference.path,
        None if first is None else first.text,
        None if second is None else second.text,
    )


def test_a_protocol_does_not_differ_from_itself() -> None:
    """Nothing differs."""
    assert () == differences(SHIPPED, load_protocol_from_texts(texts()))


def test_the_name_is_not_compared() -> None:
    """Id and version only say which two are compared."""
    assert () == found("protocol", "version: 2026.1", "version: 2026.2")


def test_a_title_is_compared() -> None:
    """A title that speaks of another dose is a difference."""
    (one,) = found("protocol", "title: FUDR 0.12", "title: FUDR 0.13")
    assert (Change.VALUE, "protocol", "title") == row(one)[:3]


def test_a_changed_value() -> None:
    """Another value is one row with both."""
    expected = (Change.VALUE, "dose", "weight_valid_days", "7", "8")
    assert [expected] == [row(one) for one in found("dose", "valid_days: 7", "valid_days: 8")]


def test_other_digits_are_no_other_value() -> None:
    """The same number in other digits is said to be that."""
    expected = (Change.WRITTEN, "dose", "weight_valid_days", "7", "7.0")
    assert [expected] == [row(one) for one in found("dose", "valid_days: 7", "valid_days: 7.0")]


def test_words_are_not_taken_for_numbers() -> None:
    """Two words that are no numbers differ in value."""
    (one,) = found("dose", "weight: actual", "weight: ideal")
    assert Change.VALUE is one.change


def test_another_source_of_the_same_value() -> None:
    """A value that is as it was, and rests on something else, is a row."""
    (one,) = found("dose", "SEEN, against: abstract", "KNOWN, against: abstract")
    assert (Change.SOURCE, Side("0.12", "S5", "SEEN", "abstract")) == (one.change, one.first)


def test_rows_that_come_and_go() -> None:
    """A row only one of them has is added or removed, each of its values."""
    old = "  - {exposure: altitude, factor: 1.12}\n"
    gone = "  - {exposure: flight,   factor: 1.12}\n"
    fewer = load_protocol_from_texts(changed("flow", old, ""))
    path = "exposures/altitude/factor"
    assert [(Change.REMOVED, "flow", path, "1.12", None)] == [
        row(one) for one in differences(SHIPPED, fewer)
    ]
    assert [(Change.ADDED, "flow", path, None, "1.12")] == [
        row(one) for one in differences(fewer, SHIPPED)
    ]
    assert gone in texts()["flow"]


def test_a_limit_between_bands_that_moves_is_one_row_a_band() -> None:
    """The other cells of both bands are laid beside each other, and are the same."""
    moved = texts()
    moved["liver"] = moved["liver"].replace("at-most 50,", "at-most 60,")
    moved["liver"] = moved["liver"].replace("above 50,", "above 60,")
    path = "steps/ast_u_per_l/{}/reference"
    assert [
        (Change.VALUE, "liver", path.format("at-most 50"), "at-most 50", "at-most 60"),
        (Change.VALUE, "liver", path.format("above 50"), "above 50", "above 60"),
    ] == [row(one) for one in differences(SHIPPED, load_protocol_from_texts(moved))]


def test_a_band_that_stands_twice_hides_nothing() -> None:
    """In a table that is not sound every row is still shown."""
    twice = changed("liver", "reference: above 50,", "reference: at-most 60,")
    rows = differences(SHIPPED, load_protocol_from_texts(twice))
    assert {Change.ADDED: 6, Change.REMOVED: 6} == {
        change: sum(one.change is change for one in rows) for change in {r.change for r in rows}
    }


def test_files_stand_in_their_order() -> None:
    """Rows of one file stand together, in the order of the printed protocol."""
    both = changed("flow", "fills: 3", "fills: 4")
    both["dose"] = both["dose"].replace("valid_days: 7", "valid_days: 8")
    rows = differences(SHIPPED, load_protocol_from_texts(both))
    assert ["dose", "flow"] == [one.file for one in rows]


def cases(expect: str) -> tuple[Case, ...]:
    """One case."""
    return cases_from_text(
        "cases:\n  - {id: a, table: liver, test: alp_u_per_l, reference: 90, now: 135, "
        f"expect: {expect}, origin: b}}\n"
    )


def test_cases_are_compared() -> None:
    """A case that expects another answer is a row."""
    (one,) = differences(SHIPPED, SHIPPED, (cases("50"), cases("hold")))
    expected = ("ALP 135, reference 90: 50", "ALP 135, reference 90: hold")
    assert (Change.VALUE, "cases", "a", *expected) == row(one)

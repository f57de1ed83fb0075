"""Reading the tables of a protocol: what is accepted, and how the rest is refused."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

import pytest

from hepatica.core.chart.words import Diagnosis, LabTest
from hepatica.core.protocol import words
from hepatica.core.protocol.words import BandSide, PercentOf
from hepatica.library.errors import ErrorCode, InputErrors
from hepatica.library.loader import LoadedProtocol, load_protocol_from_texts
from hepatica.library.scalars import NotReadable, read_scalar
from tests.unit.library.shipped_texts import NAME, changed, refusal, refusals, texts

TABLE_WORDS = [
    kind
    for kind in vars(words).values()
    if isinstance(kind, type) and issubclass(kind, StrEnum) and kind is not StrEnum
]
COLUMNS = MappingProxyType(
    {
        "protocol": ["status: current", "[colorectal-liver-metastases]"],
        "dose": ["dosing_weight: actual"],
        "first_dose": [
            "wound: charted-as-sound",
            "percent_of: starting-dose",
            "test: bilirubin_mg_per_dl",
            "against: upper-limit",
        ],
        "liver": [
            "reference: day-of-last-fudr-fill",
            "now: higher-of-emptied-day-and-today",
            "percent_of: last-dose-given",
            "re_escalation: never-automatic",
            "act_below_uln: literal",
            "emptied_day_missing: cannot-decide",
            "test: ast_u_per_l",
            "reference: at-most",
        ],
        "stops": [
            "finding: stricture-confirmed",
            "effect: permanent-stop",
            "evacuate: now",
            "sign: haemorrhage",
            "setting: every",
            "acts_on: fudr",
            "count: white_cells_10e9_per_l",
            "fact: heparin-induced-thrombocytopenia",
            "state: present",
            "refuses: heparin",
        ],
        "calendar": ["after_last_cycle: saline-and-review"],
        "fills": [
            "product: floxuridine",
            "salt: none",
            "preservative: none",
            "content: fudr",
            "reason: dwell-over",
        ],
        "flow": ["exposure: fever"],
        "limits": ["setting: fudr-alone"],
    }
)


@pytest.fixture(scope="module")
def shipped() -> LoadedProtocol:
    """The shipped protocol."""
    return load_protocol_from_texts(texts())


def test_a_number_is_exactly_what_is_written(shipped: LoadedProtocol) -> None:
    """The starting dose is the decimal 0.12, not a number near it."""
    assert Decimal("0.12") == shipped.protocol.dose.starting_mg_per_kg_day


def test_a_word_becomes_its_member(shipped: LoadedProtocol) -> None:
    """A word of the file is a member of its closed set."""
    assert PercentOf.LAST_DOSE_GIVEN is shipped.protocol.liver.percent_of


def test_a_day_becomes_a_date(shipped: LoadedProtocol) -> None:
    """A day is a date."""
    assert date(2026, 1, 1) == shipped.protocol.heading.assignable_from


def test_a_version_stays_text(shipped: LoadedProtocol) -> None:
    """A version that looks like a number is not turned into one."""
    assert NAME == shipped.protocol.name


def test_a_list_of_words(shipped: LoadedProtocol) -> None:
    """A list of words is read in its order."""
    assert (Diagnosis.COLORECTAL_LIVER_METASTASES,) == shipped.protocol.heading.diagnoses


def test_a_reference_is_a_side_and_a_limit(shipped: LoadedProtocol) -> None:
    """The reference "above 90" is the side above and the limit 90."""
    row = shipped.protocol.liver.steps[3]
    assert (LabTest.ALP, BandSide.ABOVE, Decimal(90)) == (row.test, row.side, row.limit)


def test_none_is_no_step(shipped: LoadedProtocol) -> None:
    """The word none where a number might stand means that there is no such step."""
    assert shipped.protocol.liver.steps[2].to_80 is None


def test_a_step_that_is_not_written_is_none(shipped: LoadedProtocol) -> None:
    """A row with hold has no hold_above."""
    assert shipped.protocol.first_dose.steps[0].hold_above is None


def test_ask_is_no_number_of_weeks(shipped: LoadedProtocol) -> None:
    """The word ask where weeks might stand means that nobody has decided."""
    assert shipped.protocol.calendar.weeks_before_liver_surgery is None


@pytest.mark.parametrize("new", ["", "strength_per_ml: unknown,"])
def test_a_strength_may_be_unknown(new: str) -> None:
    """A strength that is left out or unknown stays unknown."""
    loaded = load_protocol_from_texts(changed("fills", "strength_per_ml: 10000,", new))
    assert loaded.protocol.fills.products[2].strength_per_ml is None


@pytest.mark.parametrize(
    ("file", "cell"), [(file, cell) for file, cells in COLUMNS.items() for cell in cells]
)
def test_an_unknown_word_is_refused(file: str, cell: str) -> None:
    """Every column of words refuses a word that it may not use, and lists those it may."""
    old = cell.rpartition(" ")[2].strip("[]")
    errors = refusals(changed(file, cell, cell.replace(old, "unheard-of")))
    assert [(ErrorCode.E304, True)] == [
        (e.code, "one of " in e.expected or "at-most or above" in e.expected) for e in errors
    ]


@pytest.mark.parametrize("kind", TABLE_WORDS)
def test_every_set_of_words_is_closed(kind: type[StrEnum]) -> None:
    """A word that is not a member is refused; the members are named."""
    with pytest.raises(NotReadable) as refused:
        read_scalar(kind, "unheard-of")
    assert all(member.value in refused.value.expected for member in kind)


@pytest.mark.parametrize("text", ["nan", "inf", "-1", "1e3", "1,5", "", " ", "1.", ".5", "+1", "٣"])
def test_what_is_not_plain_digits_is_refused(text: str) -> None:
    """A number is written in plain digits and is finite and not negative."""
    with pytest.raises(NotReadable) as refused:
        read_scalar(Decimal, text)
    assert ErrorCode.E305 is refused.value.code


@pytest.mark.parametrize("text", ["2026-02-30", "26-01-01", "2026-1-1", "today", "20260101"])
def test_what_is_no_day_is_refused(text: str) -> None:
    """A day is written year-month-day and is in the calendar."""
    with pytest.raises(NotReadable) as refused:
        read_scalar(date, text)
    assert ErrorCode.E306 is refused.value.code


def test_a_refusal_says_where_what_and_how() -> None:
    """A refusal names the file, the line and the value, what was expected, and an example."""
    error = refusal("liver", "hold: 5,", "hold: five,")
    assert (
        "E305 liver.yaml line 14, steps.hold: came 'five', expected a number of zero or more, "
        "in digits with a full stop; for example 1.5."
    ) == str(error)


def test_an_unknown_column_is_refused() -> None:
    """A misspelt column is refused, not passed over."""
    error = refusal("dose", "weight_rounding_kg:", "weight_rounding_lb: 1\nweight_rounding_kg:")
    assert (ErrorCode.E301, "weight_rounding_lb") == (error.code, error.came)


def test_a_missing_value_is_refused() -> None:
    """There is no default for a value that is not written."""
    error = refusal("limits", "hard_mg_per_ml: 25\n", "")
    assert (ErrorCode.E302, True) == (error.code, "hard_mg_per_ml" in error.expected)


def test_a_missing_cell_of_a_row_is_refused() -> None:
    """A row without one of its cells is refused."""
    error = refusal("liver", "to_50: 4,   ", "")
    assert (ErrorCode.E302, True) == (error.code, "to_50" in error.expected)


def test_a_value_where_rows_belong_is_refused() -> None:
    """A list of rows cannot be a single value."""
    error = refusals(
        {**texts(), "liver": texts()["liver"].replace("steps:\n", "steps: none\nx:\n")}
    )
    assert ErrorCode.E303 in {found.code for found in error}


def test_a_row_out_of_place_is_refused() -> None:
    """A row of one table does not fit another."""
    old = "- {exposure: fever,    factor: 1.15}"
    found = refusals(changed("flow", old, "- {setting: combined, above: 0.12}"))
    assert {ErrorCode.E301, ErrorCode.E302} == {error.code for error in found}


def test_a_row_that_stands_twice_is_refused() -> None:
    """Two rows for the same sign in the same setting would be two answers."""
    row = "  - {sign: ulcer, setting: every, acts_on: fudr, effect: ask, evacuate: no}\n"
    error = refusal("stops", "signs:\n", f"signs:\n{row}")
    assert (ErrorCode.E307, "ulcer/every") == (error.code, error.came)


def test_an_empty_title_is_refused() -> None:
    """A text has something in it."""
    error = refusal("protocol", "title: FUDR 0.12 mg/kg/day, 14 of 28 days", 'title: ""')
    assert ErrorCode.E308 is error.code


def test_every_error_of_all_files_is_found() -> None:
    """One run shows all there is to mend."""
    both = {**changed("dose", "0.12", "x"), "flow": changed("flow", "1.96", "y")["flow"]}
    assert ["x", "y"] == [error.came for error in refusals(both)]


def test_a_missing_file_is_refused() -> None:
    """A protocol without its stops is no protocol."""
    (error,) = refusals({name: text for name, text in texts().items() if name != "stops"})
    assert (ErrorCode.E320, "stops.yaml") == (error.code, error.where)


def test_a_file_too_many_is_refused() -> None:
    """A file that no table belongs to is refused: somebody expects it to count."""
    (error,) = refusals({**texts(), "stop": "a: b"})
    assert (ErrorCode.E320, "stop.yaml") == (error.code, error.where)


def test_a_broken_file_is_refused() -> None:
    """What is not YAML is refused with its line."""
    with pytest.raises(InputErrors) as refused:
        load_protocol_from_texts({**texts(), "dose": "starting: [1"})
    assert "dose.yaml line 2" in refused.value.errors[0].where

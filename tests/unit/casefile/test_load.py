from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from hepatica.casefile.load import load_case
from hepatica.core.chart.additive import Additive
from hepatica.core.chart.entries import Confirmation, Correction, PumpFilled, Weight
from hepatica.core.chart.laboratory import LaboratoryPanel, LabValue
from hepatica.core.chart.words import Content, LabTest, Product
from hepatica.core.moment import Moment
from hepatica.library.errors import InputErrors

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
HEADER = 'case: small\nsynthetic: yes\nutc_offset: "+01:00"\nentries:\n'
CET = timezone(timedelta(hours=1))


def chart_of(*entries: str) -> str:
    """A case of these entries."""
    return HEADER + "".join(f"  - {{{entry}}}\n" for entry in entries)


def codes(text: str) -> list[str]:
    """The codes of all reasons."""
    with pytest.raises(InputErrors) as raised:
        load_case(text, now=NOW)
    return [error.code.name for error in raised.value.errors]


def weight(entry_id: str, day: str, value: str) -> str:
    """A weighing."""
    return f"id: {entry_id}, kind: weight, at: {day}, weight: {value}"


def test_date_is_any_hour_of_the_day_and_recorded_at_its_beginning() -> None:
    """A date without time is the civil day at the case's offset; recorded when it begins."""
    entry = load_case(chart_of(weight("e01", "2025-03-03", "70 kg")), now=NOW).entries[0]
    assert Moment.some_time_on(date(2025, 3, 3), CET) == entry.at
    assert datetime(2025, 3, 3, tzinfo=CET) == entry.recorded_at


def test_instant_keeps_its_civil_day() -> None:
    """The day of an instant is the one written, not the one in UTC."""
    text = chart_of(weight("e01", "2025-03-03T00:30+13:00", "70 kg"))
    assert date(2025, 3, 3) == load_case(text, now=NOW).entries[0].at.day


def test_entry_about_the_record_may_leave_out_at() -> None:
    """A note without `at` stands at the moment it was recorded."""
    text = chart_of("id: e01, kind: note, recorded_at: 2025-03-03T09:00Z, text: phoned")
    entry = load_case(text, now=NOW).entries[0]
    assert Moment.exactly(datetime(2025, 3, 3, 9, tzinfo=UTC)) == entry.at


def test_entries_keep_the_order_of_the_file() -> None:
    """Loading does not sort."""
    text = chart_of(weight("late", "2025-03-03", "70 kg"), weight("early", "2025-01-03", "71 kg"))
    assert ["late", "early"] == [entry.id for entry in load_case(text, now=NOW).entries]


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("70 kg", "70"),
        ("70.50 kg", "70.50"),
        ("70500 g", "70.5"),
        ("154 lb", "69.85322498"),  # 154 × 0.45359237, the pound of 1959
    ],
)
def test_weight_in_kilograms(written: str, canonical: str) -> None:
    """A weight arrives in kilograms, exactly."""
    entry = load_case(chart_of(weight("e01", "2025-03-03", written)), now=NOW).entries[0]
    assert Weight(Decimal(canonical)) == entry.payload


def test_laboratory_value_keeps_what_was_reported() -> None:
    """A result holds the canonical value, the value as reported, `<`, and the upper limit."""
    text = chart_of(
        "id: e01, kind: laboratory_panel, at: 2025-03-03, results: {bilirubin: "
        "{value: <20.5248 umol/L, upper_limit: 1.2 mg/dL}, ast: 0.7 ukat/L}"
    )
    assert (
        LaboratoryPanel(
            (
                (LabTest.AST, LabValue(Decimal("42.0"), Decimal("0.7"), "ukat/L")),
                (
                    LabTest.BILIRUBIN,
                    LabValue(
                        value=Decimal("1.2"),
                        reported=Decimal("20.5248"),
                        reported_unit="umol/L",
                        is_below=True,
                        upper_limit=Decimal("20.5248"),
                    ),
                ),
            )
        )
        == load_case(text, now=NOW).entries[0].payload
    )


def test_fill_with_additives() -> None:
    """A fill keeps its volumes and its additives in the unit of each product."""
    text = chart_of(
        "id: e01, kind: pump_filled, at: 2025-03-03, content: heparinised-saline, "
        "prepared: 30 mL, injected: 0.03 L, additives: [{product: heparin, amount: 30000 IU, "
        "strength: 5000 units/mL, expiry: 2027-06-30}]"
    )
    heparin = Additive(Product.HEPARIN, Decimal(30000), Decimal(5000), expiry=date(2027, 6, 30))
    assert (
        PumpFilled(Content.HEPARINISED_SALINE, Decimal(30), Decimal("30.00"), additives=(heparin,))
        == load_case(text, now=NOW).entries[0].payload
    )


def test_all_reasons_are_given_at_once() -> None:
    """Two wrong entries and a wrong header give all their reasons, in the order of the file."""
    text = chart_of(weight("e01", "2025-03-03", "70"), weight("e02", "2025-02-30", "-7 kg"))
    assert ["E131", "E128", "E140", "E126"] == codes(text.replace("yes", "maybe"))


def test_refusal_can_be_read() -> None:
    """A refusal names code, file, line, entry, field, what came, an example and the remedy."""
    with pytest.raises(InputErrors) as raised:
        load_case(chart_of(weight("e01", "2025-03-03", "70")), now=NOW, name="case.yaml")
    assert (
        "E128 case.yaml line 5, entry e01, weight: came '70', expected a value with one of the "
        "units kg, g, lb; for example 70 kg. Write the unit as it stands on the scale, the label "
        "or the report." == str(raised.value)
    )


def test_identifier_is_not_repeated_in_a_message() -> None:
    """A serial number does not appear in what is printed about its entry."""
    with pytest.raises(InputErrors) as raised:
        load_case(
            chart_of(
                "id: e01, kind: pump_accessed, at: 2025-03-03, result: failed, "
                "withdrawn: 3 mL, pump_serial: SECRET-77"
            ),
            now=NOW,
        )
    assert "SECRET-77" not in str(raised.value)


def test_clock_needs_an_offset() -> None:
    """A clock without offset is a mistake of the caller."""
    with pytest.raises(ValueError, match="offset"):
        load_case(chart_of(), now=datetime(2026, 3, 1))  # noqa: DTZ001


# ------------------------------------------------------------- implausible values

HEAVY = (weight("e01", "2025-03-03", "70 kg"), weight("e02", "2025-03-10", "700 kg"))
SEEN = "id: e03, kind: confirmation, at: 2025-03-11, confirms: e02, reason: weighed again"


def test_implausible_value_is_refused() -> None:
    """A weight of 700 kg is refused until somebody confirms it."""
    assert ["E201"] == codes(chart_of(*HEAVY))


def test_implausible_value_is_kept_when_confirmed() -> None:
    """With a confirmation the value stays as written."""
    entries = load_case(chart_of(*HEAVY, SEEN), now=NOW).entries
    assert Weight(Decimal(700)) == entries[1].payload
    assert Confirmation("e02", "weighed again") == entries[2].payload


def test_voided_confirmation_confirms_nothing() -> None:
    """When the confirmation is voided the value is refused again."""
    void = "id: e04, kind: void, at: 2025-03-12, voids: e03, reason: wrong patient"
    assert ["E201"] == codes(chart_of(*HEAVY, SEEN, void))


def test_voided_value_needs_no_confirmation() -> None:
    """An implausible entry that was voided no longer stands."""
    void = "id: e03, kind: void, at: 2025-03-12, voids: e02, reason: a slip"
    assert 3 == len(load_case(chart_of(*HEAVY, void), now=NOW).entries)


def test_corrected_value_needs_no_confirmation() -> None:
    """An implausible entry that was corrected no longer stands."""
    text = chart_of(
        *HEAVY,
        "id: e03, kind: correction, at: 2025-03-12, corrects: e02, entry: {weight: 71 kg}, "
        "reason: a slip",
    )
    replacement = load_case(text, now=NOW).entries[2].payload
    assert Correction("e02", Weight(Decimal(71)), "a slip") == replacement


def test_correction_is_judged_like_an_entry() -> None:
    """An implausible replacement is refused, naming the correction."""
    text = chart_of(
        weight("e01", "2025-03-03", "70 kg"),
        "id: e02, kind: correction, at: 2025-03-12, corrects: e01, entry: {weight: 7 kg}, "
        "reason: a slip",
    )
    with pytest.raises(InputErrors, match=r"E201 .* entry e02, entry, weight: .*confirms: e02"):
        load_case(text, now=NOW)


def test_correction_of_a_correction_has_the_form_of_the_root() -> None:
    """A correction may put right an earlier correction."""
    text = chart_of(
        weight("e01", "2025-03-03", "70 kg"),
        "id: e02, kind: correction, at: 2025-03-12, corrects: e01, entry: {weight: 71 kg}, "
        "reason: a slip",
        "id: e03, kind: correction, at: 2025-03-13, corrects: e02, entry: {weight: 72 kg}, "
        "reason: another slip",
    )
    replacement = load_case(text, now=NOW).entries[2].payload
    assert Correction("e02", Weight(Decimal(72)), "another slip") == replacement


def second_weight(value: str) -> str:
    """A weighing of 70 kg, then another."""
    return chart_of(weight("e01", "2025-03-03", "70 kg"), weight("e02", "2025-03-10", value))


def test_weight_may_change_by_a_quarter() -> None:
    """A weight up by a factor of exactly 1.25 is accepted."""
    assert 2 == len(load_case(second_weight("87.5 kg"), now=NOW).entries)


def test_weight_may_not_change_by_more_than_a_quarter() -> None:
    """A weight up by more than a factor of 1.25 is refused."""
    assert ["E202"] == codes(second_weight("87.6 kg"))


def test_return_from_a_confirmed_value_needs_no_confirmation() -> None:
    """After a confirmed outlier, a value near the one before it is not doubted."""
    text = chart_of(
        weight("e01", "2025-03-03", "70 kg"),
        weight("e02", "2025-03-10", "95 kg"),
        SEEN,
        weight("e04", "2025-03-17", "71 kg"),
    )
    assert 4 == len(load_case(text, now=NOW).entries)


def test_second_reading_may_differ_from_the_chart() -> None:
    """Re-entered inputs are not compared at the door: finding a difference is their purpose."""
    text = chart_of(
        weight("e01", "2025-03-03", "70 kg"),
        "id: e02, kind: inputs_re_entered, at: 2025-03-03, weight: 154 kg, flow: 1.3 mL/day, "
        "by: pharmacist",
    )
    assert 2 == len(load_case(text, now=NOW).entries)


def test_contradiction_is_not_refused_at_the_door() -> None:
    """More out than in can be recorded."""
    text = chart_of(
        "id: e01, kind: pump_filled, at: 2025-03-03, content: glycerin, prepared: 20 mL, "
        "injected: 20 mL",
        "id: e02, kind: pump_accessed, at: 2025-03-20, result: emptied, withdrawn: 25 mL",
    )
    assert 2 == len(load_case(text, now=NOW).entries)

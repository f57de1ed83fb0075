"""monitoring.yaml: complete and free of contradictions, or refused."""

from decimal import Decimal

import pytest

from hepatica.core.chart.words import Diagnosis
from hepatica.core.protocol.monitoring import Watch, When
from hepatica.core.protocol.provenance import Confidence
from hepatica.library.errors import ErrorCode, InputError, InputErrors
from hepatica.library.folders import read_text_of
from hepatica.library.loader import shipped, shipped_sources
from hepatica.library.monitoring import monitoring_from_text, shipped_monitoring

TEXT = read_text_of(shipped().joinpath("monitoring.yaml"))


def refusals(text: str) -> tuple[InputError, ...]:
    """The errors that come of a text."""
    with pytest.raises(InputErrors) as refused:
        monitoring_from_text(text, sources=shipped_sources())
    return tuple(refused.value.errors)


def changed(watch: str, old: str, new: str) -> str:
    """The shipped text with one word of one row changed."""
    line = next(li for li in TEXT.splitlines() if f"watch: {watch}," in li)
    assert old in line
    return TEXT.replace(line, line.replace(old, new))


def test_the_shipped_table_says_what_the_facts_say() -> None:
    """Clinical facts 8: markers every 4 weeks, imaging after 8 and at the latest 12 weeks."""
    table = shipped_monitoring().table
    rows = {row.watch: row for row in table.rows}
    assert set(Watch) == set(rows)
    assert (Decimal(28), Diagnosis.COLORECTAL_LIVER_METASTASES) == (
        rows[Watch.CEA].days,
        rows[Watch.CEA].diagnosis,
    )
    assert (Decimal(28), Diagnosis.INTRAHEPATIC_CHOLANGIOCARCINOMA) == (
        rows[Watch.CA_19_9].days,
        rows[Watch.CA_19_9].diagnosis,
    )
    assert (Decimal(56), Decimal(84)) == (rows[Watch.IMAGING].days, rows[Watch.IMAGING].latest_days)
    assert (Decimal(2), Decimal(4)) == (
        rows[Watch.PERFUSION_SCAN].days,
        rows[Watch.PERFUSION_SCAN].latest_days,
    )
    assert (Decimal(7), When.AFTER_ABNORMAL) == (
        rows[Watch.LIVER_TESTS_AGAIN].days,
        rows[Watch.LIVER_TESTS_AGAIN].when,
    )


def test_only_what_was_read_is_marked_seen() -> None:
    """The rest waits for local approval."""
    seen = {v.path for v in shipped_monitoring().values if v.confidence is Confidence.SEEN}
    assert {
        "monitoring/rows/liver-tests/when",
        "monitoring/rows/perfusion-scan/days",
        "monitoring/rows/perfusion-scan/latest_days",
    } == seen


@pytest.mark.parametrize("watch", list(Watch))
def test_a_missing_row_is_refused(watch: Watch) -> None:
    """E540: everything says when it is looked at."""
    lines = [li for li in TEXT.splitlines() if f"watch: {watch.value}," not in li]
    error = refusals("\n".join(lines))[0]
    assert (ErrorCode.E540, f"a row for {watch.value}") == (error.code, error.expected)


@pytest.mark.parametrize(
    ("watch", "old", "new", "expected"),
    [
        ("cea", "when: repeated-or-each-cycle", "when: gate-asks", "repeated or"),
        ("blood-tests", "when: each-systemic-visit", "when: each-pump-access", "each-systemic"),
        ("cea", "days: 28, ", "", "days, and at least one"),
        ("cea", "days: 28", "days: 0", "at least one day"),
        ("imaging", "latest_days: 84", "latest_days: 55", "not fewer than days"),
        ("liver-tests", 'albumin"', 'albumin", days: 3', "no days"),
        ("liver-tests", 'albumin"', 'albumin", latest_days: 3', "not fewer than days"),
    ],
)
def test_a_row_that_contradicts_itself_is_refused(
    watch: str, old: str, new: str, expected: str
) -> None:
    """E541: days where they are counted, and only there; an end not before them."""
    error = refusals(changed(watch, old, new))[0]
    assert ErrorCode.E541 is error.code
    assert expected in error.expected
    assert watch in error.where


def test_the_end_may_be_the_day_itself() -> None:
    """Not fewer: 56 and 56 is a table."""
    text = changed("imaging", "latest_days: 84", "latest_days: 56")
    assert (
        56
        == monitoring_from_text(text, sources=shipped_sources())
        .table.row(Watch.IMAGING)
        .latest_days
    )


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("watch: cea,", "watch: psa,", ErrorCode.E304),
        ("watch: ca-19-9,", "watch: cea,", ErrorCode.E307),
        ("days: 56", "days: -56", ErrorCode.E305),
        ("join_days: 3", "join: 3", ErrorCode.E301),
        ("source: S102", "source: S999", ErrorCode.E312),
        ("{values: [liver-tests when]", "{values: [nothing]", ErrorCode.E311),
    ],
)
def test_a_malformed_table_is_refused(old: str, new: str, code: ErrorCode) -> None:
    """As every table."""
    assert old in TEXT
    assert code in {error.code for error in refusals(TEXT.replace(old, new))}

"""What a recall says of a pump, word for word: why, and which fields would settle it."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from hepatica.core.chart.entries import PumpImplanted
from hepatica.core.pump.recall import Recall, Verdict, match_recall, plain
from hepatica.library.loader import load_rulebook
from tests.unit.core.pump.test_recall import FAST, IMPLANTED, LEAK, LEAKING, PUMP

IN_PERIOD = replace(PUMP, distributed=date(2022, 1, 1))
ONE_SERIAL: dict[str, Any] = {
    "distributed_from": None,
    "distributed_until": None,
    "serials": ("SYN-1",),
}


def recall(name: str, **changed: Any) -> Recall:
    """A shipped recall with some of its fields changed."""
    return replace(next(each for each in load_rulebook().recalls if each.id == name), **changed)


@pytest.mark.parametrize(
    ("pump", "against", "verdict", "reason", "missing"),
    [
        (
            IN_PERIOD,
            recall(FAST),
            Verdict.MATCH,
            "model intera-3000, distributed 2022-01-01",
            (),
        ),
        (
            replace(IN_PERIOD, model="synchromed-ii"),
            recall(FAST),
            Verdict.NO_MATCH,
            "another model",
            (),
        ),
        (
            replace(IN_PERIOD, model="pump x"),
            recall(FAST),
            Verdict.CANNOT_TELL,
            "the model charted is not a known one",
            ("model",),
        ),
        (PUMP, recall(FAST), Verdict.CANNOT_TELL, "distributed is not charted", ("distributed",)),
        (
            replace(PUMP, model="pump x"),
            recall(FAST, unclear="the notice is torn"),
            Verdict.CANNOT_TELL,
            "the model charted is not a known one; distributed is not charted; the notice is torn",
            ("model", "distributed"),
        ),
        (
            IN_PERIOD,
            recall(FAST, unclear="the notice is torn"),
            Verdict.CANNOT_TELL,
            "the notice is torn",
            (),
        ),
        (
            replace(PUMP, distributed=date(2021, 8, 11)),
            recall(FAST),
            Verdict.NO_MATCH,
            "distributed outside the period",
            (),
        ),
        (
            replace(PUMP, distributed=date(2026, 1, 13)),
            recall(FAST),
            Verdict.CANNOT_TELL,
            "distributed after it was implanted: one date is wrong",
            ("distributed",),
        ),
        (
            replace(PUMP, distributed=IMPLANTED),
            recall(FAST),
            Verdict.NO_MATCH,
            "distributed outside the period",
            (),
        ),
        (
            replace(PUMP, distributed=date(2030, 1, 1)),
            recall(FAST, distributed_from=date(2026, 2, 1), distributed_until=None),
            Verdict.CANNOT_TELL,
            "distributed after it was implanted: one date is wrong",
            ("distributed",),
        ),
        (
            PUMP,
            recall(FAST, distributed_from=date(2026, 2, 1), distributed_until=None),
            Verdict.NO_MATCH,
            "implanted before the first recalled pump was distributed",
            (),
        ),
        (
            IN_PERIOD,
            recall(FAST, distributed_until=None),
            Verdict.MATCH,
            "model intera-3000, distributed 2022-01-01",
            (),
        ),
        (
            replace(PUMP, distributed=date(2023, 1, 1)),
            recall(FAST, distributed_from=None),
            Verdict.NO_MATCH,
            "distributed outside the period",
            (),
        ),
        (
            LEAKING,
            recall(LEAK),
            Verdict.MATCH,
            "model intera-3000, udi_di 00850014110147, catalogue AP-0300H, lot 20175",
            (),
        ),
        (
            PUMP,
            recall(LEAK),
            Verdict.CANNOT_TELL,
            "udi_di is not charted; catalogue is not charted; lot is not charted",
            ("udi_di", "catalogue", "lot"),
        ),
        (replace(LEAKING, lot="20176"), recall(LEAK), Verdict.NO_MATCH, "another lot", ()),
        (
            replace(LEAKING, udi_di=None, catalogue="AP-0300L"),
            recall(LEAK),
            Verdict.NO_MATCH,
            "another catalogue",
            (),
        ),
        (
            replace(LEAKING, catalogue="AP-0300L"),
            recall(LEAK),
            Verdict.CANNOT_TELL,
            "the identifiers charted contradict each other",
            (),
        ),
        (
            replace(LEAKING, udi_di="00850014110148", catalogue=None),
            recall(LEAK),
            Verdict.NO_MATCH,
            "another udi_di",
            (),
        ),
        (
            PUMP,
            recall(FAST, **ONE_SERIAL),
            Verdict.MATCH,
            "model intera-3000, serial SYN-1",
            (),
        ),
        (
            replace(PUMP, serial="SYN-2"),
            recall(FAST, **ONE_SERIAL),
            Verdict.NO_MATCH,
            "another serial",
            (),
        ),
    ],
)
def test_what_a_recall_says(
    pump: PumpImplanted, against: Recall, verdict: Verdict, reason: str, missing: tuple[str, ...]
) -> None:
    """Worked by hand from the words of clinical facts 3.5."""
    found = match_recall(pump, IMPLANTED, against, load_rulebook().devices)
    assert (against, verdict, reason, missing) == (
        found.recall,
        found.verdict,
        found.reason,
        found.missing,
    )


def test_an_identifier_is_compared_without_what_people_write_differently() -> None:
    """Case, blanks and hyphens."""
    assert "ap0300h" == plain("AP-0300 H")

"""A text that is taken out of a sealed chart changes nothing that is decided."""

from dataclasses import replace

import pytest

from hepatica.casefile.free_text import free_texts
from hepatica.casefile.load import load_case, read_case
from hepatica.casefile.redact import redact
from hepatica.casefile.seal import seal
from hepatica.core.chart.fold import fold_course
from hepatica.core.plan import Plan
from hepatica.core.planning import plan
from hepatica.library.errors import InputErrors
from hepatica.library.loader import load_rulebook
from tests.safety.bench import APPROVALS, Setup, fudr_answer
from tests.safety.test_measures import SECOND_FUDR
from tools.examples import FOLDER, WRITTEN_ON, Moment, read_moments

BOOK = load_rulebook(APPROVALS)
SEALED = seal(FOLDER / "adjuvant-six-cycles.yaml", now=WRITTEN_ON)
MOMENTS = [moment for moment in read_moments() if moment.case == "adjuvant-six-cycles"]
# A weight that was corrected: the reason names a person, the new weight decides.
NOTED = Setup(
    SECOND_FUDR,
    change={"labs-before": {"at": "2026-08-17T09:30+02:00"}},
    add=[
        {"id": "said", "kind": "note", "at": "2026-10-05T09:00+02:00", "text": "seen with Ann"},
        {
            "id": "slip",
            "kind": "correction",
            "at": "2026-10-05T09:10+02:00",
            "corrects": "weight-2",
            "entry": {"weight": "69 kg"},
            "reason": "read again by Ann",
        },
    ],
)


def without_texts(sealed: str) -> str:
    """The chart with every free text taken out, one after the other."""
    found = [
        (str(link.content["id"]), ".".join(path))
        for link in read_case(sealed, now=WRITTEN_ON).links[1:]
        for path, _ in free_texts(link.content)
    ]
    assert len(found) >= 2
    for entry_id, field in found:
        sealed = redact(sealed, entry_id, field=field, reason="named a person", now=WRITTEN_ON).text
    return sealed


GONE = without_texts(SEALED)
# The lines that were there before, now without texts: their head is the old one.
CUT = "".join(GONE.splitlines(keepends=True)[: len(SEALED.splitlines())])


def planned(text: str, moment: Moment) -> Plan:
    """The plan of a sealed chart at a moment of its course."""
    chart = load_case(text, now=WRITTEN_ON)
    return plan(fold_course(chart, at=moment.at, known_by=moment.known_by), BOOK)


@pytest.mark.parametrize("moment", MOMENTS, ids=[moment.name for moment in MOMENTS])
def test_a_plan_is_the_same_without_its_free_texts(moment: Moment) -> None:
    """At every interesting moment: the whole plan, and what it decides beside the new entries."""
    before, cut, after = (planned(text, moment) for text in (SEALED, CUT, GONE))
    assert before.course.head == cut.course.head != after.course.head
    assert replace(cut, course=before.course) == before
    assert (before.decision, before.reservoir, before.fill, before.due) == (
        after.decision,
        after.reservoir,
        after.fill,
        after.due,
    )


def test_the_dose_stays_when_the_reason_of_a_correction_is_gone() -> None:
    """69 kg and 191 mg, worked by hand: 0.12 x 69 x 30 / 1.3 = 191.1; not the 194 mg of 70 kg."""
    sealed = seal(NOTED.case_text(), now=SECOND_FUDR)
    answers = [
        fudr_answer(
            plan(
                fold_course(load_case(text, now=WRITTEN_ON), at=SECOND_FUDR, known_by=SECOND_FUDR),
                BOOK,
            )
        )
        for text in (sealed, without_texts(sealed))
    ]
    assert answers[0] == answers[1]
    assert "191" in str(answers[1])


@pytest.mark.parametrize(
    ("entry_id", "field"),
    [("labs-2", "results"), ("order-1", "dose"), ("slip", "entry.weight"), ("slip", "entry")],
)
def test_a_redacted_dose_is_refused(entry_id: str, field: str) -> None:
    """A sample, a dose or the weight of a correction cannot be taken out: 194 mg would return."""
    sealed = seal(NOTED.case_text(), now=SECOND_FUDR)
    with pytest.raises(InputErrors) as raised:
        redact(sealed, entry_id, field=field, reason="named a person", now=WRITTEN_ON)
    assert ["E503"] == [error.code.name for error in raised.value.errors]

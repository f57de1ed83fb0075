"""`hepatica toxicity`."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.unit.cli.calls import run
from tests.unit.reports.charts import GIVE, LEAVE, written

AT = "2026-06-01T00:00+00:00"
EVENTS = (
    "  - {id: x1, kind: laboratory_panel, at: 2026-02-02T07:00+00:00, results: "
    "{ast: {value: 210 U/L, upper_limit: 40 U/L}, creatinine: 0.9 mg/dL, "
    "sodium: {value: 128 mmol/L, lower_limit: 135 mmol/L, upper_limit: 145 mmol/L}}}\n"
    "  - {id: x2, kind: adverse_event, at: 2026-02-03, event: diarrhoea, grade: 2, "
    "attributed_to: [systemic, unclear], recorded_at: 2026-02-05T08:00+00:00}\n"
    "  - {id: x3, kind: adverse_event, at: 2026-02-06, event: diarrhoea, grade: 0, "
    "attributed_to: [systemic]}\n"
)


@pytest.fixture
def case(tmp_path: Path) -> str:
    """A chart with FUDR in the pump, two adverse events, and two values without a grade."""
    return written(tmp_path, LEAVE + EVENTS)


def data_of(case: str, *options: str) -> Any:
    """The JSON answer."""
    return json.loads(run("toxicity", case, "--at", AT, *options, "--json").stdout)


def test_the_record_as_text(case: str) -> None:
    """Head, episodes as a table, why, and what could not be graded."""
    result = run("toxicity", case, "--at", AT)
    expected = """\
Toxicity up to 2026-06-01T00:00+00:00. Case small. SYNTHETIC chart, no patient
Graded by CTCAE version 5. The grade of a laboratory value is independent of the FUDR decision:
they rest on different numbers, and neither is derived from the other.

EPISODES
  term                        worst   began       worst on    ended       attributed to  cycle
  Aspartate aminotransferase  3       2026-02-02  2026-02-02  open                       1
  increased
  Hyponatremia                2 to 3  2026-02-02  2026-02-02  open                       1
  diarrhoea                   2       2026-02-03  2026-02-03  2026-02-06  systemic       1

WHY THE WORST GRADE
  - Aspartate aminotransferase increased, grade 3: 210 U/L is above 5 x ULN (40 U/L) and at most
    20 x; the baseline was normal (entries x1, e02)
  - Hyponatremia, grade 2 to 3: 128 mmol/L; what is missing stands below (entry x1)
  - diarrhoea, grade 2: graded by a clinician (entry x2)

NOT GRADED
  - Creatinine increased: missing the upper limit of normal reported with the value; without,
    the grade is between 0 and 4 (2026-02-02, 0.9 mg/dL, entry x1)
  - Hyponatremia: missing whether the patient has symptoms of it, which is not charted; without,
    the grade is between 2 and 3 (2026-02-02, 128 mmol/L, entry x1)

Head """
    assert 0 == result.exit_code
    assert result.stdout.startswith(expected)


def test_a_lowest_grade_hides_and_counts_the_others(case: str) -> None:
    """One that may have reached it is shown."""
    text = run("toxicity", case, "--at", AT, "--min-grade", "3").stdout
    assert "Hyponatremia" in text
    assert "  1 below grade 3 not shown" in text
    assert "diarrhoea" not in text
    text = run("toxicity", case, "--at", AT, "--min-grade", "5").stdout
    assert "EPISODES\n  3 below grade 5 not shown\n" in text


def test_both_clocks(case: str) -> None:
    """What the chart had not yet learned is not there, and the moment says so."""
    moments = ("--at", "2026-02-04T00:00+00:00", "--known-by", "2026-02-06T00:00+00:00")
    text = run("toxicity", case, *moments).stdout
    assert text.startswith(
        "Toxicity up to 2026-02-04T00:00+00:00, known by 2026-02-06T00:00+00:00. Case small."
    )
    assert "diarrhoea                   2       2026-02-03  2026-02-03  open " in text
    assert "diarrhoea" not in run("toxicity", case, *moments[:2]).stdout


def test_without_a_moment_it_is_that_of_the_clock(case: str) -> None:
    """Said first."""
    assert run("toxicity", case).stdout.startswith("Toxicity up to now, ")


def test_samples_without_a_grade_are_counted_by_what_they_miss(tmp_path: Path) -> None:
    """One line for a term."""
    more = EVENTS.replace("x1", "y1").replace("2026-02-02", "2026-02-04").splitlines()[0]
    text = run("toxicity", written(tmp_path, LEAVE + EVENTS + more + "\n"), "--at", AT).stdout
    assert "is between 0 and 4 (2 samples, 2026-02-02 to 2026-02-04)" in " ".join(text.split())


def test_a_quiet_course(tmp_path: Path) -> None:
    """No adverse event: it says so."""
    text = run("toxicity", written(tmp_path, LEAVE), "--at", AT).stdout
    assert "EPISODES\n  none\n" in text
    assert "WHY" not in text


def test_before_the_first_fill_and_after_a_death(tmp_path: Path) -> None:
    """The cycle is said in a word, and grade 5 has no end."""
    events = (
        "  - {id: x1, kind: adverse_event, at: 2026-01-20, event: bleeding, grade: 5, "
        "attributed_to: [disease]}\n"
    )
    text = run("toxicity", written(tmp_path, LEAVE + events), "--at", AT).stdout
    assert "  bleeding  5      2026-01-20  2026-01-20  death  disease        before\n" in text


def test_everything_as_json(case: str) -> None:
    """The episodes with their grades, what was not graded, and every value with its grade."""
    found = data_of(case)
    assert ("small", "ctcae-5", 1) == (found["case"], found["table"], found["min_grade"])
    assert "independent of the FUDR decision" in found["independence"]
    liver, sodium, bowel = found["episodes"]
    assert ("clinician", ["systemic"], False) == (
        bowel["graded_by"], bowel["attributed_to"], bowel["is_open"],
    )  # fmt: skip
    assert ("2026-02-03", "2026-02-06", ["x2", "x3"]) == (
        bowel["began"], bowel["ended"], bowel["entries"],
    )  # fmt: skip
    assert (2, 3) == (sodium["worst_grade"], sodium["worst_grade_at_most"])
    (graded,) = liver["grades"]
    assert {
        "grade": 3,
        "at": "2026-02-02T07:00:00+00:00",
        "test": "ast_u_per_l",
        "value": "210",
        "unit": "U/L",
        "upper_limit": "40",
        "lower_limit": None,
        "rests_on": ["x1", "e02"],
    }.items() <= graded.items()
    (kidney, _) = found["not_graded"]
    assert (None, ["uln"], 0, 4) == (
        kidney["grade"], kidney["needs"], kidney["grade_at_least"], kidney["grade_at_most"],
    )  # fmt: skip
    assert {"ast_u_per_l", "alp_u_per_l", "bilirubin_mg_per_dl"} <= {
        each["test"] for each in found["baselines"]
    }
    assert 3 * 2 + 4 + 2 == len(found["gradings"])


def test_json_keeps_to_the_lowest_grade(case: str) -> None:
    """And counts what it leaves out; what could not be graded stays."""
    found = data_of(case, "--min-grade", "3")
    assert (2, 1, 2) == (
        len(found["episodes"]), found["episodes_below_min_grade"], len(found["not_graded"]),
    )  # fmt: skip


def test_a_refused_chart(tmp_path: Path) -> None:
    """Exit code 1; as JSON where that was asked for."""
    broken = written(tmp_path, GIVE.replace("code: A", "code: Q"))
    assert 1 == run("toxicity", broken).exit_code
    result = run("toxicity", broken, "--json")
    assert (1, "E130") == (result.exit_code, json.loads(result.stdout)["errors"][0]["code"])


@pytest.mark.parametrize("options", [("--min-grade", "0"), ("--min-grade", "6"), ("--at", "soon")])
def test_wrong_usage(case: str, options: tuple[str, str]) -> None:
    """Exit code 2."""
    assert 2 == run("toxicity", case, *options).exit_code


def test_the_help_has_examples() -> None:
    """And says that a grade is no dose."""
    text = " ".join(run("toxicity", "--help").stdout.split())
    assert "hepatica toxicity case.yaml --min-grade 3" in text
    assert "a laboratory value is independent of the FUDR decision" in text

"""`hepatica plan`."""

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hepatica.cli import moments
from hepatica.cli import plan as plan_command
from tests.unit.cli.calls import run
from tests.unit.reports.charts import DWELL, GIVE, HOLD, MOMENTS, SECOND_FILL, written

APPROVALS = Path(__file__).parents[3] / "examples" / "approvals-synthetic.yaml"
LATE_NOTICE = (
    "  - {id: z1, kind: symptom_report, at: 2026-02-22T10:00+00:00, sign: ulcer, "
    "recorded_at: 2026-02-22T18:00+00:00}\n"
)


@pytest.mark.parametrize("name", MOMENTS)
def test_a_plan_that_was_made_ends_with_zero(name: str, tmp_path: Path) -> None:
    """Whatever it says: a hold is an answer, not an error."""
    text, at = MOMENTS[name]
    assert 0 == run("plan", written(tmp_path, text), "--at", at).exit_code


def test_without_a_moment_the_clock_is_read_and_said_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Never the time of the last entry (behaviour P2)."""
    now = datetime(2026, 10, 1, 8, 30, tzinfo=UTC)
    monkeypatch.setattr(plan_command, "current_time", lambda: now)
    first = run("plan", written(tmp_path, GIVE)).stdout.splitlines()[0]
    assert "Plan for now, 2026-10-01T08:30+00:00. Case small" == first


def test_the_clock_has_an_offset() -> None:
    """A moment without an offset would mean nothing elsewhere."""
    assert None is not moments.current_time().utcoffset()


def test_an_audit_knows_only_what_was_recorded(tmp_path: Path) -> None:
    """An ulcer recorded in the evening is not in a plan as known at noon."""
    case = written(tmp_path, GIVE.replace("  - {id: e17", LATE_NOTICE + "  - {id: e17"))
    whole = run("plan", case, "--at", SECOND_FILL).stdout
    audit = run("plan", case, "--at", SECOND_FILL, "--known-by", "2026-02-22T12:00+00:00").stdout
    assert ("ulcer" in whole, "ulcer" in audit) == (True, False)
    assert "as known at 2026-02-22T12:00+00:00" in audit.splitlines()[0]


def test_a_refused_chart_gives_no_plan_and_no_file(tmp_path: Path) -> None:
    """Every error is listed; nothing is printed as a plan; nothing is written."""
    case = written(tmp_path, GIVE.replace("70 kg}", "70}").replace("code: A", "code: Q"))
    page = tmp_path / "page.html"
    result = run("plan", case, "--at", SECOND_FILL, "--html", str(page))
    assert (1, "") == (result.exit_code, result.stdout)
    assert ["E128", "E130"] == sorted({line[:4] for line in result.stderr.splitlines()})
    assert ["case.yaml"] == [path.name for path in tmp_path.iterdir()]


def test_a_refused_chart_leaves_an_older_page_alone(tmp_path: Path) -> None:
    """What was there stays as it was."""
    case, page = written(tmp_path, "case: x"), tmp_path / "page.html"
    page.write_text("older", encoding="utf-8")
    run("plan", case, "--html", str(page))
    assert "older" == page.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "arguments",
    [
        ["--at", "2026-02-23"],
        ["--at", "2026-02-23T10:00"],
        ["--at", "yesterday"],
        ["--at", "2026-02-30T10:00+00:00"],
        ["--known-by", "2026-02-23T10:00+25:00"],
        ["--approvals", "no-such-file.yaml"],
        ["--protocol", "fudr-28d"],
    ],
)
def test_wrong_usage_ends_with_two(arguments: list[str], tmp_path: Path) -> None:
    """A moment needs its time and offset; an unknown option is not ignored."""
    result = run("plan", written(tmp_path, GIVE), *arguments)
    assert (2, "") == (result.exit_code, result.stdout)


def test_a_moment_without_offset_is_told_what_to_add(tmp_path: Path) -> None:
    """The message names the option, what came, and an example."""
    shown = run("plan", written(tmp_path, GIVE), "--at", "2026-02-23T10:00").stderr
    assert "E142 --at" in shown
    assert "2026-02-23T10:00" in shown
    assert "for example 2025-03-03T09:00+01:00" in shown


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """Wrong usage: exit code 2, with the path as it was given."""
    path = str(tmp_path / "none.yaml")
    result = run("plan", path)
    assert (2, "") == (result.exit_code, result.stdout)
    assert path in result.stderr


def test_a_refused_chart_as_json_is_the_object_of_chart_check(tmp_path: Path) -> None:
    """On standard output, exit code 1: a program reads one form of refusal."""
    case = written(tmp_path, GIVE.replace("code: A", "code: Q"))
    plan, check = (run(*command, case, "--json") for command in (["plan"], ["chart", "check"]))
    assert (1, "", check.stdout) == (plan.exit_code, plan.stderr, plan.stdout)
    assert "E130" == json.loads(plan.stdout)["errors"][0]["code"]


def test_a_moment_without_a_time_is_no_line_of_a_file(tmp_path: Path) -> None:
    """The message speaks of the option."""
    shown = run("plan", written(tmp_path, GIVE), "--at", "2026-02-23").stderr
    assert ("E141 --at: came" in shown, "line" in shown) == (True, False)


def test_json_is_json_and_keeps_decimals_as_text(tmp_path: Path) -> None:
    """The dose survives the round trip digit by digit."""
    result = run("plan", written(tmp_path, GIVE), "--at", SECOND_FILL, "--json")
    data = json.loads(result.stdout)
    assert ("0.12", "189") == (data["decision"]["dose_mg_per_kg_day"], data["fill"]["fudr_mg"])


def test_the_page_is_written_whole(tmp_path: Path) -> None:
    """One file, nothing beside it."""
    page = tmp_path / "page.html"
    run("plan", written(tmp_path, GIVE), "--at", SECOND_FILL, "--html", str(page))
    assert page.read_text(encoding="utf-8").endswith("</html>\n")
    assert {"case.yaml", "page.html"} == {path.name for path in tmp_path.iterdir()}


def test_the_page_never_replaces_the_chart(tmp_path: Path) -> None:
    """Naming the chart as the page is wrong usage."""
    case = written(tmp_path, GIVE)
    result = run("plan", case, "--at", SECOND_FILL, "--html", case)
    assert (2, GIVE) == (result.exit_code, Path(case).read_text(encoding="utf-8"))
    assert "E412" in result.stderr


def test_a_page_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    """No folder, no page: wrong usage, and no plan that looks complete."""
    page = tmp_path / "none" / "page.html"
    result = run("plan", written(tmp_path, GIVE), "--at", SECOND_FILL, "--html", str(page))
    assert (2, "") == (result.exit_code, result.stdout)
    assert "E413" in result.stderr


def test_why_adds_steps_and_open_values(tmp_path: Path) -> None:
    """Without --why the plan is short."""
    case = written(tmp_path, HOLD)
    short = run("plan", case, "--at", SECOND_FILL).stdout
    long = run("plan", case, "--at", SECOND_FILL, "--why").stdout
    assert ("STEPS" in short, "STEPS" in long) == (False, True)
    assert "NOT APPROVED BY THIS SITE" in long


def test_approvals_for_synthetic_charts_leave_no_value_open(tmp_path: Path) -> None:
    """What remains: not sealed, and no second person yet."""
    shown = run(
        "plan", written(tmp_path, GIVE), "--at", SECOND_FILL, "--approvals", str(APPROVALS)
    ).stdout
    assert "DRAFT (inputs not re-entered) · UNSEALED chart · SYNTHETIC chart" in shown


def test_a_hold_on_paper_and_screen_shows_no_dose(tmp_path: Path) -> None:
    """Text, JSON and page of a hold name no FUDR to give."""
    case, page = written(tmp_path, HOLD), tmp_path / "page.html"
    shown = run("plan", case, "--at", SECOND_FILL, "--html", str(page)).stdout
    data = json.loads(run("plan", case, "--at", SECOND_FILL, "--json").stdout)
    assert (None, None) == (data["fill"], data["decision"]["dose_mg_per_kg_day"])
    both = shown + page.read_text(encoding="utf-8")
    assert not any(word in both for word in ("floxuridine", "mg in 30 mL", "189 mg", "194 mg"))


def test_start_up_loads_neither_page_nor_table_library(tmp_path: Path) -> None:
    """A plan in the terminal imports no template engine and no table drawing."""
    case = written(tmp_path, GIVE)
    code = (
        "import sys; from hepatica.cli.main import hepatica\n"
        f"hepatica(['plan', {case!r}, '--at', {DWELL!r}], standalone_mode=False)\n"
        "sys.exit(', '.join(m for m in sys.modules if m.startswith(('jinja2', 'rich'))) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (0, "") == (done.returncode, done.stderr)


def test_help_has_examples_and_exit_codes() -> None:
    """What to type, and what the exit code means."""
    shown = run("plan", "--help").stdout
    assert "Examples:" in shown
    assert "Exit codes:" in shown

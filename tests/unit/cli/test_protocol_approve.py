"""`hepatica protocol approve` and `sources`: two people, one file."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import Result

from hepatica.cli.moments import current_time
from hepatica.library.approvals import load_approvals
from tests.unit.cli.calls import run

NAME = "fudr-28d/2026.1"
DAYS = "dose/weight_valid_days=7"
PRESCRIBER = ("--role", "prescriber", "--by", "AB")
PHARMACIST = ("--role", "pharmacist", "--by", "CD")
READ = ("--source-read", "ward policy", "--reason", "as practised")
OPEN = 375


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """An approvals file that does not exist yet."""
    return tmp_path / "approvals.yaml"


def approve(file: Path, *arguments: str, protocol: str = NAME) -> Result:
    """The command with these arguments."""
    return run("protocol", "approve", protocol, "--approvals", str(file), *arguments)


def sign(file: Path, *arguments: str) -> Result:
    """The command with what every signature needs."""
    return approve(file, *READ, *arguments)


def still_open(file: Path) -> int:
    """How many values are not approved."""
    return len(json.loads(approve(file, "--list", "--json").output)["not_yet_approved"])


def test_the_first_signature_approves_nothing(file: Path) -> None:
    """Half approved is not approved, and the output says for whom it waits."""
    result = sign(file, *PRESCRIBER, "--value", DAYS)
    assert (0, (), OPEN) == (result.exit_code, load_approvals(file), still_open(file))
    assert "Approved by that: 0. Waiting for the pharmacist: 1." in result.output


def test_the_second_role_completes(file: Path) -> None:
    """With both signatures the value is approved, and `show` marks it no more."""
    sign(file, *PRESCRIBER, "--value", DAYS)
    result = sign(file, *PHARMACIST, "--value", DAYS)
    (approval,) = load_approvals(file)
    assert (f"{NAME}/dose/weight_valid_days", "7") == (approval.path, approval.value)
    assert "Approved by that: 1." in result.output
    shown = run("protocol", "show", NAME, "--approvals", str(file)).output
    (line,) = (line for line in shown.splitlines() if line.startswith(" weight valid days"))
    assert "!" not in line


def test_the_same_person_is_refused(file: Path) -> None:
    """One person in both roles is refused, and the file stays as it was."""
    sign(file, *PRESCRIBER, "--value", DAYS)
    before = file.read_bytes()
    result = sign(file, "--role", "pharmacist", "--by", "AB", "--value", DAYS)
    assert (1, True, before) == (result.exit_code, "E371" in result.stderr, file.read_bytes())


@pytest.mark.parametrize("confirm", [(), ("--confirm", "4"), ("--confirm", "6")])
def test_a_file_is_listed_and_not_signed_without_its_number(
    file: Path, confirm: tuple[str, ...]
) -> None:
    """All values of a file are listed; only their number lets them be signed."""
    result = sign(file, *PRESCRIBER, "--file", "calendar", *confirm)
    assert (1, False) == (result.exit_code, file.exists())
    assert ("  early, days = 2\n" in result.stdout, "E374" in result.stderr) == (True, True)


def test_a_file_is_signed_with_its_number(file: Path) -> None:
    """Seven values of the calendar are open; those SEEN are not signed."""
    result = sign(file, *PRESCRIBER, "--file", "calendar", "--confirm", "7", "--json")
    data = json.loads(result.output)
    assert (7, 7) == (len(data["signed"]), file.read_text().count("  - {path"))
    assert f"{NAME}/calendar/cycle_days" not in {row["path"] for row in data["signed"]}


def test_a_source_is_signed_with_its_number(file: Path) -> None:
    """All open values that cite one source, pumps included."""
    result = sign(file, *PRESCRIBER, "--citing", "S-mskcc-practice", "--confirm", "8")
    assert (0, True) == (result.exit_code, "Signed by prescriber AB: 8." in result.output)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--value", "dose/weight_valid_days=8"), "E373 --value dose/weight_valid_days: came '8'"),
        (("--value", "dose/nothing=8"), "E372 --value: came 'dose/nothing=8'"),
        (("--value", "dose/starting_mg_per_kg_day=0.12"), "E375"),
        (("--file", "doses", "--confirm", "1"), "E372 --file: came 'doses'"),
        (("--value", DAYS, "--by", "Miller"), "E381 --by: came 'Miller'"),
        (("--value", DAYS, "--reason", " "), "E308 --reason"),
        (("--value", DAYS, "--on", "2026-02-30"), "E306 --on: came '2026-02-30'"),
        (("--value", DAYS, "--on", "9999-01-01"), "E382 --on: came '9999-01-01'"),
        ((), "E375 approve"),
    ],
)
def test_what_is_refused(file: Path, arguments: tuple[str, ...], code: str) -> None:
    """Each is refused with its code, and nothing is written."""
    result = sign(file, *PRESCRIBER, *arguments)
    assert (1, True, False) == (result.exit_code, code in result.stderr, file.exists())


def test_today_is_not_the_future(file: Path) -> None:
    """Today is accepted, tomorrow is not."""
    today = current_time().date()
    days = [(today + timedelta(days=ahead)).isoformat() for ahead in (1, 0)]
    codes = [sign(file, *PRESCRIBER, "--value", DAYS, "--on", day).exit_code for day in days]
    assert [1, 0] == codes


def test_signing_needs_person_and_reason(file: Path) -> None:
    """What is missing is wrong usage, all of it named."""
    result = approve(file, "--role", "prescriber", "--value", DAYS)
    assert 2 == result.exit_code
    assert "E405 --by, --source-read, --reason" in result.stderr


def test_the_list_names_path_value_and_role(file: Path) -> None:
    """The list is a dry run: it writes nothing."""
    empty = approve(file, "--list")
    assert (0, False) == (empty.exit_code, file.exists())
    assert f"{NAME}: {OPEN} of 448 values are not yet approved" in empty.output
    sign(file, *PRESCRIBER, "--value", DAYS)
    rows = [" ".join(line.split()) for line in approve(file, "--list").output.splitlines()]
    row = "dose/weight_valid_days 7 DESIGN S-hepatica pharmacist (signed: AB)"
    assert row in rows


def test_the_list_shows_void_signatures(file: Path) -> None:
    """A signature of a value that is another now covers nothing, and is shown."""
    sign(file, *PRESCRIBER, "--value", DAYS)
    file.write_text(file.read_text().replace('value: "7"', 'value: "6"'))
    expected = f"Void: {NAME}/dose/weight_valid_days: 6 was approved (prescriber AB), it is 7 now."
    assert expected in " ".join(approve(file, "--list").output.split())
    data = json.loads(approve(file, "--list", "--json").output)
    assert ("6", "7") == (data["void"][0]["approved"], data["void"][0]["now"])
    assert 0 == sign(file, *PRESCRIBER, "--value", DAYS).exit_code


def test_comments_in_the_file_stay(file: Path) -> None:
    """What a site wrote into its file is not lost."""
    sign(file, *PRESCRIBER, "--value", DAYS)
    file.write_text(file.read_text().replace("signatures:", "# ours\nsignatures: # mine"))
    before = file.read_text()
    assert 0 == sign(file, *PHARMACIST, "--value", DAYS).exit_code
    assert file.read_text().startswith(before)


def test_who_could_read_the_file_still_can(file: Path) -> None:
    """The second person reads what the first has written."""
    sign(file, *PRESCRIBER, "--value", DAYS)
    file.chmod(0o664)
    sign(file, *PHARMACIST, "--value", DAYS)
    assert 0o664 == file.stat().st_mode & 0o777


def test_a_link_stays_a_link(file: Path, tmp_path: Path) -> None:
    """The file behind a link is written, not the link."""
    shared = tmp_path / "shared.yaml"
    file.symlink_to(shared)
    sign(file, *PRESCRIBER, "--value", DAYS)
    assert (True, True) == (file.is_symlink(), shared.exists())


def test_a_file_that_cannot_be_written(tmp_path: Path) -> None:
    """The folder is not there: wrong usage, and no traceback."""
    result = sign(tmp_path / "no" / "approvals.yaml", *PRESCRIBER, "--value", DAYS)
    assert (2, True) == (result.exit_code, "E413 --approvals" in result.stderr)


def test_a_malformed_file_is_refused(file: Path) -> None:
    """A file that cannot be read is not added to."""
    file.write_text("signatures: []\n")
    result = sign(file, *PRESCRIBER, "--value", DAYS)
    assert (1, True) == (result.exit_code, "E303 approvals.yaml line 1" in result.stderr)


def test_a_copy_that_claims_too_much_is_not_approved(file: Path, tmp_path: Path) -> None:
    """A derived protocol is checked before anybody signs it."""
    folder = tmp_path / "copy"
    run("protocol", "derive", NAME, "--id", "copy", "--version", "1", "--to", str(folder))
    dose = folder / "dose.yaml"
    assert OPEN == len(
        json.loads(approve(file, "--list", "--json", protocol=str(folder)).output)[
            "not_yet_approved"
        ]
    )
    dose.write_text(dose.read_text().replace("0.12", "0.24"))
    result = approve(file, "--list", protocol=str(folder))
    assert (1, True) == (result.exit_code, "E323 copy/1/dose/starting" in result.stderr)


def test_a_copy_whose_source_is_lost_is_not_approved(file: Path, tmp_path: Path) -> None:
    """What cannot be compared with its source cannot be signed."""
    first, second = tmp_path / "first", tmp_path / "second"
    run("protocol", "derive", NAME, "--id", "copy", "--version", "1", "--to", str(first))
    run("protocol", "derive", str(first), "--id", "copy", "--version", "2", "--to", str(second))
    lost = approve(file, "--list", protocol=str(second))
    assert (1, True) == (lost.exit_code, "expected a source that can be compared" in lost.stderr)
    named = approve(file, "--list", "--source", str(first), protocol=str(second))
    assert 0 == named.exit_code


def test_an_approval_of_the_source_does_not_cover_the_copy(file: Path, tmp_path: Path) -> None:
    """A site approves what it uses under the name it uses."""
    sign(file, *PRESCRIBER, "--value", DAYS)
    sign(file, *PHARMACIST, "--value", DAYS)
    run("protocol", "derive", NAME, "--id", "copy", "--version", "1", "--to", str(tmp_path / "c"))
    listed = approve(file, "--list", "--json", protocol=str(tmp_path / "c"))
    data = json.loads(listed.output)
    assert (OPEN, []) == (len(data["not_yet_approved"]), data["void"])
    assert OPEN - 1 == still_open(file)


def test_sources_names_what_rests_on_each() -> None:
    """Confidence, number, what against, day, and what needs approval.

    S5 is SEEN for the diagnosis, the dose, cycle and dwell days, and the fill after the dwell.
    """
    data = json.loads(run("protocol", "sources", NAME, "--json").output)
    (s5,) = (one for one in data["sources"] if one["id"] == "S5")
    (seen, known) = s5["grounds"]
    assert ("SEEN", "abstract", ["2026-11-23"], 5, 0, "seen, needs none") == (
        seen["confidence"],
        seen["against_or_why"],
        seen["checked"],
        len(seen["paths"]),
        seen["need_approval"],
        seen["status"],
    )
    assert ("KNOWN", "needs approval") == (known["confidence"], known["status"])
    assert 448 == sum(len(g["paths"]) for one in data["sources"] for g in one["grounds"])


def test_sources_says_what_is_approved(file: Path) -> None:
    """With approvals, the status changes."""
    for role in (PRESCRIBER, PHARMACIST):
        sign(file, *role, "--file", "calendar", "--confirm", "7")
    output = run("protocol", "sources", NAME, "--approvals", str(file)).output
    rows = [" ".join(line.split()) for line in output.splitlines()]
    assert "KNOWN 1 interval recalled 2026-11-23 approved" in rows
    assert f"{OPEN - 7} of 448 values need local approval by two people." in rows
    assert "S5 Hepatic arterial FUDR with systemic oxaliplatin combinations, phase I" in rows


def test_a_day_that_is_not_stated_is_said_to_be_that(tmp_path: Path) -> None:
    """A value whose file does not say when it was checked."""
    folder = tmp_path / "copy"
    run("protocol", "derive", NAME, "--id", "copy", "--version", "1", "--to", str(folder))
    limits = folder / "limits.yaml"
    limits.write_text(limits.read_text().replace(", checked: 2026-11-23", ""))
    output = run("protocol", "sources", str(folder)).output
    assert "not stated" in output

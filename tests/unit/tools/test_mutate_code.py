"""What a run of code mutation reads and decides."""

import json
import subprocess
from pathlib import Path

import pytest

from tools.code_functions import (
    changed_functions,
    changed_lines,
    functions_of,
    with_open_properties,
)
from tools.mutate_code import (
    PACKAGES,
    base_commit,
    by_module,
    changed_keys,
    counts,
    left_alone,
    score,
    source_files,
    wholly_judged,
    without_tests,
)
from tools.mutmut_run import (
    JUDGES,
    JUDGES_BESIDE_THE_PUMP,
    Mutant,
    Stage,
    Verdict,
    judges_of,
    last_words,
    one_line,
    settings_as_toml,
    verdict_of,
)

SOURCE = """\
from functools import cache


def double(amount):
    return amount * 2


class Bolus:
    @property
    def total(self):
        return self.amount + 1

    @classmethod
    def none(cls):
        return cls(0)

    class Inner:
        def half(self):
            return self.amount / 2


@cache
def table():
    return {1: 2}
"""
FILE = "src/hepatica/core/pump/bolus.py"
GIT = ("git", "-c", "user.name=test", "-c", "user.email=test@example.org")


def mutant(verdict: Verdict, path: str = FILE) -> Mutant:
    """A mutant of the function `double`."""
    return Mutant(path, "hepatica.core.pump.bolus.x_double__mutmut_1", verdict)


def git(folder: Path, *arguments: str) -> None:
    """Run git in a folder."""
    subprocess.run([*GIT, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of two commits; the second one changes the file after the function `double`."""
    file = tmp_path / FILE
    file.parent.mkdir(parents=True)
    git(tmp_path, "init", "-b", "main")
    for text in (SOURCE.replace("+ 1", "+ 2"), SOURCE):
        file.write_text(text, encoding="utf-8")
        git(tmp_path, "add", ".")
        git(tmp_path, "commit", "-m", "a change")
    return tmp_path


@pytest.mark.parametrize(
    ("exit_code", "expected"),
    [
        (0, Verdict.SURVIVED),
        (1, Verdict.KILLED),
        (36, Verdict.TIMEOUT),
        (33, Verdict.NO_TESTS),
        (None, Verdict.NOT_REACHED),
        (-11, Verdict.SUSPICIOUS),
        (99, Verdict.SUSPICIOUS),
    ],
)
def test_an_exit_code_becomes_a_verdict(exit_code: int | None, expected: Verdict) -> None:
    """Only what is known to be a kill or a time-out is one; a crash is suspicious."""
    assert expected == verdict_of(exit_code)


def test_a_mutant_that_no_test_reaches_counts_against_the_score() -> None:
    """Two of four are noticed; the one that was not reached does not count."""
    verdicts = [Verdict.KILLED, Verdict.TIMEOUT, Verdict.NO_TESTS, Verdict.SURVIVED]
    assert 50.0 == score([mutant(v) for v in (*verdicts, Verdict.NOT_REACHED)])


def test_without_a_judged_mutant_there_is_no_score() -> None:
    """A run that reached nothing is not one that passed."""
    assert score([mutant(Verdict.NOT_REACHED)]) is None


def test_a_function_that_no_test_reaches_is_named_once() -> None:
    """Its mutants are counted instead of listed."""
    found = without_tests([mutant(Verdict.NO_TESTS), mutant(Verdict.NO_TESTS)])
    assert ["core/pump/bolus.py x_double: 2 mutants"] == found


def test_the_counts_of_a_module_are_its_own() -> None:
    """Each file has its row."""
    found = by_module([mutant(Verdict.KILLED), mutant(Verdict.SURVIVED, "src/other.py")])
    assert counts([mutant(Verdict.KILLED)]) == found[FILE]


def test_a_diff_is_told_on_one_line() -> None:
    """Of a diff over several lines only what was and what became of it is left."""
    diff = (
        "--- a.py\n+++ a.py\n@@ -1,3 +1,2 @@\n def f():\n-    if a(\n-        b):\n+    if a():\n"
    )
    assert "if a( b):  ->  if a():" == one_line(diff)


def test_only_words_are_left_of_what_mutmut_said() -> None:
    """The turning wheel is no message."""
    assert "1 failed\nno tests" == last_words("\r⠋ Running\r⠙ Running\n\n1 failed\nno tests\n")


def test_settings_are_written_as_toml() -> None:
    """Lists, numbers and truth values become a section of pyproject.toml."""
    expected = '\n[tool.mutmut]\npaths = ["src"]\nfactor = 4.0\ngit = false\n'
    assert expected == settings_as_toml({"paths": ["src"], "factor": 4.0, "git": False})


def test_stored_results_are_read_with_their_verdicts(tmp_path: Path) -> None:
    """The file that mutmut leaves beside the mutated source gives name, verdict and time."""
    meta = tmp_path / "mutants" / f"{FILE}.meta"
    meta.parent.mkdir(parents=True)
    name = mutant(Verdict.KILLED).name
    stored = {
        "exit_code_by_key": {name: 1},
        "durations_by_key": {name: 0.25},
        "estimated_durations_by_key": {},
    }
    meta.write_text(json.dumps(stored), encoding="utf-8")
    found = Stage(tmp_path, tmp_path, [FILE]).mutants()
    assert [Mutant(FILE, name, Verdict.KILLED, 0.25)] == found


def test_a_mutant_knows_the_function_it_changes() -> None:
    """The name of the function is that of `functions_of`."""
    assert functions_of(SOURCE)[0].key == mutant(Verdict.KILLED).function_key


def test_functions_are_found_with_their_decorators() -> None:
    """A function begins at its first decorator and ends with its body."""
    expected = [("double", 4, 5), ("Bolus.total", 9, 11), ("Bolus.none", 13, 15)]
    assert expected == [(f.name, f.first, f.last) for f in functions_of(SOURCE)][:3]


def test_what_is_left_alone_says_why() -> None:
    """A function without a mutant is named with the reason."""
    mutated = {"x_double", "xǁBolusǁtotal"}
    expected = [
        ("Bolus.none", 13, "nothing in it that mutmut changes"),
        ("Bolus.Inner.half", 18, "in a class inside a class"),
        ("table", 22, "decorated with cache"),
    ]
    assert expected == list(left_alone(SOURCE, mutated))


def test_an_opened_property_is_still_a_property() -> None:
    """Mutmut passes over `@property`; written below the method it does the same."""
    names: dict[str, type] = {}
    exec(with_open_properties(SOURCE), names)  # noqa: S102  # the text is our own
    bolus = names["Bolus"]()
    bolus.amount = 2
    assert 3 == bolus.total


def test_an_opened_property_is_no_longer_decorated() -> None:
    """No decorator is left that mutmut would pass over."""
    assert "@property" not in with_open_properties(SOURCE)


@pytest.mark.parametrize(
    ("hunk", "expected"),
    [("@@ -1 +2 @@", [2]), ("@@ -0,0 +3,2 @@ def f():", [3, 4]), ("@@ -5,2 +4,0 @@", [4, 5])],
)
def test_changed_lines_are_those_of_the_new_file(hunk: str, expected: list[int]) -> None:
    """Where lines were taken out, the lines on both sides of the gap count."""
    assert expected == changed_lines(f"--- a\n+++ b\n{hunk}\n")


def test_only_the_function_of_a_changed_line_is_chosen() -> None:
    """A change in one method leaves its neighbours out."""
    assert ["Bolus.total"] == [f.name for f in changed_functions(SOURCE, "@@ -11 +11 @@")]


def test_a_change_outside_every_function_chooses_none() -> None:
    """A changed import has no function to mutate."""
    assert [] == changed_functions(SOURCE, "@@ -1 +1 @@")


def test_on_main_the_commit_before_is_the_base(project: Path) -> None:
    """With origin/main at HEAD, an empty comparison would judge nothing."""
    git(project, "update-ref", "refs/remotes/origin/main", "HEAD")
    assert {FILE: ["xǁBolusǁtotal"]} == changed_keys([FILE], base_commit(project), project)


def test_on_a_branch_the_base_is_where_it_left_main(project: Path) -> None:
    """All commits of the branch count, not only the last one."""
    git(project, "update-ref", "refs/remotes/origin/main", "HEAD~1")
    git(project, "commit", "--allow-empty", "-m", "nothing")
    assert {FILE: ["xǁBolusǁtotal"]} == changed_keys([FILE], base_commit(project), project)


def test_an_uncommitted_change_is_a_change(project: Path) -> None:
    """What is not committed yet is judged with the rest."""
    (project / FILE).write_text(SOURCE.replace("* 2", "* 3"), encoding="utf-8")
    assert ["x_double", "xǁBolusǁtotal"] == changed_keys([FILE], base_commit(project), project)[
        FILE
    ]


def test_every_function_of_a_new_file_has_changed(project: Path) -> None:
    """A file that git does not know yet is new as a whole."""
    new = FILE.replace("bolus", "new")
    (project / new).write_text("def fresh():\n    return 1\n", encoding="utf-8")
    assert {new: ["x_fresh"]} == changed_keys([new], base_commit(project), project)


def test_without_a_commit_before_everything_has_changed(project: Path) -> None:
    """A clone of one commit has nothing to compare with."""
    everything = [function.key for function in functions_of(SOURCE)]
    assert {FILE: everything} == changed_keys([FILE], None, project)


def test_a_file_may_be_named_from_the_package(project: Path) -> None:
    """`core/pump` stands for the folder under src/hepatica."""
    assert [FILE] == source_files(["core/pump"], project)


def test_a_path_outside_the_core_is_refused(project: Path) -> None:
    """Nothing else is mutated, and a misspelled path is not silently nothing."""
    with pytest.raises(ValueError, match="core/pmup is no Python file"):
        source_files(["core/pmup"], project)


def test_only_a_package_judged_to_its_last_mutant_is_recorded(tmp_path: Path) -> None:
    """Part of a package, or a run that was stopped, is no result of that package."""
    files = [f"{package}/{Path(package).name}.py" for package in PACKAGES]
    for file in files:
        (tmp_path / file).parent.mkdir(parents=True)
        (tmp_path / file).write_text(SOURCE, encoding="utf-8")
    mutants = [mutant(Verdict.KILLED, files[0]), mutant(Verdict.NOT_REACHED, files[1])]
    assert ["src/hepatica/core/dosing"] == wholly_judged(files[:2], mutants, tmp_path)


def test_the_arm_beside_the_pump_has_judges_of_its_own() -> None:
    """A run over both asks the judges of all of core."""
    core = "src/hepatica/core"
    beside, pump = f"{core}/combined/arms.py", f"{core}/pump/flow.py"
    assert (JUDGES_BESIDE_THE_PUMP, JUDGES, JUDGES) == (
        judges_of([beside]),
        judges_of([pump]),
        judges_of([beside, pump]),
    )

"""One run of mutmut in a working copy of its own, and what it found."""

import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from mutmut.mutation.data import SourceFileMutationData
from mutmut.mutation.diff_apply import get_diff_for_mutant
from mutmut.mutation.file_mutation import mutate_file_contents
from mutmut.stats import status_by_exit_code
from mutmut.utils.format_utils import get_mutant_name, mangled_name_from_mutant_name

from tools.code_functions import with_open_properties

# The fast tests that judge the core. Each mutant meets only those that reach its function. The
# plans of the golden cases are judged as captured, to the last digit, in tests/replay.
JUDGES = (
    "tests/golden/test_both_arms.py",
    "tests/golden/test_calculators.py",
    "tests/golden/test_comparison.py",
    "tests/golden/test_device_facts.py",
    "tests/golden/test_grading.py",
    "tests/golden/test_systemic.py",
    "tests/golden/test_toxicity.py",
    "tests/golden/test_tables.py",
    "tests/replay/test_plans.py",
    "tests/unit/core",
    "tests/property",
    "tests/safety",
)
# The arm beside the pump is judged by the tests written for it: every plan would reach it, and
# hardly any of them would notice.
BESIDE_THE_PUMP = ("systemic", "toxicity", "combined")
JUDGES_BESIDE_THE_PUMP = (
    "tests/golden/test_both_arms.py",
    "tests/golden/test_grading.py",
    "tests/golden/test_systemic.py",
    "tests/golden/test_toxicity.py",
    "tests/unit/core",
)
TWO_STEPS = (sys.executable, "-m", "tools.mutmut_two_steps")
COPIED = ("src", "tests", "tools", "examples", "docs", "pyproject.toml")
SETTINGS = {
    "source_paths": ["src"],
    "also_copy": ["tools", "examples", "docs"],
    # The same examples every time, and no time limit of Hypothesis: the machine may be busy.
    # pytest's hunt for exceptions nobody sees collects all garbage twice for each mutant.
    "pytest_add_cli_args": [
        *("-p", "no:cacheprovider"),
        *("-p", "no:unraisableexception"),
        "--hypothesis-profile=ci",
    ],
    "use_git_change_detection": False,
    # A mutant times out after ten times what its tests took unchanged, plus ten seconds. Time
    # running out counts as noticed, so a busy machine must not bring it about.
    "timeout_constant": 1.0,
    "timeout_multiplier": 10.0,
}
SECONDS_TO_STOP = 30.0
WHEEL = re.compile("[\u2800-\u28ff] ")  # mutmut draws it with braille patterns
PROGRESS = re.compile(r"(\d+)/(\d+) ")


class Verdict(Enum):
    """What became of a mutant."""

    KILLED = "killed"
    SURVIVED = "survived"
    TIMEOUT = "timeout"
    SUSPICIOUS = "suspicious"
    NO_TESTS = "no tests"
    NOT_REACHED = "not reached"


VERDICT_OF_STATUS = {
    "killed": Verdict.KILLED,
    "survived": Verdict.SURVIVED,
    "timeout": Verdict.TIMEOUT,
    "no tests": Verdict.NO_TESTS,
    "not checked": Verdict.NOT_REACHED,
}


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change of one function, and what the tests made of it."""

    path: str  # of the source file, from the project folder
    name: str  # mutmut's name
    verdict: Verdict
    seconds: float = 0.0

    @property
    def function_key(self) -> str:
        """The changed function as mutmut calls it, without the module."""
        return mangled_name_from_mutant_name(self.name).rpartition(".")[2]

    @property
    def short_name(self) -> str:
        """Its name without the module."""
        return self.name.rpartition(".")[2]


class MutmutFailed(Exception):
    """mutmut could not judge anything; the message is the end of what it said."""


def verdict_of(exit_code: int | None) -> Verdict:
    """The verdict behind the exit code that mutmut stores; what it cannot place is suspicious."""
    return VERDICT_OF_STATUS.get(status_by_exit_code[exit_code], Verdict.SUSPICIOUS)


def one_line(diff: str) -> str:
    """A unified diff as `old -> new`, without the lines around it."""
    body = [line for line in diff.splitlines() if not line.startswith(("---", "+++"))]
    old = " ".join(line[1:].strip() for line in body if line.startswith("-"))
    new = " ".join(line[1:].strip() for line in body if line.startswith("+"))
    return f"{old}  ->  {new}"


def last_words(log: str) -> str:
    """The end of what mutmut said, without the turning wheel that shows it is alive."""
    said = [line for line in re.split(r"[\r\n]+", log) if line and not WHEEL.match(line)]
    return "\n".join(said[-40:])


def judges_of(paths: Sequence[str]) -> tuple[str, ...]:
    """The tests that judge these files: those of the arm beside the pump, or of all of core."""
    packages = {Path(path).parent.name for path in paths}
    return JUDGES_BESIDE_THE_PUMP if packages <= set(BESIDE_THE_PUMP) else JUDGES


def settings_as_toml(settings: Mapping[str, object]) -> str:
    """The section of pyproject.toml that configures mutmut."""
    lines = [f"{name} = {json.dumps(value)}" for name, value in settings.items()]
    return "\n".join(["", "[tool.mutmut]", *lines, ""])


@dataclass(frozen=True, slots=True)
class Stage:
    """The working copy of the project in which mutmut runs; its own copy lies inside again."""

    root: Path
    folder: Path
    paths: Sequence[str]  # the source files to mutate

    def prepare(self) -> None:
        """Copy the project afresh, so that no earlier verdict is taken for one of today."""
        shutil.rmtree(self.folder, ignore_errors=True)
        for name in COPIED:
            source = self.root / name
            if source.is_dir():
                unwanted = shutil.ignore_patterns("__pycache__")
                shutil.copytree(source, self.folder / name, ignore=unwanted)
            elif source.exists():
                shutil.copy2(source, self.folder / name)
        for path in self.paths:
            opened = with_open_properties((self.root / path).read_text(encoding="utf-8"))
            (self.folder / path).write_text(opened, encoding="utf-8")
        judges = [judge for judge in judges_of(self.paths) if (self.root / judge).exists()]
        chosen = {"only_mutate": list(self.paths), "pytest_add_cli_args_test_selection": judges}
        with (self.folder / "pyproject.toml").open("a", encoding="utf-8") as file:
            file.write(settings_as_toml({**SETTINGS, **chosen}))

    def mutated_functions(self, path: str) -> set[str]:
        """The keys of the functions in which mutmut finds something to change."""
        with contextlib.chdir(self.folder):
            source = Path(path).read_text(encoding="utf-8")
            names = mutate_file_contents(path, source).mutant_names
        return {mangled_name_from_mutant_name(name) for name in names}

    def run(self, functions: Mapping[str, Sequence[str]], jobs: int, minutes: float | None) -> None:
        """Let mutmut judge the mutants of these functions (by path; none named: all).

        Raises:
            MutmutFailed: it stopped before it was done, and not because the time was up.
        """
        patterns = [
            get_mutant_name(Path(path), f"{key}__mutmut_*")
            for path, keys in functions.items()
            for key in keys
        ]
        log = self.folder / "mutmut.log"
        # A process that ignores the interrupt would hand that on to mutmut, which is stopped by it.
        signal.signal(signal.SIGINT, signal.default_int_handler)
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        environment["HEPATICA_MUTATION"] = "1"  # tests/property/courses.py reads it
        with log.open("wb") as output:
            process = subprocess.Popen(
                [*TWO_STEPS, "run", "--max-children", str(jobs), *patterns],
                cwd=self.folder,
                env=environment,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            finished = _wait(process, log, minutes)
        if finished and process.returncode != 0:
            raise MutmutFailed(last_words(log.read_text(encoding="utf-8", errors="replace")))

    def mutants(self) -> list[Mutant]:
        """Every mutant that mutmut made, with its verdict."""
        found: list[Mutant] = []
        with contextlib.chdir(self.folder):
            for path in self.paths:
                data = SourceFileMutationData(path=path)
                data.load()
                found += [
                    Mutant(path, name, verdict_of(code), data.durations_by_key.get(name, 0.0))
                    for name, code in data.exit_code_by_key.items()
                ]
        return found

    def change(self, mutant: Mutant) -> str:
        """What a mutant changed, on one line."""
        with contextlib.chdir(self.folder):
            return one_line(get_diff_for_mutant(mutant.name, path=mutant.path))


def _wait(process: subprocess.Popen[bytes], log: Path, minutes: float | None) -> bool:
    """Whether it ended by itself; otherwise it is stopped when the time is up."""
    end = time.monotonic() + minutes * 60 if minutes is not None else float("inf")
    try:
        while time.monotonic() < end:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=min(2.0, max(0.1, end - time.monotonic())))
                return True
            _show_progress(log)
        return False
    finally:
        print(file=sys.stderr)
        _stop(process)


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Interrupt mutmut, which then keeps the verdicts it has; end its group if it does not."""
    if process.poll() is not None:
        return
    process.send_signal(signal.SIGINT)
    try:
        process.wait(timeout=SECONDS_TO_STOP)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _show_progress(log: Path) -> None:
    said = PROGRESS.findall(log.read_text(encoding="utf-8", errors="replace")[-2000:])
    if said:
        done, total = said[-1]
        print(f"\r{done} of {total}", end="", file=sys.stderr, flush=True)

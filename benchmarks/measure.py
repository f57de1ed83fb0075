"""What is measured: whole commands against peers, many plans in one process, files, seals."""

import os
import resource
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

from benchmarks.long_chart import sealed_chart
from hepatica.casefile.load import load_case
from hepatica.casefile.verify import verify
from hepatica.core.chart.fold import fold_course
from hepatica.core.planning import plan
from hepatica.core.rulebook import Rulebook
from hepatica.library.loader import load_rulebook
from tools.examples import (
    FOLDER,
    WRITTEN_ON,
    case_files,
    load_charts,
    plan_at,
    read_moments,
)

HEPATICA = str(Path(sys.executable).with_name("hepatica"))
LONGEST_EXAMPLE = str(FOLDER / "adjuvant-six-cycles.yaml")
# The command measured, and what starting its parts costs without it.
COMMANDS: dict[str, Sequence[str]] = {
    "hepatica plan": (HEPATICA, "plan", LONGEST_EXAMPLE, "--at", "2026-06-24T08:40+02:00"),
    "python -c pass": (sys.executable, "-c", "pass"),
    "python -c 'import click'": (sys.executable, "-c", "import click"),
}


def seconds(act: Callable[[], object]) -> float:
    """How long one call takes."""
    start = perf_counter()
    act()
    return perf_counter() - start


@dataclass(frozen=True, slots=True)
class Time:
    """Seconds by the clock, and of the processor alone, which other work disturbs less."""

    clock: float
    processor: float


def time_commands(runs: int) -> dict[str, Time]:
    """The median of so many runs. Commands take turns, so that all see the same machine.

    An installed program finds its modules compiled. So one run before the clock starts
    compiles them, whatever this machine is set to.
    """
    found: dict[str, list[Time]] = {name: [] for name in COMMANDS}
    with TemporaryDirectory() as compiled:
        surroundings = os.environ | {"PYTHONPYCACHEPREFIX": compiled}
        surroundings.pop("PYTHONDONTWRITEBYTECODE", None)
        for command in COMMANDS.values():
            _run(command, surroundings)
        for _ in range(runs):
            for name, command in COMMANDS.items():
                found[name].append(_run(command, surroundings))
    return {
        name: Time(median(r.clock for r in each), median(r.processor for r in each))
        for name, each in found.items()
    }


def _run(command: Sequence[str], surroundings: Mapping[str, str]) -> Time:
    start, used = perf_counter(), _used_by_children()
    subprocess.run(command, check=True, capture_output=True, env=surroundings)  # noqa: S603  our own
    return Time(perf_counter() - start, _used_by_children() - used)


def _used_by_children() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def time_plans(count: int) -> Time:
    """The time for so many plans, fold included: every moment of every example in turn.

    Charts and protocol are read once, before the clock starts.
    """
    charts, rulebook, moments = load_charts(), load_rulebook(), read_moments()
    start, used = perf_counter(), process_time()
    for moment in islice(cycle(moments), count):
        plan_at(moment, charts, rulebook)
    return Time(perf_counter() - start, process_time() - used)


def time_files(rounds: int) -> float:
    """Median seconds from the file of an example to its plan; the protocol is read before."""
    rulebook = load_rulebook()
    files = case_files() * rounds
    return median(_time_file(file, rulebook) for file in files)


def _time_file(file: Path, rulebook: Rulebook) -> float:
    def from_file() -> None:
        chart = load_case(file, now=WRITTEN_ON)
        plan(fold_course(chart, at=WRITTEN_ON, known_by=WRITTEN_ON), rulebook)

    return seconds(from_file)


def time_verification(entries: int, runs: int) -> float:
    """Median seconds to verify a sealed chart of so many entries."""
    text = sealed_chart(entries, now=WRITTEN_ON)
    return median(seconds(lambda: verify(text)) for _ in range(runs))

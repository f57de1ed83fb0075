"""Measure a plan, and fail when it takes longer than people will wait.

    python -m benchmarks.run [--evidence]

With --evidence the figures are also written to docs/evidence/benchmarks.json. On a machine
that does other work the figures grow; the peers, measured in turn with the command, show by
how much.
"""

import os
import platform
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmarks.charts import time_many
from benchmarks.measure import time_commands, time_files, time_plans, time_verification
from tools import evidence

RUNS = 10
PLANS = 10_000
ENTRIES = 1_000
CHARTS = 1_000
SOURCES = (
    *(f"benchmarks/{each}.py" for each in ("charts", "long_chart", "measure", "run")),
    *(f"src/hepatica/{each}" for each in ("core", "library", "casefile", "reports", "cli")),
    *("examples", "tools/examples.py"),
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One measurement. `most` is the time not to be exceeded, in seconds; None has no limit."""

    name: str
    seconds: float
    most: float | None = None

    @property
    def is_missed(self) -> bool:
        """Whether it took too long."""
        return self.most is not None and self.seconds >= self.most

    def line(self) -> str:
        """A row of the table."""
        limit = "" if self.most is None else f"below {self.most:g} s"
        mark = "MISSED" if self.is_missed else "ok" if limit else ""
        return f"{self.name:<48} {amount(self.seconds):>10}   {limit:<12} {mark}".rstrip()


def amount(seconds: float) -> str:
    """Seconds, or milliseconds where they read better."""
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.1f} ms"


def measure() -> list[Figure]:
    """Everything, in the order of the table."""
    commands = time_commands(RUNS)
    plans = time_plans(PLANS)
    limits = {"hepatica plan": 0.5}
    return [
        *(
            Figure(f"{name}, whole process", t.clock, limits.get(name))
            for name, t in commands.items()
        ),
        *(Figure(f"{name}, processor alone", t.processor) for name, t in commands.items()),
        Figure(f"{PLANS:,} plans in one process", plans.clock, 30),
        Figure(f"{PLANS:,} plans, processor alone", plans.processor),
        Figure("one plan of these", plans.clock / PLANS),
        Figure("from the file of a chart to its plan", time_files(5)),
        Figure(f"verify a sealed chart of {ENTRIES:,} entries", time_verification(ENTRIES, 5)),
        *many_charts(),
    ]


def many_charts() -> Iterator[Figure]:
    """A folder of charts, each work beside its peer."""
    for each in time_many(CHARTS):
        yield Figure(each.name, each.seconds)
        yield Figure(f"  of it the least: {each.peer}", each.peer_seconds)


def record(figures: Sequence[Figure]) -> None:
    """Write the figures beside the hash of what they depend on."""
    found = {
        "machine": f"{os.cpu_count()} processors, {platform.machine()}",
        "python": platform.python_version(),
        "runs_of_a_command": RUNS,
        "milliseconds": {figure.name: f"{figure.seconds * 1000:.1f}" for figure in figures},
        "limits_in_seconds": {f.name: f"{f.most:g}" for f in figures if f.most is not None},
    }
    path = evidence.write("benchmarks", found, SOURCES)
    print(f"written: {path.relative_to(evidence.ROOT)}")


def main(arguments: Sequence[str]) -> int:
    """Print the table; 1 when a limit is missed, and nothing is written then."""
    if any(each != "--evidence" for each in arguments):
        print("usage: python -m benchmarks.run [--evidence]")
        return 2
    figures = measure()
    for figure in figures:
        print(figure.line())
    if any(figure.is_missed for figure in figures):
        load = os.getloadavg()[0]
        print(
            f"A limit is missed. Load of this machine: {load:.1f} on {os.cpu_count()} processors."
        )
        print("With other work running, compare the rows of the processor alone, and repeat it.")
        return 1
    if arguments:
        record(figures)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

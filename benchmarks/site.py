"""Load the site with charts and people, and fail when people wait longer than they will bear.

    python -m benchmarks.site [--charts 200] [--users 10] [--entries 200] [--seconds 120]
                              [--pace brisk|reading]
    python -m benchmarks.site --evidence

On a PostgreSQL of its own, with the settings of a real site save that it speaks no HTTPS. With
--evidence both sizes of the table below are measured, and the figures also written to
docs/evidence/site-load.json, kept or missed. The people, the site and the database share one
machine.
"""

from __future__ import annotations

import json
import os
import platform
import resource
import secrets
import socket
import subprocess
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from http import HTTPStatus
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryFile
from threading import Event
from time import monotonic, perf_counter, sleep

from benchmarks.site_users import (
    CHART,
    PACES,
    TODAY,
    WRITE,
    Browser,
    Person,
    Waited,
)
from tools import evidence, postgres

HEPATICA = str(Path(sys.executable).with_name("hepatica"))
WORKERS = 2  # as docs/how-to/run-the-site.md serves it
# What must not be exceeded by 95 of 100, in milliseconds.
MOST = {TODAY: 250, CHART: 250, WRITE: 300}
SOURCES = (
    "benchmarks/site.py",
    "benchmarks/site_charts.py",
    "benchmarks/site_fill.py",
    "benchmarks/site_people.py",
    "benchmarks/site_users.py",
    "src/hepatica/server",
)
WARM_UP_SECONDS = 60  # people are at work, and what they wait does not count yet
_LONGEST_START = 60  # seconds
_PROGRESS = 10  # seconds


@dataclass(frozen=True, slots=True)
class Size:
    """How much lies in the store, and how many work on it for how long, at which pace."""

    charts: int
    users: int
    entries: int
    seconds: int
    pace: str

    def __str__(self) -> str:
        """In words."""
        return (
            f"{self.charts:,} charts of {self.entries} entries, {self.users} users, "
            f"{self.seconds} s, {self.pace}"
        )


SIZES = (Size(200, 10, 200, 120, "brisk"), Size(2_000, 40, 200, 180, "reading"))


@dataclass(frozen=True, slots=True)
class Wait:
    """How long people waited for one kind of answer; milliseconds."""

    count: int
    p50: float
    p95: float
    p99: float
    longest: float


@dataclass(frozen=True, slots=True)
class Load:
    """What one run came to.

    `outlooks` is the seconds to make the lists of Today from every chart; `processor`, those that
    the site used of the processors for all `answers`, its start included and the store not.
    """

    size: Size
    waits: Mapping[str, Wait]
    outlooks: float
    processor: float
    answers: int
    gone_on: int
    faults: Sequence[str]

    @property
    def missed(self) -> list[str]:
        """Each limit that was not kept, as a sentence."""
        missed = [
            f"95 of 100 answers of {kind} came within {self.waits[kind].p95:.0f} ms; "
            f"the limit is {most} ms"
            for kind, most in MOST.items()
            if kind in self.waits and self.waits[kind].p95 >= most
        ]
        missed += [f"no answer of {kind} was timed" for kind in MOST if kind not in self.waits]
        missed += [f"{len(self.faults)} requests failed, such as {f}" for f in self.faults[:1]]
        return missed


def measure(size: Size) -> Load:
    """Fill a store, serve it, let people work on it, and verify every chart after them."""
    print(size, flush=True)
    with postgres.running() as url:
        surroundings = _surroundings(url)
        sessions, cases = _fill(size, surroundings)
        start = perf_counter()
        _run((HEPATICA, "store", "outlooks"), surroundings)
        outlooks = perf_counter() - start
        used = _used_by_children()
        with _served(surroundings) as port:
            waited = _work([Browser(port, each) for each in sessions], cases, size)
        used = _used_by_children() - used
        _run((HEPATICA, "store", "verify"), surroundings)
    return _load(size, outlooks, used, waited)


def _used_by_children() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _surroundings(url: str) -> dict[str, str]:
    """The settings of a real site on this database; it speaks no HTTPS."""
    return os.environ | {
        "PYTHONPATH": f"{evidence.ROOT}{os.pathsep}{evidence.ROOT / 'src'}",
        "HEPATICA_DATABASE": url,
        "HEPATICA_SECRET_KEY": secrets.token_urlsafe(50),
        "HEPATICA_HTTPS": "no",
        "HEPATICA_APPROVALS": str(evidence.ROOT / "examples/approvals-synthetic.yaml"),
    }


def _fill(size: Size, surroundings: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """The sessions of the people and the cases of the charts in the store."""
    amounts = map(str, (size.charts, size.entries, size.users))
    command = (sys.executable, "-m", "benchmarks.site_fill", *amounts)
    found = json.loads(_run(command, surroundings))
    return found["sessions"], found["cases"]


def _run(command: Sequence[str], surroundings: Mapping[str, str]) -> str:
    print(f"  {' '.join(Path(part).name for part in command)}", flush=True)
    done = subprocess.run(  # noqa: S603  our own
        command, env=surroundings, stdout=subprocess.PIPE, text=True, check=True
    )
    return done.stdout


@contextmanager
def _served(surroundings: Mapping[str, str]) -> Iterator[int]:
    """The port of the site, which is stopped as its users stop it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    command = (HEPATICA, "serve", "--port", str(port), "--workers", str(WORKERS))
    with TemporaryFile() as log:
        site = subprocess.Popen(command, env=surroundings, stdout=log, stderr=log)  # noqa: S603  our own
        try:
            _wait_until_ready(site, port)
            yield port
        finally:
            site.terminate()
            site.wait(_LONGEST_START)


def _wait_until_ready(site: subprocess.Popen[bytes], port: int) -> None:
    until = monotonic() + _LONGEST_START
    while monotonic() < until and site.poll() is None:
        try:
            if Browser(port, "").get("/health/ready/").status == HTTPStatus.OK:
                return
        except OSError:
            sleep(0.2)
    sys.exit("The site did not start.")


def _work(browsers: Sequence[Browser], cases: Sequence[str], size: Size) -> list[Waited]:
    """Everybody works so long; then each finishes what was begun."""
    counts, over = Event(), Event()
    people = [
        Person(number, each, cases, size.pace, counts=counts, over=over)
        for number, each in enumerate(browsers)
    ]
    for person in people:
        person.start()
    for passed in range(0, WARM_UP_SECONDS + size.seconds, _PROGRESS):
        if passed >= WARM_UP_SECONDS:
            counts.set()
        over.wait(_PROGRESS)
        answers = sum(person.waited.answers for person in people)
        print(f"  {passed + _PROGRESS:>4} s: {answers:,} answers", flush=True)
    counts.clear()  # now everybody finishes at once and without a pause, which is no work
    over.set()
    for person in people:
        person.join()
    return [person.waited for person in people]


def _load(size: Size, outlooks: float, processor: float, waited: Sequence[Waited]) -> Load:
    kinds = sorted({kind for each in waited for kind in each.seconds})
    waits = {
        kind: _wait([s for each in waited for s in each.seconds.get(kind, ())]) for kind in kinds
    }
    faults = [fault for each in waited for fault in each.faults]
    answers = sum(each.answers for each in waited)
    gone_on = sum(each.gone_on for each in waited)
    return Load(size, waits, outlooks, processor, answers, gone_on, faults)


def _wait(seconds: Sequence[float]) -> Wait:
    found = [1000 * each for each in seconds]
    at = quantiles(found, n=100, method="inclusive") if len(found) > 1 else found * 99
    return Wait(len(found), p50=at[49], p95=at[94], p99=at[98], longest=max(found))


def show(load: Load) -> None:
    """The table of one run."""
    print(f"  {'milliseconds':<14}{'answers':>8}{'p50':>8}{'p95':>8}{'p99':>8}{'most':>8}   limit")
    for kind, wait in load.waits.items():
        limit = f"p95 below {MOST[kind]}" if kind in MOST else ""
        figures = "".join(f"{f:>8.0f}" for f in (wait.p50, wait.p95, wait.p99, wait.longest))
        print(f"  {kind:<14}{wait.count:>8}{figures}   {limit}".rstrip())
    print(f"  lists of Today made from every chart in {load.outlooks:.1f} s")
    each = 1000 * load.processor / max(load.answers, 1)
    print(f"  processor used by the site: {each:.0f} ms for each of {load.answers:,} answers")
    print(f"  forms refused because the chart had gone on: {load.gone_on}")
    for sentence in load.missed:
        print(f"MISSED at {load.size}: {sentence}.")


def record(loads: Sequence[Load]) -> None:
    """Write the figures beside the hash of what they depend on."""
    found = {
        "machine": f"{os.cpu_count()} processors, {platform.machine()}, for people, site and store",
        "python": platform.python_version(),
        "workers": WORKERS,
        "seconds_between_pages": {
            "brisk": "1 to 3",
            "reading": "negative exponential, mean 7, at most 70",
        },
        "seconds_at_work_before_it_counts": WARM_UP_SECONDS,
        "limits_of_p95_in_milliseconds": MOST,
        "runs": [_as_figures(load) for load in loads],
    }
    path = evidence.write("site-load", found, SOURCES)
    print(f"written: {path.relative_to(evidence.ROOT)}")


def _as_figures(load: Load) -> dict[str, object]:
    return {
        **asdict(load.size),
        "seconds_to_make_the_lists_of_today": f"{load.outlooks:.1f}",
        "processor_milliseconds_of_the_site_for_each_answer": (
            f"{1000 * load.processor / load.answers:.0f}"
        ),
        "refused_because_the_chart_had_gone_on": load.gone_on,
        "missed": load.missed,
        "milliseconds": {
            kind: {
                "answers": wait.count,
                "p50": f"{wait.p50:.0f}",
                "p95": f"{wait.p95:.0f}",
                "p99": f"{wait.p99:.0f}",
                "most": f"{wait.longest:.0f}",
            }
            for kind, wait in load.waits.items()
        },
    }


def _asked(arguments: Sequence[str]) -> Namespace:
    parser = ArgumentParser(prog="python -m benchmarks.site")
    gate = SIZES[0]
    for field in fields(Size):
        default = getattr(gate, field.name)
        choices = sorted(PACES) if field.name == "pace" else None
        parser.add_argument(f"--{field.name}", type=type(default), default=default, choices=choices)
    parser.add_argument("--evidence", action="store_true", help="both sizes, and write it down")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str]) -> int:
    """Print the tables, and write them where asked; 1 when a limit is missed, which they say."""
    asked = _asked(arguments)
    one = Size(asked.charts, asked.users, asked.entries, asked.seconds, asked.pace)
    loads = []
    for size in SIZES if asked.evidence else (one,):
        loads.append(measure(size))
        show(loads[-1])
    if asked.evidence:
        record(loads)
    if any(load.missed for load in loads):
        busy = os.getloadavg()[0]
        print(f"Load of this machine: {busy:.1f} on {os.cpu_count()} processors.")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

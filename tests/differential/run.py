"""The large differential run.

    python -m tests.differential.run --courses N [--seed S] [--jobs J] [--evidence]

Every course is planned by both implementations at two or three moments. The run fails when any
answer differs, when fewer than a fifth of the courses lie near a threshold, or when a named
branch was never reached.
"""

import argparse
import gc
import sys
import time
from collections import Counter
from collections.abc import Iterable
from multiprocessing import Pool
from typing import Any

from tests.differential.branches import BRANCHES
from tests.differential.compare import both, examine, shrink
from tests.differential.generate import course

SOURCES = ["src/hepatica/core", "src/hepatica/library/protocols", "tests/differential"]
SHOWN = 3
SIX = 6
CHUNK = 20
RARELY = 100_000


def main(arguments: list[str]) -> int:
    """Run, print, and say with the exit status whether everything agreed."""
    options = parse(arguments)
    total = gather(results(options), options.courses)
    report(total, options.courses)
    complaints = judge(total, options.courses)
    show("\n".join(complaints) or "Both implementations agree.")
    if options.evidence and not complaints:
        keep(total, options)
    return 1 if complaints else 0


def parse(arguments: list[str]) -> argparse.Namespace:
    """The options of the command."""
    parser = argparse.ArgumentParser(prog="python -m tests.differential.run")
    parser.add_argument("--courses", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=0, help="seed of the first course")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--evidence", action="store_true", help="record the figures")
    return parser.parse_args(arguments)


def results(options: argparse.Namespace) -> Iterable[dict[str, Any]]:
    """What each course showed."""
    seeds = range(options.seed, options.seed + options.courses)
    if options.jobs == 1:
        yield from map(examine, seeds)
        return
    with Pool(options.jobs, initializer=gc.set_threshold, initargs=(RARELY,)) as pool:
        yield from pool.imap_unordered(examine, seeds, chunksize=CHUNK)


def gather(found: Iterable[dict[str, Any]], courses: int) -> dict[str, Any]:
    """Add up all courses, with a line of progress now and then."""
    total: dict[str, Any] = {
        "seen": Counter(), "near": Counter(), "wrong": [], "moments": 0, "near_courses": 0,
        "path": 0, "cycles": Counter(), "visits": Counter(),
    }  # fmt: skip
    start = time.monotonic()
    for number, each in enumerate(found, 1):
        total["seen"].update(each["seen"])
        total["near"].update(each["near"].keys())
        total["wrong"] += each["wrong"]
        for wrong in each["wrong"]:
            show(f"they differ: {wrong}")
        total["moments"] += each["moments"]
        total["near_courses"] += bool(each["near"])
        total["path"] += each["path"]
        total["cycles"][each["cycles"]] += 1
        total["visits"][each["visits"]] += 1
        if number % max(1, courses // 20) == 0:
            took = time.monotonic() - start
            wrong = len(total["wrong"])
            show(f"{number} of {courses} courses, {took:.0f} s, {wrong} disagreements")
    return total


def judge(total: dict[str, Any], courses: int) -> list[str]:
    """Why the run fails; empty when it passes."""
    complaints = [f"never reached: {branch}" for branch in BRANCHES if not reached(total, branch)]
    if 5 * total["near_courses"] < courses:
        complaints.append("fewer than a fifth of the courses lie near a threshold")
    if min(total["visits"], default=0) < SIX:
        complaints.append("a course has fewer than six cycles (dose visits, with FUDR or held)")
    if total["wrong"]:
        complaints.append(f"{len(total['wrong'])} disagreements")
    return complaints


def reached(total: dict[str, Any], branch: str) -> int:
    """How often a named branch was reached."""
    return int(total["path"] if branch == "path hold restart hold" else total["seen"][branch])


def report(total: dict[str, Any], courses: int) -> None:
    """Counters, and the smallest disagreements with both answers."""
    show(f"{courses} courses, {total['moments']} moments, {len(total['wrong'])} disagreements")
    show(f"near a threshold: {total['near_courses']} courses {dict(total['near'])}")
    show(f"hold, restart, hold: {total['path']} courses")
    show(f"dose visits a course: {dict(sorted(total['visits'].items()))}")
    show(f"of them with FUDR: {dict(sorted(total['cycles'].items()))}")
    for name, times in sorted(total["seen"].items()):
        show(f"{times:8} {name}")
    kinds = Counter(" ".join(w["fields"]) for w in total["wrong"])
    for fields, times in kinds.most_common():
        show(f"disagreement on {fields}: {times}")
    for fields, _ in kinds.most_common(SHOWN):
        show_smallest([w for w in total["wrong"] if " ".join(w["fields"]) == fields][:4])


def show_smallest(wrong: list[dict[str, Any]]) -> None:
    """The shortest of a few shrunk disagreements."""
    small = [(shrink(course(w["seed"])["entries"], w["at"]), w) for w in wrong]
    entries, least = min(small, key=lambda pair: len(pair[0]))
    show(f"\nseed {least['seed']} at {least['at']}: {least['fields']}")
    for entry in entries:
        show(f"  {entry}")
    for name, answer in zip(("second  ", "hepatica"), both(entries, least["at"]), strict=True):
        parts = {k: v for k, v in answer.items() if k not in ("now", "proposed")}
        show(f"  {name} {parts}")


def keep(total: dict[str, Any], options: argparse.Namespace) -> None:
    """Record the figures of the run."""
    from tools.evidence import write

    figures = {
        "courses": options.courses, "first_seed": options.seed, "moments": total["moments"],
        "disagreements": len(total["wrong"]), "courses_near_a_threshold": total["near_courses"],
        "hold_restart_hold": total["path"], "near": dict(total["near"]),
        "dose_visits_a_course": dict(sorted(total["visits"].items())),
        "of_them_with_fudr": dict(sorted(total["cycles"].items())),
        "reached": dict(total["seen"]),
    }  # fmt: skip
    show(f"written: {write('differential', figures, SOURCES).name}")


def show(line: str) -> None:
    """Print at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

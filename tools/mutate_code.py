"""Does a test notice when the code of the core is changed?

    ./dev mutate code [--changed] [--only PATH ...] [--jobs 2] [--minutes N] [--no-record]

mutmut changes the functions of six packages of core (`PACKAGES`) one at a time and runs
those fast tests that reach the changed function. A mutant is noticed when a test fails on it
or when it runs out of time; one that no test reaches counts against the score. The exit code
is 1 below 95 %, 2 when nothing could be judged. The work is done in mutants/, where
`../.venv/bin/mutmut show NAME` shows one mutant in full.
"""

import argparse
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from tools import evidence
from tools.code_functions import changed_functions, functions_of
from tools.mutmut_run import Mutant, MutmutFailed, Stage, Verdict

ROOT = Path(__file__).resolve().parent.parent
CORE = "src/hepatica/core"
PACKAGES = tuple(
    f"{CORE}/{name}" for name in ("dosing", "pump", "safety", "systemic", "toxicity", "combined")
)
TOOLS = (
    "tools/code_functions.py",
    "tools/mutate_code.py",
    "tools/mutmut_run.py",
    "tools/mutmut_two_steps.py",
)
PASS_PERCENT = 95
MINUTES_FOR_CHANGED = 8.0
OUTSIDE = "statements outside functions (constants, fields of a class) are never changed"


def score(mutants: Sequence[Mutant]) -> float | None:
    """Percent of the judged mutants that were noticed; None when none was judged."""
    judged = [mutant for mutant in mutants if mutant.verdict is not Verdict.NOT_REACHED]
    if not judged:
        return None
    noticed = sum(mutant.verdict in {Verdict.KILLED, Verdict.TIMEOUT} for mutant in judged)
    return 100 * noticed / len(judged)


def counts(mutants: Sequence[Mutant]) -> dict[str, int]:
    """How many mutants met which verdict; every verdict is named."""
    found = Counter(mutant.verdict for mutant in mutants)
    return {verdict.value: found[verdict] for verdict in Verdict}


def by_module(mutants: Sequence[Mutant]) -> dict[str, dict[str, int]]:
    """The counts of each source file."""
    paths = dict.fromkeys(mutant.path for mutant in mutants)
    return {path: counts([m for m in mutants if m.path == path]) for path in paths}


def left_alone(source: str, mutated: set[str]) -> Iterator[tuple[str, int, str]]:
    """The functions of a file without any mutant: name, line and why."""
    for function in functions_of(source):
        if function.key not in mutated:
            why = function.left_alone or "nothing in it that mutmut changes"
            yield function.name, function.first, why


def source_files(only: Sequence[str], root: Path = ROOT) -> list[str]:
    """The files to mutate: those of the packages, or the ones asked for.

    Raises:
        ValueError: a path names no Python file of the core.
    """
    files: list[str] = []
    for name in only or PACKAGES:
        path = next((p for p in (root / name, root / "src/hepatica" / name) if p.exists()), None)
        found = sorted(path.rglob("*.py")) if path and path.is_dir() else [path] if path else []
        inside = [f for f in found if f.resolve().is_relative_to((root / CORE).resolve())]
        if not inside:
            raise ValueError(f"{name} is no Python file or folder of the core, as core/pump is")
        files += [f.resolve().relative_to(root.resolve()).as_posix() for f in inside]
    return [file for file in dict.fromkeys(files) if not file.endswith("__init__.py")]


def base_commit(root: Path = ROOT) -> str | None:
    """What `--changed` compares with; None when there is nothing before.

    It is where this branch left origin/main. On main itself that is HEAD, and an empty
    comparison would judge nothing, so there it is the commit before.
    """
    head = _git(root, "rev-parse", "HEAD")
    base = _git(root, "merge-base", "HEAD", "origin/main")
    if base is not None and base != head:
        return base
    return _git(root, "rev-parse", "--verify", "HEAD~1")


def _git(root: Path, *arguments: str) -> str | None:
    done = subprocess.run(
        ["git", *arguments], cwd=root, capture_output=True, text=True, check=False
    )
    return done.stdout.strip() if done.returncode == 0 else None


def changed_keys(files: Sequence[str], base: str | None, root: Path = ROOT) -> dict[str, list[str]]:
    """The changed functions by file: all of them in a new file, or without a commit before."""
    found: dict[str, list[str]] = {}
    for file in files:
        source = (root / file).read_text(encoding="utf-8")
        tracked = _git(root, "ls-files", "--error-unmatch", file) is not None
        if base is None or not tracked:
            functions = functions_of(source)
        else:
            diff = _git(root, "diff", "--unified=0", "--no-ext-diff", base, "--", file) or ""
            functions = changed_functions(source, diff)
        if functions:
            found[file] = [function.key for function in functions]
    return found


def _short(path: str) -> str:
    return path.removeprefix("src/hepatica/")


def _figures(stage: Stage, mutants: Sequence[Mutant]) -> dict[str, object]:
    percent = score(mutants)
    return {
        "mutants": len(mutants),
        "verdicts": counts(mutants),
        "score_percent": None if percent is None else f"{percent:.1f}",
        "modules": {_short(path): found for path, found in by_module(mutants).items()},
        "survivors": _changes(stage, mutants, {Verdict.SURVIVED, Verdict.SUSPICIOUS}),
        "timed_out": _changes(stage, mutants, {Verdict.TIMEOUT}),
        "functions_without_tests": without_tests(mutants),
    }


def _changes(stage: Stage, mutants: Sequence[Mutant], verdicts: set[Verdict]) -> list[str]:
    return [
        f"{_short(m.path)} {m.short_name} ({m.verdict.value}): {stage.change(m)}"
        for m in mutants
        if m.verdict in verdicts
    ]


def without_tests(mutants: Sequence[Mutant]) -> list[str]:
    """The functions that no judging test reaches, with the number of their mutants."""
    found = Counter(
        f"{_short(mutant.path)} {mutant.function_key}"
        for mutant in mutants
        if mutant.verdict is Verdict.NO_TESTS
    )
    return [f"{name}: {number} mutants" for name, number in found.items()]


def _functions_left_alone(paths: Sequence[str], mutants: Sequence[Mutant]) -> list[str]:
    found = []
    for path in paths:
        mutated = {mutant.function_key for mutant in mutants if mutant.path == path}
        for name, line, why in left_alone((ROOT / path).read_text(encoding="utf-8"), mutated):
            found.append(f"{_short(path)}:{line} {name}: {why}")
    return [*found, OUTSIDE]


def _say(found: Mapping[str, object], mutants: Sequence[Mutant], alone: Sequence[str]) -> None:
    columns = [verdict.value for verdict in Verdict]
    print(f"{'':44}{''.join(f'{column:>12}' for column in columns)}")
    rows = {_short(path): row for path, row in by_module(mutants).items()}
    for name, row in {**rows, "all": counts(mutants)}.items():
        print(f"{name:44}{''.join(f'{row[column]:>12}' for column in columns)}")
    _list("LEFT ALONE", alone)
    _list("NO TEST REACHES", found["functions_without_tests"])
    _list("TIMED OUT", found["timed_out"])
    _list("NOT NOTICED", found["survivors"])
    times = [mutant.seconds for mutant in mutants if mutant.seconds]
    if times:
        print(f"{1000 * sum(times) / len(times):.0f} ms for each of {len(times)} mutants run")


def _list(title: str, lines: object) -> None:
    for line in lines if isinstance(lines, Sequence) else ():
        print(f"{title}  {line}")


def _verdict(mutants: Sequence[Mutant], minutes: float | None) -> int:
    unreached = counts(mutants)[Verdict.NOT_REACHED.value]
    if unreached:
        print(f"NOT REACHED in {minutes} minutes: {unreached} of {len(mutants)} mutants")
    percent = score(mutants)
    if percent is None:
        print("No mutant was judged.")
        return 2
    print(f"noticed: {percent:.1f} % of {len(mutants) - unreached} ({PASS_PERCENT} % is asked for)")
    return 0 if percent >= PASS_PERCENT else 1


def wholly_judged(paths: Sequence[str], mutants: Sequence[Mutant], root: Path = ROOT) -> list[str]:
    """The packages of which every file was mutated and every mutant was reached."""
    unreached = {m.path for m in mutants if m.verdict is Verdict.NOT_REACHED}
    return [p for p in PACKAGES if set(source_files([p], root)) <= set(paths) - unreached]


def _record(package: str, stage: Stage, mutants: Sequence[Mutant]) -> None:
    """Write what was found in one package; it is stale when that package changes.

    The tests that judge are no part of the hash: they are added to with every rule, and a
    mutant that was noticed stays so while none of them is taken away.
    """
    inside = [mutant for mutant in mutants if mutant.path.startswith(f"{package}/")]
    alone = _functions_left_alone(source_files([package]), inside)
    figures = {**_figures(stage, inside), "left_alone": alone}
    evidence.write(f"code-mutation-{Path(package).name}", figures, [package, *TOOLS])


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./dev mutate code", description=__doc__.split("\n")[0])
    parser.add_argument(
        "--changed", action="store_true", help="only functions changed in this branch"
    )
    parser.add_argument("--only", nargs="+", default=[], metavar="PATH", help="such as core/pump")
    parser.add_argument("--jobs", type=int, default=2, help="processes at once")
    parser.add_argument("--minutes", type=float, help="stop after this time (--changed: 8)")
    parser.add_argument("--no-record", action="store_true", help="do not write docs/evidence")
    options = parser.parse_args(arguments)
    if options.minutes is None and options.changed:
        options.minutes = MINUTES_FOR_CHANGED
    return options


def _judged(options: argparse.Namespace) -> tuple[Stage, list[Mutant], list[str]]:
    """The working copy, the mutants that were asked for, and what was left alone beside them."""
    files, functions = source_files(options.only), {}
    if options.changed:
        functions = changed_keys(files, base_commit())
        files = list(functions)
    stage = Stage(ROOT, ROOT / "mutants", files)
    stage.prepare()
    if options.changed:
        functions = {path: _with_mutants(stage, path, keys) for path, keys in functions.items()}
    if not any(functions.values() if options.changed else map(stage.mutated_functions, files)):
        return stage, [], []
    stage.run(functions, options.jobs, options.minutes)
    mutants = stage.mutants()
    alone = _functions_left_alone(files, mutants)
    if options.changed:
        mutants = [m for m in mutants if m.function_key in functions[m.path]]
    return stage, mutants, alone


def _with_mutants(stage: Stage, path: str, keys: Sequence[str]) -> list[str]:
    mutated = stage.mutated_functions(path)
    return [key for key in keys if key in mutated]


def _run(options: argparse.Namespace) -> int:
    stage, mutants, alone = _judged(options)
    if not mutants:
        print(
            "No function that mutmut could change" + (" has changed." if options.changed else ".")
        )
        return 0
    found = _figures(stage, mutants)
    _say(found, mutants, alone)
    if not (options.changed or options.no_record):
        for package in wholly_judged(stage.paths, mutants):
            _record(package, stage, mutants)
    return _verdict(mutants, options.minutes)


def main(arguments: Sequence[str]) -> int:
    """Run mutmut, say what it found, and record it."""
    options = _options(arguments)
    try:
        return _run(options)
    except (ValueError, MutmutFailed) as error:
        print(error)
        return 2
    except KeyboardInterrupt:
        print("Stopped; nothing was recorded.")
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Does a test notice when the code of the core is changed?

    ./dev mutate code [--changed] [--only PATH ...] [--jobs 2] [--minutes N] [--no-record]

mutmut changes the functions of core/dosing, core/pump and core/safety one at a time and runs
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
from dataclasses import dataclass
from pathlib import Path

from tools import evidence
from tools.code_functions import changed_functions, functions_of
from tools.mutmut_run import JUDGES, Mutant, MutmutFailed, Stage, Verdict

ROOT = Path(__file__).resolve().parent.parent
CORE = "src/hepatica/core"
PACKAGES = (f"{CORE}/dosing", f"{CORE}/pump", f"{CORE}/safety")
SOURCES = (CORE, *JUDGES, "tools/code_functions.py", "tools/mutate_code.py", "tools/mutmut_run.py")
PASS_PERCENT = 95
MINUTES_FOR_CHANGED = 8.0
OUTSIDE = "statements outside functions (constants, fields of a class) are never changed"


@dataclass(frozen=True, slots=True)
class Survivor:
    """A mutant that no test noticed, with what it changed."""

    mutant: Mutant
    change: str

    def __str__(self) -> str:
        name = self.mutant.name.rpartition(".")[2]
        return f"{_short(self.mutant.path)} {name} ({self.mutant.verdict.value}): {self.change}"


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
    """The files to mutate: those of the three packages, or the ones asked for.

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
    quiet = {Verdict.KILLED, Verdict.TIMEOUT, Verdict.NOT_REACHED}
    survivors = [Survivor(m, stage.change(m)) for m in mutants if m.verdict not in quiet]
    percent = score(mutants)
    return {
        "mutants": len(mutants),
        "verdicts": counts(mutants),
        "score_percent": None if percent is None else f"{percent:.1f}",
        "modules": {_short(path): found for path, found in by_module(mutants).items()},
        "survivors": [str(survivor) for survivor in survivors],
    }


def _functions_left_alone(stage: Stage) -> list[str]:
    found = [
        f"{_short(path)}:{line} {name}: {why}"
        for path in stage.paths
        for name, line, why in left_alone(
            (stage.root / path).read_text(encoding="utf-8"), stage.mutated_functions(path)
        )
    ]
    return [*found, OUTSIDE]


def _say(found: Mapping[str, object], mutants: Sequence[Mutant], alone: Sequence[str]) -> None:
    columns = [verdict.value for verdict in Verdict]
    print(f"{'':44}{''.join(f'{column:>12}' for column in columns)}")
    rows = {_short(path): row for path, row in by_module(mutants).items()}
    for name, row in {**rows, "all": counts(mutants)}.items():
        print(f"{name:44}{''.join(f'{row[column]:>12}' for column in columns)}")
    for line in alone:
        print(f"LEFT ALONE  {line}")
    survivors = found["survivors"]
    if isinstance(survivors, list):
        for line in survivors:
            print(f"NOT NOTICED  {line}")
    times = [mutant.seconds for mutant in mutants if mutant.seconds]
    if times:
        print(f"{1000 * sum(times) / len(times):.0f} ms for each of {len(times)} mutants run")


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


def _run(options: argparse.Namespace) -> int:
    files, functions = source_files(options.only), {}
    if options.changed:
        functions = changed_keys(files, base_commit())
        files = list(functions)
    stage = Stage(ROOT, ROOT / "mutants", files)
    if files:
        stage.prepare()
    for path in functions:
        mutated = stage.mutated_functions(path)
        functions[path] = [key for key in functions[path] if key in mutated]
    if options.changed and not any(functions.values()):
        print("No function that could be mutated has changed.")
        return 0
    stage.run(functions, options.jobs, options.minutes)
    mutants = stage.mutants()
    if options.changed:
        mutants = [m for m in mutants if m.function_key in functions[m.path]]
    found, alone = _figures(stage, mutants), _functions_left_alone(stage)
    _say(found, mutants, alone)
    whole = not (options.changed or options.only or options.no_record)
    if whole and not counts(mutants)[Verdict.NOT_REACHED.value]:
        sources = [source for source in SOURCES if (ROOT / source).exists()]
        evidence.write("code-mutation", {**found, "left_alone": alone}, sources)
    return _verdict(mutants, options.minutes)


def main(arguments: Sequence[str]) -> int:
    """Run mutmut, say what it found, and record it."""
    options = _options(arguments)
    try:
        return _run(options)
    except (ValueError, MutmutFailed) as error:
        print(error)
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""What Hepatica does, shown on the example charts in a few seconds.

    ./dev demo

Everything it shows comes from the charts in examples/, which are synthetic. It ends with an
error when a plan is not what the example promises, or when a command fails.
"""

import shlex
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TypeVar

from rich.console import Console
from rich.progress import track

from hepatica.casefile.seal import seal, write_atomically
from hepatica.core.decision import FudrWord
from hepatica.core.plan import Plan
from hepatica.core.pump.refill import RefillStatus
from hepatica.core.quantities import twelve_digits
from hepatica.core.schedule.reservoir import ReservoirAction
from hepatica.library.loader import load_rulebook
from hepatica.reports.figures import clock
from tools.examples import (
    APPROVALS,
    FOLDER,
    WRITTEN_ON,
    Moment,
    load_charts,
    plan_at,
    read_moments,
)

T = TypeVar("T")

ROOT = FOLDER.parent
PAGES = ROOT / "build" / "demo"
HEPATICA = Path(sys.executable).with_name("hepatica")
# Shown in full: a restart at a quarter of the dose, after a hold.
SHOWN_IN_FULL = ("hold-and-restart", "2026-05-06T08:40-04:00")
CALCULATION = (
    *("fill", "--dose-mg-per-kg-day", "0.12", "--weight-kg", "70"),
    *("--volume-ml", "30", "--flow-ml-per-day", "1.3"),
)


@dataclass(frozen=True, slots=True)
class Shown:
    """A moment and its plan."""

    moment: Moment
    plan: Plan

    @property
    def is_as_promised(self) -> bool:
        """Whether the plan says what the example promises."""
        action = None if self.plan.reservoir is None else self.plan.reservoir.action
        systemic = None if self.plan.systemic is None else self.plan.systemic.word
        said = (self.plan.decision.word, action, systemic)
        return (self.moment.word, self.moment.action, self.moment.systemic) == said


def main() -> int:
    """Show all of it; 1 when anything is not as it should be."""
    say(
        "Hepatica plans hepatic artery pump chemotherapy from a chart. It computes and explains, "
        "a person decides; it is not a certified device. All patients below are invented."
    )
    shown = plan_every_moment()
    print_moments(shown)
    ok = all(each.is_as_promised for each in shown)
    ok &= show_one_plan()
    ok &= write_worksheets(shown)
    ok &= show_a_calculator()
    say_what_next()
    if not ok:
        print("\nFAILED: something above is not as it should be.", file=sys.stderr)
    return 0 if ok else 1


def plan_every_moment() -> list[Shown]:
    """Every example at each of its interesting moments."""
    charts, rulebook = load_charts(), load_rulebook(APPROVALS)
    moments = read_moments()
    bar = with_bar(moments, "Planning", len(moments))
    return [Shown(moment, plan_at(moment, charts, rulebook)) for moment in bar]


def print_moments(shown: Sequence[Shown]) -> None:
    """One line for each moment: when, FUDR, the reservoir, the systemic visit, why it matters."""
    courses = len({each.moment.case for each in shown})
    heading(
        f"1. {len(shown)} moments of {courses} courses: FUDR, the reservoir, the systemic visit"
    )
    for case, group in groupby(shown, key=lambda each: each.moment.case):
        print(case)
        for each in group:
            print(line_of(each))
        print()


def line_of(each: Shown) -> str:
    """One moment on one line, no wider than the terminal."""
    mark = " " if each.is_as_promised else "!"
    when = f"{each.moment.at:%Y-%m-%d %H:%M}"
    facts = f"{mark} {when}  {decision(each.plan):<20} {order(each.plan):<29} "
    if each.plan.systemic is not None:
        facts += f"{each.plan.systemic.word.value:<15} "
    room = shutil.get_terminal_size((140, 24)).columns - len(facts)
    title = each.moment.title
    return facts + (textwrap.shorten(title, room, placeholder=" ...") if room > 20 else "")


def decision(plan: Plan) -> str:
    """The FUDR decision in a word, with the mg where FUDR is given."""
    if plan.fill is None or plan.decision.word is not FudrWord.GIVE:
        return plan.decision.word.value.upper()
    percent = twelve_digits(plan.decision.percent) if plan.decision.percent is not None else "?"
    return f"GIVE {percent} %, {twelve_digits(plan.fill.fudr_mg)} mg"


def order(plan: Plan) -> str:
    """The reservoir order in a few words."""
    reservoir = plan.reservoir
    if reservoir is None:
        return "no pump"
    is_empty = plan.in_pump is None
    if reservoir.action is ReservoirAction.PERSON_MUST_CHOOSE:
        return f"person-must-choose{', pump empty' if is_empty else ''}"
    if reservoir.action is ReservoirAction.EVACUATE and reservoir.deadline is not None:
        return f"evacuate now, latest {clock(reservoir.deadline, plan.course.at)[5:]}"
    overdue = " OVERDUE" if reservoir.status is RefillStatus.OVERDUE else ""
    return f"{reservoir.action.value} by {reservoir.by:%m-%d}{', emptied' if is_empty else overdue}"


def show_one_plan() -> bool:
    """One plan in full, as the command prints it."""
    case, at = SHOWN_IN_FULL
    heading("2. One plan in full: a restart after a hold")
    return run("plan", f"examples/{case}.yaml", "--at", at)


def write_worksheets(shown: Sequence[Shown]) -> bool:
    """A worksheet for the last FUDR fill of every course, from the chart sealed for it."""
    heading("3. Worksheets to print: the last FUDR fill of every course")
    PAGES.mkdir(parents=True, exist_ok=True)
    last = {s.moment.case: s.moment for s in shown if s.plan.decision.word is FudrWord.GIVE}
    with ThreadPoolExecutor(max_workers=2) as pool:
        results = list(with_bar(pool.map(write_worksheet, last.values()), "Writing", len(last)))
    say(
        f"{sum(results)} worksheets in {PAGES.relative_to(ROOT)}/ ; open them in a browser. The "
        "charts are sealed there and planned with examples/approvals-synthetic.yaml, so they are "
        "no drafts; with your own charts they are, until your site has approved every value."
    )
    for moment in last.values():
        print(f"  {PAGES.relative_to(ROOT)}/{moment.case}.html")
    return all(results)


def write_worksheet(moment: Moment) -> bool:
    """Seal the chart, plan it with the synthetic approvals, write the page."""
    sealed = PAGES / f"{moment.case}.jsonl"
    write_atomically(sealed, seal(FOLDER / f"{moment.case}.yaml", now=WRITTEN_ON))
    page = PAGES / f"{moment.case}.html"
    arguments = ("--at", moment.at.isoformat(), "--approvals", str(APPROVALS), "--html", str(page))
    return run("plan", str(sealed), *arguments, is_shown=False)


def show_a_calculator() -> bool:
    """A calculator on numbers alone."""
    heading("4. A calculator: arithmetic, not an order")
    return run(*CALCULATION)


def say_what_next() -> None:
    """Where to go from here."""
    heading("What to do next")
    print("  hepatica plan examples/adjuvant-six-cycles.yaml --at 2026-04-29T08:40+02:00 --why")
    print("      every step of a 50 % reduction, with its source")
    print("  hepatica plan examples/dry-pump.yaml --at 2026-03-30T12:00+01:00")
    print("      a missed visit: the pump is overdue")
    print("  hepatica protocol show fudr-28d")
    print("      the tables behind it, as they would be printed")
    print("  ./dev site")
    print("      the site of a team on these charts, one login per role; stop it with Ctrl-C")
    print("  examples/README.md")
    print("      what each course is about; copy one and change a value")


def run(*arguments: str, is_shown: bool = True) -> bool:
    """Run the hepatica command; its output is shown when asked for, or when it fails."""
    done = subprocess.run(
        [HEPATICA, *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if is_shown or done.returncode:
        print(f"$ hepatica {shlex.join(arguments)}\n{done.stdout}{done.stderr}", end="", flush=True)
    return done.returncode == 0


def with_bar(parts: Iterable[T], what: str, total: int) -> Iterator[T]:
    """The parts one by one, with a bar on the terminal that vanishes at the end."""
    console = Console(stderr=True)
    yield from track(
        parts,
        f"{what}...",
        total=total,
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )


def heading(text: str) -> None:
    """A heading between two parts."""
    print(f"\n{text}\n{'-' * len(text)}", flush=True)


def say(text: str) -> None:
    """A paragraph."""
    print(textwrap.fill(text, 96))


if __name__ == "__main__":
    sys.exit(main())

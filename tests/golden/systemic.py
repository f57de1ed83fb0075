"""Goldens of systemic decisions: first visits by the calculator, and courses folded from a chart.

What a drug gets is written in one word: 167.5 is the full dose in mg, 128.1@-1 a lowered one with
its level (0: by percent, cap, or the dose given last), "?" that nothing can be decided.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from hepatica.cli.calculators.systemic import calculator_of
from hepatica.core.chart.systemic_entries import SystemicAssigned
from hepatica.core.quantities import clinical_arithmetic, twelve_digits
from hepatica.core.rulebook import Rulebook
from hepatica.core.systemic.proposal import DrugProposal, SystemicProposal
from hepatica.core.systemic.propose import propose_systemic
from hepatica.core.systemic.visits import next_visit
from hepatica.library.strict_yaml import read_yaml
from tests.golden.regimens import REGIMENS
from tests.golden.systemic_charts import Facts, course_of, given_line

FILE = Path(__file__).with_name("systemic.yaml")
VERSION = "2026.1"


@dataclass(frozen=True, slots=True)
class FirstVisit:
    """Every drug of a first visit, in the order of giving."""

    id: str
    regimen: str
    source: str
    given: Mapping[str, str]
    gets: str

    @property
    def protocol(self) -> str:
        """What it speaks of, as data mutation names it."""
        return _subject(self.regimen)

    def passes(self, rulebook: Rulebook) -> bool:
        """Whether the calculator answers so."""
        return not self.differences(rulebook)

    def differences(self, rulebook: Rulebook) -> list[str]:
        """What is stated and what was found, where they differ."""
        rows = _answers(self.regimen, self.given, rulebook)
        found = "; ".join(f"{row['drug']} {_of_row(row)}" for row in rows)
        return [] if found == self.gets else [f"stated {self.gets}", f"found {found}"]


@dataclass(frozen=True, slots=True)
class Twins:
    """One drug at several values of one input, each with what it gets; "none" is unknown."""

    id: str
    regimen: str
    source: str
    given: Mapping[str, str]
    drug: str
    of: str
    answers: tuple[tuple[str, str], ...]

    @property
    def protocol(self) -> str:
        """What it speaks of, as data mutation names it."""
        return _subject(self.regimen)

    def passes(self, rulebook: Rulebook) -> bool:
        """Whether every value is answered so."""
        return not self.differences(rulebook)

    def differences(self, rulebook: Rulebook) -> list[str]:
        """The values that are answered in another way."""
        found = [(value, gets, self._gets(value, rulebook)) for value, gets in self.answers]
        return [f"{v}: stated {stated}, found {now}" for v, stated, now in found if stated != now]

    def _gets(self, value: str, rulebook: Rulebook) -> str:
        given = {**self.given, self.of: "" if value == "none" else value}
        rows = _answers(self.regimen, given, rulebook)
        return next((_of_row(row) for row in rows if row["drug"] == self.drug), "no such drug")


@dataclass(frozen=True, slots=True)
class CourseGolden:
    """What the next visit of a charted course gives: its day and date, and each drug."""

    id: str
    regimen: str
    source: str
    facts: Facts
    filled: date | None
    visit: str
    gets: str

    @property
    def protocol(self) -> str:
        """What it speaks of, as data mutation names it."""
        return _subject(self.regimen)

    def passes(self, rulebook: Rulebook) -> bool:
        """Whether the proposal is as stated."""
        return not self.differences(rulebook)

    def differences(self, rulebook: Rulebook) -> list[str]:
        """What is stated and what was found, where they differ."""
        found = self.proposal(rulebook)
        until = "" if found.until is None else f", put off until {found.until}"
        visit = f"day {found.day} on {found.due_on}, cycle {found.cycle}{until}"
        gets = "; ".join(f"{drug.row.name} {_of_drug(drug)}" for drug in found.drugs)
        pairs = ((self.visit, visit), (self.gets, gets))
        return [f"stated {one}; found {two}" for one, two in pairs if one != two]

    def proposal(self, rulebook: Rulebook) -> SystemicProposal:
        """The proposal of the next visit."""
        course = course_of(self.regimen, self.facts)
        assigned = course.latest(SystemicAssigned)
        assert assigned is not None
        with clinical_arithmetic():
            rules = rulebook.systemic[f"{self.regimen}/{VERSION}"]
            return propose_systemic(course, rules, assigned, filled=self.filled)


@dataclass(frozen=True, slots=True)
class DatesGolden:
    """Every visit of two cycles on real dates, each given on its day; FUDR on the days named."""

    id: str
    regimen: str
    source: str
    fills: tuple[date, ...]
    visits: tuple[tuple[int, date], ...]

    @property
    def protocol(self) -> str:
        """What it speaks of, as data mutation names it."""
        return _subject(self.regimen)

    def passes(self, rulebook: Rulebook) -> bool:
        """Whether the visits fall on these days."""
        return not self.differences(rulebook)

    def differences(self, rulebook: Rulebook) -> list[str]:
        """The visits that fall on another day."""
        found = tuple(self._visits(rulebook))
        return [] if found == self.visits else [f"stated {self.visits}", f"found {found}"]

    def _visits(self, rulebook: Rulebook) -> Iterator[tuple[int, date]]:
        regimen = rulebook.systemic[f"{self.regimen}/{VERSION}"].regimen
        lines: list[str] = []
        for _, stated in self.visits:
            first_day = None if self.fills else self.visits[0][1]
            course = course_of(self.regimen, Facts(stated, tuple(lines), first_day=first_day))
            assigned = course.latest(SystemicAssigned)
            assert assigned is not None
            filled = max((day for day in self.fills if day <= stated), default=None)
            visit = next_visit(course, regimen, assigned, filled)
            yield visit.day, visit.on
            lines.append(given_line(visit.on, visit.day, "oxaliplatin 100"))


def _subject(regimen: str) -> str:
    return f"{REGIMENS}/{regimen}/{VERSION}"


def _answers(regimen: str, given: Mapping[str, str], book: Rulebook) -> list[dict[str, str]]:
    return calculator_of(f"{regimen}/{VERSION}").answers(given, book)


def _of_row(row: Mapping[str, str]) -> str:
    if row["error"]:
        return row["error"].partition(":")[0]
    return _word(row["decision"], row["dose_mg"], row["level"])


def _of_drug(drug: DrugProposal) -> str:
    amount = "" if drug.amount_mg is None else twelve_digits(drug.amount_mg)
    return _word(drug.word.value, amount, f"{-drug.level}")


def _word(decision: str, amount: str, level: str) -> str:
    match decision:
        case "give":
            return amount if level == "0" else f"{amount} at {level}"
        case "reduce":
            return f"{amount}@{level}"
        case "cannot-decide":
            return "?" if not amount else f"? {amount}"
        case _:
            return f"{decision} {amount}".strip()


Golden = FirstVisit | Twins | CourseGolden | DatesGolden


@cache
def systemic_goldens() -> Sequence[Golden]:
    """Every golden of systemic decisions, in the order of the files."""
    root: Any = read_yaml(FILE.read_text(encoding="utf-8"), name=FILE.name).root
    courses: Any = read_yaml(
        FILE.with_name("systemic_courses.yaml").read_text(encoding="utf-8"), name="courses"
    ).root
    usual = root["usual"]
    return [
        *(_first(row, usual) for row in root["first_visits"]),
        *(_twins(number, row, usual) for number, row in enumerate(root["twins"], start=1)),
        *(_course(group, row) for group in courses["groups"] for row in group["cases"]),
        *(_dates(row) for row in courses["dates"]),
    ]


def _first(row: Mapping[str, Any], usual: Mapping[str, str]) -> FirstVisit:
    given = usual | row.get("given", {})
    name = f"GOLD-SYSTEMIC-FIRST-{row.get('id', row['regimen'])}"
    return FirstVisit(name, row["regimen"], row["source"], given, row["gets"])


def _twins(number: int, row: Mapping[str, Any], usual: Mapping[str, str]) -> Twins:
    pairs = (pair.rpartition(":")[::2] for pair in row["answers"].split())
    name = f"GOLD-SYSTEMIC-{number}-{row['regimen']}-{row['of']}"
    given = usual | row.get("given", {})
    drug, of = row["drug"], row["of"]
    return Twins(name, row["regimen"], row["source"], given, drug, of, tuple(pairs))


def _course(group: Mapping[str, Any], row: Mapping[str, Any]) -> CourseGolden:
    whole = {**group, **row}
    filled = date.fromisoformat(whole["filled"]) if "filled" in whole else None
    facts = Facts(
        date.fromisoformat(whole["today"]),
        (*group.get("lines", ()), *row.get("lines", ())),
        {**group.get("now", {}), **row.get("now", {})},
        date.fromisoformat(whole.get("first_day", "2025-03-03")),
    )
    return CourseGolden(
        whole["id"], whole["regimen"], whole["source"], facts, filled, whole["visit"], whole["gets"]
    )


def _dates(row: Mapping[str, Any]) -> DatesGolden:
    fills = tuple(map(date.fromisoformat, row.get("fills", "").split()))
    pairs = (pair.split(":") for pair in row["visits"].split())
    visits = tuple((int(day), date.fromisoformat(on)) for day, on in pairs)
    name = f"GOLD-SYSTEMIC-DATES-{row['regimen']}"
    return DatesGolden(name, row["regimen"], row["source"], fills, visits)

"""Goldens about grades: what each term is, and the grade of every boundary with its neighbours."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from hepatica.cli.calculators.grade import CALCULATOR
from hepatica.core.rulebook import Rulebook
from hepatica.core.toxicity.table import CTCAE
from hepatica.library.strict_yaml import read_yaml

FILE = Path(__file__).with_name("grading.yaml")


@dataclass(frozen=True, slots=True)
class TermGolden:
    """What a term is measured as, and which of its grades are not by number alone."""

    id: str
    term: str
    measured: str
    beside: str
    protocol: str = CTCAE

    def passes(self, rulebook: Rulebook) -> bool:
        """Whether the term is as stated."""
        found = rulebook.grading[CTCAE].find(self.term)
        if found is None:
            return False
        beside = " ".join(str(grade) for grade in found.term.beside_numbers)
        return (self.measured, self.beside) == (found.term.measured.value, beside)


@dataclass(frozen=True, slots=True)
class TwinsGolden:
    """Values of one term with what else is given, each with the grade of the published table."""

    id: str
    given: Mapping[str, str]
    grades: tuple[tuple[str, str], ...]
    protocol: str = CTCAE

    def passes(self, rulebook: Rulebook) -> bool:
        """Whether every value has its grade."""
        return all(_answer(self.given, value, rulebook) == grade for value, grade in self.grades)

    def differences(self, rulebook: Rulebook) -> list[str]:
        """The values with another grade, in words."""
        found = [(v, grade, _answer(self.given, v, rulebook)) for v, grade in self.grades]
        return [f"{v}: stated {stated}, found {now}" for v, stated, now in found if stated != now]


def _answer(given: Mapping[str, str], value: str, rulebook: Rulebook) -> str:
    """The grade; "?" and what is missing; or the error."""
    row = CALCULATOR.answers({**given, "value": value}, rulebook)[0]
    if row["error"] or row["grade"]:
        return row["error"] or row["grade"]
    missing = row["reason"].removeprefix("missing: ").partition(";")[0]
    return "?" + missing.replace(" and ", "&")


@cache
def grading_goldens() -> Sequence[TermGolden | TwinsGolden]:
    """Every golden about grades, in the order of the file."""
    root: Any = read_yaml(FILE.read_text(encoding="utf-8"), name=FILE.name).root
    terms = [TermGolden(f"GOLD-TERM-{row['term']}", **row) for row in root["terms"]]
    twins = [_twins(number, dict(row)) for number, row in enumerate(root["twins"], start=1)]
    return [*terms, *twins]


def _twins(number: int, row: dict[str, str]) -> TwinsGolden:
    pairs = (pair.partition(":")[::2] for pair in row.pop("grades").split())
    return TwinsGolden(f"GOLD-GRADE-{number}-{row['term']}", row, tuple(pairs))

"""The example charts and their interesting moments, for the demo, the tests and the benchmarks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from hepatica.casefile.load import load_case
from hepatica.core.chart.fold import Chart, fold_course
from hepatica.core.decision import FudrWord
from hepatica.core.plan import Plan
from hepatica.core.planning import plan
from hepatica.core.rulebook import Rulebook
from hepatica.core.schedule.reservoir import ReservoirAction
from hepatica.core.systemic.words import DrugWord
from hepatica.library.strict_yaml import Node, read_yaml

FOLDER = Path(__file__).resolve().parent.parent / "examples"
APPROVALS = FOLDER / "approvals-synthetic.yaml"
MOMENTS = FOLDER / "moments.yaml"
# The examples end before this day, so on it no entry of theirs lies in the future.
WRITTEN_ON = datetime(2026, 11, 24, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment of a course worth planning at, and what the plan says there.

    `safe_refill_date` is None where it was not worked out by hand, `systemic` where no regimen
    runs beside the pump.
    """

    case: str
    at: datetime
    known_by: datetime
    title: str
    word: FudrWord
    action: ReservoirAction
    safe_refill_date: date | None
    systemic: DrugWord | None

    @property
    def name(self) -> str:
        """A short name, for test ids."""
        return f"{self.case} {self.at:%m-%d %H:%M} known {self.known_by:%H:%M}"


def case_files() -> list[Path]:
    """Every example chart."""
    return sorted(file for file in FOLDER.glob("*.yaml") if file not in (APPROVALS, MOMENTS))


def load_charts() -> dict[str, Chart]:
    """The example charts by case id, each read through the door."""
    return {file.stem: load_case(file, now=WRITTEN_ON) for file in case_files()}


def read_moments() -> list[Moment]:
    """Every interesting moment, in the order of the file."""
    root = read_yaml(MOMENTS.read_bytes(), name=MOMENTS.name).root
    rows = root["moments"] if isinstance(root, dict) else ()
    return [_moment(row) for row in rows if isinstance(row, dict)]


def _moment(row: Mapping[str, Node]) -> Moment:
    texts = {key: str(value) for key, value in row.items()}
    safe = texts.get("safe_refill_date")
    return Moment(
        texts["case"],
        datetime.fromisoformat(texts["at"]),
        datetime.fromisoformat(texts.get("known_by", texts["at"])),
        texts["title"],
        FudrWord(texts["word"]),
        ReservoirAction(texts["action"]),
        None if safe is None else date.fromisoformat(safe),
        DrugWord(texts["systemic"]) if "systemic" in texts else None,
    )


def plan_at(moment: Moment, charts: Mapping[str, Chart], rulebook: Rulebook) -> Plan:
    """The plan of a chart at one of its moments."""
    chart = charts[moment.case]
    return plan(fold_course(chart, at=moment.at, known_by=moment.known_by), rulebook)

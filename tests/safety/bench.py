"""The chart every scenario starts from, with something changed in it, and what comes out."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from hepatica.casefile.load import load_case
from hepatica.core.chart.course import Course
from hepatica.core.chart.fold import fold_course
from hepatica.core.plan import Plan
from hepatica.core.planning import compose
from hepatica.core.quantities import twelve_digits
from hepatica.core.rulebook import Rulebook
from hepatica.core.safety.control import Control
from hepatica.core.safety.controls import CONTROLS
from hepatica.library.folders import read_texts
from hepatica.library.loader import (
    load_device,
    load_protocol_from_texts,
    load_rulebook,
    rulebook_of,
    shipped_devices,
    shipped_protocols,
)
from hepatica.library.strict_yaml import read_yaml

HERE = Path(__file__).parent
APPROVALS = HERE.parents[1] / "examples" / "approvals-synthetic.yaml"
PROTOCOL = "fudr-28d/2026.1"

Fields = dict[str, Any]


@dataclass(frozen=True)
class Setup:
    """The chart as known at `at`, with fields changed, entries left out and entries added."""

    at: datetime
    change: Mapping[str, Fields] = field(default_factory=dict)
    leave_out: Sequence[str] = ()
    add: Sequence[Fields] = ()
    header: Mapping[str, str] = field(default_factory=dict)
    rulebook: Sequence[Fields] = ()

    def case_text(self) -> str:
        """The chart as text: nothing that lies after `at`."""
        tree: Any = _chart()
        entries = [e for e in deepcopy(tree["entries"]) if e["id"] not in self.leave_out]
        entries = [e for e in entries if _instant(e) <= self.at]
        unknown = set(self.change) - {entry["id"] for entry in entries}
        assert set() == unknown, "a change must meet an entry"
        for new in self.add:
            entries.insert(_place_of(new, entries), dict(new))
        for entry in entries:
            merge(entry, self.change.get(entry["id"], {}))
        return json.dumps({**tree, **self.header, "entries": entries})

    def plan(
        self, controls: Sequence[Control] = CONTROLS, rulebook: Rulebook | None = None
    ) -> Plan:
        """The plan under the controls given, and under another rulebook than this setup's.

        Raises:
            InputErrors: the door refuses the chart or the rulebook.
        """
        return compose(self._course, rulebook or self._rulebook, controls)

    @cached_property
    def _course(self) -> Course:
        chart = load_case(self.case_text(), now=self.at)
        return fold_course(chart, at=self.at, known_by=self.at)

    @cached_property
    def _rulebook(self) -> Rulebook:
        return rulebook_with(self.rulebook)


@cache
def _chart() -> Fields:
    root: Any = read_yaml((HERE / "chart.yaml").read_bytes(), name="chart.yaml").root
    return dict(root)


def merge(into: Fields, changes: Fields) -> None:
    """Set fields; a table is merged into a table, `none` takes a field away."""
    for key, value in changes.items():
        if value == "none":
            into.pop(key, None)
        elif isinstance(value, dict) and isinstance(into.get(key), dict):
            merge(into[key], value)
        else:
            into[key] = value


def _place_of(new: Fields, entries: Sequence[Fields]) -> int:
    """After the last entry that does not lie later."""
    at = _instant(new)
    earlier = [i for i, entry in enumerate(entries) if _instant(entry) <= at]
    return max(earlier, default=-1) + 1


def _instant(entry: Fields) -> datetime:
    """When an entry stands in the file."""
    return datetime.fromisoformat(entry["at"])


@cache
def _approved() -> Rulebook:
    return load_rulebook(APPROVALS)


def rulebook_with(changes: Sequence[Fields]) -> Rulebook:
    """The shipped rulebook, approved for synthetic charts, with {file, old, new} in its tables."""
    book = _approved()
    if not changes:
        return book
    texts = read_texts(shipped_protocols()[PROTOCOL])
    for each in changes:
        assert each["old"] in texts[each["file"]], f"not in the table: {each['old']}"
        texts[each["file"]] = texts[each["file"]].replace(each["old"], each["new"], 1)
    devices = [load_device(file) for file in shipped_devices().values()]
    changed = rulebook_of([load_protocol_from_texts(texts)], devices)
    return replace(changed, approvals=book.approvals)


def fudr_answer(plan: Plan) -> dict[str, str]:
    """The first answer of a plan: the FUDR decision and the mass to draw up."""
    decision, fill = plan.decision, plan.fill
    return _texts(
        word=decision.word.value,
        until=decision.until,
        dose=decision.dose_mg_per_kg_day,
        mg=fill and fill.fudr_mg,
    )


def reservoir_answer(plan: Plan) -> dict[str, str]:
    """The second answer of a plan: what happens to the pump, by when."""
    order, refill = plan.reservoir, plan.refill
    return _texts(
        action=order and order.action.value,
        content=order and order.content and order.content.value,
        by=order and order.by,
        deadline=order and order.deadline and order.deadline.isoformat(timespec="minutes"),
        safe_refill_date=refill and refill.date,
    )


def additive_answer(plan: Plan) -> dict[str, str]:
    """What the FUDR fill gives besides FUDR: mg or units a day of each additive."""
    found = {"word": plan.decision.word.value}
    if plan.fill is not None and plan.makeup is not None:
        a_day = plan.fill.flow_ml_per_day / plan.fill.volume_ml
        for drawn in plan.makeup.drawn[1:]:
            found[f"{drawn.product.value}_per_day"] = twelve_digits(drawn.amount * a_day)
    return found


def systemic_answer(plan: Plan) -> dict[str, str]:
    """The systemic drugs of a plan: mg of each that is given, else its word."""
    drugs = plan.systemic.drugs if plan.systemic else ()
    return {
        drug.row.name: drug.word.value if drug.amount_mg is None else twelve_digits(drug.amount_mg)
        for drug in drugs
    }


ANSWERS = {
    "fudr": fudr_answer,
    "reservoir": reservoir_answer,
    "additives": additive_answer,
    "systemic": systemic_answer,
}


def _texts(**values: Any) -> dict[str, str]:
    return {name: _text(value) for name, value in values.items() if value is not None}


def _text(value: Any) -> str:
    return twelve_digits(value) if isinstance(value, Decimal) else str(value)

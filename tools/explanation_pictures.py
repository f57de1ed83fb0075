"""The pictures of docs/explanation, drawn from the rules they explain.

    PYTHONPATH=. .venv/bin/python tools/explanation_pictures.py

Needs the extra `paper`. The pictures are committed, as a reader may have no drawing package.
Numbers come from core; a test compares them with what the committed pictures say.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import vl_convert

from hepatica.core.calculators.fill import FillCase, calculate_fill
from hepatica.core.calculators.refusal import Refusal
from hepatica.core.chart.laboratory import LabValue
from hepatica.core.chart.words import LabTest
from hepatica.core.dosing.explain import percent_word
from hepatica.core.dosing.liver import find_step, table_percent
from hepatica.core.quantities import clinical_arithmetic, twelve_digits
from hepatica.library.loader import load_rulebook

IMAGES = Path(__file__).resolve().parent.parent / "docs" / "images"
PROTOCOL = "fudr-28d/2026.1"

Spec = dict[str, Any]
Rows = list[dict[str, Any]]

_INK, _QUIET, _BLUE, _RED, _TEAL = "#14171a", "#59626a", "#1f5fa8", "#b3261e", "#0f766e"
_CONFIG: Spec = {
    "font": "Liberation Sans, Arial, Helvetica, sans-serif",
    "axis": {
        "labelColor": _INK,
        "titleColor": _INK,
        "gridColor": "#e3e7ea",
        "labelFontSize": 13,
        "titleFontSize": 13,
        "titleFontWeight": "normal",
    },
    "title": {"fontSize": 15, "anchor": "start", "color": _INK},
    "view": {"stroke": "#8a939b"},
}

VOLUME, FLOW, RESERVE, WEIGHT = Decimal(30), Decimal("1.3"), Decimal(2), Decimal(70)
DWELL = Decimal(14)
DOSES = (Decimal("0.12"), Decimal("0.06"), Decimal("0.03"))
# The course of behaviour D3: each value is below 1.5 (then 1.2) times the one before it.
ALP = tuple(map(Decimal, (90, 134, 159, 189, 224, 266)))


# ---------------------------------------------------------------- how constant flow sets dose


def fills() -> list[tuple[Decimal, Decimal, Decimal]]:
    """For each dose in mg/kg/day: mg in 30 mL, and mg delivered by day 14."""
    protocol = load_rulebook().protocols[PROTOCOL]
    found = []
    for dose in DOSES:
        answer = calculate_fill(FillCase(dose, WEIGHT, VOLUME, FLOW, DWELL), protocol)
        if isinstance(answer, Refusal):
            raise ValueError(answer)  # these doses are below every limit
        found.append((dose, answer.fudr_mg, answer.delivered_mg))
    return found


def constant_flow() -> Spec:
    """Left the same volume for every dose, right what it carries."""
    left = [{"day": d, "ml": float(VOLUME - FLOW * d)} for d in (0, 14)]
    right: Rows = []
    for dose, _, given in fills():
        name = f"{dose} mg/kg/day: {given:.1f} mg"
        right += [{"day": 0, "mg": 0, "dose": name}, {"day": 14, "mg": float(given), "dose": name}]
    ends = [row for row in right if row["day"] == 14]
    return _side_by_side(
        _panel(
            "What the pump does: the same for every dose",
            _line(left, y="ml", colour=_BLUE),
            _words(left[1:], y="ml", text=f"{left[1]['ml']:.1f} mL left", dx=-40, dy=22),
            y_title="mL in the pump",
            y_top=30,
        ),
        _panel(
            "What the syringe decides: mg of FUDR given",
            _line(right, y="mg", colour=_RED, detail="dose"),
            _words(ends, y="mg", field="dose", dx=8, dy=0, align="left"),
            y_title="mg given since the fill",
            y_top=130,
            days=24,
            width=520,
            ticks=14,
        ),
    )


# ------------------------------------------------------------------ why the reference drifts


def drift_rows() -> list[tuple[int, Decimal, str, str]]:
    """For each cycle: ALP, the table's word against the last value, and against the first."""
    return [
        (number, now, _word(before, now), _word(ALP[0], now))
        for number, (before, now) in enumerate(pairwise(ALP), start=2)
    ]


def _word(reference: Decimal, now: Decimal) -> str:
    table = load_rulebook().protocols[PROTOCOL].liver
    percent = table_percent(table, LabTest.ALP, reference=_alp(reference), now=_alp(now))
    return percent_word(percent)


def _alp(value: Decimal) -> LabValue:
    return LabValue(value=value, reported=value, reported_unit="U/L")


def _begins(reference: Decimal) -> tuple[Decimal, Decimal]:
    """Where 50 % and hold begin, in U/L, for a reference."""
    table = load_rulebook().protocols[PROTOCOL].liver
    step = find_step(table, LabTest.ALP, _alp(reference))
    return step.to_50 * reference, step.hold * reference


def reference_drifts() -> Spec:
    """Each cycle's ALP against a threshold that climbs with it, and against one that stays."""
    values = [{"cycle": n, "alp": float(v)} for n, v in enumerate(ALP, start=1)]
    moving = [{"cycle": n, "alp": float(_begins(b)[0])} for n, b in enumerate(ALP[:-1], start=2)]
    half, hold = _begins(ALP[0])
    fixed: Rows = [
        {"at": float(half), "label": f"50 % from {twelve_digits(half)}"},
        {"at": float(hold), "label": f"hold from {twelve_digits(hold)}"},
    ]
    said: Rows = [{"cycle": n, "alp": float(v), "a": a, "b": b} for n, v, a, b in drift_rows()]
    first = _course(values, title="Against the last fill: 100 % each time")
    first["layer"] += [
        {
            "data": {"values": moving},
            "mark": {
                "type": "tick",
                "orient": "horizontal",
                "color": _QUIET,
                "thickness": 3,
                "size": 34,
            },
            "encoding": _cycle_encoding(),
        },
        _cycle_words(moving[-1:], "50 % begins", dx=-20, dy=-14, colour=_QUIET),
        *[_cycle_words([row], row["a"], dx=8, dy=17, colour=_BLUE) for row in said],
    ]
    second = _course(values, title="Against the pre-therapy value: 50 %, then hold")
    second["layer"] += [
        {
            "data": {"values": fixed},
            "mark": {"type": "rule", "color": _RED, "strokeDash": [6, 3]},
            "encoding": {"y": {"field": "at", "type": "quantitative"}},
        },
        *[
            _cycle_words([{"cycle": 5.8, "alp": row["at"]}], row["label"], dx=0, dy=-9, colour=_RED)
            for row in fixed
        ],
        *[_cycle_words([row], row["b"], dx=8, dy=17, colour=_RED) for row in said],
    ]
    return _side_by_side(first, second)


def _course(values: Rows, *, title: str) -> Spec:
    line = {
        "data": {"values": values},
        "mark": {"type": "line", "color": _BLUE, "point": {"size": 60, "color": _BLUE}},
        "encoding": _cycle_encoding(),
    }
    numbers = [
        _cycle_words([row], f"{row['alp']:.0f}", dx=-30 if row["cycle"] > 1 else 20, dy=-3)
        for row in values
    ]
    return {"title": title, "width": 400, "height": 270, "layer": [line, *numbers]}


def _cycle_encoding() -> Spec:
    return {
        "x": {
            "field": "cycle",
            "type": "quantitative",
            "scale": {"domain": [0.5, 6.5]},
            "axis": {"title": "cycle", "values": [1, 2, 3, 4, 5, 6], "grid": False},
        },
        "y": {
            "field": "alp",
            "type": "quantitative",
            "scale": {"domain": [60, 300]},
            "axis": {"title": "ALP, U/L"},
        },
    }


def _cycle_words(rows: Rows, text: str, *, dx: int, dy: int, colour: str = _INK) -> Spec:
    mark = {"type": "text", "text": text, "dx": dx, "dy": dy, "color": colour, "fontSize": 12}
    return {"data": {"values": rows}, "mark": mark, "encoding": _cycle_encoding()}


# --------------------------------------------------------------- why a dry pump is not slow


def dry_days() -> tuple[Decimal, Decimal]:
    """Days until 30 mL are used up at the label flow and at 1.6 mL/day."""
    with clinical_arithmetic():
        return VOLUME / FLOW, VOLUME / Decimal("1.6")


def dry_not_slow() -> Spec:
    """Two pumps that are both found empty on day 28, and the line one is tempted to draw."""
    at_label, fast = (float(days) for days in dry_days())
    true_rows = [
        *_run_dry("label flow, 1.3 mL/day", at_label),
        *_run_dry("a fast pump, 1.6 mL/day", fast),
    ]
    wrong = [{"day": 0, "ml": 30}, {"day": 28, "ml": 0}]
    slope = f"30 mL ÷ 28 days = {30 / 28:.2f} mL/day: wrong"
    left, right = ([{"day": day, "ml": 0}] for day in (fast, at_label))
    panel = _panel(
        "Found empty on day 28: three stories, one observation",
        _line(true_rows, y="ml", colour=_BLUE, detail="pump"),
        _line(wrong, y="ml", colour=_RED, dash=[7, 4]),
        _words([{"day": 19, "ml": 9.6}], y="ml", text=slope, dx=12, dy=-4, align="left"),
        _words([{"day": 9, "ml": 15.6}], y="ml", text="1.6 mL/day", dx=-8, dy=6, align="right"),
        _words([{"day": 18.6, "ml": 5.8}], y="ml", text="1.3 mL/day", dx=8, dy=-3, align="left"),
        _words(left, y="ml", text=f"dry on day {fast:.1f}", dx=-24, dy=-9, align="right"),
        _words(right, y="ml", text=f"day {at_label:.1f}", dx=6, dy=-9, align="left"),
        _words([{"day": 0.3, "ml": 2}], y="ml", text="reserve, 2 mL", dx=0, dy=-9, align="left"),
        _reserve_line(),
        y_title="mL in the pump",
        y_top=30,
        days=30,
        width=760,
    )
    return {"background": "white", "config": _CONFIG, "padding": 12, **panel}


def _run_dry(pump: str, days: float) -> Rows:
    points = [(0, 30.0), (days, 0.0), (28, 0.0)]
    return [{"day": day, "ml": ml, "pump": pump} for day, ml in points]


def _reserve_line() -> Spec:
    return {
        "data": {"values": [{"ml": float(RESERVE)}]},
        "mark": {"type": "rule", "color": _TEAL, "strokeDash": [2, 3]},
        "encoding": {"y": {"field": "ml", "type": "quantitative"}},
    }


# ----------------------------------------------------------------------------------- parts


def _side_by_side(*panels: Spec) -> Spec:
    return {
        "background": "white",
        "config": _CONFIG,
        "padding": 12,
        "hconcat": list(panels),
        "spacing": 48,
    }


def _panel(
    title: str,
    *layers: Spec,
    y_title: str,
    y_top: int,
    days: int = 16,
    width: int = 400,
    ticks: int = 28,
) -> Spec:
    scales: Spec = {
        "x": {
            "field": "day",
            "type": "quantitative",
            "scale": {"domain": [0, days]},
            "axis": {
                "title": "days since the fill",
                "values": list(range(0, min(days, ticks) + 1, 2)),
            },
        },
        "y": {"scale": {"domain": [0, y_top]}, "axis": {"title": y_title}},
    }
    for layer in layers:
        encoding = layer["encoding"]
        encoding["y"] = {**encoding["y"], **scales["y"]}
        if "x" in encoding:
            encoding["x"] = scales["x"]
    return {"title": title, "width": width, "height": 270, "layer": list(layers)}


def _line(
    rows: Rows, *, y: str, colour: str, detail: str = "", dash: list[int] | None = None
) -> Spec:
    mark: Spec = {"type": "line", "color": colour, "strokeWidth": 2.5}
    if dash:
        mark["strokeDash"] = dash
    encoding: Spec = {"x": {}, "y": {"field": y, "type": "quantitative"}}
    if detail:
        encoding["detail"] = {"field": detail, "type": "nominal"}
    return {"data": {"values": rows}, "mark": mark, "encoding": encoding}


def _words(
    rows: Rows,
    *,
    y: str,
    dx: int,
    dy: int,
    text: str = "",
    field: str = "",
    align: str = "center",
) -> Spec:
    mark: Spec = {"type": "text", "dx": dx, "dy": dy, "color": _INK, "fontSize": 13, "align": align}
    encoding: Spec = {"x": {}, "y": {"field": y, "type": "quantitative"}}
    if field:
        encoding["text"] = {"field": field}
    else:
        mark["text"] = text
    return {"data": {"values": rows}, "mark": mark, "encoding": encoding}


PICTURES: Mapping[str, Callable[[], Spec]] = {
    "constant-flow.svg": constant_flow,
    "reference-drifts.svg": reference_drifts,
    "dry-not-slow.svg": dry_not_slow,
}


def main() -> None:
    """Draw them all anew."""
    for name, spec in PICTURES.items():
        drawn = vl_convert.vegalite_to_svg(spec(), vl_version="5.20", allowed_base_urls=[])
        (IMAGES / name).write_text(drawn, encoding="utf-8")


if __name__ == "__main__":
    main()

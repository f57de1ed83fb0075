"""The picture as a Vega-Lite specification: five kinds of strip under one another.

Nothing is told by colour alone: contents lie on lines of their own, steps differ in their dashes
and carry their names, readings and events differ in their shapes.
"""

from __future__ import annotations

from hepatica.core.chart.words import LabTest
from hepatica.core.dosing.cycles import Cycle
from hepatica.core.dosing.explain import SHORT_NAMES
from hepatica.reports.figures import exact
from hepatica.reports.picture import rows
from hepatica.reports.picture.events import Event
from hepatica.reports.picture.words import described, subtitles_of, title_of
from hepatica.reports.sheet import Sheet

Spec = dict[str, object]

_WIDTH = 860
_UNITS = {"u_per_l": "U/L", "mg_per_dl": "mg/dL"}
_STEPS = ("reference", "80 %", "50 %", "hold")
_DASHES = ([1, 3], [3, 2], [8, 3], [1, 0])
# Each strip has its own, the horizontal one with the same span everywhere.
_OWN_SCALES = ("x", "y", "strokeDash", "shape")
_INK, _QUIET = "#14171a", "#59626a"


def course_spec(sheet: Sheet, cycles: tuple[Cycle, ...], events: tuple[Event, ...]) -> Spec:
    """The whole picture. Everything in it is drawn from the course; nothing is fetched."""
    tests = () if sheet.protocol is None else sheet.protocol.liver.tests
    span = rows.span(sheet, events)
    strips = [
        _pump_strip(sheet, cycles, span),
        *(_test_strip(sheet, cycles, test, span) for test in tests),
        _flow_strip(sheet, span),
        *([_event_strip(events, span), _event_key(events)] if events else []),
    ]
    return {
        "$schema": "vega-lite",
        "description": described(sheet, cycles, events),
        "title": {
            "text": title_of(sheet),
            "subtitle": subtitles_of(sheet),
            "anchor": "start",
            "offset": 12,
        },
        "background": "white",
        # Room for letters that are wider than those the drawing was measured with.
        "padding": {"left": 5, "top": 5, "right": 60, "bottom": 5},
        "config": _CONFIG,
        "resolve": {"scale": dict.fromkeys(_OWN_SCALES, "independent")},
        "vconcat": strips,
    }


_CONFIG: Spec = {
    "font": "Liberation Sans, Arial, Helvetica, sans-serif",
    "axis": {"labelColor": _INK, "gridColor": "#e3e7ea", "labelFontSize": 11},
    "axisY": {"minExtent": 150},
    "title": {"fontSize": 16, "subtitleFontSize": 10.5, "subtitleColor": _QUIET},
    "view": {"stroke": "#8a939b"},
    "legend": {"labelFontSize": 10, "titleFontSize": 10, "symbolStrokeColor": _INK},
    "concat": {"spacing": 8},
}


def _x(span: list[str], field: str = "at", *, has_axis: bool = False) -> Spec:
    axis = {"format": "%Y-%m-%d", "labelAngle": 0, "title": None, "tickCount": 9}
    return {
        "field": field,
        "type": "temporal",
        "scale": {"type": "utc", "domain": span},
        "axis": axis if has_axis else {"labels": False, "title": None, "ticks": False},
    }


def _title(text: str) -> Spec:
    """What a strip shows, over its left edge."""
    return {"text": text, "anchor": "start", "fontSize": 12, "offset": 4}


def _y(*, has_zero: bool = False) -> Spec:
    return {
        "field": "value",
        "type": "quantitative",
        "title": None,
        "scale": {"zero": has_zero, "nice": True},
        "axis": {"tickCount": 4},
    }


def _pump_strip(sheet: Sheet, cycles: tuple[Cycle, ...], span: list[str]) -> Spec:
    """What was in the pump; FUDR with its percent of the starting dose."""
    y = {"field": "content", "type": "nominal", "title": None, "axis": {"grid": True}}
    shade = {
        "condition": {"test": "datum.content === 'FUDR'", "value": "#3f474e"},
        "value": "#c3cad0",
    }
    return {
        "width": _WIDTH,
        "height": {"step": 20},
        "title": _title("In the pump; FUDR in percent of the starting dose"),
        "data": {"values": rows.dwell_rows(sheet, cycles)},
        "encoding": {"y": y},
        "layer": [
            {
                "mark": {"type": "bar", "stroke": _INK, "strokeWidth": 0.6},
                "encoding": {"x": _x(span, "from"), "x2": {"field": "to"}, "color": shade},
            },
            {
                "mark": {
                    "type": "text",
                    "align": "left",
                    "dx": 3,
                    "color": "white",
                    "fontSize": 11,
                },
                "encoding": {"x": _x(span, "from"), "text": {"field": "text"}},
            },
        ],
    }


def _test_strip(sheet: Sheet, cycles: tuple[Cycle, ...], test: LabTest, span: list[str]) -> Spec:
    """One liver test, with the lines of each cycle at which a step begins."""
    unit = next((name for end, name in _UNITS.items() if test.value.endswith(end)), "")
    y = _y()
    dash = {
        "field": "step",
        "type": "nominal",
        "sort": list(_STEPS),
        "scale": {"domain": list(_STEPS), "range": [list(dash) for dash in _DASHES]},
        "legend": {"title": "step begins at", "symbolSize": 400},
    }
    lines: Spec = {
        "data": {"values": rows.limit_rows(cycles, test)},
        "mark": {"type": "rule", "color": _QUIET, "strokeWidth": 1.3},
        "encoding": {"x": _x(span, "from"), "x2": {"field": "to"}, "y": y, "strokeDash": dash},
    }
    values: Spec = {
        "data": {"values": rows.value_rows(sheet, test)},
        "encoding": {"x": _x(span), "y": y},
        "layer": [
            {"mark": {"type": "line", "color": _INK, "strokeWidth": 1}},
            {"mark": {"type": "point", "color": _INK, "filled": True, "size": 34, "opacity": 1}},
        ],
    }
    title = _title(f"{SHORT_NAMES[test]}, {unit}")
    return {"width": _WIDTH, "height": 105, "title": title, "layer": [lines, values]}


def _flow_strip(sheet: Sheet, span: list[str]) -> Spec:
    """Every reading of the pump against the flow on its label, or the rate set."""
    stated = None if sheet.plan.flow is None else sheet.plan.flow.stated
    y = _y(has_zero=True)
    label = [] if stated is None else [{"value": float(stated.ml_per_day)}]
    shape = {
        "field": "reading",
        "type": "nominal",
        "legend": {"title": "flow reading"},
        "scale": {"range": ["circle", "triangle-up", "square", "diamond", "cross"]},
    }
    named = "" if stated is None else f"{stated.word} {exact(stated.ml_per_day)}"
    return {
        "width": _WIDTH,
        "height": 80,
        "title": _title("Flow, mL/day"),
        "layer": [
            {
                "data": {"values": label},
                "mark": {"type": "rule", "strokeDash": [4, 3], "color": _QUIET},
                "encoding": {"y": y},
            },
            {
                "data": {"values": label},
                "mark": {"type": "text", "align": "left", "x": 4, "dy": -6, "text": named},
                "encoding": {"y": y},
            },
            {
                "data": {"values": list(rows.flow_rows(sheet))},
                "mark": {"type": "point", "color": _INK, "size": 46, "opacity": 1},
                "encoding": {"x": _x(span, has_axis=True), "y": y, "shape": shape},
            },
        ],
    }


def _event_strip(events: tuple[Event, ...], span: list[str]) -> Spec:
    """Events by number and shape; the key below has their words."""
    y = {"field": "line", "type": "ordinal", "title": None, "axis": {"labels": False}}
    shape = {
        "field": "kind",
        "type": "nominal",
        "legend": {"title": "event"},
        "scale": {
            "domain": ["pump", "scan", "procedure", "sign", "decision"],
            "range": ["square", "circle", "cross", "triangle-up", "diamond"],
        },
    }
    return {
        "width": _WIDTH,
        "height": 66,
        "title": _title("Events, by number; their words stand below"),
        "data": {"values": rows.event_rows(events)},
        "encoding": {"x": _x(span, has_axis=True), "y": y},
        "layer": [
            {
                "mark": {"type": "point", "color": _INK, "size": 60, "opacity": 1},
                "encoding": {"shape": shape},
            },
            {
                "mark": {"type": "text", "align": "left", "dx": 7, "fontSize": 11},
                "encoding": {"text": {"field": "number"}},
            },
        ],
    }


def _event_key(events: tuple[Event, ...]) -> Spec:
    """The words of every event, in two columns."""
    return {
        "width": _WIDTH,
        "height": {"step": 16},
        "view": {"stroke": None},
        "data": {"values": rows.event_rows(events)},
        "mark": {"type": "text", "align": "left", "fontSize": 11},
        "encoding": {
            "x": {
                "field": "column",
                "type": "quantitative",
                "axis": None,
                "scale": {"domain": [0, 2]},
            },
            "y": {"field": "row", "type": "ordinal", "axis": None},
            "text": {"field": "words"},
        },
    }

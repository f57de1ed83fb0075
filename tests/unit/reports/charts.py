"""Small synthetic charts, one for each kind of answer, and the moment each is planned at."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from hepatica.casefile.load import load_case
from hepatica.core import planning
from hepatica.core.chart.fold import fold_course
from hepatica.core.plan import Plan
from hepatica.library.loader import load_rulebook
from hepatica.reports.sheet import Sheet, look_up

CLOCK = datetime(2026, 11, 1, tzinfo=UTC)
FIRST_FILL = "2026-01-26T10:00+00:00"
DWELL = "2026-02-01T10:00+00:00"
SECOND_FILL = "2026-02-23T10:00+00:00"

_HEADER = """case: small
synthetic: yes
utc_offset: "+00:00"
entries:
"""


def _panel(entry: str, at: str, ast: int, alp: int, bilirubin: str, more: str = "") -> str:
    results = (
        f"{{ast: {{value: {ast} U/L, upper_limit: 40 U/L}}, "
        f"alp: {{value: {alp} U/L, upper_limit: 120 U/L}}, "
        f"bilirubin: {{value: {bilirubin} mg/dL, upper_limit: 1.2 mg/dL}}{more}}}"
    )
    return f"  - {{id: {entry}, kind: laboratory_panel, at: {at}, results: {results}}}\n"


_BEFORE = (
    "  - {id: e01, kind: enrolment, at: 2026-01-05, diagnosis: colorectal-liver-metastases,"
    " setting: adjuvant, sex: M, year_of_birth: 1960, height: 175 cm}\n"
    + _panel("e02", "2026-01-05T08:00+00:00", 30, 80, "0.7")
    + """  - {id: e03, kind: pump_implanted, at: 2026-01-12T10:00+00:00, model: intera-3000, \
serial: SYN-0001, label_flow: 1.3 mL/day, reservoir: 30 mL, vessel: gastroduodenal}
  - {id: e04, kind: pump_filled, at: 2026-01-12T10:30+00:00, content: heparinised-saline, \
prepared: 30 mL, injected: 30 mL}
  - {id: e05, kind: patient_fact, at: 2026-01-15, fact: consent, state: given, version: v1}
  - {id: e06, kind: perfusion_scan, at: 2026-01-15T10:00+00:00, code: A}
  - {id: e07, kind: protocol_assigned, at: 2026-01-15T10:00+00:00, protocol: fudr-28d, \
version: 2026.1, given_with: fudr-alone}
  - {id: e08, kind: patient_fact, at: 2026-01-26, fact: wound, state: sound}
  - {id: e09, kind: weight, at: 2026-01-26, weight: 70 kg}
"""
    + _panel("e10", "2026-01-26T07:00+00:00", 35, 90, "0.8")
)
_FIRST = """  - {id: e11, kind: order_signed, at: 2026-01-26T09:30+00:00, protocol: fudr-28d, \
version: 2026.1, dose: 0.12 mg/kg/day, percent: 100, dosing_weight: 70 kg, flow: 1.3 mL/day, \
volume: 30 mL, fudr: 194 mg, liver_tests: {ast: 35 U/L, alp: 90 U/L, bilirubin: 0.8 mg/dL}, \
chart_head: UNSEALED, known_by: 2026-01-26T09:30+00:00}
  - {id: e12, kind: pump_accessed, at: 2026-01-26T10:00+00:00, result: emptied, withdrawn: 11.8 mL}
  - {id: e13, kind: pump_filled, at: 2026-01-26T10:10+00:00, content: fudr, fudr: 194 mg, \
prepared: 30 mL, injected: 30 mL, order: e11}
"""
_REST = (
    _panel("e14", "2026-02-09T07:00+00:00", 38, 118, "0.9")
    + """  - {id: e15, kind: pump_accessed, at: 2026-02-09T09:00+00:00, result: emptied, \
withdrawn: 11.6 mL}
  - {id: e16, kind: pump_filled, at: 2026-02-09T09:10+00:00, content: heparinised-saline, \
prepared: 30 mL, injected: 30 mL}
  - {id: e17, kind: weight, at: 2026-02-23, weight: 69.2 kg}
"""
)

GIVE_FIRST = _HEADER + _BEFORE
LEAVE = GIVE_FIRST + _FIRST
GIVE = LEAVE + _REST + _panel("e18", "2026-02-23T07:00+00:00", 52, 112, "0.9")
HOLD = LEAVE + _REST + _panel("e18", "2026-02-23T07:00+00:00", 52, 190, "0.9")
EVACUATE = LEAVE + _panel("e18", "2026-02-01T08:30+00:00", 238, 318, "1.0")
URGENT = (
    LEAVE
    + """  - {id: e19, kind: symptom_report, at: 2026-02-01T08:00+00:00, sign: black-stool}
  - {id: e20, kind: symptom_report, at: 2026-02-01T08:00+00:00, sign: unexplained-watery-diarrhoea}
"""
    + _panel("e21", "2026-02-01T08:30+00:00", 138, 318, "3.4", ", platelets: 41 10*9/L")
    + """  - {id: e22, kind: biliary_finding, at: 2026-02-01T09:00+00:00, finding: cholangitis}
  - {id: e23, kind: exposure, at: 2026-02-01T09:00+00:00, exposure: fever, since: 2026-01-31}
  - {id: e24, kind: patient_fact, at: 2026-02-01, fact: anticoagulant, state: present, \
recorded_at: 2026-02-01T09:00+00:00}
  - {id: e25, kind: patient_fact, at: 2026-02-01, \
fact: heparin-induced-thrombocytopenia, state: present, recorded_at: 2026-02-01T09:00+00:00}
"""
)
EMPTIED = GIVE + (
    "  - {id: e19, kind: pump_accessed, at: 2026-02-23T09:40+00:00, result: emptied, "
    "withdrawn: 11.5 mL}\n"
)
NO_PUMP = _HEADER + _BEFORE[: _BEFORE.index("  - {id: e03")]

MOMENTS = {
    "give-first": (GIVE_FIRST, FIRST_FILL),
    "leave": (LEAVE, DWELL),
    "give": (GIVE, SECOND_FILL),
    "hold": (HOLD, SECOND_FILL),
    "evacuate": (EVACUATE, DWELL),
    "urgent": (URGENT, DWELL),
    "emptied": (EMPTIED, SECOND_FILL),
}


def plan_of(text: str, at: str, *, known_by: str | None = None) -> Plan:
    """The plan of a chart at a moment."""
    chart = load_case(text, now=CLOCK)
    known = known_by or at
    course = fold_course(
        chart, at=datetime.fromisoformat(at), known_by=datetime.fromisoformat(known)
    )
    return planning.plan(course, load_rulebook())


def sheet_of(name: str) -> Sheet:
    """The sheet of one of the charts above."""
    text, at = MOMENTS[name]
    return look_up(plan_of(text, at), load_rulebook())


def written(folder: Path, text: str, name: str = "case.yaml") -> str:
    """A chart in a file; its path."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)

"""The perfusion gate: FUDR goes only where a current scan shows liver (behaviour D10).

A day without a time: what closes the gate counts at its latest hour, a scan A at its earliest.
"""

from __future__ import annotations

from dataclasses import replace

from hepatica.core.chart.course import Course
from hepatica.core.chart.entries import (
    Entry,
    PerfusionScan,
    ProcedureDone,
    PumpImplanted,
    SymptomReport,
)
from hepatica.core.chart.newest import newest_for_safety
from hepatica.core.chart.signatures import is_resolved, signed_decision
from hepatica.core.chart.words import Procedure, Role, ScanCode, Sign, SignedRule
from hepatica.core.complications.in_force import Trouble, troubles_in_force
from hepatica.core.decision import Alert, Finding, FudrWord, Narrowing
from hepatica.core.protocol.complications import ComplicationTable, GateEffect

RULE = "R-perfusion-gate"

_EXPIRES_SCAN = (
    Procedure.HEPATECTOMY,
    Procedure.CATHETER_REVISION,
    Procedure.ARTERY_PROCEDURE,
    Procedure.EMBOLISATION,
    Procedure.PUMP_REVISION,
    Procedure.POCKET_SURGERY,
)
_TRIGGERS = (
    Sign.EPIGASTRIC_PAIN,
    Sign.PERSISTENT_VOMITING,
    Sign.DIARRHOEA,
    Sign.BLACK_STOOL,
    Sign.HAEMATEMESIS,
    Sign.FLOW_STOP,
    Sign.CATHETER_DISLODGEMENT,
)


def check_perfusion(course: Course, table: ComplicationTable) -> Narrowing:
    """Refuses FUDR unless the newest scan is A, current, and nothing since speaks against it.

    A complication that closes the gate is said whatever the scan shows, with what opens it again.
    """
    closing = [
        trouble
        for trouble in troubles_in_force(course, table)
        if trouble.row.gate is GateEffect.CLOSES
    ]
    scanned = _check_scan(course)
    findings = (*scanned.findings, *(_closed_by(trouble) for trouble in closing))
    return replace(scanned, findings=findings)


def _closed_by(trouble: Trouble) -> Finding:
    entries = (trouble.entry.id,)
    return Finding(FudrWord.REFUSED, trouble.what, RULE, trouble.needs, entries=entries)


def _check_scan(course: Course) -> Narrowing:
    scan = newest_for_safety(course.all(PerfusionScan), _is_closing)
    if scan is None:
        return _refuse("no perfusion scan", "a perfusion scan with result A")
    changed = _last_change(course)
    if changed is not None and scan.at.earliest <= changed.at.latest:
        return _refuse("the scan is older than a procedure", "a new scan", scan.id, changed.id)
    alerts = _tip_alert(scan)
    if scan.payload.code is ScanCode.B and _is_b_accepted(course, scan):
        alerts = (*alerts, Alert("incomplete perfusion accepted by the board", RULE, (scan.id,)))
    elif scan.payload.code is not ScanCode.A:
        return _refuse(f"the newest scan is {scan.payload.code.value}", "a scan A", scan.id)
    trigger = _open_trigger(course)
    if trigger is not None:
        needs = "a signed resolution, or a later scan A"
        return _refuse(f"{trigger.payload.sign.value} since the scan", needs, trigger.id)
    return Narrowing(alerts=alerts)


def _is_closing(scan: PerfusionScan) -> bool:
    return scan.code is not ScanCode.A


def _last_change(course: Course) -> Entry[ProcedureDone] | Entry[PumpImplanted] | None:
    procedures = [e for e in course.all(ProcedureDone) if e.payload.procedure in _EXPIRES_SCAN]
    found: list[Entry[ProcedureDone] | Entry[PumpImplanted]] = [
        *procedures,
        *course.all(PumpImplanted),
    ]
    return max(found, key=lambda entry: entry.at.latest, default=None)


def _is_b_accepted(course: Course, scan: Entry[PerfusionScan]) -> bool:
    signed = signed_decision(course, SignedRule.SCAN_B, since=scan.at.earliest, roles=(Role.BOARD,))
    return signed is not None and bool(signed.payload.segment)


def _open_trigger(course: Course) -> Entry[SymptomReport] | None:
    """The newest trigger neither resolved nor followed by a scan A."""
    cleared = [
        scan.at.earliest for scan in course.all(PerfusionScan) if scan.payload.code is ScanCode.A
    ]
    found = [
        entry
        for entry in course.all(SymptomReport)
        if entry.payload.sign in _TRIGGERS
        and (not cleared or entry.at.latest > cleared[-1])
        and not is_resolved(course, entry.id)
    ]
    return found[-1] if found else None


def _tip_alert(scan: Entry[PerfusionScan]) -> tuple[Alert, ...]:
    if not scan.payload.has_tip_hot_spot:
        return ()
    return (Alert("hot spot at the catheter tip on the newest scan", RULE, (scan.id,)),)


def _refuse(reason: str, needs: str, *entries: str) -> Narrowing:
    return Narrowing(findings=(Finding(FudrWord.REFUSED, reason, RULE, needs, entries=entries),))

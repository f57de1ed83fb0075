"""A course whose first FUDR is on Monday 3 March 2025 (clinical facts 12.4, B3), for calendars.

The pump holds 30 mL and is labelled 1.3 mL/day, 15 % may be added: (30 - 2) / 1.495 = 18.73, so a
fill is safe for 18 days. The first fill, of 3 March, is safe until 21 March.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from hepatica.core.calendar.clinic import ClinicDays
from hepatica.core.calendar.course_calendar import make_calendar
from hepatica.core.calendar.items import CourseCalendar
from hepatica.core.chart.course import Course
from hepatica.core.chart.fold import fold_course
from hepatica.library.loader import load_rulebook
from hepatica.library.monitoring import shipped_monitoring
from tests.golden.charts import chart_of

FIRST = date(2025, 3, 3)
DAY_AFTER = "2025-03-04T09:00"
DIAGNOSES = {"icca-gemox": "intrahepatic-cholangiocarcinoma"}

Entry = Mapping[str, Any]


def _results(**others: Any) -> dict[str, Any]:
    return {
        "ast": {"value": "30 U/L", "upper_limit": "45 U/L"},
        "alp": {"value": "88 U/L", "upper_limit": "120 U/L"},
        "bilirubin": {"value": "0.7 mg/dL", "upper_limit": "1.2 mg/dL"},
        **others,
    }


def entries(protocol: str = "fudr-28d", *, fudr: date = FIRST) -> list[Entry]:
    """The chart up to the first FUDR fill, on `fudr` at 11:00."""
    before = [
        {
            "id": "enrolment",
            "kind": "enrolment",
            "diagnosis": DIAGNOSES.get(protocol, "colorectal-liver-metastases"),
            "setting": "unresectable",
            "sex": "M",
            "year_of_birth": "1960",
            "height": "175 cm",
        },
        {
            "id": "assigned",
            "kind": "protocol_assigned",
            "protocol": protocol,
            "version": "2026.1",
            "given_with": "combined",
        },
        {
            "id": "consent",
            "kind": "patient_fact",
            "fact": "consent",
            "state": "given",
            "version": "v1",
        },
        {"id": "dpyd", "kind": "patient_fact", "fact": "dpyd-activity", "activity": "2"},
    ]
    return [
        *({"at": "2025-02-03", **entry} for entry in before),
        panel("baseline", "2025-02-03T08:00"),
        {
            "id": "implant",
            "kind": "pump_implanted",
            "at": "2025-02-10T10:00",
            "model": "intera-3000",
            "serial": "SYN-0025",
            "label_flow": "1.3 mL/day",
            "reservoir": "30 mL",
            "vessel": "gastroduodenal",
        },
        saline("saline-0", "2025-02-10T10:30"),
        {"id": "scan", "kind": "perfusion_scan", "at": "2025-02-13T10:00", "code": "A"},
        {
            "id": "wound",
            "kind": "patient_fact",
            "at": "2025-02-24",
            "fact": "wound",
            "state": "sound",
        },
        panel("labs-1", f"{fudr}T08:00"),
        {"id": "weight-1", "kind": "weight", "at": f"{fudr}", "weight": "70 kg"},
        emptied("access-0", f"{fudr}T10:30"),
        {
            "id": "fudr-1",
            "kind": "pump_filled",
            "at": f"{fudr}T11:00",
            "content": "fudr",
            "prepared": "30 mL",
            "injected": "30 mL",
            "fudr": "194 mg",
        },
    ]


def panel(entry: str, at: str, **others: Any) -> Entry:
    """Normal liver tests, and what else is named."""
    results = _results(**others)
    return {
        "id": entry,
        "kind": "laboratory_panel",
        "at": at,
        "laboratory": "lab-a",
        "results": results,
    }


def emptied(entry: str, at: str) -> Entry:
    """The pump emptied: 11.8 mL come back."""
    return {
        "id": entry,
        "kind": "pump_accessed",
        "at": at,
        "result": "emptied",
        "withdrawn": "11.8 mL",
    }


def saline(entry: str, at: str) -> Entry:
    """A full reservoir of heparinised saline."""
    return {
        "id": entry,
        "kind": "pump_filled",
        "at": at,
        "content": "heparinised-saline",
        "prepared": "30 mL",
        "injected": "30 mL",
    }


def regimen(name: str) -> Entry:
    """A regimen assigned before the first FUDR."""
    return {
        "id": "regimen",
        "kind": "systemic_assigned",
        "at": "2025-02-20",
        "regimen": name,
        "version": "2026.1",
    }


def given(name: str, day: int, at: str) -> Entry:
    """A systemic visit as given; the drug does not matter to a calendar."""
    return {
        "id": f"given-{day}",
        "kind": "systemic_given",
        "at": at,
        "regimen": name,
        "version": "2026.1",
        "day": f"{day}",
        "drugs": [{"drug": "oxaliplatin", "form": "infusion", "dose": "150 mg"}],
    }


def away(since: str, until: str) -> Entry:
    """The patient is away."""
    return {"id": "away", "kind": "away", "at": "2025-03-03", "since": since, "until": until}


def course_of(chart: Sequence[Entry], at: str = DAY_AFTER) -> Course:
    """The course as of a moment."""
    moment = datetime.fromisoformat(f"{at}+00:00")
    return fold_course(chart_of(chart), at=moment, known_by=moment)


def calendar_of(
    chart: Sequence[Entry],
    clinic: ClinicDays | None = None,
    *,
    at: str = DAY_AFTER,
    weeks: int = 8,
) -> CourseCalendar:
    """The calendar of a chart."""
    course = course_of(chart, at)
    return make_calendar(
        course,
        load_rulebook(),
        shipped_monitoring().table,
        clinic or ClinicDays(),
        until=course.today + timedelta(weeks=weeks),
    )


def days_of(calendar: CourseCalendar, *without: str) -> dict[str, str]:
    """The day of each item by key, as "17 Mar"; without keys that begin with one of `without`."""
    return {
        item.key: f"{item.day.day} {item.day:%b}"
        for item in calendar.items
        if not item.key.startswith(without)
    }

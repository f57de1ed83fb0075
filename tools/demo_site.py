"""A site to look at: synthetic charts in every state, moved to today, and one login per role.

python -m tools.demo_site      fills the store that HEPATICA_DATABASE names
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from hepatica.casefile.seal import seal
from hepatica.server.start import start
from tools.examples import FOLDER

# The password of every account of the demo, which holds synthetic charts only.
WORD_OF_ALL = "synthetic-only"
_DATE = re.compile(r"\b\d{4}-\d{2}-\d{2}(?!\d)")
_MOMENT = r"(\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}[+-]\d{2}:\d{2})?)"
_AT = re.compile(rf"\bat: {_MOMENT}")
_RECORDED = re.compile(rf"\brecorded_at: {_MOMENT}")
_ENTRY = re.compile(r"^  - ", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class DemoChart:
    """One chart of the demo: an example, cut off at a moment worth looking at."""

    case: str
    example: str
    until: str
    state: str


CHARTS = (
    DemoChart("syn-gate", "adjuvant-six-cycles", "2026-01-21T08:40+01:00", "before the gate"),
    DemoChart("syn-first", "adjuvant-six-cycles", "2026-02-04T08:40+01:00", "first FUDR"),
    DemoChart("syn-mid", "adjuvant-six-cycles", "2026-02-11T12:00+01:00", "mid-dwell"),
    DemoChart("syn-saline", "adjuvant-six-cycles", "2026-02-18T08:40+01:00", "day 15"),
    DemoChart("syn-half", "adjuvant-six-cycles", "2026-04-29T08:40+02:00", "half the dose"),
    DemoChart("syn-done", "adjuvant-six-cycles", "2026-07-22T08:40+02:00", "six cycles done"),
    DemoChart("syn-hold", "hold-and-restart", "2026-04-08T08:40-04:00", "a hold"),
    DemoChart("syn-restart", "hold-and-restart", "2026-05-06T08:40-04:00", "a restart"),
    DemoChart("syn-stop", "bilirubin-stop", "2026-03-24T11:30+01:00", "a stop in mid-dwell"),
    DemoChart("syn-over", "bilirubin-stop", "2026-05-28T12:00+02:00", "a permanent stop"),
    DemoChart("syn-fast", "fast-pump", "2026-04-20T12:00+02:00", "a fast pump, and fever"),
    DemoChart("syn-dry", "dry-pump", "2026-04-08T12:00+01:00", "a dry pump"),
    DemoChart("syn-late", "dry-pump", "2026-03-30T12:00+01:00", "overdue"),
    DemoChart("syn-block", "extrahepatic-perfusion", "2026-04-29T08:40-06:00", "gate closed"),
    DemoChart("syn-labs", "missing-lab", "2026-04-27T08:40+02:00", "a missing lab"),
)


def moved_chart(chart: DemoChart, now: datetime) -> str:
    """The written chart with its entries up to the moment, moved by whole days to today.

    Day counts, intervals and doses stay as in the example; the moment is at most a day ago.
    """
    text = (FOLDER / f"{chart.example}.yaml").read_text(encoding="utf-8")
    until = datetime.fromisoformat(chart.until)
    days = (now - until) // timedelta(days=1)
    head, *entries = _ENTRY.split(text)
    kept = sorted((e for e in entries if _recorded(e) <= until), key=_recorded)
    whole = "".join((head, *("  - " + entry for entry in kept)))
    whole = whole.replace(f"case: {chart.example}", f"case: {chart.case}")
    return _DATE.sub(lambda found: _moved(found[0], days), whole)


def _recorded(entry: str) -> datetime:
    """When an entry was recorded: as it says, or when it was true."""
    found = _RECORDED.search(entry) or _AT.search(entry)
    if found is None:
        raise ValueError("an entry of an example has a moment")
    moment = datetime.fromisoformat(found[1])
    if moment.tzinfo is not None:
        return moment
    return datetime.combine(moment.date(), time.max, tzinfo=UTC)  # a day is known when it is over


def _moved(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def sealed_charts(
    now: datetime, charts: Sequence[DemoChart] = CHARTS
) -> Iterator[tuple[DemoChart, str]]:
    """Charts of the demo, sealed a moment ago."""
    for chart in charts:
        yield chart, seal(moved_chart(chart, now), now=now, name=chart.case)


def staff_id(role: str) -> str:
    """The login of a role: "nurse-1"."""
    return f"{role.split('-', maxsplit=1)[0][:14]}-1"


def fill(now: datetime, charts: Sequence[DemoChart] = CHARTS) -> list[tuple[str, str]]:
    """Put charts and two logins of each role into the store; returns the logins with roles."""
    from django.db import transaction

    from hepatica.server.people.roles import SiteRole
    from hepatica.server.store.deeds import Asker, begin

    logins = []
    with transaction.atomic():
        for role in SiteRole:
            for name in (staff_id(role), staff_id(role)[:-1] + "2"):
                _add_person(name, role.value, now.date())
                logins.append((name, role.value))
    for chart, sealed in sealed_charts(now, charts):
        begin(sealed, Asker("demo", f"begin {chart.case}"), now=now, name=chart.case)
    return logins


def _add_person(name: str, role: str, day: date) -> None:
    """One login with one role and every competency."""
    from hepatica.server.people.models import Account, Competency, Grant
    from hepatica.server.people.roles import Skill

    account = Account.objects.create_user(name, password=WORD_OF_ALL)
    Grant.objects.create(account=account, role=role, given_by="demo", since=day)
    for skill in Skill:
        Competency.objects.create(
            account=account,
            skill=skill,
            valid_until=day + timedelta(days=365),
            recorded_by="demo",
        )


def main() -> None:
    """Fill the store."""
    start()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    for name, role in fill(datetime.now(UTC)):
        print(f"{name:<16} {role}")
    print(f"password of all: {WORD_OF_ALL}")


if __name__ == "__main__":
    main()

"""Make the reminders of a day, and send those that go by mail."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction

from hepatica.server.reminders.models import Reminder
from hepatica.server.worklist.models import Outlook
from hepatica.server.worklist.outlooks import refresh

_AHEAD = timedelta(days=3)


def remind(now: datetime) -> int:
    """Make what is new for this day, end what is done, mail what waits; how many are new."""
    refresh(now)
    wanted = list(_wanted(now.date()))
    made = 0
    for row, kind, by, text in wanted:
        _, is_new = Reminder.objects.get_or_create(
            chart=row.chart, kind=kind, by=by, defaults={"text": text, "made_at": now}
        )
        made += is_new
    _end_others({(row.chart_id, kind, by) for row, kind, by, _ in wanted}, now)
    _mail(now)
    return made


def _wanted(day: date) -> Iterator[tuple[Outlook, str, date, str]]:
    for row in Outlook.objects.select_related("chart"):
        if row.act_by is not None and row.act_by <= day + _AHEAD:
            yield row, "access", row.act_by, row.reservoir
        if row.safe_until is not None and row.safe_until <= day + _AHEAD:
            yield row, "dry", row.safe_until, f"last safe access: {row.in_pump}"


def _end_others(wanted: set[tuple[int, str, date]], now: datetime) -> None:
    """A reminder whose reason is gone is done: somebody acted, or the plan is another."""
    for reminder in Reminder.objects.filter(done_at=None):
        if (reminder.chart_id, reminder.kind, reminder.by) not in wanted:
            Reminder.objects.filter(pk=reminder.pk).update(done_at=now)


def _mail(now: datetime) -> None:
    """One mail for each reminder that waits, if the site sends mail; case and day, no name."""
    if not settings.REMINDERS_TO:
        return
    for reminder in Reminder.objects.select_related("chart").filter(mailed_at=None, done_at=None):
        with transaction.atomic():
            # Whoever sets the time sends it: two workers never both do.
            is_mine = Reminder.objects.filter(pk=reminder.pk, mailed_at=None).update(mailed_at=now)
        if is_mine:
            send_mail(
                f"Hepatica: {reminder.chart.case} by {reminder.by}",
                f"{reminder.text}\n",
                None,
                settings.REMINDERS_TO,
                fail_silently=True,
            )

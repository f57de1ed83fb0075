"""The job of each morning: it makes the reminders and puts tomorrow's job in its place."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from hepatica.server.reminders.remind import remind

_AT = time(6, 0)


@task()
def morning() -> int:
    """Make the reminders of today; how many are new."""
    made = remind(timezone.localtime())
    plan_next()
    return made


def plan_next() -> None:
    """Put the next morning's job into the queue, unless it is there."""
    with transaction.atomic():
        waiting = DBTaskResult.objects.filter(
            task_path=morning.module_path, status=TaskResultStatus.READY
        )
        if not waiting.exists():
            morning.using(run_after=_next(timezone.localtime())).enqueue()


def _next(now: datetime) -> datetime:
    day = now.date() if now.time() < _AT else now.date() + timedelta(days=1)
    return timezone.make_aware(datetime.combine(day, _AT))

"""The jobs of each day: the lists as it begins, the reminders of its morning.

Each puts tomorrow's in its place.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from hepatica.server.reminders.remind import remind
from hepatica.server.worklist.outlooks import refresh

_BEGINS, _MORNING = time(0, 0), time(6, 0)


@task()
def new_day() -> None:
    """Make the lists of a day as it begins: else whoever looks first waits for every chart."""
    refresh(timezone.localtime())
    plan_next()


@task()
def morning() -> int:
    """Make the reminders of today; how many are new."""
    made = remind(timezone.localtime())
    plan_next()
    return made


def plan_next() -> None:
    """Put the next job of each kind into the queue, unless it is there."""
    with transaction.atomic():
        for job, at in ((new_day, _BEGINS), (morning, _MORNING)):
            waiting = DBTaskResult.objects.filter(
                task_path=job.module_path, status=TaskResultStatus.READY
            )
            if not waiting.exists():
                job.using(run_after=_next(timezone.localtime(), at)).enqueue()


def _next(now: datetime, at: time) -> datetime:
    day = now.date() if now.time() < at else now.date() + timedelta(days=1)
    return timezone.make_aware(datetime.combine(day, at))

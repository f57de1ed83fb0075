"""Charts that somebody will soon ask for, read beforehand.

To read a chart for the first time takes longer than everything else on its page. After a start of
the site nobody should wait for that at the chairside.
"""

from __future__ import annotations

import gc
from contextlib import suppress

from django.db import DatabaseError, connection
from django.utils import timezone

from hepatica.library.errors import InputErrors
from hepatica.server.plans import site_rulebook
from hepatica.server.store.models import Chart
from hepatica.server.store.reading import MOST_KEPT, read_stored


def read_ahead() -> int:
    """Read the charts with something to do, the earliest day first; how many could be read.

    What cannot be read is left to the page that is asked for it, which says why.
    """
    count = 0
    with suppress(DatabaseError):
        site_rulebook()
        waiting = Chart.objects.filter(outlook__act_by__isnull=False)
        for chart in waiting.order_by("outlook__act_by")[:MOST_KEPT]:
            with suppress(InputErrors):
                read_stored(chart, now=timezone.localtime())
                count += 1
    return count


def read_ahead_and_leave() -> None:
    """The same as the whole work of a thread."""
    read_ahead()
    connection.close()
    gc.freeze()  # what was read stays, and is not looked at again for what can be forgotten

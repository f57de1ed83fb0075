"""Fill the store that HEPATICA_DATABASE names, for the load of the site.

    python -m benchmarks.site_fill CHARTS ENTRIES USERS

Writes the session of each person and the case of every chart as JSON on standard output, and how
far it is on standard error. HEPATICA_SECRET_KEY must be that of the site that is served.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence

from hepatica.server.start import start


def main(arguments: Sequence[str]) -> None:
    """Make the tables, the charts, the people and the stock."""
    charts, entries, users = map(int, arguments)
    start()
    from django.core.management import call_command
    from django.db import connection
    from django.utils import timezone

    from benchmarks.site_charts import write_charts
    from benchmarks.site_people import read_panels, signed_in, take_stock

    call_command("migrate", verbosity=0, interactive=False)
    now = timezone.now().replace(microsecond=0)
    cases: list[str] = []
    for written in write_charts(charts, entries, now):
        cases.extend(written)
        print(f"\r  charts written: {len(cases):,} of {charts:,}", end="", file=sys.stderr)
    print(file=sys.stderr)
    sessions = [signed_in(number, now.date()) for number in range(users)]
    take_stock(now)
    read_panels(now)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # the server does it by itself, some minutes later
    print(json.dumps({"sessions": sessions, "cases": cases}))


if __name__ == "__main__":
    main(sys.argv[1:])

"""`hepatica worker`: the background jobs of the site."""

from __future__ import annotations

import click

from hepatica.server.commands import says_store_errors


@click.command(
    epilog="""\b
Examples:
  hepatica worker
  hepatica worker --once

\b
Exit codes: 0 stopped as asked, or all jobs done; 1 the store cannot be used."""
)
@click.option("--once", is_flag=True, help="Do the jobs that wait and stop.")
@says_store_errors
def worker(once: bool) -> None:
    """Make reminders each morning, until stopped. A job begun before a crash is found again."""
    from django.core.management import call_command

    from hepatica.server.reminders.tasks import plan_next

    plan_next()
    call_command("db_worker", batch=once, verbosity=1)

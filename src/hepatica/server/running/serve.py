"""`hepatica serve`: the site, for the people of a programme."""

from __future__ import annotations

import click

from hepatica.library.errors import ErrorCode, InputErrors, refused
from hepatica.server.commands import says_store_errors


@click.command(
    epilog="""\b
Examples:
  HEPATICA_DATABASE=postgres:///hepatica HEPATICA_SECRET_KEY=... hepatica serve
  HEPATICA_DEMO=yes hepatica serve --port 8080

\b
Exit codes: 0 stopped as asked; 1 a setting is missing, or the store is not ready; 2 wrong usage.
docs/how-to/run-the-site.md lists the settings."""
)
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64))
@says_store_errors
def serve(host: str, port: int, workers: int) -> None:
    """Serve the site until it is stopped; what is being written is finished first.

    Put a web server that speaks HTTPS before it. The store is made or brought up to date by
    `hepatica store init`.
    """
    from granian import Granian
    from granian.constants import Interfaces

    _refuse_unready()
    click.echo(
        f"serving on http://{host}:{port} with {workers} workers; stop with Ctrl-C", err=True
    )
    Granian(
        "hepatica.server.wsgi:served",
        factory=True,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=4,
        respawn_failed_workers=True,
        workers_kill_timeout=30,
        websockets=False,
    ).serve()


def _refuse_unready() -> None:
    """Refuse to serve with a key everybody knows, or on a store that is not up to date.

    Raises:
        InputErrors: E516, E510; E517, the demo on charts of patients.
    """
    from django.conf import settings
    from django.core.management import call_command

    from hepatica.server.settings import WITHOUT_KEY
    from hepatica.server.store.models import Chart

    if settings.SECRET_KEY == WITHOUT_KEY and not settings.IS_DEMO:
        raise _missing_key()
    try:
        call_command("migrate", check_unapplied=True, verbosity=0)
    except SystemExit:
        raise refused(
            ErrorCode.E510,
            "store",
            came="tables of an earlier version",
            expected="a store that is up to date",
            remedy="Back it up, then: hepatica store init.",
        ) from None
    if settings.IS_DEMO and Chart.objects.filter(is_synthetic=False).exists():
        raise refused(
            ErrorCode.E517,
            "HEPATICA_DEMO",
            expected="synthetic charts only: the demo asks for no second factor and no HTTPS",
            remedy="Serve this store without HEPATICA_DEMO.",
        )


def _missing_key() -> InputErrors:
    return refused(
        ErrorCode.E516,
        "HEPATICA_SECRET_KEY",
        expected="fifty random letters that only this site knows",
        example="python -c 'import secrets; print(secrets.token_urlsafe(50))'",
        remedy="The key signs sessions; whoever has it can be anybody.",
    )

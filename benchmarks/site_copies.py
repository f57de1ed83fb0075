"""Time a backup and its restore, and prove both stores equal.

    python -m benchmarks.site_copies [--charts 200] [--entries 200] [--evidence]

A store on PostgreSQL is backed up, restored into another database of PostgreSQL and into SQLite,
and both are backed up again: the three files must be the same bytes. With --evidence the figures
are also written to docs/evidence/site-copies.json.
"""

from __future__ import annotations

import os
import platform
import secrets
import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import psycopg

from tools import evidence, postgres

HEPATICA = str(Path(sys.executable).with_name("hepatica"))
SOURCES = (
    *(f"benchmarks/{each}.py" for each in ("site_copies", "site_charts", "site_fill")),
    "src/hepatica/server",
)
_PEOPLE = 10


@contextmanager
def timed(what: str, found: dict[str, float]) -> Iterator[None]:
    """Keep how many seconds something took."""
    start = perf_counter()
    yield
    found[what] = perf_counter() - start
    print(f"  {what:<32}{found[what]:>8.1f} s", flush=True)


def measure(charts: int, entries: int, folder: Path) -> tuple[dict[str, float], list[Path]]:
    """Seconds of each step, and the backups of the three stores."""
    found: dict[str, float] = {}
    backups = [folder / name for name in ("first.gz", "second.gz", "third.gz")]
    with postgres.running() as url:
        first = settings_for(url)
        fill = (sys.executable, "-m", "benchmarks.site_fill")
        run((*fill, str(charts), str(entries), str(_PEOPLE)), first)
        with timed("backup of PostgreSQL", found):
            run((HEPATICA, "store", "backup", str(backups[0])), first)
        second = settings_for(another(url))
        with timed("restore into PostgreSQL", found):
            restore(backups[0], second)
        run((HEPATICA, "store", "backup", str(backups[1])), second)
        with timed("verification of every chain", found):
            run((HEPATICA, "store", "verify"), second)
    third = settings_for(f"sqlite:///{folder / 'third.sqlite3'}")
    with timed("restore into SQLite", found):
        restore(backups[0], third)
    run((HEPATICA, "store", "backup", str(backups[2])), third)
    return found, backups


def another(url: str) -> str:
    """The URL of a second, empty database on the same server."""
    server, _, _name = url.rpartition("/")
    folder = server.partition("@")[2].rstrip("/")
    with psycopg.connect(host=folder, user="postgres", dbname="postgres", autocommit=True) as at:
        at.execute("CREATE DATABASE restored")
    return f"{server}/restored"


def restore(backup: Path, settings: Mapping[str, str]) -> None:
    """Make the tables, and put every row back."""
    run((HEPATICA, "store", "init"), settings)
    run((HEPATICA, "store", "restore", str(backup)), settings)


def settings_for(url: str) -> dict[str, str]:
    """The settings of a site on this database."""
    return os.environ | {
        "PYTHONPATH": f"{evidence.ROOT}{os.pathsep}{evidence.ROOT / 'src'}",
        "HEPATICA_DATABASE": url,
        "HEPATICA_SECRET_KEY": secrets.token_urlsafe(50),
    }


def run(command: Sequence[str], settings: Mapping[str, str]) -> None:
    """One command, which must succeed."""
    subprocess.run(command, env=settings, stdout=subprocess.DEVNULL, check=True)  # noqa: S603  our own


def hash_of(file: Path) -> str:
    """Of the bytes of a backup."""
    return sha256(file.read_bytes()).hexdigest()


def main(arguments: Sequence[str]) -> int:
    """Print the times; 1 when the stores are not equal."""
    parser = ArgumentParser(prog="python -m benchmarks.site_copies")
    parser.add_argument("--charts", type=int, default=200)
    parser.add_argument("--entries", type=int, default=200)
    parser.add_argument("--evidence", action="store_true", help="write the figures down")
    asked = parser.parse_args(arguments)
    print(f"{asked.charts:,} charts of {asked.entries} entries")
    with TemporaryDirectory(prefix="hepatica-copies-") as folder:
        times, backups = measure(asked.charts, asked.entries, Path(folder))
        size, hashes = backups[0].stat().st_size, {hash_of(each) for each in backups}
    print(f"  size of the backup              {size / 1e6:>8.1f} MB")
    if len(hashes) > 1:
        print("The three backups are NOT the same bytes.")
        return 1
    print("  the three backups are the same bytes")
    if asked.evidence:
        record(asked.charts, asked.entries, times, size)
    return 0


def record(charts: int, entries: int, times: Mapping[str, float], size: int) -> None:
    """Write the figures beside the hash of what they depend on."""
    found = {
        "machine": f"{os.cpu_count()} processors, {platform.machine()}",
        "python": platform.python_version(),
        "charts": charts,
        "entries": charts * entries,
        "megabytes_of_the_backup": f"{size / 1e6:.1f}",
        "seconds": {what: f"{seconds:.1f}" for what, seconds in times.items()},
        "backups_of_all_three_stores_are_the_same_bytes": True,
    }
    path = evidence.write("site-copies", found, SOURCES)
    print(f"written: {path.relative_to(evidence.ROOT)}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

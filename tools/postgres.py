"""A PostgreSQL of its own for the length of a command; nothing of it is left.

    python tools/postgres.py COMMAND [argument ...]

The command finds it in HEPATICA_TEST_DATABASE. Its data lie in a temporary folder and it listens
on a socket there, on no port.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

_ROOT = 0


def _program(name: str) -> str:
    """The newest one of this machine; Debian keeps it off the path."""
    found = shutil.which(name)
    if found is None:
        newest = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
        if not newest:
            sys.exit(f"{name} was not found: install postgresql")
        found = str(newest[-1])
    return found


def _as_server(*command: str) -> Sequence[str]:
    """PostgreSQL refuses to run as root."""
    return ("runuser", "-u", "postgres", "--", *command) if os.geteuid() == _ROOT else command


def _run(*command: str) -> None:
    subprocess.run(_as_server(*command), check=True, stdout=subprocess.DEVNULL)


@contextmanager
def running() -> Iterator[str]:
    """The URL of an empty database of a new server."""
    with tempfile.TemporaryDirectory(prefix="hepatica-postgres-") as folder:
        data = f"{folder}/data"
        if os.geteuid() == _ROOT:
            shutil.chown(folder, "postgres")
        init = (_program("initdb"), "--auth=trust", "--username=postgres", "--encoding=UTF8", data)
        _run(*init)
        options = f"-c listen_addresses= -c unix_socket_directories={folder} -c max_connections=60"
        control = (_program("pg_ctl"), "--pgdata", data, "--wait")
        start = (*control, "--log", f"{folder}/log", "--options", options, "start")
        _run(*start)
        try:
            yield f"postgres://postgres@/{folder}/postgres"
        finally:
            stop = (*control, "--mode", "immediate", "stop")
            _run(*stop)


def main(command: Sequence[str]) -> int:
    """Run the command beside a server."""
    if not command:
        print(__doc__)
        return 2
    with running() as url:
        environment = {**os.environ, "HEPATICA_TEST_DATABASE": url}
        return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

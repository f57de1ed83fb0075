"""A fresh store for each test: on SQLite, or where HEPATICA_TEST_DATABASE says, on PostgreSQL."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

_POSTGRES = os.environ.get("HEPATICA_TEST_DATABASE", "")
os.environ["HEPATICA_DATABASE"] = _POSTGRES or "sqlite:////nonexistent/none.sqlite3"
os.environ["HEPATICA_APPROVALS"] = str(Path("examples/approvals-synthetic.yaml").resolve())
os.environ["HEPATICA_HTTPS"] = "no"
# The site of the browser tests takes a thread for each request, whose connection ends with it.
os.environ["HEPATICA_CONNECTION_SECONDS"] = "0"
os.environ["HEPATICA_HOSTS"] = "testserver,localhost"

from hepatica.server.start import start

start()

from django.core.management import call_command
from django.db import connection, connections


@dataclass(frozen=True)
class Database:
    """Where one store is, and the URL a command finds it by."""

    name: str

    @property
    def url(self) -> str:
        """For HEPATICA_DATABASE."""
        return (
            f"{_POSTGRES.rpartition('/')[0]}/{self.name}" if _POSTGRES else f"sqlite:///{self.name}"
        )


def use(name: str) -> None:
    """Turn this process to another database; threads begun later follow."""
    connections["default"].close()
    del connections["default"]
    settings: dict[str, Any] = connections.settings["default"]
    settings["NAME"] = name


def on_server(statement: str) -> None:
    """Say something to the server itself; the store is left and must be turned to again."""
    use(_POSTGRES.rpartition("/")[2])
    with connection.cursor() as cursor:
        cursor.execute(statement)
    connections.close_all()


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A store with its tables and triggers, which each test copies."""
    name = f"t_{uuid.uuid4().hex[:12]}"
    if _POSTGRES:
        on_server(f"CREATE DATABASE {name}")
    else:
        name = str(tmp_path_factory.mktemp("template") / "store.sqlite3")
    use(name)
    call_command("migrate", verbosity=0, interactive=False)
    connections.close_all()
    return name


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Database]:
    """A database without any table."""
    name = f"e_{uuid.uuid4().hex[:12]}" if _POSTGRES else str(tmp_path / "empty.sqlite3")
    if _POSTGRES:
        on_server(f"CREATE DATABASE {name}")
    use(name)
    yield Database(name)
    connections.close_all()
    if _POSTGRES:
        on_server(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def store(template: str, tmp_path: Path) -> Iterator[Database]:
    """An empty store."""
    name = f"s_{uuid.uuid4().hex[:12]}" if _POSTGRES else str(tmp_path / "store.sqlite3")
    if _POSTGRES:
        on_server(f"CREATE DATABASE {name} TEMPLATE {template}")
    else:
        shutil.copyfile(template, name)
    use(name)
    yield Database(name)
    connections.close_all()
    if _POSTGRES:
        on_server(f"DROP DATABASE {name} WITH (FORCE)")

"""The settings of the site, from the environment (docs/decisions/0020-store.md).

HEPATICA_DATABASE says where the store is: `sqlite:///folder/store.sqlite3`, or
`postgres://user:password@host:5432/name`. Without it the store is `hepatica.sqlite3` in the
folder the command is started in.
"""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

_ENV = environ.Env()
DATABASE = "HEPATICA_DATABASE"


def _database() -> dict[str, Any]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what it warns of is refused below, with what to do
        found: dict[str, Any] = _ENV.db_url(
            DATABASE, default=f"sqlite:///{Path.cwd() / 'hepatica.sqlite3'}"
        )
    if not found.get("ENGINE"):
        raise ImproperlyConfigured(f"{DATABASE} names no database")
    if "sqlite3" in found["ENGINE"]:
        # A writer waits for its turn from the beginning: two that read first cannot both go on.
        begin = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
        found["OPTIONS"] = {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": begin}
    return found


DATABASES = {"default": _database()}
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "hepatica.server.people",
    "hepatica.server.store",
    "hepatica.server.identity",
]
AUTH_USER_MODEL = "people.Account"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"
# Nothing here signs anything yet; the site will refuse to serve without a key of its own.
SECRET_KEY = _ENV.str("HEPATICA_SECRET_KEY", default="only-the-store-is-used")

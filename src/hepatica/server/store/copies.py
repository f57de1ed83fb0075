"""The whole store in one file, and back: every row, in order, with a hash at the end.

The file is the same whichever database it came from, so a store moves from SQLite to PostgreSQL
by backup and restore.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from django.apps import apps
from django.core import serializers
from django.db import connection, models, transaction

from hepatica.casefile.seal import write_atomically
from hepatica.core.frozen import frozen
from hepatica.library.errors import ErrorCode, InputErrors, refused

# Each after what it points to. A test holds that every table is here or in NOT_COPIED.
COPIED = (
    "people.Account",
    "store.Chart",
    "store.Act",
    "store.Line",
    "store.Text",
    "worklist.PanelRead",
    "identity.Patient",
    "identity.IdentityChange",
    "people.Grant",
    "people.Competency",
    "people.BrokenGlass",
    "people.Change",
    "mfa.Authenticator",
    "socialaccount.SocialAccount",
    "approvals.SignedValue",
    "access.Access",
    "orders.Order",
    "orders.Visit",
    "orders.StepOfOrder",
    "orders.StepOfVisit",
    "clinic.ClinicWeekday",
    "clinic.Closure",
    "supply.Lot",
    "supply.Movement",
    "supply.LotRecall",
    "audit.AuditLook",
    "audit.RefusedPassage",
    "reminders.Reminder",
    "reminders.Feed",
    "api.Token",
)
# Made again by themselves, or of a moment: sessions, counts of failures, jobs, what Django keeps
# of its own, and mail addresses and provider settings, which this site does not use.
NOT_COPIED = (
    "account.EmailAddress",
    "account.EmailConfirmation",
    "auth.Group",
    "auth.Permission",
    "axes.AccessAttempt",
    "axes.AccessAttemptExpiration",
    "axes.AccessFailureLog",
    "axes.AccessLog",
    "contenttypes.ContentType",
    "django_tasks_database.DBTaskResult",
    "sessions.Session",
    "socialaccount.SocialApp",
    "socialaccount.SocialToken",
    "supply.Expectation",
    "worklist.Outlook",
)
_AT_ONCE = 1000


@frozen
class Copied:
    """How many rows a backup holds, and the hash over them."""

    rows: int
    sha256: str


def back_up(target: Path) -> Copied:
    """Write every row to a file, whole or not at all; what is written meanwhile is not in it."""
    digest, rows, lines = hashlib.sha256(), 0, []
    with transaction.atomic():
        _read_one_moment()
        for line in _rows():
            digest.update(line.encode("utf-8"))
            rows += 1
            lines.append(line)
    copied = Copied(rows, digest.hexdigest())
    lines.append(json.dumps({"rows": rows, "sha256": copied.sha256}) + "\n")
    # Without the time of day in its head, two backups of one store are the same bytes.
    write_atomically(target, gzip.compress("".join(lines).encode("utf-8"), mtime=0))
    return copied


def _tables() -> list[type[models.Model]]:
    return [apps.get_model(label) for label in COPIED]


def _read_one_moment() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")


def _rows() -> Iterator[str]:
    for table in _tables():
        for row in table._default_manager.order_by("pk").iterator(_AT_ONCE):
            yield serializers.serialize("jsonl", [row])


def restore(source: Path) -> Copied:
    """Put every row of a backup into an empty store, all of them or none.

    Raises:
        InputErrors: the file is no whole backup (E515), or the store is not empty (E512).
    """
    lines, said = _whole(source)
    with transaction.atomic():
        if any(table._default_manager.exists() for table in _tables()):
            raise refused(
                ErrorCode.E512,
                "store",
                expected="an empty store",
                remedy="Make a new database, then: hepatica store init.",
            )
        for batch in _batches(lines):
            for deserialized in serializers.deserialize("jsonl", "".join(batch)):
                deserialized.object.save_base(raw=True, force_insert=True)
        _continue_numbers()
    return said


def _whole(source: Path) -> tuple[list[str], Copied]:
    try:
        lines = gzip.decompress(source.read_bytes()).decode("utf-8").splitlines(keepends=True)
        said = json.loads(lines.pop())
        found = Copied(len(lines), hashlib.sha256("".join(lines).encode("utf-8")).hexdigest())
        if found != Copied(said["rows"], said["sha256"]):
            raise _not_whole(source, "its rows and hash do not agree with its last line")
    except (OSError, EOFError, ValueError, KeyError, IndexError, TypeError) as error:
        raise _not_whole(source, f"{type(error).__name__}") from None
    return lines, found


def _not_whole(source: Path, why: str) -> InputErrors:
    return refused(
        ErrorCode.E515,
        source.name,
        came=why,
        expected="a file that hepatica store backup wrote",
        remedy="Nothing was restored. Take another backup.",
    )


def _batches(lines: Iterable[str]) -> Iterator[list[str]]:
    left = iter(lines)
    while batch := list(islice(left, _AT_ONCE)):
        yield batch


def _continue_numbers() -> None:
    """PostgreSQL counts rows apart from them: the next number follows the last restored."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for table in _tables():
            name = table._meta.db_table
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence(%s, 'id'), max(id)) FROM {name}"
                " HAVING max(id) IS NOT NULL",
                [name],
            )

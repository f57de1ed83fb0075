"""Sign values: one person, one role, one value or the waiting values of one table."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby

from django.db import IntegrityError, transaction

from hepatica.core.frozen import frozen
from hepatica.core.protocol.complications import COMPLICATIONS
from hepatica.core.protocol.provenance import SourcedValue
from hepatica.core.protocol.words import Status
from hepatica.core.rulebook import Rulebook
from hepatica.library.approvals import Approvals
from hepatica.library.approving import (
    Asked,
    OpenValue,
    VoidSignature,
    file_of,
    open_values,
    values_to_sign,
    void_signatures,
)
from hepatica.library.errors import ErrorCode, InputError, InputErrors, refused
from hepatica.library.scalars import NotReadable, read_text
from hepatica.library.signatures import ApprovingRole, read_person
from hepatica.server.approvals.models import SignedValue
from hepatica.server.approvals.signed import site_signatures
from hepatica.server.people.models import Account
from hepatica.server.plans import site_rulebook


@frozen
class Signing:
    """What somebody sends to sign.

    Either `path` with `stated`, the value as it was read in its source; or `count`, the number
    of values of `table` that wait for this role. `seen` is the digest of the table as shown.
    """

    document: str
    table: str
    role: str
    source_read: str
    reason: str
    seen: str
    path: str = ""
    stated: str = ""
    count: str = ""


@frozen
class Table:
    """One table of a protocol, a pump family or the complications, and what is open of it."""

    document: str
    name: str
    values: tuple[SourcedValue, ...]
    open: tuple[OpenValue, ...]

    @property
    def seen(self) -> str:
        """A digest of every value of the table, by which a page that has gone stale is known."""
        text = "\n".join(f"{value.path}={value.text}" for value in self.values)
        return hashlib.sha256(text.encode("utf-8")).hexdigest()

    def waiting_for(self, role: ApprovingRole) -> int:
        """How many values wait for a signature in this role."""
        return sum(role in one.waits_for for one in self.open)

    def half_signed_for(self, role: ApprovingRole) -> int:
        """How many of them the other role has signed already."""
        return sum(one.signed is not None and role in one.waits_for for one in self.open)


def roles_of(account: Account) -> tuple[ApprovingRole, ...]:
    """The roles in which an account may sign values."""
    held = {role.value for role in account.roles}
    return tuple(role for role in ApprovingRole if role.value in held)


def documents(book: Rulebook) -> tuple[str, ...]:
    """What may be approved: protocols that are ordered from, pump families, complications."""
    current = (name for name in book.protocols if not is_historic(book, name))
    return (*current, *book.devices, COMPLICATIONS)


def is_historic(book: Rulebook, document: str) -> bool:
    """Whether it is a protocol for replay and simulation only."""
    protocol = book.protocols.get(document)
    return protocol is not None and protocol.heading.status is Status.HISTORIC


def tables(book: Rulebook, document: str, known: Approvals) -> tuple[Table, ...]:
    """The tables of a document with their open values, in the order of the document."""
    values = book.values[document]
    open_now = {one.value.path: one for one in open_values(values, known)}

    def name_of(value: SourcedValue) -> str:
        return file_of(value, _protocol(book, document))

    def build(name: str, rows: Iterable[SourcedValue]) -> Table:
        of_table = tuple(rows)
        open_rows = tuple(open_now[row.path] for row in of_table if row.path in open_now)
        return Table(document, name, of_table, open_rows)

    return tuple(build(name, rows) for name, rows in groupby(values, key=name_of))


def void(book: Rulebook, document: str, known: Approvals) -> tuple[VoidSignature, ...]:
    """The signatures and approvals whose value has become another; they cover nothing."""
    return void_signatures(book.values[document], known, [document])


def waiting_for(account: Account) -> Iterator[tuple[Table, ApprovingRole]]:
    """The tables in which a value waits for this person's signature, with the role it waits for."""
    book = site_rulebook()
    known = known_approvals(book)
    for document in documents(book):
        for table in tables(book, document, known):
            for role in roles_of(account):
                if table.waiting_for(role):
                    yield table, role


def sign_values(account: Account, signing: Signing, now: datetime) -> int:
    """Sign values; returns how many.

    Raises:
        InputErrors: E526, not one of the person's roles; E531, the protocol is historic; E530,
            the table is no longer what was shown; E374, another number of values waits; E371,
            E373 or E375, as `hepatica.library.approving.values_to_sign`; E308, a text is
            empty; E537, somebody signed in the same moment.
    """
    role = _role(account, signing.role)
    _check_texts(account, signing)
    try:
        with transaction.atomic():
            found = _chosen(account, role, signing)
            SignedValue.objects.bulk_create(
                SignedValue(
                    path=value.path,
                    value=value.text,
                    role=role.value,
                    account=account,
                    on=now.date(),
                    at=now,
                    source_read=signing.source_read.strip(),
                    reason=signing.reason.strip(),
                )
                for value in found
            )
    except IntegrityError:
        raise refused(
            ErrorCode.E537,
            signing.table,
            expected="values that nobody signs in the same moment",
            remedy="Nothing was signed. Look at the table again.",
        ) from None
    return len(found)


def _chosen(account: Account, role: ApprovingRole, signing: Signing) -> tuple[SourcedValue, ...]:
    book, document = site_rulebook(), signing.document
    if document not in book.values or is_historic(book, document):
        raise refused(ErrorCode.E531, document, expected=", ".join(documents(book)))
    known = known_approvals(book)
    table = next((one for one in tables(book, document, known) if one.name == signing.table), None)
    if table is None or table.seen != signing.seen:
        raise refused(
            ErrorCode.E530,
            f"{document}, {signing.table}",
            expected="the values of this table as they are now",
            remedy="Nothing was signed. Read the table as it is shown now, and sign again.",
        )
    stated = (f"{signing.path}={signing.stated.strip()}",) if signing.path else ()
    files = () if stated else (table.name,)
    asked = Asked(_protocol(book, document), role, account.username, stated, files)
    found = values_to_sign(asked, table.values, known)
    if not stated and signing.count.strip() != str(len(found)):
        raise refused(
            ErrorCode.E374,
            "number of values",
            came=signing.count,
            expected=f"{len(found)}, the number of values that wait for the {role}",
            remedy="Read each value against its source first. Nothing was signed.",
        )
    return found


def known_approvals(book: Rulebook) -> Approvals:
    """What counts already, and the single signatures of the store."""
    return Approvals(book.approvals, site_signatures())


def _protocol(book: Rulebook, document: str) -> str:
    """The protocol that paths are within; a pump family is one table by itself."""
    return document if document in book.protocols else ""


def _role(account: Account, word: str) -> ApprovingRole:
    for role in roles_of(account):
        if role.value == word:
            return role
    raise refused(
        ErrorCode.E526,
        "role",
        came=word,
        expected=" or ".join(roles_of(account)) or "a prescriber or a pharmacist",
        remedy="Nothing was signed.",
    )


def _check_texts(account: Account, signing: Signing) -> None:
    errors = []
    texts = (
        ("staff id", account.username, read_person),
        ("source read", signing.source_read, read_text),
        ("reason", signing.reason, read_text),
    )
    for where, text, reader in texts:
        try:
            reader(text)
        except NotReadable as error:
            found = InputError(error.code, where, text, error.expected, error.example)
            errors.append(found)
    if errors:
        raise InputErrors(errors)

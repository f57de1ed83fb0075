"""Write and erase an identity: the row and the line that says so, or neither."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from hepatica.core.frozen import frozen
from hepatica.library.errors import ErrorCode, refused
from hepatica.server.identity.models import IdentityChange, Patient, What
from hepatica.server.people.models import Account
from hepatica.server.store.models import Chart

# Nobody alive was born before it; an earlier year is a slip of the pen.
_EARLIEST = date(1900, 1, 1)


@frozen
class Identity:
    """The two identifiers that are read from a patient, and the number of the hospital."""

    name: str
    born: date
    record_number: str


def keep_identity(chart: Chart, identity: Identity, by: Account) -> Patient:
    """Say who the patient of a chart is, or put it right.

    Raises:
        InputErrors: a part is missing (E118), the birthday cannot be one (E201), or the record
            number belongs to another chart (E117).
    """
    _refuse_what_is_none(identity)
    values = {"name": identity.name, "born": identity.born, "record_number": identity.record_number}
    try:
        with transaction.atomic():
            found, is_new = Patient.objects.update_or_create(chart=chart, defaults=values)
            _note(chart, by, What.ENTERED if is_new else What.CHANGED)
            return found
    except IntegrityError:
        raise refused(
            ErrorCode.E117,
            "record number",
            expected="a number that no other chart has",
            remedy="Look for the other chart first: one patient, one chart.",
        ) from None


def erase_identity(chart: Chart, by: Account, why: str) -> None:
    """Forget who the patient of a chart is; the chart stays whole.

    Raises:
        InputErrors: no reason is given (E118), or nothing is kept (E511).
    """
    if not why:
        raise refused(ErrorCode.E118, "reason", expected="why the identity is erased, in words")
    with transaction.atomic():
        if not Patient.objects.filter(chart=chart).delete()[0]:
            raise refused(ErrorCode.E511, chart.case, expected="a chart with an identity")
        _note(chart, by, What.ERASED, why)


def _refuse_what_is_none(identity: Identity) -> None:
    for where, text in (("name", identity.name), ("record number", identity.record_number)):
        if not text:
            raise refused(ErrorCode.E118, where, expected=f"the {where} of the patient")
    if not _EARLIEST <= identity.born <= timezone.localdate():
        # What was typed is of a patient, and is not said again.
        raise refused(
            ErrorCode.E201, "date of birth", expected=f"a day between {_EARLIEST} and today"
        )


def _note(chart: Chart, by: Account, what: What, why: str = "") -> None:
    IdentityChange.objects.create(chart=chart, account=by, at=timezone.now(), what=what, why=why)

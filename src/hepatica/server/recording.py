"""Who may record an entry of which kind, and who may correct or withdraw it.

Pages and endpoints ask here, so that nothing is written by the one that the other refuses.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied

from hepatica.casefile.kinds import CONTENTS
from hepatica.library.errors import ErrorCode, refused
from hepatica.server.people.models import Account
from hepatica.server.people.permissions import Permission, may
from hepatica.server.store.models import Chart, Line

# Who records a kind; what is not named here is a finding. None: it has a page of its own.
PERMISSION_OF: Mapping[str, Permission | None] = {
    "enrolment": Permission.BEGIN_CHART,
    "laboratory_panel": Permission.RECORD_LABS,
    "perfusion_scan": Permission.RECORD_SCAN,
    "protocol_assigned": Permission.SIGN_ORDER,
    "decision_signed": Permission.SIGN_DECISION,
    "flow_accepted": Permission.SIGN_DECISION,
    "pump_and_catheter_check": Permission.SIGN_DECISION,
    "pump_accessed": Permission.ACCESS_PUMP,
    "pump_filled": Permission.ACCESS_PUMP,
    "pump_rate_set": Permission.ACCESS_PUMP,
    "order_signed": None,
    "inputs_re_entered": None,
}
# Kinds that say in which roles people signed: nobody writes these roles but the signing itself.
SIGNED = ("decision_signed", "flow_accepted", "pump_and_catheter_check")
_DECISIONS = (Permission.SIGN_DECISION, Permission.SIGN_ORDER)


def permission_of(kind: str) -> Permission | None:
    """Who may record an entry of this kind; None when it is no kind, or has pages of its own."""
    return PERMISSION_OF.get(kind, Permission.RECORD_FINDING) if kind in CONTENTS else None


def check_correction(account: Account, chart: Chart, entry: str, *, is_withdrawn: bool) -> Line:
    """The line of an entry that somebody wants to correct or withdraw.

    Raises:
        InputErrors: the chart has no such entry (E150), orders are revoked and signed anew
            instead, or what people signed would say something else (both E526).
        PermissionDenied: a decision is put right by those who may decide it.
    """
    line = Line.objects.filter(chart=chart, entry=entry).first()
    if line is None or line.kind not in CONTENTS:
        raise refused(ErrorCode.E150, "entry", came=entry, expected="an entry of this chart")
    needed = permission_of(line.kind)
    if needed is None:
        raise _not(entry, "an entry that is no order: an order is revoked and signed anew")
    if line.kind in SIGNED and not is_withdrawn:
        raise _not(entry, "a withdrawal: what was signed is signed anew, in its own words")
    if needed in _DECISIONS and not may(account, needed, chart):
        raise PermissionDenied(needed)
    return line


def _not(entry: str, expected: str) -> Exception:
    return refused(
        ErrorCode.E526, "entry", came=entry, expected=expected, remedy="Nothing was written."
    )

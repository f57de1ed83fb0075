"""The signatures of the store as the library reads them."""

from __future__ import annotations

from hepatica.core.protocol.provenance import Approval
from hepatica.library.signatures import ApprovingRole, Signature, signed_approvals
from hepatica.server.approvals.models import SignedValue


def site_signatures() -> tuple[Signature, ...]:
    """Every signature of the store, in the order in which they were given."""
    rows = SignedValue.objects.select_related("account")
    return tuple(
        Signature(
            path=row.path,
            value=row.value,
            role=ApprovingRole(row.role),
            by=row.account.username,
            on=row.on,
            source_read=row.source_read,
            reason=row.reason,
        )
        for row in rows
    )


def site_approvals() -> tuple[Approval, ...]:
    """The approvals that two signatures of the store make.

    A half in the approvals file and a half in the store make none: who stands behind initials
    in a file is not known here, and might be the same person.
    """
    return signed_approvals(site_signatures())

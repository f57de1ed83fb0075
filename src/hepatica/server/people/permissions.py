"""Who may do what: one table, and the rules Django asks.

A permission that acts on a chart is asked with the chart; one with a second person also asks
that it is another person, in `orders` and in the database.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum

from rules.permissions import add_perm
from rules.predicates import predicate

from hepatica.server.people.models import Account
from hepatica.server.people.roles import CLINICAL, SiteRole, Skill
from hepatica.server.store.models import Chart


class Permission(StrEnum):
    """One thing that people may or may not do."""

    USE_SITE = "use-site"
    READ_CHART = "read-chart"
    READ_IDENTITY = "read-identity"
    CHANGE_IDENTITY = "change-identity"
    BEGIN_CHART = "begin-chart"
    RECORD_FINDING = "record-finding"
    RECORD_LABS = "record-labs"
    READ_PANEL = "read-panel"
    RECORD_SCAN = "record-scan"
    CORRECT_ENTRY = "correct-entry"
    SIGN_DECISION = "sign-decision"
    SIGN_ORDER = "sign-order"
    VERIFY_ORDER = "verify-order"
    PREPARE_FILL = "prepare-fill"
    CHECK_PREPARATION = "check-preparation"
    ACCESS_PUMP = "access-pump"
    FILL_FUDR = "fill-fudr"
    RESCUE_FILL = "rescue-fill"
    WITHHOLD_ORDER = "withhold-order"
    APPROVE_VALUE = "approve-value"
    READ_SUPPLY = "read-supply"
    CHANGE_SUPPLY = "change-supply"
    BREAK_GLASS = "break-glass"
    EXPORT_CHART = "export-chart"
    READ_AUDIT = "read-audit"
    REVIEW_GLASS = "review-glass"
    CHANGE_PEOPLE = "change-people"
    CHANGE_SITE = "change-site"


_R = SiteRole
_DOCTORS = frozenset({_R.PRESCRIBER, _R.SURGEON, _R.RADIOLOGIST, _R.NUCLEAR_PHYSICIAN})
_PHARMACY = frozenset({_R.PHARMACIST, _R.TECHNICIAN})
# On the charts of the programme, without asking for each.
HOLDERS: Mapping[Permission, frozenset[SiteRole]] = {
    Permission.USE_SITE: frozenset(SiteRole),
    Permission.READ_CHART: CLINICAL | {_R.TECHNICIAN, _R.DATA_MANAGER, _R.AUDITOR},
    Permission.READ_IDENTITY: CLINICAL | {_R.TECHNICIAN},
    Permission.CHANGE_IDENTITY: frozenset({_R.COORDINATOR}),
    Permission.BEGIN_CHART: frozenset({_R.COORDINATOR, _R.PRESCRIBER}),
    Permission.RECORD_FINDING: CLINICAL,
    Permission.RECORD_LABS: frozenset({_R.COORDINATOR, _R.NURSE, _R.PRESCRIBER, _R.PHARMACIST}),
    Permission.READ_PANEL: frozenset({_R.PRESCRIBER}),
    Permission.RECORD_SCAN: frozenset({_R.NUCLEAR_PHYSICIAN, _R.RADIOLOGIST}),
    Permission.CORRECT_ENTRY: CLINICAL | {_R.DATA_MANAGER},
    Permission.SIGN_DECISION: _DOCTORS | {_R.PHARMACIST},
    Permission.SIGN_ORDER: frozenset({_R.PRESCRIBER}),
    Permission.VERIFY_ORDER: frozenset({_R.PHARMACIST}),
    Permission.PREPARE_FILL: _PHARMACY,
    Permission.CHECK_PREPARATION: frozenset({_R.PHARMACIST}),
    Permission.ACCESS_PUMP: frozenset({_R.NURSE, _R.PRESCRIBER}),
    Permission.FILL_FUDR: frozenset({_R.NURSE, _R.PRESCRIBER}),
    Permission.RESCUE_FILL: frozenset({_R.NURSE, _R.PRESCRIBER, _R.SURGEON, _R.RADIOLOGIST}),
    Permission.WITHHOLD_ORDER: frozenset({_R.NURSE, _R.PRESCRIBER, _R.PHARMACIST}),
    Permission.APPROVE_VALUE: frozenset({_R.PRESCRIBER, _R.PHARMACIST}),
    Permission.READ_SUPPLY: CLINICAL | {_R.TECHNICIAN},
    Permission.CHANGE_SUPPLY: _PHARMACY | {_R.COORDINATOR},
    Permission.BREAK_GLASS: CLINICAL | {_R.ON_CALL, _R.TECHNICIAN},
    Permission.EXPORT_CHART: frozenset({_R.DATA_MANAGER}),
    Permission.READ_AUDIT: frozenset({_R.AUDITOR, _R.ADMINISTRATOR}),
    # Whoever reads the audit or changes the site.
    Permission.REVIEW_GLASS: frozenset({_R.AUDITOR, _R.ADMINISTRATOR, _R.COORDINATOR}),
    Permission.CHANGE_PEOPLE: frozenset({_R.ADMINISTRATOR}),
    Permission.CHANGE_SITE: frozenset({_R.ADMINISTRATOR, _R.COORDINATOR}),
}
# A competency that has run out blocks FUDR; a rescue fill it only warns of (behaviour B3).
SKILLS: Mapping[Permission, Skill] = {
    Permission.PREPARE_FILL: Skill.FUDR_PREPARATION,
    Permission.CHECK_PREPARATION: Skill.FUDR_PREPARATION,
    Permission.ACCESS_PUMP: Skill.PUMP_ACCESS,
    Permission.FILL_FUDR: Skill.FUDR_FILL,
}
# What breaking the glass opens on that one chart, for whoever may break it.
UNDER_GLASS = frozenset(
    {
        Permission.READ_CHART,
        Permission.READ_IDENTITY,
        Permission.RECORD_FINDING,
    }
)


def may(account: Account, permission: Permission, chart: Chart | None = None) -> bool:
    """Whether the account may do it now, on this chart where it acts on one."""
    return account.has_perm(permission, chart)


def _rule(permission: Permission) -> Callable[[Account, Chart | None], bool]:
    holders, skill = HOLDERS[permission], SKILLS.get(permission)

    def holds(account: Account, chart: Chart | None) -> bool:
        if not account.is_active:
            return False
        if permission is Permission.RESCUE_FILL:
            return (
                bool(account.roles & holders) and chart is not None and account.broke_glass(chart)
            )
        if account.roles & holders and (skill is None or skill in account.skills):
            return True
        return permission in UNDER_GLASS and chart is not None and account.broke_glass(chart)

    return holds


for _permission in Permission:
    add_perm(_permission, predicate(_rule(_permission), name=_permission))

"""The roles people have at the site: those who treat, and those who run and audit it."""

from __future__ import annotations

from enum import StrEnum

from hepatica.core.chart.words import Role


class SiteRole(StrEnum):
    """A role granted to an account."""

    COORDINATOR = "coordinator"
    PRESCRIBER = "prescriber"
    PHARMACIST = "pharmacist"
    TECHNICIAN = "technician"
    NURSE = "nurse"
    SURGEON = "surgeon"
    RADIOLOGIST = "radiologist"
    NUCLEAR_PHYSICIAN = "nuclear-physician"
    GASTROENTEROLOGIST = "gastroenterologist"
    ON_CALL = "on-call"
    DATA_MANAGER = "data-manager"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"

    @property
    def in_chart(self) -> Role | None:
        """The word by which entries of a chart name this role; None where no entry does."""
        return Role(self.value) if self.value in set(Role) else None


CLINICAL = frozenset(
    {
        SiteRole.COORDINATOR,
        SiteRole.PRESCRIBER,
        SiteRole.PHARMACIST,
        SiteRole.NURSE,
        SiteRole.SURGEON,
        SiteRole.RADIOLOGIST,
        SiteRole.NUCLEAR_PHYSICIAN,
        SiteRole.GASTROENTEROLOGIST,
    }
)


class Skill(StrEnum):
    """What somebody was taught and examined in; a competency has a last day."""

    PUMP_ACCESS = "pump-access"
    FUDR_PREPARATION = "fudr-preparation"
    FUDR_FILL = "fudr-fill"

"""The people and the stock of a site under load."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from allauth.mfa.models import Authenticator
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from hepatica.server.people.models import Account, Competency, Grant
from hepatica.server.people.roles import SiteRole, Skill
from hepatica.server.supply.models import Kind, Lot, Movement, Product
from hepatica.server.worklist.models import PanelRead
from hepatica.server.worklist.panels import unread_panels

# The people of a programme, in turn; each may look at every chart and record a weight.
_ROLES = (SiteRole.NURSE, SiteRole.PRESCRIBER, SiteRole.PHARMACIST, SiteRole.COORDINATOR)
_BACKEND = "hepatica.server.people.backends.AccountBackend"
# What one container holds (mg, units), and enough of them for the fills of four weeks.
_STOCK = (
    (Product.FLOXURIDINE, 500),
    (Product.HEPARIN, 50_000),
    (Product.DEXAMETHASONE, 20),
    (Product.REFILL_NEEDLE, None),
)
_CONTAINERS = 10_000
_UNREAD = 10  # one new laboratory panel in so many waits for somebody to read it


def signed_in(number: int, today: date) -> str:
    """Somebody with a role, every competency and a second factor; the key of their session."""
    account = Account.objects.create_user(f"N-{number}")
    Grant.objects.create(
        account=account, role=_ROLES[number % len(_ROLES)], given_by="bench", since=today
    )
    for skill in Skill:
        Competency.objects.create(
            account=account,
            skill=skill,
            valid_until=today + timedelta(days=365),
            recorded_by="bench",
        )
    Authenticator.objects.create(user=account, type=Authenticator.Type.TOTP, data={})
    session = SessionStore()
    session[SESSION_KEY] = str(account.pk)
    session[BACKEND_SESSION_KEY] = _BACKEND
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def read_panels(now: datetime) -> None:
    """The first person has read every new panel but one in ten."""
    by = Account.objects.order_by("pk")[0]
    unread = [line for number, line in enumerate(unread_panels(now)) if number % _UNREAD]
    PanelRead.objects.bulk_create(PanelRead(line=line, account=by, at=now) for line in unread)


def take_stock(now: datetime) -> None:
    """Lots of everything that the forecast on Today reckons with."""
    by = Account.objects.order_by("pk")[0]
    for product, holds in _STOCK:
        lot = Lot.objects.create(
            product=product,
            lot="SYN-1",
            lot_key="SYN1",
            per_container=holds,
            expiry=now.date() + timedelta(days=365),
        )
        Movement.objects.create(
            lot=lot,
            number=1,
            kind=Kind.RECEIVED,
            change=_CONTAINERS,
            level_after=_CONTAINERS,
            on=now.date(),
            at=now,
            by=by,
            key=f"bench {product}",
        )

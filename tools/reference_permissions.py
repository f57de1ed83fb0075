"""The page who-may-do-what.md: every page and endpoint of the site, and the roles that pass."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from typing import Any

from hepatica.server.start import start

start()

from django.conf import settings
from django.urls import URLPattern, get_resolver

from hepatica.server.api.api import api
from hepatica.server.people.permissions import HOLDERS, SKILLS, UNDER_GLASS, Permission
from hepatica.server.people.roles import SiteRole
from tools.markdown import code, page, table

_SHORT = {
    SiteRole.PRESCRIBER: "PR",
    SiteRole.SURGEON: "SU",
    SiteRole.RADIOLOGIST: "RA",
    SiteRole.NUCLEAR_PHYSICIAN: "NM",
    SiteRole.NURSE: "NU",
    SiteRole.PHARMACIST: "PH",
    SiteRole.TECHNICIAN: "TE",
    SiteRole.COORDINATOR: "CO",
    SiteRole.GASTROENTEROLOGIST: "GA",
    SiteRole.ON_CALL: "OC",
    SiteRole.DATA_MANAGER: "DM",
    SiteRole.AUDITOR: "AU",
    SiteRole.ADMINISTRATOR: "AD",
}


def render_permissions() -> str:
    """The page."""
    names = ", ".join(f"{short} {role.value.replace('-', ' ')}" for role, short in _SHORT.items())
    intro = (
        "Made from the list of addresses: whatever is not here does not exist, and an address "
        f"without a rule fails a test. {names}. **L**: looks. **C**: looks and changes. **c**: "
        "changes without looking first. The same rules hold for pages and endpoints."
    )
    glass = ", ".join(code(each) for each in sorted(UNDER_GLASS))
    own = (
        "Roles open every chart of the programme. Whoever is on call opens no chart but the one "
        f"whose glass they broke, with a reason, for {settings.GLASS_HOURS} hours: then {glass} "
        "on that chart alone. To record an entry, also through its endpoint, is asked for by its "
        "kind: a finding, labs, a scan, a decision. A rescue fill needs a broken glass of "
        "everybody. A skill that has run out closes "
        + ", ".join(code(each) for each in sorted(SKILLS))
        + "."
    )
    return page(
        "Who may do what",
        intro,
        "## Pages",
        table(("address", "looking asks", *_SHORT.values()), _pages()),
        "## Endpoints",
        table(("endpoint", "asks", *_SHORT.values()), _endpoints()),
        "## One's own chart, and others",
        own,
        "## Permissions",
        table(("permission", *_SHORT.values()), _permissions()),
    )


def endpoints() -> dict[str, list[Permission]]:
    """What each endpoint asks for, read from its own code; several where it depends."""
    found = {}
    for _prefix, router in api._routers:
        for path, view in router.path_operations.items():
            for operation in view.operations:
                source = inspect.getsource(operation.view_func)
                asked = [Permission[each] for each in re.findall(r"Permission\.(\w+)", source)]
                found[f"{operation.methods[0]} {path}"] = asked
    return found


def _pages() -> Iterator[list[str]]:
    for address, view in _views():
        looking, changing = view.permission, view.changing
        if looking is None:
            yield [address, "nothing", *("L" for _ in _SHORT)]
            continue
        yield [address, looking, *(_cell(role, looking, changing) for role in _SHORT)]


def _views() -> Iterator[tuple[str, Any]]:
    """The site's own addresses, each once; those of the API are endpoints."""
    patterns = [each for each in get_resolver().url_patterns if isinstance(each, URLPattern)]
    yield from {code(f"/{each.pattern}"): each.callback for each in patterns}.items()


def _endpoints() -> Iterator[list[str]]:
    for name, asked in endpoints().items():
        cells = ("C" if any(role in HOLDERS[each] for each in asked) else "" for role in _SHORT)
        yield [code(name), " or ".join(asked), *cells]


def _permissions() -> Iterator[list[str]]:
    for each in Permission:
        yield [code(each), *("yes" if role in HOLDERS[each] else "" for role in _SHORT)]


def _cell(role: SiteRole, looking: Permission, changing: Permission) -> str:
    looks, changes = role in HOLDERS[looking], role in HOLDERS[changing]
    if changes:
        return "C" if looks else "c"
    return "L" if looks else ""

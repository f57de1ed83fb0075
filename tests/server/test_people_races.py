"""Twenty at once: a code is taken by one, and one administrator stays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from hepatica.library.errors import InputErrors
from hepatica.server.people.changes import add_account, deactivate
from hepatica.server.people.codes import take_code
from hepatica.server.people.models import Account, Change
from hepatica.server.people.roles import SiteRole
from tests.server.conftest import Database
from tests.server.staff import code, somebody, staff_at_work

_AT_ONCE = 20


@pytest.fixture(autouse=True)
def _at_work(store: Database) -> Iterator[None]:
    with staff_at_work():
        yield


def all_at_once(act: Callable[[int], bool]) -> Counter[bool]:
    """What came of twenty calls that begin together; refused is no."""
    gate = Barrier(_AT_ONCE)

    def one(number: int) -> bool:
        gate.wait()
        try:
            return act(number)
        except InputErrors:
            return False
        finally:
            connections.close_all()

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        return Counter(pool.map(one, range(_AT_ONCE)))


def test_one_code_sent_twenty_times_is_taken_once() -> None:
    """Whatever process of the site each of them reaches."""
    account, shown = somebody("N-104"), code()
    expected = Counter({True: 1, False: _AT_ONCE - 1})
    assert expected == all_at_once(lambda _number: take_code(account, shown))


def test_twenty_administrators_who_deactivate_themselves_leave_one() -> None:
    """The site is never without one."""
    people = [somebody(f"A-{number}", SiteRole.ADMINISTRATOR) for number in range(_AT_ONCE)]

    def leave(number: int) -> bool:
        deactivate(people[number], people[number])
        return True

    assert Counter({True: _AT_ONCE - 1, False: 1}) == all_at_once(leave)
    assert (1, _AT_ONCE - 1) == (
        Account.objects.filter(is_active=True).count(),
        Change.objects.count(),
    )


def test_one_person_added_twenty_times_is_there_once() -> None:
    """Written in capital and in small letters."""
    by = somebody("A-1", SiteRole.ADMINISTRATOR)

    def add(number: int) -> bool:
        add_account(by, "n-104" if number % 2 else "N-104")
        return True

    assert Counter({True: 1, False: _AT_ONCE - 1}) == all_at_once(add)

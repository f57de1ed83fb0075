"""Twenty at once: a code is taken by one, and one administrator stays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

import pytest

from hepatica.library.errors import InputErrors
from hepatica.server.people.changes import add_account, deactivate
from hepatica.server.people.codes import take_code
from hepatica.server.people.models import Account, Change
from hepatica.server.people.roles import SiteRole
from tests.server.conftest import Database
from tests.server.crowd import AT_ONCE, all_at_once
from tests.server.staff import code, somebody, staff_at_work


@pytest.fixture(autouse=True)
def _at_work(store: Database) -> Iterator[None]:
    with staff_at_work():
        yield


def outcomes(act: Callable[[int], bool]) -> Counter[bool]:
    """What came of twenty calls; refused is no."""

    def one(number: int) -> bool:
        try:
            return act(number)
        except InputErrors:
            return False

    return all_at_once(one)


def test_one_code_sent_twenty_times_is_taken_once() -> None:
    """Whatever process of the site each of them reaches."""
    account, shown = somebody("N-104"), code()
    expected = Counter({True: 1, False: AT_ONCE - 1})
    assert expected == outcomes(lambda _number: take_code(account, shown))


def test_twenty_administrators_who_deactivate_themselves_leave_one() -> None:
    """The site is never without one."""
    people = [somebody(f"A-{number}", SiteRole.ADMINISTRATOR) for number in range(AT_ONCE)]

    def leave(number: int) -> bool:
        deactivate(people[number], people[number])
        return True

    assert Counter({True: AT_ONCE - 1, False: 1}) == outcomes(leave)
    assert (1, AT_ONCE - 1) == (
        Account.objects.filter(is_active=True).count(),
        Change.objects.count(),
    )


def test_one_person_added_twenty_times_is_there_once() -> None:
    """Written in capital and in small letters."""
    by = somebody("A-1", SiteRole.ADMINISTRATOR)

    def add(number: int) -> bool:
        add_account(by, "n-104" if number % 2 else "N-104")
        return True

    assert Counter({True: 1, False: AT_ONCE - 1}) == outcomes(add)

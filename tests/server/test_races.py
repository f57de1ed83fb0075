"""Twenty at once: one wins, the others are told, nothing is lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest

from hepatica.library.errors import InputErrors
from hepatica.server.store.audit import audit
from hepatica.server.store.deeds import Done, begin, find_chart, head_of
from hepatica.server.store.models import Act, Line
from tests.server.charts import NOW, add_note, asker, begun, sealed_example
from tests.server.crowd import AT_ONCE, all_at_once

pytestmark = pytest.mark.usefixtures("store")


def outcomes(act: Callable[[int], Done]) -> Counter[str]:
    """What came of twenty acts, in words."""

    def one(number: int) -> str:
        try:
            return "repeated" if act(number).is_repeated else "done"
        except InputErrors as refusal:
            return refusal.errors[0].code.name

    return all_at_once(one)


def test_of_twenty_acts_on_one_head_one_is_done() -> None:
    """The others are told that the chart has gone on."""
    head = begun().head
    found = outcomes(lambda number: add_note(head, f"n{number}", f"k{number}"))
    assert Counter(done=1, E513=AT_ONCE - 1) == found
    assert (2, ()) == (Act.objects.count(), audit().faults)


def test_one_request_sent_twenty_times_is_done_once() -> None:
    """Each is answered, and the entry is there once."""
    head = begun().head
    found = outcomes(lambda _number: add_note(head))
    assert Counter(done=1, repeated=AT_ONCE - 1) == found
    assert 1 == Line.objects.filter(entry="n1").count()


def test_twenty_who_plan_anew_all_come_in() -> None:
    """Whoever is refused reads the new head and tries again: nothing is lost."""
    begun()

    def until_done(number: int) -> Done:
        while True:
            try:
                return add_note(head_of(find_chart("fast-pump")), f"n{number}", f"k{number}")
            except InputErrors:
                continue

    assert Counter(done=AT_ONCE) == outcomes(until_done)
    assert (AT_ONCE + 1, ()) == (Act.objects.count(), audit().faults)


def test_one_chart_taken_in_twenty_times_is_there_once() -> None:
    """By twenty people with keys of their own."""
    sealed = sealed_example("fast-pump")
    found = outcomes(lambda number: begin(sealed, asker(f"k{number}"), now=NOW))
    assert 1 == found["done"]
    assert AT_ONCE - 1 == found["E512"] + found["E513"]
    assert () == audit().faults

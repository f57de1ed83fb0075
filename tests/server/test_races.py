"""Twenty at once: one wins, the others are told, nothing is lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from hepatica.library.errors import InputErrors
from hepatica.server.store.audit import audit
from hepatica.server.store.deeds import Done, begin, find_chart, head_of
from hepatica.server.store.models import Act, Line
from tests.server.charts import NOW, add_note, asker, begun, sealed_example

pytestmark = pytest.mark.usefixtures("store")
_AT_ONCE = 20


def all_at_once(act: Callable[[int], Done]) -> Counter[str]:
    """What came of twenty calls that begin together, by outcome."""
    gate = Barrier(_AT_ONCE)

    def one(number: int) -> str:
        gate.wait()
        try:
            done = act(number)
        except InputErrors as refusal:
            return refusal.errors[0].code.name
        else:
            return "repeated" if done.is_repeated else "done"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        return Counter(pool.map(one, range(_AT_ONCE)))


def test_of_twenty_acts_on_one_head_one_is_done() -> None:
    """The others are told that the chart has gone on."""
    head = begun().head
    found = all_at_once(lambda number: add_note(head, f"n{number}", f"k{number}"))
    assert Counter(done=1, E513=_AT_ONCE - 1) == found
    assert (2, ()) == (Act.objects.count(), audit().faults)


def test_one_request_sent_twenty_times_is_done_once() -> None:
    """Each is answered, and the entry is there once."""
    head = begun().head
    found = all_at_once(lambda _number: add_note(head))
    assert Counter(done=1, repeated=_AT_ONCE - 1) == found
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

    assert Counter(done=_AT_ONCE) == all_at_once(until_done)
    assert (_AT_ONCE + 1, ()) == (Act.objects.count(), audit().faults)


def test_one_chart_taken_in_twenty_times_is_there_once() -> None:
    """By twenty people with keys of their own."""
    sealed = sealed_example("fast-pump")
    found = all_at_once(lambda number: begin(sealed, asker(f"k{number}"), now=NOW))
    assert 1 == found["done"]
    assert _AT_ONCE - 1 == found["E512"] + found["E513"]
    assert () == audit().faults

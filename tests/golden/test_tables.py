"""The goldens about tables, under the rules as they ship, and what they must cover."""

import dataclasses
from decimal import Decimal

import pytest

from hepatica.library.loader import TABLES
from tests.golden.rules import PROTOCOL
from tests.golden.runner import shipped_rulebook
from tests.golden.tables import Dates, SameFile, table_goldens

COPIES = [name for name in shipped_rulebook().protocols if name != PROTOCOL]


@pytest.mark.parametrize("golden", table_goldens(), ids=lambda golden: golden.id)
def test_table_golden(golden: SameFile | Dates) -> None:
    """The table is as stated."""
    assert [] == golden.differences(shipped_rulebook())


def test_every_file_of_every_copy_is_stated() -> None:
    """No file of a protocol is left to nobody."""
    stated = {(g.protocol, g.file) for g in table_goldens() if isinstance(g, SameFile)}
    assert {(name, file) for name in COPIES for file in TABLES} == stated


def test_every_protocol_is_laid_out_on_dates() -> None:
    """Each has its days from 3 March 2025 on."""
    stated = {golden.protocol for golden in table_goldens() if isinstance(golden, Dates)}
    assert set(shipped_rulebook().protocols) == stated


def test_every_table_golden_has_its_own_name() -> None:
    """No id is used twice."""
    names = [golden.id for golden in table_goldens()]
    assert sorted(set(names)) == sorted(names)


def test_a_changed_copy_is_noticed() -> None:
    """One value of one row is enough, and the original stays out of it."""
    book = shipped_rulebook()
    golden = SameFile("GOLD-X", "pump-nl/2026.1", "liver", PROTOCOL, {})
    protocol = book.protocols["pump-nl/2026.1"]
    first, *others = protocol.liver.steps
    steps = (dataclasses.replace(first, hold=Decimal("5.1")), *others)
    changed = dataclasses.replace(protocol, liver=dataclasses.replace(protocol.liver, steps=steps))
    mutated = dataclasses.replace(book, protocols={**book.protocols, "pump-nl/2026.1": changed})
    said = "steps/ast_u_per_l/at-most 50/hold: stated 5, found 5.1"
    assert ([], [said]) == (golden.differences(book), golden.differences(mutated))


def test_an_exception_that_is_none_is_noticed() -> None:
    """Naming a value that both share would hide nothing, and is refused."""
    golden = SameFile("GOLD-X", "pump-nl/2026.1", "dose", PROTOCOL, {"weight_valid_days": "7"})
    said = "weight_valid_days: equal in both, so no exception"
    assert [said] == golden.differences(shipped_rulebook())

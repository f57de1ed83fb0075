"""`frozen` beside its oracle, `dataclass(frozen=True, slots=True)` of the standard library."""

from copy import deepcopy
from dataclasses import FrozenInstanceError, dataclass, field, fields, replace
from pickle import dumps, loads
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hepatica.core.frozen import frozen


class Fill:
    """Two fields that count, one that does not, and one that is not shown."""

    drug: str
    millilitres: int = 30
    note: str = field(default="", compare=False)
    lots: tuple[str, ...] = field(default=(), repr=False)


Ours: Any = frozen(type("Fill", (), {**vars(Fill), "__qualname__": "Fill"}))
Theirs: Any = dataclass(frozen=True, slots=True)(
    type("Fill", (), {**vars(Fill), "__qualname__": "Fill"})
)


@frozen
class Flow:
    """A value of one field; at the top of a module, where it can be pickled."""

    ml_per_day: str


@frozen
class FastFlow(Flow):
    """The same and more."""

    reason: str = field(kw_only=True)


@frozen
class Nothing:
    """No field at all."""


FILLS = st.builds(
    lambda *values: values,
    st.sampled_from(["FUDR", "saline"]),
    st.integers(29, 30),
    st.sampled_from(["", "slow"]),
    st.sampled_from([(), ("a",)]),
)


@given(FILLS, FILLS)
def test_equal_when_the_standard_one_is(one: tuple[Any, ...], other: tuple[Any, ...]) -> None:
    """A pair is equal here just when it is equal there; equal values have equal hashes."""
    assert (Ours(*one) == Ours(*other)) is (Theirs(*one) == Theirs(*other))
    if Ours(*one) == Ours(*other):
        assert hash(Ours(*one)) == hash(Ours(*other))


@given(FILLS)
def test_shown_as_the_standard_one(values: tuple[Any, ...]) -> None:
    """The same text, with what hides itself left out."""
    assert repr(Ours(*values)) == repr(Theirs(*values))


def test_has_the_fields_and_slots_of_the_standard_one() -> None:
    """What reads fields, slots or positions sees no difference."""
    assert [f.name for f in fields(Ours)] == [f.name for f in fields(Theirs)]
    assert Ours.__slots__ == Theirs.__slots__
    assert Ours.__match_args__ == Theirs.__match_args__


def test_nothing_can_be_set_or_removed() -> None:
    """Nor can a field be added."""
    fill = Ours("FUDR")
    with pytest.raises(FrozenInstanceError):
        fill.drug = "saline"
    with pytest.raises(FrozenInstanceError):
        del fill.drug
    with pytest.raises((AttributeError, TypeError)):
        fill.dose = 3
    assert fill == Ours("FUDR")


def test_another_class_is_never_equal() -> None:
    """Not even one with the same fields, or a subclass."""
    assert Flow("1") != FastFlow("1", reason="fever")
    assert FastFlow("1", reason="fever") != Flow("1")
    assert Ours("FUDR") != Theirs("FUDR")


def test_a_subclass_compares_its_own_field_too() -> None:
    """The comparison of the class above would not see it."""
    assert FastFlow("1", reason="fever") != FastFlow("1", reason="altitude")
    assert FastFlow("1", reason="fever") == FastFlow("1", reason="fever")


def test_what_cannot_be_hashed_says_so() -> None:
    """A list in a field."""
    with pytest.raises(TypeError, match="unhashable"):
        hash(Ours("FUDR", 30, "", []))


def test_values_without_fields_are_equal() -> None:
    """There is nothing in which they could differ."""
    assert Nothing() == Nothing()
    assert hash(Nothing()) == hash(Nothing())
    assert repr(Nothing()) == "Nothing()"


@pytest.mark.parametrize("copied", [deepcopy, lambda flow: loads(dumps(flow)), replace])  # noqa: S301  our own
def test_a_copy_is_equal(copied: Any) -> None:
    """Copied, sent to another process and back, or replaced by itself."""
    assert copied(Flow("1.3")) == Flow("1.3")

"""Whatever comes to the door, it answers with a chart or with reasons, never with a crash."""

from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from hepatica.casefile.load import load_case
from hepatica.casefile.seal import seal, verify
from hepatica.library.errors import InputErrors
from tests.contract.case_text import EVERY_KIND

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
WRITTEN = EVERY_KIND.read_bytes()
SEALED = seal(WRITTEN, now=NOW)
PIECES = st.one_of(
    st.binary(max_size=4),
    st.sampled_from([b"{", b"}", b"[", b"]", b": ", b"\n", b"- ", b"'", b'"', b"#", b"\\", b"0"]),
)


def spoiled(text: bytes, cuts: list[tuple[int, int, bytes]]) -> bytes:
    """`text` with pieces taken out and others put in."""
    for start, length, piece in cuts:
        at = start % (len(text) + 1)
        text = text[:at] + piece + text[at + length :]
    return text


CUTS = st.lists(st.tuples(st.integers(0, 20_000), st.integers(0, 9), PIECES), max_size=4)


def answers(text: bytes | str) -> bool:
    """Whether loading gives a chart or reasons with a place."""
    try:
        return bool(load_case(text, now=NOW).head)
    except InputErrors as found:
        return all(error.where for error in found.errors) and len(found.errors) > 0


@settings(max_examples=200, deadline=None)
@given(CUTS)
def test_spoiled_case_gets_an_answer(cuts: list[tuple[int, int, bytes]]) -> None:
    """A written case with random damage loads or is refused."""
    assert answers(spoiled(WRITTEN, cuts))


@settings(max_examples=200, deadline=None)
@given(CUTS)
def test_spoiled_sealed_chart_gets_an_answer(cuts: list[tuple[int, int, bytes]]) -> None:
    """A sealed chart with random damage loads or is refused."""
    assert answers(spoiled(SEALED.encode(), cuts))


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_any_text_gets_an_answer(text: str) -> None:
    """Any text at all is answered."""
    assert answers(text)
    assert not verify(text).is_intact


def test_deeply_nested_sealed_line_is_refused() -> None:
    """A line nested a thousand deep is no line of a sealed chart."""
    line = '{"chart":{"a":' + "[" * 900 + "]" * 900 + "}}\n"
    assert not verify(line).is_intact

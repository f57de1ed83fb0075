"""A sealed chart read in two parts is the chart read at once, whatever the parts and the faults."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from hepatica.casefile.chain import Link, appended
from hepatica.casefile.extend import extend
from hepatica.casefile.further import SealedRead, read_further, read_whole
from hepatica.casefile.seal import seal
from hepatica.casefile.verify import links_after
from hepatica.library.errors import ErrorCode, InputErrors
from hepatica.library.plain_text import LARGEST_BYTES

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
NAMES = [
    path.stem
    for path in sorted(Path("examples").glob("*.yaml"))
    if path.read_text(encoding="utf-8").startswith(("case:", "#"))
    and path.stem not in {"moments", "approvals-synthetic"}
]


def lines_of(name: str) -> list[str]:
    """The lines of an example, sealed; each with its end."""
    return seal(Path(f"examples/{name}.yaml"), now=NOW).splitlines(keepends=True)


def parts(lines: list[str], first: int) -> SealedRead:
    """So many lines read first, and the rest behind them."""
    read = read_whole("".join(lines[:first]), now=NOW)
    return read_further(read, after(read, lines[first:]), now=NOW)


def after(read: SealedRead, lines: list[str]) -> list[Link]:
    """The links of lines that go on from what was read."""
    links = links_after(read.last, "".join(lines))
    assert links is not None
    return links


@pytest.mark.parametrize("name", NAMES)
def test_two_parts_are_the_whole(name: str) -> None:
    """Behind the header, in the middle, before the last entry, and behind it."""
    lines = lines_of(name)
    whole = read_whole("".join(lines), now=NOW)
    for first in {1, 2, len(lines) // 3, len(lines) // 2, len(lines) - 1, len(lines)}:
        found = parts(lines, first)
        assert (whole.chart, whole.last) == (found.chart, found.last)
        assert (whole.earlier, whole.roots) == (found.earlier, found.roots)
        assert sum(map(len, lines)) == whole.size == found.size


def test_one_entry_at_a_time() -> None:
    """What an entry may speak of was read in another part: corrections, confirmations."""
    lines = lines_of("two-protocols")
    read = read_whole(lines[0], now=NOW)
    for line in lines[1:]:
        read = read_further(read, after(read, [line]), now=NOW)
    assert read_whole("".join(lines), now=NOW) == read


@pytest.mark.parametrize(
    ("number", "old", "new"),
    [
        (5, '"hash":"', '"hash":"0'),
        (5, '"prev":"', '"prev":"0'),
        (5, '"schema":"2"', '"schema":"3"'),
        (5, '"kind":', '"kind" :'),
        (5, "}\n", "}"),
        (5, "}\n", "}\r\n"),
        (5, "}\n", "}\n\n"),
        (5, "}\n", "}\n{}\n"),
    ],
)
def test_a_line_that_is_not_as_it_was_sealed_is_not_read(number: int, old: str, new: str) -> None:
    """Neither its content nor its bytes may differ."""
    lines = lines_of("fast-pump")
    read = read_whole("".join(lines[:number]), now=NOW)
    changed = lines[number].replace(old, new, 1)
    assert changed != lines[number]
    assert links_after(read.last, changed) is None
    assert links_after(read.last, lines[number]) is not None


def test_a_line_out_of_its_place_is_not_read() -> None:
    """Left out, twice, or a header."""
    lines = lines_of("fast-pump")
    read = read_whole("".join(lines[:4]), now=NOW)
    for wrong in ([lines[5]], [lines[4], lines[4]], [lines[5], lines[4]], [lines[0]], [lines[3]]):
        assert links_after(read.last, "".join(wrong)) is None


def refusal_of(act: object) -> list[tuple[ErrorCode, str]]:
    """Code and place of every error that a call raises."""
    assert callable(act)
    with pytest.raises(InputErrors) as refused:
        act()
    return [(error.code, str(error)) for error in refused.value.errors]


WEIGHT = {"id": "new", "kind": "weight", "at": "2026-11-20T11:00+00:00", "weight": "70 kg"}


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        (WEIGHT | {"weight": "700 kg"}, ErrorCode.E201),
        (WEIGHT | {"weight": "45 kg"}, ErrorCode.E202),
        (WEIGHT | {"id": "baseline"}, ErrorCode.E117),
        (WEIGHT | {"weight": "heavy"}, ErrorCode.E120),
        (WEIGHT | {"at": "2027-01-01T11:00+00:00"}, ErrorCode.E144),
        (WEIGHT | {"kind": "hour"}, ErrorCode.E114),
        ({"id": "new", "kind": "void", "voids": "nothing", "reason": "x"}, ErrorCode.E150),
    ],
)
def test_an_entry_is_refused_as_in_the_whole_chart(entry: dict[str, str], code: ErrorCode) -> None:
    """The same reasons at the same line; nothing goes on from it."""
    sealed = "".join(lines_of("fast-pump"))
    read = read_whole(sealed, now=NOW)
    found = refusal_of(lambda: extend(read, [entry], now=NOW))
    line = appended(read.last, entry | {"recorded_at": NOW.isoformat()}).line
    assert refusal_of(lambda: read_whole(f"{sealed}{line}\n", now=NOW)) == found
    assert [code] == [each for each, _ in found]


def test_a_chart_never_grows_past_what_is_read_again() -> None:
    """Exactly the largest size may be reached; one character more is refused, and nothing added."""
    read = read_whole("".join(lines_of("fast-pump")), now=NOW)
    (link,) = extend(read, [WEIGHT], now=NOW)
    room = LARGEST_BYTES - len(link.line) - 1
    assert (link,) == extend(replace(read, size=room), [WEIGHT], now=NOW)
    too_large = replace(read, size=room + 1)
    found = refusal_of(lambda: extend(too_large, [WEIGHT], now=NOW))
    assert [ErrorCode.E102] == [code for code, _ in found]


def test_a_hidden_character_is_refused() -> None:
    """As in every text that enters."""
    read = read_whole("".join(lines_of("fast-pump")), now=NOW)
    note = {"id": "n", "kind": "note", "at": "2026-11-20T11:00+00:00", "text": "a\u202eb"}
    assert ErrorCode.E104 is refusal_of(lambda: extend(read, [note], now=NOW))[0][0]


def test_what_is_no_text_is_refused() -> None:
    """A number of JSON instead of what was written."""
    read = read_whole("".join(lines_of("fast-pump")), now=NOW)
    wrong: Any = WEIGHT | {"weight": 70}
    assert ErrorCode.E160 is refusal_of(lambda: extend(read, [wrong], now=NOW))[0][0]


def test_nothing_added_is_nothing_read() -> None:
    """The same read, and no line."""
    read = read_whole("".join(lines_of("fast-pump")), now=NOW)
    assert read is read_further(read, [], now=NOW)
    assert () == extend(read, [], now=NOW)


def test_a_written_chart_does_not_go_on() -> None:
    """Only what is sealed."""
    written = 'case: x\nsynthetic: yes\nutc_offset: "+00:00"\nentries: []\n'
    assert ErrorCode.E501 is refusal_of(lambda: read_whole(written, now=NOW))[0][0]


def test_an_entry_is_recorded_by_the_clock() -> None:
    """Not before the entry above it."""
    read = read_whole("".join(lines_of("fast-pump")), now=NOW)
    (first,) = extend(read, [WEIGHT], now=NOW)
    later = read_further(read, [first], now=NOW)
    assert links_after(read.last, first.line + "\n") == [first]
    (second,) = extend(later, [WEIGHT | {"id": "other"}], now=NOW + timedelta(hours=1))
    assert (first.hash, "2026-11-20T13:00:00+00:00") == (second.prev, second.content["recorded_at"])

"""A pasted laboratory report: lines of text become results, units and limits kept as they stand.

Nothing is converted and nothing is guessed: a line whose test, value or unit is not understood is
given back as it was.
"""

from __future__ import annotations

import re

from hepatica.casefile.laboratory import REPORTED_AS
from hepatica.core.frozen import frozen

_TEST = {name: test for test, names in REPORTED_AS.items() for name in names}
_NUMBER = r"\d+(?:[.,]\d+)?"
_UNIT = r"[A-Za-zµμ%][A-Za-z0-9µμ^*/.]*|10[*^][0-9]+/[A-Za-z]+|x?10\^?9/L"
_LINE = re.compile(
    rf"^\s*(?P<name>[A-Za-z][A-Za-z .,()-]*?)\s*[:;,\t ]\s*(?P<flag>[HL*+-]*)\s*"
    rf"(?P<below>[<>]?)\s*(?P<value>{_NUMBER})\s*[HL*]?\s*(?P<unit>{_UNIT})?\s*(?P<rest>.*)$"
)
_RANGE = re.compile(rf"(?:{_NUMBER}\s*[-–]\s*|<\s*=?\s*|≤\s*|up to\s*)(?P<upper>{_NUMBER})")


@frozen
class PastedResult:
    """One result as the report writes it; `upper_limit` has the unit of the value."""

    test: str
    value: str
    unit: str
    upper_limit: str
    line: str


@frozen
class PastedReport:
    """What was understood of a report, and the lines that were not."""

    results: tuple[PastedResult, ...]
    not_understood: tuple[str, ...]


def read_report(text: str) -> PastedReport:
    """The results in a pasted text.

    A test that stands twice with different values is given back as not understood: a person
    chooses.
    """
    found: dict[str, PastedResult] = {}
    left: list[str] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        result = _result(line)
        if result is None:
            left.append(line)
        elif result.test in found and found[result.test].value != result.value:
            left += [found.pop(result.test).line, line]
        else:
            found[result.test] = result
    return PastedReport(tuple(found.values()), tuple(left))


def _result(line: str) -> PastedResult | None:
    match = _LINE.match(line)
    if match is None:
        return None
    test = _TEST.get(re.sub(r"[^a-z]", "", match["name"].casefold()))
    if test is None or not match["unit"] or match["below"] == ">":
        return None
    upper = _RANGE.search(match["rest"])
    return PastedResult(
        test=test,
        value=match["below"] + _point(match["value"]),
        unit=_unit(match["unit"]),
        upper_limit=_point(upper["upper"]) if upper else "",
        line=line,
    )


def _point(number: str) -> str:
    """A comma before the decimals becomes a point; a report never has thousands of these tests."""
    return number.replace(",", ".")


def _unit(text: str) -> str:
    """The unit as it stands; a count has one spelling among those people write."""
    return "10*9/L" if re.fullmatch(r"[x×]?10[\^*]?9/[lL]", text) else text

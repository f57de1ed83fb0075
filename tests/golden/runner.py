"""The golden cases: every file in `cases`, one object per case.

A file holds groups; what a group says of `given`, `at`, `expect`, `origin` and `source` holds
for each of its cases, which add to it. Expected values are worked out by hand from the facts
named under `source`, never by running this project.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from hepatica.core.chart.course import Course
from hepatica.core.planning import plan
from hepatica.core.rulebook import Rulebook
from hepatica.library.loader import load_rulebook
from hepatica.library.strict_yaml import read_yaml
from tests.golden.charts import Given, fold
from tests.golden.expectations import FIELDS, LINES, differences
from tests.golden.rules import vary

CASES = Path(__file__).with_name("cases")
ORIGINS = frozenset({"by-hand", "published", "analytic", "independent-software"})
GROUP_WORDS = frozenset({"title", "origin", "source", "given", "at", "known_by", "expect"})
GIVEN_WORDS = frozenset({"chart", "change", "more", "without", "rules"})

Node = Any


@dataclass(frozen=True, slots=True)
class Golden:
    """One case: a course, the rules it varies, and what the plan must say."""

    id: str
    title: str
    origin: str
    source: str
    course: Course
    rules: Mapping[str, str]
    expect: Mapping[str, Node]

    @property
    def touches(self) -> tuple[str, ...]:
        """Words of protocol data that the case is about, as far as its text says."""
        return tuple(word for path in self.rules for word in path.split("/"))

    def passes(self, rulebook: Rulebook) -> bool:
        """Whether the plan under these rules is the expected one."""
        return not self.differences(rulebook)

    def differences(self, rulebook: Rulebook) -> list[str]:
        """Every expectation that is not met, in words."""
        rules = vary(rulebook, self.rules) if self.rules else rulebook
        return differences(plan(self.course, rules), self.expect)


@cache
def shipped_rulebook() -> Rulebook:
    """The rules as they ship."""
    return load_rulebook()


@cache
def goldens_by_file() -> Mapping[str, Sequence[Golden]]:
    """The golden cases of each file, by its name, in the order of the files."""
    return {file.stem: tuple(_of_file(file)) for file in sorted(CASES.glob("*.yaml"))}


def all_goldens() -> Sequence[Golden]:
    """Every golden case, in the order of the files."""
    return [golden for goldens in goldens_by_file().values() for golden in goldens]


def _of_file(file: Path) -> Iterator[Golden]:
    root = read_yaml(file.read_text(encoding="utf-8"), name=file.name).root
    assert isinstance(root, dict)
    groups = root["groups"]
    assert isinstance(groups, list)
    for group in groups:
        assert isinstance(group, dict)
        common = {key: node for key, node in group.items() if key != "cases"}
        cases = group["cases"]
        assert isinstance(cases, list)
        for case in cases:
            assert isinstance(case, dict)
            yield _golden(merged(common, case), group, case)


def _golden(
    whole: Mapping[str, Node], group: Mapping[str, Node], case: Mapping[str, Node]
) -> Golden:
    titles = dict.fromkeys(str(each["title"]) for each in (group, case) if "title" in each)
    sources = dict.fromkeys(str(each["source"]) for each in (group, case) if "source" in each)
    given = {**whole.get("given", {})}
    _check(whole, given)
    rules = given.pop("rules", {})
    course = fold(Given(**given), at=whole.get("at", ""), known_by=whole.get("known_by", ""))
    return Golden(
        id=whole["id"],
        title=": ".join(titles),
        origin=whole["origin"],
        source="; ".join(sources),
        course=course,
        rules=rules,
        expect=whole["expect"],
    )


def _check(whole: Mapping[str, Node], given: Mapping[str, Node]) -> None:
    """A word that is not known would be an expectation nobody checks."""
    name = whole["id"]
    expected = whole["expect"]
    unknown = {*(set(whole) - GROUP_WORDS - {"id"}), *(set(given) - GIVEN_WORDS)}
    unknown |= {w for w in expected if w not in FIELDS and w.removeprefix("no_") not in LINES}
    if unknown or whole["origin"] not in ORIGINS or not whole.get("source"):
        raise ValueError(f"{name}: {', '.join(sorted(unknown)) or 'origin and source'}")


def merged(one: Mapping[str, Node], two: Mapping[str, Node]) -> dict[str, Node]:
    """`two` added to `one`: tables joined, lists one after the other, words replaced."""
    joined = dict(one)
    for key, node in two.items():
        before = joined.get(key)
        if isinstance(before, dict) and isinstance(node, dict):
            joined[key] = merged(before, node)
        elif isinstance(before, list) and isinstance(node, list):
            joined[key] = [*before, *node]
        else:
            joined[key] = node
    return joined

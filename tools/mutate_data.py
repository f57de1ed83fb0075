"""Does a test notice when a value of a protocol, device, regimen, drug or grade is changed?

    ./dev mutate data [--only WORDS] [--jobs 2] [--no-record]

Every mutation of `tools.data_mutations` is built in memory and put to the golden cases until
one fails. A mutation counts as killed by a golden, or, where no golden can see it, by what
refuses it: the loader, the checks between values, or the protocol's own cases. Survivors are
listed, and the exit code is 1 when there are any.
"""

import argparse
import multiprocessing
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Protocol as Shape

from hepatica.core.protocol.check import check_protocol
from hepatica.core.protocol.complications import COMPLICATIONS, ComplicationTable
from hepatica.core.pump.device import Device
from hepatica.core.rulebook import Rulebook
from hepatica.core.systemic.drugs import DRUGS, DrugTable
from hepatica.core.systemic.on_fudr import COMBINED, CombinedTable
from hepatica.core.systemic.regimen import Regimen, SystemicRules
from hepatica.core.toxicity.table import GradingTable
from hepatica.library.cases import cases_from_text, failed_cases
from hepatica.library.combined import combined_from_text
from hepatica.library.complications import complications_from_text
from hepatica.library.errors import InputErrors
from hepatica.library.folders import read_text_of, read_texts
from hepatica.library.grades import grading_from_text
from hepatica.library.loader import (
    CASES_FILE,
    TABLES,
    load_device_from_text,
    load_rulebook,
    load_table,
    part_of,
    shipped,
    shipped_devices,
    shipped_gradings,
    shipped_protocols,
    shipped_regimens,
    shipped_sources,
)
from hepatica.library.regimens import drugs_from_text, regimen_from_text
from hepatica.library.strict_yaml import Node, read_yaml
from tools import evidence
from tools.data_mutations import Mutation, mutations_of

ROOT = Path(__file__).resolve().parent.parent
APPROVALS = ROOT / "examples" / "approvals-synthetic.yaml"
# A regimen and a protocol may have one name: "regimens/icca-gemox/2026.1".
REGIMENS = "regimens/"
SOURCES = ["src/hepatica/core", "src/hepatica/library", "tests/golden", "tools/data_mutations.py"]


class Golden(Shape):
    """One golden case, as tests/golden/runner.py gives it."""

    @property
    def id(self) -> str:
        """The name it is reported by."""
        ...

    def passes(self, rulebook: Rulebook) -> bool:
        """Whether the plan under these rules is still the expected one."""
        ...


@dataclass(frozen=True, slots=True)
class Subject:
    """What a mutation belongs to: a protocol, a device, a regimen, a table, with its trees."""

    name: str
    roots: Mapping[str, Node]
    cases: str
    mutations: tuple[Mutation, ...]

    @property
    def is_protocol(self) -> bool:
        """Whether this is a protocol; only protocols bring cases along."""
        return bool(self.cases)

    @property
    def is_systemic(self) -> bool:
        """Whether this is a regimen, or what holds of the drugs of all."""
        return self.name == DRUGS or self.name.startswith(REGIMENS)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What noticed a mutation: a golden, a check, both or none."""

    mutation: str
    golden: str = ""
    check: str = ""

    @property
    def survived(self) -> bool:
        """Whether nothing noticed."""
        return not self.golden and not self.check


@cache
def subjects() -> dict[str, Subject]:
    """Every shipped protocol, device, regimen and table, with their mutations."""
    found = [_protocol_subject(name) for name in shipped_protocols()]
    found += [*map(_device_subject, shipped_devices()), _complications_subject()]
    found += map(_grading_subject, shipped_gradings())
    found += [*map(_regimen_subject, shipped_regimens()), _drugs_subject(), _combined_subject()]
    return {one.name: one for one in found}


def _protocol_subject(name: str) -> Subject:
    texts = read_texts(shipped_protocols()[name])
    roots = {file: read_yaml(texts[file], name=file).root for file in TABLES}
    mutations = tuple(
        m for file, kind in TABLES.items() for m in mutations_of(file, kind, roots[file])
    )
    return Subject(name, roots, texts[CASES_FILE], mutations)


def _device_subject(name: str) -> Subject:
    root = read_yaml(read_text_of(shipped_devices()[name]), name=name).root
    return Subject(name, {name: root}, "", mutations_of(name, Device, root))


def _complications_subject() -> Subject:
    name = COMPLICATIONS
    text = read_text_of(shipped().joinpath(f"{name}.yaml"))
    root = read_yaml(text, name=name).root
    return Subject(name, {name: root}, "", mutations_of(name, ComplicationTable, root))


def _grading_subject(name: str) -> Subject:
    root = read_yaml(read_text_of(shipped_gradings()[name]), name=name).root
    return Subject(name, {name: root}, "", mutations_of(name, GradingTable, root))


def _regimen_subject(name: str) -> Subject:
    file = f"{REGIMENS}{name}"
    root = read_yaml(read_text_of(shipped_regimens()[name]), name=name).root
    return Subject(file, {file: root}, "", mutations_of(file, Regimen, root))


def _drugs_subject() -> Subject:
    root = read_yaml(read_text_of(shipped().joinpath(f"{DRUGS}.yaml")), name=DRUGS).root
    return Subject(DRUGS, {DRUGS: root}, "", mutations_of(DRUGS, DrugTable, root))


def _combined_subject() -> Subject:
    root = read_yaml(read_text_of(shipped().joinpath(f"{COMBINED}.yaml")), name=COMBINED).root
    return Subject(COMBINED, {COMBINED: root}, "", mutations_of(COMBINED, CombinedTable, root))


@cache
def base() -> Rulebook:
    """The shipped rules with every value approved, so that only behaviour differs."""
    return load_rulebook(APPROVALS)


@cache
def goldens() -> Sequence[Golden]:
    """All golden cases: of plans, then of tables, devices, grades and systemic treatment."""
    from tests.golden.both_arms import both_arms_goldens
    from tests.golden.device_facts import device_goldens
    from tests.golden.grading import grading_goldens
    from tests.golden.regimens import regimen_goldens
    from tests.golden.runner import all_goldens
    from tests.golden.systemic import systemic_goldens
    from tests.golden.tables import table_goldens

    of_tables = [*table_goldens(), *device_goldens(), *grading_goldens()]
    systemic = [*regimen_goldens(), *systemic_goldens(), *both_arms_goldens()]
    found: Sequence[Golden] = [*all_goldens(), *of_tables, *systemic]
    return found


def order_for(subject: Subject) -> list[Golden]:
    """The goldens with those first that name the protocol: the one that notices is soon found."""
    return sorted(goldens(), key=lambda golden: _protocol_of(golden) != subject.name)


def _protocol_of(golden: Golden) -> str:
    """The protocol that a golden about tables names; a plan's chart names its own."""
    return getattr(golden, "protocol", "")


def mutated(subject: Subject, mutation: Mutation) -> Rulebook:
    """The shipped rules with one value changed.

    The list of values keeps the unchanged ones: an approval that no longer covers a value
    would make every plan a draft, and a golden would notice that instead of the change.

    Raises:
        InputErrors: the loader refuses the changed file.
    """
    text = mutation.of(subject.roots[mutation.file])
    book = base()
    if subject.name == COMPLICATIONS:
        loaded = complications_from_text(text, sources=shipped_sources())
        return replace(book, complications=loaded.table)
    if subject.name == COMBINED:
        arms = combined_from_text(text, sources=shipped_sources())
        return replace(book, combined={COMBINED: arms.table})
    if subject.name in book.grading:
        graded = grading_from_text(text, name=subject.name, sources=shipped_sources())
        return replace(book, grading={**book.grading, subject.name: graded.table})
    if subject.is_systemic:
        return replace(book, systemic=_systemic_of(subject.name, text, book))
    if not subject.is_protocol:
        device = load_device_from_text(text, name=mutation.file).device
        return replace(book, devices={**book.devices, subject.name: device})
    table, part = load_table(mutation.file, text), part_of(mutation.file)
    changed = replace(book.protocols[subject.name], **{part: table})
    return replace(book, protocols={**book.protocols, subject.name: changed})


def _systemic_of(subject: str, text: str, book: Rulebook) -> dict[str, SystemicRules]:
    """Every regimen, one of them changed; or all of them with a changed table of drugs."""
    rules = dict(book.systemic)
    if subject == DRUGS:
        table = drugs_from_text(text, sources=shipped_sources()).table
        return {name: SystemicRules(each.regimen, table) for name, each in rules.items()}
    name = subject.removeprefix(REGIMENS)
    regimen = regimen_from_text(text, name=name, sources=shipped_sources()).regimen
    return {**rules, name: SystemicRules(regimen, rules[name].drugs)}


def judge(subject: Subject, mutation: Mutation, order: list[Golden]) -> Verdict:
    """What notices a mutation; the golden that did moves to the front of `order`."""
    name = _full_name(subject, mutation)
    try:
        book = mutated(subject, mutation)
    except InputErrors as refusal:
        return Verdict(name, check=f"loader {refusal.errors[0].code.name}")
    killer = next((golden for golden in order if not _passes(golden, book)), None)
    if killer is not None:
        order.remove(killer)
        order.insert(0, killer)
    return Verdict(name, killer.id if killer else "", _refused_by(subject, book))


def _passes(golden: Golden, book: Rulebook) -> bool:
    try:
        return golden.passes(book)
    except Exception:  # noqa: BLE001  # whatever goes wrong, the golden has noticed the change
        return False


def _refused_by(subject: Subject, book: Rulebook) -> str:
    # A changed device concerns every protocol, a changed protocol only itself, others none.
    concerned = [subject.name] if subject.is_protocol else book.protocols
    if subject.name in book.grading or subject.is_systemic:
        return ""
    for name in concerned:
        problems = check_protocol(book.protocols[name], book.devices.values())
        if problems:
            return f"check {problems[0].path}"
    if subject.is_protocol:
        failed = failed_cases(book.protocols[subject.name], cases_from_text(subject.cases))
        if failed:
            return failed[0].path
    return ""


_cases = cache(cases_from_text)


def _judge_group(group: tuple[str, tuple[int, ...]]) -> list[Verdict]:
    """Neighbouring mutations, so that the golden that killed one is first to try the next."""
    name, positions = group
    subject = subjects()[name]
    order = order_for(subject)
    return [judge(subject, subject.mutations[position], order) for position in positions]


def _groups(only: str) -> Iterator[tuple[str, tuple[int, ...]]]:
    for subject in subjects().values():
        chosen = [
            (position, mutation)
            for position, mutation in enumerate(subject.mutations)
            if all(word in _full_name(subject, mutation) for word in only.split())
        ]
        for _, members in groupby(chosen, key=lambda one: _table_of(one[1])):
            yield subject.name, tuple(position for position, _ in members)


def _full_name(subject: Subject, mutation: Mutation) -> str:
    return f"{subject.name}/{mutation.name}" if subject.is_protocol else mutation.name


def _table_of(mutation: Mutation) -> str:
    """The list of rows that a mutation belongs to, or the file with its single values."""
    file, *rest = mutation.name.partition(": ")[0].split("/")
    return f"{file}/{rest[0]}" if len(rest) > 1 else file


def run(only: str, jobs: int) -> list[Verdict]:
    """Judge every chosen mutation; says how far it is on standard error."""
    groups = list(_groups(only))
    total = sum(len(positions) for _, positions in groups)
    verdicts: list[Verdict] = []
    with multiprocessing.Pool(jobs) as pool:
        for found in pool.imap(_judge_group, groups):
            verdicts += found
            print(f"\r{len(verdicts)} of {total}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return verdicts


def figures(verdicts: Sequence[Verdict]) -> dict[str, object]:
    """What is recorded of a run."""
    return {
        "mutations": len(verdicts),
        "goldens": len(goldens()),
        "killed_by_a_golden": sum(bool(v.golden) for v in verdicts),
        "refused_by_a_check": sum(bool(v.check) for v in verdicts),
        "refused_by_a_check_only": sum(bool(v.check) and not v.golden for v in verdicts),
        "refused_by_the_loader": sum(v.check.startswith("loader") for v in verdicts),
        "survivors": [v.mutation for v in verdicts if v.survived],
        "noticed_by": {
            v.mutation: " and ".join(filter(None, (v.golden, v.check))) for v in verdicts
        },
    }


def main(arguments: Sequence[str]) -> int:
    """Run the mutations, say what was found, and record it."""
    parser = argparse.ArgumentParser(prog="./dev mutate data", description=__doc__.split("\n")[0])
    parser.add_argument("--only", default="", help='words of the mutations to run: "liver hold"')
    parser.add_argument("--jobs", type=int, default=2, help="processes at once")
    parser.add_argument("--no-record", action="store_true", help="do not write docs/evidence")
    options = parser.parse_args(arguments)
    failing = [golden.id for golden in goldens() if not _passes(golden, base())]
    if failing:
        print(f"These goldens fail without any change: {', '.join(failing)}")
        return 2
    verdicts = run(options.only, options.jobs)
    found = figures(verdicts)
    for name, value in found.items():
        if isinstance(value, int):
            print(f"{name.replace('_', ' ')}: {value}")
    for verdict in verdicts:
        if verdict.survived:
            print(f"SURVIVED  {verdict.mutation}")
    if not options.only and not options.no_record:
        evidence.write("data-mutation", found, SOURCES)
    return 1 if found["survivors"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

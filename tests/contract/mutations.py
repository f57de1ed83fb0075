"""Whole files spoiled in one named way, each with its code stated beforehand."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.contract.case_text import EVERY_KIND

Spoil = Callable[[str], bytes]


@dataclass(frozen=True)
class Mutation:
    """A way to spoil a file, and the first code that must come of it."""

    name: str
    code: str
    spoil: Spoil


def swap(old: str, new: str, encoding: str = "utf-8") -> Spoil:
    """Replace the one place where `old` stands first."""

    def spoil(text: str) -> bytes:
        assert old in text, old
        return text.replace(old, new, 1).encode(encoding)

    return spoil


def add(entry: str) -> Spoil:
    """Add an entry at the end."""
    return lambda text: f"{text}  - {entry}\n".encode()


def instead(text: str) -> Spoil:
    """Another text altogether."""
    return lambda _: text.encode()


HEADER = "case: spoiled\nsynthetic: yes\nutc_offset: Z\n"
WEIGHT = "weight: 70 kg\n"

MUTATIONS = [
    # the file
    Mutation("empty file", "E101", instead("")),
    Mutation("comments only", "E101", instead("# nothing here\n\n")),
    Mutation("huge file", "E102", lambda text: text.encode() + b"#" * 2_000_000),
    Mutation("latin-1", "E103", swap("surgeon\n", "chirurgié\n", "latin-1")),
    Mutation("byte order mark", "E104", lambda text: ("\ufeff" + text).encode()),
    Mutation("NUL", "E104", swap("central", "cen\0tral")),
    Mutation("direction mark", "E104", swap("central", "cen\u202etral")),
    Mutation("lone carriage return", "E104", swap("weight: 70 kg\n", "weight: 70 kg\r")),
    Mutation("truncated in a table", "E105", lambda t: t[: t.index("upper_limit: 40")].encode()),
    Mutation("truncated in a key", "E105", lambda t: t[: t.index("ight: 70 kg")].encode()),
    Mutation("tabs", "E105", swap("    kind: enrolment", "\tkind: enrolment")),
    Mutation("indentation", "E105", swap("    kind: enrolment", "     kind: enrolment")),
    Mutation("comma in flow form", "E112", swap("value: 2.4 mg/dL", "value: 2,4 mg/dL")),
    Mutation("text over two lines", "E105", swap("reason: stable", "reason: very\n      stable")),
    Mutation("unclosed quote", "E105", swap('version: "3.1"', 'version: "3.1')),
    Mutation("question mark key", "E105", swap("    weight: 70", "    ? weight: 70")),
    Mutation("deep nesting", "E106", swap("text: seen", "text: " + "[" * 13 + "]" * 13 + " #")),
    Mutation("duplicate key", "E107", swap(WEIGHT, WEIGHT + "    weight: 71 kg\n")),
    Mutation("duplicate key in flow form", "E107", swap("{ast: 300", "{alp: 1 U/L, ast: 300")),
    Mutation("anchor", "E108", swap("weight: 70 kg", "weight: &w 70 kg")),
    Mutation("alias", "E108", swap("weight: 70 kg", "weight: *w")),
    Mutation("merge", "E108", swap(WEIGHT, WEIGHT + "    <<: *w\n")),
    Mutation("tag", "E109", swap("weight: 70 kg", "weight: !!str 70 kg")),
    Mutation("directive", "E109", lambda text: b"%YAML 1.2\n---\n" + text.encode()),
    Mutation("second document", "E110", lambda text: text.encode() + b"---\ncase: other\n"),
    # the shape
    Mutation("list instead of a table", "E111", instead("- case: spoiled\n")),
    Mutation("one word", "E111", instead("spoiled\n")),
    Mutation("entries is no list", "E111", instead(HEADER + "entries: none\n")),
    Mutation("entry is no table", "E111", instead(HEADER + "entries: [weight]\n")),
    Mutation("list as a value", "E111", swap("weight: 70 kg", "weight: [70 kg]")),
    Mutation("unknown field", "E112", swap(WEIGHT, WEIGHT + "    wieght: 70 kg\n")),
    Mutation("unknown header field", "E112", lambda text: b"patient: x\n" + text.encode()),
    Mutation("identity in the header", "E112", lambda text: b"name: x\n" + text.encode()),
    Mutation("unknown test", "E112", swap("platelets:", "platlets:")),
    Mutation("no case id", "E113", swap("case: every-kind\n", "")),
    Mutation("no entries", "E113", instead(HEADER)),
    Mutation("liver test missing", "E113", swap("liver_tests: {ast: 300 U/L, ", "liver_tests: {")),
    Mutation("unknown kind", "E114", swap("kind: weight", "kind: wait")),
    Mutation("withdrawn although failed", "E115", swap("result: emptied", "result: failed")),
    Mutation("fudr in saline", "E115", swap("content: fudr", "content: heparinised-saline")),
    Mutation("state of dpyd", "E115", swap("activity: 2\n", "activity: 2\n    state: present\n")),
    Mutation("case id with a blank", "E116", swap("case: every-kind", "case: every kind")),
    Mutation("entry id with a full stop", "E116", swap("id: e04", "id: e.04")),
    Mutation("short head hash", "E116", swap("chart_head: UNSEALED", "chart_head: abc123")),
    Mutation("duplicate id", "E117", swap("id: e04", "id: e03")),
    Mutation("empty value", "E118", swap("weight: 70 kg", "weight:")),
    Mutation("empty quotes", "E118", swap("model: intera-3000", "model: ' '")),
    Mutation("empty list", "E118", swap("roles: [radiologist, surgeon]", "roles: []")),
    Mutation(
        "no results", "E118", add("{id: e30, kind: laboratory_panel, at: 2025-02-14, results: {}}")
    ),
    # numbers, units, words
    Mutation("word for a number", "E120", swap("70 kg", "seventy kg")),
    Mutation("unit stuck to the number", "E120", swap("weight: 70 kg", "weight: 70kg")),
    Mutation("leading zero", "E120", swap("weight: 70 kg", "weight: 070 kg")),
    Mutation("hexadecimal", "E120", swap("weight: 70 kg", "weight: 0x46 kg")),
    Mutation("underscore", "E120", swap("weight: 70 kg", "weight: 7_0 kg")),
    Mutation("nan", "E121", swap("weight: 70 kg", "weight: nan kg")),
    Mutation("infinity", "E121", swap("weight: 70 kg", "weight: -Infinity kg")),
    Mutation("1e308", "E122", swap("weight: 70 kg", "weight: 1e308 kg")),
    Mutation("1e-9", "E122", swap("weight: 70 kg", "weight: 1.0E-9 kg")),
    Mutation("unicode minus", "E123", swap("weight: 70 kg", "weight: −70 kg")),
    Mutation("unicode digits", "E123", swap("weight: 70 kg", "weight: ٧٠ kg")),
    Mutation("full-width digits", "E123", swap("weight: 70 kg", "weight: \uff17\uff10 kg")),
    Mutation("plus sign", "E123", swap("weight: 70 kg", "weight: +70 kg")),
    Mutation("comma decimal", "E124", swap("weight: 70 kg", "weight: 70,5 kg")),
    Mutation("comma for thousands", "E124", swap("amount: 30000 units", "amount: 30,000 units")),
    Mutation("30 digits", "E125", swap("weight: 70 kg", "weight: 70." + "1" * 28 + " kg")),
    Mutation("negative", "E126", swap("weight: 70 kg", "weight: -70 kg")),
    Mutation("weight zero", "E127", swap("weight: 70 kg", "weight: 0.0 kg")),
    Mutation("flow zero", "E127", swap("label_flow: 1.3 mL/day", "label_flow: 0 mL/day")),
    Mutation("volume zero", "E127", swap("volume: 30 mL", "volume: 0 mL")),
    Mutation("no unit", "E128", swap("weight: 70 kg", "weight: 70")),
    Mutation("plural unit", "E129", swap("weight: 70 kg", "weight: 154 lbs")),
    Mutation(
        "two fields swapped",
        "E129",
        swap("1.3 mL/day\n    reservoir: 30 mL", "30 mL\n    reservoir: 1.3 mL/day"),
    ),
    Mutation("unit in capitals", "E129", swap("weight: 70 kg", "weight: 70 KG")),
    Mutation("unknown word", "E130", swap("content: fudr", "content: FUDR")),
    Mutation("activity between", "E130", swap("activity: 2", "activity: 1.2")),
    Mutation("true for yes", "E131", swap("synthetic: yes", "synthetic: true")),
    Mutation("percent zero", "E132", swap("percent: 100", "percent: 0")),
    Mutation("percent over a hundred", "E132", swap("percent: 100", "percent: 100.01")),
    Mutation("weight below a limit", "E133", swap("weight: 70 kg", "weight: <70 kg")),
    Mutation("year of two digits", "E134", swap("year_of_birth: 1961", "year_of_birth: 61")),
    # times
    Mutation("29 February 2025", "E140", swap("at: 2025-02-10", "at: 2025-02-29")),
    Mutation("day first", "E140", swap("at: 2025-02-10", "at: 10.02.2025")),
    Mutation("month 13", "E140", swap("at: 2025-02-10", "at: 2025-13-10")),
    Mutation("unicode digits in a day", "E140", swap("at: 2025-02-10", "at: ٢٠٢٥-02-10")),
    Mutation("24:00", "E141", swap("at: 2025-02-03T09:00+01:00", "at: 2025-02-03T24:00+01:00")),
    Mutation("half a time", "E141", swap("at: 2025-02-03T09:00+01:00", "at: 2025-02-03T09+01:00")),
    Mutation("naive time", "E142", swap("at: 2025-02-03T09:00+01:00", "at: 2025-02-03T09:00")),
    Mutation("offset +25:00", "E143", swap("T09:00+01:00", "T09:00+25:00")),
    Mutation("offset of the case", "E143", swap('"+01:00"', '"+25:00"')),
    Mutation("offset as a name", "E143", swap('"+01:00"', "Europe/Zurich")),
    Mutation("future", "E144", swap("at: 2025-02-10", "at: 2026-10-10")),
    Mutation(
        "future by its offset",
        "E144",
        add("{id: e30, kind: note, text: x, at: 2026-03-01T12:00-01:00}"),
    ),
    Mutation("recorded before", "E145", swap("T12:00+01:00", "T07:59+01:00")),
    Mutation("until before since", "E146", swap("until: 2025-02-03", "until: 2025-01-31")),
    # references
    Mutation("forward reference", "E150", swap("about: e10", "about: e21")),
    Mutation("reference to itself", "E150", swap("about: e10", "about: e20")),
    Mutation("reference to nothing", "E150", swap("voids: e11", "voids: e99")),
    Mutation("order is no order", "E151", swap("order: e14", "order: e15")),
    Mutation(
        "correction of a void",
        "E151",
        add("{id: e30, kind: correction, at: 2025-02-14, corrects: e24, entry: {}, reason: x}"),
    ),
    Mutation(
        "correction of a confirmation",
        "E151",
        add("{id: e30, kind: correction, at: 2025-02-14, corrects: e21, entry: {}, reason: x}"),
    ),
    Mutation("correction into another kind", "E112", swap("entry: {weight", "entry: {height")),
    Mutation("correction of the time", "E112", swap("entry: {", "entry: {at: 2025-01-01, ")),
    # the sealed form
    Mutation("sealed chart of half a line", "E160", instead('{"chart":{"case":"x"')),
    Mutation(
        "sealed chart with wrong hash",
        "E161",
        instead(
            '{"chart":{"case":"x","schema":"1","synthetic":"yes","utc_offset":"Z"},'
            f'"hash":"{"1" * 64}","prev":"{"0" * 64}"}}\n'
        ),
    ),
    # values
    Mutation("tenfold laboratory value", "E201", swap("ast: {value: 300", "ast: {value: 3000")),
    Mutation("micromoles read as milligrams", "E201", swap("limit: 1.2 mg", "limit: 20.5 mg")),
    Mutation(
        "milligrams read as micromoles", "E201", swap("limit: 1.2 mg/dL", "limit: 1.2 umol/L")
    ),
    Mutation("AST and ALP limits swapped", "E201", swap("upper_limit: 105", "upper_limit: 40")),
    Mutation("pounds for kilograms", "E202", swap("{weight: 72 kg}", "{weight: 72 lb}")),
    Mutation("flow of another pump", "E203", swap("flow: 1.4 mL/day", "flow: 3.4 mL/day")),
]


def base_text() -> str:
    """The text of the base case."""
    return EVERY_KIND.read_text(encoding="utf-8")

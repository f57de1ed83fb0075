"""FUDR from liver tests: the printed tables, hold and restart, drift, and the first dose."""

from fractions import Fraction
from functools import lru_cache
from typing import Any

from tests.differential.second.chart import newest, signed
from tests.differential.second.clock import HOUR, number

Entry = dict[str, Any]
F = Fraction

WINDOW = 72 * HOUR
TABLE_TESTS = ("ast", "alp", "bilirubin")
UMOL_PER_MG = F("17.104")
# test: (edge of the reference band, row at or below it, row above it);
# a row is (80 from, 50 from, hold from, restart below, restart percent).
LIVER = {
    "ast": (F(50), (3, 4, 5, 4, 50), (2, 3, 4, 3, 50)),
    "alp": (F(90), (None, F("1.5"), 2, F("1.5"), 25), (None, F("1.2"), F("1.5"), F("1.2"), 25)),
    "bilirubin": (
        F("1.2"),
        (None, F("1.5"), 2, F("1.5"), 25),
        (None, F("1.2"), F("1.5"), F("1.2"), 25),
    ),
}


def canonical(value: Fraction, unit: str) -> Fraction:
    """U/L, mg/dL and 10*9/L from what the laboratory wrote."""
    return value / UMOL_PER_MG if unit == "umol/L" else value


def result(raw: Entry) -> Entry:
    """One laboratory result with its numbers."""
    return read_result(raw["value"], raw["unit"], raw.get("upper"))


@lru_cache(maxsize=65536)
def read_result(text: str, unit: str, upper: str | None) -> Entry:
    """A result from its texts; nobody changes what this returns."""
    below = text.startswith("<")
    value = number(text.lstrip("<"))
    limit = None if upper is None else number(upper)
    return {
        "key": (text, unit), "reported": value, "unit": unit, "below": below,
        "value": canonical(value, unit), "upper": limit,
    }  # fmt: skip


def samples(chart: Entry) -> list[Entry]:
    """Every sample, earliest first; `t` is when it was drawn."""
    if "samples" not in chart:
        chart["samples"] = [
            {"t": p["early"], "known": p["known"], "late": p["late"],
             "tests": {k: result(v) for k, v in p["results"].items()}}
            for p in chart["laboratory_panel"]
        ]  # fmt: skip
    found: list[Entry] = chart["samples"]
    return found


def complete(sample: Entry) -> bool:
    """Whether the sample has all three tests of the table."""
    return all(t in sample["tests"] for t in TABLE_TESTS)


def pair(now: Entry, ref: Entry) -> tuple[Fraction, Fraction]:
    """Now and reference in the unit the laboratory wrote if it is the same, else converted."""
    if now["unit"] == ref["unit"]:
        return now["reported"], ref["reported"]
    return now["value"], ref["value"]


def row(test: str, ref: Entry) -> Any:
    """The row of the table for this reference value."""
    edge, low, high = LIVER[test]
    return low if ref["value"] <= edge else high


def percent(test: str, now: Entry, ref: Entry) -> int:
    """100, 80, 50, or 0 for hold."""
    return look_up(test, now["key"], ref["key"])


@lru_cache(maxsize=65536)
def look_up(test: str, now_key: tuple[str, str], ref_key: tuple[str, str]) -> int:
    """The percent of the table for two results as written."""
    now, ref = read_result(*now_key, None), read_result(*ref_key, None)
    to_80, to_50, hold, _, _ = row(test, ref)
    a, b = pair(now, ref)
    if a < b:
        return 100
    if a >= hold * b:
        return 0
    if a >= to_50 * b:
        return 50
    if to_80 is not None and a >= to_80 * b:
        return 80
    return 100


def highest(found: list[Entry]) -> dict[str, Entry]:
    """The highest value of each test among samples."""
    best: dict[str, Entry] = {}
    for sample in found:
        for test, value in sample["tests"].items():
            if test not in best or value["value"] > best[test]["value"]:
                best[test] = value
    return best


def reference(chart: Entry, last: Entry) -> dict[str, Entry] | None:
    """The values that the order of the last FUDR fill acted on; else the day's sample."""
    order = chart["by_id"].get(last.get("order") or "")
    if order is not None and order["kind"] == "order_signed":
        tests = {k: result(v) for k, v in order["liver_tests"].items()}
        if all(t in tests for t in TABLE_TESTS):
            return tests
    near = [
        s
        for s in samples(chart)
        if last["late"] - WINDOW <= s["t"] and s["late"] <= last["early"] and complete(s)
    ]
    return near[-1]["tests"] if near else None


def usable(ref: dict[str, Entry] | None, test: str) -> bool:
    """Whether the test has a reference that a ratio can be taken against."""
    return ref is not None and test in ref and not ref[test]["below"]


def at_hold(sample: Entry, ref: dict[str, Entry] | None) -> set[str]:
    """The tests of a sample that reach hold against the reference."""
    return {
        t
        for t in TABLE_TESTS
        if t in sample["tests"]
        and ref is not None
        and usable(ref, t)
        and percent(t, sample["tests"][t], ref[t]) == 0
    }


def baseline(chart: Entry, before: int) -> dict[str, Entry] | None:
    """The latest complete sample at or before an instant."""
    found = [s for s in samples(chart) if s["late"] <= before and complete(s)]
    return found[-1]["tests"] if found else None


def learned_at_hold(chart: Entry, last: Entry, ref: dict[str, Entry] | None) -> list[Entry]:
    """Samples at hold that were drawn, or came to be known, after the last FUDR fill (P1)."""
    if ref is None and chart["pump_implanted"]:
        ref = baseline(chart, chart["pump_implanted"][0]["early"])
    late = [s for s in samples(chart) if max(s["late"], s["known"]) > last["early"]]
    return [s for s in late if at_hold(s, ref)]


def fresh_samples(chart: Entry, after: int) -> list[Entry]:
    """Samples in the 72 h before now, and after an instant."""
    now = chart["at"]
    return [s for s in samples(chart) if now - WINDOW <= s["t"] <= now and s["t"] > after]


def judging_fill(chart: Entry, given: list[Entry], procedures: list[Entry]) -> Entry:
    """The FUDR fill that still counts: FUDR given against an open hold does not end the hold."""
    judging = given[0]
    for fill in given[1:]:
        if not against_hold(chart, judging, fill, procedures):
            judging = fill
    return judging


def against_hold(chart: Entry, judging: Entry, fill: Entry, procedures: list[Entry]) -> bool:
    """Whether a hold was open at a fill and its tests had not come back far enough."""
    ref = reference(chart, judging)
    if ref is None:
        return False
    between = [s for s in samples(chart) if judging["t"] < s["t"] <= fill["t"]]
    inside = [p for p in procedures if judging["t"] < p["late"] and p["early"] <= fill["t"]]
    # After a procedure the first-dose table judges: samples since then open no hold.
    before = [s for s in between if not inside or s["t"] <= inside[-1]["late"]]
    held = {t for s in before for t in at_hold(s, ref)}
    fresh = [s for s in between if fill["t"] - s["t"] <= WINDOW]
    if not held:
        return False
    if missing(fresh) or not all(usable(ref, t) for t in TABLE_TESTS):
        return True
    now = highest(fresh)
    if any(percent(t, now[t], ref[t]) == 0 for t in TABLE_TESTS):
        return True
    return any(not back_below(t, now[t], ref[t]) for t in held)


def back_below(test: str, now: Entry, ref: Entry) -> bool:
    """Whether a held test lies below its restart limit."""
    a, b = pair(now, ref)
    return bool(a < row(test, ref)[3] * b)


def assess(chart: Entry, last: Entry, evacuation: Entry | None) -> Entry:
    """Everything the table needs: reference, open hold, and the values that count as now."""
    ref = reference(chart, last)
    later = [s for s in samples(chart) if s["t"] > last["t"]]
    held_by = [(s, at_hold(s, ref)) for s in later]
    held_by = [(s, tests) for s, tests in held_by if tests]
    fresh = fresh_samples(chart, last["t"])
    emptied = []
    if evacuation is not None:
        emptied = [s for s in later if abs(s["t"] - evacuation["early"]) <= WINDOW]
    return {
        "ref": ref, "held_by": held_by, "learned": learned_at_hold(chart, last, ref),
        "held": {t for _, tests in held_by for t in tests},
        "fresh": fresh, "emptied": emptied, "evacuated": evacuation is not None, "later": later,
    }  # fmt: skip


def missing(found: list[Entry]) -> bool:
    """Whether any test of the table has no value among samples."""
    return not set(TABLE_TESTS) <= set(highest(found))


def within_normal_signed(chart: Entry, now: dict[str, Entry], parts: dict[str, int]) -> bool:
    """Whether a signature sets aside a reduction that rests on normal values only (D7)."""
    reducing = [t for t, p in parts.items() if 0 < p < 100]
    if not reducing:
        return False
    normal = all(
        now[t]["upper"] is not None and now[t]["reported"] <= now[t]["upper"] for t in reducing
    )
    return normal and signed_since_newest(chart, "R-within-normal")


def signed_since_newest(chart: Entry, rule: str) -> bool:
    """Whether `rule` was signed no earlier than the newest sample was drawn."""
    last = newest(chart["laboratory_panel"])
    since = last["early"] if last else None
    return signed(chart, rule, since=since, roles="prescriber") is not None


def table(chart: Entry, now: dict[str, Entry], ref: dict[str, Entry]) -> Entry:
    """The day's result: the lowest percent of the tests."""
    parts = {t: percent(t, now[t], ref[t]) for t in TABLE_TESTS}
    set_aside = within_normal_signed(chart, now, parts)
    if set_aside:
        parts = {t: 100 if 0 < p < 100 else p for t, p in parts.items()}
    return {"percent": min(parts.values()), "set_aside": set_aside}


def retreatment(chart: Entry, seen: Entry, served: bool) -> Entry:
    """The answer of the liver table with hold and restart: word, percent, codes."""
    ref = seen["ref"]
    if seen["held_by"]:
        return restart(chart, seen, served)
    code = ""
    if missing(seen["fresh"]):
        code = "no-fresh-sample"
    elif seen["evacuated"] and missing(seen["emptied"]):
        code = "no-emptied-day-sample"
    now = {} if code else highest(seen["fresh"] + seen["emptied"])
    if ref is None or not all(usable(ref, t) for t in TABLE_TESTS):
        return {"word": "cannot-decide", "code": "no-reference", "now": now}
    if code:
        return {"word": "cannot-decide", "code": code, "now": now}
    day = table(chart, now, ref)
    return {"word": "give", "code": f"table-{day['percent']}", "now": now, **day}


def restart(chart: Entry, seen: Entry, served: bool) -> Entry:
    """Whether an open hold ends today, and at what percent of the last dose given."""
    now = highest(seen["fresh"])
    hold = {"word": "hold", "now": now}
    ref = seen["ref"]
    if not served:
        return {**hold, "code": "hold-not-served"}
    if missing(seen["fresh"]) or not all(usable(ref, t) for t in TABLE_TESTS):
        return {**hold, "code": "hold-no-fresh-sample"}
    day = table(chart, now, ref)
    if day["percent"] == 0:
        return {**hold, "code": "hold-again"}
    percents = [day["percent"]]
    for test in seen["held"]:
        _, _, _, below, restart_percent = row(test, ref[test])
        a, b = pair(now[test], ref[test])
        if not a < below * b:
            return {**hold, "code": "hold-not-recovered"}
        percents.append(restart_percent)
    return {"word": "give", "code": "restart", "now": now, "percent": min(percents),
            "set_aside": day["set_aside"]}  # fmt: skip


def drift(chart: Entry, now: dict[str, Entry], base: dict[str, Entry] | None) -> str:
    """The same table against the pre-therapy values: its percent, or why it has none (D3)."""
    if base is None or not all(usable(base, t) for t in TABLE_TESTS):
        return "no-baseline"
    if not set(TABLE_TESTS) <= set(now):
        return "unknown"
    return str(min(percent(t, now[t], base[t]) for t in TABLE_TESTS))


def first_dose_test(test: str, value: Entry, before: dict[str, Entry] | None) -> int | None:
    """100, 80, 50, 0 for hold, or None when the limit is not known (table 2.2)."""
    if test in ("bilirubin", "alp"):
        upper = value["upper"]
        if upper is None:
            return None
        ratio = value["reported"] / upper
        return 0 if ratio >= 2 else 50 if ratio >= F("1.5") else 80 if ratio >= F("1.2") else 100
    if before is None or test not in before or before[test]["below"]:
        return None
    a, b = pair(value, before[test])
    return 0 if a > 3 * b else 50 if a == 3 * b else 100


def first_dose(fresh: list[Entry], before: dict[str, Entry] | None) -> Entry:
    """The answer of the first-dose table."""
    now = highest(fresh)
    tests = [*TABLE_TESTS]
    if "alt" in now and before is not None and "alt" in before:
        tests.append("alt")
    parts = {t: first_dose_test(t, now[t], before) if t in now else None for t in tests}
    held = {t for t, p in parts.items() if p == 0}
    if held:
        return {"word": "hold", "code": "first-hold", "now": now, "held": held}
    known = [p for p in parts.values() if p is not None]
    if len(known) < len(parts):
        code = "first-no-sample" if missing(fresh) else "first-no-limit"
        return {"word": "cannot-decide", "code": code, "now": now}
    return {"word": "give", "code": f"first-{min(known)}", "now": now, "percent": min(known)}

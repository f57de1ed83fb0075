"""Compares the two implementations on one course, and makes a disagreement small."""

from collections import Counter
from fractions import Fraction
from typing import Any

from tests.differential.adapt import chart_of, hepatica_plan
from tests.differential.generate import course
from tests.differential.second.plan import decide

Answer = dict[str, Any]
Entries = list[dict[str, Any]]
EXACT = ("word", "safe_refill_date", "safe_status", "action", "by_date", "mg", "percent")
NUMBERS = ("dose_mg_per_kg_day", "flow", "fast_bound")
# Without these a course has no plan to speak of.
FRAME = ("enrolment", "protocol_assigned", "pump_implanted")
# One side keeps 28 digits, the other all of them; the root has 40.
CLOSE = Fraction(1, 10**20)


def differences(ours: Answer, theirs: Answer) -> list[str]:
    """The names of what differs; the content is compared when something goes in now."""
    found = [name for name in EXACT if ours[name] != theirs[name]]
    # What a chart that contradicts itself says of the flow is nobody's to use.
    numbers = NUMBERS[:1] if ours.get("contradiction") else NUMBERS
    found += [name for name in numbers if not is_close(ours[name], theirs[name])]
    if "leave" not in (ours["action"], theirs["action"]) and ours["content"] != theirs["content"]:
        found.append("content")
    return found


def is_close(a: Any, b: Any) -> bool:
    """Whether two numbers are the same but for the last of 28 digits."""
    if a is None or b is None:
        return a is None and b is None
    first, second = Fraction(a), Fraction(b)
    return abs(first - second) <= CLOSE * (1 + abs(first))


def both(entries: Entries, at: str) -> tuple[Answer, Answer]:
    """The answers of both, second implementation first."""
    return decide(entries, at), hepatica_plan(chart_of(entries), at)


def examine(seed: int) -> dict[str, Any]:
    """One course: what was reached, and where the two disagree."""
    made = course(seed)
    chart = chart_of(made["entries"])
    seen: Counter[str] = Counter()
    wrong = []
    for at, tag in made["moments"]:
        second = decide(made["entries"], at)
        first = hepatica_plan(chart, at)
        count(seen, second, tag)
        found = differences(second, first)
        if found:
            wrong.append({"seed": seed, "at": at, "fields": found})
    return {
        "seen": seen, "wrong": wrong, "near": made["near"], "moments": len(made["moments"]),
        "path": "hold restart hold" in " ".join(made["path"]), "cycles": made["cycles"],
        "visits": made["visits"],
    }  # fmt: skip


def count(seen: Counter[str], second: Answer, tag: str) -> None:
    """Count what a compared moment reached."""
    seen[f"word {second['word']}"] += 1
    seen[f"action {second['action']}"] += 1
    seen[f"date {second['safe_status']}"] += 1
    seen[f"moment {tag.partition(',')[0]}"] += 1
    if second["content"]:
        seen[f"content {second['content']}"] += 1
    if second["word"] == "give":
        seen[f"given by {second['liver']}"] += 1
    seen.update(f"because {code.partition(': ')[2]}" for code in second["codes"])


def disagree(entries: Entries, at: str) -> list[tuple[str, str, str]]:
    """What differs and how; nothing when the entries no longer make sense on their own."""
    try:
        ours, theirs = both(entries, at)
    except (KeyError, AttributeError, TypeError):
        return []
    return [(name, str(ours[name]), str(theirs[name])) for name in differences(ours, theirs)]


def shrink(entries: Entries, at: str) -> Entries:
    """Entries dropped, many then one at a time, while the two differ in the same way."""
    kept = list(entries)
    wanted = signature(kept, at)
    size = max(1, len(kept) // 2)
    while size:
        place = 0
        while place < len(kept):
            fewer = kept[:place] + [e for e in kept[place : place + size] if e["kind"] in FRAME]
            fewer += kept[place + size :]
            if len(fewer) < len(kept) and signature(fewer, at) == wanted:
                kept = fewer
            else:
                place += size
        size //= 2
    return kept


def signature(entries: Entries, at: str) -> list[tuple[str, str, str]]:
    """The differences; of numbers and dates only that they differ."""
    return [
        found if found[0] in ("word", "action", "content", "safe_status") else (found[0], "", "")
        for found in disagree(entries, at)
    ]

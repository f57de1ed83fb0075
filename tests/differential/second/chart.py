"""The chart of a treatment at one moment: plain dictionaries, corrected, voided, in order."""

from functools import lru_cache
from typing import Any

from tests.differential.second.clock import moment

Entry = dict[str, Any]

KINDS = (
    "enrolment patient_fact weight laboratory_panel protocol_assigned procedure pump_implanted "
    "perfusion_scan symptom_report biliary_finding exposure surgery_planned order_signed "
    "inputs_re_entered pump_accessed pump_and_catheter_check flow_accepted decision_signed "
    "pump_filled confirmation correction void note"
)
ORDER = tuple(KINDS.split())
RANK = {kind: rank for rank, kind in enumerate(ORDER)}


def timed(entry: Entry, offset: int) -> Entry:
    """The entry with its moments as numbers."""
    is_fill = entry["kind"] == "pump_filled"
    return {**entry, **clocks(entry["at"], entry.get("recorded_at"), is_fill, offset)}


@lru_cache(maxsize=65536)
def clocks(at: str, recorded: str | None, is_fill: bool, offset: int) -> dict[str, int]:
    """A moment as numbers; a day without a time stands at its beginning, a fill at its end."""
    earliest, latest, day, _ = moment(at, offset)
    known = earliest if recorded is None else moment(recorded, offset)[0]
    stands = latest if is_fill else earliest
    return {"early": earliest, "late": latest, "day": day, "known": known, "t": stands}


def roots(known: list[Entry]) -> dict[str, str]:
    """For each correction, the entry it finally speaks of."""
    speaks_of: dict[str, str] = {}
    for entry in known:
        if entry["kind"] == "correction":
            target = str(entry["corrects"])
            speaks_of[entry["id"]] = speaks_of.get(target, target)
    return speaks_of


def standing(known: list[Entry]) -> list[Entry]:
    """What is left after voids, with the newest content of what was corrected."""
    if not any(entry["kind"] in ("correction", "void") for entry in known):
        return known
    gone: set[str] = set()
    for entry in reversed(known):
        if entry["kind"] == "void" and entry["id"] not in gone:
            gone.add(entry["voids"])
    speaks_of = roots(known)
    content: dict[str, Entry] = {}
    revised: dict[str, int] = {}
    for entry in known:
        if entry["kind"] == "correction" and entry["id"] not in gone:
            content[speaks_of[entry["id"]]] = entry["entry"]
            revised[speaks_of[entry["id"]]] = entry["known"]
    kept = []
    for entry in known:
        if entry["id"] in gone or entry["kind"] in ("correction", "void"):
            continue
        new = content.get(entry["id"])
        if new is not None:
            envelope = {k: entry[k] for k in ("id", "kind", "at", "early", "late", "day")}
            envelope.update(known=revised[entry["id"]], revised=revised[entry["id"]])
            kept.append({**new, **envelope, "t": entry["t"]})
        else:
            kept.append(entry)
    return kept


def read(entries: list[Entry], at: str, offset: int) -> Entry:
    """What the chart says at `at`, known by `at`; entries by kind, each with its place `i`."""
    now, _, today, own = moment(at, offset)
    known = [e for e in (timed(e, offset) for e in entries) if e["known"] <= now]
    left = [e for e in standing(known) if e["early"] <= now]
    left.sort(key=lambda e: (e["t"], RANK[e["kind"]], e["id"]))
    chart: Entry = {kind: [] for kind in ORDER}
    for place, entry in enumerate(left):
        entry["i"] = place
        chart[entry["kind"]].append(entry)
    chart.update(at=now, today=today, offset=own, all=left)
    chart["confirmed"] = {e["confirms"] for e in chart["confirmation"]}
    chart["by_id"] = {e["id"]: e for e in left}
    return chart


def worst_of_day(entries: list[Entry], bad: Any) -> Entry | None:
    """The newest entry; one that is `bad` counts at its latest hour, others at their earliest."""
    best: Entry | None = None
    for entry in entries:
        at = (entry["late"], 1) if bad(entry) else (entry["early"], 0)
        if best is None or at >= best["stands"]:
            best = {**entry, "stands": at}
    return best


def newest(entries: list[Entry]) -> Entry | None:
    """The last of a list, if it has one."""
    return entries[-1] if entries else None


def signed(
    chart: Entry, rule: str, *, since: int | None = None, about: str | None = None, roles: str = ""
) -> Entry | None:
    """The newest decision on `rule` in force today: not older than `since`, by all `roles`."""
    for entry in reversed(chart["decision_signed"]):
        until = entry.get("valid_until")
        if (
            entry["rule"] == rule
            and (until is None or moment(until, 0)[2] >= chart["today"])
            and (since is None or entry["early"] >= since)
            and (about is None or entry.get("about") == about)
            and set(roles.split()) <= set(entry["roles"])
        ):
            return dict(entry)
    return None


def resolved(chart: Entry, entry: Entry) -> bool:
    """Whether the sign or finding was signed as ended, after it and after its correction."""
    found = signed(chart, "R-resolved", since=entry["early"], about=entry["id"])
    return found is not None and found["known"] > entry.get("revised", -(10**18))

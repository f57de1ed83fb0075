"""The pump: what is in it, what flow it was seen to have, and when it must be refilled.

Constants are written here by hand from the printed protocol and device pages.
"""

from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from math import isqrt
from typing import Any

from tests.differential.second.chart import newest, worst_of_day
from tests.differential.second.clock import DAY, HOUR, moment, number

Entry = dict[str, Any]
F = Fraction

RESERVE_ML = F(2)
TOLERANCE = F(115, 100)
FAST, SLOW, RECHECK = F(115, 100), F(85, 100), F(10, 100)
STEP_DOWN = F(110, 100)
AGREE = F(5, 100)
ACCEPTED_FILLS = 3
SHORTEST_DWELL = 24 * HOUR
SPREAD_FACTOR, LEAST_SPREAD, SPREAD_LEFT_OUT = F(196, 100), F(3, 100), F(15, 100)
LOST = ("returned", "line_dead_space", "outside")
EXPOSURE = {"fever": F(115, 100), "flight": F(112, 100), "altitude": F(112, 100)}
ROOT_DIGITS = 40


def root(value: Fraction) -> Fraction:
    """The square root, cut after 40 decimals: the one number here that is not exact."""
    scale = 10**ROOT_DIGITS
    return F(isqrt(value.numerator * scale * scale // value.denominator), scale)


def net_of(fill: Entry) -> Fraction:
    """What stayed in the reservoir; mL."""
    return less(fill["injected"], *(fill.get(k, "0") for k in LOST))


@lru_cache(maxsize=65536)
def less(whole: str, *parts: str) -> Fraction:
    """A volume less other volumes; mL."""
    return number(whole) - sum((number(part) for part in parts), F(0))


def differ_at_most(a: Fraction, b: Fraction, share: Fraction) -> bool:
    """Whether two flows lie within `share` of the larger one."""
    return abs(a - b) <= share * max(a, b)


def read_pump(chart: Entry) -> Entry:
    """Walk all accesses and fills of this pump, and say what they show."""
    implant = newest(chart["pump_implanted"])
    pump: Entry = {
        "implant": implant, "fill": None, "previous": None, "remainder": F(0), "contradiction": [],
        "left": F(0),
        "readings": [], "fills": [], "accesses": [], "glycerin": None,
    }  # fmt: skip
    ended = [p for p in chart["procedure"] if p["procedure"] == "pump-explant"]
    pump["explanted"] = bool(implant and ended and ended[-1]["i"] > implant["i"])
    implants = chart["pump_implanted"]
    for older, newer in pairwise(implants):
        if not any(older["i"] < e["i"] < newer["i"] for e in ended):
            pump["contradiction"].append("second implant")
    for entry in chart["all"]:
        if entry["kind"] not in ("pump_filled", "pump_accessed"):
            continue
        if not implants or entry["i"] < implants[0]["i"]:
            pump["contradiction"].append("before any implant")
        elif implant and entry["i"] > implant["i"]:
            (fill_step if entry["kind"] == "pump_filled" else access_step)(chart, pump, entry)
    pump["measured"] = [r for r in pump["readings"] if r["kind"] == "measured" and r["exact"]]
    return pump


def fill_step(chart: Entry, pump: Entry, fill: Entry) -> None:
    """A fill goes in."""
    net = net_of(fill)
    sure = fill["id"] in chart["confirmed"]
    if number(fill["injected"]) > number(fill["prepared"]) and not sure:
        pump["contradiction"].append("injected more than prepared")
    if net < 0:
        pump["contradiction"].append("negative net volume")
    if net <= 0:
        return
    if pump["fill"] is not None:
        pump["contradiction"].append("filled twice")
    available = net + pump["remainder"]
    drug = number(fill.get("fudr") or "0") * net / number(fill["prepared"])
    strength = (drug + pump["remainder"] * pump["left"]) / available
    pump["fill"] = {**fill, "net": net, "available": available, "mg_per_ml": strength}
    pump["remainder"] = F(0)
    pump["fills"].append(pump["fill"])
    if fill["content"] == "glycerin":
        pump["glycerin"] = fill


def access_step(chart: Entry, pump: Entry, access: Entry) -> None:
    """The reservoir is emptied, or the attempt failed."""
    serial = access.get("pump_serial")
    if serial is not None and serial != pump["implant"]["serial"]:
        pump["contradiction"].append("other serial number")
    pump["accesses"].append(access)
    if access["result"] != "emptied":
        return
    remainder = number(access.get("remainder", "0"))
    residual = number(access["withdrawn"]) + remainder
    fill = pump["fill"]
    available = fill["available"] if fill else pump["remainder"]
    seen = {access["id"]} | ({fill["id"]} if fill else set())
    if residual > available:
        if not seen & chart["confirmed"]:
            pump["contradiction"].append("more out than in")
    elif fill and not fill.get("pocket"):
        observe(pump, fill, access, residual)
    if fill:
        pump["left"] = fill["mg_per_ml"]
    pump.update(fill=None, previous=access, remainder=remainder)


def observe(pump: Entry, fill: Entry, access: Entry, residual: Fraction) -> None:
    """What one dwell shows of the flow."""
    shortest = access["early"] - fill["late"]
    if shortest < SHORTEST_DWELL or fill["net"] <= RESERVE_ML:
        return
    exact = access["early"] == access["late"] and fill["early"] == fill["late"]
    flow = (fill["available"] - residual) * DAY / shortest
    kind = "measured"
    if residual <= RESERVE_ML:
        kind = "emptied"
    elif residual == fill["available"]:
        kind = "stopped"
    aqueous = fill["content"] != "glycerin"
    if not aqueous and kind == "measured":
        return
    pump["readings"].append(
        {"kind": kind, "exact": exact, "flow": flow, "access": access, "fill": fill}
    )


def measured(pump: Entry) -> list[Entry]:
    """The readings that count as a measured flow, earliest first."""
    found: list[Entry] = pump["measured"]
    return found


def fills_between(pump: Entry, after: int, before: int) -> int:
    """How many fills went in between two places of the chart."""
    return sum(after < fill["i"] < before for fill in pump["fills"])


def covering(chart: Entry, pump: Entry, reading: Entry) -> list[Entry]:
    """The acceptances that speak of this measured flow."""
    found = []
    place = reading["access"]["i"]
    for accepted in chart["flow_accepted"]:
        if accepted["i"] < pump["implant"]["i"]:
            continue
        before = [r for r in measured(pump) if r["access"]["i"] < accepted["i"]]
        is_newest = bool(before) and before[-1] is reading
        is_later = place > accepted["i"]
        if (
            differ_at_most(reading["flow"], number(accepted["flow"]), AGREE)
            and (is_newest or is_later)
            and fills_between(pump, accepted["i"], place) < ACCEPTED_FILLS
        ):
            found.append({**accepted, "newest_before": before[-1] if before else None})
    return found


def setting_flow(chart: Entry, pump: Entry) -> Fraction:
    """The flow that sets the concentration (F2); mL/day."""
    flow = number(pump["implant"]["label_flow"])
    seen: list[Fraction] = []
    for reading in measured(pump):
        seen.append(reading["flow"])
        last = seen[-3:]
        now = max(sum(last, F(0)) / len(last), seen[-1])
        if now > flow:
            flow = now
        elif now < flow:
            agree = (
                len(seen) >= 2
                and max(seen[-2:]) < flow
                and differ_at_most(seen[-1], seen[-2], AGREE)
            )
            if agree or covering(chart, pump, reading):
                flow = max(now, flow / STEP_DOWN)
    return flow


def last_ok_check(chart: Entry, pump: Entry) -> int:
    """When pump and catheter were last found in order; before everything if never."""
    check = worst_of_day(chart["pump_and_catheter_check"], lambda c: c["result"] != "ok")
    if check is None or check["result"] != "ok" or check["i"] < pump["implant"]["i"]:
        return -(10**18)
    return int(check["early"])


def fast_bound(chart: Entry, pump: Entry) -> Fraction:
    """The highest flow to reckon with (F3), before any exposure; mL/day."""
    last = [r["flow"] for r in measured(pump)[-3:]]
    checked = last_ok_check(chart, pump)
    found: list[Fraction] = [number(pump["implant"]["label_flow"]) * TOLERANCE, *last]
    found += [
        r["flow"]
        for r in pump["readings"]
        if (r["kind"] == "emptied" and r["access"]["late"] >= checked)
        or (r["kind"] == "measured" and not r["exact"])
    ]
    if len(last) >= 2 and max(last) - min(last) <= SPREAD_LEFT_OUT * max(last):
        found.append(mean_and_spread(last))
    return max(found)


def mean_and_spread(flows: list[Fraction]) -> Fraction:
    """Mean + 1.96 x the larger of the sample deviation and 3 % of the mean."""
    mean = sum(flows, F(0)) / len(flows)
    variance = sum(((f - mean) ** 2 for f in flows), F(0)) / (len(flows) - 1)
    least = LEAST_SPREAD * mean
    spread = least if variance <= least * least else root(variance)
    return mean + SPREAD_FACTOR * spread


def exposures(chart: Entry, pump: Entry) -> list[tuple[int, int | None, Fraction]]:
    """(first day, last day or None, factor) of what may still act on this fill.

    An exposure of unknown duration lasts until the pump is next emptied (E-g).
    """
    found = []
    for entry in chart["exposure"]:
        since = moment(entry["since"], 0)[2]
        until = None if entry.get("until") is None else moment(entry["until"], 0)[2]
        if until is None and any(
            a["day"] > since and a["result"] == "emptied" for a in pump["accesses"]
        ):
            continue
        found.append((since, until, EXPOSURE[entry["exposure"]]))
    return found


def depletion(chart: Entry, pump: Entry, bound: Fraction) -> Fraction:
    """Days from the fill until only the reserve is left, at the fast end."""
    fill = pump["fill"]
    left = max(F(0), fill["net"] - RESERVE_ML)
    acting = exposures(chart, pump)
    edges = {start for start, _, _ in acting} | {end + 1 for _, end, _ in acting if end is not None}
    instants = sorted(day * DAY - chart["offset"] for day in edges)
    now = fill["early"]
    for edge in [t for t in instants if t > fill["early"]]:
        rate = bound * factor_at(acting, now, chart["offset"])
        used = rate * (edge - now) / DAY
        if used >= left:
            break
        left, now = left - used, edge
    rate = bound * factor_at(acting, now, chart["offset"])
    left = F(left)
    return F(now - fill["early"], DAY) + left / rate


def factor_at(
    acting: list[tuple[int, int | None, Fraction]], instant: int, offset: int
) -> Fraction:
    """The product of all factors that act on the civil day of an instant."""
    day = (instant + offset) // DAY
    product = F(1)
    for start, end, factor in acting:
        if start <= day and (end is None or day <= end):
            product *= factor
    return product


def refill(chart: Entry, pump: Entry, bound: Fraction | None) -> Entry:
    """The safe refill date and whether it is past, or why it is not known."""
    fill = pump["fill"]
    if bound is None or fill is None or fill.get("pocket") or pump["contradiction"]:
        return {"date": None, "status": "date-unknown"}
    days = depletion(chart, pump, bound)
    date = fill["day"] + days.numerator // days.denominator
    return {"date": date, "status": "overdue" if date < chart["today"] else "ok"}


def flow_refusals(chart: Entry, pump: Entry, flow: Fraction) -> list[str]:
    """Why the pump's flow forbids FUDR; empty when nothing does."""
    label = number(pump["implant"]["label_flow"])
    checked = last_ok_check(chart, pump)
    codes = [
        f"pump-{r['kind']}"
        for r in pump["readings"]
        if r["kind"] in ("emptied", "stopped") and not checked > r["access"]["late"]
    ]
    check = worst_of_day(chart["pump_and_catheter_check"], lambda c: c["result"] != "ok")
    if check is not None and check["result"] != "ok":
        codes.append("pump-fault")
    latest = newest(measured(pump))
    accepted = current_acceptances(chart, pump, latest)
    fast = latest is not None and latest["flow"] > FAST * label
    set_fast = flow > FAST * label and not accepts_setting(chart, pump, flow)
    if not accepted and (fast or set_fast):
        codes.append("pump-fast")
    if (
        latest
        and latest["flow"] < SLOW * label
        and not any(was_checked(chart, pump, a) for a in accepted[-1:])
    ):
        codes.append("pump-slow")
    glycerin = pump["glycerin"]
    if glycerin and not any(r["fill"]["i"] > glycerin["i"] for r in measured(pump)):
        codes.append("glycerin")
    return sorted(set(codes))


def current_acceptances(chart: Entry, pump: Entry, latest: Entry | None) -> list[Entry]:
    """Acceptances of the latest measurement that have not yet served three fills."""
    if latest is None:
        return []
    end = len(chart["all"])
    return [
        a
        for a in covering(chart, pump, latest)
        if fills_between(pump, a["i"], end) < ACCEPTED_FILLS
    ]


def accepts_setting(chart: Entry, pump: Entry, flow: Fraction) -> bool:
    """Whether the fast flow in use was itself accepted, for at most three fills."""
    end = len(chart["all"])
    return any(
        differ_at_most(flow, number(a["flow"]), AGREE)
        and a["i"] > pump["implant"]["i"]
        and fills_between(pump, a["i"], end) < ACCEPTED_FILLS
        for a in chart["flow_accepted"]
    )


def was_checked(chart: Entry, pump: Entry, accepted: Entry) -> bool:
    """Whether pump and catheter were found in order since what was accepted was measured."""
    seen = accepted["newest_before"]
    return bool(seen) and last_ok_check(chart, pump) >= seen["access"]["t"]

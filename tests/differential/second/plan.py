"""A second, plain implementation of the pump plan, to be compared with the program.

It shares nothing with the program: exact fractions, plain dictionaries, its own constants
(copied by hand from the printed tables) and its own dates.
"""

from fractions import Fraction
from typing import Any

from tests.differential.second import gates, liver
from tests.differential.second import pump as pumps
from tests.differential.second.chart import newest, read, resolved, signed
from tests.differential.second.clock import day_text, half_up, moment, number, offset_of

Entry = dict[str, Any]
F = Fraction

START = F(12, 100)
MINIMUM_USEFUL = START / 4
WORDS = "permanent-stop stop-pending-review hold not-due refused cannot-decide give"
RANKS = tuple(WORDS.split())
FIRST_AFTER = {"hepatectomy", "ablation-near-duct", "catheter-revision"}
ANSWERS = (
    "dose_mg_per_kg_day percent mg weight flow fast_bound safe_refill_date safe_status action "
    "content by_date proposed due_day"
)
HARD_MG, HARD_MG_PER_ML, HARD_DOSE = 600, 25, F(30, 100)
CHANGE = F(10, 100)


def decide(entries: list[Entry], at: str, offset: str = "+01:00") -> Entry:
    """The plan for a moment: what to do with FUDR, and what to do with the pump."""
    chart = read(entries, at, offset_of(offset))
    for plan in chart["surgery_planned"]:
        plan["on_day"] = moment(plan["date"], 0)[2]
    pump = pumps.read_pump(chart)
    if not chart["protocol_assigned"]:
        return without_protocol(chart, pump)
    has_pump = pump["implant"] is not None
    flow = pumps.setting_flow(chart, pump) if has_pump else None
    bound = pumps.fast_bound(chart, pump) if has_pump else None
    pump["refill"] = pumps.refill(chart, pump, bound)
    case = situation(chart, pump)
    answer = liver_answer(chart, case)
    found = findings(chart, pump, case, answer, flow)
    dose, dose_found = proposed_dose(chart, case, answer)
    found += dose_found
    weight, weight_found = dosing_weight(chart)
    found += weight_found
    mg = None
    if dose is not None and weight is not None and flow is not None and not found:
        mg, order_found = order(chart, pump, case, dose, weight, flow)
        found += order_found
    word = min((w for w, _ in found), key=RANKS.index, default="give")
    action = reservoir(chart, pump, case, word, answer, flow or F(1))
    give = word == "give"
    return {
        "word": word, "codes": sorted({f"{w}: {c}" for w, c in found}), "liver": answer["code"],
        "dose_mg_per_kg_day": dose if give else None,
        "percent": answer.get("percent") if give else None,
        "mg": mg if give else None, "weight": weight, "flow": flow, "fast_bound": bound,
        "safe_refill_date": text_or_none(pump["refill"]["date"]),
        "safe_status": pump["refill"]["status"], **action,
        "contradiction": bool(pump["contradiction"]), "proposed": dose,
        "now": answer.get("now", {}), "due_day": text_or_none(case["due"]), "first": case["first"],
    }  # fmt: skip


def without_protocol(chart: Entry, pump: Entry) -> Entry:
    """Nothing can be said but that a person must choose."""
    none: Entry = dict.fromkeys(ANSWERS.split())
    found = {**none, "word": "cannot-decide", "codes": ["cannot-decide: no protocol"], "now": {}}
    choose = step("person-must-choose", None, chart["today"]) if pump["implant"] else {}
    return {**found, "liver": "no protocol", "first": True, **choose}


def text_or_none(day: int | None) -> str | None:
    """A day number as text."""
    return None if day is None else day_text(day)


def situation(chart: Entry, pump: Entry) -> Entry:
    """Where the course stands: last FUDR fill, first-dose situation, dose day."""
    given = [f for f in chart["pump_filled"] if f["content"] == "fudr" and pumps.net_of(f) > 0]
    last = newest(given)
    causes = [
        p
        for p in chart["procedure"]
        if p["procedure"] in FIRST_AFTER and last is not None and p["late"] > last["early"]
    ]
    cause = newest(causes)
    case: Entry = {
        "last": last, "given": len(given), "cause": cause, "first": last is None or bool(cause),
        "evacuation": None, "seen": None, "served": False, "due": None, "early": 0,
    }  # fmt: skip
    set_dose_day(chart, pump, case)
    if last is not None:
        emptied = [
            a for a in chart["pump_accessed"] if a["result"] == "emptied" and a["i"] > last["i"]
        ]
        case["evacuation"] = emptied[0] if emptied else None
        makers = [p for p in chart["procedure"] if p["procedure"] in FIRST_AFTER]
        judging = liver.judging_fill(chart, given, makers)
        case["seen"] = liver.assess(chart, judging, case["evacuation"])
        case["served"] = served(chart, last, case["seen"]["held_by"])
    return case


def set_dose_day(chart: Entry, pump: Entry, case: Entry) -> None:
    """The day FUDR is due, and how many days before it may be given."""
    last = case["last"]
    if last is not None and not case["first"]:
        case.update(due=last["day"] + 28, early=2)
        return
    days = [p["day"] + 14 for p in chart["procedure"] if p["procedure"] == "hepatectomy"][-1:]
    if pump["implant"] is not None:
        days.append(pump["implant"]["day"] + 14)
    opens = list(days)
    if last is not None:
        days.append(last["day"] + 28)
        opens.append(last["day"] + 28 - 2)
    if days:
        case.update(due=max(days), early=max(days) - max(opens))


def served(chart: Entry, last: Entry, held_by: list[tuple[Entry, set[str]]]) -> bool:
    """Whether a dose day after the newest hold-level sample already went by with a rest fill."""
    if not held_by:
        return False
    newest_hold = max(s["t"] for s, _ in held_by)
    return any(
        f["content"] != "fudr"
        and pumps.net_of(f) > 0
        and last["day"] + 28 - 2 <= f["day"] < chart["today"]
        and f["t"] > newest_hold
        for f in chart["pump_filled"]
    )


def liver_answer(chart: Entry, case: Entry) -> Entry:
    """Word, percent and held tests from the liver tests."""
    last, seen = case["last"], case["seen"]
    if not case["first"]:
        answer = liver.retreatment(chart, seen, case["served"])
        return {**answer, "held": seen["held"], "of": "last"}
    before = case["cause"] or (chart["pump_implanted"] or [None])[0]
    pre_operative = liver.baseline(chart, before["early"]) if before else None
    after = last["t"] if last else -(10**18)
    answer = {"of": "start", "held": set(), **liver.first_dose(
        liver.fresh_samples(chart, after), pre_operative)}  # fmt: skip
    if last is None:
        return answer
    if case["cause"]["procedure"] != "hepatectomy":
        answer["of"] = "last"
    return with_old_hold(chart, case, answer)


def with_old_hold(chart: Entry, case: Entry, answer: Entry) -> Entry:
    """A hold that was open when the procedure came must also be recovered."""
    seen = case["seen"]
    old = [(s, t) for s, t in seen["held_by"] if s["t"] <= case["cause"]["t"]]
    if not old:
        return answer
    held = {t for _, tests in old for t in tests}
    hold = liver.restart(chart, {**seen, "held_by": old, "held": held}, case["served"])
    held |= answer["held"]
    if hold["word"] == "hold" or answer["word"] != "give":
        return {**(hold if hold["word"] == "hold" else answer), "held": held, "of": answer["of"]}
    return {**answer, "held": held, "restart": hold["percent"], "code": "first-restart"}


def findings(
    chart: Entry, pump: Entry, case: Entry, answer: Entry, flow: Fraction | None
) -> list[tuple[str, str]]:
    """Everything that speaks against FUDR today, except what the dose itself shows."""
    assigned = newest(chart["protocol_assigned"])
    alone = assigned is None or assigned["given_with"] == "fudr-alone"
    last = case["last"]
    found = gates.biliary(chart) + gates.signs(chart, alone) + gates.counts(chart, alone, last)
    found += gates.perfusion(chart) + gates.patient(chart, case["first"], wound_since(chart, last))
    found += gates.calendar(chart, last, case["given"]) + bilirubin_stop(chart, pump)
    found += [("refused", code) for code in gates.access_block(chart, last)]
    if assigned is not None:
        found += gates.protocol(chart, assigned)
    if pump["implant"] is None or pump["explanted"]:
        found.append(("cannot-decide", "no pump"))
    elif flow is not None:
        codes = pumps.flow_refusals(chart, pump, flow) + gates.barred(chart, "fudr")
        found += [("refused", code) for code in codes]
    if pump["contradiction"]:
        found.append(("cannot-decide", "contradiction"))
    inside = pump["fill"]["id"] if pump["fill"] is not None else None
    if any(
        f.get("pocket") and (f["id"] == inside or not resolved(chart, f))
        for f in chart["pump_filled"]
    ):
        found.append(("refused", "pocket fill"))
    if case["due"] is None or chart["today"] < case["due"] - case["early"]:
        found.append(("not-due", "calendar"))
    if answer["word"] != "give":
        found.append((answer["word"], answer["code"]))
    return found + drift(chart, case, answer)


def wound_since(chart: Entry, last: Entry | None) -> int:
    """When the wound in question was made: the implant, or the procedure since the last FUDR."""
    times = [p["early"] for p in chart["pump_implanted"][-1:]]
    made = [
        p["early"]
        for p in chart["procedure"]
        if p["procedure"] in FIRST_AFTER and (last is None or p["late"] > last["early"])
    ]
    return max([*times, *made[-1:]], default=-(10**18))


def drift(chart: Entry, case: Entry, answer: Entry) -> list[tuple[str, str]]:
    """Drift from the pre-therapy values (D3); not for the very first FUDR."""
    if case["last"] is None or not chart["pump_implanted"]:
        return []
    implant = chart["pump_implanted"][0]
    text = liver.drift(chart, answer.get("now", {}), liver.baseline(chart, implant["early"]))
    if text == "no-baseline":
        return [("cannot-decide", "no baseline")]
    if text == "0" and not liver.signed_since_newest(chart, "R-drift"):
        return [("refused", "drift")]
    return []


def bilirubin_stop(chart: Entry, pump: Entry) -> list[tuple[str, str]]:
    """Bilirubin of 3 or more since the implant stops FUDR until the board ends it."""
    high = high_bilirubin(chart, pump)
    if not high:
        return []
    ended = end_of_stop(chart, high)
    if ended is None:
        return [("stop-pending-review", "bilirubin")]
    value = liver.highest(liver.fresh_samples(chart, -(10**18))).get("bilirubin")
    if value is None:
        return []
    if value["upper"] is None:
        return [("cannot-decide", "bilirubin limit")]
    return [("refused", "bilirubin not normal")] if value["reported"] > value["upper"] else []


def high_bilirubin(chart: Entry, pump: Entry) -> list[Entry]:
    """Samples since the implant with bilirubin of 3 mg/dL or more."""
    if pump["implant"] is None:
        return []
    since = chart["pump_implanted"][0]["early"]
    return [
        s
        for s in liver.samples(chart)
        if s["t"] >= since and "bilirubin" in s["tests"] and s["tests"]["bilirubin"]["value"] >= 3
    ]


def end_of_stop(chart: Entry, high: list[Entry]) -> Entry | None:
    """The board's decision that ends the stop and names a percent."""
    decision = signed(chart, "R-end-of-stop", since=high[-1]["t"], roles="board")
    return decision if decision is not None and decision.get("percent") else None


def last_dose(chart: Entry, last: Entry) -> Fraction | None:
    """What was ordered for the last FUDR fill; mg/kg/day."""
    ordered = chart["by_id"].get(last.get("order") or "")
    if ordered is not None and ordered["kind"] == "order_signed":
        return number(ordered["dose"])
    dose = last.get("ordered_dose")
    return None if dose is None else number(dose)


def re_escalation(chart: Entry, last: Entry) -> Fraction | None:
    """The percent of the starting dose that a signed re-escalation names."""
    for role in ("board", "prescriber"):
        decision = signed(chart, "R-re-escalation", since=last["t"], roles=role)
        if decision is not None and decision.get("percent"):
            return number(decision["percent"])
    return None


def proposed_dose(
    chart: Entry, case: Entry, answer: Entry
) -> tuple[Fraction | None, list[tuple[str, str]]]:
    """mg/kg/day, capped, and what its size itself forbids."""
    percent, last = answer.get("percent"), case["last"]
    given = last_dose(chart, last) if last is not None else None
    if last is not None and given is None:
        return None, [("cannot-decide", "last dose unknown")]
    if percent is None:
        return None, []
    base = START if answer["of"] == "start" or given is None else given
    dose = F(percent, 100) * base
    if last is not None and given is not None:
        if "restart" in answer and F(answer["restart"], 100) * given <= dose:
            base, dose = given, F(answer["restart"], 100) * given
        raised = re_escalation(chart, last)
        if raised is None:
            dose = min(dose, given)
        else:
            percent = min(raised, F(percent), F(answer.get("restart", 100)))
            base, dose = START, percent / 100 * START
    high = high_bilirubin(chart, {"implant": newest(chart["pump_implanted"])})
    ended = end_of_stop(chart, high) if high else None
    if ended is not None:
        dose = min(dose, number(ended["percent"]) / 100 * START)
    answer["percent"] = dose / base * 100
    return dose, [("hold", "below minimum useful dose")] if dose < MINIMUM_USEFUL else []


def dosing_weight(chart: Entry) -> tuple[Fraction | None, list[tuple[str, str]]]:
    """The newest weighing of the last 7 days, to 0.1 kg."""
    entry = newest([w for w in chart["weight"] if w["day"] <= chart["today"]])
    if entry is None or chart["today"] - entry["day"] > 7:
        return None, [("cannot-decide", "no weight")]
    return F(half_up(number(entry["weight"]) * 10), 10), []


def order(
    chart: Entry, pump: Entry, case: Entry, dose: Fraction, weight: Fraction, flow: Fraction
) -> tuple[int, list[tuple[str, str]]]:
    """FUDR for the reservoir in whole mg, and the limits it breaks."""
    volume = number(pump["implant"]["reservoir"])
    mg = half_up(dose * weight * volume / flow)
    found = [("refused", code) for code in gates.over_limit("fudr", volume, flow)]
    if mg > HARD_MG or mg > HARD_MG_PER_ML * volume or dose > HARD_DOSE:
        found.append(("refused", "hard limit"))
    if mg > START * weight * volume / flow + 1:
        found.append(("refused", "above starting dose"))
    last = case["last"]
    if last is not None and last.get("fudr") is not None:
        before = number(last["fudr"])
        big = abs(mg - before) > CHANGE * before
        if big and not explained(chart, last, mg, (dose, weight, volume, flow)):
            decision = signed(chart, "R-order-change", roles="prescriber")
            if decision is None or decision["day"] < chart["today"]:
                found.append(("refused", "change not explained"))
    return mg, found


def explained(chart: Entry, last: Entry, mg: int, new: tuple[Fraction, ...]) -> bool:
    """Whether dose, weight, volume and flow explain the change from the last FUDR fill (D9)."""
    old = chart["by_id"].get(last.get("order") or "")
    if old is None or old["kind"] != "order_signed":
        return False
    dose, weight, volume, flow = new
    ratio = dose / number(old["dose"]) * weight / number(old["dosing_weight"])
    ratio *= volume / number(old["volume"]) * number(old["flow"]) / flow
    return abs(mg - number(last["fudr"]) * ratio) <= F(1, 2) * ratio + F(1, 2)


def rest_content(chart: Entry, word: str, answer: Entry) -> str:
    """What goes in when FUDR does not (E-h)."""
    held = answer["held"]
    if word != "hold" or not held or "bilirubin" in held:
        return "heparinised-saline"
    value = newest([s for s in liver.samples(chart) if "bilirubin" in s["tests"]])
    bilirubin = value["tests"]["bilirubin"] if value else None
    normal = (
        bilirubin is not None
        and bilirubin["upper"] is not None
        and bilirubin["reported"] <= bilirubin["upper"]
    )
    infected = (
        gates.is_state(chart, "uncontrolled-infection", "present")
        or any(b["finding"] == "cholangitis" for b in gates.open_findings(chart))
        or any(s["sign"] == "pocket-infection" for s in gates.open_signs(chart))
    )
    return "dexamethasone-rest" if normal and not infected else "heparinised-saline"


def reservoir(
    chart: Entry, pump: Entry, case: Entry, word: str, answer: Entry, flow: Fraction
) -> Entry:
    """The reservoir order: what, with what, and by when."""
    today, safe, fill = chart["today"], pump["refill"]["date"], pump["fill"]
    is_new = not pump["fills"] and not pump["contradiction"]
    if pump["refill"]["status"] == "date-unknown" and not is_new:
        return step("person-must-choose", None, today)
    blocked = bool(gates.access_block(chart, case["last"]))
    chart.update(volume=number(pump["implant"]["reservoir"]), flow=flow)
    content = rest_content(chart, word, answer)
    if is_new:
        kind, what = ("fudr-fill", "fudr") if word == "give" else ("rest-fill", content)
        return needle(chart, blocked, kind, what, today)
    has_fudr = fill["content"] == "fudr"
    times = []
    if fill["mg_per_ml"] > 0 or (has_fudr and fill.get("fudr") is None):
        times = gates.evacuation_findings(chart, case["last"], case["seen"]["learned"])
    if times:
        return needle(chart, blocked, "evacuate", content, today)
    if word == "give":
        return needle(chart, blocked, "fudr-fill", "fudr", today)
    protocol_day = fill["day"] + (42 if fill["content"] == "glycerin" else 14)
    if not has_fudr and word == "not-due" and case["due"] is not None:
        protocol_day = case["due"]
    date = min(protocol_day, safe)
    if date > today:
        return step("leave", None, date)
    return needle(chart, blocked, "rest-fill", content, today)


def needle(chart: Entry, blocked: bool, action: str, content: str, day: int) -> Entry:
    """An order that needs the needle; a person chooses when it is barred."""
    over = gates.over_limit(content, chart["volume"], chart["flow"])
    if blocked or over or gates.barred(chart, content):
        return step("person-must-choose", None, day)
    return step(action, content, day)


def step(action: str, content: str | None, day: int) -> Entry:
    """One reservoir order."""
    return {"action": action, "content": content, "by_date": day_text(day)}

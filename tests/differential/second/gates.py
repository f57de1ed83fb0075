"""What else speaks against FUDR, the needle or an additive: findings, signs, facts, scan."""

from fractions import Fraction
from typing import Any

from tests.differential.second.chart import newest, resolved, signed, worst_of_day
from tests.differential.second.clock import day_number, number
from tests.differential.second.liver import WINDOW, samples

Entry = dict[str, Any]

PERMANENT = {"stricture-confirmed", "stent-placed"}
EVACUATING_FINDINGS = {"stricture-confirmed", "stent-placed", "cholangitis"}
ALWAYS = {
    "haemorrhage", "ulcer", "unexplained-watery-diarrhoea", "suspected-misperfusion",
    "myocardial-ischaemia", "pocket-infection", "haematemesis", "black-stool",
}  # fmt: skip
ALONE = {"stomatitis", "persistent-vomiting"}
EVACUATING_SIGNS = {
    "haemorrhage", "ulcer", "unexplained-watery-diarrhoea", "suspected-misperfusion",
    "haematemesis", "black-stool",
}  # fmt: skip
SCAN_TRIGGERS = {
    "epigastric-pain", "persistent-vomiting", "diarrhoea", "black-stool", "haematemesis",
    "flow-stop", "catheter-dislodgement",
}  # fmt: skip
SCAN_ENDERS = {
    "hepatectomy", "catheter-revision", "artery-procedure", "embolisation", "pump-revision",
}  # fmt: skip
LIVER_SURGERY = {"hepatectomy", "ablation-near-duct"}
LOW = {"white_cells": number("3.5"), "platelets": number("100")}
BLEEDING_PLATELETS = number("50")
FIRST_DAY = day_number(2026, 1, 1)
DIAGNOSIS = "colorectal-liver-metastases"
HARD_PER_FILL = {"dexamethasone": 28, "heparin": 50_000}
HARD_PER_DAY = {"dexamethasone": 2, "heparin": 3_000}
F = Fraction
Found = list[tuple[str, str]]


def fact(chart: Entry, name: str) -> Entry | None:
    """The newest entry about a patient fact."""
    return worst_of_day([f for f in chart["patient_fact"] if f["fact"] == name], worrying)


def worrying(entry: Entry) -> bool:
    """Whether a fact says more than that all is well."""
    return entry.get("state") not in (None, "absent", "negative", "given", "sound")


def is_state(chart: Entry, name: str, state: str) -> bool:
    """Whether the newest entry about a fact says `state`."""
    entry = fact(chart, name)
    return entry is not None and entry.get("state") == state


def open_signs(chart: Entry) -> list[Entry]:
    """Signs not yet signed as ended."""
    return [s for s in chart["symptom_report"] if not resolved(chart, s)]


def open_findings(chart: Entry) -> list[Entry]:
    """Biliary findings that still act; a stricture or stent always does."""
    return [
        b for b in chart["biliary_finding"] if b["finding"] in PERMANENT or not resolved(chart, b)
    ]


def biliary(chart: Entry) -> Found:
    """Words from findings in the bile ducts."""
    words = {
        "stricture-confirmed": "permanent-stop", "stent-placed": "permanent-stop",
        "cholangitis": "hold", "obstruction": "hold", "stricture-suspected": "refused",
    }  # fmt: skip
    return [(words[b["finding"]], b["finding"]) for b in open_findings(chart)
            if b["finding"] in words]  # fmt: skip


def signs(chart: Entry, alone: bool) -> Found:
    """Words from symptoms and signs."""
    return [
        ("refused", f"sign {s['sign']}")
        for s in open_signs(chart)
        if s["sign"] in ALWAYS or (alone and s["sign"] in ALONE)
    ]


def newest_count(chart: Entry, name: str, last: Entry | None) -> Entry | None:
    """The newest sample with a count, if it is recent enough to speak."""
    sample = newest([s for s in samples(chart) if name in s["tests"]])
    if sample is None:
        return None
    after_fill = last is None or sample["t"] > last["t"]
    return sample if after_fill or sample["t"] >= chart["at"] - WINDOW else None


def counts(chart: Entry, alone: bool, last: Entry | None) -> Found:
    """Words from blood counts when FUDR is given alone."""
    found: Found = []
    for name, limit in LOW.items():
        sample = newest_count(chart, name, last)
        if alone and sample and sample["tests"][name]["value"] < limit:
            found.append(("refused", f"low {name}"))
    return found


def access_block(chart: Entry, last: Entry | None) -> list[str]:
    """Why the needle must not go in."""
    codes = ["pocket-infection" for s in open_signs(chart) if s["sign"] == "pocket-infection"]
    bleeding = fact(chart, "bleeding")
    bleeds = bleeding is not None and bleeding.get("state") == "present"
    if bleeding and bleeds and not signed(chart, "R-bleeding", since=bleeding["early"]):
        codes.append("bleeding")
    sample = newest_count(chart, "platelets", last)
    low = sample is not None and sample["tests"]["platelets"]["value"] < BLEEDING_PLATELETS
    if sample and low and not signed(chart, "R-low-counts", since=sample["t"]):
        codes.append("platelets")
    return codes


def barred(chart: Entry, content: str) -> list[str]:
    """Additives of a fill that the patient must not have."""
    codes = []
    if is_state(chart, "heparin-induced-thrombocytopenia", "present"):
        codes.append("heparin")
    has_dexamethasone = content in ("fudr", "dexamethasone-rest")
    if has_dexamethasone and is_state(chart, "dexamethasone-intolerance", "present"):
        codes.append("dexamethasone")
    return codes


def over_limit(content: str, volume: Fraction, flow: Fraction) -> list[str]:
    """Additives of a full reservoir that go above their hard limits, a fill or a day."""
    amounts = {"heparin": F(30_000)}
    if content in ("fudr", "dexamethasone-rest"):
        amounts["dexamethasone"] = F(25)
    return [
        f"too much {name}"
        for name, amount in amounts.items()
        if amount > HARD_PER_FILL[name] or amount / volume * flow > HARD_PER_DAY[name]
    ]


def perfusion(chart: Entry) -> Found:
    """Whether the latest scan opens the gate (D10)."""
    scan = worst_of_day(chart["perfusion_scan"], lambda s: s["code"] != "A")
    if scan is None:
        return [("refused", "scan missing")]
    found: Found = []
    enders = [p for p in chart["procedure"] if p["procedure"] in SCAN_ENDERS]
    if any(e["late"] >= scan["early"] for e in [*enders, *chart["pump_implanted"]]):
        found.append(("refused", "scan outdated"))
    if scan["code"] == "B":
        decision = signed(chart, "R-scan-b", since=scan["early"], roles="board")
        if decision is None or not decision.get("segment"):
            found.append(("refused", "scan B"))
    elif scan["code"] != "A":
        found.append(("refused", f"scan {scan['code']}"))
    good = [s["early"] for s in chart["perfusion_scan"] if s["code"] == "A"][-1:]
    for sign in open_signs(chart):
        if sign["sign"] in SCAN_TRIGGERS and not any(t >= sign["late"] for t in good):
            found.append(("refused", "scan trigger"))
    return found


def patient(chart: Entry, first: bool, wound_since: int) -> Found:
    """Words from the patient's facts (D11, D12, first dose)."""
    found: Found = []
    consent = fact(chart, "consent")
    if consent is None:
        found.append(("cannot-decide", "consent missing"))
    elif consent.get("state") != "given":
        found.append(("refused", "consent withdrawn"))
    if is_state(chart, "uncontrolled-infection", "present"):
        found.append(("refused", "infection"))
    if is_state(chart, "bleeding", "present"):
        found.append(("refused", "bleeding"))
    if is_state(chart, "pregnancy-test", "positive"):
        found.append(("refused", "pregnancy"))
    dpyd = fact(chart, "dpyd-activity")
    low = dpyd is not None and number(dpyd["activity"]) <= number("0.5")
    if dpyd and low and not signed(chart, "R-dpyd", since=dpyd["early"], roles="prescriber board"):
        found.append(("refused", "dpyd"))
    wounds = [f for f in chart["patient_fact"] if f["fact"] == "wound"]
    since = [f for f in wounds if f["late" if worrying(f) else "early"] >= wound_since]
    wound = worst_of_day(since, worrying)
    if first and (wound is None or wound.get("state") != "sound"):
        found.append(("refused", "wound") if wound else ("cannot-decide", "wound missing"))
    return found


def protocol(chart: Entry, assigned: Entry) -> Found:
    """Whether the protocol may be followed: its first day, and its diagnosis."""
    found: Found = []
    if assigned["day"] < FIRST_DAY:
        found.append(("refused", "protocol too early"))
    enrolled = newest(chart["enrolment"])
    if enrolled is not None and enrolled["diagnosis"] != DIAGNOSIS:
        found.append(("refused", "other diagnosis"))
    return found


def calendar(chart: Entry, last: Entry | None, given: int) -> Found:
    """Words from planned cycles and planned surgery."""
    found: Found = []
    over = given >= 6 and last is not None
    if over and last and not signed(chart, "R-beyond-planned", since=last["t"], roles="board"):
        found.append(("refused", "cycles over"))
    for plan in chart["surgery_planned"]:
        if plan["operation"] != "liver":
            continue
        rule, since = "R-surgery-interval", plan["early"]
        if plan["on_day"] >= chart["today"]:
            if not signed(chart, rule, since=since, roles="prescriber"):
                found.append(("refused", "surgery planned"))
        elif not any(
            p["procedure"] in LIVER_SURGERY and p["day"] >= plan["on_day"]
            for p in chart["procedure"]
        ):
            found.append(("cannot-decide", "surgery done?"))
    return found


def evacuation_findings(chart: Entry, last: Entry, held: list[Entry]) -> list[int]:
    """When each reason to take FUDR out of the pump was recorded; empty without one."""
    times = [s["known"] for s in held]
    for sample in samples(chart):
        value = sample["tests"].get("bilirubin")
        is_new = max(sample["late"], sample["known"]) > last["early"]
        since = chart["pump_implanted"][0]["early"]
        if is_new and value and value["value"] >= 3 and sample["t"] >= since:
            times.append(sample["known"])
    times += [b["known"] for b in open_findings(chart) if b["finding"] in EVACUATING_FINDINGS]
    times += [s["known"] for s in open_signs(chart) if s["sign"] in EVACUATING_SIGNS]
    fill_time = chart["pump_filled"][-1]["late"]
    final = worst_of_day(chart["perfusion_scan"], lambda s: s["code"] in ("C", "D"))
    final_id = None if final is None else final["id"]
    times += [
        s["known"]
        for s in chart["perfusion_scan"]
        if s["code"] in ("C", "D")
        and (s["late"] > fill_time or (s["id"] == final_id and s["known"] > fill_time))
    ]
    return times

"""The troubles of synthetic courses: each is meant to reach a branch of the plan."""

from collections.abc import Callable
from datetime import timedelta
from fractions import Fraction
from typing import Any

from tests.differential.answers import Clinic
from tests.differential.bedside import Bedside
from tests.differential.labs import Laboratory
from tests.differential.writer import Writer, text

F = Fraction
DAY = timedelta(days=1)
SIGNS = (
    "epigastric-pain", "persistent-vomiting", "diarrhoea", "black-stool", "haematemesis",
    "haemorrhage", "ulcer", "unexplained-watery-diarrhoea", "suspected-misperfusion", "flow-stop",
    "catheter-dislodgement", "myocardial-ischaemia", "stomatitis", "pocket-infection", "jaundice",
    "black-stool", "haematemesis",
)  # fmt: skip
FACTS = (
    ("heparin-induced-thrombocytopenia", "present"), ("dexamethasone-intolerance", "present"),
    ("preservative-intolerance", "present"), ("anticoagulant", "present"), ("bleeding", "present"),
    ("uncontrolled-infection", "present"), ("diabetes", "present"), ("hepatitis-b", "positive"),
    ("pregnancy-test", "positive"), ("consent", "withdrawn"),
)  # fmt: skip


class Troubles:
    """What goes wrong in one course, and when."""

    def __init__(
        self, chart: Writer, lab: Laboratory, pump: Bedside, clinic: Clinic, names: list[str]
    ) -> None:
        self.chart, self.lab, self.pump, self.clinic = chart, lab, pump, clinic
        self.names = set(names)
        self.when = chart.rng.randint(0, 4)
        self.incomplete = "missing" in self.names
        self.interim = 0.55 if self.names & BETWEEN else 0.12
        self.done: set[str] = set()
        self.visits = 0
        for name in names:
            TROUBLES[name](self)

    def due(self, name: str, cycles: int) -> bool:
        """Whether a trouble of this course begins now; it begins once."""
        if name in self.names and name not in self.done and cycles >= self.when:
            self.done.add(name)
            return True
        return False

    def again(self, name: str, probability: float) -> bool:
        """Whether a trouble that may return is here now."""
        return name in self.names and self.chart.chance(probability)

    def before(self, cycles: int) -> None:
        """Before a dose visit."""
        self.visits += 1
        chart, rng = self.chart, self.chart.rng
        for name, write in EVENTS.items():
            if self.due(name, cycles):
                write(self)
                chart.tick(2)
        if self.again("re-escalate", 0.3) and cycles:
            until = (chart.now + rng.choice((-1, 0, 30)) * DAY).date().isoformat()
            percent = rng.choice(("50", "80", "100"))
            chart.sign("R-re-escalation", percent=percent, valid_until=until)
        if self.again("stop", 0.1) and cycles:
            self.lab.limits = False
        if self.again("within-normal", 0.5) and cycles:
            chart.now += DAY
            self.clinic.prescribe("R-within-normal")
            chart.now -= DAY
        if self.again("fault", 0.25):
            self.clinic.write_check("fault")
            if chart.chance(0.3):
                self.clinic.write_check("ok")

    def between(self, _cycles: int) -> None:
        """Before a visit in mid-cycle."""
        if self.again("signs", 0.15):
            write_sign(self)
            self.chart.tick(2)

    def after(self) -> None:
        """After a visit: entries are put right, or written a second time by mistake."""
        chart, rng = self.chart, self.chart.rng
        if not self.again("corrections", 0.35):
            return
        chart.tick(30)
        found = [e for e in chart.entries[-8:] if e["kind"] in ("laboratory_panel", "weight")]
        if not found:
            return
        entry = rng.choice(found)
        if chart.chance(0.4):
            void = chart.add("void", voids=entry["id"], reason="synthetic")
            if chart.chance(0.5):
                chart.tick(5)
                chart.add("void", voids=void, reason="synthetic")
        else:
            self.correct(entry)

    def correct(self, entry: dict[str, Any]) -> None:
        """A correction, sometimes itself corrected or voided."""
        chart = self.chart
        fields = {k: v for k, v in entry.items() if k not in ("id", "kind", "at", "recorded_at")}
        if entry["kind"] == "weight":
            fields["weight"] = text(F(fields["weight"]) + F(chart.rng.randint(-20, 20), 10))
        else:
            fields["results"] = self.lab.results(self.lab.values("reduce"))
        last = chart.add("correction", corrects=entry["id"], entry=fields, reason="synthetic")
        chart.tick(5)
        if chart.chance(0.3):
            if entry["kind"] == "weight":
                fields = {"weight": text(F(fields["weight"]) + 1)}
            chart.add("correction", corrects=last, entry=fields, reason="synthetic")
        elif chart.chance(0.3):
            chart.add("void", voids=last, reason="synthetic")

    def mood(self, held: int) -> str | None:
        """The mood of the liver tests that a trouble asks for."""
        chance = self.chart.chance
        if "restart" in self.names:
            if held:
                return "quiet" if chance(0.75) else "edge"
            return "hold" if chance(0.5) else "quiet"
        if "reduce" in self.names:
            return "reduce" if chance(0.6) else "edge"
        mood = {"drift": "quiet", "edges": "edge"}
        if "stop" in self.names and self.visits % 4 == 2 and chance(0.6):
            return "stop" if chance(0.6) else "stop-edge"
        return next((mood[name] for name in mood if name in self.names), None)

    def late_result(self) -> None:
        """A sample from before the FUDR fill whose result comes days after it (P1)."""
        chart = self.chart
        if self.again("late", 0.4) or chart.chance(0.03):
            chart.near["late-result"] += 1
            values = self.lab.values(chart.rng.choice(("hold", "hold", "edge", "stop-edge")))
            known = chart.now + chart.rng.choice((1, 2, 3)) * DAY
            self.lab.draw(values, self.lab.drawn_before(chart.rng.choice((2, 20, 60))), late=known)

    def mid_mood(self) -> str:
        """The mood of the sample of an emptied day."""
        chance = self.chart.chance
        if "restart" in self.names and chance(0.25):
            return "hold"
        if "stop" in self.names and chance(0.15):
            return "stop"
        if ("edges" in self.names or "late" in self.names) and chance(0.4):
            return "edge"
        return "quiet" if chance(0.9) else "edge"

    def interim_event(self) -> None:
        """Between visits: an alarming sample, a sign, a finding, a scan, or nothing."""
        chart, names = self.chart, self.names
        late = chart.now + chart.rng.choice((1, 2, 3)) * DAY if chart.chance(0.2) else None
        drawn = self.lab.drawn_before(chart.rng.choice((0, 1, 20)))
        if "restart" in names or "late" in names:
            mood = "hold" if chart.chance(0.4) else "edge"
            self.lab.draw(self.lab.values(mood), drawn, late=late)
        elif "stop" in names:
            self.lab.draw(self.lab.values("stop-edge"), drawn, late=late)
        elif "signs" in names:
            write_sign(self)
        elif "scan" in names and chart.chance(0.5):
            chart.add("perfusion_scan", code=chart.rng.choice("ABCDE"))
        elif "biliary" in names and chart.chance(0.5):
            write_finding(self)
        elif "exposure" in names:
            write_exposure(self)
        chart.tick(chart.rng.choice((5, 300)))

    def empty(self) -> None:
        """Empty the pump, with this course's troubles at the needle."""
        chart, rng, pump = self.chart, self.chart.rng, self.pump
        if self.again("failed-access", 0.2):
            chart.add("pump_accessed", result="failed")
            chart.tick(10)
        for name in ("emptied", "stopped", "reserve"):
            if self.again(name, 0.3):
                pump.next_reading = name
        leave = F(0)
        if self.again("incomplete-evacuation", 0.4):
            leave = F(rng.choice((5, 10, 20, 35)), 10)
        serial = None
        if self.again("contradiction", 0.06):
            serial = "SN-0"
        entry = pump.empty(leave=leave, serial=serial)
        written = chart.entries[-1]
        if serial:
            fields = {k: v for k, v in written.items() if k in ("result", "withdrawn", "remainder")}
            self.clinic.pending.append(
                lambda: chart.add("correction", corrects=entry, entry=fields, reason="synthetic")
            )
        elif self.again("contradiction", 0.12) and written.get("withdrawn"):
            written["withdrawn"] = text(pump.reservoir + 12)
            self.clinic.pending.append(
                lambda: chart.add("confirmation", confirms=entry, reason="synthetic")
            )

    def other_content(self, content: str) -> str:
        """What goes in; now and then glycerin."""
        return "glycerin" if self.again("glycerin", 0.2) else content

    def volumes(self) -> dict[str, Any]:
        """Partial, aborted and doubtful fills."""
        full, rng = self.pump.reservoir, self.chart.rng
        fields: dict[str, Any] = {}
        if self.again("partial", 0.3):
            part = full * rng.randint(30, 95) / 100
            fields.update(injected=text(part), aborted=True)
            if self.chart.chance(0.3):
                fields["returned"] = text(part if self.chart.chance(0.3) else part / 4)
        if self.again("tiny", 0.2):
            self.chart.near["tiny-fill"] += 1
            fields.update(injected=text(F(rng.choice((15, 20, 21, 25, 30)), 10)), aborted=True)
        if self.again("pocket", 0.15):
            fields["pocket"] = True
        if self.again("outside", 0.2):
            fields["outside"] = "3"
        if self.again("underfill", 0.5):
            # so that the days to the reserve come out whole, or a hundredth beside it
            self.chart.near["whole-days"] += 1
            bound = self.pump.label * F(115, 100)
            exact = 2 + bound * rng.choice((10, 12, 14, 15, 16)) + F(rng.choice((-1, 0, 1)), 100)
            fields["injected"] = text(min(full, exact), 6)
        return fields

    def fill(self, content: str) -> None:
        """Fill without FUDR; a fill that did not stay is done again."""
        self.pump.fill(content, **self.volumes())
        self.twice(content)
        if not self.pump.content and self.chart.chance(0.8):
            self.chart.tick(20)
            self.pump.fill(content)

    def twice(self, content: str) -> None:
        """The same fill written a second time."""
        if self.again("contradiction", 0.06) and self.pump.content:
            self.chart.tick(1)
            double = self.pump.fill(content, **({"fudr": "100"} if content == "fudr" else {}))
            chart = self.chart
            self.clinic.pending.append(lambda: chart.add("void", voids=double, reason="synthetic"))

    def fill_fudr(self, fields: dict[str, Any]) -> None:
        """Fill with FUDR as ordered, or as something went wrong."""
        chart = self.chart
        if self.again("order-change", 0.3):
            factor = F(chart.rng.choice((85, 89, 90, 91, 110, 111, 112, 1000)), 100)
            fields = {**fields, "fudr": text(F(fields["fudr"]) * factor, 0)}
        if self.again("on-paper", 0.4):
            fields = {k: v for k, v in fields.items() if k not in ("order", "ordered_dose")}
            self.remember_dose(fields)
        self.pump.fill("fudr", **fields, **self.volumes())
        self.twice("fudr")
        if not self.pump.content and chart.chance(0.7):
            chart.tick(20)
            self.pump.fill("fudr", **fields)

    def remember_dose(self, fields: dict[str, Any]) -> None:
        """The dose ordered on paper is written later, by a correction."""
        chart = self.chart
        chance = chart.chance(0.5)

        def put_right() -> None:
            fill = chart.newest("pump_filled", content="fudr")
            if fill is not None and chance:
                kept = {k: v for k, v in fill.items() if k not in ("id", "kind", "at")}
                kept.pop("recorded_at", None)
                kept["ordered_dose"] = "0.12"
                chart.add("correction", corrects=fill["id"], entry=kept, reason="synthetic")

        self.clinic.pending.append(put_right)
        del fields


def write_sign(t: Troubles) -> None:
    """A symptom or sign is reported."""
    t.chart.add("symptom_report", sign=t.chart.rng.choice(SIGNS), dateless=True)


def write_finding(t: Troubles) -> None:
    """Something is found in the bile ducts."""
    findings = (
        "cholangitis", "obstruction", "stricture-suspected", "ducts-normal", "stent-placed",
        "stricture-confirmed",
    )  # fmt: skip
    t.chart.add("biliary_finding", finding=t.chart.rng.choices(findings, (4, 4, 4, 1, 1, 1))[0])


def write_exposure(t: Troubles) -> None:
    """Fever, a flight or a stay at altitude, reported or planned."""
    rng, now = t.chart.rng, t.chart.now
    since = (now + rng.randint(-6, 10) * DAY).date()
    fields: dict[str, Any] = {"since": since.isoformat()}
    if not t.chart.chance(0.25):
        fields["until"] = (since + rng.randint(0, 8) * DAY).isoformat()
    t.chart.add("exposure", exposure=rng.choice(("fever", "flight", "altitude")), **fields)


def write_fact(t: Troubles) -> None:
    """A patient fact that may stop a nurse."""
    name, state = t.chart.rng.choice(FACTS)
    t.clinic.fact(name, state)
    if name == "bleeding" and t.chart.chance(0.3):
        t.chart.sign("R-bleeding")


def write_procedure(t: Troubles) -> None:
    """A procedure on liver, catheter, artery or pump."""
    names = (
        "hepatectomy", "ablation-near-duct", "catheter-revision", "artery-procedure",
        "embolisation", "pump-revision",
    )  # fmt: skip
    name = t.chart.rng.choice(names)
    days = 14 if name == "hepatectomy" else 2
    t.clinic.operate(name, t.chart.now - t.chart.rng.choice((1, days, days - 1)) * DAY)


def write_counts(t: Troubles) -> None:
    """Blood counts at or near their limits."""
    rng = t.chart.rng
    t.chart.near["counts"] += 1
    results = {
        "white_cells": {"value": rng.choice(("3.4", "3.5", "5.1")), "unit": "10*9/L"},
        "platelets": {"value": rng.choice(("49", "50", "99", "100", "180")), "unit": "10*9/L"},
    }
    t.chart.add("laboratory_panel", results=results)
    if t.chart.chance(0.3):
        t.chart.sign("R-low-counts")


def write_surgery(t: Troubles) -> None:
    """Surgery is planned."""
    on = (t.chart.now + t.chart.rng.choice((0, 5, 40)) * DAY).date().isoformat()
    t.chart.add(
        "surgery_planned", operation=t.chart.rng.choice(("liver", "liver", "other")), date=on
    )


def write_scan(t: Troubles) -> None:
    """A scan that is not complete."""
    t.chart.add("perfusion_scan", code=t.chart.rng.choice("BBCDE"))


EVENTS: dict[str, Callable[[Troubles], object]] = {
    "facts": write_fact,
    "procedures": write_procedure,
    "counts": write_counts,
    "surgery": write_surgery,
    "scan": write_scan,
    "biliary": write_finding,
    "exposure": write_exposure,
}
BETWEEN = {"restart", "late", "stop", "signs", "scan", "biliary", "exposure"}


def nothing(_: Troubles) -> None:
    """A trouble that needs no preparation."""


def fast(t: Troubles) -> None:
    """The pump runs fast."""
    t.pump.true = t.pump.label * t.chart.rng.randint(108, 130) / 100


def slow(t: Troubles) -> None:
    """The pump runs slow."""
    t.pump.true = t.pump.label * t.chart.rng.randint(70, 92) / 100


def edges(t: Troubles) -> None:
    """Nearly every reading lies on an edge."""
    t.pump.edge = 0.6


def creep(t: Troubles) -> None:
    """ALP rises a little each cycle, never enough for the table."""
    low = t.lab.baseline["alp"] <= 90
    t.lab.creep = F(t.chart.rng.randint(110, 145) if low else t.chart.rng.randint(108, 119), 100)


def dateless(t: Troubles) -> None:
    """Many entries have a date only."""
    t.chart.date_only = 0.4


def micromol(t: Troubles) -> None:
    """Bilirubin is reported in µmol/L, and now and then in the other unit."""
    t.lab.umol = True
    t.lab.switch_units = 0.1


def dead_space(t: Troubles) -> None:
    """The line takes a part of every fill."""
    t.pump.dead = 0.7


TROUBLES: dict[str, Callable[[Troubles], object]] = {
    **dict.fromkeys(EVENTS, nothing),
    **dict.fromkeys(
        (
            "restart", "reduce", "stop", "signs", "missing", "late", "re-escalate",
            "within-normal", "corrections", "failed-access", "emptied", "stopped", "reserve",
            "incomplete-evacuation", "contradiction", "glycerin", "partial", "tiny", "pocket",
            "outside", "underfill", "order-change", "on-paper", "fault",
        ),
        nothing,
    ),
    "fast": fast, "slow": slow, "edges": edges, "drift": creep, "dateless": dateless,
    "micromol": micromol, "dead-space": dead_space,
}  # fmt: skip

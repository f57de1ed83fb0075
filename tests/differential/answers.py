"""How a synthetic clinic answers what the plan asks: checks, signatures, missing samples.

Each answer is given with some probability only, and sometimes it is not good enough: the wrong
role, a missing segment, a fault instead of "ok". Then the course stays refused for a while.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.differential.bedside import Bedside
from tests.differential.labs import Laboratory
from tests.differential.writer import Writer, text

DAY = timedelta(days=1)
Plan = dict[str, Any]
WOUNDING = {"hepatectomy", "ablation-near-duct", "catheter-revision"}
MOVES_FLOW = {
    "hepatectomy", "catheter-revision", "artery-procedure", "embolisation", "pump-revision",
}  # fmt: skip


class Clinic:
    """The people around one course."""

    def __init__(self, chart: Writer, lab: Laboratory, pump: Bedside) -> None:
        self.chart, self.lab, self.pump = chart, lab, pump
        self.pending: list[Callable[[], object]] = []
        self.last_emptied = self.implanted = chart.now
        by_start: dict[str, Callable[[str], object]] = {
            "pump-fast": self.accept_flow, "pump-slow": self.accept_slow,
            "pump-emptied": self.check_pump, "pump-stopped": self.check_pump,
            "pump-fault": self.check_pump,
            "drift": lambda _: self.prescribe("R-drift"),
            "sign ": self.resolve_sign, "scan": self.scan_again,
            "cholangitis": self.resolve_finding, "obstruction": self.resolve_finding,
            "stricture-suspected": self.resolve_finding,
            "consent": lambda _: self.fact("consent", "given"),
            "infection": lambda _: self.fact("uncontrolled-infection", "absent"),
            "pregnancy": lambda _: self.fact("pregnancy-test", "negative"),
            "wound": lambda _: self.fact("wound", "sound"),
            "dpyd": lambda _: chart.sign("R-dpyd", self.roles("prescriber board")),
            "cycles over": lambda _: chart.sign("R-beyond-planned"),
            "surgery planned": lambda _: self.prescribe("R-surgery-interval"),
            "surgery done": self.operate_or_void,
            "bleeding": lambda _: self.fact("bleeding", "absent"),
            "change not": lambda _: self.prescribe("R-order-change"),
            "above starting": self.nothing, "bilirubin": self.end_stop,
            "below minimum": self.raise_dose, "no weight": self.weigh,
            "no-fresh": self.sample_today, "first-no-limit": self.complete_work_up,
            "first-no": self.sample_today,
            "no-emptied": self.late_sample, "low ": self.sample_today,
            "contradiction": self.clear_up, "last dose": self.clear_up,
            "glycerin": self.nothing,
        }  # fmt: skip
        self.answers = by_start

    def roles(self, right: str) -> str:
        """The roles asked for, or now and then only one of them."""
        return right.split(maxsplit=1)[0] if self.chart.chance(0.15) else right

    def prescribe(self, rule: str) -> None:
        """A decision that needs the prescriber, who now and then has not signed it."""
        self.chart.sign(rule, self.roles("board prescriber"))

    def nothing(self, _: str) -> None:
        """Nobody can answer this."""

    def answer(self, plan: Plan, willing: float = 0.75) -> bool:
        """Answer what the plan asks; whether anything was written."""
        before = len(self.chart.entries)
        for line in plan["codes"]:
            code = line.partition(": ")[2]
            for start, act in self.answers.items():
                if code.startswith(start):
                    if self.chart.chance(willing):
                        self.chart.tick(1)
                        act(code)
                    break
        return len(self.chart.entries) > before

    def accept_flow(self, _: str) -> None:
        """Accept the flow in use or the flow measured last, close by or just too far."""
        if self.pump.last_flow is None:
            return
        share = self.chart.rng.choice((100, 100, 100, 104, 96, 106))
        flow = self.pump.last_flow * share / 100
        self.chart.add("flow_accepted", flow=text(flow, 2), role="prescriber", reason="synthetic")

    def accept_slow(self, code: str) -> None:
        """A slow pump is checked and then accepted; sometimes one of the two is left out."""
        if not self.chart.chance(0.15):
            self.check_pump(code)
        if not self.chart.chance(0.15):
            self.accept_flow(code)

    def check_pump(self, _: str) -> None:
        """Pump and catheter are imaged."""
        result = "fault" if self.chart.chance(0.1) else "ok"
        self.write_check(result)
        if result == "fault" and self.chart.chance(0.5):
            self.write_check("ok")

    def write_check(self, result: str) -> None:
        """What the image of pump and catheter showed."""
        self.chart.add(
            "pump_and_catheter_check", result=result, roles=["radiologist"], dateless=True
        )
        self.chart.tick(1)

    def operate(self, name: str, at: datetime) -> None:
        """A procedure; afterwards the wound is looked at and the flow imaged, as a rule."""
        chart = self.chart
        chart.add("procedure", at, procedure=name, dateless=True)
        chart.tick(2)
        if name in WOUNDING and chart.chance(0.85):
            self.fact("wound", "sound")
        if name in MOVES_FLOW and chart.chance(0.8):
            chart.add("perfusion_scan", code="A", dateless=True)

    def operate_or_void(self, _: str) -> None:
        """Liver surgery whose day is past was done, or is taken off the chart."""
        plan = self.chart.newest("surgery_planned", operation="liver")
        if plan is None:
            return
        if self.chart.chance(0.6):
            day = datetime.fromisoformat(plan["date"]).replace(hour=10, tzinfo=UTC)
            self.operate(self.chart.rng.choice(("hepatectomy", "ablation-near-duct")), day)
        else:
            self.chart.add("void", voids=plan["id"], reason="synthetic")

    def resolve_sign(self, code: str) -> None:
        """A sign is signed as ended."""
        found = self.chart.newest("symptom_report", sign=code.partition(" ")[2])
        if found:
            self.chart.sign("R-resolved", about=found["id"])

    def resolve_finding(self, code: str) -> None:
        """A biliary finding is signed as ended."""
        found = self.chart.newest("biliary_finding", finding=code)
        if found:
            self.chart.sign("R-resolved", about=found["id"])

    def scan_again(self, code: str) -> None:
        """A new scan, or the board accepts an incomplete one."""
        if code == "scan B" and self.chart.chance(0.5):
            segment: dict[str, Any] = {} if self.chart.chance(0.15) else {"segment": "IV"}
            self.chart.sign("R-scan-b", **segment)
            return
        self.chart.add("perfusion_scan", code=self.chart.rng.choice("AAAAB"), dateless=True)

    def fact(self, name: str, state: str) -> None:
        """A patient fact is charted."""
        extra: dict[str, Any] = {"version": "1"} if name == "consent" else {}
        dateless = name == "wound"
        self.chart.add("patient_fact", fact=name, state=state, dateless=dateless, **extra)

    def end_stop(self, code: str) -> None:
        """The board ends a bilirubin stop and names a percent."""
        if code == "bilirubin":
            percent = self.chart.rng.choice(("25", "50", "50", "100"))
            self.chart.sign("R-end-of-stop", self.roles("board prescriber"), percent=percent)

    def raise_dose(self, _: str) -> None:
        """The board names a percent of the starting dose."""
        until = (self.chart.now + 20 * DAY).date().isoformat()
        self.chart.sign(
            "R-re-escalation", percent=self.chart.rng.choice(("25", "50", "100")),
            valid_until=until,
        )  # fmt: skip

    def weigh(self, _: str) -> None:
        """The patient is weighed now."""
        found = self.chart.newest("weight")
        self.chart.add("weight", weight=found["weight"] if found else "70")

    def sample_today(self, _: str) -> None:
        """Blood is drawn now."""
        self.lab.draw(self.lab.quiet())

    def complete_work_up(self, _: str) -> None:
        """Upper limits, and a sample from before the implant, turn up."""
        self.lab.limits = True
        before = self.implanted - timedelta(hours=20)
        self.lab.draw(self.lab.baseline, before, late=self.chart.now)
        self.sample_today("")

    def late_sample(self, _: str) -> None:
        """The result of the emptied day turns up."""
        self.lab.draw(self.lab.quiet(), self.last_emptied, late=self.chart.now)

    def clear_up(self, _: str) -> None:
        """What was written wrongly is put right."""
        for fix in self.pending:
            fix()
        self.pending.clear()

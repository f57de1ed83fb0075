"""Synthetic courses for the comparison of two implementations; the seed decides everything.

A course is implant, work-up and at least six cycles. The second implementation decides at each
visit, so that holds, rest fills, restarts and reductions really happen. One or two troubles per
course come from `troubles.py`. Values close to a threshold are put there on purpose.
"""

import random
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any

from tests.differential.answers import Clinic
from tests.differential.bedside import Bedside
from tests.differential.labs import Laboratory
from tests.differential.second.plan import START, decide
from tests.differential.troubles import TROUBLES, Troubles
from tests.differential.writer import Entry, Writer, text

DAY = timedelta(days=1)
MOST_VISITS = 19
ENOUGH = 8
HOPELESS = 5
DIAGNOSIS = "colorectal-liver-metastases"
NO_HASH = "0" * 64
F = Fraction


class Story:
    """One course as it is being written."""

    def __init__(self, seed: int) -> None:
        rng = random.Random(seed)  # noqa: S311 - repeatable courses, no secret
        self.chart = Writer(rng)
        self.lab = Laboratory(self.chart)
        self.pump = Bedside(self.chart)
        self.clinic = Clinic(self.chart, self.lab, self.pump)
        self.weight = F(rng.randint(420, 1150), 10)
        self.cycles = 0
        self.visits = 0
        self.held = 0
        self.fruitless = 0
        self.path: list[str] = []
        self.counts: list[str] = []
        names = rng.sample(sorted(TROUBLES), k=rng.choice((0, 1, 1, 1, 2, 2, 3)))
        self.troubles = Troubles(self.chart, self.lab, self.pump, self.clinic, names)
        self.long = self.chart.chance(0.15)

    def decide(self, tag: str) -> dict[str, Any]:
        """Ask the second implementation, and keep the moment."""
        self.chart.remember(tag)
        return decide(self.chart.entries, self.chart.moments[-1][0])

    def prepare(self) -> None:
        """Enrolment, work-up, implant, first saline fill and scan."""
        chart, rng = self.chart, self.chart.rng
        if chart.chance(0.01):
            chart.near["assignable"] += 1
            chart.now = datetime(rng.choice((2025, 2026)), 1, 1, 9, tzinfo=UTC)
        diagnosis = "primary-liver-cancer" if chart.chance(0.01) else DIAGNOSIS
        chart.add(
            "enrolment", diagnosis=diagnosis, setting="adjuvant", sex=rng.choice("FM"),
            year_of_birth=rng.randint(1940, 1985), height=str(rng.randint(150, 195)),
        )  # fmt: skip
        given_with = "combined" if chart.chance(0.6) else "fudr-alone"
        chart.add("protocol_assigned", protocol="fudr-28d", version="2026.1", given_with=given_with)
        if not chart.chance(0.03):
            self.clinic.fact("consent", "given")
        if not chart.chance(0.2):
            activity = rng.choice(("2", "2", "2", "1.5", "1", "0.5", "0"))
            chart.add("patient_fact", fact="dpyd-activity", activity=activity)
        if not chart.chance(0.02):
            self.lab.draw(self.lab.baseline, leave_out=0.05)
        chart.now += rng.randint(1, 10) * DAY
        if chart.chance(0.4):
            chart.add("procedure", procedure="hepatectomy")
            chart.tick(1)
        chart.add(
            "pump_implanted", model="intera-3000", serial=self.pump.serial,
            label_flow=text(self.pump.label), reservoir=text(self.pump.reservoir),
            vessel="gastroduodenal",
        )  # fmt: skip
        self.clinic.implanted = chart.now
        chart.tick(20)
        if not chart.chance(0.04):
            self.pump.fill("heparinised-saline")
        chart.now += rng.randint(2, 4) * DAY
        chart.add("perfusion_scan", code="A" if chart.chance(0.9) else rng.choice("BCDE"))
        chart.now += 3 * DAY
        state = "sound" if not chart.chance(0.05) else "not-sound"
        if not chart.chance(0.03):
            self.clinic.fact("wound", state)

    def weigh(self) -> None:
        """A weighing in the week before, on its edge, or just too old."""
        chart, rng = self.chart, self.chart.rng
        days = rng.choice((0, 0, 0, 1, 3))
        if chart.chance(0.06):
            chart.near["weight-age"] += 1
            days = rng.choice((7, 8))
        self.weight = F(round(self.weight * rng.randint(970, 1030)), 1000)
        if chart.chance(0.03):
            self.weight *= F(rng.choice((88, 112)), 100)
        places = rng.choice((1, 1, 1, 2))
        chart.add("weight", chart.now - days * DAY, weight=text(self.weight, places), dateless=True)

    def sample(self, mood: str) -> None:
        """The sample of a visit, up to three days old, on that edge, or just too old."""
        chart, rng = self.chart, self.chart.rng
        hours: float = rng.choice((1, 1, 2, 20, 45, 70))
        if chart.chance(0.06):
            chart.near["sample-age"] += 1
            hours = rng.choice((72, 72 + 1 / 60))
        values = self.lab.first_edge() if mood == "first-edge" else self.lab.values(mood)
        at = self.lab.drawn_before(hours)
        late = chart.now + DAY if chart.chance(0.02) else None
        leave_out = 0.05 if not self.troubles.incomplete else 0.3
        self.lab.draw(values, at, leave_out=leave_out, late=late)

    def to_procedure(self) -> None:
        """Move on to when the needle goes in: often the same hour as at the last visit."""
        chart = self.chart
        usual = chart.now.replace(hour=14, minute=0)
        if chart.chance(0.6) and usual >= chart.now:
            chart.now = usual
        else:
            chart.tick(chart.rng.randint(5, 50))

    def act(self, plan: dict[str, Any]) -> None:
        """Do what the plan says."""
        if plan["action"] == "fudr-fill":
            self.give(plan)
        elif plan["action"] in ("rest-fill", "evacuate"):
            self.rest(plan["content"])
        elif plan["action"] == "person-must-choose" and self.chart.chance(0.8):
            self.rest("heparinised-saline")

    def rest(self, content: str) -> None:
        """Empty the pump and fill it without FUDR."""
        self.to_procedure()
        was_fudr = self.pump.content == "fudr"
        if self.pump.content or self.chart.chance(0.1):
            self.troubles.empty()
        if was_fudr:
            self.clinic.last_emptied = self.chart.now
        self.troubles.fill(self.troubles.other_content(content))

    def give(self, plan: dict[str, Any]) -> None:
        """Sign the order, empty the pump and fill it with FUDR."""
        chart = self.chart
        fields: dict[str, Any] = {"fudr": str(plan["mg"])}
        if chart.chance(0.06):
            fields["ordered_dose"] = text(plan["dose_mg_per_kg_day"])
            for test, value in plan["now"].items():
                if test in self.lab.reference:
                    self.lab.reference[test] = value["value"]
        else:
            fields["order"] = self.order(plan)
        self.to_procedure()
        if self.pump.content:
            self.troubles.empty()
        self.troubles.fill_fudr(fields)
        self.troubles.late_result()
        self.cycles += 1
        self.counts.append("fill fudr")

    def order(self, plan: dict[str, Any]) -> str:
        """The order as its prescriber signs it."""
        chart = self.chart
        chart.tick()
        dose = plan["dose_mg_per_kg_day"]
        return chart.add(
            "order_signed", protocol="fudr-28d", version="2026.1", dose=text(dose),
            percent=text(dose / START * 100), dosing_weight=text(plan["weight"]),
            flow=text(plan["flow"]), volume=text(self.pump.reservoir), fudr=str(plan["mg"]),
            liver_tests=self.lab.ordered(plan["now"]), chart_head=NO_HASH,
            known_by=chart.moments[-1][0], laboratory="lab-1",
        )  # fmt: skip

    def mood(self) -> str:
        """How the liver tests of this visit turn out."""
        chart = self.chart
        if self.cycles == 0:
            return "first-edge" if chart.chance(0.2) else "quiet"
        named = self.troubles.mood(self.held)
        if named:
            return named
        moods = ("quiet", "edge", "reduce", "hold", "stop-edge")
        return chart.rng.choices(moods, (70, 14, 8, 5, 1))[0]

    def dose_visit(self) -> None:
        """A visit at which FUDR may be given."""
        chart = self.chart
        self.visits += 1
        self.troubles.before(self.cycles)
        if not chart.chance(0.04):
            self.sample(self.mood())
        if not chart.chance(0.03):
            self.weigh()
        plan = self.decide("dose day")
        if plan["word"] not in ("give", "not-due") and self.clinic.answer(plan):
            plan = self.decide("dose day, answered")
        self.note(plan)
        self.act(plan)

    def note(self, plan: dict[str, Any]) -> None:
        """Follow the path of holds and restarts."""
        word = "restart" if plan["liver"] in ("restart", "first-restart") else plan["word"]
        word = "give" if word == "restart" and plan["word"] != "give" else word
        if word == "hold":
            self.held += 1
        self.fruitless += 1
        if plan["word"] == "give":
            self.held = self.fruitless = 0
        if word in ("hold", "restart") and self.path[-1:] != [word]:
            self.path.append(word)

    def mid_visit(self) -> None:
        """FUDR out, saline in; with a sample, and now and then a look at the plan."""
        chart = self.chart
        self.troubles.between(self.cycles)
        if not chart.chance(0.05):
            offset = chart.rng.choice((0, 0, 1, 24, 60))
            if chart.chance(0.05):
                chart.near["emptied-day"] += 1
                offset = 72
            self.lab.draw(
                self.lab.values(self.troubles.mid_mood()), self.lab.drawn_before(offset),
                leave_out=0.03,
            )  # fmt: skip
        content = "heparinised-saline"
        if chart.chance(0.25):
            plan = self.decide("mid dwell")
            content = plan["content"] or content
            content = content if content != "fudr" else "heparinised-saline"
        if not (chart.chance(0.02) and self.cycles):
            self.rest(content)

    def interim(self, days: int) -> None:
        """Between visits: a look at the plan, a sample, or a plan made too late."""
        chart = self.chart
        back = chart.now
        if chart.chance(self.troubles.interim):
            chart.now = back + chart.rng.randint(1, max(1, days - 1)) * DAY
            self.troubles.interim_event()
            plan = self.decide("mid dwell")
            if plan["action"] == "evacuate":
                chart.now += chart.rng.choice((0, 1)) * DAY
                self.rest(plan["content"])
        elif chart.chance(0.03):
            chart.now = back + chart.rng.randint(15, 40) * DAY
            chart.remember("overdue")
        chart.now = back

    def wait(self) -> None:
        """Go on to the day of the next visit."""
        chart, rng = self.chart, self.chart.rng
        days = self.pump.dwell_days()
        start = chart.now
        self.interim(days)
        shift = rng.choices((0, 1, -1, 2, -2, -3, 4), (70, 8, 6, 4, 6, 3, 3))[0]
        if shift in (-2, -3):
            chart.near["dose-day"] += 1
        chart.now = max(start, chart.now) + max(1, days + shift) * DAY
        chart.now = chart.now.replace(hour=rng.choice((7, 8, 9, 10)), minute=rng.randint(0, 59))

    def write(self) -> None:
        """Write the whole course."""
        self.prepare()
        chart = self.chart
        chart.now += chart.rng.choice((7, 8, 8, 9, 10, 20)) * DAY
        wanted = chart.rng.choice((7, 8)) if self.long else 6
        for _ in range(MOST_VISITS):
            (self.mid_visit if self.pump.content == "fudr" else self.dose_visit)()
            self.troubles.after()
            self.wait()
            if self.fruitless > HOPELESS:
                break
            if self.visits >= ENOUGH and self.pump.content != "fudr":
                break
            if self.cycles >= wanted and self.pump.content != "fudr":
                break
        self.troubles.before(self.cycles)
        self.sample(self.mood())
        chart.remember("end")


def course(seed: int) -> dict[str, Any]:
    """One course: its entries, the moments to compare, and what was reached."""
    story = Story(seed)
    story.write()
    entries: list[Entry] = story.chart.entries
    return {
        "seed": seed, "entries": entries, "moments": chosen(story), "path": story.path,
        "near": dict(story.chart.near), "cycles": story.cycles,
        "visits": story.visits,
    }  # fmt: skip


def chosen(story: Story) -> list[tuple[str, str]]:
    """Two moments of the course: a dose day, and another or one in mid-dwell or too late."""
    rng, moments = story.chart.rng, story.chart.moments
    dose_days = [m for m in moments if m[1].startswith("dose")]
    others = [m for m in moments if not m[1].startswith("dose")]
    first = rng.sample(dose_days, k=1)
    return first + rng.sample(others if story.chart.chance(0.5) else dose_days, k=1)

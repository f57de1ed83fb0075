"""Laboratory values of a synthetic course: where they lie against the thresholds is chosen."""

from datetime import datetime, timedelta
from fractions import Fraction
from math import ceil
from typing import Any

from tests.differential.second.liver import LIVER, UMOL_PER_MG
from tests.differential.writer import Writer, text

F = Fraction
TESTS = ("ast", "alp", "bilirubin")
UPPER = {"ast": F(40), "alp": F(120), "bilirubin": F("1.2"), "alt": F(45)}
Values = dict[str, Fraction]


class Laboratory:
    """One patient's liver tests: baseline, the reference in force, and the units in use."""

    def __init__(self, chart: Writer) -> None:
        rng = chart.rng
        self.chart = chart
        self.baseline = {
            "ast": F(rng.randint(15, 45) if chart.chance(0.75) else rng.randint(46, 70)),
            "alp": F(rng.randint(50, 88) if chart.chance(0.6) else rng.randint(89, 180)),
            "bilirubin": F(rng.randint(3, 11) if chart.chance(0.8) else rng.randint(12, 16), 10),
        }
        self.reference = dict(self.baseline)
        self.umol = chart.chance(0.2)
        self.switch_units = 0.03
        self.limits = not chart.chance(0.04)
        self.has_alt = chart.chance(0.4)
        self.creep = F(1)

    def steps(self, test: str) -> list[Fraction]:
        """Where the steps of the table begin for the reference in force."""
        edge, low, high = LIVER[test]
        row: tuple[Any, ...] = low if self.reference[test] <= edge else high
        return [F(s) * self.reference[test] for s in row[:3] if s is not None]

    def unit(self, test: str) -> Fraction:
        """One unit of the last place that the laboratory writes, in U/L or mg/dL."""
        if test != "bilirubin":
            return F(1)
        return 1 / UMOL_PER_MG if self.umol else F(1, 10)

    def quiet(self) -> Values:
        """Values that change nothing."""
        rng = self.chart.rng
        values = {}
        for test in TESTS:
            top = min(self.reference[test], self.baseline[test] * F(11, 10))
            values[test] = top * rng.randint(85, 108) / 100
        if self.creep > 1:
            values["alp"] = self.reference["alp"] * self.creep
        return values

    def between(self, low: Fraction, high: Fraction) -> Fraction:
        """A value of a test somewhere between two limits."""
        return low + (high - low) * self.chart.rng.randint(5, 95) / 100

    def values(self, mood: str) -> Values:
        """Values of a mood: quiet, reduce, hold, edge, stop, stop-edge, below-useful."""
        rng, values = self.chart.rng, self.quiet()
        test = rng.choice(TESTS)
        steps = self.steps(test)
        if mood == "reduce":
            values[test] = self.between(steps[0], steps[-1])
        elif mood == "hold":
            values[test] = steps[-1] * rng.randint(100, 130) / 100
            if test == "bilirubin" and self.chart.chance(0.8):
                values[test] = min(values[test], F("2.8"))
        elif mood == "edge":
            values[test] = self.on_edge(test, rng.choice(steps))
        elif mood == "stop":
            values["bilirubin"] = F(rng.randint(30, 60), 10)
        elif mood == "stop-edge":
            values["bilirubin"] = self.on_edge("bilirubin", F(3))
        elif mood == "low":
            values = {t: v * F(1, 2) for t, v in values.items()}
        return values

    def on_edge(self, test: str, threshold: Fraction) -> Fraction:
        """The threshold rounded up to what can be written, or one unit of last place off."""
        self.chart.near[f"lab-{test}"] += 1
        unit = self.unit(test)
        return (ceil(threshold / unit) + self.chart.rng.choice((-1, 0, 0, 1))) * unit

    def first_edge(self) -> Values:
        """First-dose values on a limit of the first-dose table."""
        rng, values = self.chart.rng, self.quiet()
        test = rng.choice(TESTS)
        if test == "ast":
            values[test] = 3 * self.baseline["ast"] + rng.choice((-1, 0, 0, 1))
        else:
            upper = F(21) / UMOL_PER_MG if self.umol and test == "bilirubin" else UPPER[test]
            limit = upper * F(rng.choice(("1.2", "1.5", "2")))
            values[test] = self.on_edge(test, limit)
        self.chart.near[f"first-{test}"] += 1
        return values

    def written(self, test: str, value: Fraction) -> dict[str, Any]:
        """A result as the laboratory writes it."""
        chart = self.chart
        if test != "bilirubin":
            found = {"value": text(F(round(value))), "unit": "U/L", "upper": text(UPPER[test])}
        else:
            umol = self.umol != chart.chance(self.switch_units)
            if umol:
                whole = text(F(round(value * UMOL_PER_MG)))
                found = {"value": whole, "unit": "umol/L", "upper": "21"}
            else:
                tenths = text(F(round(value * 10), 10))
                found = {"value": tenths, "unit": "mg/dL", "upper": "1.2"}
        if not self.limits:
            del found["upper"]
        return found

    def results(self, values: Values, *, leave_out: float = 0.0) -> dict[str, Any]:
        """A panel; with some probability one test is missing or below what can be measured."""
        chart = self.chart
        found = {t: self.written(t, v) for t, v in values.items()}
        if self.has_alt:
            alt = values["ast"] * chart.rng.randint(80, 120) / 100
            found["alt"] = self.written("alt", alt)
        if chart.chance(leave_out):
            del found[chart.rng.choice(TESTS)]
        if "bilirubin" in found and chart.chance(leave_out / 3):
            unit = found["bilirubin"]["unit"]
            found["bilirubin"]["value"] = "<0.2" if unit == "mg/dL" else "<3"
        return found

    def draw(
        self, values: Values, at: datetime | None = None, *, leave_out: float = 0.0,
        late: datetime | None = None,
    ) -> str:  # fmt: skip
        """Draw a sample and write its results."""
        results = self.results(values, leave_out=leave_out)
        return self.chart.add(
            "laboratory_panel", at, late=late, laboratory="lab-1", results=results, dateless=True
        )

    def drawn_before(self, hours: float) -> datetime:
        """A time this many hours ago."""
        return self.chart.now - timedelta(minutes=round(hours * 60))

    def ordered(self, now: dict[str, Any]) -> dict[str, Any]:
        """The values an order acted on, and from now on the reference."""
        found = {}
        for test in TESTS:
            value = now[test]
            sign = "<" if value["below"] else ""
            found[test] = {"value": sign + text(value["reported"]), "unit": value["unit"]}
            self.reference[test] = value["value"] or F(1, 10)
        return found

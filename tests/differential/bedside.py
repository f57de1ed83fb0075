"""What happens at a synthetic pump: emptying, filling, and flows chosen near their limits."""

from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

from tests.differential.second.clock import number
from tests.differential.writer import Writer, text

F = Fraction
DAY = timedelta(days=1)


class Bedside:
    """The true state of one pump."""

    def __init__(self, chart: Writer) -> None:
        rng = chart.rng
        self.chart = chart
        self.label = F(rng.choice((90, 100, 110, 115, 120, 125, 130, 135, 140, 150)), 100)
        self.reservoir = F(rng.choice((30, 30, 30, 30, 50, 16)))
        if self.reservoir < 20 and not chart.chance(0.2):
            self.label = min(self.label, F(110, 100))  # else its additives pass their daily limits
        self.true = self.label * rng.randint(94, 106) / 100
        self.serial = f"SN-{rng.randint(1000, 9999)}"
        self.available = F(0)
        self.remainder = F(0)
        self.filled: datetime | None = None
        self.content = ""
        self.edge = 0.12
        self.dead = 0.03
        self.next_reading = ""
        self.last_flow: Fraction | None = None

    def dwell_days(self) -> int:
        """Days to the next visit that this reservoir can bridge."""
        return min(14, int((self.reservoir - 2) / (self.label * F(6, 5))))

    def residual(self) -> Fraction:
        """What is left in the reservoir now; mL."""
        chart, rng = self.chart, self.chart.rng
        if self.filled is None:
            return self.remainder
        days = F((chart.now - self.filled) // timedelta(minutes=1), 1440)
        reading, self.next_reading = self.next_reading, ""
        if reading == "emptied":
            return F(rng.choice((0, 0, 1, 5, 12, 19)), 10)
        if reading == "stopped":
            return self.available
        if reading == "reserve":
            chart.near["residual"] += 1
            return F(rng.choice((20, 20, 21)), 10)
        if chart.chance(self.edge) and days >= 1:
            return self.on_band(days)
        left = self.available - self.true * days * rng.randint(985, 1015) / 1000
        return max(F(0), F(round(left * 10), 10))

    def on_band(self, days: Fraction) -> Fraction:
        """A residual that puts the flow on a band edge, or a hundredth beside it."""
        rng = self.chart.rng
        flows = [self.label * F(f, 100) for f in (85, 90, 100, 110, 115)]
        if self.last_flow:
            flows += [self.last_flow * F(95, 100), self.last_flow / F(95, 100)]
        left = self.available - rng.choice(flows) * days
        left = F(round(left * 10**4), 10**4) + F(rng.choice((-1, 0, 0, 0, 1)), 100)
        self.chart.near["flow-band"] += 1
        return min(self.available, max(F(0), left))

    def empty(self, *, leave: Fraction, serial: str | None = None) -> str:
        """Empty the reservoir; `leave` mL cannot be withdrawn."""
        chart = self.chart
        residual = self.residual()
        if self.filled is not None and chart.now > self.filled:
            days = F((chart.now - self.filled) // timedelta(minutes=1), 1440)
            flow = (self.available - residual) / days
            self.last_flow = flow if residual > 2 else self.last_flow
        remainder = min(leave, residual)
        fields: dict[str, Any] = {"withdrawn": text(residual - remainder, 4)}
        if remainder:
            fields["remainder"] = text(remainder, 4)
        if serial or chart.chance(0.3):
            fields["pump_serial"] = serial or self.serial
        entry = chart.add("pump_accessed", result="emptied", dateless=True, **fields)
        self.filled, self.available, self.content = None, F(0), ""
        self.remainder = number(fields.get("remainder", "0"))
        return entry

    def fill(self, content: str, **fields: Any) -> str:
        """Fill the reservoir, all of it or a part."""
        chart = self.chart
        volumes: dict[str, Any] = {
            "prepared": text(self.reservoir),
            "injected": text(self.reservoir),
        }
        if chart.chance(self.dead):
            volumes["line_dead_space"] = "0.5"
        volumes.update({k: v for k, v in fields.items() if k in VOLUMES})
        others = {k: v for k, v in fields.items() if k not in VOLUMES}
        entry = chart.add("pump_filled", content=content, dateless=True, **volumes, **others)
        lost = sum((number(volumes.get(k, "0")) for k in LOST), F(0))
        net = number(volumes["injected"]) - lost
        if net > 0:
            self.filled, self.content = chart.now, content
            self.available = net + self.remainder
        return entry


LOST = ("returned", "line_dead_space", "outside")
VOLUMES = ("prepared", "injected", *LOST)

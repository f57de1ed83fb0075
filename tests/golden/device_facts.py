"""The golden of each pump family: its values, copied by hand a second time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from hepatica.core.pump.device import Device
from hepatica.core.rulebook import Rulebook
from hepatica.library.strict_yaml import read_yaml

FACTS = Path(__file__).with_name("device_facts.yaml")


@dataclass(frozen=True, slots=True)
class DeviceGolden:
    """What one family must be: every column as text, without those that are not stated."""

    model: str
    facts: Mapping[str, str]

    @property
    def id(self) -> str:
        """The name it is reported by."""
        return f"GOLD-DEVICE-{self.model}"

    def passes(self, rulebook: Rulebook) -> bool:
        """Whether the family of the rulebook has these values and no other."""
        return facts_of(rulebook.devices[self.model]) == self.facts


@cache
def device_goldens() -> Sequence[DeviceGolden]:
    """One golden for each family."""
    root = read_yaml(FACTS.read_text(encoding="utf-8"), name=FACTS.name).root
    assert isinstance(root, dict)
    rows = root["devices"]
    assert isinstance(rows, list)
    tables = [row for row in rows if isinstance(row, dict)]
    return [_golden({name: str(cell) for name, cell in row.items()}) for row in tables]


def _golden(row: dict[str, str]) -> DeviceGolden:
    return DeviceGolden(row.pop("model"), row)


def facts_of(device: Device) -> dict[str, str]:
    """What is stated of a family, as text."""
    cells = {
        name: _text(getattr(device, name))
        for name in Device.__dataclass_fields__
        if name not in {"id", "names", "lowest_flow_ml_per_day", "highest_flow_ml_per_day"}
    }
    lowest, highest = device.lowest_flow_ml_per_day, device.highest_flow_ml_per_day
    if lowest is not None or highest is not None:
        cells["flows_between"] = f"{lowest} to {highest}"
    cells["flow_codes"] = ", ".join(f"{c.suffix} {c.ml_per_day}" for c in device.flow_codes)
    return {name: text for name, text in cells.items() if text not in {"", "not-stated"}}


def _text(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(str(item) for item in value)
    return "" if value is None else str(value)

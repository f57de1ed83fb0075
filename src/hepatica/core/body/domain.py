"""Where the scores of adults hold, quantity by quantity."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

from hepatica.core.frozen import frozen


@frozen
class Domain:
    """The values a quantity may have, both ends included, in `unit` (empty for a ratio)."""

    lowest: Decimal
    highest: Decimal
    unit: str = ""

    def holds(self, value: Decimal) -> bool:
        """Whether `value` lies inside."""
        return self.lowest <= value <= self.highest

    def __str__(self) -> str:
        return f"{self.lowest} to {self.highest} {self.unit}".rstrip()


# 18 years is published: Cockcroft and Gault studied people of 18 to 92 years, and CKD-EPI is for
# adults. All other ends are chosen here (DESIGN), because the sources give none. They judge no
# patient: they stop what no adult has, and with it a height in metres or inches, creatinine in
# µmol/L or mmol/L, albumin in g/L, or a prothrombin time in per cent in the place of the INR.
DOMAINS: Mapping[str, Domain] = MappingProxyType(
    {
        "age_years": Domain(Decimal(18), Decimal(120), "years"),
        "height_cm": Domain(Decimal(100), Decimal(250), "cm"),
        "weight_kg": Domain(Decimal(20), Decimal(400), "kg"),
        "creatinine_mg_per_dl": Domain(Decimal("0.1"), Decimal(30), "mg/dL"),
        "bilirubin_mg_per_dl": Domain(Decimal("0.1"), Decimal(100), "mg/dL"),
        "albumin_g_per_dl": Domain(Decimal("0.5"), Decimal(8), "g/dL"),
        "sodium_mmol_per_l": Domain(Decimal(90), Decimal(200), "mmol/L"),
        "anc_10e9_per_l": Domain(Decimal(0), Decimal(100), "10^9/L"),
        "platelets_10e9_per_l": Domain(Decimal(0), Decimal(3000), "10^9/L"),
        "inr": Domain(Decimal("0.5"), Decimal(25)),
    }
)

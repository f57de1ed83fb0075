"""Body surface area from height and weight."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

_MOSTELLER_DIVISOR = Decimal(3600)
_DUBOIS_FACTOR = Decimal("0.007184")
_DUBOIS_WEIGHT_POWER = Decimal("0.425")
_DUBOIS_HEIGHT_POWER = Decimal("0.725")


class SurfaceFormula(StrEnum):
    """Which formula: the two differ by up to a few per cent, most in the heavy."""

    MOSTELLER = "mosteller"
    DUBOIS = "dubois"


def compute_surface(*, formula: SurfaceFormula, height_cm: Decimal, weight_kg: Decimal) -> Decimal:
    """Body surface area, m², not rounded.

    mosteller: sqrt(cm x kg / 3600). dubois: 0.007184 x kg^0.425 x cm^0.725.

    Source: Mosteller, N Engl J Med 1987; 317: 1098 (clinical facts 5.4); Du Bois and Du Bois,
    Arch Intern Med 1916; 17: 863. Neither states bounds; `domain` holds those chosen for adults.
    """
    match formula:
        case SurfaceFormula.MOSTELLER:
            return (height_cm * weight_kg / _MOSTELLER_DIVISOR).sqrt()
        case SurfaceFormula.DUBOIS:
            by_weight = weight_kg**_DUBOIS_WEIGHT_POWER
            return _DUBOIS_FACTOR * by_weight * height_cm**_DUBOIS_HEIGHT_POWER

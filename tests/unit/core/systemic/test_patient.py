"""What a decision looks at: the history of one drug."""

from decimal import Decimal

import pytest

from hepatica.core.quantities import Unknown
from hepatica.core.systemic.patient import Lowered, SystemicPatient
from hepatica.core.systemic.words import Effect
from tests.unit.core.systemic.patients import BOLUS, INFUSION


def test_a_drug_without_history() -> None:
    """Nothing was lowered, nothing was given."""
    assert Lowered() == SystemicPatient().lowered_of(*BOLUS)
    assert not SystemicPatient().had(*BOLUS)


def test_a_drug_was_given_before() -> None:
    """The other form of the same drug was not."""
    patient = SystemicPatient(is_first=False, lowered={INFUSION: Lowered(was_given=True)})
    assert (True, False) == (patient.had(*INFUSION), patient.had(*BOLUS))


def test_at_a_first_visit_nothing_was_given() -> None:
    """Whatever a history says."""
    assert not SystemicPatient(lowered={INFUSION: Lowered(was_given=True)}).had(*INFUSION)


def test_nothing_is_known_until_it_is_said() -> None:
    """Never a zero and never a default."""
    unknown = SystemicPatient()
    for name in ("weight_kg", "bsa_m2", "neutrophils", "platelets", "bilirubin", "clearance"):
        assert isinstance(getattr(unknown, name), Unknown)


@pytest.mark.parametrize(
    ("history", "is_free"),
    [
        (Lowered(), True),
        (Lowered(was_given=True, reasons=("diarrhoea grade 1",)), True),
        (Lowered(levels=1), False),
        (Lowered(effect=Effect.OMIT), False),
        (Lowered(asks=("diarrhoea grade 3",)), False),
        (Lowered(last_dose=Decimal(50)), False),
        (Lowered(last_dose=Unknown("a weight")), False),
    ],
)
def test_any_one_of_them_speaks_against_the_full_dose(history: Lowered, is_free: bool) -> None:
    """A signed percent is for the drugs with such a history, else for all."""
    assert is_free == history.is_free
    patient = SystemicPatient(
        lowered={BOLUS: history, INFUSION: Lowered()}, percent_signed=Decimal(80)
    )
    assert Decimal(80) == patient.signed_for(*BOLUS)
    assert (Decimal(80) if is_free else None) == patient.signed_for(*INFUSION)

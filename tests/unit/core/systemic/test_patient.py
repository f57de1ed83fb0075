"""What a decision looks at: the history of one drug."""

from hepatica.core.quantities import Unknown
from hepatica.core.systemic.patient import Lowered, SystemicPatient
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

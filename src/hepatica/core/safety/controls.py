"""All controls, by number. The list is complete: a plan made without one cannot be signed."""

from __future__ import annotations

from hepatica.core.perfusion.gate import check_perfusion
from hepatica.core.safety.blocked_access import check_blocked_access
from hepatica.core.safety.chart_adds_up import check_chart_adds_up
from hepatica.core.safety.control import (
    Control,
    DoseControl,
    OrderControl,
    ReservoirControl,
    SystemicControl,
)
from hepatica.core.safety.drift import check_drift
from hepatica.core.safety.evacuate import check_evacuate
from hepatica.core.safety.explained_change import check_explained_change
from hepatica.core.safety.first_dose_gate import check_first_dose_gate
from hepatica.core.safety.glycerin import check_glycerin
from hepatica.core.safety.hard_limits import check_hard_limits
from hepatica.core.safety.last_dose_cap import check_last_dose_cap
from hepatica.core.safety.never_dry import check_never_dry
from hepatica.core.safety.other_arm import (
    bevacizumab_beside_fudr,
    fluorouracil_beside_fudr,
    liver_stop,
    other_arm,
    partners,
    surgery,
)
from hepatica.core.safety.patient_facts import check_patient_facts
from hepatica.core.safety.planned_end import check_planned_end
from hepatica.core.safety.protocol_fits import check_protocol_fits
from hepatica.core.safety.pump_flow import check_pump_flow
from hepatica.core.safety.pump_rate import check_rate_raised
from hepatica.core.safety.stop_signs import check_stop_signs
from hepatica.core.safety.two_roads import check_two_roads

CONTROLS: tuple[Control, ...] = (
    DoseControl("C-01", "the chart adds up", check_chart_adds_up),
    DoseControl("C-02", "the protocol fits the patient", check_protocol_fits),
    DoseControl("C-03", "first-dose gate", check_first_dose_gate),
    DoseControl("C-04", "perfusion gate", lambda s: check_perfusion(s.course, s.complications)),
    DoseControl("C-05", "stop signs", check_stop_signs),
    DoseControl("C-06", "patient facts", check_patient_facts),
    DoseControl("C-07", "pump cleared and flow accepted", check_pump_flow),
    DoseControl("C-08", "flow measured since glycerin", check_glycerin),
    DoseControl("C-09", "drift from the pre-therapy values", check_drift),
    DoseControl("C-10", "last dose given is the cap", check_last_dose_cap),
    DoseControl("C-11", "planned cycles and surgery", check_planned_end),
    OrderControl("C-12", "hard limits", check_hard_limits),
    OrderControl("C-13", "two roads, two people", check_two_roads),
    OrderControl("C-14", "a change is explained", check_explained_change),
    ReservoirControl("C-15", "never dry", check_never_dry),
    ReservoirControl("C-16", "evacuate", check_evacuate),
    ReservoirControl("C-17", "blocked access goes to a person", check_blocked_access),
    ReservoirControl("C-18", "a rate raised under FUDR goes to a person", check_rate_raised),
    DoseControl("C-19", "the systemic arm", other_arm),
    SystemicControl("C-20", "published partners only", partners),
    SystemicControl("C-21", "no bevacizumab beside FUDR", bevacizumab_beside_fudr),
    SystemicControl("C-22", "fluorouracil beside FUDR", fluorouracil_beside_fudr),
    SystemicControl("C-23", "weeks around surgery", surgery),
    SystemicControl("C-24", "systemic treatment at a liver stop", liver_stop),
)

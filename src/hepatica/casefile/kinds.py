"""The kinds of entry and their forms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hepatica.casefile.additive import AdditiveReader
from hepatica.casefile.complication_kinds import COMPLICATIONS
from hepatica.casefile.forms import Field, Form, OnlyWith
from hepatica.casefile.laboratory import LIVER_TESTS, LabResults
from hepatica.casefile.number_readers import Measured, Percent, Score, Year
from hepatica.casefile.place import Place
from hepatica.casefile.readers import EarlierEntry, FreeText, Id, ListOf, Reader, Text, Word, YesNo
from hepatica.casefile.systemic_kinds import SYSTEMIC
from hepatica.casefile.time_readers import Day, Instant
from hepatica.casefile.udi_di import UdiDi
from hepatica.core.chart import entries, explant, laboratory, pump_rate, words
from hepatica.core.chart.words import Content, Fact
from hepatica.library.errors import ErrorCode

CHART_HEAD = Id(
    "UNSEALED",
    r"(?:[0-9a-f]{64}|UNSEALED)",
    "the head hash of the chart the order was planned on, or the word UNSEALED",
)
PROTOCOL = Id("fudr-28d", r"[A-Za-z0-9][A-Za-z0-9._-]*", "the id of a protocol")
VERSION = Id("2026.1", r"[A-Za-z0-9][A-Za-z0-9._-]*", "the version of a protocol")


def _volume(watch: str, example: str, *, may_be_zero: bool = True) -> Measured:
    return Measured("volume", example, watch, may_be_zero)


def _flow(watch: str) -> Measured:
    return Measured("flow", "1.3 mL/day", watch)


def _optional(name: str, reader: Reader, into: str = "") -> Field:
    return Field(name, reader, into or name, is_optional=True)


def _field(name: str, reader: Reader, into: str = "") -> Field:
    return Field(name, reader, into or name)


def _period_in_order(values: Mapping[str, Any], place: Place) -> None:
    until = values.get("until")
    if until is not None and until < values["since"]:
        raise place.field("until").refuse(
            ErrorCode.E146, came=until.isoformat(), expected="a day not before 'since'"
        )


_WATCHED_DOSE = Measured("dose", "0.12 mg/kg/day", "dose_mg_per_kg_day")
_FUDR = Measured("mass", "140 mg", "fudr_mg")
_REASON = _field("reason", FreeText("seen again on the laboratory's report"))
_ROLE = Word(words.Role)
_ROLES = ListOf(_ROLE, "[board, surgeon]")

_OTHER_FACTS = tuple(fact.value for fact in Fact if fact is not Fact.DPYD_ACTIVITY)

FINDINGS: dict[str, Form] = {
    "enrolment": Form(
        "The patient enters the programme.",
        entries.Enrolment,
        (
            _field("diagnosis", Word(words.Diagnosis)),
            _field("setting", Word(words.Setting)),
            _field("sex", Word(words.Sex)),
            _field("year_of_birth", Year()),
            _field("height", Measured("height", "168 cm", "height_cm"), "height_cm"),
        ),
    ),
    "patient_fact": Form(
        "A fact that may refuse an additive, the access or FUDR.",
        entries.PatientFact,
        (
            _field("fact", Word(words.Fact)),
            Field("state", Word(words.FactState), "state", is_optional=True, none_if_missing=True),
            _optional("activity", Score(("0", "0.5", "1", "1.5", "2"))),
            _optional("version", Text("3.1")),
        ),
        rules=(
            OnlyWith("activity", "fact", (Fact.DPYD_ACTIVITY.value,)),
            OnlyWith("state", "fact", _OTHER_FACTS),
            OnlyWith("version", "fact", (Fact.CONSENT.value,), is_required=False),
        ),
    ),
    "weight": Form(
        "A weighing.",
        entries.Weight,
        (_field("weight", Measured("weight", "70 kg", "weight_kg"), "weight_kg"),),
    ),
    "laboratory_panel": Form(
        "Results of one blood sample; `at` is when it was drawn.",
        laboratory.LaboratoryPanel,
        (
            _optional("laboratory", Text("central laboratory")),
            _field("results", LabResults()),
        ),
    ),
    "perfusion_scan": Form(
        "A technetium perfusion scan through the bolus path of the pump.",
        entries.PerfusionScan,
        (
            _field("code", Word(words.ScanCode)),
            _optional("tip_hot_spot", YesNo(), "has_tip_hot_spot"),
        ),
    ),
    "symptom_report": Form(
        "A symptom or sign.", entries.SymptomReport, (_field("sign", Word(words.Sign)),)
    ),
    "biliary_finding": Form(
        "A finding in the bile ducts.",
        entries.BiliaryReport,
        (_field("finding", Word(words.BiliaryFinding)),),
    ),
    "exposure": Form(
        "Fever, flight or altitude, reported or planned.",
        entries.Exposure,
        (
            _field("exposure", Word(words.ExposureKind)),
            _field("since", Day()),
            _optional("until", Day()),
        ),
        check=_period_in_order,
    ),
    "surgery_planned": Form(
        "Surgery on a coming date.",
        entries.SurgeryPlanned,
        (_field("operation", Word(words.Operation)), _field("date", Day(), "on")),
    ),
    "pump_and_catheter_check": Form(
        "Imaging or contrast study of pump and catheter, signed.",
        entries.PumpAndCatheterCheck,
        (_field("result", Word(words.CheckResult)), _field("roles", _ROLES)),
    ),
}

ACTS: dict[str, Form] = {
    "protocol_assigned": Form(
        "The protocol version this course follows from now on.",
        entries.ProtocolAssigned,
        (
            _field("protocol", PROTOCOL),
            _field("version", VERSION),
            _field("given_with", Word(words.GivenWith)),
        ),
    ),
    "pump_implanted": Form(
        "A pump and the flow on its own label; a programmable pump has none.",
        entries.PumpImplanted,
        (
            _field("model", Text("intera-3000")),
            _field("serial", Text("SN-0001")),
            Field(
                "label_flow",
                _flow("label_flow_ml_per_day"),
                "label_flow_ml_per_day",
                is_optional=True,
                none_if_missing=True,
            ),
            _field(
                "reservoir", _volume("reservoir_ml", "30 mL", may_be_zero=False), "reservoir_ml"
            ),
            _field("vessel", Word(words.Vessel)),
            _optional(
                "catheter_length",
                Measured("height", "50 cm", "catheter_length_cm"),
                "catheter_length_cm",
            ),
            _optional("udi_di", UdiDi()),
            _optional("catalogue", Text("AP-0300H")),
            _optional("lot", Text("20175")),
            _optional("distributed", Day()),
        ),
    ),
    "pump_explanted": Form(
        "A pump taken out, with the volume found in it.",
        explant.PumpExplanted,
        (
            _field("serial", Text("SN-0001")),
            _field("cause", Word(explant.ExplantCause)),
            _optional("withdrawn", _volume("withdrawn_ml", "7.6 mL"), "withdrawn_ml"),
        ),
    ),
    "pump_rate_set": Form(
        "The rate read on the programmer of a programmable pump, and who read it.",
        pump_rate.PumpRateSet,
        (
            _field("rate", _flow("label_flow_ml_per_day"), "rate_ml_per_day"),
            _field("serial", Text("SN-0001")),
            _field("roles", ListOf(_ROLE, "[oncologist, nurse]")),
        ),
    ),
    "procedure": Form(
        "A procedure on the liver, catheter, artery or pump.",
        entries.ProcedureDone,
        (_field("procedure", Word(words.Procedure)),),
    ),
    "pump_accessed": Form(
        "The reservoir was emptied, or the attempt failed.",
        entries.PumpAccessed,
        (
            _field("result", Word(words.AccessResult)),
            _optional("withdrawn", _volume("withdrawn_ml", "7.6 mL"), "withdrawn_ml"),
            _optional("remainder", _volume("remainder_ml", "1 mL"), "remainder_ml"),
            _optional("pump_serial", Text("SN-0001")),
        ),
        rules=(OnlyWith("withdrawn", "result", (words.AccessResult.EMPTIED.value,)),),
    ),
    "pump_filled": Form(
        "What went into the reservoir.",
        entries.PumpFilled,
        (
            _field("content", Word(words.Content)),
            _field("prepared", _volume("prepared_ml", "30 mL", may_be_zero=False), "prepared_ml"),
            _field("injected", _volume("injected_ml", "30 mL"), "injected_ml"),
            _optional("returned", _volume("returned_ml", "0 mL"), "returned_ml"),
            _optional(
                "line_dead_space", _volume("line_dead_space_ml", "0.3 mL"), "line_dead_space_ml"
            ),
            _optional(
                "outside_reservoir",
                _volume("outside_reservoir_ml", "0 mL"),
                "outside_reservoir_ml",
            ),
            _optional("pocket_fill_suspected", YesNo("no"), "is_pocket_fill_suspected"),
            _optional("aborted", YesNo("no"), "is_aborted"),
            _optional("fudr", _FUDR, "fudr_mg"),
            _optional("additives", ListOf(AdditiveReader())),
            _optional("order", EarlierEntry(kinds=("order_signed",))),
            _optional("ordered_dose", _WATCHED_DOSE, "ordered_mg_per_kg_day"),
        ),
        rules=(
            OnlyWith("fudr", "content", (Content.FUDR.value,)),
            OnlyWith("ordered_dose", "content", (Content.FUDR.value,), is_required=False),
        ),
    ),
    "order_signed": Form(
        "A FUDR order as its prescriber signed it.",
        entries.OrderSigned,
        (
            _field("protocol", PROTOCOL),
            _field("version", VERSION),
            _field("dose", _WATCHED_DOSE, "dose_mg_per_kg_day"),
            _field("percent", Percent()),
            _field(
                "dosing_weight", Measured("weight", "70 kg", "dosing_weight_kg"), "dosing_weight_kg"
            ),
            _field("flow", _flow("flow_ml_per_day"), "flow_ml_per_day"),
            _field("volume", _volume("volume_ml", "30 mL", may_be_zero=False), "volume_ml"),
            _field("fudr", _FUDR, "fudr_mg"),
            _field("liver_tests", LabResults(LIVER_TESTS, ("ast", "alp", "bilirubin"))),
            _optional("laboratory", Text("central laboratory")),
            _field("chart_head", CHART_HEAD),
            _field("known_by", Instant()),
        ),
    ),
    "inputs_re_entered": Form(
        "A second person's reading of the primary records, without sight of the order.",
        entries.InputsReEntered,
        (
            _field("weight", Measured("weight", "70 kg", "re_entered_weight_kg"), "weight_kg"),
            _field("flow", _flow("re_entered_flow_ml_per_day"), "flow_ml_per_day"),
            Field(
                "last_percent", Percent(), "last_percent", is_optional=True, none_if_missing=True
            ),
            _field("by", _ROLE),
        ),
    ),
    "decision_signed": Form(
        "A decision that a rule leaves to people.",
        entries.DecisionSigned,
        (
            _field("rule", Word(words.SignedRule)),
            _field("roles", _ROLES),
            _REASON,
            _optional("valid_until", Day()),
            _optional("about", EarlierEntry()),
            _optional("percent", Percent()),
            _optional("segment", Text("segment 2")),
        ),
    ),
    "flow_accepted": Form(
        "A measured flow outside the band of the label, accepted for use.",
        entries.FlowAccepted,
        (
            _field("flow", _flow("flow_ml_per_day"), "flow_ml_per_day"),
            _field("role", _ROLE),
            _REASON,
        ),
    ),
    "note": Form("Free text.", entries.Note, (_field("text", FreeText("seen with the surgeon")),)),
}

# Kinds whose content a correction may replace.
CONTENTS: dict[str, Form] = FINDINGS | ACTS | COMPLICATIONS | SYSTEMIC

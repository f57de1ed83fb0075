"""The forms of entries about complications, the bolus path and the catheter."""

from __future__ import annotations

from hepatica.casefile.forms import Field, Form
from hepatica.casefile.number_readers import Measured
from hepatica.casefile.readers import EarlierEntry, Text, Word, YesNo
from hepatica.core.chart import complication_entries as entries
from hepatica.core.chart import complication_words as words

_GRADE = Field("grade", Word(words.ComplicationGrade), "grade")

COMPLICATIONS: dict[str, Form] = {
    "side_path_bolus": Form(
        "An injection through the bolus path, past the reservoir.",
        entries.SidePathBolus,
        (
            Field("injected", Word(words.Injectate), "injected"),
            Field("needle", Word(words.BolusNeedle), "needle"),
            Field("volume", Measured("volume", "10 mL", "bolus_ml"), "volume_ml"),
            Field("aspirated_first", YesNo(), "is_aspirated_first"),
        ),
    ),
    "catheter_study": Form(
        "A contrast study of the catheter and the arteries it supplies.",
        entries.CatheterStudy,
        (Field("result", Word(words.StudyResult), "result"),),
    ),
    "thrombolysis": Form(
        "A drug given through the catheter against a clot.",
        entries.Thrombolysis,
        (
            Field("agent", Text("tPA"), "agent"),
            Field("result", Word(words.ThrombolysisResult), "result"),
        ),
    ),
    "complication": Form(
        "A complication; `at` is when it was found. It ends by a decision R-resolved about it.",
        entries.Complication,
        (
            Field("complication", Word(words.ComplicationKind), "complication"),
            _GRADE,
            Field("pump_outcome", Word(words.PumpOutcome), "pump_outcome", is_optional=True),
        ),
    ),
    "complication_outcome": Form(
        "How an earlier complication went on: its grade by then, and the pump. It ends nothing.",
        entries.ComplicationOutcome,
        (
            Field("of", EarlierEntry(kinds=("complication",)), "of"),
            _GRADE,
            Field("pump_outcome", Word(words.PumpOutcome), "pump_outcome"),
        ),
    ),
}

"""Under which terms of CTCAE a laboratory test is graded."""

from __future__ import annotations

from collections.abc import Mapping

from hepatica.core.chart.words import LabTest

# Tests of which both a high and a low value are bad have two terms.
TERMS: Mapping[LabTest, tuple[str, ...]] = {
    LabTest.AST: ("Aspartate aminotransferase increased",),
    LabTest.ALT: ("Alanine aminotransferase increased",),
    LabTest.ALP: ("Alkaline phosphatase increased",),
    LabTest.BILIRUBIN: ("Blood bilirubin increased",),
    LabTest.WHITE_CELLS: ("White blood cell decreased",),
    LabTest.PLATELETS: ("Platelet count decreased",),
    LabTest.NEUTROPHILS: ("Neutrophil count decreased",),
    LabTest.LYMPHOCYTES: ("Lymphocyte count decreased",),
    LabTest.HAEMOGLOBIN: ("Anemia",),
    LabTest.CREATININE: ("Creatinine increased",),
    LabTest.GGT: ("GGT increased",),
    LabTest.LDH: ("Blood lactate dehydrogenase increased",),
    LabTest.LIPASE: ("Lipase increased",),
    LabTest.AMYLASE: ("Serum amylase increased",),
    LabTest.CPK: ("CPK increased",),
    LabTest.ALBUMIN: ("Hypoalbuminemia",),
    LabTest.SODIUM: ("Hypernatremia", "Hyponatremia"),
    LabTest.POTASSIUM: ("Hyperkalemia", "Hypokalemia"),
    LabTest.CALCIUM: ("Hypercalcemia", "Hypocalcemia"),
    LabTest.MAGNESIUM: ("Hypermagnesemia", "Hypomagnesemia"),
    LabTest.GLUCOSE: ("Hypoglycemia",),  # version 5 grades a high one by what was done
    LabTest.INR: ("INR increased",),
    LabTest.APTT: ("Activated partial thromboplastin time prolonged",),
    LabTest.FIBRINOGEN: ("Fibrinogen decreased",),
}

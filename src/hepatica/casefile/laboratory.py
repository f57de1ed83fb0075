"""Laboratory results: value, unit, `<` for below the limit of detection, upper limit of normal."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hepatica.casefile.forms import as_table
from hepatica.casefile.number_readers import Measured
from hepatica.casefile.place import Place
from hepatica.casefile.readers import Schema, Watched, text_of
from hepatica.core.chart.laboratory import LabValue
from hepatica.core.chart.words import LabTest
from hepatica.core.frozen import frozen
from hepatica.library.errors import ErrorCode, InputError, InputErrors
from hepatica.library.strict_yaml import Node

Results = tuple[tuple[LabTest, LabValue], ...]

# The name a test has in a chart, and how its values are written.
TESTS: dict[str, tuple[LabTest, Measured]] = {
    "ast": (LabTest.AST, Measured("enzyme", "42 U/L")),
    "alp": (LabTest.ALP, Measured("enzyme", "96 U/L")),
    "bilirubin": (LabTest.BILIRUBIN, Measured("bilirubin", "0.9 mg/dL")),
    "alt": (LabTest.ALT, Measured("enzyme", "38 U/L")),
    "white_cells": (LabTest.WHITE_CELLS, Measured("count", "5.1 10*9/L")),
    "platelets": (LabTest.PLATELETS, Measured("count", "210 10*9/L")),
    "neutrophils": (LabTest.NEUTROPHILS, Measured("count", "3.4 10*9/L", may_be_zero=True)),
    "lymphocytes": (LabTest.LYMPHOCYTES, Measured("count", "1.5 10*9/L", may_be_zero=True)),
    "haemoglobin": (LabTest.HAEMOGLOBIN, Measured("haemoglobin", "12.8 g/dL")),
    "creatinine": (LabTest.CREATININE, Measured("creatinine", "0.9 mg/dL")),
    "ggt": (LabTest.GGT, Measured("enzyme", "40 U/L")),
    "ldh": (LabTest.LDH, Measured("enzyme", "190 U/L")),
    "lipase": (LabTest.LIPASE, Measured("enzyme", "40 U/L")),
    "amylase": (LabTest.AMYLASE, Measured("enzyme", "60 U/L")),
    "cpk": (LabTest.CPK, Measured("enzyme", "110 U/L")),
    "albumin": (LabTest.ALBUMIN, Measured("albumin", "4.1 g/dL")),
    "sodium": (LabTest.SODIUM, Measured("ion", "140 mmol/L")),
    "potassium": (LabTest.POTASSIUM, Measured("ion", "4.2 mmol/L")),
    "calcium": (LabTest.CALCIUM, Measured("calcium", "2.35 mmol/L")),
    "magnesium": (LabTest.MAGNESIUM, Measured("magnesium", "0.85 mmol/L")),
    "glucose": (LabTest.GLUCOSE, Measured("glucose", "95 mg/dL")),
    "inr": (LabTest.INR, Measured("inr", "1.0 INR")),
    "aptt": (LabTest.APTT, Measured("clotting-time", "30 s")),
    "fibrinogen": (LabTest.FIBRINOGEN, Measured("fibrinogen", "280 mg/dL")),
}
# How laboratories name the tests on their reports; compared by letters alone, in lower case.
REPORTED_AS: dict[str, tuple[str, ...]] = {
    "ast": ("ast", "asat", "sgot", "got", "aspartateaminotransferase", "aspartatetransaminase"),
    "alt": ("alt", "alat", "sgpt", "gpt", "alanineaminotransferase", "alaninetransaminase"),
    "alp": ("alp", "ap", "alkalinephosphatase", "alkphos"),
    "bilirubin": ("bilirubin", "bilirubintotal", "totalbilirubin", "tbili", "bilitotal"),
    "white_cells": ("wbc", "leukocytes", "leucocytes", "whitecells", "whitebloodcells"),
    "platelets": ("plt", "platelets", "thrombocytes"),
    "neutrophils": ("anc", "neut", "neutrophils", "neutrophilcount", "absoluteneutrophilcount"),
    "lymphocytes": ("lymph", "lymphocytes", "lymphocytecount"),
    "haemoglobin": ("hb", "hgb", "haemoglobin", "hemoglobin"),
    "creatinine": ("creatinine", "crea", "creat"),
    "ggt": ("ggt", "gammagt", "gammaglutamyltransferase"),
    "ldh": ("ldh", "lactatedehydrogenase"),
    "lipase": ("lipase",),
    "amylase": ("amylase", "serumamylase"),
    "cpk": ("ck", "cpk", "creatinekinase"),
    "albumin": ("alb", "albumin"),
    "sodium": ("na", "sodium"),
    "potassium": ("k", "potassium"),
    "calcium": ("ca", "calcium", "calciumcorrected"),
    "magnesium": ("mg", "magnesium"),
    "glucose": ("glucose", "bloodglucose"),
    "inr": ("inr",),
    "aptt": ("aptt", "ptt"),
    "fibrinogen": ("fibrinogen",),
}
LIVER_TESTS = ("ast", "alp", "bilirubin", "alt")
# The limits of normal that may stand beside a value.
LIMITS = ("upper_limit", "lower_limit")
_PARTS = ("value", *LIMITS)


@frozen
class LabResult:
    """One result: `42 U/L`, `<0.2 mg/dL`, or a table with value and the limits of normal."""

    measured: Measured

    @property
    def example(self) -> str:
        """What a correct value looks like."""
        return self.measured.example

    def read(self, node: Node, place: Place) -> LabValue:
        """The result with its value as reported and in the canonical unit."""
        if isinstance(node, dict):
            return self._from_table(node, place)
        text = text_of(node, place, self.example)
        is_below = text.startswith("<")
        reported, symbol = self.measured.split(text.removeprefix("<").lstrip(" "), place)
        value = self.measured.units().units[symbol].to_canonical(reported)
        return LabValue(value, reported, symbol, is_below)

    def _from_table(self, table: dict[str, Node], place: Place) -> LabValue:
        for key in table:
            if key not in _PARTS:
                raise place.field(key).refuse(
                    ErrorCode.E112, expected="one of the fields " + ", ".join(_PARTS)
                )
        if "value" not in table:
            raise place.refuse(
                ErrorCode.E113, expected="the field 'value'", example=f"value: {self.example}"
            )
        if isinstance(table["value"], dict):
            raise place.field("value").refuse(
                ErrorCode.E111, expected="a single value", example=self.example
            )
        found = self.read(table["value"], place.field("value"))
        upper, lower = (self._limit_of(table, name, found, place) for name in LIMITS)
        return replace(found, upper_limit=upper, lower_limit=lower)

    def _limit_of(
        self, table: dict[str, Node], name: str, found: LabValue, place: Place
    ) -> Decimal | None:
        if name not in table:
            return None
        return self._limit(table[name], found.reported_unit, place.field(name))

    def _limit(self, node: Node, unit: str, place: Place) -> Decimal:
        """A limit in the unit of the value; written in that unit it stays untouched."""
        canonical = self.measured.read(node, place)
        written, symbol = self.measured.split(text_of(node, place, self.example), place)
        if symbol == unit:
            return written
        return self.measured.units().units[unit].from_canonical(canonical)

    def schema(self) -> Schema:
        """A single value, or a table."""
        value = self.measured.schema(prefix="(?:< *)?")
        table = {
            "type": "object",
            "properties": {"value": value} | dict.fromkeys(LIMITS, self.measured.schema()),
            "required": ["value"],
            "additionalProperties": False,
        }
        return {"anyOf": [value, table]}


@frozen
class LabResults:
    """A table from test to result; `required` tests must be there."""

    tests: tuple[str, ...] = tuple(TESTS)
    required: tuple[str, ...] = ()
    example: str = "{ast: 42 U/L}"

    def read(self, node: Node, place: Place) -> Results:
        """The results in a fixed order."""
        table = as_table(node, place)
        errors = self._shape_errors(table, place)
        results: list[tuple[LabTest, LabValue]] = []
        for name in self.tests:
            if name in table:
                test, measured = TESTS[name]
                try:
                    results.append((test, LabResult(measured).read(table[name], place.field(name))))
                except InputErrors as found:
                    errors.extend(found.errors)
        if errors:
            raise InputErrors(errors)
        return tuple(results)

    def _shape_errors(self, table: dict[str, Node], place: Place) -> list[InputError]:
        expected = "one of the tests " + ", ".join(self.tests)
        found = [
            place.field(name).refuse(ErrorCode.E112, expected=expected)
            for name in table
            if name not in self.tests
        ]
        found += [
            place.refuse(ErrorCode.E113, expected=f"the test {name!r}")
            for name in self.required
            if name not in table
        ]
        if not table:
            found.append(
                place.refuse(ErrorCode.E118, expected="at least one result", example=self.example)
            )
        return [error for each in found for error in each.errors]

    def schema(self) -> Schema:
        """The table as JSON Schema."""
        return {
            "type": "object",
            "properties": {name: LabResult(TESTS[name][1]).schema() for name in self.tests},
            "required": list(self.required),
            "minProperties": 1,
            "additionalProperties": False,
        }

    def watched(self, value: Results) -> Watched:
        """Every value and every limit, under the name of its test."""
        names = {test: (name, measured) for name, (test, measured) in TESTS.items()}
        for test, result in value:
            name, measured = names[test]
            yield name, test.value, result.value
            unit = measured.units().units[result.reported_unit]
            for limit in LIMITS:
                written: Decimal | None = getattr(result, limit)
                if written is not None:
                    quantity = test.value.replace(name, f"{name}_{limit}", 1)
                    yield f"{name}, {limit}", quantity, unit.to_canonical(written)

"""Laboratory results: value, unit, `<` for below the limit of detection, upper limit of normal."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from hepatica.casefile.forms import as_table
from hepatica.casefile.number_readers import Measured
from hepatica.casefile.place import Place
from hepatica.casefile.readers import Schema, Watched, text_of
from hepatica.core.chart.entries import LabValue
from hepatica.core.chart.words import LabTest
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
}
# How laboratories name the tests on their reports; compared by letters alone, in lower case.
REPORTED_AS: dict[str, tuple[str, ...]] = {
    "ast": ("ast", "asat", "sgot", "got", "aspartateaminotransferase", "aspartatetransaminase"),
    "alt": ("alt", "alat", "sgpt", "gpt", "alanineaminotransferase", "alaninetransaminase"),
    "alp": ("alp", "ap", "alkalinephosphatase", "alkphos"),
    "bilirubin": ("bilirubin", "bilirubintotal", "totalbilirubin", "tbili", "bilitotal"),
    "white_cells": ("wbc", "leukocytes", "leucocytes", "whitecells", "whitebloodcells"),
    "platelets": ("plt", "platelets", "thrombocytes"),
}
LIVER_TESTS = ("ast", "alp", "bilirubin", "alt")


@dataclass(frozen=True, slots=True)
class LabResult:
    """One result: `42 U/L`, `<0.2 mg/dL`, or a table with value and upper limit."""

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
            if key not in {"value", "upper_limit"}:
                raise place.field(key).refuse(
                    ErrorCode.E112, expected="one of the fields value, upper_limit"
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
        if "upper_limit" not in table:
            return found
        limit = self._limit(table["upper_limit"], found.reported_unit, place.field("upper_limit"))
        return replace(found, upper_limit=limit)

    def _limit(self, node: Node, unit: str, place: Place) -> Decimal:
        """The upper limit in the unit of the value; written in that unit it stays untouched."""
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
            "properties": {"value": value, "upper_limit": self.measured.schema()},
            "required": ["value"],
            "additionalProperties": False,
        }
        return {"anyOf": [value, table]}


@dataclass(frozen=True, slots=True)
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
        """Every value and every upper limit, under the name of its test."""
        names = {test: (name, measured) for name, (test, measured) in TESTS.items()}
        for test, result in value:
            name, measured = names[test]
            yield name, test.value, result.value
            if result.upper_limit is not None:
                quantity = test.value.replace(name, f"{name}_upper_limit", 1)
                unit = measured.units().units[result.reported_unit]
                yield f"{name}, upper_limit", quantity, unit.to_canonical(result.upper_limit)

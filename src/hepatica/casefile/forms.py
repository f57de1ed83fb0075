"""A form: the fields of one table, from which both reading and the JSON Schema are made."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from hepatica.casefile.place import Place
from hepatica.casefile.readers import Reader, Schema, Watched
from hepatica.core.frozen import frozen
from hepatica.library.errors import ErrorCode, InputError, InputErrors
from hepatica.library.strict_yaml import Node


@frozen
class Field:
    """One field: its name in the file, its reader, and the attribute it becomes.

    An optional field that is missing is left to the default of the class; `none_if_missing`
    passes None where the class has no default.
    """

    name: str
    reader: Reader
    into: str
    is_optional: bool = False
    none_if_missing: bool = False


@frozen
class OnlyWith:
    """`field` may stand only beside one of `words` in `of`, and must if `is_required`."""

    field: str
    of: str
    words: tuple[str, ...]
    is_required: bool = True

    def errors(self, table: Mapping[str, Node], place: Place) -> Iterator[InputError]:
        """What is wrong between the two fields."""
        word = table.get(self.of)
        if not isinstance(word, str):
            return
        if word not in self.words and self.field in table:
            yield from (
                place.field(self.field)
                .refuse(
                    ErrorCode.E115,
                    expected=f"no field {self.field!r} beside {self.of} {word!r}",
                    remedy=f"It belongs to {self.of} {' or '.join(self.words)}.",
                )
                .errors
            )
        if self.is_required and word in self.words and self.field not in table:
            yield from _missing(place, f"{self.field!r} beside {self.of} {word!r}")

    def schema(self) -> Schema:
        """What is accepted, as JSON Schema."""
        condition = {"properties": {self.of: {"enum": list(self.words)}}, "required": [self.of]}
        rule: Schema = {"if": condition, "else": {"properties": {self.field: False}}}
        if self.is_required:
            rule["then"] = {"required": [self.field]}
        return rule


@frozen
class Form:
    """The fields of a table and the class they build; a form is itself a reader."""

    meaning: str
    build: Callable[..., Any]
    fields: tuple[Field, ...]
    rules: tuple[OnlyWith, ...] = ()
    check: Callable[[Mapping[str, Any], Place], None] | None = None
    example: str = "{...}"

    def read(self, node: Node, place: Place) -> Any:
        """The object this table describes.

        Raises:
            InputErrors: every reason found in this table.
        """
        return self.build_from(self.values(as_table(node, place), place), place)

    def values(self, table: Mapping[str, Node], place: Place) -> dict[str, Any]:
        """The typed value of every field that is there, by field name."""
        errors = list(self._shape_errors(table, place))
        values: dict[str, Any] = {}
        for part in self.fields:
            if part.name in table:
                try:
                    values[part.name] = part.reader.read(
                        table[part.name], place.field(part.name, values)
                    )
                except InputErrors as found:
                    errors.extend(found.errors)
        for rule in self.rules:
            if rule.of in values:
                errors.extend(rule.errors(table, place))
        if errors:
            raise InputErrors(errors)
        return values

    def build_from(self, values: Mapping[str, Any], place: Place) -> Any:
        """The object, after the check across fields."""
        if self.check is not None:
            self.check(values, place)
        arguments = {f.into: None for f in self.fields if f.none_if_missing}
        arguments |= {f.into: values[f.name] for f in self.fields if f.name in values}
        return self.build(**arguments)

    def _shape_errors(self, table: Mapping[str, Node], place: Place) -> Iterator[InputError]:
        names = [part.name for part in self.fields]
        for key in table:
            if key not in names:
                yield from (
                    place.field(key)
                    .refuse(ErrorCode.E112, expected="one of the fields " + ", ".join(names))
                    .errors
                )
        for part in self.fields:
            if part.name not in table and not part.is_optional:
                example = f"{part.name}: {part.reader.example}"
                yield from _missing(place, f"the field {part.name!r}", example)

    def schema(self) -> Schema:
        """The table as JSON Schema."""
        schema: Schema = {
            "type": "object",
            "description": self.meaning,
            "properties": {part.name: part.reader.schema() for part in self.fields},
            "required": [part.name for part in self.fields if not part.is_optional],
            "additionalProperties": False,
        }
        if self.rules:
            schema["allOf"] = [rule.schema() for rule in self.rules]
        return schema

    def watched(self, value: Any) -> Watched:
        """The parts to be judged for plausibility."""
        for part in self.fields:
            found = getattr(value, part.into, None)
            if found is not None:
                for label, quantity, number in part.reader.watched(found):
                    yield f"{part.name}, {label}".rstrip(", "), quantity, number


def as_table(node: Node, place: Place) -> dict[str, Node]:
    """`node` as a table of fields (E111 otherwise)."""
    if not isinstance(node, dict):
        raise place.refuse(
            ErrorCode.E111, expected="a table of fields", example="{id: e05, kind: weight, ...}"
        )
    return node


def _missing(place: Place, expected: str, example: str = "") -> tuple[InputError, ...]:
    return place.refuse(ErrorCode.E113, expected=expected, example=example).errors

"""A drug other than FUDR in a fill: the product decides the unit of amount and strength."""

from __future__ import annotations

from hepatica.casefile.forms import Field, Form, as_table
from hepatica.casefile.number_readers import Measured
from hepatica.casefile.place import Place
from hepatica.casefile.readers import Schema, Text, Watched, Word, text_of
from hepatica.casefile.time_readers import Day
from hepatica.core.chart.additive import Additive
from hepatica.core.chart.words import Product
from hepatica.core.frozen import frozen
from hepatica.library.strict_yaml import Node


def _form(product: Product, amount: Measured, strength: Measured) -> Form:
    return Form(
        f"{product.value} in a fill",
        Additive,
        (
            Field("product", Word(Product, ((product.value, product),)), "product"),
            Field("amount", amount, "amount"),
            Field("strength", strength, "strength_per_ml"),
            Field("lot", Text("L-0001"), "lot", is_optional=True),
            Field("expiry", Day(), "expiry", is_optional=True),
        ),
    )


_IN_MG = (
    Measured("mass", "25 mg", "additive_mg"),
    Measured("mass-strength", "10 mg/mL", "strength_mg_per_ml"),
)
_IN_UNITS = (
    Measured("activity", "30000 units", "additive_units"),
    Measured("activity-strength", "10000 units/mL", "strength_units_per_ml"),
)
FORMS = {
    product: _form(product, *(_IN_UNITS if product is Product.HEPARIN else _IN_MG))
    for product in Product
}


@frozen
class AdditiveReader:
    """Reads an additive with the form of its product."""

    example: str = "{product: heparin, amount: 30000 units, strength: 10000 units/mL}"

    def read(self, node: Node, place: Place) -> Additive:
        """The additive."""
        table = as_table(node, place)
        named = table.get("product")
        if named is None:
            return self._read_as(Product.HEPARIN, table, place)
        text = text_of(named, place.field("product"), self.example)
        return self._read_as(Word(Product).read(text, place.field("product")), table, place)

    @staticmethod
    def _read_as(product: object, table: Node, place: Place) -> Additive:
        found = FORMS[Product(str(product))].read(table, place)
        assert isinstance(found, Additive)  # noqa: S101  what these forms build
        return found

    def schema(self) -> Schema:
        """One of the products."""
        return {"anyOf": [form.schema() for form in FORMS.values()]}

    def watched(self, value: Additive) -> Watched:
        """Amount and strength."""
        yield from FORMS[value.product].watched(value)

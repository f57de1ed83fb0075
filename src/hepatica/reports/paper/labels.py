"""Labels of what is made up for the pump today: syringe and transport bag."""

from __future__ import annotations

from hepatica.core.chart.words import Content, Product
from hepatica.core.dosing.fill import Drawn, FillOrder, Makeup
from hepatica.core.frozen import frozen
from hepatica.library.errors import ErrorCode, refused
from hepatica.reports.figures import exact, near
from hepatica.reports.paper.code_picture import code_picture, code_text
from hepatica.reports.paper.fill_page import fill_page
from hepatica.reports.paper.head import head_of
from hepatica.reports.plan_text import product_name
from hepatica.reports.sentences import CONTENTS, UNITS, reservoir_sentence
from hepatica.reports.sheet import Sheet

_ROUTE = (
    "INTRA-ARTERIAL PUMP ONLY: refill port of the liver pump. NEVER the bolus path, never a vein."
)
_CYTOTOXIC = "CYTOTOXIC: handle, carry and discard it as a hazardous drug."


@frozen
class Label:
    """What a label says of the syringe."""

    title: str
    amount: str
    strength: str
    additives: tuple[str, ...]
    dose: tuple[str, ...]
    route: str
    handling: str
    is_cytotoxic: bool


def syringe_label(sheet: Sheet) -> str:
    """The label of the syringe, 105 by 74 mm.

    Raises:
        InputErrors: the plan orders no fill (E481).
    """
    return _page(sheet, title="Syringe label", size="105mm 74mm", margin="3mm", look="")


def bag_label(sheet: Sheet) -> str:
    """The label of the bag in which the syringe is carried, 148 by 105 mm.

    Raises:
        InputErrors: the plan orders no fill (E481).
    """
    return _page(sheet, title="Bag label", size="148mm 105mm", margin="5mm", look=" bag")


def _page(sheet: Sheet, *, title: str, size: str, margin: str, look: str) -> str:
    label = label_of(sheet)
    code = code_text(sheet.plan)
    return fill_page(
        "label",
        head_of(sheet.plan, title),
        label=label,
        size=size,
        margin=margin,
        look=look,
        code=code,
        code_picture=code_picture(code),
    )


def label_of(sheet: Sheet) -> Label:
    """What the label of today's fill says.

    Raises:
        InputErrors: the plan orders no fill (E481).
    """
    made = sheet.plan.makeup
    if made is None or not sheet.has_access:
        raise refused(
            ErrorCode.E481,
            "label",
            came=reservoir_sentence(sheet.plan),
            expected="a plan that orders a fill whose content is known",
            remedy="Print the label of the plan under which the pump is filled.",
        )
    is_fudr = made.content is Content.FUDR
    return Label(
        title="FLOXURIDINE (FUDR)" if is_fudr else f"{CONTENTS[made.content].upper()}, NO FUDR",
        amount=_amount(made),
        strength=_strength(sheet.plan.fill) if is_fudr else "",
        additives=_additives(made),
        dose=_dose(sheet.plan.fill) if is_fudr else (),
        route=_ROUTE,
        handling=_CYTOTOXIC if is_fudr else "",
        is_cytotoxic=is_fudr,
    )


def _amount(made: Makeup) -> str:
    volume = f"{exact(made.volume_ml)} mL"
    drugs = [each for each in made.drawn if each.product is Product.FLOXURIDINE]
    return f"{exact(drugs[0].amount)} mg in {volume}" if drugs else volume


def _strength(fill: FillOrder | None) -> str:
    return "" if fill is None else f"{near(fill.concentration_mg_per_ml, '0.01')} mg/mL floxuridine"


def _additives(made: Makeup) -> tuple[str, ...]:
    others = [_drawn(each) for each in made.drawn if each.product is not Product.FLOXURIDINE]
    return (*others, f"0.9 % saline to {exact(made.volume_ml)} mL")


def _drawn(each: Drawn) -> str:
    return f"{product_name(each)} {exact(each.amount)} {UNITS[each.product]}"


def _dose(fill: FillOrder | None) -> tuple[str, ...]:
    if fill is None:
        return ()
    return (
        f"{exact(fill.dose_mg_per_kg_day)} mg/kg/day for {exact(fill.dosing_weight_kg)} kg",
        f"at a flow of {near(fill.flow_ml_per_day, '0.0001')} mL/day",
    )

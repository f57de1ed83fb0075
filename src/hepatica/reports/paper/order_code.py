"""The order code: a FUDR order in one line of text, small enough for a printed square.

Form, version 1 (docs/paper.md): twelve words between single spaces, in the letters that a QR
code stores densely (capitals, digits and " $%*+-./:"):

    HEP1 PROTOCOL/VERSION nMG nML nMG/ML nMG/KG/D nKG nML/D AT HEAD STATE CHECK

Every figure carries its unit, so that none can be read for another. HEAD is the beginning of
the chart's head hash, STATE says whether the order is a draft, CHECK is the beginning of the
SHA-256 of all before it.
"""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal
from hashlib import sha256

from hepatica.core.frozen import frozen
from hepatica.core.plan import Plan
from hepatica.core.quantities import clinical_arithmetic, twelve_digits
from hepatica.core.schedule.reservoir import ReservoirAction
from hepatica.library.errors import ErrorCode, InputErrors, refused

_MARK = "HEP1"
_HEAD_LETTERS = 12
_CHECK_LETTERS = 4
_STATES = {"DRAFT": True, "ORDER": False}
_UNITS = ("MG", "ML", "MG/ML", "MG/KG/D", "KG", "ML/D")
_NUMBER = r"((?:0|[1-9]\d{0,11})(?:\.\d{1,24})?)"
_FORM = re.compile(
    rf"{_MARK} ([A-Z\d./-]+) "
    + " ".join(_NUMBER + re.escape(unit) for unit in _UNITS)
    + rf" (\d{{4}}-\d\d-\d\dT\d\d:\d\d[+-]\d\d:\d\d) ([\dA-F]{{{_HEAD_LETTERS}}}) "
    + rf"({'|'.join(_STATES)}) ([\dA-F]{{{_CHECK_LETTERS}}})",
    re.ASCII,
)
_PROTOCOL = re.compile(r"[a-z\d.-]+/[a-z\d.-]+", re.ASCII)
_HEAD = re.compile(rf"[\da-f]{{{_HEAD_LETTERS}}}", re.ASCII)
_EXAMPLE = (
    "HEP1 FUDR-28D/2026.1 189MG 30ML 6.3MG/ML 0.12MG/KG/D 69.2KG 1.31886510702ML/D "
    "2026-02-23T10:00+00:00 EE5B4D7939C2 DRAFT F943"
)


@frozen
class OrderCode:
    """What an order code says. Figures have at most twelve significant digits.

    `protocol` is "id/version", `at` the moment of the plan to the minute, `head` the first
    twelve letters of the chart's head hash.

    Raises:
        ValueError: a value does not fit into a code.
    """

    protocol: str
    fudr_mg: Decimal
    volume_ml: Decimal
    concentration_mg_per_ml: Decimal
    dose_mg_per_kg_day: Decimal
    dosing_weight_kg: Decimal
    flow_ml_per_day: Decimal
    at: datetime
    head: str
    is_draft: bool

    def __post_init__(self) -> None:
        offset = self.at.utcoffset()
        if offset is None or offset.seconds % 60 or self.at.second or self.at.microsecond:
            raise ValueError("an order code holds whole minutes with their offset")
        if not _PROTOCOL.fullmatch(self.protocol) or not _HEAD.fullmatch(self.head):
            raise ValueError("an order code holds a protocol and twelve letters of a hash")
        if any(_twelve(each) != each or each <= 0 for each in self.figures):
            raise ValueError("an order code holds figures above 0 of at most twelve digits")

    @property
    def figures(self) -> tuple[Decimal, ...]:
        """The figures in the order of their units."""
        return (
            self.fudr_mg,
            self.volume_ml,
            self.concentration_mg_per_ml,
            self.dose_mg_per_kg_day,
            self.dosing_weight_kg,
            self.flow_ml_per_day,
        )


def code_of(plan: Plan) -> OrderCode | None:
    """The code of a plan's FUDR fill; None where it orders none, or leaves it to a person."""
    fill, order = plan.fill, plan.reservoir
    if fill is None or order is None or order.action is not ReservoirAction.FUDR_FILL:
        return None
    with clinical_arithmetic():
        return OrderCode(
            protocol=plan.protocol,
            fudr_mg=_twelve(fill.fudr_mg),
            volume_ml=_twelve(fill.volume_ml),
            concentration_mg_per_ml=_twelve(fill.concentration_mg_per_ml),
            dose_mg_per_kg_day=_twelve(fill.dose_mg_per_kg_day),
            dosing_weight_kg=_twelve(fill.dosing_weight_kg),
            flow_ml_per_day=_twelve(fill.flow_ml_per_day),
            at=plan.course.at.replace(second=0, microsecond=0),
            head=plan.course.head[:_HEAD_LETTERS],
            is_draft=plan.is_draft or plan.is_replay,
        )


def _twelve(figure: Decimal) -> Decimal:
    return Decimal(twelve_digits(figure))


def encode(code: OrderCode) -> str:
    """The text of a code."""
    figures = (twelve_digits(n) + unit for n, unit in zip(code.figures, _UNITS, strict=True))
    state = next(word for word, is_draft in _STATES.items() if is_draft == code.is_draft)
    at = code.at.isoformat(timespec="minutes")
    words = (_MARK, code.protocol.upper(), *figures, at, code.head.upper(), state)
    body = " ".join(words)
    return f"{body} {_check(body)}"


def parse(text: str) -> OrderCode:
    """The code that a text holds.

    Raises:
        InputErrors: it is no order code (E483), or is damaged: its check letters are not those
            of its text, its figures contradict each other, or its moment does not exist (E484).
    """
    found = _FORM.fullmatch(text)
    if found is None:
        raise refused(
            ErrorCode.E483,
            "order code",
            came=text,
            expected="an order code of version 1, whole and with its units",
            example=_EXAMPLE,
            remedy="Scan the square again; a code of another version needs another Hepatica.",
        )
    protocol, *figures, at, head, state, check = found.groups()
    if check != _check(text.rpartition(" ")[0]):
        raise _damaged(text, "check letters that go with the text")
    mg, ml, mg_per_ml, dose, weight, flow = (Decimal(figure) for figure in figures)
    _check_figures(text, mg, ml, mg_per_ml)
    try:
        return OrderCode(
            protocol=protocol.lower(),
            fudr_mg=mg,
            volume_ml=ml,
            concentration_mg_per_ml=mg_per_ml,
            dose_mg_per_kg_day=dose,
            dosing_weight_kg=weight,
            flow_ml_per_day=flow,
            at=datetime.fromisoformat(at),
            head=head.lower(),
            is_draft=_STATES[state],
        )
    except ValueError:
        raise _damaged(text, "a moment that exists and figures above 0") from None


def _check_figures(text: str, mg: Decimal, ml: Decimal, mg_per_ml: Decimal) -> None:
    """Mass, volume and concentration say the same."""
    with clinical_arithmetic():
        if ml == 0 or twelve_digits(mg / ml) != twelve_digits(mg_per_ml):
            raise _damaged(text, "mg and mL that give the mg/mL")


def _damaged(text: str, expected: str) -> InputErrors:
    remedy = "Do not use it: scan the square again, or read the order on the worksheet."
    return refused(ErrorCode.E484, "order code", came=text, expected=expected, remedy=remedy)


def _check(body: str) -> str:
    return sha256(body.encode("ascii")).hexdigest()[:_CHECK_LETTERS].upper()

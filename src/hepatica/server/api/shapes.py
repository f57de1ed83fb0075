"""What endpoints take and give. Figures are text with their units, never JSON numbers."""

from __future__ import annotations

from typing import Annotated, Any

from ninja import Schema
from pydantic import Field

_Text = Annotated[str, Field(max_length=4000)]
_Short = Annotated[str, Field(max_length=200)]


class Message(Schema):
    """Why nothing was done."""

    detail: str


class Refusal(Schema):
    """One reason why what was sent is refused."""

    code: str
    meaning: str
    came: str
    expected: str
    example: str
    remedy: str


class Refused(Schema):
    """Nothing was written."""

    refusals: list[Refusal]


class Row(Schema):
    """One chart in the lists of today."""

    case: str
    word: str
    decision: str
    reservoir: str
    in_pump: str
    act_by: str | None
    safe_until: str | None
    is_urgent: bool
    is_overdue: bool


class Today(Schema):
    """Every chart, the most urgent first."""

    day: str
    charts: list[Row]


class Written(Schema):
    """What an act came to: the head to name in the next one, and the plan that follows."""

    head: str
    is_repeated: bool
    fudr: str
    reservoir: str


class OrderState(Schema):
    """An order, its figures and its steps."""

    entry: str
    state: str
    figures: dict[str, str]
    steps: list[dict[str, Any]]


class VisitState(Schema):
    """A visit and its steps."""

    state: str
    is_rescue: bool
    steps: list[dict[str, Any]]


class Act(Schema):
    """What every act names: its own key, and the head of the chart it was planned on."""

    key: Annotated[str, Field(min_length=8, max_length=100)]
    head: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Entries(Act):
    """Entries as a written chart holds them; all are written, or none."""

    entries: Annotated[list[dict[str, Any]], Field(min_length=1, max_length=20)]


class Signed(Act):
    """An act that is signed: the password or code of the account, again."""

    secret: _Short


class Verify(Signed):
    """Inputs from the primary records, with their units."""

    weight: _Short
    flow: _Short
    last_percent: _Short = ""


class Prepare(Act):
    """The lots used, by product: {"heparin": {"lot": "...", "expiry": "2027-06-30"}}."""

    lots: dict[str, dict[str, _Short]]


class Withhold(Act):
    """Why an order is given up."""

    reason: _Short
    words: _Text = ""


class Begin(Act):
    """The serial read at the bedside; a reason makes it a rescue."""

    serial: _Short
    rescue_reason: _Text = ""


class Second(Act):
    """The second person at the bedside."""

    staff_id: _Short
    secret: _Short


class Empty(Act):
    """What came out, with units."""

    withdrawn: _Short
    remainder: _Short = ""


class Fill(Signed):
    """What went in, with units."""

    content: _Short
    injected: _Short
    prepared: _Short = ""
    returned: _Short = ""
    is_aborted: bool = False
    is_pocket_fill_suspected: bool = False
    lots: Annotated[dict[str, dict[str, _Short]], Field(default_factory=dict)]


class Fail(Act):
    """What happened, without names."""

    words: _Text = ""

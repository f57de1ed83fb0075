"""Order codes: what is printed reads back to the same order, and nothing else reads as one."""

import re
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from hepatica.library.errors import ErrorCode, InputErrors
from hepatica.reports.paper.kinds import PaperKind
from hepatica.reports.paper.order_code import OrderCode, code_of, encode, parse
from tests.unit.reports.charts import MOMENTS, sheet_of

PAGE = Path(__file__).parents[4] / "docs" / "paper.md"
# Worked by hand: 0.12 mg/kg/day × 70 kg × 30 mL ÷ 1.3 mL/day = 193.8 mg, rounded to 194 mg;
# 194 ÷ 30 = 6.46666666667 mg/mL. The check letters are the first four of
# `printf '%s' 'HEP1 … ORDER' | sha256sum`.
BY_HAND = OrderCode(
    protocol="fudr-28d/2026.1",
    fudr_mg=Decimal(194),
    volume_ml=Decimal(30),
    concentration_mg_per_ml=Decimal("6.46666666667"),
    dose_mg_per_kg_day=Decimal("0.12"),
    dosing_weight_kg=Decimal(70),
    flow_ml_per_day=Decimal("1.3"),
    at=datetime.fromisoformat("2026-01-26T10:00+00:00"),
    head="0123456789ab",
    is_draft=False,
)
BODY = (
    "HEP1 FUDR-28D/2026.1 194MG 30ML 6.46666666667MG/ML 0.12MG/KG/D 70KG 1.3ML/D "
    "2026-01-26T10:00+00:00 0123456789AB ORDER"
)
TEXT = f"{BODY} 14AD"


def refusal_of(text: str) -> ErrorCode:
    """Why a text is refused."""
    with pytest.raises(InputErrors) as caught:
        parse(text)
    return caught.value.errors[0].code


def test_a_code_worked_by_hand() -> None:
    """Every figure with its unit, in the order of the documented form."""
    assert TEXT == encode(BY_HAND)
    assert BY_HAND == parse(TEXT)


@pytest.mark.parametrize("name", ["give-first", "give"])
def test_the_code_of_a_plan_is_its_order(name: str) -> None:
    """Mass, volume, dose, weight, flow and head are those of the plan's fill."""
    plan = sheet_of(name).plan
    code = code_of(plan)
    assert plan.fill is not None
    assert code is not None
    assert (
        plan.fill.fudr_mg,
        plan.fill.volume_ml,
        plan.fill.dose_mg_per_kg_day,
        plan.fill.dosing_weight_kg,
        plan.course.head[:12],
        True,
    ) == (
        code.fudr_mg,
        code.volume_ml,
        code.dose_mg_per_kg_day,
        code.dosing_weight_kg,
        code.head,
        code.is_draft,
    )
    assert code == parse(encode(code))


@pytest.mark.parametrize("name", sorted(set(MOMENTS) - {"give-first", "give", "emptied"}))
def test_a_plan_without_fudr_has_no_code(name: str) -> None:
    """There is nothing to scan where nothing may be given."""
    assert None is code_of(sheet_of(name).plan)


@pytest.mark.parametrize("place", range(len(TEXT)))
def test_every_changed_letter_is_refused(place: int) -> None:
    """One letter wrong anywhere, by smudge or by typing, and the code reads as nothing."""
    other = "8" if TEXT[place] != "8" else "3"
    changed = TEXT[:place] + other + TEXT[place + 1 :]
    assert refusal_of(changed) in {ErrorCode.E483, ErrorCode.E484}


@pytest.mark.parametrize(
    "text",
    [
        "",
        TEXT.lower(),
        f" {TEXT}",
        f"{TEXT}\n",
        TEXT.replace("HEP1", "HEP2"),
        TEXT.replace("194MG", "194"),
        TEXT.replace("194MG 30ML", "30ML 194MG"),
        TEXT.replace("194MG", "-194MG"),
        TEXT.replace("194MG", "1.94E2MG"),
        TEXT.replace("1.3ML/D", "1,3ML/D"),
        TEXT.replace("194MG", "١٩٤MG"),
        BODY,
    ],
)
def test_what_is_no_code_is_refused(text: str) -> None:
    """Another version, a missing unit, another order of words, other digits."""
    assert ErrorCode.E483 is refusal_of(text)


def test_figures_that_contradict_each_other_are_refused() -> None:
    """With letters that check, too: 194 mg in 30 mL are not 64.6666666667 mg/mL."""
    tenfold = replace(BY_HAND, concentration_mg_per_ml=Decimal("64.6666666667"))
    assert ErrorCode.E484 is refusal_of(encode(tenfold))


@pytest.mark.parametrize(
    "change",
    [
        {"fudr_mg": Decimal(0)},
        {"fudr_mg": Decimal(-1)},
        {"flow_ml_per_day": Decimal("1.31886510702341")},
        {"protocol": "FUDR"},
        {"head": "0123"},
        {"at": datetime.fromisoformat("2026-01-26T10:00:30+00:00")},
        {"at": datetime(2026, 1, 26, 10)},  # noqa: DTZ001 - the missing offset is the point
    ],
)
def test_what_does_not_fit_into_a_code_is_no_code(change: dict[str, object]) -> None:
    """A code never holds less than was asked of it."""
    with pytest.raises(ValueError, match="an order code holds"):
        replace(BY_HAND, **change)  # type: ignore[arg-type]


def test_the_example_in_the_message_is_a_code() -> None:
    """Who copies it gets an order code that reads."""
    with pytest.raises(InputErrors) as caught:
        parse("nothing")
    assert Decimal(189) == parse(caught.value.errors[0].example).fudr_mg


def test_the_page_about_paper_shows_a_whole_code() -> None:
    """The examples of its table, word by word, are the code worked by hand above or like it."""
    rows = re.findall(r"^\| \d+ \| `([^`]+)`", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert "189" == str(parse(" ".join(rows)).fudr_mg)


@pytest.mark.parametrize("kind", [*PaperKind, "downtime-pack", "timeline"])
def test_the_page_about_paper_shows_every_kind(kind: str) -> None:
    """Each kind has its picture there."""
    assert f"](images/{kind}.png)" in PAGE.read_text(encoding="utf-8")
    assert (PAGE.parent / "images" / f"{kind}.png").is_file()

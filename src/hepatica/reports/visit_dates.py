"""The dates and volumes that the people at the pump must know."""

from __future__ import annotations

from hepatica.core.pump.level import Level
from hepatica.core.pump.refill import RefillStatus
from hepatica.core.quantities import Unknown
from hepatica.reports.figures import instant, weekday
from hepatica.reports.plan_text import volume_expected
from hepatica.reports.sentences import CONTENTS, NO_ONE_SAYS
from hepatica.reports.sheet import Sheet

Row = tuple[str, str, str]


def date_rows(sheet: Sheet) -> list[Row]:
    """Label, value and remark: residual, both safe refill dates, the emptying window."""
    return [*_residual(sheet), *_present(sheet), *_after(sheet), *_window(sheet)]


def _residual(sheet: Sheet) -> list[Row]:
    if isinstance(sheet.level, Level):
        return [
            (
                "Residual expected now",
                volume_expected(sheet.level),
                "computed: read the volume yourself",
            )
        ]
    needs = sheet.level.needs if isinstance(sheet.level, Unknown) else "the pump holds no fill"
    return [("Residual expected now", "NOT KNOWN", needs)]


def _present(sheet: Sheet) -> list[Row]:
    refill = sheet.plan.refill
    label = "Safe refill date, present fill"
    if refill is None or refill.date is None or refill.instant is None:
        why = "the pump or its fill is not known" if refill is None else refill.reason
        return [(label, "DATE UNKNOWN", why)]
    late = "OVERDUE, was " if refill.status is RefillStatus.OVERDUE else ""
    return [
        (label, late + weekday(refill.date), f"reserve may be reached {instant(refill.instant)}")
    ]


def _after(sheet: Sheet) -> list[Row]:
    after = sheet.refill_after
    if after is None or after.date is None or after.instant is None:
        return []
    content = NO_ONE_SAYS if sheet.next_content is None else CONTENTS[sheet.next_content]
    then = f"; then {content}" if sheet.plan.fill is not None else ""
    return [
        (
            "Safe refill date, new fill",
            weekday(after.date),
            f"reserve {instant(after.instant)}{then}",
        )
    ]


def _window(sheet: Sheet) -> list[Row]:
    window = sheet.window
    if window is None:
        return []
    days = f"{window.earliest} to {window.latest}"
    return [("Empty the new FUDR", weekday(window.planned), f"day 15; window {days}")]

"""The unique device identification of a pump, read from its barcode or from the line under it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date

from biip import ParseError
from biip.gs1_element_strings import GS1ElementString
from biip.gs1_messages import GS1Message

from hepatica.core.frozen import frozen
from hepatica.library.errors import ErrorCode, InputErrors, refused

GTIN, LOT, MADE, USE_BY, SERIAL = "01", "10", "11", "17", "21"
NAMES = {LOT: "lot", MADE: "day it was made", USE_BY: "use-by day", SERIAL: "serial"}
SEPARATOR = "\x1d"
# How scanners and people write the separator where the sign itself cannot be typed.
_WRITTEN_SEPARATORS = ("<GS>", "{GS}", "^]")
_EXAMPLE = "'(01)00850014110147(17)270630(10)20175(21)SYN-1'"


@frozen
class Udi:
    """What the barcode of a device says.

    `udi_di` names the version or model, 14 digits with their check digit; the rest names the
    one device, and is None where the barcode does not say it. `doubts` say what may have been
    read wrongly, in words; such a reading is compared with the printed line before use.
    """

    udi_di: str
    lot: str | None = None
    serial: str | None = None
    made: date | None = None
    use_by: date | None = None
    doubts: tuple[str, ...] = ()


def read_udi(text: str) -> Udi:
    """A UDI in the form of GS1, read by biip.

    Args:
        text: what a scanner sends, with or without its leading symbology identifier, the
            separator as the sign itself (ASCII 29) or written <GS>; or the line printed under
            the barcode, with parentheses; or the 14 digits of the device identifier alone.

    Raises:
        InputErrors: E421 a check digit is wrong; E422 no device identifier; E423 not GS1;
            E424 one part twice with different values, or a day that is not one.

    Source: the general specifications of GS1, as biip reads them.
    """
    scanned = text.strip(" \t\r\n")
    for written in _WRITTEN_SEPARATORS:
        scanned = scanned.replace(written, SEPARATOR)
    if re.fullmatch(r"[0-9]{14}", scanned):
        scanned = f"({GTIN}){scanned}"
    parts = _parts(scanned)
    values = _values(parts, text)
    _check_device_identifier(parts, text)
    days = {part.ai.ai: part.date for part in parts}
    return Udi(
        udi_di=values[GTIN],
        lot=values.get(LOT),
        serial=values.get(SERIAL),
        made=days.get(MADE),
        use_by=days.get(USE_BY),
        doubts=_doubts(scanned, parts),
    )


def _parts(scanned: str) -> list[GS1ElementString]:
    is_printed_line = scanned.startswith("(")
    parse = GS1Message.parse_hri if is_printed_line else GS1Message.parse
    try:
        return parse(re.sub(r"^\][A-Za-z][0-9]", "", scanned)).element_strings
    except ParseError:
        raise refused(
            ErrorCode.E423,
            "barcode",
            came=scanned,
            expected="a barcode in the form of GS1, or the line printed under it",
            example=_EXAMPLE,
            remedy="A label of another agency is not read: type lot and serial from it.",
        ) from None


def _values(parts: Iterable[GS1ElementString], text: str) -> dict[str, str]:
    """Every part once."""
    found = {(part.ai.ai, part.value) for part in parts}
    times = Counter(identifier for identifier, _ in found)
    twice = [identifier for identifier, count in times.items() if count > 1]
    if twice:
        expected = f"({twice[0]}) once, or always with the same value"
        raise _refused_part(ErrorCode.E424, text, expected)
    return dict(found)


def _check_device_identifier(parts: Iterable[GS1ElementString], text: str) -> None:
    identifier = next((part for part in parts if part.ai.ai == GTIN), None)
    if identifier is None:
        raise _refused_part(ErrorCode.E422, text, "a device identifier: (01) and 14 digits")
    if identifier.gtin_error is not None:
        expected = "14 digits after (01), of which the last is the check digit of the others"
        raise _refused_part(ErrorCode.E421, text, expected)


def _refused_part(code: ErrorCode, text: str, expected: str) -> InputErrors:
    remedy = "Scan it again, or read the printed line again."
    return refused(code, "barcode", came=text, expected=expected, example=_EXAMPLE, remedy=remedy)


def _doubts(scanned: str, parts: list[GS1ElementString]) -> tuple[str, ...]:
    """A scanner that drops the separator makes one long lot of lot, day and serial.

    The lot would then be no lot of any recall, and the pump be ruled out.
    """
    last = parts[-1]
    if scanned.startswith("(") or not last.ai.separator_required:
        return ()
    missing = {LOT, MADE, USE_BY, SERIAL} - {part.ai.ai for part in parts}
    swallowed = sorted(other for other in missing if _holds(last.value, other))
    if not swallowed:
        return ()
    name = NAMES.get(last.ai.ai, f"({last.ai.ai})")
    others = " or ".join(NAMES[other] for other in swallowed)
    return (
        f"the {name} {last.value} may hold {others} too, if the scanner drops the separator:"
        " compare with the printed line",
    )


def _holds(value: str, identifier: str) -> bool:
    """Whether another part could stand inside, behind at least one sign of the value itself."""
    rest = r"\d{2}(0[1-9]|1[0-2])([0-2]\d|3[01])" if identifier in {MADE, USE_BY} else r"."
    return re.search(rf"(?<=.){identifier}{rest}", value) is not None

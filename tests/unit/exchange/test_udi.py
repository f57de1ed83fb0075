"""The barcode of a pump. The readings are worked by hand from the specifications of GS1.

The device identifier and lot are those of a published recall; serials are synthetic.
"""

from datetime import date

import pytest

from hepatica.exchange.udi import Udi, read_udi
from hepatica.library.errors import ErrorCode, InputErrors

DI = "00850014110147"
WHOLE = Udi(DI, "20175", "SYN-1", date(2026, 2, 3), date(2027, 6, 30))


@pytest.mark.parametrize(
    "text",
    [
        f"(01){DI}(11)260203(17)270630(10)20175(21)SYN-1",
        f"01{DI}11260203172706301020175\x1d21SYN-1",
        f"]d201{DI}11260203172706301020175\x1d21SYN-1\r\n",
        f"]C101{DI}1020175\x1d21SYN-1\x1d1126020317270630",
        f" 01{DI}11260203172706301020175<GS>21SYN-1 ",
        f"01{DI}21SYN-1^]1020175{{GS}}1126020317270630",
    ],
)
def test_every_way_of_writing_is_the_same_device(text: str) -> None:
    """The printed line, and scans in any order, with the separator as people write it."""
    assert WHOLE == read_udi(text)


def test_the_device_identifier_alone() -> None:
    """Fourteen digits; what one device is called is not known then."""
    assert Udi(DI) == read_udi(DI) == read_udi(f"01{DI}")


def test_a_day_without_its_day_is_the_end_of_the_month() -> None:
    """GS1: 00 as the day means the last one of the month."""
    assert date(2028, 2, 29) == read_udi(f"(01){DI}(17)280200").use_by


@pytest.mark.parametrize(
    ("text", "code", "says"),
    [
        ("(01)00850014110148(10)20175", ErrorCode.E421, "check digit"),
        ("00850014110148", ErrorCode.E421, "check digit"),
        ("(10)20175(21)SYN-1", ErrorCode.E422, "(01)"),
        ("+H123ABC01234567", ErrorCode.E423, "GS1"),
        ("", ErrorCode.E422, "(01)"),
        ("0085001411014", ErrorCode.E423, "GS1"),
        (f"(01){DI}(17)271330", ErrorCode.E423, "GS1"),
        (f"(01){DI}(17)270231", ErrorCode.E423, "GS1"),
        (f"(01){DI}(10)A(10)B", ErrorCode.E424, "(10)"),
    ],
)
def test_what_is_refused(text: str, code: ErrorCode, says: str) -> None:
    """One digit mistyped, no identifier, another agency, no calendar day, two lots."""
    with pytest.raises(InputErrors) as refusal:
        read_udi(text)
    (error,) = refusal.value.errors
    assert code is error.code
    assert says in error.expected


def test_one_part_twice_with_one_value_is_read() -> None:
    """Two barcodes of one label, scanned in turn, may both say the lot."""
    assert "A" == read_udi(f"(01){DI}(10)A(10)A").lot


@pytest.mark.parametrize(
    ("scan", "others"),
    [
        (f"01{DI}102017521SYN-1", "serial"),
        (f"01{DI}1020175172706302", "use-by day"),
        (f"01{DI}21SYN1020175", "lot"),
        (f"01{DI}1026011A11260203", "day it was made"),
        (f"01{DI}2117519910", ""),
        (f"01{DI}1020175", ""),
        (f"01{DI}1021A", ""),
        (f"01{DI}102017517270632", ""),
        (f"01{DI}102017517271330", ""),
        (f"01{DI}102017521\x1d21SYN-1", ""),
    ],
)
def test_a_lost_separator_is_doubted(scan: str, others: str) -> None:
    """A lot that may hold the serial would be the lot of no recall: the pump would be ruled out.

    A day of the 32nd, a month 13, a part that is there already, or nothing before or after it:
    no doubt.
    """
    doubts = read_udi(scan).doubts
    assert [others] == [d.split("may hold ")[1].split(" too")[0] for d in doubts] or (
        others == "" and doubts == ()
    )


def test_the_printed_line_is_not_doubted() -> None:
    """Its parentheses separate."""
    assert () == read_udi(f"(01){DI}(10)2017521SYN").doubts

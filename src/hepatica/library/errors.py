"""What is said when input is refused: which code, where, what came, what to write instead."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

from hepatica.core.frozen import frozen


class ErrorCode(Enum):
    """Every code, with its meaning in one line.

    E1xx the written form · E2xx the chart · E3xx protocol and device data · E4xx commands
    · E5xx sealed charts for others.
    `docs/reference/errors.md` is made from this list.
    """

    # files and their shape
    E101 = "the file is empty"
    E102 = "the file is too large"
    E103 = "the file is not UTF-8 text"
    E104 = "the file holds a character that text must not hold"
    E105 = "the file cannot be read as YAML"
    E106 = "the file is nested too deeply"
    E107 = "a key is written twice"
    E108 = "an anchor or alias is used"
    E109 = "a tag or directive is used"
    E110 = "the file holds more than one document"
    E111 = "a table, a list or a single value stands where another of them is expected"
    E112 = "a field is not known"
    E113 = "a field is missing"
    E114 = "a kind of entry is not known"
    E115 = "a field does not belong beside the others"
    E116 = "an id is not well formed"
    E117 = "an id is used twice"
    E118 = "a text is empty"
    E119 = "the file cannot be opened"
    # numbers, units and words
    E120 = "a number is expected"
    E121 = "a number is not finite"
    E122 = "a number is written with an exponent"
    E123 = "a number is written with signs other than 0-9, the full stop and the hyphen"
    E124 = "a number is written with a comma"
    E125 = "a number has more than 28 digits"
    E126 = "a number is negative"
    E127 = "a number is zero where nothing cannot be meant"
    E128 = "a unit is missing"
    E129 = "a unit is not accepted for this quantity"
    E130 = "a word is not one of those known"
    E131 = "yes or no is expected"
    E132 = "a percent is not above 0 and at most 100"
    E133 = "a value below the limit of detection cannot stand here"
    E134 = "a year of four digits is expected"
    # times
    E140 = "a date is not a day of the calendar"
    E141 = "a time is not a time of day"
    E142 = "a time has no zone offset"
    E143 = "a zone offset is not one that exists"
    E144 = "a time lies in the future"
    E145 = "an entry was recorded before it happened"
    E146 = "a period ends before it begins"
    E147 = "entries do not stand in the order they were recorded"
    # references and the sealed chart
    E150 = "an entry named is not an earlier entry of this chart"
    E151 = "an entry named is of a kind that cannot be meant"
    E160 = "a line of a sealed chart is incomplete or is not the sealed form"
    E161 = "the hashes of a sealed chart do not agree"
    # the chart
    E201 = "a value is outside what is plausible"
    E202 = "a value differs implausibly from the one before"
    E203 = "a value differs implausibly from another value of the chart"
    # protocol and device data
    E301 = "a table has a column that is not known"
    E302 = "a value of a table is missing"
    E303 = "a table, a list or a single value stands where another of them belongs"
    E304 = "a word is not one that this column may use"
    E305 = "a number of a table is not plain digits"
    E306 = "a day of a table is not a day of the calendar"
    E307 = "a row or an item stands twice in a table"
    E308 = "a text of a table is empty"
    E310 = "a value has no source, no confidence or no reason"
    E311 = "a provenance exception matches no value"
    E312 = "a source is not in the list of sources"
    E313 = "a value is marked SEEN although its source was not read"
    E320 = "a file of a protocol is missing"
    E321 = "a protocol or device lies under a name that is not its own"
    E322 = "a protocol is not in the library"
    E323 = "a protocol, or a table of grades, contradicts itself"
    E330 = "an approval does not name two people of different roles"
    E390 = "the first day of a layout is not a day from which every cycle can be counted"
    # complications
    E460 = "a complication, or a result of a catheter study, has no row"
    E461 = "what a complication does contradicts itself"
    # questions about a patient
    E400 = "a question has no answer for a kind of pump"
    # the store of charts
    E510 = "the store cannot be used"
    E511 = "the store has no such chart"
    E512 = "the store has a chart of this case"
    E513 = "the chart has gone on since it was read"
    E514 = "the key of a request was used for another"
    E515 = "a backup is not whole"
    E516 = "a setting of the site is missing"
    E517 = "the demo would show the chart of a patient"
    # the way of an order at the site
    E520 = "a step was taken already"
    E521 = "one person takes both steps of two people"
    E522 = "an order cannot be signed"
    E523 = "an order cannot take this step"
    E524 = "a visit cannot take this step"
    E525 = "the person who signs is not known by this password or code"
    E526 = "a person may not do this"
    E527 = "the pump at the bedside is not the one in the chart"
    # approvals and supply at the site
    E530 = "values cannot be signed as they were shown"
    E531 = "a protocol is for replay only and is not approved"
    E532 = "a stock cannot fall below zero"
    E533 = "a lot is on record with other particulars"
    E534 = "a lot cannot be used"
    E535 = "a movement of stock cannot be read"
    E536 = "a vial holds another mass than the protocols name"
    E537 = "somebody else wrote in the same moment"
    E538 = "a recall of a lot cannot be recorded"
    E539 = "a search cannot be read"
    # the calendar of a course
    E540 = "something that is looked at has no row"
    E541 = "what is looked at, and when, contradicts itself"
    E542 = "a calendar file is not one of Hepatica, or is of another chart"
    # protocols of a site: copies and approvals
    E370 = "a hash is not one"
    E371 = "one person signs for both roles of an approval"
    E372 = "no value of the protocol is meant"
    E373 = "a value stated is not the one in the protocol"
    E374 = "the number confirmed is not the number of values"
    E375 = "a value is signed already, or needs no approval"
    E376 = "signatures cannot be added to an approvals file"
    E377 = "a folder to be written exists already"
    E378 = "a copy cannot have this id or version"
    E379 = "a file cannot be copied under another name"
    E380 = "a folder has the name of an installed protocol and other contents"
    E381 = "a person is not named by initials or a staff id"
    E382 = "a day lies in the future"
    E395 = "a pump family is not in the library"
    # devices and their barcodes
    E420 = "a device identifier has the wrong length"
    E421 = "the check digit of a device identifier is wrong"
    E422 = "a barcode holds no device identifier"
    E423 = "a barcode is not in the form of GS1"
    E424 = "a barcode says one part twice, differently"
    E481 = "the plan orders no fill, so no label may be printed"
    E483 = "a text is not an order code"
    E484 = "an order code is damaged"
    E485 = "a folder of charts holds none, or something else beside them"
    E487 = "no pump is in place, so there is no card of it"
    E488 = "two order codes are not of the same order"
    # sealed charts for others
    E500 = "a chart of a patient holds free text and no salt key"
    E501 = "the chart is not sealed"
    E502 = "an entry to redact is not in the chart"
    E503 = "a field to redact is not a free text of the entry"
    E504 = "a text was sealed under schema 1 and cannot be redacted"
    E505 = "a text is redacted already"
    E506 = "a sealed chart would lose what it holds"

    @property
    def meaning(self) -> str:
        """The meaning in one line."""
        return self.value


@frozen
class InputError:
    """One reason why input is refused.

    `where` names the file, the line and the entry and field; `came` is the text that was
    written, as it stood (empty when nothing was written).
    """

    code: ErrorCode
    where: str
    came: str
    expected: str
    example: str = ""
    remedy: str = ""

    def __str__(self) -> str:
        came = f"came {_shortened(self.came)!r}, " if self.came else ""
        example = f"; for example {self.example}" if self.example else ""
        remedy = f" {self.remedy}" if self.remedy else ""
        return f"{self.code.name} {self.where}: {came}expected {self.expected}{example}.{remedy}"


class InputErrors(Exception):
    """Input was refused; `errors` holds every reason found, in the order of the file."""

    def __init__(self, errors: Iterable[InputError]) -> None:
        self.errors = tuple(errors)
        super().__init__("\n".join(str(error) for error in self.errors))


def refused(
    code: ErrorCode,
    where: str,
    *,
    came: str = "",
    expected: str,
    example: str = "",
    remedy: str = "",
) -> InputErrors:
    """The exception for a single reason."""
    return InputErrors([InputError(code, where, came, expected, example, remedy)])


def _shortened(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "..."

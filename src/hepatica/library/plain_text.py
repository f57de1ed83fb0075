"""What every text that enters must be: not empty, not huge, UTF-8, no hidden characters."""

from __future__ import annotations

import re

from hepatica.library.errors import ErrorCode, refused

LARGEST_BYTES = 2_000_000

# Controls, line separators that editors show differently, direction marks that hide text,
# halves of characters, the byte order mark.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)


def checked_text(text: str | bytes, *, name: str) -> str:
    """`text` with single line feeds, fit to be read further.

    Raises:
        InputErrors: E101 empty, E102 too large, E103 not UTF-8, E104 hidden characters.
    """
    if len(text) > LARGEST_BYTES:
        raise refused(ErrorCode.E102, name, expected=f"at most {LARGEST_BYTES:,} bytes")
    lines = decoded_text(text, name=name).replace("\r\n", "\n")
    if not lines.strip():
        raise refused(ErrorCode.E101, name, expected="a table of fields")
    found = _FORBIDDEN.search(lines)
    if found:
        line = lines.count("\n", 0, found.start()) + 1
        raise refused(
            ErrorCode.E104,
            f"{name} line {line}",
            came=f"U+{ord(found.group()):04X}",
            expected="visible characters, spaces and line ends",
            remedy="Save the file as UTF-8 without byte order mark.",
        )
    return lines


def is_visible(text: str) -> bool:
    """Whether `text` holds no hidden character."""
    return _FORBIDDEN.search(text) is None


def decoded_text(text: str | bytes, *, name: str) -> str:
    """`text` as it stands, from UTF-8 (E103 otherwise)."""
    if isinstance(text, str):
        return text
    try:
        return text.decode("utf-8")
    except UnicodeDecodeError as error:
        line = text.count(b"\n", 0, error.start) + 1
        raise refused(
            ErrorCode.E103,
            f"{name} line {line}",
            came=f"byte 0x{text[error.start]:02X}",
            expected="UTF-8 text",
            remedy="Save the file as UTF-8.",
        ) from None

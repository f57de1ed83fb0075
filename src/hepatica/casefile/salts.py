"""Where salts come from: the one place of the program that draws at random.

The written chart of a patient holds a salt key, drawn once. The salt of each text is made from
that key and the place of the text, so that a written chart always seals to the same bytes and
a worksheet can print the head hash beforehand. The key stays in the written chart, which holds
the texts anyway; the sealed chart holds salts only.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Sequence

# For synthetic charts: anybody can make these salts, so their texts can be guessed.
KNOWN_KEY = "0" * 64
KEY_PATTERN = "[0-9a-f]{64}"
_DIGITS = 32


def draw_key() -> str:
    """A new salt key: 64 digits nobody can guess."""
    return secrets.token_hex(32)


def draw_salt() -> str:
    """A new salt, for a text that is written straight into a sealed chart."""
    return secrets.token_hex(_DIGITS // 2)


def salt_for(key: str, entry_id: str, path: Sequence[str]) -> str:
    """The salt of the text at `path` of an entry, by the salt key of the chart."""
    place = "\n".join([entry_id, *path])
    return hmac.digest(bytes.fromhex(key), place.encode("utf-8"), "sha256").hex()[:_DIGITS]

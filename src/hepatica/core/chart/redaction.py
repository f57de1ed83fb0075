"""What a chart says about a text that was taken out of it."""

from __future__ import annotations

from hepatica.core.frozen import frozen


@frozen
class Redaction:
    """A free text of an earlier entry was taken out of the sealed chart; its hash stayed.

    `field` is the name of the text, with a dot inside a correction: `entry.text`. Nothing that
    is decided reads it.
    """

    redacts: str
    field: str
    reason: str

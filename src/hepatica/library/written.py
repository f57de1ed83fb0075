"""One value of a data file exactly as it was written, and where."""

from __future__ import annotations

from hepatica.core.frozen import frozen


@frozen
class WrittenValue:
    """A value before it has a source.

    `path` names it ("fudr-28d/2026.1/liver/steps/ast_u_per_l/at-most 50/hold"), `text` is what
    the file says, `where` is file and line.
    """

    path: str
    text: str
    where: str

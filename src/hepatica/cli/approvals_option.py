"""The option --approvals of the commands that read a site's approvals."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

_Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def approvals_option(effect: str) -> _Decorator:
    """The option; `effect` ends its help: "without them every plan is a draft"."""
    return click.option(
        "--approvals",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        help=f"The approvals of your site; {effect}.",
    )

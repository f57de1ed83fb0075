"""The pictures of `hepatica chart timeline`: which files, and how they are written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

from hepatica.cli.errors import EXIT_OTHER_FORMAT, CommandErrorCode, wrong_usage
from hepatica.cli.output import refuse_overwriting, write_whole
from hepatica.cli.paper_files import write_page
from hepatica.core.chart.course import Course
from hepatica.core.frozen import frozen
from hepatica.core.planning import plan
from hepatica.core.rulebook import Rulebook

F = TypeVar("F", bound=Callable[..., object])


@frozen
class Pictures:
    """The files to write, None for those not asked for."""

    svg: Path | None
    png: Path | None
    pdf: Path | None

    def __bool__(self) -> bool:
        return any((self.svg, self.png, self.pdf))

    def refuse_to_replace(self, case: Path) -> None:
        """Refuse a file that is the chart, before anything is drawn.

        Raises:
            click.UsageError: one of the files is the chart (E412).
        """
        for option, file in (("--svg", self.svg), ("--png", self.png), ("--pdf", self.pdf)):
            refuse_overwriting(case, file, option)


def picture_options(command: F) -> F:
    """The options of the pictures."""
    for name in ("pdf", "png", "svg"):
        command = click.option(
            f"--{name}",
            type=click.Path(dir_okay=False, path_type=Path),
            help=f"Draw the course into this {name.upper()} file.",
        )(command)
    return command


def draw_course(course: Course, rulebook: Rulebook, wanted: Pictures) -> None:
    """Draw the course into every file that is wanted.

    Raises:
        click.UsageError: the drawing package is missing (E486).
        click.exceptions.Exit: no PDF could be made, and HTML was written.
    """
    from hepatica.reports.picture.draw import (
        DrawingUnavailable,
        course_as_page,
        course_as_png,
        course_as_svg,
    )
    from hepatica.reports.sheet import look_up

    sheet = look_up(plan(course, rulebook), rulebook)
    try:
        if wanted.svg is not None:
            write_whole(wanted.svg, course_as_svg(sheet))
            click.echo(f"wrote {wanted.svg}")
        if wanted.png is not None:
            write_whole(wanted.png, course_as_png(sheet))
            click.echo(f"wrote {wanted.png}")
        if wanted.pdf is not None and not write_page(wanted.pdf, course_as_page(sheet)):
            raise click.exceptions.Exit(EXIT_OTHER_FORMAT)
    except DrawingUnavailable as missing:
        raise wrong_usage(CommandErrorCode.E486, f"no picture: missing {missing}.") from None

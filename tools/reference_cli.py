"""The page cli.md: every command with its help, as the command itself prints it."""

from __future__ import annotations

from collections.abc import Iterator

import click

from hepatica.cli.main import hepatica
from tools.markdown import page

_WIDTH = 88


def commands(
    command: click.Command = hepatica, parent: click.Context | None = None
) -> Iterator[click.Context]:
    """Every command and group, each before its own subcommands."""
    name = "hepatica" if parent is None else command.name
    context = click.Context(
        command,
        info_name=name,
        parent=parent,
        max_content_width=_WIDTH,
        terminal_width=_WIDTH,
        **command.context_settings,
    )
    yield context
    if isinstance(command, click.Group):
        for child in command.list_commands(context):
            found = command.get_command(context, child)
            if found is None:
                raise LookupError(f"{context.command_path} lists {child} and does not have it")
            found.name = child
            yield from commands(found, context)


def render_cli() -> str:
    """The page."""
    intro = (
        "`hepatica COMMAND --help` prints the same. Exit codes: 0 done, 1 refused or different, "
        "2 wrong usage; each command says what that means for it. Messages with a code are in "
        "[Errors](errors.md)."
    )
    return page("Commands", intro, *(_part(context) for context in commands()))


def _part(context: click.Context) -> str:
    level = "##" if context.parent is None or context.parent.parent is None else "###"
    lines = [line.rstrip() for line in context.get_help().splitlines()]
    return f"{level} {context.command_path}\n\n" + "\n".join(["```", *lines, "```"])

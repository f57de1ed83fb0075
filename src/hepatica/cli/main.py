"""The `hepatica` command: names its subcommands and loads only the one that is asked for."""

from __future__ import annotations

import gc
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

import click

from hepatica import __version__
from hepatica.cli.errors import failures_as_text


@dataclass(frozen=True, slots=True)
class Subcommand:
    """Where a subcommand lives ("module:name"), and its line in `hepatica --help`."""

    path: str
    summary: str

    @property
    def module(self) -> str:
        """The module to import."""
        return self.path.partition(":")[0]

    def load(self) -> click.Command:
        """Import the subcommand."""
        command = getattr(import_module(self.module), self.path.partition(":")[2])
        if not isinstance(command, click.Command):
            raise TypeError(f"{self.path} is not a command")
        return command


SUBCOMMANDS = {
    "plan": Subcommand("hepatica.cli.plan:plan", "Plan the next visit from a chart."),
    "calendar": Subcommand("hepatica.cli.calendar:calendar", "Show every visit by date."),
    "chart": Subcommand("hepatica.cli.chart:chart", "Check, show and seal charts."),
    "print": Subcommand("hepatica.cli.print_paper:print_paper", "Print worksheet, labels, cards."),
    "code": Subcommand("hepatica.cli.code:code", "Read an order code, compare two."),
    "protocol": Subcommand("hepatica.cli.protocol:protocol", "Show and check protocols."),
    "device": Subcommand("hepatica.cli.device:device", "Show pump families, find recalled pumps."),
    "ask": Subcommand("hepatica.cli.ask:ask", "Answer whether a patient may fly, have an MRI, …"),
    "complications": Subcommand(
        "hepatica.cli.complications:complications", "Show what each complication does."
    ),
    "toxicity": Subcommand(
        "hepatica.cli.toxicity:toxicity", "Grade the adverse events of a chart."
    ),
    "store": Subcommand("hepatica.server.commands:store", "Keep sealed charts in a database."),
    "serve": Subcommand("hepatica.server.running.serve:serve", "Serve the site of a programme."),
    "worker": Subcommand("hepatica.server.running.worker:worker", "Run the site's jobs."),
    "fill": Subcommand("hepatica.cli.calculators.fill:fill", "Calculate a FUDR fill."),
    "flow": Subcommand("hepatica.cli.calculators.flow:flow", "Calculate a flow from a dwell."),
    "dose": Subcommand("hepatica.cli.calculators.dose:dose", "Read the liver table."),
    "systemic": Subcommand(
        "hepatica.cli.calculators.systemic:systemic", "Calculate a visit of a systemic regimen."
    ),
    "weight": Subcommand("hepatica.cli.calculators.weight:weight", "Calculate a dosing weight."),
    "grade": Subcommand("hepatica.cli.calculators.grade:grade", "Grade a laboratory value."),
    "score": Subcommand("hepatica.cli.calculators.score:score", "Calculate a score of an adult."),
}


class LazyGroup(click.Group):
    """A group whose help needs no subcommand to be imported: start-up stays fast."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The subcommands that are installed, in the order of the table."""
        del ctx
        return [name for name, entry in SUBCOMMANDS.items() if _is_installed(entry)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The subcommand, imported now; None when it is not known."""
        del ctx
        entry = SUBCOMMANDS.get(cmd_name)
        return entry.load() if entry is not None and _is_installed(entry) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list in `hepatica --help`, from the table."""
        rows = [(name, SUBCOMMANDS[name].summary) for name in self.list_commands(ctx)]
        with formatter.section("Commands"):
            formatter.write_dl(rows)

    def invoke(self, ctx: click.Context) -> object:
        """Run the subcommand; whatever fails becomes text and an exit code."""
        with failures_as_text():
            return super().invoke(ctx)


def _is_installed(entry: Subcommand) -> bool:
    return find_spec(entry.module) is not None


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="hepatica")
def hepatica() -> None:
    """Decision support for hepatic artery infusion pump chemotherapy.

    Hepatica computes, checks and explains; a person decides. It is used under local clinical
    governance and is not a certified medical device.
    """


def main() -> None:
    """The entry point of the installed command."""
    # A command loads hundreds of classes and ends soon. Looking for cycles as often as a long
    # process does would take a sixth of its time.
    gc.set_threshold(50_000)
    hepatica(prog_name="hepatica")

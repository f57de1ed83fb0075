"""`hepatica chart redact` and `salt-key`: free text that can be taken out of a sealed chart."""

from __future__ import annotations

from pathlib import Path

import click

from hepatica.casefile.redact import redact as without_text
from hepatica.casefile.salts import draw_key
from hepatica.cli.moments import current_time
from hepatica.cli.output import OUT, refuse_overwriting, write_out


@click.command(
    short_help="Take a free text out of a sealed chart.",
    epilog="""\b
Examples:
  hepatica chart redact case.jsonl e25 --field text --reason "named a person" --out new.jsonl
  hepatica chart redact case.jsonl e23 --field entry.reason --reason "named a person"

\b
Exit codes: 0 the text is out; 1 refused, nothing written; 2 wrong usage.""",
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("entry_id")
@click.option("--field", required=True, help="The free text: text, reason, entry.text ...")
@click.option("--reason", required=True, help="Why; it stays in the chart, so it names nobody.")
@OUT
def redact(file: Path, entry_id: str, field: str, reason: str, out: Path | None) -> None:
    """Take the free text FIELD of ENTRY_ID out of the sealed chart FILE.

    Its hash stays, so every hash of the chain stays, and a head hash printed earlier is still
    found. An entry that says what was taken out, and why, is added at the end. The file FILE
    itself is left as it is: destroy it, and every other copy, by local procedure.
    """
    refuse_overwriting(file, out)
    made = without_text(file, entry_id, field=field, reason=reason, now=current_time())
    if write_out(made.text, out):
        click.echo(f"redacted: {out}, head {made.head}")
    for place in made.also:
        click.echo(f"warning: the same text can still be read in {place}", err=True)


@click.command(
    "salt-key",
    short_help="Print a new salt key for a written chart.",
    epilog="""\b
Example:
  hepatica chart salt-key      then copy the line to the head of the written chart""",
)
def salt_key() -> None:
    """Print a new salt key, as the line that goes beside `case` into a written chart.

    With it, a free text that is redacted later cannot be guessed from its hash. It is drawn
    once for each chart and kept with the written chart; it never enters the sealed one.
    """
    click.echo(f"salt_key: {draw_key()}")

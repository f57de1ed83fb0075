"""`hepatica protocol derive`: a complete copy of a protocol under a name of its own."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

import click

from hepatica.cli.errors import CommandErrorCode, wrong_usage
from hepatica.cli.protocol_choice import (
    PROTOCOL,
    as_json_option,
    choose,
    print_json,
    says_errors,
)
from hepatica.library.derive import derived_texts
from hepatica.library.errors import ErrorCode, refused
from hepatica.library.folders import folder_sha256, read_texts
from hepatica.library.loader import load_protocol_from_texts, shipped_protocols


@click.command(
    short_help="Copy a protocol under a name of its own.",
    epilog="""\b
Examples:
  hepatica protocol derive fudr-28d --id fudr-28d-site --version 1 --to fudr-28d-site/1
  hepatica protocol derive fudr-28d-site/1 --id fudr-28d-site --version 2 --to fudr-28d-site/2

\b
Exit codes: 0 written; 1 refused, nothing was written; 2 wrong usage.""",
)
@click.argument("source", metavar=PROTOCOL)
@click.option("--id", "protocol_id", required=True, metavar="ID", help="The id of the copy.")
@click.option("--version", required=True, metavar="VERSION", help="The version of the copy.")
@click.option(
    "--to",
    "target",
    required=True,
    type=click.Path(path_type=Path),
    help="The folder to write; it must not exist.",
)
@as_json_option
@says_errors
def derive(source: str, protocol_id: str, version: str, target: Path, as_json: bool) -> None:
    """Write a complete copy of a protocol, to be changed and approved by your site.

    All values, their sources and the comments are kept. The copy's protocol.yaml says what it
    was derived from, with the hash of that folder. Approvals of the source do not cover the
    copy. All of the copy is written, or nothing; a folder that exists is never written to.
    """
    choice = choose(source, asked_by="protocol derive")
    name = f"{protocol_id}/{version}"
    if name in shipped_protocols():
        raise refused(
            ErrorCode.E378,
            "--id",
            came=name,
            expected="a name that no installed protocol has",
            example=f"{protocol_id}-site",
        )
    sha256 = folder_sha256(choice.folder)
    texts = derived_texts(
        read_texts(choice.folder), protocol_id=protocol_id, version=version, sha256=sha256
    )
    _write(texts, target)
    if as_json:
        origin = {"name": choice.loaded.protocol.name, "sha256": sha256}
        files = [f"{file}.yaml" for file in texts]
        print_json({"name": name, "derived_from": origin, "folder": str(target), "files": files})
        return
    count = len(load_protocol_from_texts(texts).values)
    click.echo(f"Wrote {name} to {target}: {len(texts)} files, {count} values.")
    click.echo(f"Derived from {choice.loaded.protocol.name}, SHA-256 {sha256}.")
    click.echo("No approval of the source covers the copy.")


def _write(texts: Mapping[str, str], target: Path) -> None:
    """Write a folder that does not exist: into one beside it, which then takes its name."""
    if target.exists() or target.is_symlink():
        raise refused(
            ErrorCode.E377,
            "--to",
            came=str(target),
            expected="a folder that does not exist yet",
            example="--to fudr-28d-site/1",
            remedy="Nothing was written.",
        )
    beside = target.parent / f".{target.name}.{os.getpid()}"
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        beside.mkdir()
        for name, text in texts.items():
            (beside / f"{name}.yaml").write_text(text, encoding="utf-8", newline="\n")
        beside.rename(target)
    except OSError as error:
        shutil.rmtree(beside, ignore_errors=True)
        message = f"--to {target}: {error.strerror}. Nothing was written."
        raise wrong_usage(CommandErrorCode.E413, message) from None

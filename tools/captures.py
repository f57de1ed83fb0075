"""Pages in which a person wrote commands and the program writes what they print.

In a block marked `console` each line that begins with "$ " is a command, in one line or
continued with a backslash; what follows it is its output, made anew by ./dev docs. A block with
`title="FILE"` is written to that file before, `title="FILE, added"` is added to its end. Each
page runs in an empty folder that holds a copy of the examples.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path

from click.testing import CliRunner

from hepatica.cli.main import hepatica

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
_BLOCK = re.compile(
    r'^(?P<indent> *)```(?:console|\w+ title="(?P<title>[^"]+)")\n(?P<body>.*?)^(?P=indent)```$',
    re.MULTILINE | re.DOTALL,
)
_WIDTH = "96"
# Apart from hepatica itself, what a page may call: to look at files, and to shorten output.
_TOOLS = frozenset({"cat", "cp", "head", "tail", "grep", "sed", "ls", "python3"})


def pages_with_commands() -> list[str]:
    """The pages of docs that hold commands, as paths from the root."""
    return [
        str(path.relative_to(ROOT))
        for path in sorted(DOCS.rglob("*.md"))
        if "```console\n" in path.read_text(encoding="utf-8")
    ]


def render_commands(page: str) -> str:
    """The text of a page with the output of its commands made anew."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "examples", Path(folder, "examples"))
        with chdir(folder):
            text = (ROOT / page).read_text(encoding="utf-8")
            return _BLOCK.sub(_block, text)


def _block(block: re.Match[str]) -> str:
    indent, title = block["indent"], block["title"]
    lines = [line.removeprefix(indent) for line in block["body"].splitlines()]
    if title:
        _write(title, "\n".join(lines) + "\n")
        return block.group()
    shown = [line for command in _commands(lines) for line in [*command, *_output(command)]]
    body = "".join(f"{indent}{line}".rstrip() + "\n" for line in shown)
    return f"{indent}```console\n{body}{indent}```"


def _write(title: str, text: str) -> None:
    name, _, added = title.partition(", ")
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    before = path.read_text(encoding="utf-8") if added else ""
    path.write_text(before + text, encoding="utf-8")


def _commands(lines: list[str]) -> Iterator[list[str]]:
    """The lines of each command; the output between them is left out."""
    command: list[str] = []
    for line in lines:
        if line.startswith("$ ") or command:
            command.append(line)
            if not line.endswith("\\"):
                yield command
                command = []


def _output(command: list[str]) -> list[str]:
    """What a command prints on both channels, and its exit code unless 0."""
    text = " ".join(line.removesuffix("\\").strip() for line in command).removeprefix("$ ")
    pipeline, _, file = text.partition(" > ")
    first, *filters = pipeline.split(" | ")
    output, code = _run(first)
    for part in filters:
        output = _call(part, output).stdout
    if file:
        Path(file).write_text(output, encoding="utf-8")
        output = ""
    lines = [line.rstrip() for line in output.rstrip("\n").splitlines()]
    return [*lines, *([] if code == 0 else [f"(exit code {code})"])]


def _run(text: str) -> tuple[str, int]:
    words = shlex.split(text)
    if words[0] != "hepatica":
        done = _call(text, "")
        return done.stdout + done.stderr, done.returncode
    result = CliRunner(env={"COLUMNS": _WIDTH}).invoke(hepatica, words[1:])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.output, result.exit_code


def _call(text: str, given: str) -> subprocess.CompletedProcess[str]:
    words = shlex.split(text)
    if words[0] not in _TOOLS:
        raise ValueError(f"a page calls {words[0]!r}; known are hepatica and {sorted(_TOOLS)}")
    program = sys.executable if words[0] == "python3" else words[0]
    return subprocess.run(
        [program, *words[1:]],
        input=given,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
    )

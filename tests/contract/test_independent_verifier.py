"""The script in the documentation judges sealed charts as `hepatica chart verify` does."""

import ast
import io
import json
import re
import runpy
import subprocess
import sys
from contextlib import redirect_stdout
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from hepatica.casefile.redact import redact
from hepatica.casefile.seal import seal
from hepatica.casefile.verify import verify_bytes
from tests.contract.case_text import EVERY_KIND, NOW
from tests.unit.cli.calls import run

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "how-to" / "verify-a-sealed-chart.md"
SCRIPT = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)[0]
SEALED = seal(EVERY_KIND, now=NOW)
OLD = (ROOT / "tests/contract/stored/adjuvant-six-cycles.schema-1.jsonl").read_text("utf-8")
REDACTED = redact(
    SEALED, "e25", field="text", reason="named a person", now=NOW, draw=lambda: "a" * 32
).text
L = SEALED.splitlines(keepends=True)


def canonical(content: object) -> str:
    """Canonical JSON, written anew here."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def forged(line: str, prev: str, *, tag: str = "entry", **changed: object) -> str:
    """An entry without free text, changed and given good hashes behind `prev`."""
    content = {**json.loads(line)["entry"], **changed}
    digest = sha256((prev + canonical(content)).encode()).hexdigest()
    return canonical({tag: content, "prev": prev, "hash": digest}) + "\n"


def at_the_end(**changed: Any) -> str:
    """The chart with one more line, whose hashes are good."""
    return "".join([*L, forged(L[4], hash_of(L[-1]), id="more", **changed)])


def hash_of(line: str) -> str:
    """The hash a line holds."""
    return str(json.loads(line)["hash"])


def shifted(text: str) -> str:
    """A letter moved from a text into its salt: both joined are as before."""
    return re.sub(
        r'"salt":"(\w{32})","sha256":"(\w{64})","text":"(.)',
        r'"salt":"\1\3","sha256":"\2","text":"',
        text,
    )


SPOILED = {
    "changed value": SEALED.replace('"71 kg"', '"17 kg"'),
    "changed free text": SEALED.replace("seen with the surgeon", "seen with a surgeon"),
    "changed salt": re.sub(r'"salt":"..', '"salt":"00', SEALED),
    "letter moved into the salt": shifted(SEALED),
    "salt gone, text kept": re.sub(r'"salt":"\w{32}",', "", SEALED),
    "free text in the clear": re.sub(r'\{"salt":[^}]*"text":("[^"]*")\}', r"\1", SEALED),
    "hash of a redacted text": re.sub(r'"text":\{"sha256":"..', '"text":{"sha256":"00', REDACTED),
    "another schema named": SEALED.replace('"schema":"2"', '"schema":"1"', 1),
    "unknown schema": forged(L[1], "0" * 64, schema="3").join(["", "".join(L)]),
    "deleted line": "".join(L[:4] + L[5:]),
    "deleted header": "".join(L[1:]),
    "swapped lines": "".join([*L[:4], L[5], L[4], *L[6:]]),
    "line twice": "".join([*L[:5], L[4], *L[5:]]),
    "forged line between": "".join([*L[:5], forged(L[4], hash_of(L[4])), *L[5:]]),
    "foreign line": "".join([*L[:3], "hello\n", *L[3:]]),
    "blank line": "".join([*L[:3], "\n", *L[3:]]),
    "cut in the middle": SEALED[: len(SEALED) // 2],
    "last line end gone": SEALED[:-1],
    "line ends changed": SEALED.replace("\n", "\r\n"),
    "spaces": SEALED.replace('"kind":', '"kind": ', 1),
    "key twice": SEALED.replace('"schema":"2"', '"schema":"2","schema":"2"', 1),
    "recorded before the line above": "".join(
        [*L, forged(L[4], hash_of(L[-1]), id="late", recorded_at="2020-01-01T00:00:00+00:00")]
    ),
    "recorded at no time": at_the_end(recorded_at="hello"),
    "recorded at a day": at_the_end(recorded_at="2026-11-20"),
    "recorded without offset": at_the_end(recorded_at="2026-11-20T10:00:00"),
    "a second header": "".join([*L, forged(L[4], hash_of(L[-1]), tag="chart")]),
    "a number": at_the_end(weight=71),
    "nothing": at_the_end(weight=None),
    "a direction mark": at_the_end(weight="71 kg\u202e"),
    "a line separator": at_the_end(weight="71\u2028kg"),
    "a next line": at_the_end(weight="71\u0085kg"),
    "not a line": "[]\n",
    "empty": "",
}


def answer(tmp_path: Path, stored: bytes, *arguments: str) -> str:
    """What the script says, run in this process."""
    script, chart = tmp_path / "verify_chart.py", tmp_path / "chart.jsonl"
    script.write_text(SCRIPT, encoding="utf-8")
    chart.write_bytes(stored)
    before, sys.argv = sys.argv, [str(script), str(chart), *arguments]
    said = io.StringIO()
    try:
        with redirect_stdout(said):
            runpy.run_path(str(script))
    except SystemExit as end:
        return str(end.code)
    finally:
        sys.argv = before
    return said.getvalue().strip()


def test_the_script_is_short_and_needs_nothing() -> None:
    """At most 60 lines; imports are of the standard library alone."""
    tree = ast.parse(SCRIPT)
    names = {
        name.split(".")[0]
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [str(node.module)]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert len(SCRIPT.splitlines()) <= 60
    assert names <= sys.stdlib_module_names
    assert "hepatica" not in "".join(names)


@pytest.mark.parametrize(
    "stored", [SEALED, OLD, REDACTED], ids=["schema 2", "schema 1", "redacted"]
)
def test_a_good_chart_is_ok(tmp_path: Path, stored: str) -> None:
    """Both give the same head hash, also for an old schema and a redacted text."""
    head = verify_bytes(stored.encode()).head
    assert f"ok {head}" == answer(tmp_path, stored.encode())
    assert f"ok {head}" == answer(tmp_path, stored.encode(), head)


@pytest.mark.parametrize("what", SPOILED)
def test_a_spoiled_chart_is_broken_for_both(tmp_path: Path, what: str) -> None:
    """Neither calls it intact."""
    stored = SPOILED[what].encode()
    assert not verify_bytes(stored).is_intact
    assert answer(tmp_path, stored).startswith("broken: line ")


@pytest.mark.parametrize(
    ("what", "line", "entry"),
    [("changed value", 23, "e22"), ("deleted line", 5, "e05"), ("swapped lines", 5, "e05")],
)
def test_the_first_broken_entry_is_the_same(
    tmp_path: Path, what: str, line: int, entry: str
) -> None:
    """Script and command name the same line and entry."""
    stored = SPOILED[what].encode()
    found = verify_bytes(stored)
    assert (line, entry) == (found.line, found.entry)
    assert f"line {line}, entry {entry}:" in answer(tmp_path, stored)


def test_every_third_byte_changed_is_found_by_both(tmp_path: Path) -> None:
    """No byte of the chart can be another one."""
    short = "".join(L[:6]).encode()
    for position in range(0, len(short), 3):
        spoiled = bytearray(short)
        spoiled[position] = ord("7") if spoiled[position] != ord("7") else ord("8")
        assert not verify_bytes(bytes(spoiled)).is_intact
        assert answer(tmp_path, bytes(spoiled)).startswith("broken: line ")


def test_lines_missing_at_the_end_are_found_by_the_head(tmp_path: Path) -> None:
    """A shorter chart is whole in itself; the head hash printed elsewhere is not in it."""
    shorter, head = "".join(L[:-1]).encode(), hash_of(L[-1])
    assert answer(tmp_path, shorter).startswith("ok ")
    assert answer(tmp_path, shorter, head).startswith("broken: the head hash given")
    assert not verify_bytes(shorter, head=head).is_intact


def test_it_runs_on_its_own(tmp_path: Path) -> None:
    """In a Python of its own that sees no installed package; exit codes as the command's."""
    script, good, bad = (tmp_path / name for name in ("v.py", "good.jsonl", "bad.jsonl"))
    script.write_text(SCRIPT, encoding="utf-8")
    good.write_text(SEALED, encoding="utf-8", newline="\n")
    bad.write_text(SPOILED["changed value"], encoding="utf-8", newline="\n")
    codes = [
        subprocess.run(
            [sys.executable, "-I", "-S", str(script), str(chart)], capture_output=True, check=False
        ).returncode
        for chart in (good, bad)
    ]
    assert [0, 1] == codes
    assert codes == [run("chart", "verify", str(chart)).exit_code for chart in (good, bad)]

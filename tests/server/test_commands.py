"""`hepatica store` as it is typed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import Result

from hepatica.server.store.models import Chart
from tests.server.charts import add_note, begun, sealed_example
from tests.server.conftest import Database, use
from tests.unit.cli.calls import run

HEPATICA = str(Path(sys.executable).with_name("hepatica"))


def command(database: Database, *arguments: str) -> Result:
    """One command on this database."""
    use(database.name)
    return run("store", *arguments)


@pytest.fixture
def chart(tmp_path: Path) -> Path:
    """A sealed chart in a file."""
    file = tmp_path / "fast-pump.jsonl"
    file.write_text(sealed_example("fast-pump"), encoding="utf-8")
    return file


def test_a_chart_goes_in_and_comes_out_the_same(
    empty: Database, chart: Path, tmp_path: Path
) -> None:
    """init, import twice, export, import into another store: the bytes are the same."""
    assert 0 == command(empty, "init").exit_code
    assert command(empty, "import", str(chart)).stdout.startswith("imported: fast-pump, 48 entries")
    assert command(empty, "import", str(chart)).stdout.startswith("is in already: fast-pump")
    out = tmp_path / "out"
    assert 0 == command(empty, "export", "--to", str(out)).exit_code
    assert chart.read_bytes() == (out / "fast-pump.jsonl").read_bytes()


def test_verify_says_what_it_looked_at(store: Database) -> None:
    """As text and as data."""
    begun()
    assert "all as it was written" in command(store, "verify").stdout
    found = json.loads(command(store, "verify", "--json").stdout)
    assert (1, 1, []) == (found["charts"], found["acts"], found["faults"])


def test_a_backup_restored_is_the_same_store(
    store: Database, empty: Database, tmp_path: Path
) -> None:
    """The backup of the restored store is byte for byte the backup it came from."""
    use(store.name)
    add_note(begun().head)
    one, two = tmp_path / "one.gz", tmp_path / "two.gz"
    assert 0 == command(store, "backup", str(one)).exit_code
    command(empty, "init")
    assert 0 == command(empty, "restore", str(one)).exit_code
    assert "all as it was written" in command(empty, "verify").stdout
    command(empty, "backup", str(two))
    assert one.read_bytes() == two.read_bytes()


def test_a_store_goes_on_after_a_restore(store: Database, empty: Database, tmp_path: Path) -> None:
    """The numbers of its rows go on behind those restored."""
    use(store.name)
    head = begun().head
    file = tmp_path / "one.gz"
    command(store, "backup", str(file))
    command(empty, "init")
    command(empty, "restore", str(file))
    use(empty.name)
    assert 51 == add_note(head).lines + 1


@pytest.mark.parametrize("spoil", ["cut", "changed", "other"])
def test_a_backup_that_is_not_whole_restores_nothing(
    store: Database, empty: Database, tmp_path: Path, spoil: str
) -> None:
    """E515, and the store stays empty."""
    use(store.name)
    begun()
    file = tmp_path / "one.gz"
    command(store, "backup", str(file))
    whole = file.read_bytes()
    middle = len(whole) // 2
    spoiled = {
        "cut": whole[:middle],
        "changed": whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :],
        "other": b"hello",
    }
    file.write_bytes(spoiled[spoil])
    command(empty, "init")
    answer = command(empty, "restore", str(file))
    assert (1, "E515") == (answer.exit_code, answer.stderr[:4])
    use(empty.name)
    assert not Chart.objects.exists()


def test_a_store_that_is_not_empty_is_not_restored_into(store: Database, tmp_path: Path) -> None:
    """E512."""
    begun()
    file = tmp_path / "one.gz"
    command(store, "backup", str(file))
    answer = command(store, "restore", str(file))
    assert (1, "E512") == (answer.exit_code, answer.stderr[:4])


@pytest.mark.parametrize(
    ("url", "arguments"),
    [
        ("postgres://nobody@127.0.0.1:1/none", ("verify",)),
        ("sqlite:////nonexistent/folder/store.sqlite3", ("init",)),
        ("nonsense", ("verify",)),
    ],
)
def test_a_database_that_cannot_be_used_is_said(url: str, arguments: tuple[str, ...]) -> None:
    """E510 with what to do, exit code 1, and no traceback."""
    answer = subprocess.run(
        [HEPATICA, "store", *arguments],
        env={**os.environ, "HEPATICA_DATABASE": url},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (1, "E510") == (answer.returncode, answer.stderr[:4])
    assert "Traceback" not in answer.stderr


def test_a_store_without_tables_is_said(empty: Database) -> None:
    """Init was forgotten."""
    answer = command(empty, "verify")
    assert (1, "E510") == (answer.exit_code, answer.stderr[:4])
    assert "hepatica store init" in answer.stderr


_WRITER = """
import sys
from hepatica.server.start import start
start()
from tests.server.charts import add_note
from hepatica.server.store.deeds import find_chart, head_of
for number in range(200):
    add_note(head_of(find_chart("fast-pump")), f"n{number}", f"k{number}")
    print(number, flush=True)
"""


@pytest.mark.parametrize("after", [3, 17])
def test_a_writer_killed_in_the_middle_leaves_whole_acts(store: Database, after: int) -> None:
    """Kill -9 among 200 writes: every act that was answered is there, and nothing is half there."""
    before = begun().lines
    with subprocess.Popen(
        [sys.executable, "-c", _WRITER],
        env={**os.environ, "HEPATICA_DATABASE": store.url, "PYTHONPATH": "src:."},
        stdout=subprocess.PIPE,
        text=True,
    ) as writer:
        assert writer.stdout is not None
        answered = [int(writer.stdout.readline()) for _ in range(after)]
        time.sleep(0.01)
        writer.send_signal(signal.SIGKILL)
        answered += [int(line) for line in writer.stdout.read().split()]
    found = json.loads(command(store, "verify", "--json").stdout)
    assert [] == found["faults"]
    assert found["lines"] - before in (len(answered), len(answered) + 1)
    assert found["acts"] - 1 == found["lines"] - before

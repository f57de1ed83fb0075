"""What is installed is complete: the tables and templates are part of the program."""

import subprocess
import sys
import zipfile
from pathlib import Path

from tests.architecture.source_tree import ROOT, SRC


def build_wheel(folder: Path) -> set[str]:
    """Build the wheel without fetching anything; the names of the files in it."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_the_wheel_holds_every_file_of_the_package(tmp_path: Path) -> None:
    """Python files, protocol tables and report templates are all in the wheel."""
    files = (f for f in SRC.rglob("*") if f.is_file() and "__pycache__" not in f.parts)
    expected = {f.relative_to(SRC.parent).as_posix() for f in files}
    assert set() == expected - build_wheel(tmp_path)

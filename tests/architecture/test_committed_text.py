"""What is committed speaks of the project only, and works on any machine."""

import os
import re
from pathlib import Path

import pytest

from tests.architecture.source_tree import ROOT

# Made on a machine and never committed; .gitignore names the same.
NOT_COMMITTED = {
    ".git",
    ".venv",
    ".tools",
    ".pytest_cache",
    ".mypy_cache",
    ".ruff_cache",
    ".import_linter_cache",
    ".hypothesis",
    "__pycache__",
    "mutants",
    "htmlcov",
    "dist",
    "build",
    "out",
    "site",
}
# Written in pieces, so that this file does not hold what it looks for.
REGISTRIES = "|".join(
    [
        r"py" + r"pi\.org",
        r"python" + r"hosted\.org",
        r"npm" + r"js\.(org|com)",
        r"yarn" + r"pkg\.com",
        r"crates" + r"\.io",
        r"proxy\.go" + r"lang\.org",
        r"ana" + r"conda\.org",
    ]
)
FORBIDDEN = {
    "the host of a package registry": re.compile(REGISTRIES),
    "a path of one machine": re.compile(r"(?<![\w.~}-])/(work|root|home|tmp|Users)/"),
    "a marker of unfinished work": re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X)\b"),
}


def committed_text() -> list[tuple[str, str]]:
    """Every text file that is, or would be, committed: its name and its text."""
    found = []
    for folder, folders, files in os.walk(ROOT):
        folders[:] = [f for f in folders if f not in NOT_COMMITTED]
        for path in (Path(folder, file) for file in files if file not in NOT_COMMITTED):
            try:
                found.append((str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")))
            except UnicodeDecodeError:
                continue
    return found


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_committed_file_holds(what: str) -> None:
    """No file names a registry, a path of one machine, or work left to do."""
    pattern = FORBIDDEN[what]
    found = [
        f"{name}:{number}: {line.strip()[:80]}"
        for name, text in committed_text()
        for number, line in enumerate(text.splitlines(), start=1)
        if pattern.search(line)
    ]
    assert [] == found

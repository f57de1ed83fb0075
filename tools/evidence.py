"""Recorded results of long runs, and which of them are out of date.

A result is docs/evidence/NAME.json: the figures, and one hash over the files that the
figures depend on. When such a file changes, the result is stale until the run is repeated
with ./dev long.
"""

import hashlib
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

Figures = Mapping[str, object]


def source_files(sources: Sequence[str], root: Path) -> list[Path]:
    """Every file named, or inside a folder named; compiled files do not count.

    Raises:
        FileNotFoundError: a named source does not exist.
    """
    files: set[Path] = set()
    for source in sources:
        path = root / source
        if not path.exists():
            raise FileNotFoundError(f"evidence source {source} does not exist")
        inside = path.rglob("*") if path.is_dir() else [path]
        files.update(f for f in inside if f.is_file() and "__pycache__" not in f.parts)
    return sorted(files)


def hash_of_sources(sources: Sequence[str], root: Path = ROOT) -> str:
    """One sha256 over the names and the contents of all source files."""
    digest = hashlib.sha256()
    for file in source_files(sources, root):
        name = file.relative_to(root).as_posix()
        digest.update(f"{name}\0{hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()


def write(name: str, figures: Figures, sources: Sequence[str], root: Path = ROOT) -> Path:
    """Record the figures of a run beside the hash of what they depend on.

    Args:
        name: file name without suffix, such as "data-mutation".
        figures: what was found; numbers that must stay exact are given as text.
        sources: files and folders, relative to the project, that the figures depend on.
        root: the project folder.

    Raises:
        FileNotFoundError: a named source does not exist.
    """
    record = {
        "name": name,
        "figures": figures,
        "sources": sorted(sources),
        "sources_sha256": hash_of_sources(sources, root),
    }
    path = root / "docs" / "evidence" / f"{name}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(record, indent=2, sort_keys=True, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")
    return path


def why_stale(path: Path, root: Path = ROOT) -> str | None:
    """Why a recorded result no longer speaks of the present files; None when it does."""
    record = json.loads(path.read_text(encoding="utf-8"))
    try:
        current = hash_of_sources(record["sources"], root)
    except FileNotFoundError as error:
        return str(error)
    if current == record["sources_sha256"]:
        return None
    return f"changed since: {', '.join(record['sources'])}"


def stale(root: Path = ROOT) -> dict[str, str]:
    """The stale results by name, each with its reason."""
    reasons = {p.stem: why_stale(p, root) for p in sorted((root / "docs/evidence").glob("*.json"))}
    return {name: reason for name, reason in reasons.items() if reason is not None}


def main(arguments: Sequence[str]) -> int:
    """Name the stale results. They are no failure: ./dev long refreshes them."""
    if list(arguments) != ["check"]:
        print("usage: python tools/evidence.py check")
        return 2
    found = stale()
    for name, reason in found.items():
        print(f"STALE   evidence {name} ({reason}); ./dev long refreshes it")
    if not found:
        print("ok      evidence: no recorded result is stale")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

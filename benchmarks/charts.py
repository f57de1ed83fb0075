"""Many charts at once: a search for recalls, a check of seals, and timelines."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import yaml

from hepatica.casefile.load import load_case
from hepatica.casefile.seal import seal
from hepatica.casefile.verify import verify
from hepatica.cli.device_recalls import find_rows
from hepatica.core.chart.fold import fold_course
from hepatica.library.loader import load_rulebook
from hepatica.reports.timeline import make_timeline, timeline_as_text
from tools.examples import WRITTEN_ON, case_files


@dataclass(frozen=True, slots=True)
class Many:
    """Seconds for so many charts, and for a peer that does the least that such work needs."""

    name: str
    seconds: float
    peer: str
    peer_seconds: float


def time_many(count: int) -> list[Many]:
    """The examples in turn, written as so many files, each read from its file.

    The peers read the same files in the same run: libyaml's nodes, or json and SHA-256.
    """
    with TemporaryDirectory() as folder:
        charts, sealed = _write(Path(folder), count)
        book = load_rulebook()

        def timeline(file: Path) -> None:
            chart = load_case(file, now=WRITTEN_ON)
            course = fold_course(chart, at=WRITTEN_ON, known_by=WRITTEN_ON)
            timeline_as_text(make_timeline(chart, course, book))

        yaml_alone = _time(charts, lambda f: yaml.compose(f.read_bytes(), yaml.CSafeLoader))
        hashes_alone = _time(sealed, _hash_lines)
        recalls = _time(charts, lambda f: find_rows(f, book, WRITTEN_ON))
        checks = _time(sealed, lambda f: verify(f.read_text(encoding="utf-8")))
        timelines = _time(charts, timeline)
    yaml_peer, hash_peer = "nodes of libyaml", "json and SHA-256 by line"
    return [
        Many(f"recalls of {count:,} charts", recalls, yaml_peer, yaml_alone),
        Many(f"verify {count:,} sealed charts", checks, hash_peer, hashes_alone),
        Many(f"timelines of {count:,} charts", timelines, yaml_peer, yaml_alone),
    ]


def _write(folder: Path, count: int) -> tuple[list[Path], list[Path]]:
    charts, sealed = [], []
    seals = {file: seal(file, now=WRITTEN_ON) for file in case_files()}
    for number, file in enumerate(islice(cycle(case_files()), count)):
        charts.append(folder / f"{number}.yaml")
        charts[-1].write_bytes(file.read_bytes())
        sealed.append(folder / f"{number}.jsonl")
        sealed[-1].write_text(seals[file], encoding="utf-8")
    return charts, sealed


def _hash_lines(file: Path) -> None:
    for line in file.read_bytes().splitlines():
        json.loads(line)
        sha256(line).hexdigest()


def _time(files: list[Path], act: Callable[[Path], object]) -> float:
    start = perf_counter()
    for file in files:
        act(file)
    return perf_counter() - start

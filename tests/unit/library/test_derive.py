"""Copies of a protocol: complete, renamed, and honest about where they come from."""

from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from hepatica.core.protocol.provenance import Sha256
from hepatica.core.protocol.tables import DerivedFrom
from hepatica.library.derivation import kept_provenance, origin_problems
from hepatica.library.derive import derived_texts
from hepatica.library.errors import ErrorCode, InputErrors
from hepatica.library.folders import folder_sha256
from hepatica.library.loader import load_protocol_from_texts, rulebook_of
from tests.unit.library.shipped_texts import NAME, changed, refusal, texts

HASH = Sha256("0123456789abcdef" * 4)
ORIGIN = f"derived_from: {{id: a, version: 1, sha256: {HASH}}}\n"


def derived(source: dict[str, str] | None = None) -> dict[str, str]:
    """A copy of the shipped protocol, or of another."""
    return derived_texts(source or texts(), protocol_id="copy", version="2", sha256=HASH)


def refused_copy(protocol_id: str, version: str, source: dict[str, str] | None = None) -> ErrorCode:
    """Why a copy of this name is refused."""
    with pytest.raises(InputErrors) as refused:
        derived_texts(source or texts(), protocol_id=protocol_id, version=version, sha256=HASH)
    return refused.value.errors[0].code


def problems(file: str, old: str, new: str) -> list[str]:
    """Where a copy with one change claims too much."""
    copy = derived()
    assert old in copy[file]
    copy[file] = copy[file].replace(old, new)
    values = load_protocol_from_texts(copy).values
    source = load_protocol_from_texts(texts()).values
    return [problem.path for problem in kept_provenance(values, source)]


def test_a_copy_differs_in_its_heading_alone() -> None:
    """Every table is the source's; the heading has the new name and names the source."""
    source = load_protocol_from_texts(texts()).protocol
    origin = DerivedFrom("fudr-28d", "2026.1", HASH)
    heading = replace(source.heading, id="copy", version="2", derived_from=origin)
    assert replace(source, heading=heading) == load_protocol_from_texts(derived()).protocol


def test_a_copy_keeps_comments() -> None:
    """What stands behind the renamed lines, and everywhere else, stays."""
    source = changed("protocol", "id: fudr-28d", "id: fudr-28d   # ours")
    before = source["protocol"].replace("fudr-28d   #", "copy   #").replace("2026.1", "2")
    kept = [line for line in derived(source)["protocol"].splitlines() if "derived" not in line]
    assert before.splitlines() == kept


def test_a_copy_of_a_copy_names_the_copy() -> None:
    """The origin of a copy is what it was copied from, once."""
    again = derived_texts(derived(), protocol_id="copy", version="3", sha256=HASH)
    heading = load_protocol_from_texts(again).protocol.heading
    assert ("copy/3", 1) == (
        f"{heading.id}/{heading.version}",
        again["protocol"].count("derived_from"),
    )
    assert heading.derived_from is not None
    assert "copy/2" == heading.derived_from.name


@pytest.mark.parametrize(
    ("protocol_id", "version"),
    [
        ("", "1"),
        ("Copy", "1"),
        ("a--b", "1"),
        ("a/b", "1"),
        ("../a", "1"),
        ("copy", ""),
        ("copy", "1/2"),
        ("copy", ".."),
        ("copy", "1: 2"),
        ("fudr-28d", "2026.1"),
    ],
)
def test_a_name_that_is_none_is_refused(protocol_id: str, version: str) -> None:
    """An id or version that no folder could bear, or that is the source's, is refused."""
    assert ErrorCode.E378 is refused_copy(protocol_id, version)


def test_a_heading_that_is_not_written_line_by_line_is_refused() -> None:
    """Nothing is guessed where the id does not stand on a line of its own."""
    source = texts()
    block = "derived_from:\n  id: a\n  version: 1\n  sha256: " + HASH
    spread = {**source, "protocol": f"{source['protocol'].rstrip()}\n{block}\n"}
    assert ErrorCode.E379 is refused_copy("copy", "2", spread)


def test_a_source_that_is_malformed_is_not_copied() -> None:
    """A copy of what cannot be read would be no better."""
    assert ErrorCode.E305 is refused_copy("copy", "2", changed("dose", "0.12", "0,12"))


@pytest.mark.parametrize("spoiled", [HASH[:-1], HASH.upper(), f"{HASH}0", "none"])
def test_a_hash_is_64_small_hexadecimal_digits(spoiled: str) -> None:
    """A hash that is none would never agree with anything."""
    error = refusal("protocol", "title:", f"{ORIGIN.replace(HASH, spoiled)}title:")
    assert (ErrorCode.E370, spoiled) == (error.code, error.came)


def test_an_origin_without_hash_is_refused() -> None:
    """An origin names id, version and hash."""
    error = refusal("protocol", "title:", "derived_from: {id: a, version: 1}\ntitle:")
    assert (ErrorCode.E302, "protocol.yaml line 4, derived_from") == (error.code, error.where)


def test_an_origin_is_a_table() -> None:
    """A name alone is not an origin."""
    error = refusal("protocol", "title:", "derived_from: fudr-28d\ntitle:")
    assert ErrorCode.E303 is error.code


def test_nobody_approves_an_origin() -> None:
    """Where a copy comes from is no clinical value."""
    assert [] == [v.path for v in load_protocol_from_texts(derived()).values if "derived" in v.path]


def test_the_hash_is_what_its_docstring_says(tmp_path: Path) -> None:
    """Worked by hand: the hash of the list of hashes, files in the order of their names."""
    (tmp_path / "b.yaml").write_bytes(b"two\n")
    (tmp_path / "a.yaml").write_bytes(b"one\r\n")
    (tmp_path / "notes.txt").write_bytes(b"not counted")
    first, second = sha256(b"one\r\n").hexdigest(), sha256(b"two\n").hexdigest()
    lines = f"{first}  a.yaml\n{second}  b.yaml\n"
    assert sha256(lines.encode()).hexdigest() == folder_sha256(tmp_path)


def test_the_origin_is_there_and_unchanged() -> None:
    """Found and the same: nothing to say. Not found, or changed: it is said."""
    origin = DerivedFrom("a", "1", HASH)
    said = [origin_problems(origin, found) for found in (HASH, None, Sha256("0" * 64))]
    assert [0, 1, 1] == [len(each) for each in said]
    assert "was not found" in said[1][0].message
    assert "no longer what was copied" in said[2][0].message


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        ("dose", "day: 0.12", "day: 0.24", ["dose/starting_mg_per_kg_day"]),
        ("dose", "day: 0.12", "day: 0.120", ["dose/starting_mg_per_kg_day"]),
        ("dose", "valid_days: 7", "valid_days: 8", []),
        ("limits", "ml: 12", "ml: 13", []),
        (
            "protocol",
            "[colorectal-liver-metastases]",
            "[colorectal-liver-metastases, primary-liver-cancer]",
            ["protocol/diagnoses/primary-liver-cancer"],
        ),
        ("dose", "against: abstract", "against: the full paper", []),
    ],
)
def test_a_changed_value_is_not_the_one_that_was_seen(
    file: str, old: str, new: str, expected: list[str]
) -> None:
    """SEEN covers the value that was seen: not a changed one, not a new one."""
    assert expected == problems(file, old, new)


def test_a_changed_value_is_never_exempt_from_approval() -> None:
    """Not in words of its own either: one person's SEEN would stand for two roles."""
    copy = derived()
    copy["dose"] = copy["dose"].replace("day: 0.12", "day: 0.14")
    own = "starting_mg_per_kg_day], source: S5, confidence: SEEN, against: "
    copy["dose"] = copy["dose"].replace(f"{own}abstract", f"{own}the full paper")
    found = kept_provenance(
        load_protocol_from_texts(copy).values, load_protocol_from_texts(texts()).values
    )
    assert ["dose/starting_mg_per_kg_day"] == [problem.path for problem in found]


def test_a_rulebook_refuses_a_copy_that_claims_too_much() -> None:
    """With source and copy in one rulebook, the claim is found when it is loaded."""
    copy = derived()
    copy["dose"] = copy["dose"].replace("day: 0.12", "day: 0.24")
    with pytest.raises(InputErrors) as refused:
        rulebook_of([load_protocol_from_texts(texts()), load_protocol_from_texts(copy)], [])
    error = refused.value.errors[0]
    assert (ErrorCode.E323, "copy/2/dose/starting_mg_per_kg_day") == (error.code, error.where)
    assert {NAME, "copy/2"} == set(
        rulebook_of(
            [load_protocol_from_texts(texts()), load_protocol_from_texts(derived())], []
        ).protocols
    )

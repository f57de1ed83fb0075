"""`hepatica device` as a reader uses it."""

import json

from hepatica.library.loader import shipped_devices
from tests.unit.cli.calls import run


def test_the_list_names_every_family() -> None:
    """Each with how its tolerance stands."""
    result = run("device", "list")
    assert 0 == result.exit_code
    assert [] == [model for model in shipped_devices() if model not in result.stdout]
    assert "not stated" in result.stdout


def test_the_list_as_data_counts_what_needs_approval() -> None:
    """Nothing of Tricumed was read, so all of it needs approval."""
    rows = {row["model"]: row for row in json.loads(run("device", "list", "--json").stdout)}
    assert 15 == rows["tricumed-ip2000v"]["values"] == rows["tricumed-ip2000v"]["need_approval"]


def test_a_family_is_shown_with_sources_and_what_is_missing() -> None:
    """The suffix of an IsoMed stands there with its flow, and its tolerance as not stated."""
    said = run("device", "show", "isomed").stdout
    assert "15       1.5 a!" in said
    assert "tolerance percent    not-stated" in said
    assert "No FUDR is proposed in this family" in said
    assert "ask the manufacturer" in said


def test_a_family_as_data() -> None:
    """Values and provenance for a program."""
    data = json.loads(run("device", "show", "synchromed-ii", "--json").stdout)
    assert "14.5" == data["device"]["tolerance_percent"]
    paths = {value["path"]: value["confidence"] for value in data["values"]}
    assert "KNOWN" == paths["synchromed-ii/tolerance_percent"]


def test_an_unknown_family_is_refused() -> None:
    """With the names that are known."""
    result = run("device", "show", "other-1")
    assert 2 == result.exit_code
    assert "E395 device show: came 'other-1', expected one of " in result.stderr

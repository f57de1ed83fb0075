"""`hepatica device udi` as a coordinator uses it."""

import json
from pathlib import Path

from tests.unit.cli.calls import run

DI = "00850014110147"
LINE = f"(01){DI}(17)270630(10)20175(21)SYN-1"
EXAMPLE = Path("examples/fast-pump.yaml")


def test_the_lines_of_the_entry_and_the_recall() -> None:
    """The lot of a published recall is shown beside the lot of the pump."""
    result = run("device", "udi", LINE)
    assert 0 == result.exit_code
    assert '  serial: "SYN-1"\n  udi_di: "00850014110147"\n  lot: "20175"\n' in result.stdout
    assert "Made (not in the barcode)\nUse by 2027-06-30\n" in result.stdout
    assert "Recall intera-3000-leak-2026 names this device identifier" in result.stdout
    assert "  lots recalled: 20175\n" in result.stdout


def test_the_lines_can_be_pasted_into_a_chart(tmp_path: Path) -> None:
    """The three lines printed are fields of the entry as they stand."""
    said = run("device", "udi", LINE).stdout.splitlines()[1:4]
    fields = ", ".join([*(line.strip() for line in said), "catalogue: AP-0300H"])
    text = EXAMPLE.read_text(encoding="utf-8")
    old = next(part for part in text.split(",") if part.strip().startswith("serial: "))
    case = tmp_path / "case.yaml"
    case.write_text(text.replace(old.strip(), fields, 1), encoding="utf-8")
    found = json.loads(run("device", "recalls", str(case), "--json").stdout)
    leak = next(row for row in found["pumps"] if row["recall"] == "intera-3000-leak-2026")
    assert ("SYN-1", "match") == (leak["serial"], leak["verdict"])


def test_another_device() -> None:
    """An identifier on no recall says so, and where the other recalls are judged."""
    said = run("device", "udi", "(01)09506000134352").stdout
    assert "No recall on record names this device identifier." in said
    assert "hepatica device recalls" in said
    assert "Not in the barcode: serial, lot\n" in said


def test_as_data_from_standard_input() -> None:
    """What a scanner sends; the days as ISO dates."""
    scan = f"]d201{DI}17270630102017\x1d21SYN-1\r\n"
    data = json.loads(run("device", "udi", "-", "--json", stdin=scan).stdout)
    assert (DI, "2017", "SYN-1") == (data["udi_di"], data["lot"], data["serial"])
    assert ("2027-06-30", None) == (data["use_by"], data["made"])
    assert ["intera-3000-leak-2026"] == data["named_by_recalls"]


def test_a_doubt_ends_with_1() -> None:
    """So that a script does not go on."""
    result = run("device", "udi", f"01{DI}102017521SYN-1")
    assert 1 == result.exit_code
    assert "DOUBT: the lot 2017521SYN-1 may hold serial too" in result.stdout


def test_a_mistyped_digit_is_refused() -> None:
    """With code and what to do."""
    result = run("device", "udi", "(01)00850014110148")
    assert 1 == result.exit_code
    assert "E421 barcode: came '(01)00850014110148'" in result.stderr

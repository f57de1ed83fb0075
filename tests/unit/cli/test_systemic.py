"""`hepatica systemic`: one subcommand for each regimen, each with one row for each drug."""

import json
from pathlib import Path

import pytest

from hepatica.cli.calculators.systemic import calculator_of
from hepatica.library.loader import load_rulebook, shipped_regimens
from tests.unit.cli.calls import as_flags, rows_of, run, written

COLUMNS = [
    *("height_cm", "weight_kg", "anc_10e9_per_l", "platelets_10e9_per_l", "bilirubin_mg_per_dl"),
    *("creatinine_mg_per_dl", "dpyd_activity", "ugt1a1", "sex", "age_years"),
    "bilirubin_uln_mg_per_dl",
]
RESULTS = ["drug", "dose_mg", "level", "decision", "reason", "error"]
CASE = {
    "height_cm": "175",
    "weight_kg": "80",
    "anc_10e9_per_l": "3.1",
    "platelets_10e9_per_l": "210",
    "bilirubin_mg_per_dl": "0.7",
    "creatinine_mg_per_dl": "0.9",
    "dpyd_activity": "2",
    "ugt1a1": "normal",
}
HEADING = ",".join(CASE)
ROW = ",".join(CASE.values())
NAMES = sorted(name.partition("/")[0] for name in shipped_regimens())


def answers(regimen: str, change: dict[str, str] | None = None) -> list[dict[str, str]]:
    """The rows of one case by flags, as JSON."""
    found = json.loads(run("systemic", regimen, *as_flags(CASE | (change or {})), "--json").stdout)
    rows = found.get("results", [found])
    assert isinstance(rows, list)
    assert all(isinstance(text, str) for row in rows for text in row.values())
    return rows


def table(regimen: str, text: str, *more: str) -> list[dict[str, str]]:
    """The answered rows of a table."""
    return rows_of(run("systemic", regimen, "--csv", "-", *more, stdin=text).stdout)


def test_the_group_lists_every_regimen() -> None:
    """By its id, each with a line of its own."""
    shown = run("systemic", "--help")
    assert 0 == shown.exit_code
    assert all(f"  {name} " in shown.stdout for name in NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_help_says_what_it_does_not_know(name: str) -> None:
    """No visit, no toxicity, no pump; arithmetic, not an order."""
    shown = " ".join(run("systemic", name, "--help").stdout.split())
    assert f"Calculate a first visit of {name}" in shown
    assert "It knows no earlier visit, no toxicity and no pump" in shown
    assert "Arithmetic, not an order" in shown
    assert "Results: drug, dose_mg [mg], level, decision, reason, error." in shown


@pytest.mark.parametrize("name", ["mfolfox6", "bevacizumab", "oscar"])
def test_the_example_in_the_help_can_be_run(name: str) -> None:
    """By flags and as a table of two lines, with the name of the group."""
    shown = run("systemic", name, "--help").stdout
    call = shown.partition("Example:")[2].partition("Example of a table")[0]
    heading, row = shown.partition("--csv FILE:")[2].split()[:2]
    words = call.replace("\\\n", " ").split()
    assert ["hepatica", "systemic", name] == words[:3]
    assert 0 == run(*words[1:]).exit_code
    assert 0 == run("systemic", name, "--csv", "-", stdin=f"{heading}\n{row}\n").exit_code


def test_the_examples_of_the_group_name_shipped_regimens() -> None:
    """The help of the group shows calls that exist."""
    shown = run("systemic", "--help").stdout
    calls = [line.split() for line in shown.splitlines() if line.strip().startswith("hepatica sy")]
    assert {"mfolfox6", "folfiri"} == {call[2] for call in calls}


def test_one_case_for_people() -> None:
    """Inputs once, then a block for each drug, and the notice."""
    shown = run("systemic", "mfolfox6", *as_flags(CASE))
    lines = shown.stdout.splitlines()
    assert 0 == shown.exit_code
    assert "height_cm                175 cm" in lines
    assert "bilirubin_uln_mg_per_dl  1.2 mg/dL" in lines
    drugs = [line.split(maxsplit=1)[1] for line in lines if line.startswith("drug ")]
    doses = [line.split(maxsplit=1)[1] for line in lines if line.startswith("dose_mg ")]
    names = ["oxaliplatin", "leucovorin", "fluorouracil bolus", "fluorouracil infusion"]
    assert names == drugs
    assert ["167.5 mg", "788 mg", "788 mg", "4728 mg"] == doses
    assert "Arithmetic, not an order" in shown.stdout


def test_one_case_as_json() -> None:
    """The inputs, one result for each drug, and the notice."""
    whole = json.loads(run("systemic", "mfolfox6", *as_flags(CASE), "--json").stdout)
    assert [*COLUMNS, "results", "notice"] == list(whole)
    assert "1.2" == whole["bilirubin_uln_mg_per_dl"]
    rows = answers("mfolfox6")
    assert RESULTS == list(rows[0])
    found = [(row["dose_mg"], row["level"], row["decision"], row["reason"]) for row in rows]
    assert [(dose, "0", "give", "full dose") for dose in ("167.5", "788", "788", "4728")] == found


def test_a_regimen_of_one_drug_as_json() -> None:
    """Its only result stands beside the inputs, as that of any other calculator."""
    (row,) = answers("bevacizumab")
    assert [*COLUMNS, *RESULTS, "notice"] == list(row)
    assert ("bevacizumab", "400") == (row["drug"], row["dose_mg"])


@pytest.mark.parametrize(
    ("regimen", "change", "drug", "level", "decision", "reason"),
    [
        ("folfiri", {"ugt1a1": "*28/*28"}, 0, "-1", "reduce", "UGT1A1 poor: one level lower"),
        ("folfiri", {"ugt1a1": ""}, 0, "0", "give", "UGT1A1 not tested"),
        ("folfiri", {"ugt1a1": ""}, 1, "0", "give", "full dose"),
        ("kemeny-2003-irinotecan", {"ugt1a1": "poor"}, 0, "0", "reduce",
         "UGT1A1 poor: 70 % of the full dose"),
        ("folfiri", {"bilirubin_mg_per_dl": "2"}, 0, "-1", "reduce",
         "bilirubin 2 mg/dL is above 1.5 x upper limit: one level lower"),
        ("folfiri", {"bilirubin_mg_per_dl": "2.5"}, 0, "", "avoid",
         "bilirubin 2.5 mg/dL is above 1.5 x upper limit: one level lower; "
         "bilirubin 2.5 mg/dL is above 2 x upper limit: avoided"),
        ("folfiri", {"bilirubin_mg_per_dl": ""}, 0, "", "cannot-decide",
         "missing: bilirubin_mg_per_dl"),
        ("folfiri", {"anc_10e9_per_l": "1.4"}, 0, "", "delay",
         "neutrophils 1.4, at least 1.5 x10^9/L needed"),
        ("folfiri", {"platelets_10e9_per_l": ""}, 1, "", "cannot-decide",
         "missing: platelets_10e9_per_l"),
        ("mfolfox6", {"dpyd_activity": ""}, 3, "0", "give", "DPYD not tested"),
        ("mfolfox6", {"dpyd_activity": "1.5"}, 3, "0", "reduce",
         "DPYD activity 1.5: 50 % of the full dose"),
        ("mfolfox6", {"dpyd_activity": "0.5"}, 3, "", "avoid", "DPYD activity 0.5: avoided"),
        ("mfolfox6", {"creatinine_mg_per_dl": "4", "sex": "M", "age_years": "60"}, 0, "0",
         "reduce", "creatinine clearance 22.2 mL/min is below 30: at most 65 mg/m2"),
        ("mfolfox6", {"creatinine_mg_per_dl": "4"}, 0, "", "cannot-decide",
         "missing: sex and age: creatinine clearance may be below 30 mL/min"),
        ("oscar", {}, 0, "", "signed-decision", "the source states no dose to order from"),
    ],
)  # fmt: skip
def test_the_reason_is_said(
    regimen: str, change: dict[str, str], drug: int, level: str, decision: str, reason: str
) -> None:
    """In words that name the value and the rule."""
    row = answers(regimen, change)[drug]
    assert (level, decision) == (row["level"], row["decision"])
    assert row["reason"].startswith(reason)
    assert (row["dose_mg"] != "") == (decision in {"give", "reduce"})


def test_a_table_gains_rows_and_columns() -> None:
    """Every input row is answered by one row for each drug, its own columns kept."""
    text = f"patient,{HEADING}\nA,{ROW}\nB,{ROW}\n"
    rows = table("folfiri", text)
    assert ["patient", *CASE, *RESULTS] == list(rows[0])
    assert ["A"] * 4 + ["B"] * 4 == [row["patient"] for row in rows]
    assert ["354.6", "788", "788", "4728"] * 2 == [row["dose_mg"] for row in rows]


def test_a_bad_row_does_not_stop_the_others() -> None:
    """It is answered by one row with its error, those around it are whole."""
    bad = ROW.replace("175", "tall")
    answered = run(
        "systemic", "folfiri", "--csv", "-", stdin=f"{HEADING}\n{ROW}\n{bad}\n{ROW}\n"
    )  # fmt: skip
    rows = rows_of(answered.stdout)
    assert 1 == answered.exit_code
    assert 9 == len(rows)
    assert ["", "E120"] == [rows[3]["error"], rows[4]["error"][:4]]
    assert ("", "") == (rows[4]["drug"], rows[4]["dose_mg"])
    assert "irinotecan" == rows[5]["drug"]


def test_the_upper_limit_may_be_a_column_or_a_flag_for_all_rows() -> None:
    """And 1.2 without either."""
    text = f"{HEADING}\n{ROW.replace('0.7', '1.7')}\n"
    levels = [
        table("folfiri", text, *flag)[0]["level"]
        for flag in ([], ["--bilirubin-uln-mg-per-dl", "1"])
    ]
    assert ["0", "-1"] == levels
    with_column = f"{HEADING},bilirubin_uln_mg_per_dl\n{ROW.replace('0.7', '1.7')},1.1\n"
    assert "-1" == table("folfiri", with_column)[0]["level"]


def test_sex_and_age_may_be_columns() -> None:
    """They are read where there are any."""
    row = ROW.replace(",0.9,", ",4,")
    text = f"{HEADING},sex,age_years\n{row},M,60\n{row},,\n"
    rows = table("mfolfox6", text)
    assert ["128.1", ""] == [rows[0]["dose_mg"], rows[4]["dose_mg"]]


def test_a_table_is_written_to_a_file(tmp_path: Path) -> None:
    """With --out."""
    source, target = written(tmp_path, f"{HEADING}\n{ROW}\n"), tmp_path / "out.csv"
    assert 0 == run("systemic", "capox", "--csv", source, "--out", str(target)).exit_code
    rows = rows_of(target.read_text(encoding="utf-8"))
    assert ["256.1", "1970"] == [row["dose_mg"] for row in rows]


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"height_cm": ""}, "E405 height_cm"),
        ({"weight_kg": "0"}, "E127 weight_kg"),
        ({"height_cm": "0"}, "E127 height_cm"),
        ({"bilirubin_mg_per_dl": "0"}, "E127 bilirubin_mg_per_dl"),
        ({"creatinine_mg_per_dl": "0"}, "E127 creatinine_mg_per_dl"),
        ({"age_years": "0"}, "E127 age_years"),
        ({"bilirubin_uln_mg_per_dl": "0"}, "E127 bilirubin_uln_mg_per_dl"),
        ({"anc_10e9_per_l": "-1"}, "E126 anc_10e9_per_l"),
        ({"platelets_10e9_per_l": "-1"}, "E126 platelets_10e9_per_l"),
        ({"anc_10e9_per_l": "<0.5"}, "E123 anc_10e9_per_l"),
        ({"creatinine_mg_per_dl": "0,9"}, "E124 creatinine_mg_per_dl"),
        ({"dpyd_activity": "1.0"}, "E130 dpyd_activity"),
        ({"dpyd_activity": "3"}, "E130 dpyd_activity"),
        ({"ugt1a1": "*28"}, "E130 ugt1a1"),
        ({"sex": "m"}, "E130 sex"),
    ],
)
def test_refused(change: dict[str, str], error: str) -> None:
    """One row: the code and where; no drug and no dose."""
    case = CASE | {"sex": "", "age_years": "", "bilirubin_uln_mg_per_dl": "1.2"} | change
    text = ",".join(case) + "\n" + ",".join(f'"{cell}"' for cell in case.values()) + "\n"
    (row,) = table("mfolfox6", text)
    assert error == row["error"].partition(":")[0]
    assert ("", "", "", "") == (row["drug"], row["dose_mg"], row["level"], row["decision"])


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["mfolfox6", *as_flags(CASE)], 0),
        (["mfolfox6", *as_flags(CASE | {"anc_10e9_per_l": ""})], 0),
        (["mfolfox6", *as_flags(CASE | {"weight_kg": "heavy"})], 1),
        (["mfolfox6", "--unheard-of", "1"], 2),
        (["unheard-of", *as_flags(CASE)], 2),
    ],
)
def test_exit_code(arguments: list[str], code: int) -> None:
    """0 for an answer, also for what is missing; 1 for a refusal; 2 for wrong usage."""
    assert code == run("systemic", *arguments).exit_code


def test_a_calculator_is_called_by_its_group() -> None:
    """As the help writes it."""
    assert "hepatica systemic folfiri" == calculator_of("folfiri/2026.1").call


@pytest.mark.parametrize(
    ("column", "value"),
    [("height_cm", "1.75"), ("anc_10e9_per_l", "900"), ("platelets_10e9_per_l", "40000")],
)
def test_a_slip_of_the_unit_is_refused(column: str, value: str) -> None:
    """Metres, and cells per µL, in the place of cm and 10^9/L."""
    texts = {**calculator_of("mfolfox6/2026.1").sample, column: value}
    [row] = calculator_of("mfolfox6/2026.1").answers(texts, load_rulebook())
    assert row["error"].startswith(f"E409 {column}")

"""`hepatica score`: ten subcommands, each one case by flags or a table."""

import json
from pathlib import Path

import pytest

from hepatica.cli.calculators.score import CALCULATORS
from tests.unit.cli.calls import as_flags, rows_of, run, written

SAMPLES = {calculator.name: dict(calculator.sample) for calculator in CALCULATORS}
COLUMNS = {
    "bsa": "height_cm weight_kg formula",
    "ideal-weight": "sex height_cm",
    "adjusted-weight": "sex height_cm weight_kg",
    "creatinine-clearance": "sex age_years weight_kg creatinine_mg_per_dl",
    "egfr": "sex age_years creatinine_mg_per_dl",
    "child-pugh": "bilirubin_mg_per_dl albumin_g_per_dl inr ascites encephalopathy",
    "meld": "bilirubin_mg_per_dl inr creatinine_mg_per_dl dialysis",
    "meld-na": "bilirubin_mg_per_dl inr creatinine_mg_per_dl dialysis sodium_mmol_per_l",
    "meld-3": "bilirubin_mg_per_dl inr creatinine_mg_per_dl dialysis sodium_mmol_per_l "
    "albumin_g_per_dl sex",
    "albi": "bilirubin_mg_per_dl albumin_g_per_dl",
}
MELD = "bilirubin_mg_per_dl,inr,creatinine_mg_per_dl,dialysis\n"


def test_the_group_lists_every_score() -> None:
    """Each with a line of its own, and what happens outside a domain."""
    shown = " ".join(run("score", "--help").stdout.split())
    assert all(f" {name} " in shown for name in COLUMNS)
    assert "is an error, never a number" in shown


@pytest.mark.parametrize("name", COLUMNS)
def test_inputs_and_results_stand_in_the_order_of_the_contract(name: str) -> None:
    """Inputs, then value, unit, class, error and the notice; all are texts."""
    found = json.loads(run("score", name, *as_flags(SAMPLES[name]), "--json").stdout)
    expected = [*COLUMNS[name].split(), "value", "unit", "class", "error", "notice"]
    assert expected == list(found)
    assert all(isinstance(text, str) for text in found.values())


@pytest.mark.parametrize("name", COLUMNS)
def test_the_example_in_the_help_can_be_run(name: str) -> None:
    """By flags and as a table of two lines, with the name of the group."""
    shown = run("score", name, "--help").stdout
    call = shown.partition("Example:")[2].partition("Example of a table")[0]
    heading, row = shown.partition("--csv FILE:")[2].split()[:2]
    words = call.replace("\\\n", " ").split()
    assert ["hepatica", "score", name] == words[:3]
    assert 0 == run(*words[1:]).exit_code
    assert 0 == run("score", name, "--csv", "-", stdin=f"{heading}\n{row}\n").exit_code


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("bsa", "--height-cm NUMBER height [cm]"),
        ("egfr", "--age-years NUMBER age, from 18 [years]"),
        ("egfr", "[mg/dL]"),
        ("albi", "[g/dL]"),
        ("meld-na", "[mmol/L]"),
        ("meld", "--inr NUMBER international normalised ratio"),
        ("meld", "--dialysis WORD"),
        ("egfr", "An error outside age_years 18 to 120 years, creatinine_mg_per_dl 0.1 to 30"),
    ],
)
def test_help_prints_units_and_domains(name: str, said: str) -> None:
    """What a value is in, and where the formula ends."""
    assert said in " ".join(run("score", name, "--help").stdout.split())


def test_one_case_for_people() -> None:
    """Inputs with their units, then value, unit and class."""
    shown = run("score", "egfr", "--sex", "M", "--age-years", "55", "--creatinine-mg-per-dl", "1.2")
    lines = shown.stdout.splitlines()
    assert "age_years             55 years" in lines
    assert ["71.4177959219", "mL/min/1.73m2", "G2"] == [line.split()[1] for line in lines[4:7]]


@pytest.mark.parametrize(
    ("flags", "value"), [([], "1.97202659437"), (["--formula", "dubois"], "1.95605991562")]
)
def test_the_formula_of_a_surface(flags: list[str], value: str) -> None:
    """Mosteller unless another is named, for one case and for a whole table."""
    case = ["--height-cm", "175", "--weight-kg", "80"]
    assert value == json.loads(run("score", "bsa", *case, *flags, "--json").stdout)["value"]
    table = run("score", "bsa", "--csv", "-", *flags, stdin="height_cm,weight_kg\n175,80\n")
    assert [value] == [row["value"] for row in rows_of(table.stdout)]


def test_a_row_names_its_own_formula() -> None:
    """The column is read where there is one; an empty cell is the default."""
    text = "height_cm,weight_kg,formula\n175,80,dubois\n175,80,\n175,80,boyd\n"
    rows = rows_of(run("score", "bsa", "--csv", "-", stdin=text).stdout)
    assert ["1.95605991562", "1.97202659437", ""] == [row["value"] for row in rows]
    assert ["", "", "E130"] == [row["error"][:4] for row in rows]


def test_a_table_is_answered_in_its_own_columns(tmp_path: Path) -> None:
    """Kept, then value, unit, class and error; the bad row alone has an error."""
    source, out = written(tmp_path, f"id,{MELD}a,3.2,1.6,1.4,N\nb,3.2,,1.4,N\n"), tmp_path / "o.csv"
    result = run("score", "meld", "--csv", source, "--out", str(out))
    heading, *rows = out.read_text(encoding="utf-8").splitlines()
    assert (1, f"id,{MELD.strip()},value,unit,class,error") == (result.exit_code, heading)
    assert ["a,3.2,1.6,1.4,N,19,points,,", "b,3.2,,1.4,N,,,,E405"] == [
        row.partition(" ")[0].replace('"', "") for row in rows
    ]


@pytest.mark.parametrize(
    ("cells", "error"),
    [
        ("3,1.5,1.2,", "E405 dialysis"),
        ("3,1.5,1.2,no", "E130 dialysis"),
        ("3,1.5,1.2,n", "E130 dialysis"),
        (",1.5,1.2,N", "E405 bilirubin_mg_per_dl"),
        ("0,1.5,1.2,N", "E127 bilirubin_mg_per_dl"),
        ("3,-1.5,1.2,N", "E126 inr"),
        ("3,1.5,1,2,N", "E403 row"),
        ("3,1.5,>4,N", "E123 creatinine_mg_per_dl"),
        ("3,1.5,106,N", "E409 creatinine_mg_per_dl"),
    ],
)
def test_a_bad_row_has_an_error_and_no_number(cells: str, error: str) -> None:
    """Unknown dialysis is not "no"; nothing is guessed."""
    result = run("score", "meld", "--csv", "-", stdin=f"{MELD}{cells}\n")
    (row,) = rows_of(result.stdout)
    assert (1, "", error) == (result.exit_code, row["value"], row["error"].partition(":")[0])


def test_a_column_that_is_missing_is_wrong_usage() -> None:
    """Dialysis may not be left out of a table, nor of the flags."""
    table = run("score", "meld", "--csv", "-", stdin="bilirubin_mg_per_dl,inr\n3,1.5\n")
    assert (2, "") == (table.exit_code, table.stdout)
    assert "lacks creatinine_mg_per_dl, dialysis" in " ".join(table.stderr.split())
    flags = {name: text for name, text in SAMPLES["meld"].items() if name != "dialysis"}
    assert "Missing --dialysis" in run("score", "meld", *as_flags(flags)).stderr


def test_a_table_may_not_have_a_column_class() -> None:
    """It would stand twice: a result bears the name."""
    result = run(
        "score", "albi", "--csv", "-", stdin="bilirubin_mg_per_dl,albumin_g_per_dl,class\n"
    )
    assert 2 == result.exit_code
    assert "E411" in result.stderr


def test_an_unknown_score_is_wrong_usage() -> None:
    """Exit code 2, and the name that came."""
    result = run("score", "meld-4")
    assert 2 == result.exit_code
    assert "meld-4" in result.stderr

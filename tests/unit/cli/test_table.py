"""Many cases as CSV: every row is answered, the input kept, nothing half-written."""

import csv
from pathlib import Path

import pytest

from hepatica.cli.calculators import table as table_module
from tests.unit.cli.calls import rows_of, run, written

HEADING = "id,filled_ml,withdrawn_ml,days,label_ml_per_day\n"
GOOD = "1,30,11.8,14,1.3\n"


def answered(text: str | bytes) -> list[dict[str, str]]:
    """The rows of `hepatica flow --csv -`."""
    return rows_of(run("flow", "--csv", "-", stdin=text).stdout)


def test_input_columns_are_kept_and_results_added() -> None:
    """The heading is the input's, then the results, `error` last."""
    result = run("flow", "--csv", "-", stdin=HEADING + GOOD)
    lines = result.stdout.splitlines()
    expected = (
        "id,filled_ml,withdrawn_ml,days,label_ml_per_day,flow_ml_per_day,flow_at_least_ml_per_day,"
        "deviation_percent,band,delivered_mg,dry_after_days,error"
    )
    assert [expected, "1,30,11.8,14,1.3,1.3,,0,within-10,,23.0769230769,"] == lines


@pytest.mark.parametrize(("row", "code"), [(GOOD, 0), ("2,30,x,14,1.3\n", 1)])
def test_exit_code(row: str, code: int) -> None:
    """0 when every row is answered, 1 when a row has an error."""
    assert code == run("flow", "--csv", "-", stdin=HEADING + row).exit_code


def test_a_bad_row_is_answered_in_its_error_while_the_others_go_on() -> None:
    """The results of a bad row are empty; those around it are whole."""
    rows = answered(HEADING + GOOD + "2,30,31,14,1.3\n" + GOOD)
    assert ["1.3", "", "1.3"] == [row["flow_ml_per_day"] for row in rows]
    assert ["", "E402", ""] == [row["error"][:4] for row in rows]


@pytest.mark.parametrize(("row", "cells"), [("2,30,11.8\n", 3), ("2,30,11.8,14,1.3,x,\n", 7)])
def test_a_ragged_row_is_an_error_of_that_row(row: str, cells: int) -> None:
    """Cells are never guessed into columns; the results stay in their own."""
    rows = answered(HEADING + row + GOOD)
    assert f"E403 row: came '{cells} cells', expected 5 cells." == rows[0]["error"]
    assert "1.3" == rows[1]["flow_ml_per_day"]


def test_an_open_quote_spoils_one_row_only() -> None:
    """The rows after it are answered, not swallowed."""
    rows = answered(HEADING + '"1,30,11.8,14,1.3\n' + GOOD + GOOD)
    assert ["E404", "", ""] == [row["error"][:4] for row in rows]


def test_quotes_and_line_breaks_in_other_columns_are_kept() -> None:
    """A comment may hold commas, quotes and line breaks."""
    comment = 'a "b", c\nd é'
    quoted = comment.replace('"', '""')
    text = "comment," + HEADING + f'"{quoted}",' + GOOD
    assert [comment] == [row["comment"] for row in answered(text)]


@pytest.mark.parametrize(
    "text",
    [
        ("\ufeff" + HEADING + GOOD).encode(),
        (HEADING + GOOD).replace("\n", "\r\n").encode(),
        (HEADING + "\n" + GOOD + "\n\n").encode(),
        (HEADING.replace(",", " , ") + GOOD.replace(",", " ,\t")).encode(),
    ],
    ids=["byte order mark", "Windows line ends", "empty lines", "blanks around cells"],
)
def test_the_same_table_in_another_dress(text: bytes) -> None:
    """The answer does not depend on how the file was saved."""
    assert ["1.3"] == [row["flow_ml_per_day"] for row in answered(text)]


@pytest.mark.parametrize(("byte", "code"), [(b"\xfc", "E103"), (b"\0", "E104")])
def test_a_row_with_bytes_that_are_not_text_is_an_error(byte: bytes, code: str) -> None:
    """It is not answered, and U+FFFD stands for the byte: the output is always UTF-8."""
    table = HEADING.encode() + b"M" + byte + b"ller,30,11.8,14,1.3\n" + GOOD.encode()
    lines = run("flow", "--csv", "-", stdin=table).stdout_bytes.decode("utf-8").splitlines()
    assert lines[1].startswith(f'M\ufffdller,30,11.8,14,1.3,,,,,,,"{code}')
    assert "within-10" in lines[2]


def test_an_empty_optional_cell_has_its_default() -> None:
    """An empty percent is 100, empty dwell days are the protocol's."""
    heading = "dose_mg_per_kg_day,weight_kg,volume_ml,flow_ml_per_day,percent,dwell_days\n"
    text = heading + "0.12,70,30,1.3,,\n0.12,70,30,1.3,100,14\n"
    first, second = (
        [row["fudr_mg"], row["delivered_mg"]]
        for row in rows_of(run("fill", "--csv", "-", stdin=text).stdout)
    )
    assert first == second


FILL = "dose_mg_per_kg_day,weight_kg,volume_ml,flow_ml_per_day"


@pytest.mark.parametrize(
    ("column", "meant"),
    [
        ("percnt", "percent"),
        ("Percent", "percent"),
        ("dwell-days", "dwell_days"),
        ("dwell days", "dwell_days"),
        ("dwell_day", "dwell_days"),
        ("Weight_kg", "weight_kg"),
        ("weight-kg", "weight_kg"),
    ],
)
def test_a_column_that_resembles_an_input_is_wrong_usage(column: str, meant: str) -> None:
    """It would be kept silently, and the fill computed with a default: refused instead."""
    result = run("fill", "--csv", "-", stdin=f"{FILL},{column}\n0.12,70,30,1.3,50\n")
    assert (2, "") == (result.exit_code, result.stdout)
    assert f"E415 The column '{column}' is not an input: did you mean {meant}?" in result.stderr


@pytest.mark.parametrize("column", ["comment", "visit", "days", "height_cm"])
def test_a_column_that_resembles_nothing_is_kept(column: str) -> None:
    """Tables have columns of their own."""
    result = run("fill", "--csv", "-", stdin=f"{FILL},{column}\n0.12,70,30,1.3,50\n")
    assert (0, "50") == (result.exit_code, rows_of(result.stdout)[0][column])


def test_a_close_name_beside_the_input_itself_is_kept() -> None:
    """alt_now beside ast_now is another test, not a slip."""
    text = f"{DOSE},alt_now\n40,40,85,85,1,1,44\n"
    result = run("dose", "--csv", "-", stdin=text)
    assert (0, "44") == (result.exit_code, rows_of(result.stdout)[0]["alt_now"])


def test_defaults_that_were_taken_are_counted() -> None:
    """One line on stderr: which, and in how many answered rows."""
    text = f"{FILL},percent\n0.12,70,30,1.3,\n0.12,70,30,1.3,50\n0.12,x,30,1.3,\n"
    last = run("fill", "--csv", "-", stdin=text).stderr.splitlines()[-1]
    assert "Default taken: percent 100 in 1 row, dwell_days 14 in 2 rows." == last


DOSE = "ast_ref,ast_now,alp_ref,alp_now,bilirubin_ref,bilirubin_now"


def test_an_empty_test_is_unknown() -> None:
    """An empty cell of `dose` is no error: the answer says what can be said."""
    text = f"{DOSE}\n40,40,85,,1,1\n"
    (row,) = rows_of(run("dose", "--csv", "-", stdin=text).stdout)
    assert ("cannot-decide", "") == (row["decision"], row["error"])


@pytest.mark.parametrize(("cell", "error"), [("", "E408"), ("fudr-28d", "")])
def test_the_protocol_flag_is_for_rows_that_name_none(cell: str, error: str) -> None:
    """A row's own protocol wins over the flag."""
    text = f"{DOSE},protocol\n40,40,85,85,1,1,{cell}\n"
    result = run("dose", "--csv", "-", "--protocol", "nowhere", stdin=text)
    assert [error] == [row["error"][:4] for row in rows_of(result.stdout)]


@pytest.mark.parametrize(
    ("heading", "code", "said"),
    [
        ("", "E414", "the table is empty"),
        ("\n\n", "E414", "the table is empty"),
        ("filled_ml,withdrawn_ml,days\n", "E410", "lacks label_ml_per_day; expected the columns"),
        (HEADING.replace(",", ";"), "E414", "separated by semicolons; expected commas"),
        (HEADING.replace(",", "\t"), "E414", "separated by tabs; expected commas"),
        (HEADING.replace("days", "Days"), "E410", "did you mean days?"),
        (HEADING.strip() + ",band\n", "E411", "band"),
        (HEADING.strip() + ",error\n", "E411", "error"),
        (HEADING.strip() + ",days\n", "E411", "days"),
        (HEADING.encode("utf-16"), "E414", "in UTF-16; save it as CSV in UTF-8"),
        (HEADING.encode("utf-16-le"), "E414", "in UTF-16"),
        (HEADING.encode().replace(b"id", b"n\xfc"), "E414", "no heading that can be read"),
    ],
)
def test_a_heading_that_does_not_suit(heading: str | bytes, code: str, said: str) -> None:
    """Wrong usage: exit code 2, nothing on stdout."""
    result = run("flow", "--csv", "-", stdin=heading)
    assert (2, "") == (result.exit_code, result.stdout)
    assert code in result.stderr
    assert said in " ".join(result.stderr.split())


def test_the_end_says_how_many_and_that_it_is_no_order() -> None:
    """Behaviour P5, on stderr, so that the table stays a table."""
    stderr = run("flow", "--csv", "-", stdin=HEADING + GOOD + "2,30,x,14,1.3\n").stderr
    assert stderr.startswith("2 rows, 1 with an error. Arithmetic, not an order")


# ------------------------------------------------------------------------------ files


def test_out_holds_what_stdout_would_have(tmp_path: Path) -> None:
    """With --out the table goes to the file, and stdout stays empty."""
    source, out = written(tmp_path, HEADING + GOOD), tmp_path / "out.csv"
    result = run("flow", "--csv", source, "--out", str(out))
    assert (0, "") == (result.exit_code, result.stdout)
    assert run("flow", "--csv", source).stdout == out.read_text(encoding="utf-8")


def test_out_replaces_an_older_file(tmp_path: Path) -> None:
    """A second run gives the new answer."""
    out = tmp_path / "out.csv"
    out.write_text("old", encoding="utf-8")
    run("flow", "--csv", written(tmp_path, HEADING + GOOD), "--out", str(out))
    assert out.read_text(encoding="utf-8").startswith("id,")


@pytest.mark.parametrize("through_link", [False, True])
def test_the_input_is_never_overwritten(tmp_path: Path, through_link: bool) -> None:
    """Also not through another name of the same file."""
    source = Path(written(tmp_path, HEADING + GOOD))
    link = tmp_path / "link.csv"
    link.symlink_to(source)
    result = run("flow", "--csv", str(source), "--out", str(link if through_link else source))
    assert 2 == result.exit_code
    assert "E412" in result.stderr
    assert HEADING + GOOD == source.read_text(encoding="utf-8")


@pytest.mark.parametrize("out", ["missing/out.csv", "."])
def test_an_output_that_cannot_be_written(tmp_path: Path, out: str) -> None:
    """A missing folder or a folder: exit code 2, nothing left behind."""
    source = written(tmp_path, HEADING + GOOD)
    result = run("flow", "--csv", source, "--out", str(tmp_path / out))
    assert (2, [Path(source)]) == (result.exit_code, list(tmp_path.iterdir()))
    assert "E413" in result.stderr


def test_nothing_is_half_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the work breaks off, the older output is still there and no part of the new one."""
    out = tmp_path / "out.csv"
    out.write_text("old", encoding="utf-8")
    source = written(tmp_path, HEADING + GOOD)

    def break_off(*_: object, **__: object) -> None:
        raise csv.Error("broken")

    monkeypatch.setattr(table_module.Table, "_answers", break_off)
    result = run("flow", "--csv", source, "--out", str(out))
    assert (3, "old") == (result.exit_code, out.read_text(encoding="utf-8"))
    assert {out, Path(source)} == set(tmp_path.iterdir())


def test_an_input_that_cannot_be_read(tmp_path: Path) -> None:
    """A missing file: exit code 2, with its name."""
    result = run("flow", "--csv", str(tmp_path / "none.csv"))
    assert 2 == result.exit_code
    assert "E414" in result.stderr
    assert "none.csv" in result.stderr

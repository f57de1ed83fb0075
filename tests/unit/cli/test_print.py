"""`hepatica print`, `hepatica code` and the pictures of `hepatica chart timeline`."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.unit.cli.calls import run
from tests.unit.reports.charts import DWELL, EMPTIED, GIVE, LEAVE, SECOND_FILL, written

AT = ("--at", SECOND_FILL)


@pytest.fixture
def case(tmp_path: Path) -> str:
    """A chart in a file."""
    return written(tmp_path, GIVE)


@pytest.fixture
def no_weasyprint(monkeypatch: pytest.MonkeyPatch) -> None:
    """The package that makes PDFs cannot be imported."""
    monkeypatch.setitem(sys.modules, "weasyprint", None)


@pytest.mark.parametrize(
    "kind",
    [
        "worksheet",
        "syringe-label",
        "bag-label",
        "pump-card",
        "emergency-card",
        "leaflet",
        "travel-letter",
    ],
)
def test_every_kind_is_written_as_html(case: str, tmp_path: Path, kind: str) -> None:
    """The ending of the file names the format."""
    out = tmp_path / "paper.html"
    result = run("print", kind, case, *AT, "--out", str(out))
    assert (0, f"wrote {out}\n") == (result.exit_code, result.stdout)
    assert out.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_without_out_the_file_is_named_after_case_and_kind(
    case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two kinds of one chart do not replace each other."""
    monkeypatch.chdir(tmp_path)
    run("print", "leaflet", case, *AT, "--format", "html")
    assert (tmp_path / "case-leaflet.html").exists()


@pytest.mark.browser
def test_a_pdf_is_the_same_bytes_each_time(case: str, tmp_path: Path) -> None:
    """The date in it is that of the plan: no clock and no chance."""
    made = []
    for name in ("one.pdf", "two.pdf"):
        run("print", "bag-label", case, *AT, "--out", str(tmp_path / name))
        made.append((tmp_path / name).read_bytes())
    assert (made[0], b"%PDF-") == (made[1], made[0][:5])


@pytest.mark.usefixtures("no_weasyprint")
def test_without_weasyprint_html_is_written_beside(case: str, tmp_path: Path) -> None:
    """The package is named, and exit code 4 says that it is not a PDF."""
    result = run("print", "worksheet", case, *AT, "--out", str(tmp_path / "w.pdf"))
    assert (4, "") == (result.exit_code, result.stdout)
    assert "E480 no PDF: missing the package weasyprint" in result.stderr
    assert "189 mg in 30 mL" in (tmp_path / "w.html").read_text(encoding="utf-8")
    assert not (tmp_path / "w.pdf").exists()


@pytest.mark.usefixtures("no_weasyprint")
def test_an_older_pdf_is_not_taken_for_the_new_one(case: str, tmp_path: Path) -> None:
    """The file of an earlier plan still lies there under the name asked for."""
    old = tmp_path / "w.pdf"
    old.write_bytes(b"%PDF- of yesterday")
    result = run("print", "worksheet", case, *AT, "--out", str(old))
    assert f"{old} is OLDER and not this plan: do not use it" in result.stderr


def test_a_missing_system_library_is_named(
    case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """WeasyPrint is there, Pango is not: what its import says is passed on."""
    broken = 'raise OSError("cannot load library libpango-1.0-0\\nsecond line")\n'
    written(tmp_path, broken, "weasyprint.py")
    monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
    monkeypatch.syspath_prepend(tmp_path)
    result = run("print", "leaflet", case, *AT, "--out", str(tmp_path / "l.pdf"))
    assert 4 == result.exit_code
    assert (
        "a system library of weasyprint, Pango (cannot load library libpango-1.0-0)"
        in result.stderr
    )


def test_the_worksheet_without_segno_has_the_code_as_text(
    case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`hepatica plan --html` works without the packages of paper."""
    monkeypatch.setattr("hepatica.reports.paper.code_picture.find_spec", {}.get)
    out = Path(case).with_name("w.html")
    assert 0 == run("plan", case, *AT, "--html", str(out)).exit_code
    html = out.read_text(encoding="utf-8")
    assert ("<svg" in html, "HEP1 FUDR-28D/2026.1 189MG 30ML" in html) == (False, True)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--out", "x.html", "--format", "pdf"], "E482"),
        (["--out", "x.txt"], "E482"),
        (["--out", "x.pdf", "--format", "html"], "E482"),
    ],
)
def test_name_and_format_must_agree(case: str, arguments: list[str], code: str) -> None:
    """A page of HTML called .pdf opens nowhere."""
    result = run("print", "leaflet", case, *AT, *arguments)
    assert (2, True) == (result.exit_code, code in result.stderr)


def test_the_chart_is_never_replaced(tmp_path: Path) -> None:
    """Also where it bears the ending of a paper."""
    case = written(tmp_path, GIVE, "case.html")
    result = run("print", "leaflet", case, *AT, "--out", case)
    assert (2, True) == (result.exit_code, "E412" in result.stderr)
    assert GIVE == Path(case).read_text(encoding="utf-8")


def test_a_file_that_cannot_be_written_is_said(case: str, tmp_path: Path) -> None:
    """A folder that is not there."""
    result = run("print", "leaflet", case, *AT, "--out", str(tmp_path / "no" / "l.html"))
    assert (2, True) == (result.exit_code, "E413" in result.stderr)


def test_no_label_is_written_for_a_pump_left_alone(tmp_path: Path) -> None:
    """Exit code 1, the reason, and no file."""
    out = tmp_path / "label.html"
    case = written(tmp_path, LEAVE)
    result = run("print", "syringe-label", case, "--at", DWELL, "--out", str(out))
    assert (1, True, False) == (result.exit_code, "E481" in result.stderr, out.exists())


def test_the_pack_takes_a_folder_and_names_what_it_could_not_read(tmp_path: Path) -> None:
    """Written, with exit code 1: somebody must look up the chart that is missing."""
    folder = tmp_path / "charts"
    folder.mkdir()
    written(folder, GIVE, "good.yaml")
    written(folder, GIVE.replace("69.2 kg", "69.2"), "no-unit.yaml")
    out = tmp_path / "pack.html"
    result = run("print", "downtime-pack", str(folder), *AT, "--out", str(out))
    assert 1 == result.exit_code
    assert "not in the pack: no-unit.yaml: E128" in result.stderr
    assert "NOT IN THIS PACK: no-unit.yaml (E128)" in out.read_text(encoding="utf-8")


def test_the_pack_names_everything_in_the_folder_that_is_no_chart(tmp_path: Path) -> None:
    """Another ending, a folder inside, a second chart of one case; large letters do not matter."""
    folder = tmp_path / "charts"
    (folder / "inside").mkdir(parents=True)
    written(folder, GIVE, "a.YAML")
    written(folder, GIVE, "b.yml")
    written(folder, GIVE, "c.json")
    out = tmp_path / "pack.html"
    result = run("print", "downtime-pack", str(folder), *AT, "--out", str(out))
    assert 1 == result.exit_code
    page = out.read_text(encoding="utf-8")
    assert "NOT IN THIS PACK: b.yml (E485); c.json (E485); inside (E485)" in page
    assert "a second chart of case small" in result.stderr
    assert "1 chart" in page


def test_a_paper_of_the_past_is_no_order(tmp_path: Path) -> None:
    """The chart goes on after its moment, or it was planned on what was known before."""
    later = GIVE + (
        "  - {id: late, kind: symptom_report, at: 2026-02-23T11:00+00:00, sign: jaundice}\n"
    )
    for text, known in ((later, ()), (GIVE, ("--known-by", "2026-02-23T09:59+00:00"))):
        case = written(tmp_path, text, "replay.yaml")
        out = tmp_path / "label.html"
        assert 0 == run("print", "syringe-label", case, *AT, *known, "--out", str(out)).exit_code
        page = out.read_text(encoding="utf-8")
        assert "REPLAY" in page
        assert "DRAFT" in page
    assert "REPLAY" not in run("plan", written(tmp_path, GIVE), *AT).stdout


def test_a_folder_without_a_chart_makes_no_pack(tmp_path: Path) -> None:
    """An empty due list would say that nobody is due."""
    folder = tmp_path / "charts"
    folder.mkdir()
    result = run("print", "downtime-pack", str(folder), "--out", str(tmp_path / "p.html"))
    assert (1, True, False) == (
        result.exit_code,
        "E485" in result.stderr,
        (tmp_path / "p.html").exists(),
    )


@pytest.mark.parametrize(("kind", "is_folder"), [("downtime-pack", False), ("leaflet", True)])
def test_a_folder_for_a_chart_and_a_chart_for_a_folder(
    tmp_path: Path, kind: str, is_folder: bool
) -> None:
    """Said before anything is read."""
    target = str(tmp_path) if is_folder else written(tmp_path, GIVE)
    result = run("print", kind, target, "--out", str(tmp_path / "x.html"))
    assert (2, True) == (result.exit_code, "expected" in result.stderr)


def order_code(case: str, at: str = SECOND_FILL) -> str:
    """The text of the square on a worksheet."""
    out = Path(case).with_name("code.html")
    run("print", "worksheet", case, "--at", at, "--out", str(out))
    html = out.read_text(encoding="utf-8")
    return html.partition('<span class="code-text">')[2].partition("</span>")[0]


def test_a_code_is_read_in_words(case: str) -> None:
    """Every figure with its unit, and that it is a draft."""
    result = run("code", order_code(case))
    assert 0 == result.exit_code
    for part in ("189 mg in 30 mL, 6.3 mg/mL", "0.12 mg/kg/day for 69.2 kg", "DRAFT"):
        assert part in result.stdout


def test_a_scanner_sends_a_line_end(case: str) -> None:
    """It is no part of the code."""
    assert 0 == run("code", order_code(case) + "\r\n").exit_code


def test_a_fill_left_to_a_person_has_no_code(tmp_path: Path) -> None:
    """Emptied and not refilled: FUDR may be given, and nobody has ordered it (E-f)."""
    case = written(tmp_path, EMPTIED)
    assert "A PERSON MUST CHOOSE" in run("plan", case, *AT).stdout
    assert "" == order_code(case)


def test_two_codes_of_one_order_agree(case: str) -> None:
    """Worksheet and syringe."""
    text = order_code(case)
    result = run("code", text, text)
    assert (0, True) == (result.exit_code, "The same order on both." in result.stdout)


def test_two_codes_of_two_orders_do_not(case: str) -> None:
    """Ten minutes later it is another order, be all the figures the same."""
    result = run("code", order_code(case), order_code(case, "2026-02-23T10:10+00:00"))
    assert (1, "") == (result.exit_code, result.stdout)
    assert "E488" in result.stderr
    assert "differ in at" in result.stderr


def test_the_pictures_are_written(case: str, tmp_path: Path) -> None:
    """SVG and PNG; the text of the timeline is left out."""
    svg, png = tmp_path / "t.svg", tmp_path / "t.png"
    result = run("chart", "timeline", case, *AT, "--svg", str(svg), "--png", str(png))
    assert (0, f"wrote {svg}\nwrote {png}\n") == (result.exit_code, result.stdout)
    assert (b"<svg", b"\x89PNG") == (svg.read_bytes()[:4], png.read_bytes()[:4])


def test_without_the_drawing_package_no_picture_is_promised(
    case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Named, with exit code 2, and nothing is written."""
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    result = run("chart", "timeline", case, *AT, "--png", str(tmp_path / "t.png"))
    assert (2, True) == (result.exit_code, "E486 no picture: missing the package" in result.stderr)
    assert not (tmp_path / "t.png").exists()


def test_a_picture_never_replaces_the_chart(case: str) -> None:
    """The chart stays as it was."""
    result = run("chart", "timeline", case, *AT, "--svg", case)
    assert (2, True) == (result.exit_code, "E412" in result.stderr)
    assert GIVE == Path(case).read_text(encoding="utf-8")


def test_a_plan_loads_nothing_of_paper() -> None:
    """The start of `hepatica plan` does not pay for PDFs, squares and pictures."""
    import subprocess

    program = (
        "import sys, hepatica.cli.plan, hepatica.cli.chart, hepatica.cli.print_paper; "
        "print([m for m in ('weasyprint', 'segno', 'vl_convert', 'jinja2') if m in sys.modules])"
    )
    found = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert "[]\n" == found.stdout

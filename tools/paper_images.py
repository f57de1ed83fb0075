"""The pictures of docs/paper.md: every kind of paper, printed from an example chart.

    PYTHONPATH=. .venv/bin/python tools/paper_images.py

Needs the extra `paper` and poppler's pdftoppm. The pictures are committed, so that a reader sees
them without installing anything.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

from hepatica.reports.paper.kinds import PaperKind

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
CASE = "examples/adjuvant-six-cycles.yaml"
AT = "2026-04-29T08:40+02:00"
KINDS = (*PaperKind, "downtime-pack")
COLOURS = 16  # ink, two reds and their shades


def print_kind(kind: str, pdf: Path) -> None:
    """Print one kind; the pack names the two files of the examples that are no charts."""
    case = "examples" if kind == "downtime-pack" else CASE
    command = ["hepatica", "print", kind, case, "--at", AT, "--out", str(pdf)]
    program = str(Path(sys.executable).with_name(command[0]))
    done = subprocess.run([program, *command[1:]], cwd=ROOT, check=False)
    if done.returncode not in (0, 1) or not pdf.exists():
        raise SystemExit(f"{kind} was not printed")


def draw_first_page(pdf: Path, picture: Path) -> None:
    """The first page as a small PNG."""
    base = pdf.with_suffix("")
    subprocess.run(["pdftoppm", "-png", "-r", "90", "-singlefile", pdf, base], check=True)
    with Image.open(base.with_suffix(".png")) as page:
        page.convert("RGB").quantize(COLOURS).save(picture, optimize=True)


def main() -> None:
    """Draw them all anew."""
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for kind in KINDS:
            pdf = Path(folder, f"{kind}.pdf")
            print_kind(kind, pdf)
            draw_first_page(pdf, IMAGES / f"{kind}.png")
        timeline = Path(folder, "timeline.pdf")
        program = str(Path(sys.executable).with_name("hepatica"))
        command = [program, "chart", "timeline", CASE, "--at", AT, "--pdf", str(timeline)]
        subprocess.run(command, cwd=ROOT, check=True)
        draw_first_page(timeline, IMAGES / "timeline.png")


if __name__ == "__main__":
    main()

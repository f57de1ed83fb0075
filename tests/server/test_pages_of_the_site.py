"""The pictures of the pages: each is shown, and none is missing."""

from __future__ import annotations

import re
from pathlib import Path

from tools.site_pictures import FOLDER, SHOTS, STEPS

PAGE = Path("docs/how-to/pages-of-the-site.md")


def test_every_picture_is_shown_with_words_and_is_there() -> None:
    """What the tool takes, what the folder holds and what the page shows are the same."""
    shown = re.findall(r"^!\[(.+)\]\(\.\./images/site/(.+)\.png\)$", PAGE.read_text("utf-8"), re.M)
    taken = {shot.name for shot in (*SHOTS, *STEPS)}
    assert taken == {name for _words, name in shown} == {p.stem for p in FOLDER.glob("*.png")}
    assert len(taken) == len({words for words, _name in shown})

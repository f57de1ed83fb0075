"""Reading the files of a folder of data, installed or of a site."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.resources.abc import Traversable
from pathlib import Path

from hepatica.library.errors import ErrorCode, InputErrors, refused

_ENDING = ".yaml"


def read_texts(folder: Traversable | Path) -> dict[str, str]:
    """The text of each table in a folder, by file name without ending.

    Raises:
        InputErrors: the folder cannot be read, or a file is not UTF-8.
    """
    return {name: read_text_of(file) for name, file in tables_in(folder).items()}


def tables_in(folder: Traversable | Path) -> dict[str, Traversable]:
    """The tables of a folder, by file name without ending.

    Raises:
        InputErrors: the folder cannot be read.
    """
    files = (file for file in _contents(folder) if file.is_file() and file.name.endswith(_ENDING))
    return {file.name.removesuffix(_ENDING): file for file in files}


def folders_in(folder: Traversable | Path) -> list[Traversable]:
    """The folders of a folder that hold data; Python makes others whose names begin with _."""
    return [found for found in _contents(folder) if found.is_dir() and found.name[0] not in "._"]


def read_text_of(file: Traversable | Path) -> str:
    """The text of a file.

    Raises:
        InputErrors: it cannot be read, or is not UTF-8.
    """
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise refused(ErrorCode.E103, file.name, expected="a text in UTF-8") from None
    except OSError as error:
        raise _not_opened(file.name, "a file that can be read", error) from None


def _contents(folder: Traversable | Path) -> list[Traversable]:
    try:
        found: Iterable[Traversable] = folder.iterdir()
        return sorted(found, key=lambda file: file.name)
    except OSError as error:
        raise _not_opened(folder.name, "a folder that can be read", error) from None


def _not_opened(name: str, expected: str, error: OSError) -> InputErrors:
    remedy = f"The system says: {error.strerror}."
    return refused(ErrorCode.E119, name, expected=expected, remedy=remedy)

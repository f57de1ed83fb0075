"""Reading and hashing the files of a folder of data, installed or of a site."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from importlib.resources.abc import Traversable
from pathlib import Path

from hepatica.core.protocol.provenance import Sha256
from hepatica.library.errors import ErrorCode, InputErrors, refused
from hepatica.library.plain_text import decoded_text

_ENDING = ".yaml"


def read_texts(folder: Traversable | Path) -> dict[str, str]:
    """The text of each table in a folder, by file name without ending.

    Raises:
        InputErrors: the folder cannot be read, or a file is not UTF-8.
    """
    return {name: read_text_of(file) for name, file in tables_in(folder).items()}


def folder_sha256(folder: Traversable | Path) -> Sha256:
    """The hash of a protocol folder, over the bytes of its tables.

    It is the SHA-256 of a list with one line for each file whose name ends in `.yaml`, ordered
    by name: the SHA-256 of the file's bytes, two spaces, the file's name, a line feed. In the
    folder, `LC_ALL=C sha256sum *.yaml | sha256sum` prints the same.

    Raises:
        InputErrors: the folder or a file cannot be read.
    """
    lines = (
        f"{sha256(read_bytes_of(file)).hexdigest()}  {file.name}\n"
        for file in tables_in(folder).values()
    )
    return Sha256(sha256("".join(lines).encode()).hexdigest())


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
    return decoded_text(read_bytes_of(file), name=file.name)


def read_bytes_of(file: Traversable | Path) -> bytes:
    """The bytes of a file.

    Raises:
        InputErrors: it cannot be read.
    """
    try:
        return file.read_bytes()
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

"""Reads files of a site's theme and settings, whose errors are for the maintainer of the site: each names its file."""

from __future__ import annotations

import os
from pathlib import Path

from plugins.diagnostics.errors import UserError
from plugins.diagnostics.printable import printable_line
from plugins.diagnostics.utf8 import NotUtf8, plain_text


class FileError(UserError):
    """A file of the site that cannot be used; the message names it as seen from the working folder."""

    def __init__(self, file: str | os.PathLike[str], reason: str, fix: str) -> None:
        super().__init__(f"{shown_path(file)}: {reason}: {fix}, then run the command again (unreadable)")


def shown_path(file: str | os.PathLike[str]) -> str:
    """A path as seen from the working folder, or as it is where it lies outside."""
    name, here = os.fspath(file), os.getcwd()
    return printable_line(os.path.relpath(name) if name.startswith(f"{here}{os.sep}") else name)


def read_site_bytes(file: Path) -> bytes:
    """The bytes of a file; raises FileError where there is none, or something else in its place."""
    try:
        return file.read_bytes()
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError) as error:
        raise FileError(file, error.strerror or "no such file", "put the file there") from None


def read_site_text(file: Path) -> str:
    """The text of a file in UTF-8; raises FileError."""
    return decode_site_text(read_site_bytes(file), file)


def decode_site_text(data: bytes, file: Path) -> str:
    """The text of a file's bytes in UTF-8, with plain line ends; raises FileError."""
    try:
        return plain_text(data)
    except NotUtf8 as error:
        raise FileError(f"{os.fspath(file)}:{error.line}", "this is no text in UTF-8", "save it in UTF-8") from None

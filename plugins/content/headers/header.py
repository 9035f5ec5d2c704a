"""The fields of a header as they are written, and the error of a header that cannot be read."""

from __future__ import annotations

from dataclasses import dataclass

from plugins.diagnostics import Message


@dataclass(frozen=True)
class Field:
    """One header field: its name in small letters, its value as written, and the line it stands on."""

    name: str
    value: str
    line: int


@dataclass(frozen=True)
class Header:
    """The fields in their order, and the line on which the body begins."""

    fields: tuple[Field, ...]
    body_line: int


class HeaderError(ValueError):
    """A header that cannot be read: the line, and what to do."""

    def __init__(self, line: int, message: Message, code: str) -> None:
        super().__init__(message)
        self.line, self.code = line, code

"""The type of a diagnostic, and of the fix that it may have."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from plugins.diagnostics.message import Message
from plugins.diagnostics.printable import printable_line

Severity = Literal["error", "warning", "advice"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "advice")
"""An error stops a build, or holds its story back from a publish; a warning is wrong and stops nothing, or an error of
something that is not to be published yet; advice may be wrong. Both count only where the caller is strict."""


@dataclass(frozen=True, order=True)
class Replacement:
    """New text for a part of one line: `old` at `line` and `column` of the file at `path` becomes `new`.

    Line and column count characters from 1, after a byte order mark; `old` has no line end, and one in `new` becomes
    the file's own. `old` is compared with the file before anything is written, so that a file that has changed
    meanwhile is left alone.
    """

    path: str
    line: int
    column: int
    old: str
    new: str

    @property
    def end_column(self) -> int:
        """The column after the last character that is replaced."""
        return self.column + len(self.old)


@dataclass(frozen=True)
class Fix:
    """Replacements that are applied together or not at all."""

    replacements: tuple[Replacement, ...]

    def __str__(self) -> str:
        return ", ".join(f"{part.old!r} → {part.new!r}" for part in self.replacements)


@dataclass(frozen=True, order=True)
class Place:
    """A place in a file: `line` and `column` count from 1, an unknown line is 0; `length` counts characters."""

    path: str
    line: int = 0
    column: int = 1
    length: int = 0

    def __str__(self) -> str:
        return f"{self.path}:{self.line}" if self.line else self.path


@dataclass(frozen=True, order=True)
class Diagnostic:
    """A problem in one place; `message` says what it is and how to fix it.

    `path` is relative to the site's folder, with forward slashes; `line` and `column` count from 1. `code` is the
    kebab-case name of the rule, such as "missing-image". `fix` is certain, and None where only a person can decide;
    `suggestions` are changes for that person to choose from, the most likely first; `details` is the traceback of an
    error of the program; `length` are the characters that it is about, 0 where that is a word or not known; `other` is
    the place in another text that this one differs from; `of_draft` says that the text is a draft, which those who read
    files are told first. None of these counts when diagnostics are compared.
    """

    path: str
    line: int
    column: int
    message: str
    code: str
    severity: Severity = "error"
    fix: Fix | None = field(default=None, compare=False)
    suggestions: tuple[Fix, ...] = field(default=(), compare=False)
    details: str = field(default="", compare=False, repr=False)
    length: int = field(default=0, compare=False)
    other: Place | None = field(default=None, compare=False)
    of_draft: bool = field(default=False, compare=False)

    @property
    def said(self) -> str:
        """The message, after the word that its text is a draft."""
        return Message("draft: {problem}", problem=self.message) if self.of_draft else self.message

    @property
    def full_message(self) -> str:
        """What is said, with the other place, for those who read files."""
        return f"{self.said} ({self.other})" if self.other else self.said

    def __str__(self) -> str:
        return printable_line(f"{self.path}:{self.line}: {self.full_message} ({self.code})")

"""Diagnostics: what is wrong or doubtful in a site, with its place, as the Language Server Protocol has them.

Build errors, the checker's results and the audit's results are all of this one type. Imports nothing of the project.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "advice"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "advice")
"""An error stops a build or a publish; a warning is an error of something that is not to be published yet; advice is
counted only where the caller is strict."""


@dataclass(frozen=True, order=True)
class Diagnostic:
    """One thing wrong or doubtful in one place; `message` says what it is and how to mend it.

    `path` is relative to the site's folder, with forward slashes; `line` and `column` count from 1. `code` is the
    kebab-case name of the rule, such as "missing-image".
    """

    path: str
    line: int
    column: int
    message: str
    code: str
    severity: Severity = "error"

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message} ({self.code})"


class ContentErrors(Exception):
    """Content cannot be published as it is; `diagnostics` are all errors found, sorted by place."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(sorted(set(diagnostics)))
        count = len(self.diagnostics)
        heading = f"{count} error{'s' if count != 1 else ''} in the content; nothing was built:"
        super().__init__("\n".join([heading, *map(str, self.diagnostics)]))

    def __reduce__(self) -> tuple[type[ContentErrors], tuple[tuple[Diagnostic, ...]]]:
        """Pickle by the diagnostics, so that the exception passes between processes."""
        return type(self), (self.diagnostics,)


class SettingError(ValueError):
    """A setting that cannot be used: its name, what was expected and what came."""

    def __init__(self, name: str, expected: str, came: object) -> None:
        super().__init__(f"{name}: expected {expected}, got {came!r}")

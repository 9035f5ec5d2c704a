"""Diagnostics that editors have dismissed for good: lines of `content/dismissed.txt`, which reviewers see like any
file.

# content/dismissed.txt
news/2026/bridge.sr.md | number-parity | '205' is not in the original

A line dismisses a diagnostic by its file, its rule and the beginning of its message, wherever in the file it stands.
Errors that stop a build cannot be dismissed.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from plugins.content.regular_files import read_regular_file

DISMISSED = "dismissed.txt"
# What a line begins with that was copied from what is printed of a draft.
COPIED = "draft: "
HEADING = "# Findings that editors have looked at and dismissed: file | rule | beginning of the message\n"


@dataclass(frozen=True)
class Dismissal:
    """One line: `name` is a file of the content folder, `message` how the diagnostic's message begins."""

    name: str
    rule: str
    message: str

    def covers(self, name: str, rule: str, message: str) -> bool:
        """Whether a diagnostic is dismissed by this line, in a draft and once it is published."""
        beginning = self.message.removeprefix(COPIED)
        return (self.name, self.rule) == (name, rule) and message.startswith(beginning)

    def __str__(self) -> str:
        return f"{self.name} | {self.rule} | {self.message}"


def read_dismissals(content: Path) -> tuple[Dismissal, ...]:
    """The lines of the content folder's file; none where there is no file."""
    try:
        lines = read_regular_file(content / DISMISSED).decode("utf-8-sig", "replace").splitlines()
    except OSError:
        return ()
    parts = [[part.strip() for part in line.split("|", 2)] for line in lines if not line.lstrip().startswith("#")]
    return tuple(Dismissal(*row) for row in parts if len(row) == 3 and all(row))


def add_dismissal(text: str, line: Dismissal) -> str:
    """Add a line to the text of the file."""
    before = text if text.strip() else HEADING
    return before + ("" if before.endswith("\n") else "\n") + f"{line}\n"

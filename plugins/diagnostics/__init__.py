"""Faults: what is wrong in a file of `content/`, said to an editor, and where."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Fault:
    """One thing wrong in one place; `message` says what and how to mend it, in plain words.

    `path` is relative to the site's folder, with forward slashes; `line` and `column` count from 1.
    """

    path: str
    line: int
    column: int
    message: str
    rule: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message} ({self.rule})"


class ContentFaults(Exception):
    """Content cannot be published as it is; carries every fault found, sorted by place."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(set(faults)))
        count = len(self.faults)
        heading = f"{count} fault{'s' if count != 1 else ''} in the content; nothing was built:"
        super().__init__("\n".join([heading, *map(str, self.faults)]))

    def __reduce__(self) -> tuple[type[ContentFaults], tuple[tuple[Fault, ...]]]:
        """Survive the way from one process to another."""
        return type(self), (self.faults,)


class SettingFault(ValueError):
    """A setting that cannot be used: its name, what was expected and what came."""

    def __init__(self, name: str, expected: str, came: object) -> None:
        super().__init__(f"{name}: expected {expected}, got {came!r}")

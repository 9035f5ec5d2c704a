"""What builds say while they happen, as a publish, a rollback and the preview server do too: events, which are given to
a listener one after the other. The warnings of a build are its diagnostics."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from typing import TypeVar

from plugins.diagnostics import Diagnostic, describe_failure


class Step(Enum):
    """The steps of a publish; a rollback has only the last."""

    CHECK = "check"
    BUILD = "build"
    AUDIT = "audit"
    UPLOAD = "upload"


@dataclass(frozen=True)
class Progress:
    """So many of all are done of a part of a step; with a total of 0, something that happens now and is not counted."""

    stage: str
    done: int
    total: int


@dataclass(frozen=True)
class Notice:
    """Something that a person should know, and that stops nothing; a warning is about something to be corrected."""

    message: str
    is_warning: bool = False


@dataclass(frozen=True)
class PreviewPage:
    """A text that has a secret address; "" where there is no key to make one."""

    path: str
    address: str


@dataclass(frozen=True)
class Built:
    """The site was built, of so many pages; `files` have changed in the output."""

    pages: int
    files: int
    seconds: float
    is_unchanged: bool = False


@dataclass(frozen=True)
class Failed:
    """It ended at a step of a publish, or at none (None), and readers have what they had.

    `code` names what it failed at; `cause` is what happened, `correction` what to do, `output` what a program said of
    it, `details` further lines.
    """

    step: Step | None
    code: str
    cause: str
    correction: str = ""
    output: str = ""
    details: tuple[str, ...] = ()

    def __str__(self) -> str:
        return describe_failure(self.cause, self.correction, self.output)


BuildEvent = Progress | Notice | Diagnostic | PreviewPage | Built | Failed
EmitBuild = Callable[[BuildEvent], None]
Event = TypeVar("Event")


def emit_all(events: Iterable[Event], emit: Callable[[Event], None]) -> None:
    """Emit events one after the other."""
    for event in events:
        emit(event)

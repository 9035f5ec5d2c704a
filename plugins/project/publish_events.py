"""The events of a publish or a rollback, beside those of a build, and their form as lines of JSON.

The command line prints them, `--format json` writes each as a line, and the editor draws them. The last is `Done` or
`Failed`. What people read is a `Message` wherever it may be said in another language.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from enum import Enum
from typing import Any, get_args, get_type_hints

from plugins.diagnostics import Diagnostic, Message, Place
from plugins.diagnostics.message import message_parts, restore_message
from plugins.project.events import BuildEvent, Step
from plugins.publishing import VerificationStatus
from plugins.publishing.summary import StoryChange


class Outcome(Enum):
    """How a publish or a rollback ended that did not fail."""

    PUBLISHED = "published"
    UNCHANGED = "unchanged"
    PLANNED = "planned"
    ROLLED_BACK = "rolled-back"


@dataclass(frozen=True)
class StepBegun:
    """A step begins; those before it went well."""

    step: Step


@dataclass(frozen=True)
class Held:
    """A story is held back because of an error: `stem` is the path of its files in the content folder without language
    and ending, and `is_kept` says that readers keep it as they have it."""

    stem: str
    is_kept: bool
    message: str


@dataclass(frozen=True)
class Checked:
    """So many files were checked; the findings came before, but for so many warnings and pieces of advice that an
    earlier publish of this folder has found in texts that are as they were then."""

    files: int
    known_warnings: int = 0
    known_advice: int = 0


@dataclass(frozen=True)
class Audited:
    """The built site was audited; the findings came before."""

    checks: tuple[str, ...]
    pages: int
    files: int
    seconds: float


@dataclass(frozen=True)
class FileChange:
    """A file that differs at the target, as a line such as `add news/bridge/index.html`."""

    line: str


@dataclass(frozen=True)
class Done:
    """Readers have the site, or with `Outcome.PLANNED` would have it.

    `release` is what is live, `previous` the release before, "" where there is none to return to; `files` and `size`,
    in bytes, are what differs. `problems` say what could not be verified, `warnings` what else failed.
    """

    outcome: Outcome
    target: str
    url: str
    location: str
    release: str
    previous: str
    verification: VerificationStatus
    pages: int
    files: int
    size: int
    seconds: float
    problems: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


# The codes of failures; the findings before the first say all of it.
TEXTS_HAVE_ERRORS, AUDIT_FOUND_ERRORS = "texts-have-errors", "audit-found-errors"
Event = BuildEvent | StepBegun | Held | Checked | Audited | StoryChange | FileChange | Done
Emit = Callable[[Event], None]
NAMES: Mapping[type, str] = {
    **{kind: kind.__name__.lower() for kind in get_args(Event)},
    StepBegun: "step",
    StoryChange: "change",
    FileChange: "file",
    Diagnostic: "finding",
}
KINDS = {name: kind for kind, name in NAMES.items()}
# What a line has of a diagnostic, beside the place that it was compared with, "" and 0 for none. An error stops the
# step, or holds its story back (`Held`).
FINDING, NOWHERE = ("path", "line", "column", "message", "code", "severity"), Place("")


def to_line(event: Event) -> str:
    """The event as one line of JSON: `event` names its kind; a message is an object with `text`, `template` and
    `values`."""
    names = FINDING if isinstance(event, Diagnostic) else [field.name for field in fields(event)]
    table = {"event": NAMES[type(event)], **{name: _encode(getattr(event, name)) for name in names}}
    if isinstance(event, Diagnostic):
        other = event.other or NOWHERE
        table |= {"other_path": other.path, "other_line": other.line}
    return json.dumps(table)


def from_line(line: str) -> Event:
    """Read what `to_line` wrote. Raises ValueError for anything else."""
    try:
        table = json.loads(line)
        kind = KINDS[table.pop("event")]
        hints = get_type_hints(kind)
        if kind is Diagnostic:
            other = Place(table.pop("other_path"), table.pop("other_line"))
            return Diagnostic(other=other if other.path else None, **_decode_all(table, hints))
        event: Event = kind(**_decode_all(table, hints))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError("this line is no event of a publish") from error
    return event


def _encode(value: object) -> object:
    if isinstance(value, Message):
        return {"text": str(value), **message_parts(value)}
    if isinstance(value, Enum):
        return value.name.lower() if isinstance(value, VerificationStatus) else value.value
    return list(map(_encode, value)) if isinstance(value, tuple) else value


def _decode_all(table: Mapping[str, Any], hints: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _decode(value, hints[name]) for name, value in table.items()}


def _decode(value: Any, hint: Any) -> Any:
    if isinstance(value, list):
        return tuple(_decode(part, str) for part in value)
    if isinstance(value, dict):
        return restore_message(value["text"], value)
    if hint is VerificationStatus:
        return VerificationStatus[value.upper()]
    kinds = [
        candidate
        for candidate in (hint, *getattr(hint, "__args__", ()))
        if isinstance(candidate, type) and issubclass(candidate, Enum)
    ]
    return kinds[0](value) if kinds and value is not None else value

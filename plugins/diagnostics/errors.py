"""Exceptions whose message is for people: the command line and the editor show it as it is, without a traceback.

An error of the program itself, met at work on one file, is a diagnostic of its own code, which carries its traceback; a
command writes it to `.cache/last-error.txt`, as it does with one that it met elsewhere. The file is named, and is not
at fault."""

from __future__ import annotations

import contextlib
import traceback
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from plugins.diagnostics.diagnostic import Diagnostic
from plugins.diagnostics.formats import format_diagnostics
from plugins.diagnostics.message import Message, message_of
from plugins.system.atomic_files import write_atomically

CODE = "program-error"
LAST_ERROR = "last-error.txt"


class UserError(Exception):
    """Something cannot be done; the message says why and what can be done instead."""

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle by the message, so that the exception passes between processes whatever its class is made from."""
        return _with_message, (type(self), message_of(self))


def _with_message(kind: type[UserError], message: str) -> UserError:
    error = kind.__new__(kind)
    error.args = (message,)
    return error


def describe_failure(cause: str, correction: str, output: str) -> str:
    """A failure in one line: what happened, what to do, and what a program said; all but the first may be ""."""
    if correction and output:
        return f"{cause}: {correction} ({output})"
    return ": ".join(filter(None, (cause, correction or output)))


class ContentErrors(UserError):
    """Content cannot be published as it is; `diagnostics` are all errors found, sorted by place."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(sorted(set(diagnostics)))
        count = sum(diagnostic.code != CODE for diagnostic in self.diagnostics)
        of_content = f"{count} error{'s' if count != 1 else ''} in the content" if count or not self.diagnostics else ""
        of_program = "The program has failed" if self.is_of_program else ""
        heading = f"{', with '.join(filter(None, (of_program, of_content)))}; nothing was built:"
        super().__init__(f"{heading}\n{format_diagnostics(self.diagnostics)}".rstrip())

    @property
    def is_of_program(self) -> bool:
        """Whether the program itself has failed, whatever is wrong with the content."""
        return any(diagnostic.code == CODE for diagnostic in self.diagnostics)

    def __reduce__(self) -> tuple[type[ContentErrors], tuple[tuple[Diagnostic, ...]]]:
        """Pickle by the diagnostics, so that the exception passes between processes."""
        return type(self), (self.diagnostics,)


class SettingError(UserError, ValueError):
    """An invalid setting: its name, the expected value and the given one. What is expected is a text that is written
    out, or a message where it has values."""

    def __init__(self, name: str, expected: str, came: object) -> None:
        super().__init__(
            Message("{name}: expected {expected}, got {came}", name=name, expected=expected, came=repr(came))
        )


def program_fault(path: str, line: int, error: Exception) -> Diagnostic:
    """The diagnostic of an error that nobody foresaw, at the file and the line that the program was at work on."""
    message = Message(
        "the program has an error of its own and cannot go on here ({error}); the file is not at fault: send "
        ".cache/{file} to whoever looks after the program",
        error=f"{type(error).__name__}: {error}",
        file=LAST_ERROR,
    )
    details = "".join(traceback.format_exception(error))
    return Diagnostic(path, line, 1, message, CODE, details=details)


def keep_faults(diagnostics: Iterable[Diagnostic], cache: Path) -> None:
    """Write the tracebacks of the program's own errors, if there are any, to a file in the cache; nothing where it
    cannot be written."""
    faults = [
        f"{diagnostic.path}:{diagnostic.line}\n{diagnostic.details}"
        for diagnostic in diagnostics
        if diagnostic.code == CODE
    ]
    if faults:
        with contextlib.suppress(OSError):
            _keep("\n".join(faults), cache)


def keep_bug(error: Exception, cache: Path) -> Message:
    """Write the traceback of an error of the program, met at work on no one file, to a file in the cache; returns what
    to say of it. Raises OSError where it cannot be written."""
    _keep("".join(traceback.format_exception(error)), cache)
    return Message(
        "the program has an error of its own ({error}), and nothing that you wrote is at fault: send .cache/{file} to "
        "whoever looks after the program",
        error=f"{type(error).__name__}: {error}",
        file=LAST_ERROR,
    )


def _keep(tracebacks: str, cache: Path) -> None:
    write_atomically(cache / LAST_ERROR, tracebacks.encode("utf-8", "replace"))


# How like a known name an unknown one is, from 0 to 1, that is taken for it misspelt.
LIKE = 0.85


def nearest(name: str, known: Iterable[str], like: float = LIKE) -> str:
    """The one of these names that was probably meant; "" where none is near."""
    # Imported here: a build that finds nothing to do says no such thing.
    import difflib

    # A computer that tells no small letters from capitals takes either name.
    by_folded = {spelling.casefold(): spelling for spelling in known}
    return next(
        (by_folded[spelling] for spelling in difflib.get_close_matches(name.casefold(), by_folded, 1, like)), ""
    )


def name_expected(near: str) -> Message:
    """What is expected in the place of a name that is nearly `near`."""
    return Message("the name {near}, or one that is less like it", near=near)

"""Errors of the program itself, met at work on one file: the file is named, and is not at fault.

Each is a diagnostic of its own code, which carries its traceback; a command writes these to `.cache/last-error.txt`."""

from __future__ import annotations

import traceback
from collections.abc import Iterable
from pathlib import Path

from plugins.atomic_files import write_atomically
from plugins.diagnostics.diagnostic import Diagnostic
from plugins.diagnostics.message import Message

CODE = "program-error"
LAST_ERROR = "last-error.txt"


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
    faults = [f"{one.path}:{one.line}\n{one.details}" for one in diagnostics if one.code == CODE]
    if faults:
        try:
            write_atomically(cache / LAST_ERROR, "\n".join(faults).encode("utf-8", "replace"))
        except OSError:
            return

"""Output on a terminal, and the exit status of a command."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console


def print_line(text: str) -> None:
    """Print a text on standard output, at once; whatever names are in it, it cannot steer the terminal."""
    print(_printable(text), flush=True)


def print_error(text: str) -> None:
    """Print a text on standard error, at once; whatever names are in it, it cannot steer the terminal."""
    print(_printable(text), file=sys.stderr, flush=True)


def _printable(text: str) -> str:
    # Imported here, since `./inv --list` prints nothing of this kind.
    from plugins.diagnostics.printable import printable

    return printable(text)


def run_safely(work: Callable[[], int]) -> int:
    """The exit status of a command's work; user errors are printed, bugs are raised."""
    try:
        return work()
    except Exception as error:
        from plugins.project.errors import format_error

        text = format_error(error)
        if text is None:
            raise
        print_error(text)
        return 1


def count_files(count: int) -> str:
    """The number of changed files in words: `3 files changed`."""
    return f"{count} {'file' if count == 1 else 'files'} changed"


def exit_with(status: int) -> None:
    """End a command, with this exit status where it is not 0.

    The objects of the command are left to the operating system: Python would first look through all of them for what
    can be freed, which takes a tenth of a small build's time.
    """
    gc.freeze()
    if status:
        sys.exit(status)


def open_console() -> Console:
    """A console for tables and colours, imported only by commands that show any. Nothing in a text is markup."""
    from rich.console import Console

    return Console(soft_wrap=True, markup=False, emoji=False)

"""Output on a terminal, and the exit status of a command."""

from __future__ import annotations

import contextlib
import gc
import os
import sys
from collections.abc import Callable, Iterator
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec

if TYPE_CHECKING:
    from rich.console import Console

# The exit statuses that shells expect of a program that Ctrl+C, or the end of its reader, has ended.
INTERRUPTED = 130
BROKEN_PIPE = 141
# Where the cache is, whatever settings say of it: they may be what is wrong.
CACHE = Path(".cache")
STOPPED = "\nStopped; nothing is lost. Run the command again to go on."

Given = ParamSpec("Given")


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


def command(work: Callable[Given, int]) -> Callable[Given, int]:
    """A function of a command, which returns its exit status; errors are printed. The traceback of a bug is in the
    cache, and on the terminal where that cannot be written."""

    @wraps(work)
    def run(*arguments: Given.args, **options: Given.kwargs) -> int:
        try:
            return work(*arguments, **options)
        except BrokenPipeError:
            raise
        except Exception as error:
            from plugins.diagnostics import keep_bug
            from plugins.project.error_messages import failure_of

            try:
                text = str(failure_of(error) or keep_bug(error, CACHE))
            except OSError:
                raise error from None
            print_error(text)
            return 1

    return run


@contextlib.contextmanager
def ended_early() -> Iterator[None]:
    """Ctrl+C ends what is done here with a message, a closed output without one."""
    try:
        try:
            yield
        finally:
            if sys.stdout:
                sys.stdout.flush()
    except KeyboardInterrupt:
        print(STOPPED, file=sys.stderr)
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        # The reader, such as `head`, has ended. Python would try again to write the rest.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(BROKEN_PIPE)


def count(number: int, noun: str, many: str = "") -> str:
    """A number with its noun: `3 files`."""
    return f"{number:,} {noun if number == 1 else many or f'{noun}s'}"


def exit_with(status: int) -> None:
    """End a command, with this exit status where it is not 0.

    The objects of the command are left to the operating system: Python would first look through all of them for what
    can be freed, which takes a tenth of a small build's time.
    """
    gc.freeze()
    if status:
        sys.exit(status)


def exit_at_once(status: int) -> None:
    """End this process, the only command of which is done: what is printed is out, all processes of a build have ended,
    and nothing is taken apart, as `exit_with` does between commands."""
    for stream in filter(None, (sys.stdout, sys.stderr)):
        stream.flush()
    os._exit(status)


def open_console(**options: Any) -> Console:
    """A console for tables and colours, imported only by commands that show any, with further options of rich. Nothing
    in a text is markup."""
    from rich.console import Console

    return Console(soft_wrap=True, markup=False, emoji=False, highlight=False, **options)

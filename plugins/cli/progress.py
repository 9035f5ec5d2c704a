"""The progress of a build: a bar on a terminal, plain lines elsewhere, nothing for short builds.

It uses no colours, so NO_COLOR does not matter, and not rich, whose import takes half as long as an unchanged build and
whose bar is drawn by a thread: builds fork, and a lock that a thread holds at that moment is never released.
"""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Callable
from typing import TextIO

from plugins.cli.terminal import print_line

# Seconds before anything is shown, between two drawings of the bar, and between two plain lines.
PATIENCE, REDRAWN, REPEATED = 2.0, 0.1, 2.0
# Columns of the bar; with fewer than the least, there is none.
LEAST, MOST = 8, 40
# Columns of a terminal whose width is unknown.
USUAL = 80


class ProgressBar:
    """The progress callback of a build: `progress(stage, done, total)`, called any number of times.

    In a `with` statement, the bar is removed at the end, also after an error, so that the next output has a line of its
    own. The bar is on standard error; plain lines are on standard output, because they are not errors.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._process = clock, os.getpid()
        self._due = clock() + PATIENCE
        self._terminal = sys.stderr if redraws(sys.stderr) else None
        self._drawn = False

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Show that so many of all in this stage are done, if it is time to show anything."""
        now = self._clock()
        # A forked worker counts only its own share.
        if now < self._due or os.getpid() != self._process:
            return
        if self._terminal:
            self._due, self._drawn = now + REDRAWN, True
            draw(self._terminal, bar(stage, done, total, width(self._terminal)))
        else:
            self._due = now + REPEATED
            say(sys.stdout, f"{words(stage, done, total)}\n")

    def __enter__(self) -> ProgressBar:
        return self

    def __exit__(self, *_: object) -> None:
        if self._terminal and self._drawn:
            draw(self._terminal, "")
            self._drawn = False


class UploadProgress(ProgressBar):
    """The progress of an upload, from its beginning: a bar on a terminal, elsewhere a line for each stage. A stage of
    nothing, with a total of 0, is a message and a line everywhere."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(clock)
        self._due = 0.0
        self._said: set[str] = set()

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Show that so many of all in this stage are done."""
        if self._terminal and total:
            super().__call__(stage, done, total)
        elif stage not in self._said:
            self._said.add(stage)
            self.__exit__()
            print_line(f"{stage}: {total}" if total else stage)


def redraws(stream: TextIO | None) -> bool:
    """Whether a line can be redrawn on that stream."""
    return stream is not None and stream.isatty() and os.environ.get("TERM") != "dumb"


def words(stage: str, done: int, total: int) -> str:
    """`Pages: 3,200 of 6,255`."""
    return f"{stage.capitalize()}: {done:,} of {total:,}"


def bar(stage: str, done: int, total: int, columns: int) -> str:
    """`Pages    [##########..........] 3,200 of 6,255`; only words where there are too few columns."""
    before, after = f"{stage.capitalize():<8} [", f"] {done:,} of {total:,}"
    room = min(MOST, columns - len(before) - len(after))
    if room < LEAST:
        return words(stage, done, total)[:columns]
    full = room * min(done, total) // max(total, 1)
    return f"{before}{'#' * full}{'.' * (room - full)}{after}"


def width(terminal: TextIO) -> int:
    """The columns that a line may fill: all but the last, after which some terminals begin a new line."""
    columns = 0
    with contextlib.suppress(OSError):
        columns = os.get_terminal_size(terminal.fileno()).columns
    return (columns or USUAL) - 1


def draw(terminal: TextIO, text: str) -> None:
    """Replace the text of the line; the cursor goes back to its beginning, so that the ^C of an interruption is
    overwritten too."""
    say(terminal, f"\r{text.ljust(width(terminal))}\r")


def say(stream: TextIO | None, text: str) -> None:
    """Write at once; a closed stream does not end a build."""
    with contextlib.suppress(OSError):
        print(text, end="", file=stream, flush=True)

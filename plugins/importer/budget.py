"""What an import may take: so many lines of a page, and so many seconds of a processor.

The work of an import grows as the page does. Where it does not, nobody waits longer than this for it."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterable, Iterator

from plugins.diagnostics import Message
from plugins.importer.document import Block, ImportFailure

# A page with more text, or more lines, than this is no article: the longest reports have some hundred.
LONGEST_TEXT, MOST_LINES = 4_000_000, 5_000
# Of processor time, so that it is the same on a busy computer. A page with as many lines as are allowed takes ten.
SECONDS = 30.0


class _OutOfTime(BaseException):
    """No reader takes it for an error of the page."""


def check_length(origin: str, letters: int, most: int = LONGEST_TEXT) -> None:
    """Refuse more letters than an article has."""
    if letters > most:
        raise ImportFailure(Message("{origin}: it is longer than any article: save the article alone", origin=origin))


def check_lines(origin: str, blocks: Iterable[Block]) -> None:
    """Refuse more lines, and rows of tables, than an article has."""
    lines = sum(len(block.rows) or 1 + block.text.count("\n") for block in blocks)
    check_length(origin, lines, MOST_LINES)


@contextlib.contextmanager
def limited_time(origin: str) -> Iterator[None]:
    """End what is done here once it has taken so long; raises ImportFailure then. It works in the main thread of a
    process, where the system can measure its time."""
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        yield
        return

    def end(*_: object) -> None:
        raise _OutOfTime

    before = signal.signal(signal.SIGPROF, end)
    # Again each second: an error within a callback of a library may be lost.
    signal.setitimer(signal.ITIMER_PROF, SECONDS, 1.0)
    try:
        yield
    except _OutOfTime:
        message = Message(
            "{origin}: reading it takes longer than any article does: save its text alone, as a .txt file, or take it "
            "in parts",
            origin=origin,
        )
        raise ImportFailure(message) from None
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)

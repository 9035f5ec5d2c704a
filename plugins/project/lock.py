"""One build at a time in a cache: two at once would write over each other's staging folder."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from plugins.project.terminal import errors

try:
    import fcntl
except ImportError:
    # Windows, where the lock is done without.
    fcntl = None  # type: ignore[assignment]

# Seconds between two tries.
STEP = 0.05
WAITING = "Another build is at work here; this one waits for it."


@contextlib.contextmanager
def held(file: Path, patience: float, waiting: str = WAITING) -> Iterator[bool]:
    """Hold a lock file; False where another process holds it still after `patience` seconds. `waiting` is said once,
    when that begins.

    The system frees the lock when its holder ends, however it ends, and the workers that it forked. Where the file
    cannot be made there is no lock, for a cache that cannot be written is no reason not to build.
    """
    with contextlib.ExitStack() as stack:
        stream = None
        with contextlib.suppress(OSError):
            file.parent.mkdir(parents=True, exist_ok=True)
            stream = stack.enter_context(file.open("a", encoding="utf-8"))
        yield stream is None or fcntl is None or _taken(stream, patience, waiting)


def _taken(stream: IO[str], patience: float, waiting: str) -> bool:
    end, told = time.monotonic() + patience, False
    while True:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= end:
                return False
        except OSError:
            # Some network file systems know no locks.
            return True
        else:
            return True
        if not told:
            errors(waiting)
            told = True
        time.sleep(STEP)

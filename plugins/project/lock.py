"""A file lock, so that only one build at a time uses a cache and its staging folder."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

try:
    import fcntl
except ImportError:
    # Windows has no such locks; there, builds run without one.
    fcntl = None  # type: ignore[assignment]

# Seconds between two attempts.
POLL_SECONDS = 0.05


@contextlib.contextmanager
def file_lock(file: Path, timeout: float, on_wait: Callable[[], None] | None = None) -> Iterator[bool]:
    """Hold a lock file; yields False if another process still holds it after `timeout` seconds. `on_wait` is called
    once, when waiting begins.

    The operating system frees the lock when its holder and the workers that it forked have ended, even by a crash.
    If the file cannot be made, there is no lock: a cache that cannot be written does not stop a build.
    """
    with contextlib.ExitStack() as stack:
        stream = None
        with contextlib.suppress(OSError):
            file.parent.mkdir(parents=True, exist_ok=True)
            stream = stack.enter_context(file.open("a", encoding="utf-8"))
        yield stream is None or fcntl is None or _acquire(stream, timeout, on_wait)


def _acquire(stream: IO[str], timeout: float, on_wait: Callable[[], None] | None) -> bool:
    end = time.monotonic() + timeout
    while True:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= end:
                return False
        except OSError:
            # Some network file systems have no locks.
            return True
        else:
            return True
        if on_wait:
            on_wait()
            on_wait = None
        time.sleep(POLL_SECONDS)

"""A lock that processes share by a file: one build at a time uses a cache, one program at a time writes the content,
one editor is open on a site."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import IO

try:
    import fcntl
except ImportError:
    # Windows has no such locks. There filelock is used, which takes longer to import than a build with nothing to do.
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
        if stream is None:
            yield True
            return
        attempt = partial(_lock_stream, stream) if fcntl else _attempt_of_filelock(file, stack)
        yield _wait(attempt, timeout, on_wait)


def _wait(attempt: Callable[[], bool], timeout: float, on_wait: Callable[[], None] | None) -> bool:
    end = time.monotonic() + timeout
    while not attempt():
        if time.monotonic() >= end:
            return False
        if on_wait:
            on_wait()
            on_wait = None
        time.sleep(POLL_SECONDS)
    return True


def _lock_stream(stream: IO[str]) -> bool:
    """Try to lock an open file; True as well where the file system has no locks, as some of networks have none."""
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True


def _attempt_of_filelock(file: Path, stack: contextlib.ExitStack) -> Callable[[], bool]:
    """What tries to lock a file by filelock; the stack releases the lock."""
    from filelock import FileLock, Timeout

    lock = FileLock(f"{file}.lock", thread_local=False)

    def attempt() -> bool:
        try:
            stack.enter_context(lock.acquire(timeout=0))
        except Timeout:
            return False
        except OSError:
            return True
        return True

    return attempt

"""Locks on files of this machine, on every system: one publish at a time in a folder."""

import getpass
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from plugins.diagnostics import Message

from .failures import Failure, PublishError
from .progress import Progress

# Seconds between two tries.
POLL = 0.1


def user_name() -> str:
    """The name of the user; the number of a user without a name, as in a container."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return f"user {os.getuid()}" if hasattr(os, "getuid") else "a user without a name"


def lock_owner() -> str:
    """Who holds a lock, for messages: user, machine and process."""
    return f"{user_name()} on {socket.gethostname()}, process {os.getpid()}"


def waiting(owner: str) -> Message:
    """The message while another publish holds the lock."""
    return Message("Waiting for another publish to end ({owner})", owner=owner)


def lock_error(owner: str) -> PublishError:
    """The error for a lock that another publish holds."""
    return PublishError(Failure.BUSY, owner=owner)


@contextmanager
def file_lock(path: Path, seconds: int, progress: Progress) -> Iterator[None]:
    """Hold the lock file, waiting up to `seconds` for another publish; `PublishError` names who holds it.

    The system frees the lock when its process ends. `path` with `.owner` appended names the holder.
    """
    lock, note = FileLock(path), path.with_name(f"{path.name}.owner")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        progress(waiting(read_owner(note)), 0, 0)
        try:
            lock.acquire(timeout=seconds, poll_interval=POLL)
        except Timeout:
            raise lock_error(read_owner(note)) from None
    try:
        # The name is only for messages: a full disk must not prevent a rollback.
        with suppress(OSError):
            note.write_text(lock_owner(), "utf-8")
        yield
    finally:
        with suppress(OSError):
            lock.release()


def read_owner(note: Path) -> str:
    """The name in the note beside a lock."""
    with suppress(OSError, UnicodeDecodeError):
        return note.read_text("utf-8") or "somebody"
    return "somebody"

"""One publish at a time in a folder of this machine, and who holds a lock."""

import getpass
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from plugins.diagnostics import Message
from plugins.system.file_lock import file_lock
from plugins.system.progress import OnProgress

from .failures import Failure, PublishError


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


@contextmanager
def folder_lock(path: Path, seconds: int, progress: OnProgress) -> Iterator[None]:
    """Hold the lock file, waiting up to `seconds` for another publish; `PublishError` names who holds it.

    The system frees the lock when its process ends. `path` with `.owner` appended names the holder.
    """
    note = path.with_name(f"{path.name}.owner")
    with file_lock(path, seconds, lambda: progress(waiting(read_owner(note)), 0, 0)) as is_held:
        if not is_held:
            raise PublishError(Failure.BUSY, owner=read_owner(note))
        # The name is only for messages: a full disk must not prevent a rollback.
        with suppress(OSError):
            note.write_text(lock_owner(), "utf-8")
        yield


def read_owner(note: Path) -> str:
    """The name in the note beside a lock."""
    with suppress(OSError, UnicodeDecodeError):
        return note.read_text("utf-8") or "somebody"
    return "somebody"

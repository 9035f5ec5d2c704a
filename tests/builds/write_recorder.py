"""Records every path that this process opens or writes to, by Python's audit events."""

from __future__ import annotations

import contextlib
import functools
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
# The arguments of an event that name a changed path, and the folder that it is relative to, if any.
WRITE_EVENTS = {
    "os.rename": ((0, 2), (1, 3)),
    "os.mkdir": ((0, 2),),
    "os.rmdir": ((0, 1),),
    "os.remove": ((0, 1),),
    "os.link": ((1, 3),),
    "os.symlink": ((1, 2),),
    "os.truncate": ((0, None),),
    "os.chmod": ((0, 2),),
    "os.utime": ((0, 3),),
}
# An audit hook cannot be removed, and slows down all that a process does: the first recorder adds the one of the
# process, which adds to the last list.
recorders: list[list[str]] = []
# Paths that are opened, with the flags of the system call.
openings: list[list[tuple[str, int]]] = []


def audit_hook(event: str, arguments: tuple[Any, ...]) -> None:
    """Record the paths that an event opens or changes."""
    if not recorders and not openings:
        return
    if event == "open" and isinstance(arguments[2], int) and not isinstance(arguments[0], int):
        path, flags = os.path.abspath(os.fsdecode(arguments[0])), arguments[2]
        for opened in openings:
            opened.append((path, flags))
        if recorders and flags & WRITING:
            recorders[-1].append(path)
    for place, folder in WRITE_EVENTS.get(event, ()):
        if recorders and not isinstance(arguments[place], int):
            recorders[-1].append(
                os.path.abspath(os.path.join(base_folder(arguments, folder), os.fsdecode(arguments[place])))
            )


def base_folder(arguments: tuple[Any, ...], folder: int | None) -> str:
    """The open folder that an event's path is relative to, or "" for the current one."""
    number = -1 if folder is None else arguments[folder]
    return os.readlink(f"/proc/self/fd/{number}") if number >= 0 and os.path.isdir("/proc/self/fd") else ""


_add_hook = functools.cache(functools.partial(sys.addaudithook, audit_hook))


@contextlib.contextmanager
def record_writes() -> Iterator[list[str]]:
    """Record the absolute paths that are written to in the `with` block."""
    _add_hook()
    places: list[str] = []
    recorders.append(places)
    try:
        yield places
    finally:
        recorders.remove(places)


@contextlib.contextmanager
def record_opened() -> Iterator[list[tuple[str, int]]]:
    """Record the absolute paths that are opened in the `with` block, with the flags of the system call."""
    _add_hook()
    opened: list[tuple[str, int]] = []
    openings.append(opened)
    try:
        yield opened
    finally:
        openings.remove(opened)


def outside(places: list[str], *allowed: Path) -> list[str]:
    """The paths outside the allowed folders."""
    return [place for place in places if not any(Path(place).is_relative_to(folder) for folder in allowed)]

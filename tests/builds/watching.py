"""Every place that this process writes to while it is watched, told by Python's own audit events."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
# Which arguments of an event name a place that is changed, and which the folder that it is seen from, if any.
CHANGED = {
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
# A hook cannot be taken away again, so there is one for the whole process, which tells this list if there is one.
told: list[list[str]] = []


def hook(event: str, arguments: tuple[Any, ...]) -> None:
    """Note the places that an event changes."""
    if not told:
        return
    if (
        event == "open"
        and isinstance(arguments[2], int)
        and arguments[2] & WRITING
        and not isinstance(arguments[0], int)
    ):
        told[-1].append(os.path.abspath(os.fsdecode(arguments[0])))
    for place, folder in CHANGED.get(event, ()):
        if not isinstance(arguments[place], int):
            told[-1].append(os.path.abspath(os.path.join(seen_from(arguments, folder), os.fsdecode(arguments[place]))))


def seen_from(arguments: tuple[Any, ...], folder: int | None) -> str:
    """The open folder that an event's path is relative to, or "" for the current one."""
    number = -1 if folder is None else arguments[folder]
    return os.readlink(f"/proc/self/fd/{number}") if number >= 0 and os.path.isdir("/proc/self/fd") else ""


sys.addaudithook(hook)


@contextlib.contextmanager
def watched() -> Iterator[list[str]]:
    """The places that are written to inside, as absolute paths."""
    places: list[str] = []
    told.append(places)
    try:
        yield places
    finally:
        told.remove(places)


def outside(places: list[str], *allowed: Path) -> list[str]:
    """Those of the places that lie in none of the folders that may be written to."""
    return [place for place in places if not any(Path(place).is_relative_to(folder) for folder in allowed)]

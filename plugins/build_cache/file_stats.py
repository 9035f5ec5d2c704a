"""What lies in the output, and whether it still looks as a build left it."""

from __future__ import annotations

import os
from collections.abc import Iterable

Look = str
"""How a file looks, as one text, which is sooner handed on than five numbers: size in bytes and time of the last change
of what it holds in nanoseconds, and after a stroke mode, time of the last change of the file itself, inode."""


def looks_below(folder: str) -> dict[str, Look]:
    """How every file below a folder looks, by its path from there."""
    found: dict[str, Look] = {}
    todo = [(folder, "")] if os.path.isdir(folder) else []
    while todo:
        place, base = todo.pop()
        with os.scandir(place) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    todo.append((entry.path, f"{base}{entry.name}/"))
                else:
                    found[base + entry.name] = _look(entry.stat(follow_symlinks=False))
    return found


def looks_of(folder: str, names: Iterable[str]) -> dict[str, Look]:
    """How those files look."""
    return {name: _look(os.lstat(f"{folder}/{name}")) for name in names}


def _look(stat: os.stat_result) -> Look:
    return f"{stat.st_size} {stat.st_mtime_ns}/{stat.st_mode} {stat.st_ctime_ns} {stat.st_ino}"

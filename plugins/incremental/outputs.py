"""What lies in the output, and whether it still looks as a build left it, told by size and time."""

from __future__ import annotations

import os
from collections.abc import Iterable

Stat = tuple[int, int]
"""Size in bytes, and the time of the last change in nanoseconds."""


def stats_below(folder: str) -> dict[str, Stat]:
    """Size and time of every file below a folder, by its path from there."""
    found: dict[str, Stat] = {}
    todo = [(folder, "")] if os.path.isdir(folder) else []
    while todo:
        place, base = todo.pop()
        with os.scandir(place) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    todo.append((entry.path, f"{base}{entry.name}/"))
                else:
                    found[base + entry.name] = _stat(entry.stat(follow_symlinks=False))
    return found


def stats_of(folder: str, names: Iterable[str]) -> dict[str, Stat]:
    """Size and time of those files."""
    return {name: _stat(os.lstat(f"{folder}/{name}")) for name in names}


def _stat(stat: os.stat_result) -> Stat:
    return stat.st_size, stat.st_mtime_ns

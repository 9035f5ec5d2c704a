"""Size, times and inode of files, and times of folders: whether the output is as a build left it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

FileStat = str
"""One text instead of five numbers, which is quicker to pass between processes: size in bytes and time of the last
change of the content in nanoseconds, and after a slash mode, time of the last change of the inode, inode."""


def files_below(folder: str) -> Iterator[str]:
    """Every file below a folder, as its path from there."""
    todo = [(folder, "")] if os.path.isdir(folder) else []
    while todo:
        place, base = todo.pop()
        with os.scandir(place) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    todo.append((entry.path, f"{base}{entry.name}/"))
                else:
                    yield base + entry.name


def stats_below(folder: str) -> dict[str, FileStat]:
    """The stat of every file below a folder, by its path from there."""
    return dict(iterate_stats(folder, files_below(folder)))


def iterate_stats(folder: str, names: Iterable[str]) -> Iterator[tuple[str, FileStat]]:
    """The names and stats of those files of a folder that are there, in the order of the names."""
    for name in names:
        try:
            stat = os.lstat(f"{folder}/{name}")
        except OSError:
            continue
        yield name, _format(stat)


def stat_of(file: str) -> FileStat:
    """The stat of the file that a path leads to, through links; "" where there is none."""
    try:
        return _format(os.stat(file))
    except OSError:
        return ""


def folder_times(folder: str, names: Iterable[str]) -> dict[str, int]:
    """When each folder that holds one of these files last gained or lost a file, in nanoseconds. Writing in place
    changes no folder's time. Raises OSError where a folder is gone."""
    times: dict[str, int] = {}
    for below in {name.rpartition("/")[0] for name in names}:
        # Folders that hold only folders are looked at too.
        while below not in times:
            times[below] = os.lstat(f"{folder}/{below}").st_mtime_ns
            below = below.rpartition("/")[0]
    return times


def _format(stat: os.stat_result) -> FileStat:
    return f"{stat.st_size} {stat.st_mtime_ns}/{stat.st_mode} {stat.st_ctime_ns} {stat.st_ino}"

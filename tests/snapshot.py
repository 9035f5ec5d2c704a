"""A folder that tests change and find again as it was, in the same place: what builds keep is of that folder."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

Marks = dict[str, tuple[int, ...]]
"""By what each file in a folder is known to be as it was, by its path; of folders, which stand before what is in them,
nothing."""


class Snapshot:
    """A folder as it is now, kept in another one."""

    def __init__(self, folder: Path, kept: Path) -> None:
        shutil.copytree(folder, kept, symlinks=True)
        self._folder, self._kept, self._marks = folder, kept, marks_in(folder)

    def restore(self) -> None:
        """Make the folder as it was: what was written to is written anew, what was not there goes."""
        present = marks_in(self._folder)
        for name in reversed([name for name, mark in present.items() if self._marks.get(name) != mark]):
            file = self._folder / name
            file.unlink(missing_ok=True) if present[name] else file.rmdir()
        for name in [name for name, mark in self._marks.items() if present.get(name) != mark]:
            if self._marks[name]:
                shutil.copy2(self._kept / name, self._folder / name, follow_symlinks=False)
                self._marks[name] = mark_of(self._folder / name)
            else:
                (self._folder / name).mkdir()


def marks_in(folder: Path) -> Marks:
    """The marks of all files in a folder."""
    found: Marks = {}
    for place, folders, files in os.walk(folder):
        for name in (*folders, *files):
            path = os.path.join(place, name)
            is_folder = name in folders and not os.path.islink(path)
            found[path[len(str(folder)) + 1 :]] = () if is_folder else mark_of(path)
    return found


def mark_of(path: str | Path) -> tuple[int, ...]:
    """Size, times, rights and number of a file: another one may have its name, size and time."""
    stat = os.lstat(path)
    return stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_mode, stat.st_ino

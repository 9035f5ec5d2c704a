"""Changes of several files of the content folder that are made as a whole: all of them, or none.

A change is written down before anything of it is done, in the folder of people's work (`kept_work`). One that is
interrupted is completed by whoever reads the content next, and one that cannot be made is undone. Whoever reads a
file to write it again does both while it is `writing`: no other program of ours writes meanwhile.
"""

from __future__ import annotations

import contextlib
import errno
import os
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from plugins.system.atomic_files import write_atomically
from plugins.system.file_lock import file_lock
from plugins.system.kept_work import FOLDER, read_kept, work_folder

# What is under way, and the lock of who writes, in the folder of people's work.
NOTE, LOCK = "changing.json", "changing.lock"
# Seconds that one process waits for another.
PATIENCE = 60.0
# One thread of this process writes at a time; the locks that it holds.
_threads = threading.RLock()
_held: set[Path] = set()


class FilesChange(msgspec.Struct, frozen=True):
    """Files by their names below the content folder: `texts` are their bytes before and after, None where there is no
    file; `moves` are new names by old ones, and files in both are named by the old one in `texts`."""

    texts: Mapping[str, tuple[bytes | None, bytes | None]]
    moves: Mapping[str, str] = {}

    @property
    def reverse(self) -> FilesChange:
        """What undoes it."""
        texts = {self.moves.get(name, name): (after, before) for name, (before, after) in self.texts.items()}
        return FilesChange(texts, {new: old for old, new in self.moves.items()})

    def carry_out(self, content: Path) -> None:
        """Do what of it is not done yet. What another program has written meanwhile stays as it is. Raises OSError."""
        for name, (before, after) in self.texts.items():
            places = [content / place for place in (name, self.moves.get(name, name))]
            file = next((place for place in places if place.is_file()), None)
            if (file.read_bytes() if file else None) != before:
                continue
            if after is not None:
                write_atomically(file or places[0], after, is_durable=True)
            elif file:
                file.unlink()
        for old, new in self.moves.items():
            if not (content / new).exists():
                with contextlib.suppress(FileNotFoundError):
                    os.replace(content / old, content / new)


# Made once, in one thread: two that decode the first value of a type at the same time end the process.
CHANGES = msgspec.json.Decoder(FilesChange)


def make_change(change: FilesChange, content: Path) -> None:
    """Make a change of files below the content folder, or nothing of it. Raises OSError."""
    work_folder(content.parent)
    with writing(content):
        _complete(content)
        note = _note(content)
        try:
            write_atomically(note, msgspec.json.encode(change), is_durable=True)
        except OSError:
            note.unlink(missing_ok=True)
            raise
        _complete(content)


def replace_files(content: Path, files: Mapping[str, bytes]) -> None:
    """Write files by their names below the content folder, in place of what is there: all of them, or none. Raises
    OSError."""
    with writing(content):
        paths = {name: content / name for name in files}
        before = {name: path.read_bytes() if path.is_file() else None for name, path in paths.items()}
        make_change(FilesChange({name: (before[name], data) for name, data in files.items()}), content)


def complete_change(content: Path) -> None:
    """Complete the change that was interrupted, if there is one; where that cannot be done, undo it and raise OSError.
    While the content folder is away, the change waits."""
    if _note(content).exists() and content.is_dir():
        with writing(content):
            _complete(content)


@contextlib.contextmanager
def writing(content: Path) -> Iterator[None]:
    """One thread of one process at a time writes files of a content folder; within it, it may be used again. Raises
    OSError where another process does not end."""
    folder = content.parent / FOLDER
    folder.mkdir(exist_ok=True)
    lock = (folder / LOCK).resolve()
    with _threads:
        if lock in _held:
            yield
            return
        with file_lock(lock, PATIENCE) as is_free:
            if not is_free:
                raise OSError(errno.EBUSY, "another program is writing")
            _held.add(lock)
            try:
                yield
            finally:
                _held.discard(lock)


def _complete(content: Path) -> None:
    note = _note(content)
    change = read_kept(note, CHANGES.decode)
    if change is None:
        return
    try:
        change.carry_out(content)
    except OSError:
        change.reverse.carry_out(content)
        note.unlink(missing_ok=True)
        raise
    note.unlink(missing_ok=True)


def _note(content: Path) -> Path:
    return content.parent / FOLDER / NOTE

"""Changes of several files of the content folder that are made as a whole: all of them, or none.

A change is written down before anything of it is done, in the folder of people's work (`plugins.kept_work`). One that
is interrupted is completed by whoever reads the content next, and one that cannot be made is undone.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from plugins.atomic_files import write_atomically
from plugins.kept_work import FOLDER, work_folder

# What is under way, and the lock of who does it, in the folder of people's work.
NOTE, LOCK = "changing.json", "changing.lock"
# Seconds that one process waits for another.
PATIENCE = 60.0


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
    with _lock(content):
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
    paths = {name: content / name for name in files}
    before = {name: path.read_bytes() if path.is_file() else None for name, path in paths.items()}
    make_change(FilesChange({name: (before[name], data) for name, data in files.items()}), content)


def complete_change(content: Path) -> None:
    """Complete the change that was interrupted, if there is one; where that cannot be done, undo it and raise OSError.
    While the content folder is away, the change waits."""
    if _note(content).exists() and content.is_dir():
        with _lock(content):
            _complete(content)


def _complete(content: Path) -> None:
    note = _note(content)
    try:
        change = CHANGES.decode(note.read_bytes())
    except (FileNotFoundError, msgspec.DecodeError):
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


@contextlib.contextmanager
def _lock(content: Path) -> Iterator[None]:
    """One process and thread at a time; raises OSError where another does not end."""
    from filelock import FileLock

    with FileLock(content.parent / FOLDER / LOCK, timeout=PATIENCE):
        yield

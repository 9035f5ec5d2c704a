"""The folder of people's work on this computer, which is no cache: `.editor/` in the site's folder.

It has what is nowhere else: what was typed and not saved, earlier versions, deleted stories, and what was published
from here. No build, upgrade or clearing of the cache knows of it, and Git ignores it.

A file of it that cannot be read, whatever has damaged it, is set aside under another name (`read_kept`): nothing that
is written later takes its place.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from plugins.system.atomic_files import write_atomically
from plugins.system.file_lock import file_lock

FOLDER = ".editor"
# Held by the one editor of a site.
EDITOR_LOCK = "edit.lock"
# Where versions until 1.1 had it, in the cache, with its place in the folder.
BEFORE = {"editor": ".", "published": "published"}
# Where files that are read may be, and how the name of one that was set aside ends.
READ = ("*", "journal/*/*", "published/*")
SET_ASIDE = ".unreadable"

Kept = TypeVar("Kept")


def kept_work(root: Path, cache: Path) -> Path:
    """The folder of a site's `root`, made where there is none; what earlier versions left in the cache is moved over.

    A move that is interrupted goes on the next time, and replaces nothing. Raises OSError.
    """
    folder = work_folder(root)
    for name, place in BEFORE.items():
        if (cache / name).is_dir():
            _move(cache / name, folder / place)
    return folder


def work_folder(root: Path) -> Path:
    """The folder of a site's `root`, made where there is none, and ignored by Git. Raises OSError."""
    folder = root / FOLDER
    folder.mkdir(exist_ok=True)
    ignored = folder / ".gitignore"
    if not ignored.exists():
        write_atomically(ignored, b"*\n")
    return folder


def is_open(root: Path) -> bool:
    """Whether an editor is open on a site."""
    file = root / FOLDER / EDITOR_LOCK
    if not file.exists():
        return False
    with file_lock(file, 0) as is_free:
        return not is_free


def read_kept(file: Path, read: Callable[[bytes], Kept]) -> Kept | None:
    """What a file of people's work has, as `read` makes it of the bytes; None where there is no file, and where it may
    not be read, or `read` raises ValueError, KeyError or TypeError: it is set aside then. Raises OSError."""
    try:
        return read(file.read_bytes())
    except FileNotFoundError:
        return None
    except (PermissionError, ValueError, KeyError, TypeError, OverflowError, RecursionError):
        names = (file.with_name(f"{file.name}-{number}{SET_ASIDE}") for number in itertools.count(1))
        with contextlib.suppress(FileNotFoundError):
            os.replace(file, next(name for name in names if not name.exists()))
        return None


def read_table(data: bytes) -> Any:
    """The JSON of a file of people's work, which may have half a character in it. Raises ValueError."""
    return json.loads(data.decode("utf-8", "surrogatepass"))


def write_kept(file: Path, table: object) -> None:
    """Write a file that `read_table` reads, on the disk when this returns. Raises OSError."""
    data = json.dumps(table, ensure_ascii=False).encode("utf-8", "surrogatepass")
    write_atomically(file, data, is_durable=True)


def set_aside(folder: Path) -> list[Path]:
    """The files of the folder of people's work that could not be read."""
    return sorted(file for place in READ for file in folder.glob(place + SET_ASIDE))


def _move(source: Path, target: Path) -> None:
    """Move every file that is not there yet, and delete folders that are empty then."""
    # What is in a folder comes before it.
    for file in sorted(source.rglob("*"), reverse=True):
        new = target / file.relative_to(source)
        if file.is_dir():
            with contextlib.suppress(OSError):
                file.rmdir()
        elif file.is_file() and not file.is_symlink() and not new.exists():
            # The cache may be on another disk. The file is whole under its name at every moment.
            write_atomically(new, file.read_bytes(), is_durable=True)
            shutil.copystat(file, new)
            file.unlink()
    with contextlib.suppress(OSError):
        source.rmdir()

"""The folder of people's work on this computer, which is no cache: `.editor/` in the site's folder.

It has what is nowhere else: what was typed and not saved, earlier versions, deleted stories, and what was published
from here. No build, upgrade or clearing of the cache knows of it, and Git ignores it.
"""

from __future__ import annotations

import contextlib
import shutil
from pathlib import Path

from plugins.atomic_files import write_atomically

FOLDER = ".editor"
# Where versions until 1.1 had it, in the cache, with its place in the folder.
BEFORE = {"editor": ".", "published": "published"}


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

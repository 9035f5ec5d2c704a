"""A snapshot of the content folder: what a publish checks, builds, audits and keeps, whatever is typed meanwhile."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from plugins.publishing.releases import is_copy, keep_only
from plugins.system.digests import FileDigests
from plugins.system.file_changes import writing

# Times that the folder is looked through again for what another program wrote into it meanwhile.
ROUNDS = 10


def take_snapshot(content: Path, folder: Path, digests: FileDigests) -> Path:
    """Make `folder/NAME` a copy of the content folder of that name, as it is at one moment; returns it.

    What is there from the snapshot before, and has not changed, stays. Programs of ours, the editor too, do not write
    while what changed during the first round is copied. Raises OSError.
    """
    copy = folder / content.name
    copy.mkdir(parents=True, exist_ok=True)
    _update(content, copy, digests)
    with writing(content):
        for _ in range(ROUNDS):
            if not _update(content, copy, digests):
                break
    return copy


def _update(content: Path, copy: Path, digests: FileDigests) -> bool:
    """Copy what is not yet in the copy as it is in the content folder; whether there was anything."""
    names = set(_names(content))
    keep_only(copy, names)
    changed = [name for name in sorted(names) if not _is_copied(content, name, copy, digests)]
    for name in changed:
        goal = copy / name
        goal.parent.mkdir(parents=True, exist_ok=True)
        goal.unlink(missing_ok=True)
        # A file that is taken away meanwhile is looked for again.
        with contextlib.suppress(FileNotFoundError):
            _copy(content, content / name, goal)
    return bool(changed)


def _names(content: Path) -> Iterator[str]:
    """The paths of all files in the content folder, and of links to files and folders."""
    root = os.path.join(content, "")
    for place, folders, files in os.walk(content):
        base = os.path.join(place, "").removeprefix(root).replace(os.sep, "/")
        folders[:] = [name for name in folders if name != ".git"]
        yield from (base + name for name in (*files, *folders) if name in files or os.path.islink(f"{place}/{name}"))


def _is_copied(content: Path, name: str, copy: Path, digests: FileDigests) -> bool:
    file, goal = content / name, copy / name
    if file.is_symlink():
        return goal.is_symlink() and os.readlink(goal) == _target(content, file)
    if not _is_plain(file):
        return goal.exists() and os.path.samefile(file, goal)
    return not goal.is_symlink() and is_copy(goal, file, digests)


def _copy(content: Path, file: Path, goal: Path) -> None:
    """Copy a file with its time. What cannot be read, or is no file, is there too, for whoever reads it to report."""
    if file.is_symlink():
        goal.symlink_to(_target(content, file))
    elif _is_plain(file):
        shutil.copy2(file, goal)
    else:
        try:
            os.link(file, goal)
        except OSError:
            goal.symlink_to(file.resolve(strict=True))


def _is_plain(file: Path) -> bool:
    return file.is_file() and os.access(file, os.R_OK)


def _target(content: Path, link: Path) -> str:
    """Where the copy of a link leads: within the copy, where the link leads within the content folder."""
    target, root = os.path.realpath(link), os.path.realpath(content)
    is_inside = f"{target}/".startswith(f"{root}/")
    return os.path.relpath(target, os.path.realpath(link.parent)) if is_inside else target

"""The output folder: a build is made in a staging folder, and only a whole one is moved into place, file by file."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import tempfile
from bisect import bisect
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from plugins.build_cache.file_stats import files_below
from plugins.system.digests import digest_of

# In the output, while a build takes its place.
COPY = ".new"
# Bytes that are compared together.
CHUNK = 1 << 20
# The sign after a slash, which follows the paths of all files of a folder.
AFTER_SLASH = chr(ord("/") + 1)


@dataclass(frozen=True)
class OutputChanges:
    """What a build did to the output folder; paths are relative to it."""

    written: tuple[str, ...]
    removed: tuple[str, ...]
    pages: int

    @property
    def count(self) -> int:
        """How many files differ."""
        return len(self.written) + len(self.removed)


def staging_for(output: Path, cache: Path) -> Path:
    """An empty staging folder in the cache, one for each output folder."""
    name = digest_of(str(output.resolve()), 6)
    staging = cache / "staging" / name
    shutil.rmtree(staging, ignore_errors=True)
    try:
        staging.mkdir(parents=True)
    except OSError:
        # A build works without a writable cache.
        staging = Path(tempfile.mkdtemp(prefix="dvoglas-"))
    return staging


def commit(
    staging: Path, output: Path, kept: Collection[str] = (), present: Collection[str] | None = None
) -> OutputChanges:
    """Move what differs from staging to output by atomic renames, then remove what is in neither staging nor `kept`.

    A file that is the same keeps its place and its time, so that uploads see no change. A folder that the output does
    not have is moved as a whole. `present` are the files in the
    output, where the caller has them already.
    """
    present = set(files_below(str(output)) if present is None else present)
    output.mkdir(parents=True, exist_ok=True)
    source = _put_on_same_disk(output, staging)
    made = sorted(files_below(str(source)))
    written = tuple(_move_into(str(output), str(source), made))
    wanted = {*made, *kept}
    removed = sorted(present - wanted)
    for name in removed:
        _remove(f"{output}/{name}", str(output))
    for folder in {source, staging}:
        shutil.rmtree(folder, ignore_errors=True)
    return OutputChanges(written, tuple(removed), sum(name.endswith(".html") for name in wanted))


def _put_on_same_disk(output: Path, staging: Path) -> Path:
    """Copy the staging folder beside the output where that is on another disk; returns the folder to move files from.

    Renames within a disk need no space. Copying straight into the output could fill the disk half way, and leave the
    output with pages of two builds."""
    if os.stat(staging).st_dev == os.stat(output).st_dev:
        return staging
    copy = output / COPY
    shutil.rmtree(copy, ignore_errors=True)
    try:
        shutil.copytree(staging, copy, copy_function=shutil.copyfile)
    except OSError as error:
        shutil.rmtree(copy, ignore_errors=True)
        # A copy of many files fails with a list of all their errors.
        number = errno.ENOSPC if os.strerror(errno.ENOSPC) in str(error) else error.errno
        raise OSError(number or errno.EIO, os.strerror(number or errno.EIO), str(output)) from None
    return copy


def _move_into(output: str, source: str, made: Sequence[str], base: str = "") -> Iterator[str]:
    """Move what differs from one folder to another; returns the paths of the files, of those that were `made`, all in
    order. A folder takes the place of a file, and of a link to a folder elsewhere."""
    with os.scandir(source) as listing:
        entries = sorted(listing, key=lambda entry: entry.name)
    for entry in entries:
        name, place = base + entry.name, f"{output}/{entry.name}"
        if not entry.is_dir(follow_symlinks=False):
            if _replace_other(entry.path, place):
                yield name
        elif os.path.isdir(place) and not os.path.islink(place):
            yield from _move_into(place, entry.path, made, f"{name}/")
        elif moved := made[bisect(made, f"{name}/") : bisect(made, f"{name}{AFTER_SLASH}")]:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(place)
            os.rename(entry.path, place)
            yield from moved


def _remove(file: str, output: str) -> None:
    """Remove a file, if it still exists, and folders that become empty."""
    with contextlib.suppress(FileNotFoundError, NotADirectoryError):
        if not os.path.isdir(file) or os.path.islink(file):
            os.unlink(file)
    with contextlib.suppress(OSError):
        while (file := os.path.dirname(file)) != output:
            os.rmdir(file)


def is_same(file: str | Path, other: str | Path) -> bool:
    """Whether two files have the same bytes, and the other is no link. The standard library's `filecmp` keeps what it
    found for as long as sizes and times are the same, as those of another file may be."""
    try:
        if os.path.islink(other) or os.path.getsize(file) != os.path.getsize(other):
            return False
        with open(file, "rb") as first, open(other, "rb") as second:
            while (part := first.read(CHUNK)) == second.read(CHUNK):
                if not part:
                    return True
            return False
    except OSError:
        return False


def _replace_other(source: str, target: str) -> bool:
    """Move a file to its place, unless one with the same bytes is there; returns whether it was moved."""
    if is_same(source, target):
        return False
    if os.path.isdir(target) and not os.path.islink(target):
        shutil.rmtree(target)
    os.replace(source, target)
    return True

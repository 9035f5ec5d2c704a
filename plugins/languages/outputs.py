"""The output folder: a build is made in a staging folder, and only a whole one is moved into place, file by file."""

from __future__ import annotations

import contextlib
import filecmp
import hashlib
import os
import shutil
import tempfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from plugins.languages.faults import SettingFault


@dataclass(frozen=True)
class Changes:
    """What a build did to the output folder; paths are relative to it."""

    written: tuple[str, ...]
    removed: tuple[str, ...]
    total: int
    pages: int


def staging_for(output: Path, cache: Path) -> Path:
    """An empty staging folder in the cache, one for each output folder."""
    name = hashlib.blake2b(str(output.resolve()).encode(), digest_size=6).hexdigest()
    staging = cache / "staging" / name
    shutil.rmtree(staging, ignore_errors=True)
    try:
        staging.mkdir(parents=True)
    except OSError:
        # A cache that cannot be written is no reason not to build.
        staging = Path(tempfile.mkdtemp(prefix="dvoglas-"))
    return staging


def check_output(output: Path, *sources: Path) -> None:
    """Refuse an output folder that holds what the site is made from: what no page made is removed from it."""
    for source in sources:
        if source.resolve().is_relative_to(output.resolve()):
            raise SettingFault("OUTPUT_PATH", f"a folder of its own (it would hold {source.name}/)", str(output))


def commit(staging: Path, output: Path, kept: Collection[str] = ()) -> Changes:
    """Move what differs from staging to output by atomic renames, then remove what is in neither staging nor `kept`.

    A file that is the same keeps its place and its time, so that uploads see no change.
    """
    made = sorted(files_below(staging))
    written = []
    for name in made:
        source, target = staging / name, output / name
        if _same(source, target):
            continue
        if target.is_dir() and not target.is_symlink():
            shutil.rmtree(target)
        _make_folder(target.parent, output)
        _replace(source, target)
        written.append(name)
    wanted = {*made, *kept}
    output.mkdir(parents=True, exist_ok=True)
    removed = sorted(_swept(str(output), wanted))
    shutil.rmtree(staging, ignore_errors=True)
    return Changes(tuple(written), tuple(removed), len(wanted), sum(name.endswith(".html") for name in wanted))


def _swept(folder: str, wanted: Collection[str], base: str = "") -> Iterator[str]:
    """Remove the files below a folder that are not wanted, then the folder if nothing is left; gives the files'
    names."""
    with os.scandir(folder) as found:
        entries = list(found)
    for entry in entries:
        name = base + entry.name
        if entry.is_dir(follow_symlinks=False):
            removed = list(_swept(entry.path, wanted, f"{name}/"))
            yield from removed
            if removed:
                with contextlib.suppress(OSError):
                    os.rmdir(entry.path)
        elif name not in wanted:
            os.unlink(entry.path)
            yield name


def files_below(folder: Path) -> Iterator[str]:
    """Every file below a folder, as a path from it with forward slashes."""
    for where, _, names in os.walk(folder):
        base = Path(where).relative_to(folder)
        yield from ((base / name).as_posix() for name in names)


def _same(one: Path, other: Path) -> bool:
    try:
        return one.stat().st_size == other.stat().st_size and filecmp.cmp(one, other, shallow=False)
    except OSError:
        return False


def _make_folder(folder: Path, output: Path) -> None:
    for parent in (folder, *folder.parents):
        if parent.is_file():
            parent.unlink()
        if parent == output:
            break
    folder.mkdir(parents=True, exist_ok=True)


def _replace(source: Path, target: Path) -> None:
    try:
        os.replace(source, target)
    except OSError:
        # Another file system: copy beside the target first, so that the last step is a rename all the same.
        beside = target.with_name(f".{target.name}.new")
        shutil.copyfile(source, beside)
        os.replace(beside, target)

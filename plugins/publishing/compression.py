"""Compressed forms of the built files (`.br`, `.gz`) for servers that send them from disk."""

import gzip
import hashlib
import os
import secrets
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import brotli

from .media_types import is_fingerprinted
from .output_files import output_files
from .releases import link

SUFFIXES = (
    ".html",
    ".css",
    ".js",
    ".json",
    ".xml",
    ".svg",
    ".txt",
    ".md",
    ".csv",
    ".ics",
    ".wasm",
    ".webmanifest",
    ".ico",
)
WORTH_IT = 512


@dataclass(frozen=True)
class StagedFile:
    """One file of the output: its files in the copy, and the compressed files of the store that they link to."""

    copies: tuple[Path, ...]
    stored: tuple[Path, ...] = ()


def compress(output: Path, cache: Path) -> Path:
    """Make a copy of `output` with `.br` and `.gz` beside each text; returns its folder, in `cache`.

    Raises PublishError for files that not every target can hold.

    Compressed bytes are stored by the hash of their content, so a second publish compresses only what is new. The copy
    is updated file by file and is never empty while another publish may read it.
    """
    copy, store = cache / "compressed-site", cache / "compressed"
    store.mkdir(parents=True, exist_ok=True)
    files = output_files(output)
    with ThreadPoolExecutor() as pool:
        staged = list(pool.map(lambda name: stage(files[name], copy / name, store), files))
    keep_only(copy, {path for one in staged for path in one.copies})
    keep_only(store, {path for one in staged for path in one.stored})
    return copy


def stage(path: Path, goal: Path, store: Path) -> StagedFile:
    """Update one file and its compressed forms in the copy."""
    update_link(path, goal)
    if path.suffix not in SUFFIXES or path.stat().st_size < WORTH_IT:
        return StagedFile((goal,))
    data = path.read_bytes()
    copies, stored = [goal], compressed_forms(data, store, best=is_fingerprinted(path.name))
    for sibling in stored:
        if sibling.stat().st_size < len(data):
            copies.append(goal.with_name(goal.name + sibling.suffix))
            update_link(sibling, copies[-1])
    return StagedFile(tuple(copies), stored)


def compressed_forms(data: bytes, store: Path, *, best: bool) -> tuple[Path, Path]:
    """The `.br` and `.gz` files of these bytes in the store, written now if they are missing."""
    # The highest quality takes ten times as long as the next: worth it only for files cached for a year.
    quality = 11 if best else 9
    name = f"{hashlib.sha256(data).hexdigest()}-{quality}"
    one, other = store / f"{name}.br", store / f"{name}.gz"
    if not one.exists():
        write_atomically(one, brotli.compress(data, quality=quality))
    if not other.exists():
        write_atomically(other, gzip.compress(data, 9, mtime=0))
    return one, other


def update_link(source: Path, goal: Path) -> None:
    """Make `goal` a hard link to `source`, by one rename."""
    if goal.exists() and goal.samefile(source):
        return
    part = goal.with_name(f".{secrets.token_hex(8)}.part")
    link(source, part)
    os.replace(part, goal)


def write_atomically(path: Path, data: bytes) -> None:
    """Write the file under another name, then rename it."""
    part = path.with_name(f".{secrets.token_hex(8)}.part")
    part.write_bytes(data)
    os.replace(part, path)


def keep_only(folder: Path, wanted: Collection[Path]) -> None:
    """Delete the files below `folder` that are not wanted."""
    for path in list(folder.rglob("*")):
        if path not in wanted and not path.is_dir():
            path.unlink(missing_ok=True)

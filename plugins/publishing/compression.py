"""Compressed siblings for servers that send them from disk, made once for each content."""

import gzip
import hashlib
import os
import secrets
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import brotli

from .kinds import is_fingerprinted
from .staging import link

SUFFIXES = (".html", ".css", ".js", ".json", ".xml", ".svg", ".txt", ".csv", ".ics", ".wasm", ".webmanifest", ".ico")
WORTH_IT = 512


@dataclass(frozen=True)
class Placed:
    """What one file of the output has become: its files in the copy, and what of the store they are made from."""

    copies: tuple[Path, ...]
    stored: tuple[Path, ...] = ()


def compress(output: Path, cache: Path) -> Path:
    """A copy of ``output`` with ``.br`` and ``.gz`` beside each text; gives its folder, in ``cache``.

    The compressed bytes are kept by the hash of their content, so that a second publish compresses only what is new.
    The copy is brought up to date file by file, and so is never empty while another publish may be reading it.
    """
    copy, store = cache / "compressed-site", cache / "compressed"
    store.mkdir(parents=True, exist_ok=True)
    files = [path for path in output.rglob("*") if path.is_file()]
    with ThreadPoolExecutor() as pool:
        placed = list(pool.map(lambda path: place(path, copy / path.relative_to(output), store), files))
    keep_only(copy, {path for one in placed for path in one.copies})
    keep_only(store, {path for one in placed for path in one.stored})
    return copy


def place(path: Path, goal: Path, store: Path) -> Placed:
    """Bring one file and its siblings up to date in the copy."""
    renew(path, goal)
    if path.suffix not in SUFFIXES or path.stat().st_size < WORTH_IT:
        return Placed((goal,))
    data = path.read_bytes()
    copies, stored = [goal], pressed(data, store, best=is_fingerprinted(path.name))
    for sibling in stored:
        if sibling.stat().st_size < len(data):
            copies.append(goal.with_name(goal.name + sibling.suffix))
            renew(sibling, copies[-1])
    return Placed(tuple(copies), stored)


def pressed(data: bytes, store: Path, *, best: bool) -> tuple[Path, Path]:
    """The compressed forms in the store, made now if they are not there."""
    # The hardest brotli costs ten times the time of the next and is worth it only for what is kept for a year.
    quality = 11 if best else 9
    name = f"{hashlib.sha256(data).hexdigest()}-{quality}"
    one, other = store / f"{name}.br", store / f"{name}.gz"
    if not one.exists():
        write_whole(one, brotli.compress(data, quality=quality))
    if not other.exists():
        write_whole(other, gzip.compress(data, 9, mtime=0))
    return one, other


def renew(source: Path, goal: Path) -> None:
    """Make ``goal`` another name of ``source``, by one rename."""
    if goal.exists() and goal.samefile(source):
        return
    part = goal.with_name(f".{secrets.token_hex(8)}.part")
    link(source, part)
    os.replace(part, goal)


def write_whole(path: Path, data: bytes) -> None:
    """Write so that nobody ever finds half a file under the name."""
    part = path.with_name(f".{secrets.token_hex(8)}.part")
    part.write_bytes(data)
    os.replace(part, path)


def keep_only(folder: Path, wanted: Collection[Path]) -> None:
    """Delete the files below ``folder`` that are not wanted."""
    for path in list(folder.rglob("*")):
        if path not in wanted and not path.is_dir():
            path.unlink(missing_ok=True)

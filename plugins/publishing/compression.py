"""Compressed siblings for servers that send them from disk, made once for each content."""

import gzip
import hashlib
import os
import secrets
import shutil
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import brotli

from .kinds import is_fingerprinted
from .staging import link

SUFFIXES = (".html", ".css", ".js", ".json", ".xml", ".svg", ".txt", ".wasm", ".webmanifest", ".ico")
WORTH_IT = 512


def compress(output: Path, cache: Path) -> Path:
    """A copy of ``output`` with ``.br`` and ``.gz`` beside each text; gives its folder, in ``cache``.

    The compressed bytes are kept by the hash of their content, so that a second publish compresses only what is new.
    """
    staging, store = cache / "compressed-site", cache / "compressed"
    shutil.rmtree(staging, ignore_errors=True)
    store.mkdir(parents=True, exist_ok=True)
    files = [path for path in output.rglob("*") if path.is_file()]
    with ThreadPoolExecutor() as pool:
        used = {
            name
            for names in pool.map(lambda path: place(path, staging / path.relative_to(output), store), files)
            for name in names
        }
    forget(store, used)
    return staging


def place(path: Path, goal: Path, store: Path) -> tuple[str, ...]:
    """Link one file and its siblings into the staging copy; gives the names used in the store."""
    link(path, goal)
    if path.suffix not in SUFFIXES or path.stat().st_size < WORTH_IT:
        return ()
    data = path.read_bytes()
    # The hardest brotli costs ten times the time of the next and is worth it only for what is kept for a year.
    quality = 11 if is_fingerprinted(path.name) else 9
    name = f"{hashlib.sha256(data).hexdigest()}-{quality}"
    kept = []
    for suffix in ("br", "gz"):
        stored = store / f"{name}.{suffix}"
        if not stored.exists():
            write_whole(
                stored, brotli.compress(data, quality=quality) if suffix == "br" else gzip.compress(data, 9, mtime=0)
            )
        if stored.stat().st_size < len(data):
            link(stored, goal.with_name(f"{goal.name}.{suffix}"))
        kept.append(stored.name)
    return tuple(kept)


def write_whole(path: Path, data: bytes) -> None:
    """Write so that nobody ever finds half a file under the name."""
    part = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
    part.write_bytes(data)
    os.replace(part, path)


def forget(store: Path, used: Iterable[str]) -> None:
    """Delete from the store what this site does not need."""
    needed = set(used)
    for path in store.iterdir():
        if path.name not in needed:
            path.unlink()

"""Digests: short names for bytes and values, equal only where these are."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from plugins.system.atomic_files import write_atomically
from plugins.system.clock import read_time

Kept = TypeVar("Kept")
# Where an object lies in memory is not part of its value.
IN_MEMORY = re.compile(r" at 0x[0-9a-f]+")
# Longer than the clock of a file system stands still.
TICK = 0.02
# Seconds after which two changes of a file cannot have the same time on any of them.
SETTLED = 3
# The digest of each group of packages that this process has asked for.
CODE_FOUND: dict[tuple[Path, ...], str] = {}
Status = tuple[int, int, int, int]
"""Size, time of the last change of the bytes, time of the last change of the inode, and the inode of a file. Whoever
writes to a file cannot keep the time of its inode."""


def status_of(file: Path | str) -> Status:
    """The status of the file that a path leads to; raises OSError."""
    stat = os.stat(file)
    return stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino


def digest_of(data: bytes | str, size: int = 16) -> str:
    """The digest of bytes or of a text: two hexadecimal digits for each byte of `size`."""
    raw = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
    return hashlib.blake2b(raw, digest_size=size).hexdigest()


def sha256(data: bytes) -> str:
    """The SHA-256 of bytes, in hex: what is kept at a target, and read by every later version."""
    return hashlib.sha256(data).hexdigest()


def key_of(*values: object, size: int = 12) -> str:
    """The digest of values by their `repr`, which must be complete."""
    return digest_of(repr(values), size)


def stable_repr(value: object) -> str:
    """A `repr` that is the same in every process: without addresses in memory, and with what sets hold in one order."""
    if isinstance(value, set | frozenset):
        return f"{{{', '.join(sorted(map(stable_repr, value)))}}}"
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{stable_repr(name)}: {stable_repr(inner)}' for name, inner in value.items())}}}"
    if isinstance(value, list | tuple):
        return f"{type(value).__name__}({', '.join(map(stable_repr, value))})"
    # That of a pattern has only the beginning of a long one.
    return (
        stable_repr((value.pattern, value.flags)) if isinstance(value, re.Pattern) else IN_MEMORY.sub("", repr(value))
    )


def code_digest(*folders: Path, kept: Path | None = None) -> str:
    """The `files_digest` of packages, as it was when this process first asked for it: what it runs and the data that it
    has read are not those of a later version, which may come while it runs. In the file `kept` it stays, for other
    processes, as long as the status of each of their files."""
    if folders not in CODE_FOUND:
        CODE_FOUND[folders] = _kept_digest(folders, kept) if kept else files_digest(*folders)
    return CODE_FOUND[folders]


def _kept_digest(folders: tuple[Path, ...], kept: Path) -> str:
    files = [(file, status_of(file)) for folder in folders for file in _files_of(os.fspath(folder))]
    state = key_of(sorted(files))
    known, digest = read_cached(kept, tuple[str, str], ("", ""))
    if known == state:
        return digest
    digest = files_digest(*folders)
    # One that was just written may be written again within the same time.
    if all(status[2] < (read_time().timestamp() - SETTLED) * 1e9 for _, status in files):
        with contextlib.suppress(OSError):
            write_cached(kept, (state, digest))
    return digest


def files_digest(*folders: Path) -> str:
    """A digest of all files of these folders, but for what Python compiles; links are followed."""
    digest = hashlib.sha256()
    for folder in map(os.fspath, folders):
        for file in sorted(_files_of(folder), key=lambda file: file.split("/")):
            with open(file, "rb") as opened:
                digest.update(f"{file.removeprefix(folder)[1:]}\0".encode() + opened.read() + b"\0")
    return digest.hexdigest()


def _files_of(folder: str) -> Iterator[str]:
    for place, folders, names in os.walk(folder, followlinks=True):
        # No link into a folder that holds it.
        linked = [name for name in folders if os.path.islink(f"{place}/{name}")]
        real = f"{os.path.realpath(place)}/" if linked else ""
        around = {name for name in linked if real.startswith(f"{os.path.realpath(f'{place}/{name}')}/")}
        folders[:] = [name for name in folders if name not in around]
        files = (f"{place}/{name}" for name in names if not name.endswith(".pyc"))
        yield from (file for file in files if os.path.isfile(file))


def write_sealed(file: Path, data: bytes) -> None:
    """Replace a file by data that `read_sealed` returns only as they were written. Raises OSError."""
    write_atomically(file, f"{digest_of(data)}\n".encode() + data)


def read_sealed(file: Path) -> bytes:
    """The data that were written; raises OSError, and ValueError where the file holds others."""
    seal, _, data = file.read_bytes().partition(b"\n")
    if seal != digest_of(data).encode():
        raise ValueError("damaged")
    return data


def write_cached(file: Path, value: object) -> None:
    """Keep a value in a file of the cache, as MessagePack; one with half letters, which has no such form, is not kept.
    Raises OSError."""
    # Imported here, since a build that finds nothing to do needs none of it.
    import msgspec

    with contextlib.suppress(UnicodeEncodeError):
        write_sealed(file, msgspec.msgpack.encode(value))


def read_cached(file: Path, kind: type[Kept], otherwise: Kept) -> Kept:
    """The value that was kept; `otherwise` where there is none of that kind, or the file is damaged."""
    import msgspec

    with contextlib.suppress(OSError, ValueError, msgspec.DecodeError):
        return msgspec.msgpack.decode(read_sealed(file), type=kind)
    return otherwise


class FileDigests:
    """The SHA-256 of files, each read once: it is known while the status of a file stays as it is."""

    def __init__(self, known: dict[str, tuple[Status, str]] | None = None) -> None:
        self._known = known or {}
        # Those of the files that were asked for.
        self.used: dict[str, tuple[Status, str]] = {}

    def find(self, file: Path | str) -> str:
        """The SHA-256 of a file's bytes, in hex. Raises OSError."""
        return self.find_with_size(file)[1]

    def find_with_size(self, file: Path | str) -> tuple[int, str]:
        """The size of a file in bytes, and its SHA-256. Raises OSError."""
        name = os.fspath(file)
        status = status_of(name)
        known = self.used.get(name) or self._known.get(name)
        if known is None or known[0] != status:
            with open(name, "rb") as opened:
                known = status, hashlib.file_digest(opened, "sha256").hexdigest()
        self.used[name] = known
        return status[0], known[1]


@contextlib.contextmanager
def kept_digests(file: Path) -> Iterator[FileDigests]:
    """The digests of files that were asked for the last time, kept in `file`."""
    digests = FileDigests(read_cached(file, dict[str, tuple[Status, str]], {}))
    try:
        yield digests
    finally:
        # Where times are whole seconds, a file may be another within the same one.
        kept = {name: known_file for name, known_file in digests.used.items() if known_file[0][2] % 1_000_000_000}
        # What changes after this has another time.
        time.sleep(TICK)
        with contextlib.suppress(OSError):
            write_cached(file, kept)

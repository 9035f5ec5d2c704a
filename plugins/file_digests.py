"""Digests of files, read again only where a file is another than before.

    digests = FileDigests(Path(".cache/file-digests"))
    digests.digest(Path("output/index.html"))  # SHA-256, as 64 hexadecimal digits
    digests.save()

A file is known by its device, inode, size and time of modification, so that hard links to one file are read once. One
that was written just before it was read may be written again within the same moment: it is not kept.
"""

from __future__ import annotations

import hashlib
import time
from pathlib import Path

import msgspec

from plugins.atomic_files import write_atomically

# Nanoseconds within which two writes may have the same time on a file system.
SAME_MOMENT = 2_000_000_000


class KnownFile(msgspec.Struct, frozen=True, array_like=True):
    """A file as it was when it was read: bytes, time of modification in nanoseconds, digest."""

    size: int
    modified: int
    digest: str


class FileDigests:
    """The digests of files that `record` has from earlier runs, and those of this one."""

    def __init__(self, record: Path) -> None:
        self._record = record
        self._known = _read(record)
        self._used: dict[str, KnownFile] = {}

    def digest(self, path: Path) -> str:
        """The SHA-256 of a file's bytes; raises OSError."""
        status = path.stat()
        identity = f"{status.st_dev}:{status.st_ino}"
        known = self._known.get(identity)
        if known is None or (known.size, known.modified) != (status.st_size, status.st_mtime_ns):
            known = KnownFile(status.st_size, status.st_mtime_ns, hashlib.sha256(path.read_bytes()).hexdigest())
            if time.time_ns() - status.st_mtime_ns < SAME_MOMENT:
                return known.digest
            self._known[identity] = known
        self._used[identity] = known
        return known.digest

    def save(self) -> None:
        """Keep the digests that this run has used for the next one."""
        self._record.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(self._record, msgspec.msgpack.encode(self._used))


def code_digest(*folders: Path) -> str:
    """A digest of all files of these packages, for results that hold as long as the code that found them."""
    found = hashlib.sha256()
    for folder in folders:
        for file in sorted(folder.rglob("*")):
            if file.is_file() and file.suffix != ".pyc":
                found.update(f"{file.relative_to(folder)}\0".encode() + file.read_bytes() + b"\0")
    return found.hexdigest()


def _read(record: Path) -> dict[str, KnownFile]:
    try:
        return msgspec.msgpack.decode(record.read_bytes(), type=dict[str, KnownFile])
    except (OSError, msgspec.DecodeError):
        return {}

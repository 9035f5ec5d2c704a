"""Names of published pictures: what they show, and a fingerprint, so that a changed file has another address."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from pathlib import PurePosixPath

FOLDER = "pictures"


def fingerprint(*parts: object) -> str:
    """A short name for values: the same for equal ones. Each must show all that it holds in its `repr`."""
    return hashlib.blake2b(repr(parts).encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


def digest_of(data: bytes) -> str:
    """Stands for bytes."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def plain_stem(name: str) -> str:
    """A file's name without folder and ending, in letters that need no escape in an address."""
    stem = unicodedata.normalize("NFKD", PurePosixPath(name).stem).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", stem).strip("-")[:60] or "picture"

"""The digest of packages, for results that hold as long as the code that found them."""

from __future__ import annotations

import hashlib
from pathlib import Path


def code_digest(*folders: Path) -> str:
    """A digest of all files of these packages, data too, but for what Python compiles."""
    found = hashlib.sha256()
    for folder in folders:
        for file in sorted(folder.rglob("*")):
            if file.is_file() and file.suffix != ".pyc":
                found.update(f"{file.relative_to(folder)}\0".encode() + file.read_bytes() + b"\0")
    return found.hexdigest()

"""Atomic writes to the picture cache."""

from __future__ import annotations

import os
from pathlib import Path


def write_atomically(file: Path, data: bytes) -> None:
    """Write a file under a temporary name and rename it, so that an interrupted build leaves no partial file."""
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_name(f".{file.name}.{os.getpid()}")
    beside.write_bytes(data)
    os.replace(beside, file)

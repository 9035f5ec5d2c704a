"""The files that texts link to, put where readers find them, byte for byte as their editors left them."""

from __future__ import annotations

import filecmp
import os
import shutil
from pathlib import Path

from plugins.content.library import ContentLibrary


def publish_attachments(library: ContentLibrary, staging: Path, output: Path, kept: set[str]) -> None:
    """Put each file into the staging folder, or its address into `kept` where the output has it; raises OSError."""
    for attached in library.attachments.values():
        source, there = library.config.content / attached.name, output / attached.address
        if _same(source, there):
            kept.add(attached.address)
            continue
        target = staging / attached.address
        target.parent.mkdir(parents=True, exist_ok=True)
        # With its time, which says at the next build that it is there already.
        shutil.copy2(source, target)


def _same(source: Path, there: Path) -> bool:
    """Whether the output has the file. Size and time may be those of another that was put in its place, but not without
    the system's noting when: then the bytes are compared."""
    try:
        one, other = os.lstat(there), source.stat()
        if os.path.islink(there) or one.st_size != other.st_size:
            return False
        if one.st_mtime_ns == other.st_mtime_ns and other.st_ctime_ns < one.st_ctime_ns:
            return True
        return filecmp.cmp(source, there, shallow=False)
    except OSError:
        return False

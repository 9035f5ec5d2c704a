"""The processes that this one has started."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path


def child_processes() -> set[str]:
    """The numbers of this process's children, those included that have ended and were not waited for."""
    found = set()
    for file in Path("/proc").glob("[0-9]*/stat"):
        # A process may end meanwhile; its name in brackets may hold spaces.
        with contextlib.suppress(OSError):
            if file.read_text(errors="replace").rpartition(")")[2].split()[1] == str(os.getpid()):
                found.add(file.parent.name)
    return found

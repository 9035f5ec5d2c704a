"""A cache that can be written, whatever has become of the one that the settings name."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from pathlib import Path

from plugins.project.terminal import errors


@contextlib.contextmanager
def writable(wanted: Path) -> Iterator[Path]:
    """The cache that is wanted; where nothing can be written there, a folder that goes when the build has ended."""
    error = _hindrance(wanted)
    if error is None:
        yield wanted
        return
    errors(f"The cache cannot be written ({error.strerror}): this build makes everything anew.")
    with tempfile.TemporaryDirectory(prefix="dvoglas-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def _hindrance(folder: Path) -> OSError | None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return None
    except OSError as error:
        return error

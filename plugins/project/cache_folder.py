"""A cache folder that can be written, even where the one of the settings cannot."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path


@contextlib.contextmanager
def writable(wanted: Path, on_failure: Callable[[str], None] | None = None) -> Iterator[Path]:
    """The cache that is wanted or, where nothing can be written there, a temporary folder for this build alone;
    `on_failure` is called with a sentence for people."""
    error = _write_error(wanted)
    if error is None:
        yield wanted
        return
    if on_failure:
        on_failure(f"The cache cannot be written ({error.strerror}): this build makes everything anew.")
    with tempfile.TemporaryDirectory(prefix="dvoglas-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def _write_error(folder: Path) -> OSError | None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return None
    except OSError as error:
        return error

"""The cache folder, or a temporary one where it cannot be written."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path


@contextlib.contextmanager
def writable_cache(wanted: Path, on_failure: Callable[[str], None] | None = None) -> Iterator[Path]:
    """Yield the cache folder or, where it cannot be written, a temporary folder for this build; `on_failure` is then
    called with a message."""
    error = _write_error(wanted)
    if error is None:
        yield wanted
        return
    if on_failure:
        on_failure(f"The cache cannot be written ({error.strerror}): this build renders everything.")
    with tempfile.TemporaryDirectory(prefix="dvoglas-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def _write_error(folder: Path) -> OSError | None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return None
    except OSError as error:
        return error

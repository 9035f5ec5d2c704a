"""Compiled templates, kept in the cache under the same seal: Jinja's own cache trusts whatever lies there."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket

from plugins.incremental.store import plainly, sealed, unsealed, write_whole


class SealedBytecodeCache(FileSystemBytecodeCache):
    """A template whose compiled form is damaged is compiled again; nobody need be told of some milliseconds."""

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill the bucket, if its file is there and as it was written."""
        with contextlib.suppress(OSError), open(self._get_cache_filename(bucket), "rb", opener=plainly) as file:
            found = unsealed(file.read())
            if found and found[0] == bucket.checksum:
                bucket.bytecode_from_string(found[1])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the bucket's code, if there is room for it."""
        with contextlib.suppress(OSError):
            write_whole(Path(self._get_cache_filename(bucket)), [sealed(bucket.bytecode_to_string(), bucket.checksum)])


def compiled_in(cache: str) -> SealedBytecodeCache | None:
    """The compiled templates in the build's cache; None where nothing can be kept."""
    folder = Path(cache, "templates")
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    return SealedBytecodeCache(str(folder)) if os.access(folder, os.W_OK) else None

"""Compiled modules of the program that Python takes for current by the content of their source, not by its time.

Python compiles a module again where size or time of its source has changed. A file that took the place of another of
the same size and time would go unseen, and pages be made by code that is no longer there."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import sys
from pathlib import Path

from plugins.atomic_files import write_atomically

PACKAGE = "plugins."
# The header of a compiled module: the version of Python, flags, and then time and size, or the digest, of the source.
FLAGS, STAMP, CODE = slice(4, 8), slice(8, 16), 16
BY_CONTENT = (0b11).to_bytes(4, "little")


def check_by_content() -> None:
    """Let Python compare the content of each module of the program that this process has loaded from now on; where
    compiled modules cannot be written, they stay as they are."""
    for name, module in list(sys.modules.items()):
        file = getattr(module, "__file__", None)
        if name.startswith(PACKAGE) and file and file.endswith(".py"):
            with contextlib.suppress(OSError, NotImplementedError):
                _check_by_content(file)


def _check_by_content(file: str) -> None:
    compiled = importlib.util.cache_from_source(file)
    with open(compiled, "rb") as opened:
        if opened.read(CODE)[FLAGS] != bytes(4):
            return
        opened.seek(0)
        data = opened.read()
    status = os.stat(file)
    stamp = b"".join((number & 0xFFFF_FFFF).to_bytes(4, "little") for number in (int(status.st_mtime), status.st_size))
    if data[STAMP] == stamp:
        with open(file, "rb") as source:
            digest = importlib.util.source_hash(source.read())
        write_atomically(Path(compiled), data[: FLAGS.start] + BY_CONTENT + digest + data[CODE:])

"""Compiled templates, kept between builds: compiling takes half the time of a build after an edit.

There is one folder for each version of code and settings, since what a template compiles to depends on them. Jinja's
own cache of files would run damaged code, and stop a build where the disk is full."""

from __future__ import annotations

import contextlib
import os
import shutil
from pathlib import Path
from types import CodeType

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from plugins.digests import read_sealed, write_sealed

# Folders that stay: builds with other settings, such as those of publishconf.py, take turns.
KEPT = 4


class CompiledTemplates(BytecodeCache):
    """The compiled templates of one build, each compiled once for all editions, and those in a `folder`, where there is
    one."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder, self._codes = folder, dict[str, tuple[str, CodeType | None]]()

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take a template that was compiled in this build, or whose file is as it was written."""
        checksum, code = self._codes.get(bucket.key, ("", None))
        if checksum == bucket.checksum:
            bucket.code = code
        elif self._folder:
            with contextlib.suppress(OSError, ValueError):
                bucket.bytecode_from_string(read_sealed(self._folder / bucket.key))
                self._codes[bucket.key] = bucket.checksum, bucket.code

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template; where that cannot be done it is compiled again in the next build."""
        self._codes[bucket.key] = bucket.checksum, bucket.code
        if self._folder:
            with contextlib.suppress(OSError):
                write_sealed(self._folder / bucket.key, bucket.bytecode_to_string())

    def remove_older(self) -> None:
        """Remove the folders beside this one that have not been used for long."""
        if self._folder:
            with contextlib.suppress(OSError):
                # The time of its last use.
                os.utime(self._folder)
                others = [folder for folder in self._folder.parent.iterdir() if folder.is_dir()]
                for folder in sorted(others, key=lambda folder: folder.stat().st_mtime_ns)[:-KEPT]:
                    shutil.rmtree(folder, ignore_errors=True)

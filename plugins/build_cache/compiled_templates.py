"""Compiled templates, kept between builds: compiling takes half the time of a build after an edit.

There is one folder for each version of code and settings, since what a template compiles to depends on them. Jinja's
own cache of files would run damaged code, and stop a build where the disk is full."""

from __future__ import annotations

import contextlib
import os
import shutil
from pathlib import Path
from types import CodeType

from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket

from plugins.system.digests import read_sealed, write_sealed

# Folders that stay: builds with other settings of Jinja take turns.
KEPT = 4
Codes = dict[tuple[str, str], CodeType]
"""What a template was compiled to, by the digests of its name and of its source."""
# What this process has compiled, by the keys of code and settings; and how many templates it keeps.
_compiled: dict[str, Codes] = {}
MOST = 1_000


class CompiledTemplates(BytecodeCache):
    """The compiled templates of one build, each compiled once for all editions; those in a `folder`, where there is
    one; and, where there is a `key` of all that compiling depends on, those of other builds of this process."""

    def __init__(self, folder: Path | None = None, key: str = "") -> None:
        if sum(map(len, _compiled.values())) > MOST:
            _compiled.clear()
        self._folder, self._codes = folder, _compiled.setdefault(key, Codes()) if key else Codes()

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """A digest of the template's name: its folder may have been moved or copied since."""
        return super().get_cache_key(name)

    def get_bucket(self, environment: Environment, name: str, filename: str | None, source: str) -> Bucket:
        """As in Jinja; errors name the file as it is now."""
        bucket = super().get_bucket(environment, name, filename, source)
        if bucket.code and filename:
            bucket.code = compiled_in(bucket.code, filename)
        return bucket

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take a template that was compiled in this process, or whose file is as it was written."""
        place = (bucket.key, bucket.checksum)
        if place in self._codes:
            bucket.code = self._codes[place]
        elif self._folder:
            with contextlib.suppress(OSError, ValueError):
                bucket.bytecode_from_string(read_sealed(self._folder / bucket.key))
                self._keep(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template; where that cannot be done it is compiled again in the next build."""
        self._keep(bucket)
        if self._folder:
            with contextlib.suppress(OSError):
                write_sealed(self._folder / bucket.key, bucket.bytecode_to_string())

    def _keep(self, bucket: Bucket) -> None:
        if bucket.code:
            self._codes[bucket.key, bucket.checksum] = bucket.code

    def remove_older(self) -> None:
        """Remove the folders beside this one that have not been used for long."""
        if self._folder:
            with contextlib.suppress(OSError):
                # The time of its last use.
                os.utime(self._folder)
                others = [folder for folder in self._folder.parent.iterdir() if folder.is_dir()]
                for folder in sorted(others, key=lambda folder: folder.stat().st_mtime_ns)[:-KEPT]:
                    shutil.rmtree(folder, ignore_errors=True)


def compiled_in(code: CodeType, file: str) -> CodeType:
    """The code as it is compiled from a file in another place."""
    if code.co_filename == file:
        return code
    parts = (compiled_in(part, file) if isinstance(part, CodeType) else part for part in code.co_consts)
    return code.replace(co_filename=file, co_consts=tuple(parts))

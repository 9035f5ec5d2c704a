"""Compiled templates, kept between builds: compiling takes half the time of a build after an edit.

There is one folder for each version of code and settings, since what a template compiles to depends on them. Whoever
may write there may run code in a build, as with Python's own compiled modules; a checksum finds damage."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import stat
from pathlib import Path
from types import CodeType

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

# Folders that stay: builds with other settings, such as those of publishconf.py, take turns.
KEPT = 4
CHECKSUM = 16


class TemplateMemory(BytecodeCache):
    """The compiled templates of one build: each is compiled once for all editions, whose settings are the same."""

    def __init__(self) -> None:
        self._codes: dict[str, tuple[str, CodeType]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take a template that this build has compiled or loaded."""
        checksum, code = self._codes.get(bucket.key, ("", None))
        if checksum == bucket.checksum:
            bucket.code = code

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template for the build's other editions."""
        if bucket.code:
            self._codes[bucket.key] = bucket.checksum, bucket.code


class CompiledTemplates(TemplateMemory):
    """The compiled templates of one folder, each in a file that begins with its checksum. Raises OSError where the
    folder cannot be made."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        # The time of its last use.
        os.utime(folder)

    def load_bytecode(self, bucket: Bucket) -> None:
        """Load a template, where its file is as it was written."""
        super().load_bytecode(bucket)
        if bucket.code:
            return
        file = self.folder / bucket.key
        with contextlib.suppress(OSError):
            if stat.S_ISREG(file.lstat().st_mode):
                data = file.read_bytes()
                if _checksum(data[CHECKSUM:]) == data[:CHECKSUM]:
                    bucket.bytecode_from_string(data[CHECKSUM:])
                    super().dump_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template; where that cannot be done it is compiled again in the next build."""
        super().dump_bytecode(bucket)
        file, data = self.folder / bucket.key, bucket.bytecode_to_string()
        beside = file.with_name(f"{file.name}.{os.getpid()}.new")
        with contextlib.suppress(OSError):
            beside.write_bytes(_checksum(data) + data)
            os.replace(beside, file)

    def remove_older(self) -> None:
        """Remove the folders beside this one that have not been used for long."""
        with contextlib.suppress(OSError), os.scandir(self.folder.parent) as entries:
            others = [entry for entry in entries if entry.is_dir(follow_symlinks=False)]
            others.sort(key=lambda entry: entry.stat(follow_symlinks=False).st_mtime_ns, reverse=True)
            for entry in others[KEPT:]:
                shutil.rmtree(entry.path, ignore_errors=True)


def _checksum(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=CHECKSUM).digest()

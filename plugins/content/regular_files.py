"""Reads regular files up to a limit of size. All content is read through this module.

A pipe that nobody writes to, or a device without end, would keep a command waiting for ever.
"""

from __future__ import annotations

import errno
import os
import stat

from plugins.diagnostics import Message

CHUNK = 1 << 20
# Of a list, a table or a record; texts have a limit of their own.
MOST_BYTES = 5_000_000


class NotRegularFile(OSError):
    """Something that is no regular file, such as a pipe, a device or a folder."""

    def __init__(self, path: str) -> None:
        super().__init__(errno.EINVAL, Message("it is a pipe, a device or a folder, and no file"), path)


class FileTooLarge(OSError):
    """A file of more bytes than are read."""

    def __init__(self, path: str, most: int) -> None:
        super().__init__(errno.EFBIG, Message("it holds more than {most:g} MB", most=most / 1_000_000), path)


def read_regular_file(path: str | os.PathLike[str], most: int = MOST_BYTES) -> bytes:
    """All bytes of a regular file; raises OSError for any other, and for one of more than `most` bytes.

    Plain system calls: each text is read in every build.
    """
    name = os.fspath(path)
    # Without O_NONBLOCK the opening of a pipe that nobody writes to would wait.
    opened = os.open(name, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    try:
        status = os.fstat(opened)
        if not stat.S_ISREG(status.st_mode):
            raise NotRegularFile(name)
        if status.st_size > most:
            raise FileTooLarge(name, most)
        parts, size = [], 0
        while part := os.read(opened, CHUNK):
            parts.append(part)
            size += len(part)
            # Files of /proc and files that still grow say another size.
            if size > most:
                raise FileTooLarge(name, most)
        return b"".join(parts)
    finally:
        os.close(opened)

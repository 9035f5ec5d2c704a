"""Files that are replaced in one step: whoever reads one, or finds it after a crash, has all the old bytes or all the
new ones.

For files of the content and of the caches. The output is replaced by `editions.output_folder`, and `publishing` and
`build_cache`, which stand alone, write their own files.
"""

from __future__ import annotations

import contextlib
import os
import stat
import threading
from pathlib import Path


def write_atomically(file: Path, data: bytes, *, is_durable: bool = False) -> None:
    """Replace the bytes of a file, or make it and its folder. A link stays a link, and the file keeps its permissions.

    Where `is_durable`, the disk has the bytes when this returns. Raises OSError, which names the file, and then leaves
    it as it was and nothing beside it.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    target = Path(os.path.realpath(file))
    beside = target.with_name(f".{os.getpid()}-{threading.get_ident()}.new")
    try:
        with beside.open("wb") as stream:
            stream.write(data)
            if is_durable:
                stream.flush()
                os.fsync(stream.fileno())
        with contextlib.suppress(FileNotFoundError):
            beside.chmod(stat.S_IMODE(target.stat().st_mode))
        os.replace(beside, target)
    except BaseException as error:
        beside.unlink(missing_ok=True)
        if isinstance(error, OSError):
            # A full disk names none, and the name of the one beside it tells nobody what could not be written.
            error.filename, error.filename2 = str(file), None
        raise
    if is_durable and os.name != "nt":
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

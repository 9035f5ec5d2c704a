"""Files that are replaced in one step: whoever reads one, or finds it after a crash, has all the old bytes or all the
new ones.

For files of the content and of the caches. The output is replaced by `editions.output_folder`, and `publishing` and
`build_cache`, which stand alone, write their own files.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import stat
import threading
from collections.abc import Callable
from pathlib import Path

# Of Linux's renameat2, in <linux/fs.h>, and of every POSIX system's openat: two files take each other's place.
RENAME_EXCHANGE, AT_FDCWD = 2, -100


class ChangedMeanwhile(Exception):
    """Another program has written a file; `data` is what it wrote."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self.data = data


def replace_known(file: Path, known: bytes, data: bytes, kept: Path) -> None:
    """Replace the known bytes of a file, which other programs may write at any moment. The old file itself is at `kept`
    from now on, with what a program writes into it that had it open; a copy of it where the disk has no links.

    The disk has the bytes when this returns. Raises ChangedMeanwhile where the file held something else by then, and
    leaves it there; and OSError, as `write_atomically` does.
    """
    target = Path(os.path.realpath(file))
    is_linked = _link(target, kept)
    try:
        if not is_linked:
            write_atomically(kept, known, is_durable=True)
        write_atomically(file, data, is_durable=True, replace=_exchange_known(known, data, kept if is_linked else None))
    except BaseException:
        # A second name of a file that stays would change with it.
        if kept.exists() and target.exists() and kept.samefile(target):
            kept.unlink()
        raise


def write_new(file: Path, data: bytes) -> None:
    """Make a file that is not there, as `replace_known` replaces one."""

    def place(beside: Path, target: Path) -> None:
        try:
            os.link(beside, target)
        except FileExistsError:
            raise ChangedMeanwhile(target.read_bytes()) from None
        except OSError:
            os.replace(beside, target)
        beside.unlink(missing_ok=True)

    write_atomically(file, data, is_durable=True, replace=place)


def _link(target: Path, kept: Path) -> bool:
    """Whether the file itself could be given a second name."""
    kept.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(target, kept)
        # It is as old as what replaced it.
        os.utime(kept)
        _sync_folder(kept.parent)
    except OSError:
        kept.unlink(missing_ok=True)
        # On another disk, or one without links.
        return False
    return True


def _exchange_known(known: bytes, data: bytes, linked: Path | None) -> Callable[[Path, Path], None]:
    """How a new file takes the place of one with known bytes: by an exchange, after which the old one is looked at."""

    def replace(beside: Path, target: Path) -> None:
        if not _exchange(beside, target):
            held = target.read_bytes() if target.exists() else b""
            if held != known:
                raise ChangedMeanwhile(held)
            os.replace(beside, target)
            if linked and (held := linked.read_bytes()) != known:
                # It was written in place before it was replaced, and is put back.
                os.replace(linked, target)
                raise ChangedMeanwhile(held)
            return
        expected, held = data, beside.read_bytes()
        if held == known:
            beside.unlink()
            return
        # Another program was quicker: what it wrote goes back, and what it has written again by then.
        while _exchange(beside, target) and (displaced := beside.read_bytes()) != expected:
            expected, held = held, displaced
        if not target.exists():
            os.replace(beside, target)
        beside.unlink(missing_ok=True)
        raise ChangedMeanwhile(held)

    return replace


def _exchange(first: Path, second: Path) -> bool:
    """Let two files take each other's place in one step; whether the system can."""
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None) if os.name == "posix" else None
    given = AT_FDCWD, os.fsencode(first), AT_FDCWD, os.fsencode(second), RENAME_EXCHANGE
    return rename is not None and rename(*given) == 0


def write_atomically(
    file: Path, data: bytes, *, is_durable: bool = False, replace: Callable[[Path, Path], None] | None = None
) -> None:
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
        (replace or os.replace)(beside, target)
    except BaseException as error:
        beside.unlink(missing_ok=True)
        if isinstance(error, OSError):
            # A full disk names none, and the name of the one beside it tells nobody what could not be written.
            error.filename, error.filename2 = str(file), None
        raise
    if is_durable:
        _sync_folder(target.parent)


def _sync_folder(path: Path) -> None:
    if os.name != "nt":
        folder = os.open(path, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

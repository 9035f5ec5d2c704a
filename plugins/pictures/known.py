"""What earlier builds learnt of picture files, so that an unchanged one is neither read nor decoded again."""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from plugins.pictures.naming import digest_of
from plugins.pictures.writing import write_whole

# One file's size and times in nanoseconds, the digest of its bytes, and the last day on which a build asked for it.
Stamp = list[int | str]
SIZE_AND_TIMES, DIGEST, DAY = slice(3), 3, 4


def today() -> int:
    """The day, counted from the first of 1970."""
    return int(time.time() // 86400)


@dataclass
class Known:
    """Kept in one JSON file under a seal. `stamps` are of picture files and of what was made of them, by path; `facts`
    are width, height and transparency by digest. A stamp that does not fit means that the file is read again; `swept`
    is the day on which what is of no use was last thrown away."""

    file: Path
    stamps: dict[str, Stamp] = field(default_factory=dict)
    facts: dict[str, tuple[int, int, bool]] = field(default_factory=dict)
    swept: int = 0
    changed: bool = False
    day: int = field(default_factory=today)

    def digest(self, file: Path) -> str:
        """Stands for the file's bytes, which are read only where its size or times are new; raises OSError."""
        stat = file.stat()
        now = [stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns]
        before = self.stamps.get(str(file))
        if before and before[SIZE_AND_TIMES] == now:
            self._use(before)
            return str(before[DIGEST])
        digest = digest_of(file.read_bytes())
        self.stamps[str(file)] = [*now, digest, self.day]
        self.changed = True
        return digest

    def _use(self, stamp: Stamp) -> None:
        if stamp[DAY] != self.day:
            stamp[DAY] = self.day
            self.changed = True

    def sound(self, file: Path) -> bool:
        """Whether a file that was made is there with the very bytes that were written."""
        before = self.stamps.pop(str(file), None)
        if before:
            with contextlib.suppress(OSError):
                stat = file.stat()
                self.stamps[str(file)] = before
                if before[SIZE_AND_TIMES] == [stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns]:
                    self._use(before)
                    return True
                return self.digest(file) == before[DIGEST]
        return False

    def made(self, files: Iterable[Path]) -> None:
        """Note files that have just been made."""
        for file in files:
            self.digest(file)

    def save(self) -> None:
        """Keep it for the next build, which looks at every picture anew where there is no room for it."""
        if self.changed:
            kept = {"stamps": self.stamps, "facts": self.facts, "swept": self.swept}
            data = json.dumps(kept, separators=(",", ":")).encode()
            with contextlib.suppress(OSError):
                write_whole(self.file, digest_of(data).encode() + b"\n" + data)
            self.changed = False


def load_known(file: Path) -> Known:
    """What was kept, or nothing where that is not as it was written: a wrong digest would show another's picture."""
    try:
        seal, _, data = file.read_bytes().partition(b"\n")
        if seal != digest_of(data).encode():
            return Known(file)
        kept = json.loads(data)
        facts = {digest: (int(wide), int(high), bool(clear)) for digest, (wide, high, clear) in kept["facts"].items()}
        stamps = {path: stamp for path, stamp in kept["stamps"].items() if len(stamp) == DAY + 1}
        return Known(file, stamps, facts, int(kept["swept"]))
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return Known(file)

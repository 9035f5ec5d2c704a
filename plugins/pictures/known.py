"""What earlier builds learnt of picture files, so that an unchanged one is neither read nor decoded again."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from plugins.pictures.naming import digest_of
from plugins.pictures.writing import write_whole

# One file's size and times in nanoseconds, and the digest of its bytes.
Stamp = list[int | str]


@dataclass
class Known:
    """Kept in one JSON file. `stamps` are of picture files and of what was made of them, by path; `facts` are width,
    height and transparency by digest. A stamp that does not fit means that the file is read again."""

    file: Path
    stamps: dict[str, Stamp] = field(default_factory=dict)
    facts: dict[str, tuple[int, int, bool]] = field(default_factory=dict)
    changed: bool = False

    def digest(self, file: Path) -> str:
        """Stands for the file's bytes, which are read only where its size or times are new; raises OSError."""
        stat = file.stat()
        now = [stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns]
        before = self.stamps.get(str(file))
        if before and before[:3] == now:
            return str(before[3])
        digest = digest_of(file.read_bytes())
        self.stamps[str(file)] = [*now, digest]
        self.changed = True
        return digest

    def sound(self, file: Path) -> bool:
        """Whether a file that was made is there with the very bytes that were written."""
        before = self.stamps.pop(str(file), None)
        if before:
            with contextlib.suppress(OSError):
                stat = file.stat()
                self.stamps[str(file)] = before
                if before[:3] == [stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns]:
                    return True
                return self.digest(file) == before[3]
        return False

    def made(self, files: Iterable[Path]) -> None:
        """Note files that have just been made."""
        for file in files:
            self.digest(file)

    def save(self) -> None:
        """Keep it for the next build."""
        if self.changed:
            kept = {"stamps": self.stamps, "facts": self.facts}
            write_whole(self.file, json.dumps(kept, separators=(",", ":")).encode())
            self.changed = False


def load_known(file: Path) -> Known:
    """What was kept, or nothing where there is nothing that can be read."""
    try:
        kept = json.loads(file.read_bytes())
        facts = {digest: (int(wide), int(high), bool(clear)) for digest, (wide, high, clear) in kept["facts"].items()}
        stamps = {path: stamp for path, stamp in kept["stamps"].items() if len(stamp) == 4}
        return Known(file, stamps, facts)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return Known(file)

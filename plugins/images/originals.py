"""All picture files of a content folder, each examined once for as long as it stays as it is."""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from plugins.build_cache.workers import run_jobs
from plugins.images.cache_files import write_whole
from plugins.images.original import BadPicture, Limits, Original, check_weight, examined
from plugins.images.renditions import digest_of, fingerprint, recipe

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


Facts = tuple[int, int, bool]
# Below this many files to examine another process costs more than it saves.
FILES_A_PROCESS = 3


class Originals:
    """Pictures by their path from the content folder, and what is wrong with those that cannot be shown."""

    def __init__(self, content: Path, known: Known, limits: Limits, workers: int) -> None:
        self.content, self.known, self.limits, self.workers = content, known, limits, workers
        self._sound: dict[str, Original] = {}
        self._problems: dict[str, str] = {}
        self._versions: dict[str, str] = {}

    def learn(self, images: Iterable[str]) -> None:
        """Examine those that this build has not met: unchanged ones by a look at their size and times."""
        unseen = [image for image in dict.fromkeys(images) if image not in self._sound and image not in self._problems]
        if not unseen:
            return
        digests = {image: digest for image in unseen if (digest := self._digest(image))}
        problems = self._examine({digest: image for image, digest in digests.items() if digest not in self.known.facts})
        for image, digest in digests.items():
            if digest in problems:
                self._problems[image] = problems[digest]
            else:
                self._sound[image] = Original(image, digest, *self.known.facts[digest])
        self.known.save()

    def _digest(self, image: str) -> str:
        try:
            file = self.content / image
            check_weight(file.stat().st_size, self.limits)
            return self.known.digest(file)
        except BadPicture as problem:
            self._problems[image] = str(problem)
        except OSError as error:
            self._problems[image] = f"cannot be read ({error.strerror}): check that it is there and may be read"
        return ""

    def _examine(self, new: dict[str, str]) -> dict[str, str]:
        """What is wrong with files that no build has met, by their digest; the facts of sound ones are kept."""
        problems: dict[str, str] = {}
        files = [self.content / image for image in new.values()]
        examine = partial(_examined, limits=self.limits)
        for digest, found in zip(
            new, run_jobs(files, examine, self.workers, jobs_a_process=FILES_A_PROCESS), strict=True
        ):
            if isinstance(found, str):
                problems[digest] = found
            else:
                self.known.facts[digest] = found
        return problems

    def problem(self, image: str) -> str:
        """What is wrong with a picture, in words that follow its name; "" where it can be shown."""
        self.learn([image])
        return self._problems.get(image, "")

    def sound(self, image: str) -> Original | None:
        """The picture, or None where it cannot be shown."""
        self.learn([image])
        return self._sound.get(image)

    def version(self, image: str) -> str:
        """Stands for the file as it is now and for what is made of it."""
        if image not in self._versions:
            self._versions[image] = self.problem(image) or fingerprint(self._sound[image], recipe())
        return self._versions[image]


def _examined(file: Path, limits: Limits) -> Facts | str:
    try:
        return examined(file, limits)
    except BadPicture as problem:
        return str(problem)

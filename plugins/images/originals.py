"""The picture files of a content folder, each examined again only when it changes."""

from __future__ import annotations

import contextlib
import json
import os
import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path

from plugins.diagnostics import message_of
from plugins.images.renditions import encoding_key, fingerprint
from plugins.images.validation import InvalidPicture, Limits, Original, check_weight, examine_picture
from plugins.press_kit import strip_metadata
from plugins.system.clock import read_time
from plugins.system.digests import digest_of, read_sealed, status_of, write_sealed
from plugins.system.workers import start_jobs

# Size in bytes, two times in nanoseconds, inode, the digest of the bytes, and the day of the last build that used it.
Stamp = list[int | str]
STATUS, DIGEST, DAY = slice(4), 4, 5
# Days after the last build that used a generated file.
DAYS_KEPT = 30
# Seconds for which a file without a record is kept: another process may have just written it.
GRACE = 86400
# Names of generated files, and of temporary files that a killed build left.
CACHE_FILE = re.compile(r".+\.[0-9a-f]{12}\.(?:avif|webp|jpg|png)|\..+\.[0-9]+")


def today() -> int:
    """Days since 1 January 1970."""
    return int(read_time().timestamp() // 86400)


@dataclass
class ImageRecords:
    """Records of picture files between builds, in one JSON file that begins with a checksum.

    `stamps` are those of originals and of generated files, by path from the site's folder, so that they are true of a
    copy of the site; a file whose stamp differs is read again. `details` are width, height and transparency by digest;
    `swept` is the day of the last sweep of the cache."""

    file: Path
    stamps: dict[str, Stamp] = field(default_factory=dict)
    details: dict[str, tuple[int, int, bool]] = field(default_factory=dict)
    swept: int = 0
    changed: bool = False
    day: int = field(default_factory=today)

    def _name(self, file: Path) -> str:
        return str(file).removeprefix(self._root)

    @cached_property
    def _root(self) -> str:
        """The site's folder: that of the cache is in it."""
        return f"{Path(*self.file.parts[:-3])}/"

    def digest(self, file: Path, form: Callable[[bytes], bytes] = bytes) -> str:
        """The digest of a file, or of a form of what it holds; it is read only if another one is there or it was
        written to. Raises OSError."""
        now, name = [*status_of(file)], self._name(file)
        before = self.stamps.get(name)
        if before and before[STATUS] == now:
            self._use(before)
            return str(before[DIGEST])
        digest = digest_of(form(file.read_bytes()))
        self.stamps[name] = [*now, digest, self.day]
        self.changed = True
        return digest

    def _use(self, stamp: Stamp) -> None:
        if stamp[DAY] != self.day:
            stamp[DAY] = self.day
            self.changed = True

    def is_intact(self, file: Path) -> bool:
        """Whether a generated file still has the bytes that were written."""
        name = self._name(file)
        before = self.stamps.pop(name, None)
        if before:
            with contextlib.suppress(OSError):
                now, self.stamps[name] = [*status_of(file)], before
                if before[STATUS] == now:
                    self._use(before)
                    return True
                return self.digest(file) == before[DIGEST]
        return False

    def record_generated(self, files: Iterable[Path]) -> None:
        """Record files that have just been generated."""
        for file in files:
            self.digest(file)

    def save(self) -> None:
        """Write the records for the next build, which reads every picture again if that fails."""
        if self.changed:
            kept = {"stamps": self.stamps, "details": self.details, "swept": self.swept}
            with contextlib.suppress(OSError):
                write_sealed(self.file, json.dumps(kept, separators=(",", ":")).encode())
            self.changed = False

    def sweep(self, folder: Path, wanted: Collection[Path]) -> None:
        """Once a day, delete files below a folder that are not in `wanted` and that no build has used for 30 days, and
        their records; those without a record too.

        Several branches and settings files may share a cache, so files that only this build does not use are kept."""
        if self.swept == self.day:
            return
        old = {path for path, stamp in self.stamps.items() if int(stamp[DAY]) < self.day - DAYS_KEPT}
        self.stamps = {path: stamp for path, stamp in self.stamps.items() if path not in old}
        digests = {stamp[DIGEST] for stamp in self.stamps.values()}
        self.details = {digest: details for digest, details in self.details.items() if digest in digests}
        for file in _cache_files(folder).difference(wanted):
            name = self._name(file)
            if name not in self.stamps:
                with contextlib.suppress(OSError):
                    if name in old or file.lstat().st_mtime < read_time().timestamp() - GRACE:
                        file.unlink()
        self.swept, self.changed = self.day, True
        self.save()


def _cache_files(folder: Path) -> set[Path]:
    """The generated files below a folder, by their names; none if the folder is a symbolic link."""
    places = () if folder.is_symlink() else os.walk(folder)
    return {Path(place, name) for place, _, names in places for name in names if CACHE_FILE.fullmatch(name)}


def load_records(file: Path) -> ImageRecords:
    """The last build's records, or none if the file is damaged: a wrong digest would show the wrong picture."""
    try:
        kept = json.loads(read_sealed(file))
        details = {
            digest: (int(wide), int(high), bool(clear)) for digest, (wide, high, clear) in kept["details"].items()
        }
        stamps = {path: stamp for path, stamp in kept["stamps"].items() if len(stamp) == DAY + 1}
        return ImageRecords(file, stamps, details, int(kept["swept"]))
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return ImageRecords(file)


Details = tuple[int, int, bool]
# With fewer files, starting another process takes longer than it saves.
FILES_A_PROCESS = 3


class Originals:
    """Pictures by their path in the content folder, and the problems of those that cannot be shown."""

    def __init__(self, content: Path, records: ImageRecords, limits: Limits, workers: int) -> None:
        self.content, self.records, self.limits, self.workers = content, records, limits, workers
        self._sound: dict[str, Original] = {}
        self._problems: dict[str, str] = {}
        self._versions: dict[str, str] = {}

    def examine(self, images: Iterable[str]) -> None:
        """Examine pictures that are new in this build; unchanged files are known by their size and times."""
        unseen = [image for image in dict.fromkeys(images) if image not in self._sound and image not in self._problems]
        if not unseen:
            return
        digests = {image: digest for image in unseen if (digest := self._digest(image))}
        problems = self._examine(
            {digest: image for image, digest in digests.items() if digest not in self.records.details}
        )
        for image, digest in digests.items():
            if digest in problems:
                self._problems[image] = problems[digest]
            else:
                self._sound[image] = Original(image, digest, *self.records.details[digest])
        self.records.save()

    def _digest(self, image: str) -> str:
        try:
            file = self.content / image
            check_weight(file.stat().st_size, self.limits)
            # What cameras and programs wrote into it is not published.
            return self.records.digest(file, strip_metadata)
        except InvalidPicture as problem:
            self._problems[image] = str(problem)
        except OSError as error:
            self._problems[image] = f"cannot be read ({error.strerror}): check that it is there and may be read"
        return ""

    def _examine(self, new: dict[str, str]) -> dict[str, str]:
        """Problems of new files by digest (`new`: digest to path); details of valid ones go into the records."""
        problems: dict[str, str] = {}
        files = [self.content / image for image in new.values()]
        examine = partial(_details_or_problem, limits=self.limits)
        for digest, outcome in zip(
            new, start_jobs(files, examine, self.workers, jobs_a_process=FILES_A_PROCESS)(), strict=True
        ):
            if isinstance(outcome, str):
                problems[digest] = outcome
            else:
                self.records.details[digest] = outcome
        return problems

    def refuse(self, images: Iterable[str], problem: str) -> None:
        """Show none of these pictures, for a problem that is not of the file itself."""
        for image in images:
            self._sound.pop(image, None)
            self._versions.pop(image, None)
            self._problems[image] = problem

    def problem(self, image: str) -> str:
        """The problem of a picture, as a phrase that follows its name; "" for a valid one, and for none."""
        self.examine([image] if image else ())
        return self._problems.get(image, "")

    def find(self, image: str) -> Original | None:
        """The picture, or None if there is none, or it cannot be shown."""
        self.examine([image] if image else ())
        return self._sound.get(image)

    def version(self, image: str) -> str:
        """Cache key of a picture: its bytes and how its renditions are encoded; "" for none."""
        if not image:
            return ""
        if image not in self._versions:
            self._versions[image] = self.problem(image) or fingerprint(self._sound[image], encoding_key())
        return self._versions[image]


def _details_or_problem(file: Path, limits: Limits) -> Details | str:
    try:
        return examine_picture(file, limits)
    except InvalidPicture as problem:
        return message_of(problem)

"""Cleaning of the picture cache: once a day, files that no build has used for 30 days are deleted.

Several branches and settings files may share a cache, so files that only this build does not use are kept.
"""

from __future__ import annotations

import contextlib
import os
import re
import time
from collections.abc import Collection, Iterator
from pathlib import Path

from plugins.images.originals import DAY, DIGEST, ImageRecords

# Days after the last build that used a file.
DAYS_KEPT = 30
# Seconds for which a file without a record is kept: another process may have just written it.
GRACE = 86400
# Names of generated files, and of temporary files that a killed build left.
CACHE_FILE = re.compile(r".+\.[0-9a-f]{12}\.(?:avif|webp|jpg|png)|\..+\.[0-9]+")


def sweep(folder: Path, records: ImageRecords, wanted: Collection[str]) -> None:
    """Delete files below a folder that are not in `wanted` and were not used for 30 days, and their records.

    Files without a record are deleted too: a build that needs them generates them again.
    """
    if records.swept == records.day:
        return
    old = {path for path, stamp in records.stamps.items() if int(stamp[DAY]) < records.day - DAYS_KEPT}
    records.stamps = {path: stamp for path, stamp in records.stamps.items() if path not in old}
    digests = {stamp[DIGEST] for stamp in records.stamps.values()}
    records.details = {digest: details for digest, details in records.details.items() if digest in digests}
    for path in _cache_files(folder):
        if path not in records.stamps and path not in wanted:
            with contextlib.suppress(OSError):
                if path in old or os.lstat(path).st_mtime < time.time() - GRACE:
                    os.unlink(path)
    records.swept, records.changed = records.day, True
    records.save()


def _cache_files(folder: Path) -> Iterator[str]:
    """The generated files below a folder, by their names; none if the folder is a symbolic link."""
    if not folder.is_symlink():
        for place, _, names in os.walk(folder):
            yield from (os.path.join(place, name) for name in names if CACHE_FILE.fullmatch(name))

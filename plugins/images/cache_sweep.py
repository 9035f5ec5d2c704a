"""The cache of pictures, swept once a day: what no build has asked for in a month goes.

A cache may serve several branches and settings files in turn, so what only this build has no use for stays.
"""

from __future__ import annotations

import contextlib
import os
import re
import time
from collections.abc import Collection, Iterator
from pathlib import Path

from plugins.images.originals import DAY, DIGEST, Known

# Days for which a file is kept after the last build that asked for it.
KEPT = 30
# Seconds for which a file stays that nobody knows: another process may have just written it.
YOUNG = 86400
# What we make: a fingerprinted picture, and what a build that was killed left half written beside one.
OURS = re.compile(r".+\.[0-9a-f]{12}\.(?:avif|webp|jpg|png)|\..+\.[0-9]+")


def sweep(folder: Path, known: Known, wanted: Collection[str]) -> None:
    """Throw away the files below a folder that are neither wanted now nor were in a month, and what is known of them.

    A file that is not known is of no use: a build that needs it would make it again.
    """
    if known.swept == known.day:
        return
    old = {path for path, stamp in known.stamps.items() if int(stamp[DAY]) < known.day - KEPT}
    known.stamps = {path: stamp for path, stamp in known.stamps.items() if path not in old}
    digests = {stamp[DIGEST] for stamp in known.stamps.values()}
    known.facts = {digest: facts for digest, facts in known.facts.items() if digest in digests}
    for path in _made(folder):
        if path not in known.stamps and path not in wanted:
            with contextlib.suppress(OSError):
                if path in old or os.lstat(path).st_mtime < time.time() - YOUNG:
                    os.unlink(path)
    known.swept, known.changed = known.day, True
    known.save()


def _made(folder: Path) -> Iterator[str]:
    """The files below a folder that look like ours; none where it is a link, for then the folder is somebody else's."""
    if not folder.is_symlink():
        for place, _, names in os.walk(folder):
            yield from (os.path.join(place, name) for name in names if OURS.fullmatch(name))

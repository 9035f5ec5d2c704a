"""The record of what was published from this computer: at each target the release that is live, where, since when, and
with which stories. The commands write it, and nothing of it comes over the network, so a publish from another computer
is not in it.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import itertools
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from plugins.content.library import ContentLibrary
from plugins.editing.article_status import Live
from plugins.system.digests import Status, status_of
from plugins.system.kept_work import read_kept, read_table, write_kept

# Releases of a target whose stories are kept, for a rollback.
KEPT = 50
# Publishes that nobody began whose moments are kept: the longest time between two is that of their timer.
TIMED = 3


@dataclass(frozen=True)
class PublishRecord:
    """What is live at a target: `stories` are keys of content by the names of pairs, or None where the release is not
    known any more; `moment` is when it became live; `location` is where the files are, `url` where readers find them;
    `timed` are the moments of the last publishes that no person began. `key` is that of the release, and `build` that
    of the build which passed all checks before it, "" where that is not known."""

    target: str
    url: str
    location: str
    release: str
    moment: dt.datetime
    stories: Mapping[str, str] | None = field(default=None)
    timed: tuple[dt.datetime, ...] = ()
    key: str = ""
    build: str = ""

    @property
    def place(self) -> str:
        """The address for readers; where there is none, the place of the files."""
        return self.url or self.location

    def has_timer(self, now: dt.datetime) -> bool:
        """Whether a timer on this computer publishes: it has done so more than once, and not missed its time since."""
        waits = [after - before for before, after in itertools.pairwise(self.timed)]
        return bool(waits) and now - self.timed[-1] < 2 * max(waits)


def live_state(record: PublishRecord | None, name: str, key: str) -> Live:
    """What readers have of a story or page whose files have this key now, as far as this computer has published it; ""
    where that is not known."""
    if record is None or record.stories is None:
        return ""
    live = record.stories.get(name)
    return "nothing" if live is None else "same" if live == key else "older"


def published_stories(library: ContentLibrary) -> dict[str, str]:
    """The keys of all stories and pages that a publish brings, by the names of pairs."""
    return {pair.name: pair.digest for pair in library.published_pairs}


def read_site_record(settings: Mapping[str, Any], work: Path) -> PublishRecord | None:
    """What this computer last made live at the first target of some settings; None where that is not known."""
    targets = settings.get("TARGETS")
    target = next(iter(targets), "") if isinstance(targets, Mapping) else ""
    return read_record(work, target) if target else None


def read_record(work: Path, target: str) -> PublishRecord | None:
    """What this computer last made live at a target; None where that is not known."""
    try:
        file = _file(work, target)
        return _read(file, status_of(file))
    except (OSError, ValueError, KeyError, TypeError):
        return None


@lru_cache(maxsize=8)
def _read(file: Path, status: Status) -> PublishRecord:
    """The record in a file with this status: it lists every story of many releases, and is often asked for."""
    table = json.loads(file.read_text("utf-8"))
    live = table["live"]
    moment = dt.datetime.fromisoformat(live["moment"])
    timed = tuple(map(dt.datetime.fromisoformat, table.get("timed", ())))
    return PublishRecord(**{**live, "moment": moment}, stories=table["releases"].get(live["release"]), timed=timed)


def write_record(work: Path, record: PublishRecord, *, is_timed: bool = False) -> None:
    """Record that a release is live, and whether a timer made it so; without stories it has those that it had before. A
    record that cannot be written is left out: nothing depends on it."""
    with contextlib.suppress(OSError):
        file, before = _file(work, record.target), read_record(work, record.target)
        releases = read_kept(file, lambda data: dict(read_table(data)["releases"])) or {}
        timed = (*(before.timed if before else ()), *((record.moment,) if is_timed else ()))[-TIMED:]
        if record.stories is not None:
            releases = {**releases, record.release: dict(record.stories)}
        releases = dict(sorted(releases.items())[-KEPT:])
        live = asdict(replace(record, stories=None))
        del live["stories"], live["timed"]
        live["moment"] = record.moment.isoformat()
        table = {"live": live, "timed": [moment.isoformat() for moment in timed], "releases": releases}
        write_kept(file, table)


def _file(work: Path, target: str) -> Path:
    name = "".join(letter if letter.isalnum() else f"-{ord(letter):x}-" for letter in target)
    return work / "published" / f"{name}.json"

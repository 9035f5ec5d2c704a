"""Watches the files that a build reads."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from plugins.project.settings import SETTINGS
from plugins.project.up_to_date import digest_path

# What is watched in any case.
WATCHED = ("content", "theme", "plugins", SETTINGS)
# Milliseconds in which changes count as one at the most, and without a change after which they count as one.
LONGEST_GROUP, STEP = 300, 10
# Milliseconds without a change after which it is looked whether the places are still the same, and a build is due.
LOOK = 1000


def watch_files(
    before: list[str], is_due: Callable[[], bool] = lambda: False, places: Callable[[], tuple[str, ...]] = tuple
) -> Iterator[set[Path]]:
    """The changed files of each burst of saves; an empty set where `is_due()` is true, which is asked each second.
    The first burst has the watched places that changed since `before`, so that nothing is missed before the watch
    begins. A place that another file or folder has taken, as programs do that save by renaming, is watched again.
    `places()` are further files and folders that the last build read; where they change, an empty set follows when
    they are watched, for what was saved meanwhile."""
    more, is_new = places(), False
    while True:
        watched = (*WATCHED, *more)
        began = [_identity(place) for place in watched]
        for changed in _watch_once(watched, before):
            replaced = {Path(place) for place, file in zip(watched, began, strict=True) if _identity(place) != file}
            before = list(map(digest_path, watched)) if replaced else []
            if changed or replaced or is_new or is_due():
                yield changed | replaced
                more, was_new = places(), is_new
                # Once: a build may read another file each time.
                is_new = (*WATCHED, *more) != watched and not was_new
            if replaced or (*WATCHED, *more) != watched:
                break


def _watch_once(watched: tuple[str, ...], before: list[str]) -> Iterator[set[Path]]:
    """The changed files of each burst, or none after a second without; the system reports those of the files and
    folders that are watched now, wherever they are moved."""
    from watchfiles import watch

    bursts = watch(
        *(place for place in watched if Path(place).exists()),
        debounce=LONGEST_GROUP,
        step=STEP,
        rust_timeout=LOOK,
        yield_on_timeout=True,
    )
    # A place may be gone again before it is watched.
    with suppress(FileNotFoundError):
        for burst in bursts:
            changed = {Path(path) for _, path in burst if "__pycache__" not in path}
            changed |= {Path(place) for place, look in zip(watched, before, strict=False) if digest_path(place) != look}
            yield changed
            before = []


def _identity(place: str) -> tuple[int, int] | None:
    """What distinguishes a file or folder from another that takes its place; None where there is none."""
    try:
        status = os.stat(place)
    except OSError:
        return None
    return status.st_dev, status.st_ino

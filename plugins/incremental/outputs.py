"""Whether the files of the output are still those that a build left there, told by size and time."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

Stat = tuple[int, int]
"""Size in bytes, and the time of the last change in nanoseconds."""


def stats_of(output: Path, names: Iterable[str]) -> dict[str, Stat]:
    """Size and time of each file that is there."""
    found, base = {}, f"{output}/"
    for name in names:
        try:
            stat = os.stat(base + name)
        except OSError:
            continue
        found[name] = (stat.st_size, stat.st_mtime_ns)
    return found


def sound_files(output: Path, expected: Mapping[str, Stat]) -> set[str]:
    """The files that are as expected."""
    return {name for name, stat in stats_of(output, expected).items() if stat == expected[name]}

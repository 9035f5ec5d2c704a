"""Refuses pipes and devices among the settings, the code and the theme of a site.

Content is read by `content.regular_files`. These files are opened by Python, Jinja and other libraries, which would
wait for ever for a pipe that nobody writes to, and read a device until memory ends: all are looked at before the first
one is opened. Imports only the standard library, so that a build with nothing to do stays quick.
"""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from plugins.diagnostics.site_files import FileError

PLUGINS = Path(__file__).parents[1]
SKIPPED = {"__pycache__", ".git"}


def check_settings_files(file: Path) -> None:
    """Refuse a settings file, another one beside it that it may import, or a file of the plugins' code that is no
    regular file; raises FileError."""
    # Without a folder in the name, as most commands give it, its folder is the working folder.
    check_regular([str(file), *(str(other) for other in file.parent.glob("*conf.py")), str(PLUGINS)])


def check_site_folders(settings: Mapping[str, Any], base: Path) -> None:
    """Refuse what is no regular file in the theme, in other folders of templates, and as lock or record of the checker
    in the cache; raises FileError. `base` is where relative names begin."""
    names = [settings[name] for name in ("THEME",) if name in settings]
    cache = base / settings.get("CACHE_PATH", "cache")
    # Whatever else cannot be used in the cache is replaced by the build.
    records = [str(cache / "build.lock"), *_entries(cache / "checker")]
    check_regular([*(str(base / name) for name in (*names, *settings.get("THEME_TEMPLATES_OVERRIDES", ()))), *records])


def _entries(folder: Path) -> list[str]:
    """The paths in a folder that are no folders."""
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        return [entry.path for entry in entries if not entry.is_dir()]
    return []


def check_regular(places: Iterable[str]) -> None:
    """Refuse the first pipe, device or socket among files and below folders; raises FileError. What is not there is
    left to whoever needs it."""
    for path in _files(places):
        with contextlib.suppress(OSError):
            mode = os.stat(path).st_mode
            if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
                reason = "it is a pipe or a device, and no file"
                raise FileError(path, reason, "move it away or put a plain file there")


def _files(places: Iterable[str]) -> Iterator[str]:
    """The places that are no folders, and whatever is neither file nor folder below the others; links are not
    followed, but named."""
    todo = list(places)
    yield from todo
    while todo:
        with contextlib.suppress(OSError), os.scandir(todo.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    if entry.name not in SKIPPED:
                        todo.append(entry.path)
                elif not entry.is_file(follow_symlinks=False):
                    yield entry.path

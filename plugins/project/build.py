"""`build`: one Pelican run, strict: whatever it would only log as an error ends it, and the last good output stays."""

from __future__ import annotations

import contextlib
import gc
import logging
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from plugins.project.cache_folder import writable
from plugins.project.lock import held
from plugins.project.terminal import errors, told_changes
from plugins.project.up_to_date import (
    Note,
    as_one,
    circumstances,
    leave_note,
    looks,
    note_file,
    standing_still,
    together,
)

CACHE = Path(".cache")
# In the cache; who holds it may write to the output folder.
LOCK = "build.lock"
# What shapes the site besides content and theme; docs and tests do not.
CODE = ("pelicanconf.py", "publishconf.py", "plugins")

# Seconds for which a build waits while another is at work.
PATIENCE = 60.0
WAITING = "Another build is at work here; this one waits for it."


class BuildFault(Exception):
    """Something that Pelican logged as an error, or as a warning; the site would not be what was asked for."""


class Strict(logging.Handler):
    """Makes an exception of a record, so that a build never logs and goes on."""

    def emit(self, record: logging.LogRecord) -> None:
        """Raise BuildFault with the record's message."""
        raise BuildFault(record.getMessage())


def build(settings_file: str, *, locked: bool = False) -> int:
    """Build the site; says what was done in one line, or every fault; the exit status. `locked` where the caller holds
    the lock already."""
    started = time.perf_counter()
    note = note_file(CACHE, settings_file)
    pages = standing_still(note, settings_file)
    if pages is not None:
        print(f"{pages} pages: nothing changed, {time.perf_counter() - started:.1f} s")
        return 0
    try:
        settings = build_and_note(settings_file, note, locked=locked)
    except Exception as error:
        from plugins.project.errors import format_error

        text = format_error(error)
        if text is None:
            raise
        errors(text)
        return 1
    from plugins.project.script_warnings import doubts

    for line in doubts(settings):
        errors(line)
    for path, address in settings["PREVIEWS"]:
        print(f"preview of {path}: {address or 'none, for PREVIEW_KEY is not set'}")
    changes = settings["CHANGES"]
    print(f"{changes.pages} pages: {told_changes(changes)}, {time.perf_counter() - started:.1f} s")
    return 0


def build_and_note(settings_file: str, file: Path, *, locked: bool = False) -> dict[str, Any]:
    """Build, and leave a note of how all looked when it began; gives the settings that the build ended with."""
    key, began = circumstances(settings_file), time.time()
    before = {resolved(place): looks(resolved(place)) for place in (*CODE, "content", "theme")}
    settings = run(settings_file, locked=locked)
    if "RECORD" in settings and Path(settings["CACHE_PATH"]).resolve() == CACHE.resolve():
        sources = tuple(resolved(place) for place in (*CODE, settings["PATH"], settings["THEME"]))
        seen = {place: looks(place) for place in {*sources, *before}}
        moments = [moment.timestamp() for moment in settings["CHANGES_AT"]]
        until = min((moment for moment in moments if moment > began), default=None)
        output = settings["SITE_OUTPUT"]
        if all(seen[place] == look for place, look in before.items()):
            inputs = together(seen[place] for place in sources)
            outputs = as_one(settings["OUTPUT_LOOKS"])
            leave_note(file, Note(sources, output, key, inputs, outputs, until, settings["CHANGES"].pages))
    return settings


def resolved(place: str) -> str:
    """A place without links, as notes name it."""
    return str(Path(place).resolve())


@contextlib.contextmanager
def without_collection() -> Iterator[None]:
    """A build makes many objects, from its imports on, and drops few before its end; looking for dead ones again and
    again is a fifth of its time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


@without_collection()
def run(settings_file: str, overrides: Mapping[str, Any] | None = None, *, locked: bool = False) -> dict[str, Any]:
    """One build by Pelican; gives the settings that it ended with."""
    import pelican

    from plugins.project.progress import Progress
    from plugins.project.settings import settings_of

    file = Path(settings_file)
    if not file.is_file():
        raise BuildFault(f"{settings_file} is not here: run the command in the site's folder")
    if str(Path.cwd()) not in sys.path:
        sys.path.insert(0, str(Path.cwd()))
    with Progress() as progress, quiet_and_strict(pelican), own_signals():
        settings = settings_of(str(file), {"PROGRESS": progress, **(overrides or {})})
        # Work that was begun for a build that fails ends with it: it would hold the lock against the next one.
        cache_folder = Path(settings["CACHE_PATH"])
        taken = writable(cache_folder, errors) if locked else alone_in(cache_folder)
        with taken as cache, contextlib.ExitStack() as end:
            instance = pelican.Pelican({**settings, "CACHE_PATH": str(cache), "AT_END": end})
            instance.run()
    return dict(instance.settings)


@contextlib.contextmanager
def alone_in(wanted: Path) -> Iterator[Path]:
    """A cache that can be written, for one build at a time."""
    with writable(wanted, errors) as cache, alone(cache):
        yield cache


@contextlib.contextmanager
def alone(cache: Path) -> Iterator[None]:
    """One build at a time; raises BuildFault where another does not end."""
    with held(cache / LOCK, PATIENCE, lambda: errors(WAITING)) as mine:
        if not mine:
            raise BuildFault(f"another build has been at work here for {PATIENCE:.0f} s: try again when it is done")
        yield


@contextlib.contextmanager
def quiet_and_strict(pelican: Any) -> Iterator[None]:
    """Pelican says nothing of its own, and what it logs as a warning or an error is raised."""
    logger, handler = logging.getLogger("pelican"), Strict(logging.WARNING)
    pelican.console.quiet = True
    logger.addHandler(handler)
    before, logger.propagate = logger.propagate, False
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.propagate = before
        pelican.console.quiet = False


@contextlib.contextmanager
def own_signals() -> Iterator[None]:
    """Signals that nobody has connected to: a plugin that another build in this process used has no part in this one,
    unless its settings name it."""
    from blinker import Signal
    from pelican.plugins import signals

    before = {name: value for name, value in vars(signals).items() if isinstance(value, Signal)}
    try:
        vars(signals).update((name, Signal(value.__doc__)) for name, value in before.items())
        yield
    finally:
        vars(signals).update(before)

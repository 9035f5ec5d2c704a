"""One build of a site by Pelican: strict, one at a time, and none where nothing has changed."""

from __future__ import annotations

import contextlib
import gc
import logging
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plugins.build_cache import log_notice
from plugins.build_cache.interface import Progress, no_progress
from plugins.build_cache.store import Notice
from plugins.diagnostics import Diagnostic
from plugins.diagnostics.overrides import apply_overrides, read_overrides
from plugins.project.cache_folder import writable
from plugins.project.lock import held
from plugins.project.up_to_date import (
    Note,
    circumstances,
    combine,
    combine_files,
    find_up_to_date,
    leave_note,
    note_file,
    place_digest,
)

if TYPE_CHECKING:
    from plugins.editions.context import BuildContext

CACHE = Path(".cache")
# In the cache; who holds it may write to the output folder.
LOCK = "build.lock"
# What shapes the site besides content and theme; docs and tests do not.
CODE = ("pelicanconf.py", "publishconf.py", "plugins")

# Seconds for which a build waits while another is at work.
PATIENCE = 60.0
WAITING = "Another build is at work here; this one waits for it."


class BuildError(Exception):
    """Something that Pelican logged as an error, or as a warning; the site would not be as intended."""


class StrictHandler(logging.Handler):
    """Raises what is logged, so that a build never logs and goes on. A warning of a plugin of others is passed over."""

    def emit(self, record: logging.LogRecord) -> None:
        """Raise BuildError with the record's message."""
        is_own = not record.name.startswith("pelican.plugins.") or "i18n_subsites" in record.name
        if is_own or record.levelno >= logging.ERROR:
            raise BuildError(record.getMessage())


@dataclass(frozen=True)
class BuildResult:
    """What a build did: `pages` of the site, `files_changed` in the output (none where nothing had changed since the
    last build), seconds taken, what should be looked at, and (source, address) of each preview ("" without a key)."""

    pages: int
    files_changed: int
    seconds: float
    warnings: tuple[Diagnostic, ...] = ()
    previews: tuple[tuple[str, str], ...] = ()
    is_unchanged: bool = False


def build_site(
    settings_file: str, *, progress: Progress = no_progress, notice: Notice = log_notice, locked: bool = False
) -> BuildResult:
    """Build the site of the working folder, or find that nothing has changed. `locked` where the caller holds the lock.

    Raises ContentErrors, SettingError or BuildError; what readers have stays as it was.
    """
    started = time.perf_counter()
    note = note_file(CACHE, settings_file)
    pages = find_up_to_date(note, settings_file)
    if pages is not None:
        return BuildResult(pages, 0, time.perf_counter() - started, is_unchanged=True)
    settings = _build_and_note(settings_file, note, progress, notice, locked)
    build: BuildContext = settings["BUILD"]
    changes = build.changes
    assert changes is not None
    return BuildResult(
        pages=changes.pages,
        files_changed=len(changes.written) + len(changes.removed),
        seconds=time.perf_counter() - started,
        warnings=build_warnings(settings),
        previews=tuple(build.previews),
    )


def build_warnings(settings: Mapping[str, Any]) -> tuple[Diagnostic, ...]:
    """The warnings of a build that ended well with these settings, without what they switch off."""
    from plugins.project.script_warnings import script_warnings

    build: BuildContext = settings["BUILD"]
    found = apply_overrides((*build.library.diagnostics, *script_warnings(build)), read_overrides(settings))
    return tuple(one for one in found if one.severity == "warning")


def _build_and_note(settings_file: str, file: Path, progress: Progress, notice: Notice, locked: bool) -> dict[str, Any]:
    """Build, and leave a note of the state of all files when it began; returns the settings that it ended with."""
    key, began = circumstances(settings_file), time.time()
    before = {resolved(place): place_digest(resolved(place)) for place in (*CODE, "content", "theme")}
    settings = run_pelican(settings_file, progress=progress, notice=notice, locked=locked)
    build: BuildContext = settings["BUILD"]
    stats = getattr(build.cache, "output_stats", None)
    is_ours = Path(settings["CACHE_PATH"]).resolve() == CACHE.resolve()
    if stats is not None and is_ours and not build.third_party.takes_part and build.changes:
        sources = tuple(resolved(place) for place in (*CODE, settings["PATH"], settings["THEME"]))
        seen = {place: place_digest(place) for place in {*sources, *before}}
        moments = [moment.timestamp() for moment in build.changes_at]
        until = min((moment for moment in moments if moment > began), default=None)
        if all(seen[place] == stat for place, stat in before.items()):
            inputs = combine(seen[place] for place in sources)
            note = Note(sources, str(build.output), key, inputs, combine_files(stats), until, build.changes.pages)
            leave_note(file, note)
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
def run_pelican(
    settings_file: str,
    overrides: Mapping[str, Any] | None = None,
    *,
    progress: Progress = no_progress,
    notice: Notice = log_notice,
    locked: bool = False,
    **options: Any,
) -> dict[str, Any]:
    """One build by Pelican, strict: what Pelican would only log as a warning or an error is raised as BuildError.

    `options` are those of `BuildOptions`. Returns the settings that the build ended with; `BUILD` is its context.
    """
    import pelican

    from plugins.build_cache.options import BuildOptions
    from plugins.project.settings import settings_of

    file = Path(settings_file)
    if not file.is_file():
        raise BuildError(f"{settings_file} is not here: run the command in the site's folder")
    if str(Path.cwd()) not in sys.path:
        sys.path.insert(0, str(Path.cwd()))
    with quiet_and_strict(pelican), own_signals():
        settings = settings_of(str(file), dict(overrides or {}))
        # The workers of a build that fails end with it: otherwise they hold the lock against the next build.
        hold = writable if locked else alone_in
        with hold(Path(settings["CACHE_PATH"]), notice) as cache, contextlib.ExitStack() as finalizers:
            given = BuildOptions(progress=progress, notice=notice, finalizers=finalizers, **options)
            instance = pelican.Pelican({**settings, "CACHE_PATH": str(cache), "BUILD_OPTIONS": given})
            instance.run()
    return dict(instance.settings)


@contextlib.contextmanager
def alone_in(wanted: Path, notice: Notice = log_notice) -> Iterator[Path]:
    """A cache that can be written, for one build at a time."""
    with writable(wanted, notice) as cache, alone(cache, notice):
        yield cache


@contextlib.contextmanager
def alone(cache: Path, notice: Notice = log_notice) -> Iterator[None]:
    """One build at a time; raises BuildError where another does not end."""
    with held(cache / LOCK, PATIENCE, lambda: notice(WAITING)) as is_held:
        if not is_held:
            raise BuildError(f"another build has been at work here for {PATIENCE:.0f} s: try again when it is done")
        yield


@contextlib.contextmanager
def quiet_and_strict(pelican: Any) -> Iterator[None]:
    """Pelican says nothing of its own, and what it logs as a warning or an error is raised."""
    logger, handler = logging.getLogger("pelican"), StrictHandler(logging.WARNING)
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
    """Signals without receivers: a plugin that another build in this process used has no part in this one, unless its
    settings name it."""
    from blinker import NamedSignal
    from pelican.plugins import signals

    before = {name: value for name, value in vars(signals).items() if isinstance(value, NamedSignal)}
    try:
        vars(signals).update((name, NamedSignal(value.name, value.__doc__)) for name, value in before.items())
        yield
    finally:
        vars(signals).update(before)

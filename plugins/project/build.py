"""Builds a site with Pelican: strict, one build at a time, and skipped where nothing has changed."""

from __future__ import annotations

import contextlib
import gc
import logging
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plugins.build_cache.file_stats import folder_times
from plugins.build_cache.protocol import BuildOptions, OnNotice
from plugins.diagnostics import ContentErrors, Message, UserError, keep_faults
from plugins.project.events import Built, EmitBuild, Notice, PreviewPage, Progress, emit_all
from plugins.project.up_to_date import (
    BuildRecord,
    check_by_content,
    digest_output,
    digest_path,
    find_up_to_date,
    last_change,
    note_opened_files,
    read_elsewhere,
    read_environment,
    record_file,
    write_record,
)
from plugins.system.clock import read_time
from plugins.system.digests import digest_of, key_of
from plugins.system.file_lock import file_lock

# What a build needs that has nothing to do is imported above; all else waits.
if TYPE_CHECKING:
    from plugins.editions.build_context import BuildContext

CACHE = Path(".cache")
# The lock file in the cache; its holder may write to the output folder.
LOCK = "build.lock"
# The inputs of a build besides content and theme.
CODE = ("pelicanconf.py", "publishconf.py", "plugins")

# Seconds that a build waits for another one.
LOCK_TIMEOUT = 60.0
# The parts of a build that are counted.
STAGES: Mapping[str, str] = {"texts": Message("texts"), "pages": Message("pages"), "pictures": Message("pictures")}
WAIT_MESSAGE = "Another build is running here; this one waits for it."


class StrictHandler(logging.Handler):
    """Raises logged errors and warnings, so that they stop the build. Warnings of third-party plugins are ignored, and
    messages that the setting `LOG_FILTER` names."""

    ignored: frozenset[tuple[int, str]] = frozenset()

    def emit(self, record: logging.LogRecord) -> None:
        """Raise UserError with the record's message."""
        is_own = not record.name.startswith("pelican.plugins.") or "i18n_subsites" in record.name
        if {(record.levelno, record.msg), (record.levelno, record.getMessage())} & self.ignored:
            return
        if is_own or record.levelno >= logging.ERROR:
            raise UserError(record.getMessage())


@dataclass(frozen=True)
class SiteReading:
    """The content of a site as it was read for checks, and for the build that may follow: `build` is the context of
    that build, with its cache. `began` (seconds since 1970) and `inputs`, the digests of code, content and theme by
    path, are from before anything was read; `opened` are the files that were opened meanwhile. `content` is the folder
    that was read instead of the site's own, or None, and `snapshot_of` the site's own where that is a copy of all of
    it, else ""."""

    build: BuildContext
    began: float
    inputs: Mapping[str, str]
    opened: frozenset[str]
    content: Path | None
    snapshot_of: str = ""

    @property
    def is_current(self) -> bool:
        """Whether code, content and theme are still as they were read."""
        return all(digest_path(place) == digest for place, digest in self.inputs.items())


def read_site(settings_file: str, content: Path | None, options: BuildOptions, snapshot_of: str = "") -> SiteReading:
    """Read the content of a site, or of a `content` folder in its place, which may be a snapshot of the site's own; the
    caller holds the lock. Texts that the cache does not know are being rendered by other processes, which
    `options.finalizers` end."""
    from plugins.content.settings.site_config import read_clock
    from plugins.newsroom import read_build
    from plugins.project.settings import settings_of

    began, inputs = read_time().timestamp(), read_inputs()
    with note_opened_files() as opened:
        settings = settings_of(settings_file, {"PATH": str(content)} if content else None)
        # A site may have others than the usual folders.
        others = (snapshot_of or settings["PATH"], settings["THEME"])
        inputs |= {place: digest_path(place) for place in others if place not in inputs}
        # What is read more than once for one build or publish is read for one moment.
        options.clock = options.clock or read_clock(settings)
        build = read_build({**settings, "BUILD_OPTIONS": options}, settings)
        if content and not snapshot_of:
            # Of a copy, from which stories are held back with all that they use.
            build = replace(build, library=replace(build.library, all_read=False))
        build.bodies.prepare(build.library.all_texts())
    return SiteReading(build, began, inputs, frozenset(opened), content, snapshot_of)


def build_site(
    settings_file: str, emit: EmitBuild, *, locked: bool = False, reading: SiteReading | None = None
) -> Built:
    """Build the site of the working folder, unless nothing has changed; returns the last event, which is not emitted.
    `locked` is True if the caller holds the lock; `reading` is what the caller has read with these settings.

    Raises ContentErrors, SettingError or UserError, and leaves the output as it was.
    """
    started = time.perf_counter()
    began, before = (reading.began, reading.inputs) if reading else (read_time().timestamp(), read_inputs())
    record, clock = record_file(CACHE, settings_file), reading.build.library.clock if reading else None
    options = {**callbacks(emit), "locked": locked, "context": reading and reading.build}
    overrides = {"PATH": str(reading.content)} if reading and reading.content else {}
    if reading and reading.content and not reading.snapshot_of:
        settings = run_pelican(settings_file, overrides, **options)
    elif (pages := find_up_to_date(record, settings_file, {} if reading else before, clock)) is not None:
        return Built(pages, 0, time.perf_counter() - started, is_unchanged=True)
    else:
        read = (reading.opened, reading.snapshot_of) if reading else (frozenset(), "")
        settings = _build_and_record(settings_file, record, began, before, read, {"overrides": overrides, **options})
    from plugins.project.build_warnings import build_warnings

    build: BuildContext = settings["BUILD"]
    changes = build.changes
    assert changes is not None
    seconds = time.perf_counter() - started
    emit_all(build_warnings(settings), emit)
    emit_all((PreviewPage(path, address) for path, address in build.previews), emit)
    return Built(changes.pages, changes.count, seconds)


def callbacks(emit: EmitBuild) -> dict[str, Any]:
    """Those options of a build that are called while it goes on."""
    return {
        "progress": lambda stage, done, total: emit(Progress(STAGES.get(stage, stage), done, total)),
        "notice": lambda text: emit(Notice(text)),
    }


def _build_and_record(
    settings_file: str,
    file: Path,
    began: float,
    before: Mapping[str, str],
    read: tuple[frozenset[str], str],
    options: Mapping[str, Any],
) -> dict[str, Any]:
    """Build with these options of `run_pelican`, and record how all files were before they were read; returns the final
    settings. `before` are the digests of `read_inputs` at the time `began`, and `read` the files opened since, and the
    folder of which a snapshot was read, or ""."""
    opened_before, snapshot_of = read
    with note_opened_files() as opened:
        settings = run_pelican(settings_file, **options)
    opened |= opened_before
    check_by_content()
    build: BuildContext = settings["BUILD"]
    stats = build.cache.output_stats
    is_ours = Path(settings["CACHE_PATH"]).resolve() == CACHE.resolve()
    # What others read, and when, is not known.
    is_known = not build.has_plugins and not build.foreign_code
    if stats is not None and is_ours and is_known and build.changes:
        known = (*CODE, snapshot_of or settings["PATH"], settings["THEME"])
        elsewhere = (
            *settings["THEME_TEMPLATES_OVERRIDES"],
            *read_elsewhere(opened, (*known, settings["PATH"], *map(str, (build.output, build.staging, CACHE)))),
        )
        sources = tuple(map(os.path.abspath, (*known, *elsewhere)))
        seen = {place: digest_path(place) for place in {*sources, *before}}
        is_as_read = all(seen[place] == stat for place, stat in before.items())
        if is_as_read and all(last_change(place) < began for place in elsewhere):
            inputs = key_of(*(seen[place] for place in sources))
            output, files = str(build.output), tuple(stats)
            outputs = digest_output(sorted(stats.items()), folder_times(output, files))
            key, _ = read_environment(settings_file)
            clock, pages = build.library.clock, build.changes.pages
            since = clock.now.timestamp()
            record = BuildRecord(sources, output, files, key, inputs, outputs, since, clock.until, pages)
            write_record(file, record)
    return settings


def last_build(settings_file: str) -> str:
    """A key of all that the last build read and made; "" if a build now might change something."""
    file = record_file(CACHE, settings_file)
    return digest_of(file.read_bytes()) if find_up_to_date(file, settings_file, {}) is not None else ""


def read_inputs() -> dict[str, str]:
    """The digests of code, content and theme as they are now, by their paths."""
    return {place: digest_path(place) for place in map(os.path.abspath, (*CODE, "content", "theme"))}


@contextlib.contextmanager
def gc_paused() -> Iterator[None]:
    """Pause garbage collection. A build makes many objects and drops few before its end; collecting takes a fifth of
    its time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            # The two calls set the counters of new objects to nothing; else the next object that is made would start a
            # collection of all that the build has made.
            gc.freeze()
            gc.unfreeze()
            gc.enable()


@gc_paused()
def run_pelican(
    settings_file: str,
    overrides: Mapping[str, Any] | None = None,
    *,
    locked: bool = False,
    **options: Any,
) -> dict[str, Any]:
    """Run Pelican once; what it would only log as a warning or an error is raised as UserError.

    `options` are those of `BuildOptions`. Returns the final settings; `BUILD` is the build's context.
    """
    import pelican
    from pelican.settings import DEFAULT_CONFIG

    from plugins.project.settings import settings_of
    from plugins.project.site_pelican import SitePelican, plugin_errors

    if str(Path.cwd()) not in sys.path:
        sys.path.insert(0, str(Path.cwd()))
    with strict_logging(pelican) as handler, isolated_signals():
        settings = settings_of(settings_file, dict(overrides or {}))
        handler.ignored = frozenset(settings["LOG_FILTER"])
        # One of the site's own is left there, to be refused.
        if settings["PELICAN_CLASS"] == DEFAULT_CONFIG["PELICAN_CLASS"]:
            settings["PELICAN_CLASS"] = SitePelican
        # Workers of a failed build are ended here: they would keep the lock from the next build.
        given = BuildOptions(**options)
        with (
            writable_cache(Path(settings["CACHE_PATH"]), given.notice) as cache,
            contextlib.nullcontext() if locked else build_lock(cache, given.notice),
            contextlib.ExitStack() as finalizers,
        ):
            given.finalizers = finalizers
            with plugin_errors(settings["PLUGINS"]), _faults_kept(cache):
                instance = SitePelican({**settings, "CACHE_PATH": str(cache), "BUILD_OPTIONS": given})
                instance.run()
    return dict(instance.settings)


@contextlib.contextmanager
def _faults_kept(cache: Path) -> Iterator[None]:
    """Write the tracebacks of the program's own errors, which stop a build, to a file in the cache."""
    try:
        yield
    except ContentErrors as errors:
        keep_faults(errors.diagnostics, cache)
        raise


@contextlib.contextmanager
def writable_cache(wanted: Path, notice: OnNotice) -> Iterator[Path]:
    """Yield the cache folder or, where it cannot be written, which is said, a temporary folder for this build."""
    with contextlib.ExitStack() as temporary:
        try:
            wanted.mkdir(parents=True, exist_ok=True)
            tempfile.TemporaryFile(dir=wanted).close()
        except OSError as error:
            notice(f"The cache cannot be written ({error.strerror}): this build renders everything.")
            folder = tempfile.TemporaryDirectory(prefix="dvoglas-", ignore_cleanup_errors=True)
            wanted = Path(temporary.enter_context(folder))
        yield wanted


@contextlib.contextmanager
def build_lock(cache: Path, notice: OnNotice) -> Iterator[None]:
    """Hold the build lock of a cache; raises UserError if another build keeps it."""
    with file_lock(cache / LOCK, LOCK_TIMEOUT, lambda: notice(WAIT_MESSAGE)) as is_held:
        if not is_held:
            raise UserError(f"another build has been running here for {LOCK_TIMEOUT:.0f} s: try again when it is done")
        yield


@contextlib.contextmanager
def strict_logging(pelican: Any) -> Iterator[StrictHandler]:
    """Silence Pelican's console, and raise what it logs as a warning or an error; yields the handler."""
    logger, handler = logging.getLogger("pelican"), StrictHandler(logging.WARNING)
    pelican.console.quiet = True
    logger.addHandler(handler)
    before, logger.propagate = logger.propagate, False
    try:
        yield handler
    finally:
        logger.removeHandler(handler)
        logger.propagate = before
        pelican.console.quiet = False


@contextlib.contextmanager
def isolated_signals() -> Iterator[None]:
    """Replace Pelican's signals by new ones without receivers, so that plugins of earlier builds in this process are
    not called."""
    from blinker import NamedSignal
    from pelican.plugins import signals

    before = {name: value for name, value in vars(signals).items() if isinstance(value, NamedSignal)}
    try:
        vars(signals).update((name, NamedSignal(value.name, value.__doc__)) for name, value in before.items())
        yield
    finally:
        vars(signals).update(before)

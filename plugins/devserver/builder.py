"""Builds for a preview: the site again and again in one process, with the events that it reports."""

from __future__ import annotations

import gc
import math
import os
import time
import traceback
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from plugins.build_cache.protocol import CacheMemory
from plugins.content.links.redirects import redirects
from plugins.devserver.events import Event, PagesRendered
from plugins.devserver.fast_preview import preview_changes
from plugins.devserver.preview import Preview
from plugins.devserver.watching import WATCHED
from plugins.project.build import LOCK, run_pelican
from plugins.project.build_warnings import build_warnings
from plugins.project.error_messages import failure_of
from plugins.project.events import Built, Failed, Notice, emit_all
from plugins.project.settings import SETTINGS, settings_of
from plugins.project.up_to_date import last_change, note_opened_files, read_elsewhere
from plugins.system.clock import read_time
from plugins.system.file_lock import file_lock

# Folders whose files are the system's.
SYSTEM = ("/proc", "/sys", "/usr")
# Files of the output that no open page shows.
NOT_SHOWN = (".xml", ".json", ".txt", ".md")


class PreviewBuilder:
    """Builds the site for a preview, as often as files change. `settings` are those that the last good build ended
    with, empty before; `places` are the files and folders that the last build read beside the site's usual ones."""

    def __init__(self, preview: Preview, on_event: Callable[[Event], None]) -> None:
        self.preview, self.on_event = preview, on_event
        self.settings: Mapping[str, Any] = {}
        self.places: tuple[str, ...] = ()
        # What a build keeps in memory for the next one.
        self._memory = CacheMemory()
        # When the last build began, and when the site it made is no longer right by itself; seconds since 1970.
        self._began, self.until = 0.0, math.inf

    def build(self) -> float:
        """Build once; the preview shows the outcome. Returns until when the site is right."""
        # What was frozen when this process began stays so, since no pause within this one ends.
        gc.disable()
        try:
            event = self._build()
            # A build leaves cycles of references, and now nobody waits.
            gc.collect()
        finally:
            gc.enable()
        self.on_event(event)
        return self.until

    def _build(self) -> Event:
        """Build once; what there is to report."""
        started, self._began = time.perf_counter(), read_time().timestamp()
        try:
            with note_opened_files() as opened:
                settings = run_pelican(
                    SETTINGS, memory=self._memory, show_drafts=True, notice=lambda text: self.on_event(Notice(text))
                )
            self.places = places_of(settings, (*opened, *self.places), self._began)
            show_build(self.preview, settings)
            self.settings = settings
            clock = settings["BUILD"].library.clock
            self.until = math.inf if clock.is_given else clock.until
            emit_all(build_warnings(settings, new_only=True), self.on_event)
            changes = settings["BUILD"].changes
            return Built(changes.pages, changes.count, time.perf_counter() - started)
        except (Exception, SystemExit) as error:
            # A build that failed is made again when something is saved, or the moment of a story comes.
            self.until = self.until if self.until > self._began else math.inf
            event = failure_of(error) or Failed(None, "program", format_traceback(error))
            self.preview.fail(event.cause, event.code)
            with suppress(Exception, SystemExit):
                self.places = places_of(settings_of(SETTINGS), (*opened, *self.places), self._began)
            return event

    def render_stories(self, changed: Iterable[Path]) -> None:
        """Show the pages of stories whose text has changed, if that is all that has changed, before the site is
        built."""
        started, changed = time.perf_counter(), set(changed)
        if not changed or not self.settings or self.preview.state.error:
            return
        try:
            pages = self._render_alone(changed)
        except Exception as error:
            # The build that follows meets the same error, and reports it.
            self.on_event(Failed(None, "program", f"the fast preview failed: {error}"))
            return
        if pages:
            self.preview.refresh()
            self.on_event(PagesRendered(time.perf_counter() - started))

    def _render_alone(self, changed: Iterable[Path]) -> list[Path]:
        """The pages that were written; none while another process builds, or publishes the output."""
        with file_lock(Path(self.settings["CACHE_PATH"], LOCK), 0) as mine:
            return preview_changes(self.settings, changed) if mine else []


def places_of(settings: Mapping[str, Any], opened: Iterable[str], began: float) -> tuple[str, ...]:
    """The files and folders that a build with these settings read and that are in none of the site's usual places:
    the content, theme and templates that the settings name, what these import and open, and plugins. `opened` are the
    files of this build and of those before, which may have imported what this one did not read again. A file that
    changed since the build `began` (seconds since 1970) is one that it wrote."""
    build = settings.get("BUILD")
    own = [settings["OUTPUT_PATH"], settings["CACHE_PATH"], *([str(build.output)] if build else [])]
    named = [settings["PATH"], settings["THEME"], *settings["THEME_TEMPLATES_OVERRIDES"]]
    static = [os.path.join(settings["PATH"], name) for name in settings["STATIC_PATHS"]]
    # A folder around the output would change with each build.
    folders = [place for place in (*named, *static) if not any(is_below(written, place) for written in own)]
    files = read_elsewhere(opened, (*folders, *own, *map(os.path.abspath, WATCHED[:2]), *SYSTEM))
    read = [file for file in files if last_change(file) < began and not file.endswith("conf.py")]
    watched = set(map(os.path.realpath, WATCHED))
    places = {os.path.realpath(place) for place in (*folders, *read)} - watched
    around = {*watched, *places}
    return tuple(sorted(place for place in places if not any(str(folder) in around for folder in Path(place).parents)))


def is_below(place: str, folder: str) -> bool:
    """Whether a file or folder is another, or in it."""
    return f"{os.path.realpath(place)}/".startswith(f"{os.path.realpath(folder)}/")


def show_build(preview: Preview, settings: Mapping[str, Any]) -> None:
    """Show a good build by the settings that it ended with, unless it changed nothing that browsers show, as after
    `render_stories`."""
    build, state = settings["BUILD"], preview.state
    output, changes = build.output, build.changes
    shown = [name for name in (*changes.written, *changes.removed) if not name.endswith(NOT_SHOWN)]
    moved = {old.rstrip("/"): new for old, new in redirects(build.library).items()}
    if shown or state.error or state.output != output or state.redirects != moved:
        preview.show(output, moved)


def format_traceback(error: BaseException) -> str:
    """An error of the program itself, with its place."""
    return "".join(traceback.format_exception(error)).rstrip()

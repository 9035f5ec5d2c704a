"""`serve`: builds, serves the site on this computer, watches its files, and builds again in the same process.

It prints nothing: each event is given to a function, such as the command line's.
"""

from __future__ import annotations

import gc
import math
import os
import sys
import time
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from plugins.build_cache.cache import CacheMemory
from plugins.content.links.redirects import redirects
from plugins.devserver.fast_preview import preview_changes
from plugins.devserver.preview import Preview
from plugins.devserver.server import PreviewServer
from plugins.diagnostics import Diagnostic
from plugins.editions.output_folder import Changes
from plugins.pages.kinds.drafts import LIST as DRAFTS
from plugins.project.build import LOCK, build_warnings, run_pelican
from plugins.project.errors import format_error
from plugins.project.lock import file_lock
from plugins.project.up_to_date import digest_path

SETTINGS = "pelicanconf.py"
WATCHED = ("content", "theme", "plugins", "pelicanconf.py")
CODE = Path("plugins")
# Milliseconds in which a burst of saves counts as one, and between two looks at the files.
BURST, STEP = 30, 10
# Files of the output that no open page shows.
NOT_SHOWN = (".xml", ".json", ".txt", ".md")


@dataclass(frozen=True)
class ServerReady:
    """The first build has ended and the site is served; `address` is such as `http://127.0.0.1:8000`, and `drafts` that
    of the list of drafts, "" where the list has another place."""

    address: str
    drafts: str = ""


@dataclass(frozen=True)
class PagesRendered:
    """The pages of the saved stories are shown, before the whole site is built."""

    seconds: float


@dataclass(frozen=True)
class SiteBuilt:
    """A build has ended well; `warnings` are for whoever wrote the content."""

    changes: Changes
    warnings: tuple[Diagnostic, ...]
    seconds: float


@dataclass(frozen=True)
class Failed:
    """A build, or a part of the work of `serve`, has failed; the server continues."""

    message: str


@dataclass(frozen=True)
class Notice:
    """A message of a build that continues, such as that it waits for another."""

    message: str


Event = ServerReady | PagesRendered | SiteBuilt | Failed | Notice


def serve(host: str, port: int, on_event: Callable[[Event], None]) -> None:
    """Serve until interrupted, which returns; raises PortError where the port cannot be used.

    An error of a build is an event, and shown in the browser above the last good site.
    """
    preview, before = Preview(), list(map(digest_path, WATCHED))
    # From here on browsers may connect; they are answered when there is a site.
    server = PreviewServer(preview, host, port)
    builder = PreviewBuilder(preview, on_event)
    builder.build()
    with server:
        try:
            on_event(ServerReady(server.address, f"{server.address}/{DRAFTS}"))
            wait_for_code(builder, before)
        except KeyboardInterrupt:
            return
    restart()


def wait_for_code(builder: PreviewBuilder, before: list[str]) -> None:
    """Build after each change of the watched files; returns when the code of plugins has changed."""
    for changed in watch_files(before, builder.is_due):
        code = [path for path in changed if path == CODE or (path.suffix == ".py" and CODE.name in path.parts)]
        error = syntax_error(path for path in code if path != CODE)
        if code and not error:
            return
        if error:
            builder.on_event(Failed(error))
        builder.render_stories(changed)
        builder.build()


class PreviewBuilder:
    """Builds the site for a preview, as often as files change. `settings` are those that the last good build ended
    with, empty before."""

    def __init__(self, preview: Preview, on_event: Callable[[Event], None]) -> None:
        self.preview, self.on_event = preview, on_event
        self.settings: Mapping[str, Any] = {}
        # What a build keeps in memory for the next one.
        self._memory = CacheMemory()
        # When the last build began, and when the site it made is no longer right by itself; seconds since 1970.
        self._began, self._until = 0.0, math.inf

    def build(self) -> None:
        """Build once; the preview shows the outcome."""
        started, self._began = time.perf_counter(), time.time()
        event: Event
        try:
            settings = run_pelican(SETTINGS, memory=self._memory, show_drafts=True, notice=self._report)
            show_build(self.preview, settings)
            self.settings = settings
            moments = (moment.timestamp() for moment in settings["BUILD"].changes_at)
            self._until = min((moment for moment in moments if moment > self._began), default=math.inf)
            warnings = build_warnings(settings, new_only=True)
            event = SiteBuilt(settings["BUILD"].changes, warnings, time.perf_counter() - started)
        except (Exception, SystemExit) as error:
            # A build that failed is made again when something is saved, or the moment of a story comes.
            self._until = self._until if self._until > self._began else math.inf
            message = (format_error(error) if isinstance(error, Exception) else None) or format_traceback(error)
            self.preview.fail(message)
            event = Failed(message)
        # A build leaves cycles of references, and now nobody waits.
        gc.collect()
        self.on_event(event)

    def is_due(self) -> bool:
        """Whether a moment has come at which the site changes by itself, such as the date of a story that waits."""
        return time.time() >= self._until

    def _report(self, message: str) -> None:
        self.on_event(Notice(message))

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
            self.on_event(Failed(f"no first look: {error}"))
            return
        if pages:
            self.preview.refresh()
            self.on_event(PagesRendered(time.perf_counter() - started))

    def _render_alone(self, changed: Iterable[Path]) -> list[Path]:
        """The pages that were written; none while another process builds, or publishes the output."""
        with file_lock(Path(self.settings["CACHE_PATH"], LOCK), 0) as mine:
            return preview_changes(self.settings, changed) if mine else []


def show_build(preview: Preview, settings: Mapping[str, Any]) -> None:
    """Show a good build by the settings that it ended with, unless it changed nothing that browsers show, as after
    `render_stories`."""
    build, state = settings["BUILD"], preview.state
    output, changes = build.output, build.changes
    shown = [name for name in (*changes.written, *changes.removed) if not name.endswith(NOT_SHOWN)]
    if shown or state.error or state.output != output:
        preview.show(output, redirects(build.library))


def watch_files(before: list[str], is_due: Callable[[], bool] = lambda: False) -> Iterator[set[Path]]:
    """The changed files of each burst of saves; none where a build is due all the same, which is looked at each second.
    The first burst has the watched places that changed since `before`, so that nothing is missed before the watch
    begins."""
    from watchfiles import watch

    for burst in watch(
        *(place for place in WATCHED if Path(place).exists()),
        debounce=BURST * 10,
        step=STEP,
        rust_timeout=1000,
        yield_on_timeout=True,
    ):
        changed = {Path(path) for _, path in burst if "__pycache__" not in path}
        changed |= {Path(place) for place, look in zip(WATCHED, before, strict=False) if digest_path(place) != look}
        if changed or is_due():
            yield changed
        before = []


def format_traceback(error: BaseException) -> str:
    """An error of the program itself, with its place."""
    return "".join(traceback.format_exception(error)).rstrip()


def syntax_error(files: Iterable[Path]) -> str:
    """The first syntax error of Python files, with its place; "" where there is none."""
    for path in files:
        try:
            # A pipe is refused when the settings are read.
            if path.is_file():
                compile(path.read_text("utf-8"), str(path), "exec")
        except SyntaxError as error:
            return f"{os.path.relpath(path)}:{error.lineno}: {error.msg} (code)"
        except FileNotFoundError:
            continue
    return ""


def restart() -> None:
    """Run the same command again in the place of this process, with the plugins' new code."""
    os.execv(sys.executable, [sys.executable, "-m", "plugins.cli.main", *sys.argv[1:]])

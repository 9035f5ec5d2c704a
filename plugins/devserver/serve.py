"""`serve`: builds, serves the site on this computer, watches its files, and builds again in the same process.

After a save: `watch_files`, `PreviewBuilder.render_stories` (the story's pages), `PreviewBuilder.build` (the whole
site), the next version of `Preview`, and the script in the page, which waits for that version and reloads.

It prints nothing: each event is given to a function, such as the command line's.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event as Flag

from plugins.devserver.builder import WATCHED, BuildFailed, Event, PreviewBuilder, ServerReady
from plugins.devserver.http_server import PreviewServer
from plugins.devserver.preview import Preview
from plugins.pages.kinds.drafts import LIST as DRAFTS
from plugins.project.up_to_date import digest_path

CODE = Path("plugins")
# The folder of the site's own code and data there, and endings of the program's data.
OWN, DATA = "site", {".toml", ".txt"}
# Milliseconds in which changes count as one at the most, and without a change after which they count as one.
LONGEST_GROUP, STEP = 300, 10
# Milliseconds without a change after which it is looked whether the places are still the same, and a build is due.
LOOK = 1000


def serve(host: str, port: int, on_event: Callable[[Event], None]) -> None:
    """Serve until interrupted, which returns; raises PortError where the port cannot be used.

    An error of a build is an event, and shown in the browser above the last good site.
    """
    preview, before = Preview(), list(map(digest_path, WATCHED))
    # From here on browsers may connect; they are answered when there is a site.
    server = PreviewServer(preview, host, port)
    builder = PreviewBuilder(preview, on_event)
    with noted_interrupts() as interrupted:
        builder.build()
        with server:
            try:
                on_event(ServerReady(server.address, f"{server.address}/{DRAFTS}"))
                build_on_changes(builder, before, interrupted.is_set)
            except KeyboardInterrupt:
                return
    restart()


@contextmanager
def noted_interrupts() -> Iterator[Flag]:
    """Set the flag at Ctrl+C, which raises KeyboardInterrupt too: what is raised in a callback, such as those of the
    garbage collector after a build, is lost, and Python's words about that are not printed."""
    interrupted, before, said = Flag(), signal.getsignal(signal.SIGINT), sys.unraisablehook

    def note(number: int, frame: object) -> None:
        interrupted.set()
        raise KeyboardInterrupt

    def say(lost: sys.UnraisableHookArgs) -> None:
        if not issubclass(lost.exc_type, KeyboardInterrupt):
            said(lost)

    # A process in the background may ignore Ctrl+C; threads but the main one get no signals.
    with suppress(ValueError):
        if before is signal.default_int_handler:
            signal.signal(signal.SIGINT, note)
            sys.unraisablehook = say
    try:
        yield interrupted
    finally:
        sys.unraisablehook = said
        with suppress(ValueError):
            signal.signal(signal.SIGINT, before)


def build_on_changes(
    builder: PreviewBuilder, before: list[str], is_interrupted: Callable[[], bool] = lambda: False
) -> None:
    """Build after each change of the watched files; returns when the code of plugins, or what a settings file imports,
    has changed."""
    for changed in watch_files(before, lambda: is_interrupted() or builder.is_due(), lambda: builder.places):
        if is_interrupted():
            raise KeyboardInterrupt
        code = [path for path in changed if path == CODE or is_code(path, builder.places)]
        error = syntax_error(path for path in code if path != CODE)
        if code and not error:
            return
        if error:
            builder.on_event(BuildFailed(error))
        builder.render_stories(changed)
        builder.build()


def is_code(path: Path, places: Iterable[str]) -> bool:
    """Whether a file is code that this process has imported, or data of the program that it has read, and that another
    build in it would not read again: settings files and the data of the site's own are read by each."""
    is_program = CODE.name in path.parts
    if path.suffix == ".py":
        return is_program or str(path) in places
    return is_program and path.suffix in DATA and OWN not in path.parts


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


def read_places(builder: PreviewBuilder) -> tuple[str, ...]:
    """What the builder's last build read beside the site's usual files, for a builder in another process."""
    return builder.places


def _identity(place: str) -> tuple[int, int] | None:
    """What distinguishes a file or folder from another that takes its place; None where there is none."""
    try:
        status = os.stat(place)
    except OSError:
        return None
    return status.st_dev, status.st_ino


def syntax_error(files: Iterable[Path]) -> str:
    """The first syntax error of the Python files among these, with its place; "" where there is none."""
    for path in (file for file in files if file.suffix == ".py"):
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

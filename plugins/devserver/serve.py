"""`serve`: build, show the site on this computer, watch its files, rebuild in the same process, and reload the
browser."""

from __future__ import annotations

import gc
import os
import sys
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from plugins.devserver.fast_preview import preview_changes
from plugins.devserver.server import Preview, PreviewServer
from plugins.project.build import LOCK, run_pelican
from plugins.project.errors import format_error
from plugins.project.lock import held
from plugins.project.script_warnings import script_warnings
from plugins.project.terminal import count_files, errors
from plugins.project.up_to_date import place_digest

SETTINGS = "pelicanconf.py"
WATCHED = ("content", "theme", "plugins", "pelicanconf.py")
# Milliseconds in which a burst of saves counts as one, and between two looks at the files.
BURST, STEP = 30, 10


def serve(host: str, port: int) -> int:
    """Serve until interrupted; a fault is shown on the terminal and in the browser, and the last good site stays."""
    preview, began = Preview(), list(map(place_digest, WATCHED))
    rebuild(preview)
    try:
        server = PreviewServer((host, port), preview)
    except (OSError, OverflowError) as error:
        why = getattr(error, "strerror", None) or "ports are numbers up to 65535"
        errors(f"serve: port {port} on {host} cannot be used ({why}): give another with --port")
        return 1
    threading.Thread(target=server.serve_forever, daemon=True).start()
    shown = f"[{host}]" if ":" in host else host
    print(f"http://{shown}:{server.server_port}/ – save a file and the page reloads; Ctrl+C ends it", flush=True)
    try:
        for changed in changes(began):
            if any(path.suffix == ".py" and "plugins" in path.parts for path in changed):
                start_again(changed)
            show_first(preview, changed)
            rebuild(preview)
    except KeyboardInterrupt:
        print()
    finally:
        server.shutdown()
    return 0


def changes(began: list[str]) -> Iterator[set[Path]]:
    """The files that changed, from burst to burst; at first none, if they no longer look as they `began`, for a file
    may be saved before the watch is kept."""
    from watchfiles import watch

    for burst in watch(
        *(place for place in WATCHED if Path(place).exists()),
        debounce=BURST * 10,
        step=STEP,
        rust_timeout=1000,
        yield_on_timeout=True,
    ):
        changed = {Path(path) for _, path in burst if "__pycache__" not in path}
        if changed or (began and list(map(place_digest, WATCHED)) != began):
            yield changed
        began = []


def show_first(preview: Preview, changed: Iterable[Path]) -> None:
    """Show the pages of a story whose words have changed, if that is all, before the whole site is built."""
    started = time.perf_counter()
    try:
        shown = looked_at_once(preview.settings, changed) if preview.settings and not preview.diagnostic else []
    except Exception as error:
        # Whatever it is, the build that follows meets it too, and tells it.
        errors(f"no first look: {error}")
        return
    if shown:
        preview.looked()
        print(f"{time.strftime('%H:%M:%S')}  first look, {1000 * (time.perf_counter() - started):.0f} ms", flush=True)


def looked_at_once(settings: Mapping[str, Any], changed: Iterable[Path]) -> list[Path]:
    """The pages of a first look; none while another process builds, or publishes the output as it stands."""
    with held(Path(settings["CACHE_PATH"], LOCK), 0) as mine:
        return preview_changes(settings, changed) if mine else []


def rebuild(preview: Preview) -> None:
    """Build once more; the preview learns what came of it."""
    started = time.perf_counter()
    try:
        settings = run_pelican(SETTINGS, memory=preview.memory, show_drafts=True, notice=errors)
    except (Exception, SystemExit) as error:
        text = format_error(error) if isinstance(error, Exception) else None
        preview.failed(text or unforeseen(error))
        errors(preview.diagnostic)
        result = None
    else:
        result = settings["BUILD"].changes
        for one in script_warnings(settings["BUILD"]):
            errors(f"{one.path}:{one.line}: warning: {one.message} ({one.code})")
        preview.built(settings)
    took = time.perf_counter() - started
    # Builds are in rings of references, and there is time now.
    gc.collect()
    if result:
        count = count_files(len(result.written) + len(result.removed))
        print(f"{time.strftime('%H:%M:%S')}  {count}, {1000 * took:.0f} ms", flush=True)


def unforeseen(error: BaseException) -> str:
    """A fault of the program itself, told with its place, so that serving goes on."""
    import traceback

    return "".join(traceback.format_exception(error)).rstrip()


def start_again(changed: Iterable[Path]) -> None:
    """The plugins' own code has changed: begin anew with it, if Python can read it."""
    for path in changed:
        if path.suffix == ".py" and path.exists():
            try:
                compile(path.read_text("utf-8"), str(path), "exec")
            except SyntaxError as error:
                errors(f"{os.path.relpath(path)}:{error.lineno}: {error.msg} (code)")
                return
    os.execv(sys.executable, [sys.executable, "-m", "plugins.cli.main", *sys.argv[1:]])

"""`serve`: builds in a process of its own, serves the site on this computer, watches its files, and builds again.

After a save: `watch_files`, `PreviewBuilder.render_stories` (the story's pages), `PreviewBuilder.build` (the whole
site), the next version of `Preview`, and the script in the page, which waits for that version and reloads.

It prints nothing: each event is given to a function, such as the command line's.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from plugins.content.addresses import DRAFTS
from plugins.devserver.build_process import BuildProcess
from plugins.devserver.events import Event, ServerReady
from plugins.devserver.preview import Preview
from plugins.devserver.watching import WATCHED, watch_files
from plugins.project.events import Failed
from plugins.project.up_to_date import digest_path

CODE = Path("plugins")
# The folder of the site's own code and data there, and endings of the program's data.
OWN, DATA = "site", {".toml", ".txt"}


def serve(host: str, port: int, on_event: Callable[[Event], None]) -> None:
    """Serve until interrupted, which returns; raises PortError where the port cannot be used.

    An error of a build is an event, and shown in the browser above the last good site.
    """
    preview, before = Preview(), list(map(digest_path, WATCHED))
    builder = BuildProcess(preview, on_event)
    try:
        builder.start()
        # While the process imports what a build needs, this one imports what a server needs.
        from plugins.devserver.http_server import PreviewServer

        # From here on browsers may connect; they are answered when there is a site.
        server = PreviewServer(preview, host, port)
        builder.build()
        with server:
            try:
                on_event(ServerReady(server.address, f"{server.address}/{DRAFTS}"))
                build_on_changes(builder, before)
            except KeyboardInterrupt:
                return
    finally:
        builder.close()
    restart()


def build_on_changes(builder: BuildProcess, before: list[str]) -> None:
    """Build after each change of the watched files; returns when the code of plugins, or what a settings file imports,
    has changed."""
    for changed in watch_files(before, builder.is_due, lambda: builder.places):
        places = builder.places
        code = [path for path in changed if path == CODE or is_code(path, places)]
        error = syntax_error(path for path in code if path != CODE)
        if code and not error:
            return
        if error:
            builder.on_event(Failed(None, "program", error))
        builder.render_stories(changed)
        builder.build()


def is_code(path: Path, places: Iterable[str]) -> bool:
    """Whether a file is code that the process of builds has imported, or data of the program that it has read, and that
    another build in it would not read again: settings files and the data of the site's own are read by each."""
    is_program = CODE.name in path.parts
    if path.suffix == ".py":
        return is_program or str(path) in places
    return is_program and path.suffix in DATA and OWN not in path.parts


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

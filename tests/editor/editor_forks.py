"""Starts editors for tests: a process that has imported everything, forked once for each editor.

Builds and publishes are made in forks, too.
"""

from __future__ import annotations

import contextlib
import errno
import gc
import importlib
import os
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

from plugins.cli import main
from plugins.cli.commands.edit import edit
from plugins.devserver import build_process
from plugins.devserver.build_process import BuildProcess
from plugins.devserver.builder import PreviewBuilder
from plugins.editor import builds
from plugins.editor.http import application
from plugins.editor.published import PIPES, PublishProcess
from plugins.editor.site import Site
from tests.small_site import ROOT

COMMAND = "from plugins.cli.commands.edit import edit; raise SystemExit(edit({port}, False, True))"


def fill_disk_on_demand(folder: str) -> None:
    """Let the disk be full while the folder holds a file `disk-full`: no written byte can be kept then."""
    keep = os.fsync

    def fsync(descriptor: int) -> None:
        if os.path.exists(os.path.join(folder, "disk-full")):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        keep(descriptor)

    os.fsync = fsync


class BuildsHere(PreviewBuilder):
    """Builds in the process of the test, as if it were another."""

    def start(self) -> None:
        """Everything is here already."""

    def call(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """What a function gives for this builder and the arguments."""
        return function(self, *arguments)

    def is_due(self) -> bool:
        """Whether a moment has come at which the site changes by itself."""
        return time.time() >= self.until

    def end(self) -> None:
        """Nothing is left behind."""

    close = end


class ForkedBuildProcess(BuildProcess):
    """A process that builds, forked where the command starts one: it has imported everything."""

    def _start(self) -> subprocess.Popen[bytes]:
        """Python is never started in the fork, which serves requests until they end."""
        output = str(self.preview.state.output or "")
        return subprocess.Popen(
            [sys.executable],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
            preexec_fn=lambda: serve_in_fork(output),
        )


def serve_in_fork(output: str) -> None:
    """Forget the server's files and signals, and build."""
    # Those of pytest are closed.
    sys.stdout, sys.stderr = sys.__stdout__, sys.__stderr__
    signal.set_wakeup_fd(-1)
    os.closerange(3, 1024)
    build_process.main(output)


class ForkedPublishProcess(PublishProcess):
    """Publishes in a fork of the server, as the command does."""

    def _start(self, command: list[str]) -> subprocess.Popen[str]:
        return subprocess.Popen([sys.executable], preexec_fn=lambda: run_in_fork(command), **PIPES)


def run_in_fork(command: list[str]) -> None:
    """Forget the server's files and signals, and run a command."""
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.closerange(3, 1024)
    sys.argv[1:], sys.path[:0] = command, [os.getcwd()]
    status: object = 0
    try:
        main.main()
    except SystemExit as ended:
        status = ended.code
    except BaseException:
        status = 1
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        os._exit(status if isinstance(status, int) else 0)


def run(folder: str, port: int, output: str, changed: str, is_new: bool) -> int:
    """What the forked process does: `edit` in a folder, printing to a file, its errors to another beside it, with code
    that `changed` changes; or as a new program, which imports all anew."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.setsid()
    os.chdir(folder)
    for number, name in ((1, output), (2, f"{output}.errors")):
        os.dup2(os.open(name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    if is_new:
        os.execv(sys.executable, [sys.executable, "-c", COMMAND.format(port=port)])
    builds.BuildProcess = ForkedBuildProcess  # type: ignore[misc]
    application.PublishProcess = ForkedPublishProcess  # type: ignore[misc]
    fill_disk_on_demand(folder)
    exec(changed, {})
    return edit(port, False, True)


def write_statuses(folder: str) -> None:
    """Write the exit status of each process that has ended to the file of its number."""
    with contextlib.suppress(ChildProcessError):
        while (ended := os.waitpid(-1, os.WNOHANG))[0]:
            with open(os.path.join(folder, f"{ended[0]}.status"), "w", encoding="ascii") as file:
                file.write(str(os.waitstatus_to_exitcode(ended[1])))


# What servers, and the commands of forks, import when they need it.
IMPORTED = (
    "anyio._backends._asyncio",
    "plugins.cli.program",
    "plugins.cli.commands.publish",
    "plugins.project.publish",
    "plugins.publishing.pipeline",
)


def serve(folder: str, outputs: str, requests: Connection) -> None:
    """Build the site of a folder, which imports what an editor needs; then fork for each request, which has the
    arguments of `run`, and answer with the number of the process. Exit statuses are written to the folder `outputs`."""
    os.chdir(folder)
    os.environ["PYTHONPATH"] = str(ROOT)
    builds.BuildProcess = BuildsHere  # type: ignore[misc, assignment]
    editor = application.Editor(Site(), may_publish=True)
    editor.builds.build()
    for row in editor.listing.rows.values():
        editor.listing._check(row)
    for name in IMPORTED:
        importlib.import_module(name)
    # What is in memory by now is that of every editor: no collection of theirs looks at it, or copies it.
    gc.collect()
    gc.freeze()
    signal.signal(signal.SIGCHLD, lambda *_: write_statuses(outputs))
    requests.send("ready")
    with contextlib.suppress(EOFError):
        while arguments := requests.recv():
            process = os.fork()
            if not process:
                status = 1
                try:
                    status = run(*arguments)
                except BaseException:
                    traceback.print_exc()
                finally:
                    os._exit(status)
            requests.send(process)
    # The forked processes are none of this one's, which has nothing to tidy up.
    os._exit(0)

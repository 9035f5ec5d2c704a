"""Starts editors for tests: a process that has imported everything, forked once for each editor.

Builds are made in forks, too. Each line of standard input is a folder, a port and the file that the editor's output
goes to, as JSON; the answer is the number of the process. `test_server.py` starts the command itself.
"""

from __future__ import annotations

import errno
import gc
import json
import os
import signal
import socket
import subprocess
import sys

from plugins.devserver import build_process
from plugins.devserver.build_process import BuildProcess
from plugins.editor.http import server


def fill_disk_on_demand(folder: str) -> None:
    """Let the disk be full while the folder holds a file `disk-full`: no written byte can be kept then."""
    keep = os.fsync

    def fsync(descriptor: int) -> None:
        if os.path.exists(os.path.join(folder, "disk-full")):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        keep(descriptor)

    os.fsync = fsync


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
    signal.set_wakeup_fd(-1)
    os.closerange(3, 1024)
    build_process.main(output)


def write_site_port(file: str) -> None:
    """Let the server write down where the site is, before it prints its own address: the next port may be taken."""
    listen = server.listen_beside

    def listen_and_write(port: int) -> socket.socket:
        listener = listen(port)
        with open(file, "w", encoding="ascii") as writing:
            writing.write(str(listener.getsockname()[1]))
        return listener

    server.listen_beside = listen_and_write


def run(folder: str, port: int, output: str) -> int:
    """What the forked process does: `edit` in a folder, printing to a file."""
    from plugins.cli.commands.edit import edit

    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.setsid()
    server.BuildProcess = ForkedBuildProcess  # type: ignore[misc]
    os.chdir(folder)
    fill_disk_on_demand(folder)
    write_site_port(f"{output}.site")
    os.dup2(os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 1)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    return edit(port, False, True)


def main() -> None:
    """Build the site of the current folder, which imports what an editor needs; then fork for each line."""
    from plugins.editor.http.application import Editor
    from plugins.editor.site import Site

    editor = Editor(Site(), may_publish=True)
    editor.builds.build()
    for row in editor.listing.rows.values():
        editor.listing._check(row)
    # What is in memory by now is that of every editor: no collection of theirs looks at it, or copies it.
    gc.collect()
    gc.freeze()
    # Ended processes leave nothing to wait for.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    print("ready", flush=True)
    for line in sys.stdin:
        arguments = json.loads(line)
        process = os.fork()
        if not process:
            status = 1
            try:
                status = run(*arguments)
            finally:
                os._exit(status)
        print(process, flush=True)
    # The forked processes are none of this one's, which has nothing to tidy up.
    os._exit(0)


if __name__ == "__main__":
    main()

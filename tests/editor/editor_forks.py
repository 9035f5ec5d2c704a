"""Starts editors for tests: a process that has imported everything, forked once for each editor.

Each line of standard input is a folder, a port and the file that the editor's output goes to, as JSON; the answer is
the number of the process. `test_server.py` starts the command itself.
"""

from __future__ import annotations

import errno
import json
import os
import signal
import sys


def fill_disk_on_demand(folder: str) -> None:
    """Let the disk be full while the folder holds a file `disk-full`: no written byte can be kept then."""
    keep = os.fsync

    def fsync(descriptor: int) -> None:
        if os.path.exists(os.path.join(folder, "disk-full")):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        keep(descriptor)

    os.fsync = fsync


def run(folder: str, port: int, output: str) -> int:
    """What the forked process does: `edit` in a folder, printing to a file."""
    from plugins.cli.commands.edit import edit

    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.setsid()
    os.chdir(folder)
    fill_disk_on_demand(folder)
    os.dup2(os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 1)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    return edit(port, False, True)


def main() -> None:
    """Build the site of the current folder, which imports what an editor needs; then fork for each line."""
    from plugins.editor.http.application import Editor
    from plugins.editor.site import Site

    site = Site()
    site.build()
    editor = Editor(site, may_publish=True)
    for row in editor.listing.rows.values():
        editor.listing._check(row)
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

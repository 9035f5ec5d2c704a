"""The program behind `./inv`."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

from plugins.cli.terminal import ended_early, exit_at_once

TASKS = Path("tasks.py")


def main() -> None:
    """Run the commands of `tasks.py`; a Ctrl+C that `inv` deferred until all is loaded takes effect."""
    with ended_early():
        if hasattr(signal, "pthread_sigmask"):
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        # A build that finds nothing to do takes less time than the import of Invoke.
        if sys.argv[1:] == ["build"]:
            from plugins.cli.commands.build import build

            exit_at_once(build("pelicanconf.py"))
        elif not TASKS.is_file():
            # Python would wait for what a pipe holds.
            sys.exit(f"{TASKS} is not here, or is no file: put it back, then run the command again")
        else:
            import tasks
            from plugins.cli.program import CommandLine

            CommandLine(tasks).run()


if __name__ == "__main__":
    main()

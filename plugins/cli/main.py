"""The program behind `./inv`."""

from __future__ import annotations

import signal
import sys

from plugins.cli.terminal import ended_early, exit_with


def main() -> None:
    """Run the commands of `tasks.py`; a Ctrl+C that `inv` deferred until all is loaded takes effect."""
    with ended_early():
        if hasattr(signal, "pthread_sigmask"):
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        # A build that finds nothing to do takes less time than the import of Invoke.
        if sys.argv[3:] == ["build"]:
            from plugins.cli.commands.build import build

            exit_with(build("pelicanconf.py"))
        else:
            from plugins.cli.program import CommandLine

            CommandLine(name="Dvoglas", binary="./inv", binary_names=["inv"]).run()


if __name__ == "__main__":
    main()

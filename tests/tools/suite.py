"""`test`: every test, in as many processes as keep the processors busy."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

from plugins.diagnostics import UserError
from tests.loops import VARIABLE
from tests.needs import bring

TESTS = Path("tests")
# Tests that need a browser, a server or much time.
SLOW = "browser or server or long"
# One process more than there are processors: tests that wait for a browser or a server leave them idle. With two more
# all that is done takes a tenth more of the processors' time.
PROCESSES = (os.cpu_count() or 1) + 1
# The exit status of pytest where it has found no test.
NOTHING = 5


def test(fast: bool, only: str, long: bool, durations: bool) -> int:
    """Run the tests; the exit status is 0 where all that ran have passed."""
    places = _places(only) if only else []
    if not fast:
        bring(long=long)
    arguments = [*places, *(["-m", f"not ({SLOW})"] if fast else [])]
    # Starting other processes takes longer than one file of quick tests.
    if fast or len(places) != 1 or Path(places[0]).is_dir():
        arguments += ["-n", str(PROCESSES), "--dist", "worksteal"]
    if not places:
        arguments.append("--durations=10")
    if durations:
        arguments += ["-p", "tests.tools.durations"]
    environment = {**os.environ, **({VARIABLE: "1"} if long else {})}
    command = [sys.executable, "-m", "pytest", *arguments]
    with _interruptible() as processes, subprocess.Popen(command, env=environment) as process:
        processes.append(process)
        status = process.wait()
    return 0 if fast and only and status == NOTHING else int(bool(status))


@contextlib.contextmanager
def _interruptible() -> Iterator[list[subprocess.Popen[bytes]]]:
    """Hand SIGTERM on as an interruption to the processes that are put into the list; Ctrl+C reaches them by itself.
    This process waits until they have cleared up."""
    processes: list[subprocess.Popen[bytes]] = []

    def interrupt(number: int, site_context: FrameType | None) -> None:
        for process in processes if number == signal.SIGTERM else ():
            process.send_signal(signal.SIGINT)

    # Set before a process is started: what a script starts with `&` ignores interruptions, and so would its children.
    before = {number: signal.signal(number, interrupt) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield processes
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _places(only: str) -> list[str]:
    """The files and folders of that path, package or test file, such as `tests/feeds`, `feeds` or `test_inv`."""
    if Path(only.partition("::")[0]).exists():
        return [only]
    found = [TESTS / only, *sorted(TESTS.rglob(f"test_{only.removeprefix('test_')}.py"))]
    places = [str(place) for place in found if place.exists()]
    if not places:
        raise UserError(f"test: there is no folder or file of tests of that name: {only}")
    return places

"""`test`: style, types, the import contract, then every test, the fast ones first."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType

from plugins.cli.terminal import print_error

CHECKS = (
    ("style", ["ruff", "check", "--quiet", "."]),
    ("types", ["mypy"]),
    ("imports", ["importlinter.cli", "lint_imports"]),
)
# What needs a browser, a server or a long breath comes last.
SLOW = "browser or server or long"
QUICK = f"not ({SLOW})"
# What keeps one processor busy for minutes runs beside all the rest, and gives way to it.
BESIDE = "beside"
PATIENCE = 10
# Seconds that interrupted tests have to clear up what they started.
GRACE = 20
# What pytest ends with where it has found no test.
NOTHING = 5


def test(fast: bool, only: str) -> int:
    """Run the suite; the exit status is that of the first part that failed, with every part run. SIGTERM is an
    interruption like Ctrl+C."""
    # Set for both: what a script starts with `&` ignores interruptions, and so would the tests, which inherit that.
    before = {end: signal.signal(end, signal.default_int_handler) for end in (signal.SIGINT, signal.SIGTERM)}
    try:
        if only:
            return _some(fast, only)
        if fast:
            return _report(_checks() + _tests("-m", QUICK))
        with _beside("-m", BESIDE) as others:
            return _report(_checks() + _tests("-m", f"not {BESIDE}") + others())
    finally:
        for end, handler in before.items():
            signal.signal(end, handler)


def _report(failed: list[str]) -> int:
    if failed:
        print_error(f"test: {', '.join(dict.fromkeys(failed))} failed")
    return int(bool(failed))


def _some(fast: bool, only: str) -> int:
    """The tests of one place; that none of them is fast is no failure, that there are none is one."""
    status = _ran("-m", QUICK if fast else "", only)
    if status != NOTHING:
        return _report(["tests"] if status else [])
    looked = subprocess.run(_command("--collect-only", only), capture_output=True, check=False)
    if looked.returncode == NOTHING:
        print_error(f"test: {only} holds no tests")
        return 1
    print(f"test: nothing in {only} is fast; without --fast all of it runs")
    return 0


def _checks() -> list[str]:
    return [name for name, command in CHECKS if _failed(name, command)]


def _tests(*arguments: str) -> list[str]:
    return ["tests"] if _ran(*arguments) else []


def _ran(*arguments: str) -> int:
    """What pytest ended with."""
    with subprocess.Popen(_command(*arguments)) as process, _passing_on(process):
        return _status(process)


@contextlib.contextmanager
def _passing_on(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """SIGTERM reaches this process alone: the other is interrupted too, as Ctrl+C would do, before we are."""

    def passed_on(number: int, site_context: FrameType | None) -> None:
        process.send_signal(signal.SIGINT)
        if callable(before):
            before(number, site_context)

    before = signal.signal(signal.SIGTERM, passed_on)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _status(process: subprocess.Popen[bytes]) -> int:
    """How it ended. An interruption reaches it too; it is waited for, so that the servers and disks of the tests are
    cleared away."""
    try:
        return process.wait()
    except KeyboardInterrupt:
        _let_end(process)
        raise


def _let_end(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(GRACE)
    process.terminate()


def _command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "pytest", *arguments]


@contextlib.contextmanager
def _beside(*arguments: str) -> Iterator[Callable[[], list[str]]]:
    """Tests that run meanwhile; gives a function that waits for them, shows their output and returns what failed."""
    with (
        tempfile.TemporaryFile() as output,
        subprocess.Popen(_command(*arguments), stdout=output, stderr=output) as process,
        _passing_on(process),
    ):
        with contextlib.suppress(AttributeError, OSError):
            os.setpriority(os.PRIO_PROCESS, process.pid, PATIENCE)

        def ended() -> list[str]:
            status = _status(process)
            output.seek(0)
            print(output.read().decode("utf-8", "replace"), end="", flush=True)
            return ["tests"] if status else []

        try:
            yield ended
        except KeyboardInterrupt:
            _let_end(process)
            raise
        finally:
            process.terminate()


def _failed(name: str, command: list[str]) -> bool:
    print(f"{name} … ", end="", flush=True)
    program = (
        [sys.executable, "-m", *command]
        if command[0] != "importlinter.cli"
        else [str(Path(sys.executable).with_name("lint-imports"))]
    )
    done = subprocess.run(program, capture_output=True, text=True, check=False)
    print("ok" if done.returncode == 0 else f"failed\n{done.stdout}{done.stderr}")
    return done.returncode != 0

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
INSTALLER = ["-m", "tests.needs"]
# Tests that need a browser, a server or much time come last.
SLOW = "browser or server or long"
QUICK = f"not ({SLOW})"
# Two parts run beside all others, each in a process of its own: tests that wait for a browser or a server most of the
# time, and, with a lower priority, tests that keep one processor busy.
WAITING, BESIDE = "(browser or server) and not beside", "beside"
MAIN = f"not ({WAITING}) and not ({BESIDE})"
PATIENCE = 10
# Seconds that interrupted tests have to clear up what they started.
GRACE = 20
# The exit status of pytest where it has found no test.
NOTHING = 5


def test(fast: bool, only: str) -> int:
    """Run the suite; the exit status is that of the first part that failed, with every part run. SIGTERM is an
    interruption like Ctrl+C."""
    # Set for both: what a script starts with `&` ignores interruptions, and so would the tests, which inherit that.
    before = {end: signal.signal(end, signal.default_int_handler) for end in (signal.SIGINT, signal.SIGTERM)}
    try:
        if only:
            return _run_in_place(fast, only)
        if fast:
            return _report(_checks() + _tests("-m", QUICK))
        with (
            _installing(),
            _running_alongside(0, "-m", WAITING) as waiting_tests,
            _running_alongside(PATIENCE, "-m", BESIDE) as tests_beside,
        ):
            return _report(_checks() + _tests("-m", MAIN) + waiting_tests() + tests_beside())
    finally:
        for end, handler in before.items():
            signal.signal(end, handler)


def _report(failed: list[str]) -> int:
    if failed:
        print_error(f"test: {', '.join(dict.fromkeys(failed))} failed")
    return int(bool(failed))


def _run_in_place(fast: bool, only: str) -> int:
    """The tests of one place; it is no failure that none of them is fast, and one that there are none."""
    status = _run_pytest("-m", QUICK if fast else "", only)
    if status != NOTHING:
        return _report(["tests"] if status else [])
    collection = subprocess.run(_command("--collect-only", only), capture_output=True, check=False)
    if collection.returncode == NOTHING:
        print_error(f"test: {only} holds no tests")
        return 1
    print(f"test: nothing in {only} is fast; without --fast all of it runs")
    return 0


def _checks() -> list[str]:
    return [name for name, command in CHECKS if _failed(name, command)]


def _tests(*arguments: str) -> list[str]:
    return ["tests"] if _run_pytest(*arguments) else []


def _run_pytest(*arguments: str) -> int:
    """The exit status of pytest."""
    with subprocess.Popen(_command(*arguments)) as process, _forwarding_sigterm(process):
        return _wait(process)


@contextlib.contextmanager
def _forwarding_sigterm(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """Interrupt the other process too, as Ctrl+C does, when SIGTERM reaches this one."""

    def interrupt(number: int, site_context: FrameType | None) -> None:
        process.send_signal(signal.SIGINT)
        if callable(before):
            before(number, site_context)

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _wait(process: subprocess.Popen[bytes]) -> int:
    """Its exit status. An interruption reaches it too: it is waited for until its tests have removed their servers."""
    try:
        return process.wait()
    except KeyboardInterrupt:
        _wait_then_terminate(process)
        raise


def _wait_then_terminate(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(GRACE)
    process.terminate()


def _command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "pytest", *arguments]


@contextlib.contextmanager
def _installing() -> Iterator[None]:
    """Install the programs that tests need, meanwhile."""
    with subprocess.Popen([sys.executable, *INSTALLER]) as process, _forwarding_sigterm(process):
        try:
            yield
        finally:
            process.terminate()


@contextlib.contextmanager
def _running_alongside(patience: int, *arguments: str) -> Iterator[Callable[[], list[str]]]:
    """Tests that run meanwhile, with a priority lower by `patience`; gives a function that waits for them, shows their
    output and returns what failed."""
    with (
        tempfile.TemporaryFile() as output,
        subprocess.Popen(_command(*arguments), stdout=output, stderr=output) as process,
        _forwarding_sigterm(process),
    ):
        with contextlib.suppress(AttributeError, OSError):
            os.setpriority(os.PRIO_PROCESS, process.pid, min(os.nice(0) + patience, 19))

        def finish() -> list[str]:
            status = _wait(process)
            output.seek(0)
            print(output.read().decode("utf-8", "replace"), end="", flush=True)
            return ["tests"] if status else []

        try:
            yield finish
        except KeyboardInterrupt:
            _wait_then_terminate(process)
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

"""`test`: style, types, the import contract, then every test, the fast ones first."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from plugins.console.terminal import errors

CHECKS = (
    ("style", ["ruff", "check", "--quiet", "."]),
    ("types", ["mypy"]),
    ("imports", ["importlinter.cli", "lint_imports"]),
)
# What needs a browser, a server or a long breath comes last.
SLOW = "browser or server or long"
# What keeps one processor busy for minutes runs beside all the rest, and gives way to it.
BESIDE = "beside"
PATIENCE = 10
# Seconds that interrupted tests have to clear up what they started.
GRACE = 20


def test(fast: bool, only: str) -> int:
    """Run the suite; the exit status is that of the first part that failed, with every part run."""
    if fast or only:
        checked = [] if only else _checks()
        failed = checked + _tests("-m", f"not ({SLOW})" if fast else "", *filter(None, [only]))
    else:
        with _beside("-m", BESIDE) as others:
            failed = _checks() + _tests("-m", f"not {BESIDE}") + others()
    if failed:
        errors(f"test: {', '.join(dict.fromkeys(failed))} failed")
    return int(bool(failed))


def _checks() -> list[str]:
    return [name for name, command in CHECKS if _failed(name, command)]


def _tests(*arguments: str) -> list[str]:
    with subprocess.Popen(_pytest(*arguments)) as process:
        return ["tests"] if _status(process) else []


def _status(process: subprocess.Popen[bytes]) -> int:
    """How it ended. An interruption reaches it from the terminal too; it is waited for, so that the servers and disks
    of the tests are cleared away."""
    try:
        return process.wait()
    except KeyboardInterrupt:
        _let_end(process)
        raise


def _let_end(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(GRACE)
    process.terminate()


def _pytest(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "pytest", *arguments]


@contextlib.contextmanager
def _beside(*arguments: str) -> Iterator[Callable[[], list[str]]]:
    """Tests that run meanwhile; gives what waits for their end, shows what they said, and tells whether they failed."""
    with tempfile.TemporaryFile() as said, subprocess.Popen(_pytest(*arguments), stdout=said, stderr=said) as process:
        with contextlib.suppress(AttributeError, OSError):
            os.setpriority(os.PRIO_PROCESS, process.pid, PATIENCE)

        def ended() -> list[str]:
            status = _status(process)
            said.seek(0)
            print(said.read().decode("utf-8", "replace"), end="", flush=True)
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

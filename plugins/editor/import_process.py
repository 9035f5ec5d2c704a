"""Reads pages for the editor in a process of its own: what takes long there blocks no request, and can be ended.

Work and answers are pickled and go through its standard input and output. It ends when its input does."""

from __future__ import annotations

import contextlib
import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from plugins.diagnostics import Message, UserError

Given = ParamSpec("Given")
Result = TypeVar("Result")
ENDED = Message("the program that reads pages was ended: close other programs, then try again")


class ImportProcess:
    """Calls functions of the importer, one at a time. The process is started with the first, and again where it has
    ended."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._is_closed = False

    def call(self, work: Callable[Given, Result], *arguments: Given.args, **options: Given.kwargs) -> Result:
        """What a function of a module gives, which ends in time (`importer.budget`); raises what it raises, or
        UserError where the process is ended before."""
        with self._lock:
            try:
                process = self._running_process()
                assert process.stdin is not None
                assert process.stdout is not None
                pickle.dump((work, arguments, options), process.stdin)
                process.stdin.flush()
                is_right, outcome = pickle.load(process.stdout)
            except (OSError, EOFError, pickle.UnpicklingError):
                self._kill()
                raise UserError(ENDED) from None
        if not is_right:
            raise outcome
        result: Result = outcome
        return result

    def end(self) -> None:
        """End the process, whatever it does; it is not started again."""
        self._is_closed = True
        self._kill()

    def _kill(self) -> None:
        if self._process is not None:
            self._process.kill()

    def _running_process(self) -> subprocess.Popen[bytes]:
        if self._is_closed:
            raise EOFError
        if self._process is None or self._process.poll() is not None:
            # Ctrl+C on the terminal does not reach it.
            self._process = subprocess.Popen(
                [sys.executable, "-m", __name__],
                # Whatever the working folder is, the program is the one that runs here.
                env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                start_new_session=True,
                creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
            )
        return self._process


def main() -> None:
    """Do the work on standard input until its end; what libraries print goes to standard error."""
    from plugins.system.workers import picklable

    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    with contextlib.suppress(EOFError, OSError):
        while True:
            work, arguments, options = pickle.load(requests)
            try:
                answer = True, work(*arguments, **options)
            except Exception as error:
                answer = False, picklable(error)
            pickle.dump(answer, answers)
            answers.flush()


if __name__ == "__main__":
    main()

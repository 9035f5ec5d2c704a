"""Runs builds in a process of their own, so that they neither block the server nor use its memory.

Requests and answers are pickled and go through the process's standard input and output. The process ends when its
input does, so also when the server was killed.
"""

from __future__ import annotations

import contextlib
import gc
import itertools
import math
import operator
import os
import pickle
import queue
import signal
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TypeVar

from plugins.devserver.events import Event
from plugins.devserver.preview import Preview
from plugins.diagnostics import Message, UserError
from plugins.project.events import Failed, Notice
from plugins.system.clock import read_time

# The process imports what a build needs once it listens.
if TYPE_CHECKING:
    from plugins.devserver.builder import PreviewBuilder

Result = TypeVar("Result")
# Seconds in which a build that is interrupted ends by itself, and after which the process is killed.
GRACE, PATIENCE = 0.7, 1.0
# Seconds after which a build lets a request for a page have its turn.
SWITCH = 0.0005
# Threads of one process share their unused memory, so that it does not grow with every thread.
MEMORY = {"MALLOC_ARENA_MAX": "2"}


class BuildProcessError(UserError):
    """The process that builds has ended, or cannot be started."""


class ProcessEndedError(BuildProcessError):
    """The process ended before its answer."""


class BuildProcess:
    """Does what `PreviewBuilder` does, in a process of its own, which is started when it is first needed, and again
    after it has ended. A build that was running then is repeated once; where none was, one is due.

    May be used from several threads, of which none waits for another's request to be read."""

    def __init__(self, preview: Preview, on_event: Callable[[Event], None]) -> None:
        self.preview, self.on_event = preview, on_event
        self._until = math.inf
        self._lock = threading.Lock()
        self._numbers = itertools.count()
        self._process: subprocess.Popen[bytes] | None = None
        self._answers: dict[int, Future[Any]] = {}
        self._requests: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._is_closed = self._is_building = False
        # Whether the process has ended with the site that it had built.
        self._is_lost = False

    @property
    def process(self) -> int:
        """The number of the process; 0 where there is none."""
        return self._process.pid if self._process else 0

    @property
    def places(self) -> tuple[str, ...]:
        """What the last build read beside the site's usual files; nothing while that cannot be known."""
        with contextlib.suppress(BuildProcessError):
            return self.call(operator.attrgetter("places"))
        return ()

    def start(self) -> None:
        """Start the process, unless it has been: what follows need not wait for its imports."""
        with contextlib.suppress(BuildProcessError), self._lock:
            self._running_process()

    def build(self) -> None:
        """Build once; the preview shows the outcome."""
        self._is_building, self._is_lost = True, False
        try:
            self._until = self._build_again_once()
        except BuildProcessError as error:
            if not self._is_closed:
                self.preview.fail(str(error))
                self.on_event(Failed(None, "program", str(error)))
        finally:
            self._is_building = False

    def _build_again_once(self) -> float:
        """Build, again where the process ends meanwhile; until when the site is right. Raises BuildProcessError."""
        try:
            return float(self._ask("build").result())
        except ProcessEndedError as error:
            if self._is_closed:
                raise
            self.on_event(Notice(str(error)))
        try:
            return float(self._ask("build").result())
        except ProcessEndedError:
            message = Message(
                "the process that builds the site has ended twice ({status}): end other programs, then save something",
                status=_exit_status(self._process),
            )
            raise ProcessEndedError(message) from None

    def is_due(self) -> bool:
        """Whether a moment has come at which the site changes by itself, such as the date of a story that waits, or the
        process has ended with the site that it had built."""
        return self._is_lost or read_time().timestamp() >= self._until

    def render_stories(self, changed: Iterable[Path]) -> None:
        """Show the pages of stories whose text has changed, if that is all that has changed, before the site is
        built."""
        # The build that follows meets the same error, and reports it.
        with contextlib.suppress(BuildProcessError):
            self._ask("render", set(changed)).result()

    def call(self, function: Callable[..., Result], *arguments: Any) -> Result:
        """What a function of a module gives for the process's `PreviewBuilder` and the arguments, which may be while it
        builds; raises what the function raises, or BuildProcessError."""
        result: Result = self._ask("call", function, arguments).result()
        return result

    def end(self) -> None:
        """Let the process end, also while it builds; it is not started again."""
        with self._lock:
            self._is_closed = True
            self._requests.put(b"")

    def close(self) -> None:
        """End the process, and wait for that for a second at most."""
        self.end()
        process = self._process
        if process is None:
            return
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def _ask(self, *request: Any) -> Future[Any]:
        """Send a request; the future has its answer, or BuildProcessError where the process ends before it."""
        future: Future[Any] = Future()
        with self._lock:
            self._running_process()
            number = next(self._numbers)
            message = pickle.dumps((number, *request), protocol=5)
            self._answers[number] = future
            self._requests.put(message)
        return future

    def _running_process(self) -> subprocess.Popen[bytes]:
        """The process, which is started where there is none."""
        if self._is_closed:
            raise BuildProcessError(Message("the editor is ending"))
        if self._process is None or self._process.poll() is not None:
            try:
                self._process = self._start()
            except OSError as error:
                message = Message("the site cannot be built ({reason}): end other programs", reason=error.strerror)
                raise BuildProcessError(message) from None
            self._answers, self._requests = {}, queue.SimpleQueue()
            for work, given in ((self._send, self._requests), (self._receive, self._answers)):
                threading.Thread(target=work, args=(self._process, given), daemon=True).start()
        return self._process

    def _start(self) -> subprocess.Popen[bytes]:
        """A new process. Ctrl+C on the terminal does not reach it: it ends when its input does."""
        return subprocess.Popen(
            [sys.executable, "-m", __name__, str(self.preview.state.output or "")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**MEMORY, **os.environ},
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        )

    def _send(self, process: subprocess.Popen[bytes], requests: queue.SimpleQueue[bytes]) -> None:
        """Write requests until an empty one, or the end of the process; what it has not read yet waits here."""
        with contextlib.suppress(OSError), _pipe(process.stdin) as stream:
            while message := requests.get():
                stream.write(message)
                stream.flush()

    def _receive(self, process: subprocess.Popen[bytes], answers: dict[int, Future[Any]]) -> None:
        """Take what a process sends until it ends."""
        stream = _pipe(process.stdout)
        try:
            while True:
                self._take(answers, *pickle.load(stream))
        except (EOFError, OSError):
            pass
        except Exception:
            # It sent what cannot be read: the code has changed, or a plugin has written to its output.
            process.kill()
        process.wait()
        with self._lock:
            waiting = list(answers.values())
            answers.clear()
            if self._process is process:
                # Nothing more is sent to it.
                self._requests.put(b"")
            # Also where a request has started the next process already, which has built nothing yet.
            if not (self._is_closed or self._is_building):
                self._is_lost = True
        message = Message(
            "the process that builds the site has ended ({status}): it is started again", status=_exit_status(process)
        )
        for future in waiting:
            future.set_exception(ProcessEndedError(message))

    def _take(self, answers: dict[int, Future[Any]], kind: str, *parts: Any) -> None:
        """Take one message of the process."""
        if kind == "answer":
            number, value = parts
            answers.pop(number).set_result(value)
        elif kind == "error":
            number, error = parts
            answers.pop(number).set_exception(error)
        elif kind == "event":
            # A terminal that is closed ends no build.
            with contextlib.suppress(OSError, ValueError):
                self.on_event(parts[0])
        else:
            getattr(self.preview, kind)(*parts)


def _exit_status(process: subprocess.Popen[bytes] | None) -> int:
    return (process.poll() if process else 0) or 0


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    assert stream is not None
    return stream


# In the process itself


class _MirroredPreview(Preview):
    """A preview whose changes are sent to the server's."""

    def __init__(self, send: Callable[..., None], output: str) -> None:
        super().__init__()
        self._send = send
        if output:
            super().show(Path(output), {})
        # What the server shows is that of an earlier process: the first good build of this one takes its place.
        super().fail("not built yet")

    def show(self, output: Path, redirects: Mapping[str, str]) -> None:
        super().show(output, redirects)
        self._send("show", output, dict(redirects))

    def refresh(self) -> None:
        super().refresh()
        self._send("refresh")

    def fail(self, error: str, kind: str = "program") -> None:
        super().fail(error, kind)
        self._send("fail", error, kind)


class _Requests:
    """Reads requests: builds are handed to the main thread, one after the other, and calls are made at once."""

    def __init__(self, stream: IO[bytes], send: Callable[..., None]) -> None:
        self.builds: queue.SimpleQueue[tuple[Any, ...]] = queue.SimpleQueue()
        self.builder: Future[PreviewBuilder] = Future()
        self.is_building = False
        self._stream, self._send = stream, send

    def read(self) -> None:
        """Read until the end; then interrupt the build, if there is one, and end without a word."""
        with contextlib.suppress(EOFError, OSError, pickle.UnpicklingError):
            while True:
                number, kind, *parts = pickle.load(self._stream)
                if kind == "call":
                    function, arguments = parts
                    self.answer(number, function, self.builder.result(), *arguments)
                else:
                    self.builds.put((number, kind, *parts))
        # Where Python is interrupted within a callback it would say so.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        if self.is_building:
            _interrupt_main_thread()
            time.sleep(GRACE)
        os._exit(0)

    def answer(self, number: int, work: Callable[..., Any], *arguments: Any) -> None:
        """Send the outcome of some work."""
        try:
            self._send("answer", number, work(*arguments))
        except Exception as error:
            self._send("error", number, _picklable(error))


def _picklable(error: Exception) -> Exception:
    """An exception as it can be sent, with its place where it is one of the program itself."""
    from plugins.system.workers import picklable

    if not isinstance(error, UserError):
        error.add_note("".join(traceback.format_exception(error)).rstrip())
    return picklable(error)


def _interrupt_main_thread() -> None:
    """Raise KeyboardInterrupt in the main thread, also while it waits."""
    if os.name == "nt":
        import _thread

        _thread.interrupt_main()
    else:
        os.kill(os.getpid(), signal.SIGINT)


def serve_requests(requests: IO[bytes], answers: IO[bytes], output: str) -> None:
    """Build and answer until the requests end, which ends this process; `output` is the folder of the site that is
    shown already, or ""."""
    lock = threading.Lock()

    def send(*message: Any) -> None:
        # A server that was killed takes no answers.
        with lock, contextlib.suppress(BrokenPipeError):
            answers.write(pickle.dumps(message, protocol=5))
            answers.flush()

    received, status = _Requests(requests, send), 0
    try:
        # The first request may be the end, which interrupts this thread before `start` returns.
        threading.Thread(target=received.read, daemon=True).start()
        from plugins.devserver.builder import PreviewBuilder

        # What is imported stays: no collection after a build looks at it.
        gc.freeze()
        builder = PreviewBuilder(_MirroredPreview(send, output), lambda event: send("event", event))
        received.builder.set_result(builder)
        while True:
            number, kind, *parts = received.builds.get()
            received.is_building = True
            received.answer(number, builder.build if kind == "build" else builder.render_stories, *parts)
            received.is_building = False
    except KeyboardInterrupt:
        pass
    except BaseException:
        traceback.print_exc()
        status = 1
    os._exit(status)


def main(output: str) -> None:
    """Serve the requests on standard input; `output` is the folder of the site that is shown already, or "". What
    plugins print goes to standard error."""
    sys.setswitchinterval(SWITCH)
    # A process that was started in the background may ignore Ctrl+C.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    serve_requests(requests, answers, output)


if __name__ == "__main__":
    main(*sys.argv[1:])

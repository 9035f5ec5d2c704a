"""Publishes in processes of their own, which a test kills, or which stop themselves in the midst of their work."""

import contextlib
import os
import signal
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from plugins.publishing.backends import choose_target, s3
from tests.forked import forks
from tests.publishing.attempts import Log, publishes
from tests.publishing.readers import eventually


@dataclass
class Publisher:
    """A publish in a process of its own, and what it answers at its end: whether it succeeded, the number of its
    requests to a bucket, and its log."""

    process: BaseProcess
    answers: Connection

    def wait_until_stopped(self) -> bool:
        """Wait until it stops itself; False if it ends before."""
        eventually(lambda: self._is_stopped() or not self.process.is_alive())
        return self._is_stopped()

    def _is_stopped(self) -> bool:
        with contextlib.suppress(OSError):
            state = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()[0]
            return state == "T"
        return False

    def resume(self) -> tuple[bool, int, str]:
        """Let it go on to its end; what it answers."""
        if self.process.is_alive() and self.process.pid:
            os.kill(self.process.pid, signal.SIGCONT)
        answer: tuple[bool, int, str] = self.answers.recv()
        self.process.join(60)
        return answer

    def kill(self) -> bool:
        """Kill it, without its children; True if it was still running."""
        self.process.kill()
        self.process.join(60)
        return self.process.exitcode == -signal.SIGKILL


@contextlib.contextmanager
def publisher(
    output: Path, targets: dict[str, dict[str, object]], stop_at: int = 0, stale: float = s3.LEASE_SECONDS
) -> Iterator[Publisher]:
    """A publish that has imported everything and begins. It stops itself (SIGSTOP) before the request of that number to
    a bucket, 0 for none, and takes over a lease that is `stale` seconds old."""
    answers, theirs = forks().Pipe(duplex=False)
    process = forks().Process(target=_publish, args=(output, targets, stop_at, stale, theirs))
    process.start()
    theirs.close()
    started = Publisher(process, answers)
    try:
        assert answers.recv() == "ready"
        yield started
    finally:
        started.kill()


def _publish(
    output: Path, targets: dict[str, dict[str, object]], stop_at: int, stale: float, answers: Connection
) -> None:
    counter, log = _Counter(stop_at), Log()
    s3.LEASE_SECONDS, s3.POLL_SECONDS = stale, 0.05
    make_client = s3.S3Target.client

    def counted_client(self: s3.S3Target) -> Any:
        client = make_client(self)
        client.meta.events.register("before-send.s3", counter)
        return client

    s3.S3Target.client = counted_client  # type: ignore[method-assign]
    choose_target(targets, None)  # What is slow to import is not what a test times.
    answers.send("ready")
    succeeded = publishes(output, targets, log)
    answers.send((succeeded, counter.count, log.text))


class _Counter:
    """Counts the requests of a client, and stops the process before one of them."""

    def __init__(self, stop_at: int) -> None:
        self.stop_at, self.count = stop_at, 0
        self.lock = threading.Lock()

    def __call__(self, **_: Any) -> None:
        """Called before each request is sent."""
        with self.lock:
            self.count += 1
            if self.count == self.stop_at:
                os.kill(os.getpid(), signal.SIGSTOP)

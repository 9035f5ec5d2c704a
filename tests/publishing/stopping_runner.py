"""A publish to a bucket in a process of its own that stops itself before one of its requests, until SIGCONT.

Arguments: the output, the targets as JSON, the number of the request (0: none), the seconds until a lease is stale.
"""

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from plugins.publishing.backends import s3
from tests.publishing.attempts import Log, publishes

ROOT = Path(__file__).parents[2]


def start(output: Path, targets: object, stop_at: int, stale: float = s3.LEASE_SECONDS) -> "subprocess.Popen[str]":
    """Start a publish; it prints the number of its requests and whether it succeeded."""
    arguments = [str(output), json.dumps(targets), str(stop_at), str(stale)]
    command = [sys.executable, "-m", "tests.publishing.stopping_runner", *arguments]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def wait_until_stopped(process: "subprocess.Popen[str]") -> bool:
    """Wait until it stops itself; False if it ends before."""
    _, status = os.waitpid(process.pid, os.WUNTRACED)
    if os.WIFSTOPPED(status):
        return True
    process.returncode = os.waitstatus_to_exitcode(status)
    return False


def resume(process: "subprocess.Popen[str]") -> tuple[bool, str]:
    """Let it go on to its end; returns whether it succeeded, and what it printed."""
    if process.returncode is None:
        process.send_signal(signal.SIGCONT)
    text, _ = process.communicate(timeout=60)
    return process.returncode == 0, text


class Counter:
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


if __name__ == "__main__":
    counter, log = Counter(int(sys.argv[3])), Log()
    s3.LEASE_SECONDS, s3.POLL_SECONDS = float(sys.argv[4]), 0.05
    make_client = s3.S3Target.client

    def counted_client(self: s3.S3Target) -> Any:
        """The real client, whose requests are counted."""
        client = make_client(self)
        client.meta.events.register("before-send.s3", counter)
        return client

    s3.S3Target.client = counted_client  # type: ignore[method-assign]
    succeeded = publishes(Path(sys.argv[1]), json.loads(sys.argv[2]), log)
    print(counter.count, log.text, sep="\n")
    sys.exit(0 if succeeded else 1)

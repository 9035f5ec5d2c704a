"""`edit` as a person starts it, in a process of its own."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from plugins.editor.http.security import EDITOR
from tests.small_site import ROOT

# Seconds: two, and what a busy computer adds. What a phase waits for takes longer.
SOON, LONG = 8.0, 60
PATIENCE = 60.0
COMMAND = "from plugins.cli.commands.edit import edit\n{changed}\nraise SystemExit(edit(0, False, True))"


@dataclass
class Command:
    """The editor as a person starts it."""

    process: subprocess.Popen[str]
    port: int
    token: str

    def line(self) -> str:
        """The next line that it prints."""
        assert self.process.stdout
        return self.process.stdout.readline().strip()

    def request(self, method: str, name: str, data: object = None, kind: str = "application/json") -> bytes:
        """The answer to a request; nothing where the server ends before it."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        headers = {
            "cookie": f"editor-{self.port}={self.token}",
            "origin": f"http://127.0.0.1:{self.port}",
            "content-type": kind,
        }
        body = data if isinstance(data, bytes) else json.dumps(data)
        try:
            connection.request(method, f"{EDITOR}/api/{name}", body, headers)
            return connection.getresponse().read()
        except (http.client.HTTPException, OSError):
            return b""

    def begin(self, *request: object) -> None:
        """Send a request, and do not wait for its answer."""
        threading.Thread(target=self.request, args=request, daemon=True).start()

    def end(self) -> None:
        """Press Ctrl+C, and see that the command ends soon, well and without a word."""
        started = time.monotonic()
        self.process.send_signal(signal.SIGINT)
        assert self.process.wait(PATIENCE) == 0
        assert time.monotonic() - started < SOON


@contextmanager
def editing(folder: Path, changed: str = "", said: str = "The publish that was under way") -> Iterator[Command]:
    """The command in a folder, its code changed; of what it prints as errors only lines that begin with `said` are no
    failure."""
    with subprocess.Popen(
        [sys.executable, "-c", COMMAND.format(changed=changed)],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stdout
            address = urlsplit(process.stdout.readline().strip())
            yield Command(process, address.port or 0, address.query.partition("=")[2])
            assert process.stderr
            assert re.sub(rf"{said}.*\n", "", process.stderr.read()) == ""
        finally:
            process.kill()


def children(process: int) -> list[int]:
    """The processes that a process started and that have not ended."""
    return [
        int(number)
        for task in Path(f"/proc/{process}/task").iterdir()
        for number in (task / "children").read_text().split()
    ]


def wait_for_page(command: Command, text: str) -> None:
    """Wait until the site's front page shows a text, which it does after a build."""
    end = time.monotonic() + PATIENCE
    while text not in command.request("GET", "../../").decode():
        assert time.monotonic() < end, f"{text} is not built"
        time.sleep(0.05)

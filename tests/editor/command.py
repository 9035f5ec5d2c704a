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
from urllib.parse import SplitResult, urlsplit

from plugins.editor.http.addresses import EDITOR
from plugins.editor.http.security import KEY_HEADER
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
    # The site's: the next, or any where that is taken.
    site_port: int
    headers: dict[str, str]

    def line(self) -> str:
        """The next line that it prints, other than the next address; "" where none comes: the command is ended then."""
        assert self.process.stdout
        limit = threading.Timer(PATIENCE, self.process.kill)
        limit.start()
        try:
            while "?token=" in (line := self.process.stdout.readline().strip()):
                pass
            return line
        finally:
            limit.cancel()

    def request(self, method: str, name: str, data: object = None, kind: str = "application/json") -> bytes:
        """The answer to a request; nothing where the server ends before it."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        headers = {**self.headers, "content-type": kind}
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


def let_in(address: SplitResult) -> dict[str, str]:
    """What every request of a session has, as a browser gets it at the address."""
    connection = http.client.HTTPConnection(address.netloc, timeout=PATIENCE)
    connection.request("GET", f"{address.path}?{address.query}")
    answer = connection.getresponse()
    cookies = [value.partition(";")[0] for name, value in answer.getheaders() if name == "set-cookie"]
    key = (answer.getheader("location") or "").partition("#key=")[2]
    return {"cookie": "; ".join(cookies), "origin": f"http://{address.netloc}", KEY_HEADER: key}


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
        # One that never says its address holds up no other test.
        patience = threading.Timer(PATIENCE, process.kill)
        patience.start()
        try:
            assert process.stdout
            address = urlsplit(process.stdout.readline().strip())
            patience.cancel()
            headers = let_in(address)
            site_cookie = re.search(r"\bsite-(\d+)=", headers["cookie"])
            assert site_cookie
            yield Command(process, address.port or 0, int(site_cookie[1]), headers)
            assert process.stderr
            assert re.sub(rf"{said}.*\n", "", process.stderr.read()) == ""
        except BaseException as error:
            ended = process.poll()
            process.kill()
            assert process.stderr
            error.add_note(f"exit status of the command: {ended}; its errors:\n{process.stderr.read()}")
            raise
        finally:
            patience.cancel()
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
    while text not in site_page(command):
        assert time.monotonic() < end, f"{text} is not built"
        time.sleep(0.05)


def site_page(command: Command) -> str:
    """The site's front page; "" while there is none."""
    connection = http.client.HTTPConnection("127.0.0.1", command.site_port, timeout=PATIENCE)
    try:
        connection.request("GET", "/", headers={"cookie": command.headers["cookie"]})
        return connection.getresponse().read().decode()
    except (http.client.HTTPException, OSError):
        return ""

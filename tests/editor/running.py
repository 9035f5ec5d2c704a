"""The small site that the tests of the editor write in, and editors on it, each in a process of its own."""

from __future__ import annotations

import contextlib
import http.client
import itertools
import json
import multiprocessing
import os
import re
import shutil
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

from plugins.editor.http import EDITOR
from plugins.editor.http.entrance import Session
from plugins.editor.http.security import KEY_HEADER
from plugins.project.build import CACHE, LOCK
from plugins.system.file_lock import file_lock
from tests.editor.editor_forks import serve
from tests.forked import forks
from tests.ports import free_port
from tests.small_site import ROOT, SmallSite, small_site
from tests.snapshot import Snapshot

SETTINGS = "\nSEARCH = False\nSOCIAL_CARDS = False\nWORKERS = 1\nNOW = 1_780_000_000\n"
PORT, SITE_PORT = 8000, 8001
# Seconds that a busy computer may take, and in which Ctrl+C ends the command: two, and what a busy computer adds.
PATIENCE, SOON = 60.0, 8.0
HOST = f"127.0.0.1:{PORT}"
# Where the site is, which has an origin of its own.
SITE = f"http://127.0.0.1:{SITE_PORT}"
SESSION = Session(PORT, SITE_PORT, cookie="c" * 43, key="k" * 43, site_cookie="s" * 43)


def write_site(folder: Path, *, has_theme: bool = True) -> SmallSite:
    """A site with settings and a few stories; the plugins are those of this repository, and so is the theme where the
    site has none of its own."""
    site = small_site(folder)
    theme = ""
    if has_theme:
        shutil.copytree(ROOT / "theme", folder / "theme")
    else:
        theme = f"THEME = {os.fspath(ROOT / 'theme')!r}\n"
    shutil.copy(ROOT / "tasks.py", folder)
    # In a process that was in another folder before, publishconf.py imports the settings of this repository: Python
    # keeps where "." was.
    for name, settings in (("pelicanconf.py", SETTINGS), ("publishconf.py", "")):
        (folder / name).write_text((ROOT / name).read_text("utf-8") + settings + theme, "utf-8")
    site.article("bridge", title="The bridge is open", category="Local", sdgs="9, 16.2", summary="It is open.")
    site.article("bridge", "sr", title="Most je otvoren", summary="Otvoren je.")
    site.article("alone", title="Only in English", date="2026-02-01", category="Local")
    site.article("fair", title="The fair", date="2026-01-10", category="Regional")
    site.article("fair", "sr", title="Sajam", status="draft")
    site.write("pages/about.en.md", "Title: About\n\nWho we are.\n")
    return site


@dataclass
class Running:
    """An editor in a process of its own, which prints to the file `output`; a file beside it has what it reports as
    errors, another its exit status once it has ended."""

    process: int
    output: Path
    folder: Path

    @property
    def address(self) -> str:
        """The address that lets the next browser in: each does so once."""
        return self.output.read_text("utf-8").splitlines()[-1]

    @property
    def root(self) -> str:
        """The server's address without a path."""
        parts = urlsplit(self.address)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def port(self) -> int:
        """The server's port."""
        return urlsplit(self.address).port or 0

    @property
    def site(self) -> str:
        """The address of the site, at the next port or, where another program has that one, at any."""
        port = re.search(r"\bsite-(\d+)=", self.headers["cookie"])
        assert port
        return f"http://127.0.0.1:{port[1]}"

    @property
    def errors(self) -> str:
        """What it has reported as errors."""
        return self.output.with_name(f"{self.output.name}.errors").read_text("utf-8")

    @cached_property
    def headers(self) -> dict[str, str]:
        """What every request of a session has, as a browser gets it at the address."""
        address = urlsplit(self.address)
        status, headers, _ = self._get(address.netloc, f"{address.path}?{address.query}", {})
        assert status == HTTPStatus.SEE_OTHER
        cookies = [value.partition(";")[0] for name, value in headers if name == "set-cookie"]
        key = dict(headers)["location"].partition("#key=")[2]
        return {"cookie": "; ".join(cookies), "origin": f"http://{address.netloc}", KEY_HEADER: key}

    def request(self, method: str, name: str, data: object = None, kind: str = "application/json") -> bytes:
        """The answer to a request; nothing where the server ends before it."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        body = data if isinstance(data, bytes) else json.dumps(data)
        try:
            connection.request(method, f"{EDITOR}/api/{name}", body, {**self.headers, "content-type": kind})
            return connection.getresponse().read()
        except (http.client.HTTPException, OSError):
            return b""

    def begin(self, *request: object) -> None:
        """Send a request, and do not wait for its answer."""
        threading.Thread(target=self.request, args=request, daemon=True).start()

    def site_page(self) -> str:
        """The site's front page; "" while there is none."""
        try:
            return self._get(urlsplit(self.site).netloc, "/", {"cookie": self.headers["cookie"]})[2].decode()
        except (http.client.HTTPException, OSError):
            return ""

    @staticmethod
    def _get(host: str, path: str, headers: dict[str, str]) -> tuple[int, list[tuple[str, str]], bytes]:
        connection = http.client.HTTPConnection(host, timeout=PATIENCE)
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.getheaders(), answer.read()

    @property
    def children(self) -> list[int]:
        """The processes that it started and that have not ended."""
        tasks = Path(f"/proc/{self.process}/task").iterdir()
        return [int(number) for task in tasks for number in (task / "children").read_text().split()]

    def kill(self) -> None:
        """End it as a power cut does."""
        self._end(signal.SIGKILL, 10)

    def stop(self) -> None:
        """End it as Ctrl+C does, or by force where that takes long."""
        if self._end(signal.SIGINT, 5) is None:
            self.kill()

    def end(self, expected: str = "$") -> None:
        """Press Ctrl+C, and see that it ends soon and well, and has reported nothing but the lines that begin as
        `expected`."""
        assert self._end(signal.SIGINT, SOON) == 0, self.errors
        assert not re.sub(rf"(?m)^{expected}.*\n", "", self.errors), self.errors

    def _end(self, sign: signal.Signals, seconds: float) -> int | None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.process, sign)
        return self.wait(seconds)

    def wait(self, seconds: float) -> int | None:
        """The exit status, which is waited for; None where it has not ended by then."""
        file, end = self.output.with_name(f"{self.process}.status"), time.monotonic() + seconds
        while not (file.is_file() and (status := file.read_text("ascii"))):
            if time.monotonic() > end:
                return None
            time.sleep(0.01)
        return int(status)


def wait_until(is_so: Callable[[], object], pause: float = 0.02) -> None:
    """Wait until something is so, with a pause between two looks."""
    end = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < end
        time.sleep(pause)


def thread_states(process: int) -> set[str]:
    """The states of the threads of a process, by the letters of `/proc`; nothing where it has ended."""
    states = set()
    for file in Path(f"/proc/{process}/task").glob("*/stat"):
        # A thread may end meanwhile.
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            states.add(file.read_text().rpartition(") ")[2][0])
    return states


def is_busy(process: int) -> bool:
    """Whether a thread of a process has something to do, or would have if the computer were not busy."""
    return bool(thread_states(process) & {"R", "D"})


def stop(process: int) -> None:
    """Stop a process; on a busy computer its threads go on for a while after it was told to."""
    os.kill(process, signal.SIGSTOP)
    wait_until(lambda: thread_states(process) <= {"T"})


class EditorStarter:
    """Starts editors on a small site that was built once. It stays where it was built: what builds keep is of that
    folder, so that the first build of an editor makes only what the test before has changed."""

    def __init__(self, folder: Path) -> None:
        self._site, self._numbers = folder / "site", itertools.count(1)
        # The port of editors whose pages share what a browser keeps of their origin; the next one is the site's.
        self.port, _ = free_port(), free_port()
        self._started: list[Running] = []
        self._outputs = folder / "outputs"
        self._outputs.mkdir()
        write_site(self._site)
        self._requests, theirs = multiprocessing.Pipe()
        self._forks = forks().Process(target=serve, args=(str(self._site), str(self._outputs), theirs))
        self._forks.start()
        theirs.close()
        assert self._requests.recv() == "ready"
        self._before = Snapshot(self._site, folder / "before")

    def site(self) -> Path:
        """The small site as it was after its build, for one editor at a time."""
        # The build of an editor that was killed may not have ended yet.
        with file_lock(self._site / CACHE / LOCK, 60.0) as is_held:
            assert is_held
            self._before.restore()
        return self._site

    def start(self, folder: Path, port: int = 0, changed: str = "", *, is_new: bool = False) -> Running:
        """Start an editor and wait for its address; see `editor_forks.run`."""
        editor = self.fork(folder, port, changed, is_new=is_new)
        wait_until(lambda: "\n" in editor.output.read_text("utf-8") or editor.wait(0) is not None)
        assert editor.wait(0) is None, editor.errors
        return editor

    def fork(self, folder: Path, port: int = 0, changed: str = "", *, is_new: bool = False) -> Running:
        """Start an editor."""
        output = self._outputs / str(next(self._numbers))
        output.touch()
        self._requests.send((str(folder), port, str(output), changed, is_new))
        self._started.append(Running(self._requests.recv(), output, folder))
        return self._started[-1]

    def stop_all(self) -> None:
        """End the editors that still run."""
        for editor in self._started:
            editor.stop()
        self._started.clear()

    def close(self) -> None:
        """End the process that forks."""
        self._requests.close()
        self._forks.join(60)

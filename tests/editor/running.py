"""The small site that the tests of the editor write in, and editors on it, each in a process of its own."""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from plugins.editor.http.entrance import Session
from plugins.file_lock import file_lock
from plugins.project.build import CACHE, LOCK
from tests.ports import free_port
from tests.small_site import ROOT, SmallSite, small_site

SETTINGS = "\nSEARCH = False\nSOCIAL_CARDS = False\nWORKERS = 1\nNOW = 1_780_000_000\n"
PORT, SITE_PORT = 8000, 8001
HOST = f"127.0.0.1:{PORT}"
# Where the site is, which has an origin of its own.
SITE = f"http://127.0.0.1:{SITE_PORT}"
SESSION = Session(PORT, SITE_PORT, cookie="c" * 43, key="k" * 43, site_cookie="s" * 43)


def write_site(folder: Path) -> SmallSite:
    """A site with settings, theme and a few stories; the plugins are those of this repository."""
    site = small_site(folder)
    shutil.copytree(ROOT / "theme", folder / "theme")
    shutil.copy(ROOT / "tasks.py", folder)
    for name in ("pelicanconf.py", "publishconf.py"):
        text = (ROOT / name).read_text("utf-8")
        (folder / name).write_text(f"{text}{SETTINGS if name == 'pelicanconf.py' else ''}", "utf-8")
    site.article("bridge", title="The bridge is open", category="Local", sdgs="9, 16.2", summary="It is open.")
    site.article("bridge", "sr", title="Most je otvoren", summary="Otvoren je.")
    site.article("alone", title="Only in English", date="2026-02-01", category="Local")
    site.article("fair", title="The fair", date="2026-01-10", category="Regional")
    site.article("fair", "sr", title="Sajam", status="draft")
    site.write("pages/about.en.md", "Title: About\n\nWho we are.\n")
    return site


@dataclass
class Running:
    """An editor in a process of its own."""

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
        port = self.output.with_name(f"{self.output.name}.site").read_text("ascii")
        return f"http://127.0.0.1:{port}"

    def kill(self) -> None:
        """End it as a power cut does."""
        self._end(signal.SIGKILL, 10)

    def stop(self) -> None:
        """End it as Ctrl+C does, or by force where that takes long."""
        if not self._end(signal.SIGINT, 5):
            self.kill()

    def _end(self, sign: signal.Signals, seconds: float) -> bool:
        end = time.monotonic() + seconds
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.process, sign)
            while time.monotonic() < end:
                os.kill(self.process, 0)
                time.sleep(0.01)
            return False
        return True


def put_back(folder: Path, before: Path) -> None:
    """Make a folder like another: what differs in size, time or rights is written anew, what is not there goes."""
    for file in list(folder.rglob("*")):
        other = before / file.relative_to(folder)
        if file.is_dir() and not file.is_symlink():
            if not other.is_dir():
                shutil.rmtree(file)
        elif not other.is_file() or mark_of(file) != mark_of(other):
            file.unlink(missing_ok=True)
    for other in before.rglob("*"):
        file = folder / other.relative_to(before)
        if other.is_dir():
            file.mkdir(exist_ok=True)
        elif not file.exists():
            shutil.copy2(other, file)


def mark_of(file: Path) -> tuple[int, ...]:
    """By what a file is known to be as it was."""
    stat = file.lstat()
    return stat.st_size, stat.st_mtime_ns, stat.st_mode


class EditorStarter:
    """Starts editors on a small site that was built once. It stays where it was built: what builds keep is of that
    folder, so that the first build of an editor makes only what the test before has changed."""

    def __init__(self, folder: Path) -> None:
        self._site, self._before, self._numbers = folder / "site", folder / "before", itertools.count(1)
        # The port of editors whose pages share what a browser keeps of their origin; the next one is the site's.
        self.port, _ = free_port(), free_port()
        self._outputs = folder / "outputs"
        self._outputs.mkdir()
        write_site(self._site)
        self._forks = subprocess.Popen(
            [sys.executable, "-m", "tests.editor.editor_forks"],
            cwd=self._site,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        assert self._read() == "ready"
        shutil.copytree(self._site, self._before)

    def site(self) -> Path:
        """The small site as it was after its build, for one editor at a time."""
        # The build of an editor that was killed may not have ended yet.
        with file_lock(self._site / CACHE / LOCK, 60.0) as is_held:
            assert is_held
            put_back(self._site, self._before)
        return self._site

    def start(self, folder: Path, port: int = 0) -> Running:
        """Start an editor and wait for its address."""
        output = self._outputs / str(next(self._numbers))
        assert self._forks.stdin is not None
        print(json.dumps([str(folder), port, str(output)]), file=self._forks.stdin, flush=True)
        process, end = int(self._read()), time.monotonic() + 60
        while not (output.is_file() and "\n" in output.read_text("utf-8")):
            os.kill(process, 0)
            assert time.monotonic() < end, "the editor does not start"
            time.sleep(0.02)
        return Running(process, output, folder)

    def close(self) -> None:
        """End the process that forks."""
        assert self._forks.stdin is not None
        self._forks.stdin.close()
        self._forks.wait(60)

    def _read(self) -> str:
        assert self._forks.stdout is not None
        return self._forks.stdout.readline().strip()

"""Ctrl+C ends the editor within two seconds or so in every phase, without a word, and nothing is lost."""

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

from plugins.editor.files.store import Store
from plugins.editor.http.security import EDITOR
from plugins.project.build import LOCK
from plugins.project.lock import file_lock
from tests.small_site import ROOT

# Seconds: two, and what a busy computer adds. What a phase waits for takes longer.
SOON, LONG = 8.0, 60
PATIENCE = 60.0
COMMAND = "from plugins.cli.commands.edit import edit\n{changed}\nraise SystemExit(edit(0, False, True))"
SLOW_IMPORT = f"""
import time
from plugins.editor.import_page import Imports
Imports.read = lambda *_: (print("reads", flush=True), time.sleep({LONG}))
"""
SLOW_DISK = f"""
import time
from plugins.editor.files.store import Store
save = Store.save
def slow(self, name, *rest):
    if name.endswith(".sr.md"):
        print("saves", flush=True)
        time.sleep({LONG})
    return save(self, name, *rest)
Store.save = slow
"""
# A text that takes long, in whichever process renders it.
SLOW_TEXT = f"""
from markdown import Extension
from markdown.preprocessors import Preprocessor
import time

class Slow(Preprocessor):
    def run(self, lines):
        open("rendering", "w").close()
        time.sleep({LONG})
        return lines

class SlowExtension(Extension):
    def extendMarkdown(self, md):
        md.preprocessors.register(Slow(md), "slow", 1)

MARKDOWN = {{"extensions": [SlowExtension()], "output_format": "html5"}}
WORKERS = 2
"""


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


def wait_for(file: Path) -> None:
    """Wait until a file is there."""
    end = time.monotonic() + PATIENCE
    while not file.exists():
        assert time.monotonic() < end, f"{file} does not come"
        time.sleep(0.02)


def assert_free(folder: Path) -> None:
    """No process is left that builds."""
    with file_lock(folder / ".cache" / LOCK, SOON) as is_free:
        assert is_free


def test_it_ends_during_the_first_build(site_folder):
    """A build under way is broken off with all its processes, and the next one may begin."""
    settings = site_folder.folder / "pelicanconf.py"
    settings.write_text(settings.read_text("utf-8") + SLOW_TEXT, "utf-8")
    for number in range(80):
        site_folder.article(f"story-{number}", date="2026-03-01", category="Local")
    with editing(site_folder.folder) as command:
        wait_for(site_folder.folder / "rendering")
        command.end()
    assert_free(site_folder.folder)


def test_it_ends_during_an_import(site_folder):
    """A page that is being read is left."""
    with editing(site_folder.folder, SLOW_IMPORT) as command:
        command.begin("POST", "import-read?name=page.html", b"<p>Text.</p>", "application/octet-stream")
        assert command.line() == "reads"
        command.end()


def test_it_ends_during_a_save(site_folder):
    """A story of which one file was saved, and the other not yet, is whole: the second text is kept as unsaved work."""
    stem = "news/2026/bridge"
    with editing(site_folder.folder, SLOW_DISK) as command:
        texts = json.loads(command.request("GET", f"story?stem={stem}"))["texts"]
        drafts = {
            "texts": {
                code: {"version": text["version"], "base": text["text"], "fields": {}, "body": f"New {code}.\n"}
                for code, text in texts.items()
            },
            "shared": {},
        }
        given = {"stem": stem, "window": "w"}
        assert command.request("POST", "journal", {**given, "state": drafts}) == b"{}"
        command.begin("POST", "save", {**given, "drafts": drafts})
        assert command.line() == "saves"
        command.end()
    store = Store(site_folder.content, site_folder.folder / ".editor")
    assert store.read(f"{stem}.en.md").body == "New en.\n"
    assert store.read(f"{stem}.sr.md").raw == texts["sr"]["text"].encode()
    assert [entry.state for entry in store.journals(stem)] == [drafts]


def test_it_ends_during_a_publish(site_folder):
    """A publish under way is interrupted, and the next one brings readers the whole site."""
    folder = site_folder.folder
    with editing(folder) as command:
        assert command.request("POST", "publish", {}) == b"{}"
        end = time.monotonic() + PATIENCE
        while not json.loads(command.request("GET", "publish-state"))["output"]:
            assert time.monotonic() < end
            time.sleep(0.02)
        command.end()
    again = subprocess.run(
        [sys.executable, "-m", "plugins.cli.main", "publish"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert again.returncode == 0, again.stdout + again.stderr
    assert "The bridge is open" in (folder / "published/current/site/news/bridge/index.html").read_text("utf-8")

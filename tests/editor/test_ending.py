"""Ctrl+C ends the editor within two seconds or so in every phase, without a word, and nothing is lost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from plugins.editor.files.store import Store
from plugins.file_lock import file_lock
from plugins.project.build import LOCK
from tests.editor.command import COMMAND, LONG, PATIENCE, SOON, editing
from tests.editor.running import EditorStarter
from tests.small_site import ROOT

SLOW_IMPORT = f"""
import time
from plugins.editor.import_page import Imports
Imports._import_site = lambda *_: (print("reads", flush=True), time.sleep({LONG}))
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


@pytest.fixture
def built_site(editors: EditorStarter) -> Path:
    """The folder of the small site, which was built before."""
    return editors.site()


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


def test_a_second_editor_says_where_the_site_is_open(built_site):
    """One editor at a time has a site, whatever its port: what excludes each other within it need not between two. Once
    it has ended, even by force, the next one starts."""
    start = [sys.executable, "-c", COMMAND.format(changed="")]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with editing(built_site) as command:
        second = subprocess.run(start, cwd=built_site, env=environment, capture_output=True, text=True)
        place = f"http://127.0.0.1:{command.port}"
        said = f"this site is open in the editor already, at {place}: go on there\n"
        assert (second.returncode, second.stdout, second.stderr) == (1, "", said)
        command.process.kill()
    with editing(built_site) as command:
        command.end()


def test_it_ends_during_an_import(built_site):
    """A page that is being read is left."""
    with editing(built_site, SLOW_IMPORT) as command:
        command.begin("POST", "import-read?name=page.html", b"<p>Text.</p>", "application/octet-stream")
        assert command.line() == "reads"
        command.end()


def test_it_ends_during_a_save(built_site):
    """A story of which one file was saved, and the other not yet, is whole: the second text is kept as unsaved work."""
    stem = "news/2026/bridge"
    with editing(built_site, SLOW_DISK) as command:
        texts = json.loads(command.request("GET", f"story?stem={stem}"))["texts"]
        drafts = {
            "texts": {
                code: {"version": text["version"], "base": text["text"], "fields": {}, "body": f"New {code}.\n"}
                for code, text in texts.items()
            },
            "shared": {},
        }
        given = {"stem": stem, "window": "w"}
        assert command.request("POST", "journal", {**given, "state": drafts}) == b'{"kept":[]}'
        command.begin("POST", "save", {**given, "drafts": drafts})
        assert command.line() == "saves"
        command.end()
    store = Store(built_site / "content", built_site / ".editor")
    assert store.read(f"{stem}.en.md").body == "New en.\n"
    assert store.read(f"{stem}.sr.md").raw == texts["sr"]["text"].encode()
    assert [entry.state for entry in store.journals(stem)] == [drafts]


def test_it_ends_during_a_publish(built_site):
    """A publish under way is interrupted, and the next one brings readers the whole site."""
    folder = built_site
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

"""Ctrl+C ends the editor within two seconds or so in every phase, without a word, and nothing is lost."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial

import pytest

from plugins.editor.files.store import Store
from plugins.project.build import LOCK
from plugins.system.file_lock import file_lock
from tests.editor.running import PATIENCE, SOON, EditorStarter, Running, wait_until

# Seconds that a phase takes: longer than what waits for its end.
LONG = 60
SLOW_IMPORT = f"""
import time
from pathlib import Path
from plugins.editor.import_page import Imports
Imports._import_site = lambda *_: (Path("begun").touch(), time.sleep({LONG}))
"""
SLOW_DISK = f"""
import time
from pathlib import Path
from plugins.editor.files.store import Store
save = Store.save
def slow(self, name, *rest):
    if name.endswith(".sr.md"):
        Path("begun").touch()
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
        open("begun", "w").close()
        time.sleep({LONG})
        return lines

class SlowExtension(Extension):
    def extendMarkdown(self, md):
        md.preprocessors.register(Slow(md), "slow", 1)

MARKDOWN = {{"extensions": [SlowExtension()], "output_format": "html5"}}
WORKERS = 2
"""
Edit = Callable[..., Running]


@pytest.fixture
def edit(editors: EditorStarter) -> Edit:
    """Starts an editor, with some code changed, in the folder of the small site, which was built before."""
    return partial(editors.start, editors.site(), 0)


def wait_until_begun(editor: Running) -> None:
    """Wait until the phase has begun."""
    wait_until((editor.folder / "begun").exists)


def test_it_ends_during_the_first_build(site_folder, editors):
    """A build under way is broken off with all its processes, and the next one may begin."""
    settings = site_folder.folder / "pelicanconf.py"
    settings.write_text(settings.read_text("utf-8") + SLOW_TEXT, "utf-8")
    for number in range(80):
        site_folder.article(f"story-{number}", date="2026-03-01", category="Local")
    editor = editors.start(site_folder.folder)
    wait_until_begun(editor)
    # Of the code in the settings.
    editor.end("Every page is rendered in every build")
    with file_lock(site_folder.folder / ".cache" / LOCK, SOON) as is_free:
        assert is_free


def test_a_second_editor_says_where_the_site_is_open(edit, editors):
    """One editor at a time has a site, whatever its port: what excludes each other within it need not between two. Once
    it has ended, even by force, the next one starts."""
    first = edit()
    second = editors.fork(first.folder)
    assert second.wait(PATIENCE) == 1
    said = f"this site is open in the editor already, at {first.root}: go on there\n"
    assert (second.output.read_text("utf-8"), second.errors) == ("", said)
    first.kill()
    edit().end()


def test_it_ends_during_an_import(edit):
    """A page that is being read is left."""
    editor = edit(SLOW_IMPORT)
    editor.begin("POST", "import-read?name=page.html", b"<p>Text.</p>", "application/octet-stream")
    wait_until_begun(editor)
    editor.end()


def test_it_ends_during_a_save(edit):
    """A story of which one file was saved, and the other not yet, is whole: the second text is kept as unsaved work."""
    stem, editor = "news/2026/bridge", edit(SLOW_DISK)
    texts = json.loads(editor.request("GET", f"story?stem={stem}"))["texts"]
    drafts = {
        "texts": {
            code: {"version": text["version"], "base": text["text"], "fields": {}, "body": f"New {code}.\n"}
            for code, text in texts.items()
        },
        "shared": {},
    }
    given = {"stem": stem, "window": "w"}
    assert editor.request("POST", "journal", {**given, "state": drafts}) == b'{"kept":[]}'
    editor.begin("POST", "save", {**given, "drafts": drafts})
    wait_until_begun(editor)
    editor.end()
    store = Store(editor.folder / "content", editor.folder / ".editor")
    assert store.read(f"{stem}.en.md").body == "New en.\n"
    assert store.read(f"{stem}.sr.md").raw == texts["sr"]["text"].encode()
    assert [entry.state for entry in store.journals(stem)] == [drafts]


def publish_state(editor: Running, name: str) -> object:
    """What is said of the publish."""
    return json.loads(editor.request("GET", "publish-state"))[name]


def test_it_ends_during_a_publish(edit):
    """A publish under way is interrupted, and the next one brings readers the whole site."""
    editor = edit()
    assert editor.request("POST", "publish", {}) == b"{}"
    wait_until(partial(publish_state, editor, "output"))
    editor.end("The publish that was under way")
    again = edit()
    assert again.request("POST", "publish", {}) == b"{}"
    wait_until(lambda: not publish_state(again, "running"), 0.1)
    assert not publish_state(again, "failed")
    page = editor.folder / "published/current/site/news/bridge/index.html"
    assert "The bridge is open" in page.read_text("utf-8")

"""The kill loop: while a script types, the browser or the server is killed; what was typed two seconds before is there.

`EDITOR_KILLS` says how many kills there are; a hundred of each kind take some ten minutes.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import subprocess
import time

import pytest

from plugins.editor.files.store import Store
from tests.loops import times
from tests.needs import need

KILLS = times(2, 100)
# One browser is enough to see that a page keeps what is typed while nobody saves.
BROWSER_KILLS = times(1, 100)
STEM = "news/2026/bridge"
TEXT = ".pane[data-language=en] .cm-content"
# Milliseconds between two keys: those of a person who makes no pause in which all is kept, or as fast as the browser
# takes them.
DELAY = times(100, 4)
# Seconds of typing that a crash may take away.
ALLOWED = 2.0
# When each word reached the page, by the page's own clock: a busy computer may take long to bring it there.
CLOCK = """() => { window.moments = [];
  addEventListener("keydown", (event) => event.key === " " && moments.push(Date.now() / 1000), true); }"""
# Milliseconds for a page to open: a busy machine proves nothing about what is kept.
PATIENCE = 180_000


class KillableBrowser:
    """A Chromium of its own that can be ended as a power cut ends it."""

    def __init__(self, chromium, folder) -> None:
        arguments = ["--headless=new", "--no-sandbox", "--disable-gpu", "--remote-debugging-port=0", "--no-first-run"]
        self.process = subprocess.Popen(
            [need("chromium"), *arguments, f"--user-data-dir={folder}", "about:blank"],
            stderr=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
        )
        address = ""
        for line in self.process.stderr:
            if match := re.search(r"listening on (ws://\S+)", line):
                address = match[1]
                break
        self.browser = chromium.connect_over_cdp(address)

    def page(self):
        """A new page."""
        page = self.browser.contexts[0].new_page()
        page.set_default_timeout(PATIENCE)
        return page

    def kill(self) -> None:
        """End every process of it at once."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def type_until(page, end):
    """Type numbered words until a moment, and until one is so old that it must be kept; gives the moment of each word
    that was ever typed in this page."""
    moments = page.evaluate("moments")
    already = number = len(moments)
    while time.time() < end or time.time() < moments[already] + ALLOWED + 0.1:
        number += 1
        page.keyboard.type(f"w{number} ", delay=DELAY)
        if len(moments) == already:
            moments = page.evaluate("moments")
    return page.evaluate("moments")


def check_kept(folder, moments, killed, number):
    """All words that had reached the page two seconds before a kill are kept; gives the seconds within which all
    were."""
    owed = sum(moment < killed - ALLOWED for moment in moments)
    kept = kept_words(folder)
    assert owed > 0
    assert kept >= owed, f"kill {number}: {kept} of {owed} words, {len(moments)} typed, {describe_disk(folder)}"
    return killed - moments[kept] if kept < len(moments) else 0.0


def kept_words(folder):
    """The numbers of the words that the journals and the file have, whichever has most."""
    store = Store(folder / "content", folder / ".editor")
    texts = [str(entry.state.get("texts", {}).get("en", {}).get("body", "")) for entry in store.journals(STEM)]
    texts.append(store.read(f"{STEM}.en.md").text)
    return max((len({int(word) for word in re.findall(r"\bw(\d+) ", text)}) for text in texts), default=0)


def describe_disk(folder):
    """What the editor's folder in the cache holds, for messages."""
    return [file.relative_to(folder).as_posix() for file in sorted((folder / ".editor").rglob("*"))]


def open_story(page, editor):
    """The story's page, with the cursor at the end of the English text."""
    page.goto(editor.address)
    page.goto(f"{editor.root}/~editor/story?stem={STEM}")
    page.wait_for_selector("#state[data-state=saved], #state[data-state=unsaved]")
    page.locator(TEXT).click()
    page.keyboard.press("Control+End")
    page.evaluate(CLOCK)


@pytest.mark.long
def test_a_killed_browser_loses_no_more_than_two_seconds(tmp_path, browser, editors):
    """However the browser ends, all words typed two seconds before are in the journal."""
    dice, late = random.Random(1), []
    folder = editors.site()
    editor = editors.start(folder)
    original = (folder / f"content/{STEM}.en.md").read_bytes()
    for number in range(BROWSER_KILLS):
        shutil.rmtree(folder / ".editor" / "journal", ignore_errors=True)
        killable = KillableBrowser(browser.browser_type, tmp_path / f"profile-{number}")
        page = killable.page()
        open_story(page, editor)
        moments = type_until(page, time.time() + 2.2 + dice.random() * 2)
        killed = time.time()
        killable.kill()
        late.append(check_kept(folder, moments, killed, number))
        assert (folder / f"content/{STEM}.en.md").read_bytes() == original, "nothing is saved unasked"
    print(f"{len(late)} kills of the browser; all was kept within {max(late):.2f} s")


@pytest.mark.long
def test_a_killed_server_loses_nothing_that_a_page_still_has(browser, editors):
    """However the server ends, also while it saves, the file is whole, words typed two seconds before are kept, and
    once it is back, the page brings the rest."""
    dice, late = random.Random(2), []
    folder = editors.site()
    editor = editors.start(folder)
    context = browser.new_context()
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    open_story(page, editor)
    for number in range(KILLS):
        moments = type_until(page, time.time() + 2.2 + dice.random() * 1.5)
        if number % 2:
            page.keyboard.press("Control+s")
            time.sleep(dice.random() * 0.05)
        killed = time.time()
        editor.kill()
        file = (folder / f"content/{STEM}.en.md").read_text("utf-8")
        assert file.startswith("Title: The bridge is open\n"), "a file is never half-written"
        late.append(check_kept(folder, moments, killed, number))
        editor = editors.start(folder, editor.port)
        page.context.new_page().goto(editor.address)
        page.context.pages[-1].close()
        end = time.monotonic() + PATIENCE / 1000
        while kept_words(folder) < len(moments):
            assert time.monotonic() < end, f"kill {number}: {kept_words(folder)} of {len(moments)}"
            time.sleep(0.2)
    print(f"{len(late)} kills of the server; all was kept within {max(late):.2f} s")
    context.close()

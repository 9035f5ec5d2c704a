"""What is typed is kept whatever happens to windows, servers and files: none of it is lost between two of them."""

from __future__ import annotations

import json

from playwright.sync_api import expect

from tests.editor.windows import PLAIN, STORY, TEXT, kept_in_browser, opened, state, type_at_end, until, written

OTHER = "news/2026/alone"
WINDOWS = 7
# What is typed never comes to the server.
CUT_OFF = """() => { const fetches = fetch;
  const cut = () => Promise.reject(new TypeError("cut off"));
  window.fetch = (...all) => all[0].includes("journal") ? cut() : fetches(...all); }"""

# A database that does not answer: one connection stays open, and the next version waits for its end, as does all after.
BLOCK = """() => new Promise((resolve) => {
  const first = indexedDB.open("editor-journal", 1);
  first.onupgradeneeded = () => first.result.createObjectStore("kept");
  first.onsuccess = () => {
    window.held = first.result;
    indexedDB.open("editor-journal", 2).onblocked = () => resolve();
  };
})"""
IN_BROWSER = (
    "Object.entries(localStorage).some(([key, text]) => key.startsWith('editor-journal ') && text.includes('Two.'))"
)
READ_STORY = "(stem) => ofEditor('api.js').then((api) => api.get('story', { stem }))"


def kept(running):
    """All unsaved work on the disk, as text."""
    files = sorted(running.folder.glob(".editor/journal/*/*.json"))
    return [json.loads(file.read_text("utf-8")) for file in files]


def wait_until_kept(page, running, words):
    """Wait until the disk has some words in the work of one window, and give that: what another takes over is kept
    under its name before it goes under the old one."""
    for _ in range(600):
        found = [entry for entry in kept(running) if words in json.dumps(entry)]
        if len(found) == 1:
            return found[0]
        page.wait_for_timeout(50)
    raise AssertionError(words)


STILL_THERE = """name => {
  navigator.locks.request(`editor-window ${name}`, () => new Promise(end => setTimeout(end, 1000)));
}"""


def test_in_many_windows_of_a_browser_all_is_kept_and_saved(visit, running):
    """A browser opens no more than six connections to a server: seven windows, of which two have the same story, share
    one for what they listen to. It gives a window that is duplicated what the first has of it; the text of neither
    takes the other's place, also when a page is loaded again. What is typed in one is kept and saved, and the other
    sees what changes."""
    page = opened(visit)
    type_at_end(page, " First.")
    wait_until_kept(page, running, "First.")
    for _ in range(WINDOWS - 2):
        other = page.context.new_page()
        other.goto(running.root + "/~editor/")
        other.wait_for_selector(".row")
    with page.expect_popup() as popup:
        page.evaluate("window.open(location.href)")
    second = popup.value
    second.wait_for_selector("#banner-window")
    type_at_end(second, " Drugo.", "sr")
    entry = wait_until_kept(second, running, "Drugo.")
    assert len(kept(running)) == 2
    # As on a busy computer, where the page before is still there when its successor looks for its name.
    second.evaluate(STILL_THERE, page.evaluate("sessionStorage.getItem('editor-window')"))
    page.reload()
    state(page, "unsaved")
    assert "First." in page.inner_text(TEXT.format("en"))
    assert "Drugo." not in page.inner_text(TEXT.format("sr"))
    second.keyboard.press("Control+s")
    state(second, "saved")
    assert "Drugo." in written(running, "sr")
    page.locator(TEXT.format("sr"), has_text="Drugo.").wait_for()
    live = page.evaluate(READ_STORY, STORY.partition("=")[2])
    assert len(live["live"]) == 2
    assert entry["window"] in live["live"]
    second.close()
    until(page, f"({READ_STORY})('news/2026/bridge').then(a => a.live.length === 1)")


def test_the_newest_of_what_server_and_browser_have_is_offered(visit, running):
    """What came after the last that the server has is in the browser, also where the page is loaded again in the same
    moment, and goes on there. Where its window is closed, any page of the editor brings it to the server, and it is
    offered where the story is opened again."""
    page = opened(visit, f"/~editor/story?stem={OTHER}")
    type_at_end(page, "One.")
    wait_until_kept(page, running, "One.")
    page.evaluate(CUT_OFF)
    page.keyboard.type(" Two.")
    page.reload()
    state(page, "unsaved")
    assert "One. Two." in page.inner_text(TEXT.format("en"))
    page.evaluate(CUT_OFF)
    type_at_end(page, " Three.")
    kept_in_browser(page, "Three.")
    context = page.context
    page.close(run_before_unload=False)
    page = context.new_page()
    page.goto(running.root + "/~editor/")
    assert wait_until_kept(page, running, "One. Two. Three.")["stem"] == OTHER
    page.goto(f"{running.root}/~editor/story?stem={OTHER}")
    page.click("[id^=banner-recovery] button[data-kind=primary]")
    state(page, "unsaved")
    assert "One. Two. Three." in page.inner_text(TEXT.format("en"))


def test_a_browser_database_that_does_not_answer_holds_nothing_up(visit, running):
    """As WebKit's may after a page was left: the story opens all the same, and the browser keeps elsewhere what the
    server does not get."""
    other = visit(PLAIN)
    other.evaluate(BLOCK)
    page = other.context.new_page()
    page.goto(running.root + STORY)
    state(page, "saved")
    page.evaluate(CUT_OFF)
    type_at_end(page, " One. Two.")
    until(page, IN_BROWSER)
    page.close(run_before_unload=False)
    assert kept(running) == []
    page = other.context.new_page()
    page.goto(running.root + STORY)
    page.click("[id^=banner-recovery] button[data-kind=primary]")
    state(page, "unsaved")
    assert "One. Two." in page.inner_text(TEXT.format("en"))
    until(page, f"!({IN_BROWSER})")


def test_unsaved_text_of_a_story_that_is_gone_is_offered(visit, running):
    """Where a story is deleted by another program after its window has gone, the list offers what was written, and
    saving it makes the file again."""
    page = opened(visit)
    type_at_end(page, " Unsaved.")
    wait_until_kept(page, running, "Unsaved.")
    page.close(run_before_unload=False)
    for file in (running.folder / "content/news/2026").glob("bridge.*"):
        file.unlink()
    page = visit()
    page.wait_for_selector("#gone .banner")
    expect(page.locator("#gone").first).to_contain_text("The bridge is open", use_inner_text=True)
    page.click("#gone a")
    state(page, "unsaved")
    assert "Unsaved." in page.inner_text(TEXT.format("en"))
    page.keyboard.press("Control+s")
    page.locator("#banner-conflict-en button").first.click()
    page.locator("dialog button[data-kind=primary]").click()
    state(page, "saved")
    assert written(running).endswith("Unsaved.")
    until(page, "ofEditor('api.js').then(api => api.get('list')).then(a => a.gone.length === 0)")

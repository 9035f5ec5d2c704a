"""Situations in which words once left the screen and were nowhere: none of them is lost, in a browser."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from playwright.sync_api import expect

from tests.editor.requests import draft, save
from tests.editor.requests import opened as opened_story
from tests.editor.windows import (
    PLAIN,
    SLOW,
    STORY,
    TEXT,
    choose,
    decided,
    everything,
    file,
    opened,
    picture,
    rest,
    state,
    type_at_end,
    until,
    written,
)

ENGLISH = "content/news/2026/bridge.en.md"

# What is sent with a name does not reach the server until that is said.
CUT = """(name) => { const fetches = fetch; window.mended = false;
  window.fetch = (...all) => !window.mended && all[0].includes(name)
    ? Promise.reject(new TypeError("cut off")) : fetches(...all); }"""
# Whether the browser has some words of a dialog.
KEPT_FORM = """ofEditor('browser-store.js').then(async ({ forms }) =>
  JSON.stringify(await forms.entries()).includes("WORDS"))"""
OUTSIDE = "By another program"


def in_conflict(page, running, words=" Mine."):
    """Type, let another program write, and save: two texts stand beside each other."""
    type_at_end(page, words)
    file = running.folder / ENGLISH
    file.write_text(written(running).replace("irst paragraph", f"irst paragraph{words}"), "utf-8")
    page.keyboard.press("Control+s")
    state(page, "conflict")


def decide(page, answer):
    """Open the conflict and press the button of an answer."""
    page.click("#banner-conflict-en .button[data-kind=primary]")
    page.wait_for_selector("dialog[open]")
    page.click(f"dialog button[value={answer}]")
    page.wait_for_selector("dialog", state="detached")


def test_a_conflict_keeps_all_that_was_typed(visit, running):
    """Where the text that was chosen cannot be saved it stays in the window and is kept, the page says that it is not
    saved, and once the file can be written it is. One goes on typing after the banner: one's own text has it; where the
    other text is taken, a version has it. Beside a conflict the page says whether the server is reached. Of a
    title that both have changed nothing is saved before one is chosen, nothing else is than that, and a draft stays
    one."""
    page = opened(visit)
    full, file = running.folder / "disk-full", running.folder / ENGLISH
    for answer, words, prevent, mend in (
        ("merged", " Mine.", lambda: file.chmod(0o444), lambda: file.chmod(0o644)),
        ("own", " Still mine.", full.touch, full.unlink),
    ):
        in_conflict(page, running, words)
        prevent()
        decide(page, answer)
        state(page, "failed")
        assert words in page.inner_text(TEXT.format("en"))
        assert not written(running).endswith(words)
        # The page tries again and again: it never rests.
        page.wait_for_timeout(600)
        state(page, "failed")
        mend()
        page.keyboard.press("Control+s")
        state(page, "saved")
        assert written(running).endswith(words)
    in_conflict(page, running, " One's own.")
    type_at_end(page, " Later.")
    decide(page, "own")
    state(page, "saved")
    assert written(running).endswith(" One's own. Later.")
    assert "irst paragraph One's own." not in written(running)
    in_conflict(page, running, " The other.")
    page.context.set_offline(True)
    type_at_end(page, " At last.")
    page.wait_for_selector("#state-text:has-text('not reached')")
    expect(page.locator("#banner-conflict-en").first).to_be_visible()
    page.context.set_offline(False)
    state(page, "conflict")
    decide(page, "other")
    state(page, "saved")
    until(page, "!document.querySelector('.cm-content').textContent.includes('At last.')")
    rest(page)
    assert "The other. At last." in everything(running)
    page.select_option(".pane[data-language=en] .pane-status", "draft")
    page.keyboard.press("Control+s")
    state(page, "saved")
    page.fill("#en-title", "Title of mine")
    before = written(running)
    (running.folder / ENGLISH).write_text(before.replace("Title: The bridge is open", "Title: Of theirs"), "utf-8")
    page.keyboard.press("Control+s")
    state(page, "conflict")
    page.click("#banner-conflict-en .button[data-kind=primary]")
    page.click("dialog button[value=merged]")
    page.check("dialog .merge-choice:has-text('Title of mine') input")
    page.locator("dialog .cm-merge-b", has_text="Title of mine").wait_for()
    decided(page, "merged")
    state(page, "saved")
    assert written(running) == before.replace("The bridge is open", "Title of mine")
    assert "Status: draft" in before


def test_what_comes_meanwhile_takes_nothing_away(visit, running):
    """What a person has not done is no step to undo: not loading, and not what another program wrote. Words that were
    saved, and that another program then writes over, leave the screen for a version. A title that is written while a
    text is saved, and a text that is written while its form changes, are there afterwards."""
    page = opened(visit)
    page.locator(TEXT.format("en")).click()
    before = page.inner_text(TEXT.format("en"))
    for _ in range(3):
        page.keyboard.press("Control+z")
    assert page.inner_text(TEXT.format("en")) == before
    assert page.get_attribute("#state", "data-state") == "saved"
    type_at_end(page, " Saved words.")
    page.keyboard.press("Control+s")
    state(page, "saved")
    (running.folder / ENGLISH).write_text("Title: Other\nDate: 2026-03-01\n\nAnother text.\n", "utf-8")
    page.locator(TEXT.format("en"), has_text="Another text.").wait_for()
    rest(page)
    assert "Saved words." in everything(running)
    page.locator(TEXT.format("en")).click()
    for _ in range(3):
        page.keyboard.press("Control+z")
    assert "Another text." in page.inner_text(TEXT.format("en"))
    page.evaluate(SLOW, "save")
    page.evaluate(SLOW, "recompose")
    type_at_end(page, " More.")
    page.keyboard.press("Control+s")
    page.fill("#en-title", "Typed meanwhile")
    state(page, "unsaved")
    expect(page.locator("#en-title").first).to_have_value("Typed meanwhile")
    page.click(".pane[data-language=en] .pane-tools button")
    type_at_end(page, " Even more.")
    rest(page)
    page.keyboard.press("Control+s")
    state(page, "saved")
    assert "Title: Typed meanwhile" in written(running)
    assert "More. Even more." in written(running)


def test_what_another_program_wrote_is_shown_where_one_is_writing(visit, running):
    """In a browser without shared workers, too, what stands in a field is what the file has: nothing that was not seen
    is written over by the next key. While a table is filled another program writes: the table stands at the cursor,
    beside what that wrote."""
    page = visit(PLAIN).context.new_page()
    page.add_init_script("delete window.SharedWorker")
    with page.expect_response(lambda response: "/api/events" in response.url):
        page.goto(running.root + STORY)
    state(page, "saved")
    assert page.evaluate("'SharedWorker' in window") is False
    page.evaluate("document.querySelector('#shared').open = true")
    for field, name in (("#en-title", "Title"), ("#field-author", "Author")):
        page.locator(field).focus()
        lines = [line for line in written(running).split("\n") if not line.startswith(f"{name}:")]
        (running.folder / ENGLISH).write_text("\n".join([f"{name}: {OUTSIDE}", *lines]), "utf-8")
        until(page, f"document.querySelector('{field}').value === '{OUTSIDE}'")
        page.keyboard.press("End")
        page.keyboard.type(" and me")
        page.keyboard.press("Control+s")
        state(page, "saved")
        assert f"{name}: {OUTSIDE} and me\n" in written(running)
    page.locator(TEXT.format("en")).click()
    page.click(".pane[data-language=en] [data-tool=table]")
    page.locator(".table-grid input").first.fill("Metres")
    (running.folder / ENGLISH).write_text(written(running).replace("The first", "Their first"), "utf-8")
    page.locator(TEXT.format("en"), has_text="Their first").wait_for()
    decided(page)
    page.keyboard.press("Control+s")
    state(page, "saved")
    assert "Their first paragraph of the story, " in written(running)
    assert ".\n\n| Metres |" in written(running), "it stands below a whole paragraph"


def again(page, words):
    """Load the page again while a dialog is open, and wait until the dialog is there with its words."""
    page.reload()
    page.wait_for_selector("dialog[open]")
    until(page, f"[...document.querySelectorAll('dialog input, dialog textarea')].some(one => one.value === '{words}')")


def test_a_dialog_whose_text_is_deleted_writes_nothing_and_keeps_its_words(visit, running):
    """The dialog of a picture stays open and says that the text is gone; once that is back, it is put there."""
    page = opened(visit)
    page.locator(TEXT.format("sr")).click()
    choose(page, [file("a.jpg", picture())])
    page.wait_for_selector("dialog .describe-picture")
    page.fill("#field-alt-sr", "Most nad rekom")
    serbian, english = (running.folder / f"content/news/2026/bridge.{code}.md" for code in ("sr", "en"))
    before, other = serbian.read_bytes(), english.read_bytes()
    serbian.unlink()
    until(page, f"!document.querySelector('{TEXT.format('sr')}')")
    page.click("dialog button[value=yes]")
    page.wait_for_selector("dialog .warning:not([hidden])")
    expect(page.locator("#field-alt-sr")).to_have_value("Most nad rekom")
    state(page, "saved")
    assert english.read_bytes() == other
    serbian.write_bytes(before)
    page.wait_for_selector(TEXT.format("sr"))
    decided(page)
    until(
        page, f"document.querySelector('{TEXT.format('sr')}').textContent.includes('![Most nad rekom](images/a.jpg)')"
    )


def test_what_stands_in_a_dialog_is_there_again_after_the_page_was_loaded_again(visit, running):
    """The description of a picture, a link, a table, another address: each dialog is open again with what was typed,
    does what it would have done, and is not opened once more."""
    page = opened(visit)
    page.locator(TEXT.format("en")).click()
    page.keyboard.press("Control+Home")
    choose(page, [file("a.jpg", picture()), file("b.jpg", picture(colour="gold"))])
    for words in ("One bridge", "Two bridges"):
        page.wait_for_selector("dialog .describe-picture")
        until(page, "document.activeElement.id === 'field-alt-en' && !document.activeElement.value")
        page.keyboard.type(words)
        if words == "One bridge":
            page.click("dialog button[value=yes]")
    again(page, "One bridge")
    page.click("dialog button[value=yes]")
    again(page, "One bridge")
    page.click("dialog button[value=yes]")
    until(page, "document.querySelector('dialog textarea')?.value === 'Two bridges'")
    decided(page)
    until(page, f"document.querySelector('{TEXT.format('sr')}').textContent.includes('b.jpg')")
    page.click(".pane[data-language=en] [data-tool=table]")
    page.locator(".table-grid input").nth(3).fill("Five")
    again(page, "Five")
    decided(page)
    page.click(".pane[data-language=en] [data-tool=link]")
    page.fill("#field-address", "https://iom.int/a")
    page.fill("#field-words", "The report")
    again(page, "The report")
    decided(page)
    page.keyboard.press("Control+s")
    state(page, "saved")
    text = written(running)
    assert text.index("![One bridge](images/a.jpg)") < text.index("![Two bridges](images/b.jpg)")
    assert "| Five |" in text
    assert "[The report](https://iom.int/a)" in text
    page.click("#open-menu")
    page.click(".menu-item:has-text('address')")
    page.fill("#field-slug", "the-new-bridge")
    again(page, "the-new-bridge")
    decided(page, "")
    page.reload()
    state(page, "saved")
    rest(page)
    assert page.locator("dialog").count() == 0


def test_a_dialog_of_another_page_keeps_what_was_typed_until_it_is_taken(visit, running):
    """A title of a story to be begun, and a text to be imported, are there again after a reload. Where a request fails
    the dialog stays open, says why, and works once the server is reached again."""
    page = visit(PLAIN)
    for path, button, field in (
        ("/~editor/import", "#import-paste", "dialog textarea"),
        ("/~editor/", "#new-story", "dialog [name=title]"),
    ):
        page.goto(running.root + path)
        page.click(button)
        page.fill(field, "A road of words")
        again(page, "A road of words")
        page.keyboard.press("Escape")
        page.wait_for_selector("dialog", state="detached")
        until(page, KEPT_FORM.replace("WORDS", "A road of words") + ".then((isKept) => !isKept)")
        page.reload()
        page.wait_for_selector(button)
        rest(page)
        assert page.locator("dialog").count() == 0
    page.evaluate(CUT, "create")
    page.click("#new-story")
    page.fill("dialog [name=title]", "A road of words")
    page.click("dialog button[value=yes]")
    page.wait_for_selector("dialog .warning:not([hidden])")
    expect(page.locator("dialog [name=title]").first).to_have_value("A road of words")
    page.evaluate("window.mended = true")
    page.click("dialog button[value=yes]")
    page.wait_for_url("**/story?**a-road-of-words")


def test_a_page_that_could_not_be_read_is_offered_again(visit, running):
    """Text that is pasted stays in its dialog while the server is not reached; a file that was dropped is offered as an
    unfinished import, and what is settled meanwhile is not replaced by it."""
    page = visit("/~editor/import")
    page.evaluate(CUT, "import-read")
    page.click("#import-paste")
    page.fill("dialog textarea", "The river is clean")
    page.click("dialog button[value=yes]")
    page.wait_for_selector("dialog .warning:not([hidden])")
    expect(page.locator("dialog textarea").first).to_have_value("The river is clean")
    page.click("dialog button[value='']")
    page.set_input_files("#import-files", [{"name": "a.txt", "mimeType": "text/plain", "buffer": b"The ferry is open"}])
    page.wait_for_selector("#unfinished .banner")
    page.evaluate("window.mended = true")
    page.set_input_files("#import-files", [{"name": "b.txt", "mimeType": "text/plain", "buffer": b"The road is open"}])
    page.locator(".block", has_text="The road").wait_for()
    page.click("#unfinished .banner button[data-kind=primary]")
    page.locator(".block", has_text="The ferry").wait_for()
    page.click("#unfinished .banner button[data-kind=primary]")
    page.locator(".block", has_text="The road").wait_for()


def test_text_in_a_language_that_the_site_no_longer_has_is_a_version(client, editor, site_folder, monkeypatch):
    """A window that still has it is told why it is not saved; nothing of it is dropped, and its other texts are
    saved."""
    story = opened_story(client)
    config = editor.site.config
    monkeypatch.setattr(editor.site, "config", replace(config, languages={"en": config.languages["en"]}))
    monkeypatch.setattr(editor.site, "reload", lambda: None)
    texts = {code: draft(story, code, body=f"Words in {code}.\n") for code in ("en", "sr")}
    outcome = save(client, {**texts, "de": {"fields": {"title": "Worte"}, "body": "Auf Deutsch."}})
    assert (list(outcome["saved"]), sorted(outcome["refused"])) == (["en"], ["de", "sr"])
    kept = [file.read_text("utf-8") for file in (site_folder.folder / ".editor/versions").rglob("*.version")]
    assert any("Auf Deutsch." in text and "Worte" in text for text in kept)
    assert any("Words in sr." in text for text in kept)


def test_a_value_of_a_field_that_the_site_no_longer_has_is_a_version(client, site_folder):
    """What a page of an earlier version of the program had unsaved is kept where no file can have it."""
    story = opened_story(client)
    save(client, {"en": draft(story, "en", fields={"kicker": "A line above"})}, {"series": "Bridges"})
    kept = "".join(file.read_text("utf-8") for file in (site_folder.folder / ".editor/versions").rglob("*.version"))
    assert "Kicker: A line above" in kept
    assert "Series: Bridges" in kept


@pytest.mark.only_long
def test_what_was_typed_is_offered_at_another_port_too(visit, running, editors):
    """Where the port is another program's, the editor has another address and so another store of the browser: the
    server has what was typed, and offers it there."""
    page = opened(visit)
    type_at_end(page, " Typed before.")
    journals, end = running.folder / ".editor/journal", time.monotonic() + 60
    while not any("Typed before." in file.read_text("utf-8") for file in journals.glob("*/*.json")):
        assert time.monotonic() < end
        page.wait_for_timeout(50)
    running.kill()
    page.close(run_before_unload=False)
    other = editors.start(running.folder)
    assert other.port != running.port
    page = page.context.new_page()
    page.goto(other.address)
    page.goto(other.root + STORY)
    page.click("[id^=banner-recovery] button[data-kind=primary]")
    state(page, "unsaved")
    assert "Typed before." in page.inner_text(TEXT.format("en"))


def test_the_whole_file_the_date_and_two_windows(visit, running):
    """A whole file that was emptied and saved goes on being written in; its status is a line of it, and is chosen
    nowhere else. A date half typed stays while the page is drawn anew, and none is saved for it. A shared field that
    two windows have changed is asked about in the second. What stood in a dialog that Escape closed is there again."""
    page = opened(visit)
    page.click(".pane[data-language=en] button[aria-pressed]")
    until(page, "document.querySelector('.pane[data-language=en] .cm-content').textContent.includes('Title:')")
    expect(page.locator(".pane[data-language=en] .pane-status")).to_have_count(0)
    before = written(running)
    page.locator(TEXT.format("en")).click()
    for keys in ("Control+a", "Delete", "Control+s"):
        page.keyboard.press(keys)
    state(page, "saved")
    rest(page)
    page.keyboard.type("Word")
    page.keyboard.press("Control+s")
    state(page, "saved")
    assert written(running) == "Word"
    assert page.inner_text(TEXT.format("en")) == "Word"
    (running.folder / ENGLISH).write_text(before, "utf-8")
    until(page, "document.querySelector('.pane[data-language=en] .cm-content').textContent.includes('Title:')")
    page.click(".pane[data-language=en] button[aria-pressed]")
    page.wait_for_selector("#en-title")
    page.click("#shared > summary")
    rest(page)
    page.locator("#field-date").press("Delete")
    assert page.evaluate("document.getElementById('field-date').validity.badInput")
    (running.folder / ENGLISH).write_text(before + "\nOf another.\n", "utf-8")
    until(page, "document.querySelector('.cm-content').textContent.includes('Of another.')")
    rest(page)
    assert page.evaluate("document.getElementById('field-date').validity.badInput")
    assert "Date: 2026-03-01" in written(running)
    page.fill("#field-date", "2026-03-02")
    page.keyboard.press("Control+s")
    state(page, "saved")
    other = opened(visit)
    for window, name in ((other, "Mira"), (page, "Eva")):
        if window is other:
            other.click("#shared > summary")
        window.fill("#field-author", name)
        rest(window)
    other.keyboard.press("Control+s")
    state(other, "saved")
    page.wait_for_selector("#banner-shared-author")
    page.keyboard.press("Control+s")
    state(page, "conflict")
    assert "Author: Mira" in written(running)
    page.click("#banner-shared-author button:has-text('Eva')")
    state(page, "saved")
    assert "Author: Eva" in written(running)
    page.click(TEXT.format("en"))
    page.keyboard.press("Control+k")
    page.fill("#field-address", "https://example.org/")
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog", state="detached")
    page.keyboard.press("Control+k")
    expect(page.locator("#field-address")).to_have_value("https://example.org/")

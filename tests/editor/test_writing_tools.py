"""What helps to write a text: the buttons above it, tables, other scripts, an e-mail, a begun translation."""

from __future__ import annotations

import datetime as dt
import re

from playwright.sync_api import expect

from plugins.project.publish_record import PublishRecord, write_record
from tests.editor.windows import MAIL, PASTE, STORY, TEXT, axe_faults, decided, opened, rest, state, until, written

TOOL = ".pane[data-language={}] .tool[data-tool={}]"


def saved(page, running, language="en"):
    """What the file has once the text is saved."""
    page.keyboard.press("Control+s")
    state(page, "saved")
    return written(running, language)


def test_buttons_and_keys_write_markdown_and_take_it_away(visit, running):
    """Bold, a link, a list and a table are written by key, by arrow keys in the bar of buttons and by dialogs; each is
    one step that can be undone, and a table is opened again to be filled."""
    page = opened(visit)
    page.locator(TEXT.format("en")).click()
    page.keyboard.press("Control+a")
    page.keyboard.type("The new bridge\n\nOne\n")
    for key in ("Control+Home", "End", "Control+Shift+ArrowLeft", "Control+b"):
        page.keyboard.press(key)
    assert page.locator(TEXT.format("en")).inner_text().startswith("The new **bridge**")
    page.keyboard.press("Control+b")
    page.keyboard.press("Control+i")
    page.keyboard.press("Control+z")
    assert page.locator(TEXT.format("en")).inner_text().startswith("The new bridge")
    page.keyboard.press("Control+k")
    page.fill("#field-address", "www.iom.int")
    page.keyboard.press("Enter")
    page.wait_for_selector("dialog[open]", state="detached")
    # The bar of buttons is one stop of the keyboard, before the text.
    page.keyboard.press("Control+End")
    page.keyboard.press("Shift+Tab")
    until(page, "document.activeElement.dataset.tool === 'bold'")
    for _ in range(6):
        page.keyboard.press("ArrowRight")
    until(page, "document.activeElement.getAttribute('aria-label') === 'Table'")
    page.keyboard.press("Enter")
    page.wait_for_selector(".table-grid input:focus")
    rest(page)
    assert axe_faults(page) == []
    page.keyboard.type("City")
    page.keyboard.press("Tab")
    page.keyboard.type("People | km")
    for words in ("260", "5", "7"):
        page.keyboard.press("Enter")
        page.keyboard.type(words)
    decided(page)
    text = saved(page, running)
    assert "The new [bridge](https://www.iom.int)\n\nOne\n" in text
    rows = "| City | People \\| km |\n| --- | --- |\n|  | 260 |\n|  | 5 |\n| 7 |  |"
    assert rows in text
    page.keyboard.press("ArrowUp")
    page.click(TOOL.format("en", "table"))
    expect(page.locator(".table-grid tr")).to_have_count(4)
    page.click(".table-buttons button:has-text('Remove the row')")
    decided(page)
    assert rows.removesuffix("\n|  | 5 |\n| 7 |  |") in saved(page, running)
    rest(page)
    assert axe_faults(page, part=".pane[data-language=en]") == []


def test_words_in_another_script_are_written_in_the_texts_own_by_one_button(visit, running):
    """Cyrillic that is pasted into a Latin text is offered to be converted, with words that have look-alike letters of
    it, in the text and its title, as one step; nothing is left to convert then."""
    page = opened(visit, f"{STORY}&interface=sr")
    page.fill("#sr-title", "Нови мост")
    page.locator(TEXT.format("sr")).click()
    page.keyboard.press("Control+End")
    pasted = "\n\nМост преко Саве је отворен.\n\nTo su c\u0438ljevi Uj\u0435dinj\u0435nih nacija, NJegoš i Љубав.\n"
    page.evaluate(PASTE, [TEXT.format("sr"), "", pasted])
    button = ".pane[data-language=sr] .tool-script"
    page.wait_for_selector(".toast button:has-text('latinica')")
    page.click(button)
    page.wait_for_selector(button, state="hidden")
    text = saved(page, running, "sr")
    assert "Title: Novi most\n" in text
    assert "Most preko Save je otvoren.\n\nTo su ciljevi Ujedinjenih nacija, NJegoš i Ljubav." in text
    page.locator(TEXT.format("sr")).focus()
    page.keyboard.press("Control+z")
    until(page, f"document.querySelector('{TEXT.format('sr')}').innerText.includes('Мост преко Саве')")


def test_what_is_pasted_stands_where_it_was_pasted(visit, running):
    """It is kept at once, as all that is typed. What is typed elsewhere while the server cleans it moves neither of the
    two, nor the cursor; and the line at the foot takes back what was pasted, and nothing that was typed since."""
    page, waiting, before = opened(visit), [], written(running)
    page.route("**/api/paste", lambda route: waiting.append(route))
    page.locator(TEXT.format("en")).click()
    page.keyboard.press("Control+End")
    page.evaluate(PASTE, [TEXT.format("en"), "", MAIL])
    kept = running.folder / ".editor/journal"
    while not any("Dear all" in file.read_text("utf-8") for file in kept.rglob("*.json")):
        page.wait_for_timeout(20)
    page.keyboard.press("Control+Home")
    page.keyboard.type("Typed meanwhile. ")
    while not waiting:
        page.wait_for_timeout(20)
    waiting[0].continue_()
    page.wait_for_selector(".toast:has-text('greeting and the signature of the e-mail')")
    page.keyboard.type("And after. ")
    body = saved(page, running).partition("\n\n")[2]
    assert body.startswith("Typed meanwhile. And after. ")
    assert body.endswith("Resident Coordinator.")
    page.click(".toast .button")
    head, _, body = before.partition("\n\n")
    assert saved(page, running) == f"{head}\n\nTyped meanwhile. And after. {body}"


def test_a_begun_translation_has_fields_and_lacks_nothing_in_those_that_are_empty(visit, running):
    """Each paragraph that is not translated has an empty field level with its original. What is typed there is text, no
    key deletes the source above it, and only what is begun is compared."""
    body = "For 250 families.\n\n## At 5 o'clock\n\nShe said: “We will build 3 bridges.” [More](https://www.un.org/en)"
    page = opened(visit, "/~editor/story?stem=news/2026/alone")
    page.select_option(".pane[data-language=en] .pane-status", "draft")
    page.locator(TEXT.format("en")).click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(body)
    page.click(".pane-missing .button")
    fields = ".pane[data-language=sr] .empty-place"
    until(page, f"document.querySelectorAll('{fields}').length === 3")
    rest(page)
    page.locator(f"{fields} .cm-placeholder").first.click()
    page.keyboard.press("Backspace")
    page.keyboard.type("Za 205 porodica")
    until(page, f"document.querySelectorAll('{fields}').length === 2")
    expect(page.locator(".pane[data-language=sr] .md-comment")).to_have_count(0)
    page.wait_for_selector(".pane[data-language=sr] .cm-lintRange:has-text('205')")
    page.click("#open-checks")
    rules = page.eval_on_selector_all(".check .check-details code", "all => all.map(one => one.textContent)")
    assert [one for one in rules if one.endswith("parity")] == ["number-parity"]
    # The number itself is marked in both texts, and nothing that is shown names a file.
    assert page.locator(".pane[data-language=en] .diagnostic-other").inner_text() == "250"
    assert page.locator(".pane[data-language=sr] .cm-lintRange:has-text('205')").inner_text() == "205"
    shown = page.locator("#side").inner_text()
    assert ".md" not in shown
    assert "number-parity" not in shown
    assert "paragraph 2" in shown or "paragraph 1" in shown
    # The next field is an arrow key away; the one before it too.
    page.locator(fields).first.click()
    page.keyboard.type("## U pet")
    page.keyboard.press("Home")
    page.keyboard.press("ArrowLeft")
    page.keyboard.type(".")
    page.keyboard.press("Control+s")
    state(page, "saved")
    text = written(running, "sr", "alone")
    assert text.count("<!--") == 4, text
    assert "<!-- For 250 families. -->\n\nZa 205 porodica" in text
    assert "<!-- ## At 5 o'clock -->\n\n## U pet\n" in text


def published(running):
    """Record that readers have the story of the bridge, as it was."""
    moment, stories = dt.datetime.now(dt.UTC), {"news/bridge": "earlier"}
    record = PublishRecord("local", "https://news.example", "/srv", "000001-0", moment, stories)
    write_record(running.folder / ".editor", record)


def test_a_change_of_a_story_that_readers_have_is_asked_about_once(visit, running):
    """After a save the editor asks above the texts; by key a correction sets the day in both texts and leads to the
    note, and a minor edit clears what was behind. What is behind is said before a save too."""
    published(running)
    page = opened(visit)
    accept = """ofEditor('api.js').then((api) =>
        api.post('accept', { stem: 'news/2026/bridge', language: 'sr' }))"""
    page.evaluate(accept)
    page.locator(TEXT.format("en")).click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" More.")
    # Before a save: the pill, Alt+O and the check say the same.
    page.wait_for_selector(".pane[data-language=sr] .pill[data-state=behind]")
    # Nor is it forgotten where the files change, and know nothing of what is typed.
    page.evaluate(accept)
    rest(page)
    assert page.locator(".pane[data-language=sr] .pill[data-state=behind]").is_visible()
    page.keyboard.press("Control+s")
    page.wait_for_selector("#banner-change")
    until(page, "document.activeElement.className.startsWith('cm-content')")
    page.keyboard.press("Alt+m")
    page.wait_for_selector("#banner-change", state="detached")
    page.wait_for_selector(".pane[data-language=sr] .pill[data-state=behind]", state="detached")
    assert "Modified" not in written(running)
    page.locator(TEXT.format("en")).focus()
    page.keyboard.type(" Again.")
    assert "Again." in saved(page, running)
    rest(page)
    expect(page.locator("#banner-change")).to_be_hidden()
    page.reload()
    state(page, "saved")
    page.locator(TEXT.format("en")).click()
    page.keyboard.type("x")
    page.keyboard.press("Control+s")
    page.wait_for_selector("#banner-change")
    page.keyboard.press("Alt+k")
    until(page, "document.activeElement.id === 'en-correction'")
    page.keyboard.type("The length was wrong.")
    text = saved(page, running)
    assert "Correction: The length was wrong.\n" in text
    assert re.search(r"^Modified: \d{4}-\d\d-\d\d \d\d:\d\d$", text, re.MULTILINE)
    assert re.search(r"^Modified: ", written(running, "sr"), re.MULTILINE)

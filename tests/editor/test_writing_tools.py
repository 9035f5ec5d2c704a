"""What helps to write a text: the buttons above it, tables, other scripts, an e-mail, a begun translation."""

from __future__ import annotations

import datetime as dt
import re
from base64 import b64encode
from io import BytesIO

from PIL import Image
from playwright.sync_api import expect

from plugins.project.publish_record import PublishRecord, write_record
from tests.editor.windows import (
    MAIL,
    PASTE,
    STORY,
    TEXT,
    TOPS,
    axe_faults,
    decided,
    opened,
    rest,
    state,
    type_at_end,
    until,
    words_of,
    written,
)

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


def test_words_are_decided_and_written_in_the_texts_own_script(visit, running):
    """Cyrillic that is pasted into a Latin text is offered to be converted, with words that have look-alike letters of
    it, in the text and its title, as one step; nothing is left to convert then. A word that no dictionary has is added
    to the site's words by one key, an undecided one is written in either script by a button, and a false alarm is
    dismissed; all of it is said in the interface's language."""
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
    content = running.folder / "content"
    type_at_end(page, " Prekrasnno je bilo. Saopštenje OEBSKU.  Kraj.", "sr")
    page.keyboard.press("Alt+c")
    page.wait_for_selector("text=„Prekrasnno” nije u rečniku")
    page.locator(TEXT.format("sr")).click()
    page.keyboard.press("Control+Home")
    # The next such word is shown first: none is added unseen.
    page.keyboard.press("Alt+w")
    page.wait_for_selector(".toast:has-text('Reči „Prekrasnno” nema ni u jednom rečniku')")
    assert "Prekrasnno" not in words_of(content)
    page.keyboard.press("Alt+w")
    until(page, "!document.getElementById('side').textContent.includes('Prekrasnno')")
    assert "Prekrasnno" in words_of(content)
    page.click("#side button:has-text('Latinicom: OEBSKU')")
    until(page, "!document.getElementById('side').textContent.includes('OEBSKU')")
    assert "OEBSKU = OEBSKU" in (content / "glossary.txt").read_text("utf-8").splitlines()
    page.click(".check:has-text('dva razmaka, a dovoljan je jedan: obrišite jedan') button:has-text('Nije greška')")
    hidden = ".dismissed:has(summary:text('Označeno kao „nije greška”: 1')) .dismissed-check:has-text('dva razmaka')"
    page.wait_for_selector(hidden, state="attached")
    assert "bridge.sr.md | double-space | two spaces" in (content / "dismissed.txt").read_text("utf-8")
    # Each decision is taken back by a button: at once in the line below, later in the list.
    page.click(".toast:has-text('Više se neće prikazivati') button:has-text('Opozovi')")
    page.wait_for_selector(".side-body > .checks > .check:has-text('dva razmaka')")
    page.click(".check:has-text('dva razmaka') button:has-text('Nije greška')")
    page.click(".dismissed summary")
    page.click(f"{hidden} button:has-text('Ponovo prikaži')")
    page.wait_for_selector(".side-body > .checks > .check:has-text('dva razmaka')")
    assert "double-space" not in (content / "dismissed.txt").read_text("utf-8")


PLAIN_KEY = """selector => document.querySelector(selector).dispatchEvent(
  new KeyboardEvent("keydown", { key: "V", code: "KeyV", ctrlKey: true, shiftKey: true, bubbles: true }))"""


def test_what_is_pasted_is_cleaned_and_can_be_undone(visit, running):
    """What is pasted is kept at once, as all that is typed. What is typed elsewhere while the server cleans it moves
    neither of the two, nor the cursor; and the line at the foot takes back what was pasted, and nothing that was typed
    since. A paste from Word is Markdown, says what it left out, and is undone by one key. A text that a PDF reader
    broke into lines is whole; by the key of the plain paste it stays as it is. Of an e-mail head, greeting and
    signature stay out. A picture that is in the HTML itself is kept as a file."""
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
    page.unroute("**/api/paste")
    page.wait_for_selector(".toast", state="detached")
    before, text = written(running), TEXT.format("en")
    page.locator(text).click()
    page.keyboard.press("Control+End")

    def undo(word):
        page.locator(text).focus()
        page.keyboard.press("Control+z")
        until(page, f"!document.querySelector('{text}').textContent.includes('{word}')")

    html = "<p class='MsoNormal' style='color:red'>From <b>Word</b> <img src='x.png'></p>"
    page.evaluate(PASTE, [text, html, ""])
    page.wait_for_selector(".toast:has-text('1 picture')")
    assert "From **Word**" in page.inner_text(text)
    undo("Word")
    lines = "The bridge was announ-\nced by the two towns on its banks, which\nhad waited for it since the flood."
    page.evaluate(PASTE, [text, "", lines])
    until(page, f"document.querySelector('{text}').textContent.includes('announced by the two towns')")
    page.wait_for_selector(".toast:has-text('line breaks')")
    undo("announced")
    # The key alone: what is on this computer's clipboard is not known.
    page.evaluate(PLAIN_KEY, text)
    page.evaluate(PASTE, [text, "", lines])
    rest(page)
    assert "announ-" in page.inner_text(text)
    undo("announ-")
    page.evaluate(PASTE, [text, "", MAIL])
    page.wait_for_selector(".toast:has-text('greeting and the signature of the e-mail')")
    page.keyboard.press("Control+s")
    state(page, "saved")
    assert written(running).endswith(
        "The bridge in Niš was opened on Monday by the mayor and the Resident Coordinator."
    )
    undo("Niš")
    page.keyboard.press("Control+s")
    state(page, "saved")
    assert written(running) == before
    stream = BytesIO()
    Image.effect_noise((60, 40), 80).save(stream, "PNG")
    picture = b64encode(stream.getvalue()).decode()
    page.evaluate(PASTE, [text, f"<p>A page.</p><img src='data:image/png;base64,{picture}'>", "A page."])
    page.wait_for_selector("dialog .describe-picture")
    page.fill("#field-alt-en", "Noise")
    page.click("dialog button[value=yes]")
    until(page, f"document.querySelector('{text}').textContent.includes('![Noise](images/picture-1.jpg)')")
    assert (running.folder / "content/images/picture-1.jpg").is_file()


def test_a_begun_translation_has_fields_and_lacks_nothing_in_those_that_are_empty(visit, running):
    """Each paragraph that is not translated has an empty field level with its original. What is typed there, or after a
    click exactly on the sign of its source, is text below that; no key deletes the source, and only what is begun is
    compared."""
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
    english, signs = page.evaluate(TOPS, "en"), page.evaluate(TOPS, "sr")[1:]
    assert all(abs(one - other) <= 2 for one, other in zip(english, signs, strict=False)), (english, signs)
    assert "Status: draft" in written(running, "sr", "alone")
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
    page.locator(".pane[data-language=sr] .comment-sign").last.click()
    page.keyboard.type("Rekla je.")
    page.keyboard.press("Control+s")
    state(page, "saved")
    text = written(running, "sr", "alone")
    assert text.rstrip().endswith("[More](https://www.un.org/en) -->\n\nRekla je.")
    assert text.count("<!--") == 4, text
    assert "<!-- For 250 families. -->\n\nZa 205 porodica" in text
    assert "<!-- ## At 5 o'clock -->\n\n## U pet\n" in text


def published(running):
    """Record that readers have the story of the bridge, as it was."""
    moment, stories = dt.datetime.now(dt.UTC), {"news/bridge": "earlier"}
    record = PublishRecord("local", "https://news.example", "/srv", "000001-0", moment, stories)
    write_record(running.folder / ".editor", record)


def test_a_change_is_asked_about_once_and_what_is_behind_is_shown(visit, running):
    """After a save of a story that readers have the editor asks above the texts; by key a correction sets the day in
    both texts and leads to the note, and a minor edit clears what was behind. What is behind is said before a save too.
    A change of the original is shown in words that went and came; one key says that the translation stands."""
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
    page.evaluate(accept)
    type_at_end(page, "\n\nA new paragraph.")
    page.keyboard.press("Control+s")
    state(page, "saved")
    page.wait_for_selector(".pane[data-language=sr] .pill[data-state=behind]")
    page.keyboard.press("Alt+o")
    page.wait_for_selector("#side ins")
    assert page.locator(".cm-line.outdated").count() >= 1
    page.wait_for_selector("#sr-title-problem:has-text('see the change, then say that the translation is up to date')")
    # To the end of the translation that stands beside it, or above the place where it is missing.
    page.click("#side .change button")
    page.keyboard.type("Ovde.")
    assert page.locator(TEXT.format("sr")).inner_text().rstrip().endswith("Drugi pasus.Ovde.")
    page.keyboard.press("Alt+u")
    until(page, "!document.querySelector('.pill[data-state=behind]')")
    page.wait_for_selector("#sr-title-problem", state="hidden")

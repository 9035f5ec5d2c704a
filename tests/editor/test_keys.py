"""The keys of the editor: each does what the list of keys says, or says why it does not, in every state."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.editor.running import wait_until
from tests.editor.windows import (
    SLOW,
    STORY,
    TEXT,
    listed_keys,
    opened,
    rest,
    state,
    type_at_end,
    until,
    written,
)

ALONE = "/~editor/story?stem=news/2026/alone"
# What is open, where the keyboard is, what was said, and how often something was saved.
SEEN = """() => [document.getElementById("workspace").dataset.side, document.querySelector("dialog")?.innerText,
  document.activeElement.outerHTML.slice(0, 120), document.activeElement.closest(".pane")?.dataset.language,
  [...document.querySelectorAll(".toast")].map(one => one.innerText),
  document.getElementById("announcements").textContent, document.querySelector(".cm-search")?.innerText,
  [...document.querySelectorAll(".cm-content")].map(one => one.textContent)].join()"""


def keys_of_the_list():
    """The keys that the list in a story has, but for those of the browser itself."""
    browser = {"Ctrl+Shift+V", "Ctrl+Z", "?", "Ctrl+F"}
    return sorted({key for row in listed_keys() for key in row.split(" ")} - browser)


def press(page, key):
    """Press a key as the list writes it."""
    page.keyboard.press(key.replace("Ctrl", "Control"))


def new_story(page):
    """Begin a story, as a person does; its page is then open."""
    page.keyboard.press("n")
    page.fill("#field-title", "Radionica u Nišu")
    page.select_option("#field-language", "sr")
    page.click("dialog button[value=yes]")
    page.wait_for_url("**/story?**")
    state(page, "saved")
    # The page puts the keyboard into the text.
    until(page, "document.activeElement.matches('.cm-content')")


@pytest.mark.parametrize(
    "kind",
    [
        "one language",
        *(
            pytest.param(kind, marks=pytest.mark.only_long)
            for kind in ("whole file", "new story", "both", "in a field")
        ),
    ],
)
def test_every_key_does_something_or_says_why_not(visit, kind):
    """In a new story, one without a translation, one with both texts, one shown as a whole file, and in a field."""
    if kind == "new story":
        page = visit()
        page.wait_for_selector(".row")
        new_story(page)
    else:
        page = opened(visit, ALONE if kind == "one language" else STORY)
    if kind == "whole file":
        page.click(".pane[data-language=en] .pane-tools button")
    silent = []
    for key in keys_of_the_list():
        if kind == "in a field":
            page.locator("[data-field=title]").first.focus()
        else:
            page.locator(".cm-content").first.focus()
        rest(page)
        page.evaluate("document.querySelectorAll('.toast').forEach(one => one.remove())")
        page.evaluate("document.getElementById('announcements').textContent = ''")
        before = page.evaluate(SEEN)
        press(page, key)
        rest(page)
        # The text that has the keyboard already is what Alt+1 leads to.
        if page.evaluate(SEEN) == before and key != "Alt+1":
            silent.append(key)
        page.keyboard.press("Escape")
    assert silent == []


def test_a_translation_used_before_is_marked_and_inserted_by_key(visit, running):
    """A paragraph that another story has, translated, is marked in the original; Alt+I puts that translation at the
    cursor beside it, and beside a paragraph that was never translated says so."""
    texts = (("en", "The ferry runs again.", "No boat left before."), ("sr", "Skela ponovo radi.", "Ranije nije."))
    for code, known, new in texts:
        file = running.folder / f"content/news/2026/bridge.{code}.md"
        header = file.read_text("utf-8").partition("\n\n")[0]
        file.with_name(f"ferry.{code}.md").write_text(f"{header}\n\n{known}\n", "utf-8")
        file.write_text(f"{header}\n\n{new}\n\n{known if code == 'en' else 'I'}\n", "utf-8")
    wait_until(lambda: b"news/2026/ferry" in running.request("GET", "list"))
    page = opened(visit)
    expect(page.locator(".pane[data-language=en] .known")).to_have_text("The ferry runs again.")
    serbian = page.locator(TEXT.format("sr"))
    serbian.click()
    page.keyboard.press("Control+Home")
    page.keyboard.press("Alt+i")
    page.wait_for_selector(".toast:has-text('not translated before')", timeout=15000)
    page.keyboard.press("Control+End")
    page.keyboard.press("Alt+i")
    expect(serbian).to_contain_text("ISkela ponovo radi.")


def test_slips_are_mended_by_key_and_keys_are_those_of_any_keyboard(visit, running):
    """A slip is underlined as it is typed, listed, and mended by one key; Ctrl+Z takes the change back. What was
    perhaps meant is said by the first Alt+Enter and written by the second; what is typed in front of a finding moves
    it, and its button mends it there; what is certain is written at once, also where the whole file is shown, in which
    keys mean the place of the cursor behind the header. With a Cyrillic keyboard, keys named by Latin letters are where
    they are on it."""
    page = opened(visit)
    type_at_end(page, "Two  spaces.")
    # The story has one piece of advice already.
    until(page, "document.querySelectorAll('.pane[data-language=en] .cm-lintRange-warning').length === 2")
    page.keyboard.press("Alt+c")
    # What is wrong is said to people; the rule and the file are in the details.
    expect(page.locator("#side").first).to_contain_text("two spaces", use_inner_text=True)
    assert "double-space" not in page.inner_text("#side")
    assert "double-space" in page.text_content("#side .check:has-text('two spaces') details")
    page.locator(TEXT.format("en")).click()
    page.keyboard.press("Control+End")
    page.keyboard.press("F8")
    page.keyboard.press("Alt+Enter")
    until(page, "document.querySelectorAll('.pane[data-language=en] .cm-lintRange-warning').length === 1")
    page.keyboard.press("Control+s")
    state(page, "saved")
    assert written(running).endswith("Two spaces.")
    page.keyboard.press("Control+z")
    state(page, "unsaved")
    mend = page.locator(".check", has_text="two spaces").locator(".check-actions button").first
    mend.wait_for()
    page.evaluate(SLOW, "check")
    page.locator(TEXT.format("en")).click()
    page.keyboard.press("Control+Home")
    page.keyboard.type("Typed in front. ")
    mend.click()
    until(page, f"document.querySelector('{TEXT.format('en')}').textContent.includes('Two spaces.')")
    assert page.inner_text(TEXT.format("en")).startswith("Typed in front. The first paragraph")
    page.keyboard.press("Alt+c")
    english = ".pane[data-language=en] .cm-content"
    type_at_end(page, " A goverment")
    page.keyboard.press("Alt+Enter")
    page.wait_for_selector(".toast:has-text('government')")
    assert "goverment" in page.inner_text(TEXT.format("en"))
    page.keyboard.press("Alt+Enter")
    until(page, f"document.querySelector('{english}').textContent.includes('A government')")
    page.keyboard.press("Control+End")
    page.keyboard.type(" Three  spaces.")
    page.click(".pane[data-language=en] .pane-tools button")
    until(page, "document.querySelectorAll('.pane[data-language=en] .cm-lintRange-warning').length === 2")
    page.locator(TEXT.format("en")).click()
    page.keyboard.press("Control+End")
    page.keyboard.press("Alt+Enter")
    until(page, f"document.querySelector('{english}').textContent.includes('Three spaces.')")
    page.keyboard.press("Control+s")
    state(page, "saved")
    assert "A government Three spaces." in written(running)
    assert written(running).startswith("Title: The bridge is open\n")
    press_key = """([code, key, ctrlKey]) => document.activeElement.dispatchEvent(
      new KeyboardEvent("keydown", { code, key, ctrlKey, bubbles: true, cancelable: true }))"""
    type_at_end(page, " Saved.")
    page.evaluate(press_key, ["KeyS", "с", True])
    state(page, "saved")
    assert written(running).endswith("Saved.")
    page.locator("#back").click()
    page.wait_for_selector(".row")
    page.evaluate(press_key, ["KeyN", "н", False])
    page.wait_for_selector("dialog #field-title")

"""Situations in which words once left the screen and were nowhere: none of them is lost, in a browser."""

from __future__ import annotations

import pytest

from tests.editor.windows import TEXT, TOPS, opened, rest, state, type_at_end, until, written

ENGLISH = "content/news/2026/bridge.en.md"
SIGNS = ".pane[data-language=sr] .comment-sign"


def everything(running):
    """All that the editor keeps on the disk, and the files, as one text."""
    files = [file for part in ("content", ".editor") for file in (running.folder / part).rglob("*")]
    return "\n".join(file.read_text("utf-8") for file in files if file.is_file() and file.suffix != ".jpg")


def in_conflict(page, running):
    """Type, let another program write, and save: two texts stand beside each other."""
    type_at_end(page, " Mine.")
    file = running.folder / ENGLISH
    file.write_text(written(running).replace("The first paragraph", "Their first paragraph"), "utf-8")
    page.keyboard.press("Control+s")
    state(page, "conflict")


def decide(page, answer):
    """Open the conflict and press the button of an answer."""
    page.click("#banner-conflict-en .button[data-kind=primary]")
    page.wait_for_selector("dialog[open]")
    page.click(f"dialog button[value={answer}]")
    page.wait_for_selector("dialog", state="detached")


@pytest.mark.parametrize(("answer", "cause"), [("merged", "write-protected"), ("own", "full")])
def test_a_conflict_that_cannot_be_saved_keeps_the_text_on_the_screen(visit, running, answer, cause):
    """The text that was chosen stays in the window and is kept, the page says that it is not saved, and once the file
    can be written it is."""
    page = opened(visit)
    in_conflict(page, running)
    full = running.folder / "disk-full"
    if cause == "full":
        full.touch()
    else:
        (running.folder / ENGLISH).chmod(0o444)
    decide(page, answer)
    state(page, "failed")
    assert "Mine." in page.inner_text(TEXT.format("en"))
    assert "Mine." not in written(running)
    # The page tries again and again: it never rests.
    page.wait_for_timeout(600)
    state(page, "failed")
    full.unlink(missing_ok=True)
    (running.folder / ENGLISH).chmod(0o644)
    page.keyboard.press("Control+s")
    state(page, "saved")
    assert "Mine." in written(running)


@pytest.mark.parametrize("answer", ["own", "other"])
def test_what_is_typed_after_a_conflict_is_part_of_what_is_decided(visit, running, answer):
    """One goes on typing after the banner: one's own text has it; where the other text is taken, a version has it."""
    page = opened(visit)
    in_conflict(page, running)
    type_at_end(page, " Later.")
    decide(page, answer)
    state(page, "saved")
    if answer == "other":
        until(page, "!document.querySelector('.cm-content').textContent.includes('Later.')")
        rest(page)
        assert "Mine. Later." in everything(running)
    else:
        assert "Mine. Later." in written(running)
        assert "Their first paragraph" not in written(running)


def test_a_version_brought_back_keeps_the_unsaved_text(visit, running):
    """What was not saved when an earlier version is brought back becomes a version itself, also where the file cannot
    be written."""
    page = opened(visit)
    type_at_end(page, " Saved.")
    page.keyboard.press("Control+s")
    state(page, "saved")
    type_at_end(page, " Unsaved.")
    (running.folder / ENGLISH).chmod(0o444)
    page.keyboard.press("Alt+v")
    page.locator(".versions button").first.click()
    page.wait_for_selector("dialog .cm-mergeView")
    page.click("dialog button[value=restore]")
    state(page, "failed")
    rest(page)
    assert "Saved. Unsaved." in everything(running)
    assert "Saved. Unsaved." not in page.inner_text(TEXT.format("en"))


def test_a_click_on_the_sign_of_a_paragraph_leads_to_where_it_is_translated(visit, running):
    """A translation that was just begun has an empty place level with each paragraph of the original; what is typed
    after a click exactly on a sign stands below its comment."""
    page = opened(visit, "/~editor/story?stem=news/2026/alone")
    page.click(".pane-missing .button")
    page.wait_for_selector(SIGNS)
    rest(page)
    english, signs = page.evaluate(TOPS, "en"), page.evaluate(TOPS, "sr")[1:]
    assert all(abs(one - other) <= 2 for one, other in zip(english, signs, strict=False)), (english, signs)
    assert "Status: draft" in written(running, "sr", "alone")
    for number, word in ((1, "Dva."), (2, "Tri."), (0, "Jedan.")):
        page.locator(SIGNS).nth(page.locator(SIGNS).count() - 3 + number).click()
        page.keyboard.type(word)
    page.keyboard.press("Control+s")
    state(page, "saved")
    body = written(running, "sr", "alone")
    order = ["The first paragraph", "Jedan.", "What changed", "Dva.", "The second paragraph", "Tri."]
    assert [body.index(word) for word in order] == sorted(body.index(word) for word in order), body
    assert "-->Jedan" not in body


def test_undo_takes_back_a_persons_steps_and_what_is_overwritten_is_a_version(visit, running):
    """What a person has not done is no step to undo: not loading, and not what another program wrote. Words that were
    saved, and that another program then writes over, leave the screen for a version."""
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


def test_fields_that_are_typed_while_a_save_is_under_way_stay(visit, running):
    """A title that is written while a text is saved, and a text that is written while its form changes, are there
    afterwards."""
    page = opened(visit)
    slow = """() => { const fetches = fetch; window.fetch = async (...all) => {
      const answer = await fetches(...all);
      if (/save|recompose/.test(all[0])) await new Promise((done) => setTimeout(done, 500));
      return answer; }; }"""
    page.evaluate(slow)
    type_at_end(page, " More.")
    page.keyboard.press("Control+s")
    page.fill("#en-title", "Typed meanwhile")
    state(page, "unsaved")
    assert page.input_value("#en-title") == "Typed meanwhile"
    page.click(".pane[data-language=en] .pane-tools button")
    type_at_end(page, " Even more.")
    rest(page)
    page.keyboard.press("Control+s")
    state(page, "saved")
    assert "Title: Typed meanwhile" in written(running)
    assert "More. Even more." in written(running)

"""A site with a third language, written from right to left: any two of the three stand side by side."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.editor.windows import STORY, TEXT, choose, file, picture, until


def test_any_two_of_three_languages(browser, three_languages):
    """Each pane chooses its language; an Arabic text runs from the right, and is saved as it was typed."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto(three_languages.address)
    page.wait_for_selector(".row")
    expect(page.locator(".row:has-text('The bridge') .row-states li")).to_have_count(3)
    page.goto(three_languages.root + STORY)
    page.wait_for_selector("#state[data-state=saved]")
    page.locator(".pane-language").nth(1).select_option("ar")
    text = page.locator(".pane[data-language=ar] .cm-content")
    text.wait_for()
    assert text.get_attribute("dir") == "rtl"
    assert text.get_attribute("lang") == "ar"
    expect(page.locator(".pane")).to_have_count(2)
    text.click()
    page.keyboard.press("Control+End")
    page.keyboard.type("نهاية")
    page.keyboard.press("Control+s")
    page.wait_for_selector("#state[data-state=saved]")
    assert (three_languages.folder / "content/news/2026/bridge.ar.md").read_text("utf-8").endswith("نهاية")
    page.locator(".pane-language").nth(0).select_option("sr")
    page.wait_for_selector(".pane[data-language=sr] .cm-content")
    expect(page.locator(".pane[data-language=en]")).to_have_count(0)
    # A picture comes into the third text too, which is not shown, each text with its own description; languages that a
    # story has not are not asked for.
    page.locator(TEXT.format("sr")).click()
    choose(page, [file("a.jpg", picture())])
    page.wait_for_selector("dialog .describe-picture")
    page.fill("#field-alt-en", "A bridge")
    page.fill("#field-alt-sr", "Most")
    page.fill("#field-alt-ar", "جسر")
    page.click("dialog button[value=yes]")
    until(page, f"document.querySelector('{TEXT.format('sr')}').textContent.includes('images/a.jpg')")
    page.keyboard.press("Control+s")
    page.wait_for_selector("#state[data-state=saved]")
    for code, words in (("en", "A bridge"), ("ar", "جسر")):
        text = (three_languages.folder / f"content/news/2026/bridge.{code}.md").read_text("utf-8")
        assert f"![{words}](images/a.jpg)" in text
    # A story that lacks two translations is one story, with one button.
    page.click("#publish")
    alone = page.locator(".publish-waiting li:has-text('Only in English')")
    alone.wait_for()
    assert alone.count() == 1
    assert "is not translated into Serbian and Arabic" in alone.inner_text()
    number = page.locator(".publish-waiting li").count()
    assert f"{number} stories go out without their translations" in page.inner_text("dialog")
    context.close()

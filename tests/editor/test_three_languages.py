"""A site with a third language, written from right to left: any two of the three stand side by side."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from plugins.locales.strings import read_strings
from tests.editions.arabic_site import BODY, EDITIONS, LANGUAGES, as_toml, translated
from tests.editor.running import EditorStarter, Running
from tests.editor.windows import STORY, TEXT, choose, file, picture, until
from tests.small_site import small_site


@pytest.fixture
def running(editors: EditorStarter) -> Running:
    """An editor on a site in English, Serbian and Arabic."""
    site = small_site(editors.site())
    english = read_strings(site.folder / "theme/strings", "en").entries
    (site.folder / "theme/strings/ar.toml").write_text(as_toml(translated(english)), "utf-8")
    settings = site.folder / "pelicanconf.py"
    more = f"\nLANGUAGES['ar'] = {LANGUAGES['ar']!r}\nEDITIONS['ar'] = {EDITIONS['ar']!r}\n"
    settings.write_text(settings.read_text("utf-8") + more, "utf-8")
    site.article("bridge", "ar", body=BODY, title="الجسر مفتوح")
    return editors.start(site.folder, editors.port)


def test_any_two_of_three_languages(visit, running):
    """Each pane chooses its language; an Arabic text runs from the right, and is saved as it was typed."""
    page = visit()
    page.wait_for_selector(".row")
    expect(page.locator(".row:has-text('The bridge') .row-states li")).to_have_count(3)
    page.goto(running.root + STORY)
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
    assert (running.folder / "content/news/2026/bridge.ar.md").read_text("utf-8").endswith("نهاية")
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
        text = (running.folder / f"content/news/2026/bridge.{code}.md").read_text("utf-8")
        assert f"![{words}](images/a.jpg)" in text
    # A story that lacks two translations is one story, with one button.
    page.click("#publish")
    alone = page.locator(".publish-waiting li:has-text('Only in English')")
    alone.wait_for()
    assert alone.count() == 1
    assert "is not translated into Serbian and Arabic" in alone.inner_text()
    number = page.locator(".publish-waiting li").count()
    assert f"{number} stories go out without their translations" in page.inner_text("dialog")

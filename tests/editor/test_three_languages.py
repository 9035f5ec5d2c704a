"""A site with a third language, written from right to left, and with topics and places: any two of the three stand side
by side, and what a story is about is chosen by buttons."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from plugins.locales.strings import read_strings
from tests.editions.arabic_site import BODY, EDITIONS, LANGUAGES, as_toml, translated
from tests.editor.running import EditorStarter, Running
from tests.editor.windows import STORY, TEXT, choose, file, picture, rest, state, until, written
from tests.small_site import small_site

TOPICS = {"water": ("Water", "Voda", "ماء"), "food": ("Food", "Hrana", "طعام")}
PLACES = {"nis": ("Nish", "Niš", "نيش")}


def table(subjects: dict[str, tuple[str, ...]]) -> str:
    """The table of subjects with their names in each language."""
    return "".join(
        f'[{slug}.{code}]\nname = "{name}"\ntext = "What it is."\n\n'
        for slug, names in subjects.items()
        for code, name in zip(("en", "sr", "ar"), names, strict=True)
    )


@pytest.fixture
def running(editors: EditorStarter) -> Running:
    """An editor on a site in English, Serbian and Arabic, with two topics and a place."""
    site = small_site(editors.site())
    english = read_strings(site.folder / "theme/strings", "en").entries
    (site.folder / "theme/strings/ar.toml").write_text(as_toml(translated(english)), "utf-8")
    settings = site.folder / "pelicanconf.py"
    more = f"\nLANGUAGES['ar'] = {LANGUAGES['ar']!r}\nEDITIONS['ar'] = {EDITIONS['ar']!r}\n"
    settings.write_text(settings.read_text("utf-8") + more, "utf-8")
    for name, subjects in (("topics", TOPICS), ("places", PLACES)):
        (site.content / f"{name}.toml").write_text(table(subjects), "utf-8")
    site.article("bridge", "ar", body=BODY, title="الجسر مفتوح")
    return editors.start(site.folder, editors.port)


def test_any_two_of_three_languages_and_subjects_by_buttons(visit, running):
    """Each pane chooses its language; an Arabic text runs from the right, and is saved as it was typed. A button puts
    its topic or place into the header and takes it out again; it is named in the language of the interface, and pressed
    where the header has any of its names."""
    page = visit()
    page.wait_for_selector(".row")
    expect(page.locator(".row:has-text('The bridge') .row-states li")).to_have_count(3)
    page.goto(running.root + STORY)
    state(page, "saved")
    page.click("#shared > summary")
    for name, label in (("topics", "Water"), ("topics", "Food"), ("places", "Nish")):
        page.click(f"#field-{name} .subject-button:text-is('{label}')")
    page.click("#save")
    state(page, "saved")
    assert "Topics: Water, Food\n" in written(running)
    assert "Places: Nish\n" in written(running)
    page.click("#shared > summary")
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
    state(page, "saved")
    assert written(running, "ar").endswith("نهاية")
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
    state(page, "saved")
    for code, words in (("en", "A bridge"), ("ar", "جسر")):
        assert f"![{words}](images/a.jpg)" in written(running, code)
    # A story that lacks two translations is one story, with one button.
    page.click("#publish")
    alone = page.locator(".publish-waiting li:has-text('Only in English')")
    alone.wait_for()
    assert alone.count() == 1
    assert "is not translated into Serbian and Arabic" in alone.inner_text()
    number = page.locator(".publish-waiting li").count()
    assert f"{number} stories go out without their translations" in page.inner_text("dialog")
    page.goto(f"{running.root}{STORY}&interface=sr-cyrl")
    state(page, "saved")
    page.click("#shared > summary")
    pressed = page.locator(".subject-button[aria-pressed=true]")
    assert pressed.all_text_contents() == ["Вода", "Храна", "Ниш"]
    page.click(".subject-button:text-is('Вода')")
    rest(page)
    assert pressed.all_text_contents() == ["Храна", "Ниш"]
    page.click("#save")
    state(page, "saved")
    assert "Topics: Food\n" in written(running)

"""Small and low windows, the user's own colours, paper: nothing is cut, nothing is said by colour alone."""

from __future__ import annotations

import pytest

from tests.editor.windows import STORY, TEXT, opened, rest, state, type_at_end, until

# What is wider than its window or dialog, stands outside of it, or is cut.
CUT = """() => {
  const found = [];
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) found.push(`page ${root.scrollWidth}`);
  for (const element of document.querySelectorAll("body *")) {
    if (!element.checkVisibility({ visibilityProperty: true })) continue;
    if (element.closest(".visually-hidden, .skip-link")) continue;
    const box = element.getBoundingClientRect();
    const style = getComputedStyle(element);
    if (box.width < 2 || style.clipPath !== "none") continue;
    const name = `${element.tagName}.${element.className} ${element.textContent.slice(0, 30)}`;
    const scrolls = ["DIALOG"].includes(element.tagName) || element.matches(".menu, .side");
    if (scrolls && element.scrollWidth > element.clientWidth) found.push(`wide ${name}`);
    if (style.textOverflow === "ellipsis" && element.scrollWidth > element.clientWidth) found.push(`cut ${name}`);
    const isOutside = box.left < -1 || box.right > root.clientWidth + 1;
    if (element.matches("dialog, .menu, .button, .toast") && isOutside) found.push(`outside ${name}`);
  }
  return found;
}"""


@pytest.mark.parametrize(("width", "height"), [(320, 640), (320, 256), (640, 450)])
def test_nothing_is_cut_in_a_small_window(visit, width, height):
    """At 200 % and 400 %: the list and its filters, dialogs, the menu, the sides, a comparison, the whole file."""
    size = {"width": width, "height": height}
    found = {}

    def look(page, name):
        rest(page)
        if cut := page.evaluate(CUT):
            found[name] = cut

    page = visit("/~editor/?interface=sr-cyrl", viewport=size)
    page.wait_for_selector(".row")
    look(page, "list")
    page.click("#show-filters")
    look(page, "filters")
    page.click("#bar-more")
    look(page, "bar")
    assert page.locator("#bar-rest").evaluate("one => one.getBoundingClientRect().top") < height
    for key in ("n", "F1"):
        page.locator("#main").focus()
        page.keyboard.press(key)
        look(page, key)
        page.keyboard.press("Escape")
    page = opened(visit, f"{STORY}&interface=sr-cyrl", viewport=size)
    # The interface's language is shown first.
    type_at_end(page, "Two  spaces.", "sr")
    page.keyboard.press("Control+s")
    state(page, "saved")
    page.keyboard.type(" More.")
    for key in ("Alt+c", "Alt+v", "F1"):
        page.keyboard.press(key)
        look(page, f"story {key}")
        page.keyboard.press("Escape")
    page.locator(".versions button").first.press("Enter")
    page.wait_for_selector("dialog .cm-editor")
    look(page, "version")
    page.keyboard.press("Escape")
    page.locator("#open-menu").press("Enter")
    page.wait_for_selector(".menu-item:focus")
    look(page, "menu")
    page.keyboard.press("End")
    bottom = page.evaluate("document.activeElement.getBoundingClientRect().bottom")
    assert bottom <= height, "the last entry of the menu can be reached"
    assert found == {}


def test_parts_of_a_conflict_are_taken_by_key(visit, running):
    """The buttons of a comparison do by key what they do by mouse, side by side and in one text."""
    for width in (1200, 400):
        page = opened(visit, viewport={"width": width, "height": 800})
        file = running.folder / "content/news/2026/bridge.en.md"
        before = file.read_text("utf-8")
        type_at_end(page, " Mine.")
        file.write_text(f"{before.rstrip()} By another.\n", "utf-8")
        page.keyboard.press("Control+s")
        state(page, "conflict")
        page.locator("#banner-conflict-en button").first.press("Enter")
        page.wait_for_selector("dialog .cm-editor")
        page.locator(".merge button").last.press("Enter")
        until(page, "!document.querySelector('.merge button')")
        assert page.locator("dialog[open]").count() == 1
        assert page.evaluate("document.querySelector('dialog').contains(document.activeElement)")
        page.locator("dialog button[value=merged]").press("Enter")
        state(page, "saved")
        assert file.read_text("utf-8") == f"{before.rstrip()} By another.\n"


def test_own_colours_tell_what_is_chosen(visit):
    """Where the user's colours replace the page's, what is chosen or open still looks different."""
    page = opened(visit, forced_colors="active")
    page.locator("#shared > summary").click()
    colour = "one => getComputedStyle(one).backgroundColor"
    pressed = page.locator(".goal-button[aria-pressed=true]").first.evaluate(colour)
    other = page.locator(".goal-button[aria-pressed=false]").first.evaluate(colour)
    assert pressed != other
    page.keyboard.press("Alt+c")
    assert page.locator("#open-checks").evaluate(colour) != page.locator("#open-versions").evaluate(colour)
    edge = "one => getComputedStyle(one).borderInlineStartColor"
    page.locator(TEXT.format("en")).focus()
    page.wait_for_selector(".cm-line.beside")
    beside = page.locator(".cm-line.beside").first.evaluate(edge)
    assert page.locator(".pane[data-language=en] .cm-line").first.evaluate(edge) != beside
    page.goto(page.url.split("story")[0])
    page.wait_for_selector(".row")
    chosen = page.locator(".states label:has(:checked)").evaluate(colour)
    assert chosen != page.locator(".states label:not(:has(:checked))").first.evaluate(colour)


def test_a_printed_story_has_both_texts_and_no_buttons(visit):
    """On paper the texts stand one after the other."""
    page = opened(visit, viewport={"width": 700, "height": 1000})
    page.emulate_media(media="print")
    assert page.locator(TEXT.format("en")).is_visible()
    assert page.locator(TEXT.format("sr")).is_visible()
    assert not page.locator("#save").is_visible()
    assert not page.locator("#pane-tabs").is_visible()

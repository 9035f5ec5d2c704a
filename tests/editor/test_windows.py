"""Small and low windows, the user's own colours: nothing is cut, all of it is within reach of eyes and keys, nothing is
said by colour alone."""

from __future__ import annotations

from playwright.sync_api import expect

from plugins.cyrillic import to_cyrillic
from tests.editor.interface import STRINGS
from tests.editor.windows import SCROLLS, SIZE, STORY, TEXT, rest, state, type_at_end, until

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
ROW = """() => {
  const bar = document.querySelector(".bar").getBoundingClientRect();
  const inside = [...document.querySelectorAll(".bar a, .bar button")].filter((one) => one.checkVisibility());
  const boxes = inside.map((one) => one.getBoundingClientRect()).filter((box) => box.width > 1);
  return { height: bar.height, wide: boxes.every((box) => box.left >= 0 && box.right <= innerWidth),
    middles: boxes.map((box) => Math.round(box.top + box.height / 2)) };
}"""
INSIDE = """() => [...document.querySelectorAll(".date-time input")].every((one) =>
  one.getBoundingClientRect().right <= one.closest(".field").getBoundingClientRect().right + 1)"""
BOTTOM = "one => one.getBoundingClientRect().bottom <= document.querySelector('dialog').getBoundingClientRect().bottom"
COLOUR = "one => getComputedStyle(one).backgroundColor"
CYRILLIC = "interface=sr-cyrl"

SIZES = ({"width": 320, "height": 640}, {"width": 320, "height": 256}, {"width": 640, "height": 450},
         {"width": 768, "height": 1024})  # fmt: skip
# A phone that is held upright, and a tablet.
UPRIGHT = ({"width": 375, "height": 600}, {"width": 820, "height": 1100})


def the_bar_has_one_row(page, name):
    """The bar of a page is one row as wide as the screen, in the words that are the longest."""
    for width in (320, 768, 1024, 1280, 360):
        page.set_viewport_size({"width": width, "height": 740})
        found = page.evaluate(ROW)
        assert found["height"] < 64, (name, width)
        assert found["wide"], (name, width)
        assert max(found["middles"]) - min(found["middles"]) <= 4, (name, width, found["middles"])
        assert page.evaluate(SCROLLS) <= 0, (name, width)


def cut_at(page, sizes=SIZES):
    """What is cut in windows of these sizes; the first of them is left."""
    found = {}
    for size in sizes:
        page.set_viewport_size(size)
        rest(page)
        if cut := page.evaluate(CUT):
            found[tuple(size.values())] = cut
    page.set_viewport_size(sizes[0])
    return found


def look_different(page, chosen, other):
    """What is chosen and what is not differ where the user's colours replace the page's."""
    page.emulate_media(forced_colors="active")
    assert page.locator(chosen).first.evaluate(COLOUR) != page.locator(other).first.evaluate(COLOUR)
    page.emulate_media(forced_colors="null")


def test_the_list_in_small_windows(visit, running):
    """At 200 % and 400 %, and on a tablet, nothing of the list, its filters and dialogs, and of the page of imports is
    cut. What the bar has no room for on a phone stands under a button, which is reached and left by keys."""
    page, found = visit(f"/~editor/?{CYRILLIC}", viewport=SIZES[0]), {}
    page.wait_for_selector(".row")
    found["list"] = cut_at(page)
    page.click("#show-filters")
    found["filters"] = cut_at(page)
    look_different(page, ".states label:has(:checked)", ".states label:not(:has(:checked))")
    page.focus("#bar-more")
    page.keyboard.press("Enter")
    expect(page.locator("#publish").first).to_be_visible()
    found["bar"] = cut_at(page)
    assert page.locator("#bar-rest").evaluate("one => one.getBoundingClientRect().top") < SIZES[1]["height"]
    page.focus("#bar-more")
    page.keyboard.press("Tab")
    until(page, "document.activeElement.closest('#bar-rest') !== null")
    page.keyboard.press("Escape")
    expect(page.locator("#publish").first).to_be_hidden()
    until(page, "document.activeElement.id === 'bar-more'")
    for key in ("n", "F1"):
        page.locator("#main").focus()
        page.keyboard.press(key)
        found[key] = cut_at(page)
        page.keyboard.press("Escape")
    the_bar_has_one_row(page, "list")
    page.goto(f"{running.root}/~editor/import?{CYRILLIC}")
    page.wait_for_selector("#drop")
    the_bar_has_one_row(page, "import")
    assert {name: cut for name, cut in found.items() if cut} == {}


def test_a_story_in_small_windows(visit):
    """At 200 % and 400 %, and on a tablet, nothing of a story's sides, dialogs, menu and comparison is cut. The menu
    has what the bar has no room for, and is reached and left by keys. Where a dialog is taller than the window its
    buttons are seen all the same. Where the user's colours replace the page's, what is chosen or open still looks
    different."""
    page, found = visit(f"{STORY}&{CYRILLIC}", viewport=SIZES[0]), {}
    state(page, "saved")
    the_bar_has_one_row(page, "story")
    page.focus("#open-menu")
    page.keyboard.press("Enter")
    names = page.eval_on_selector_all(".menu-item", "all => all.map(one => one.textContent)")
    assert names[:3] == [to_cyrillic(STRINGS["sr"][key]) for key in ("preview", "versions", "publish")]
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_selector("#side .versions, #side .hint")
    page.keyboard.press("Alt+v")
    # The interface's language is shown first.
    page.set_viewport_size(SIZES[0])
    type_at_end(page, "Two  spaces.", "sr")
    page.keyboard.press("Control+s")
    state(page, "saved")
    page.keyboard.type(" More.")
    for key in ("Alt+c", "Alt+v", "F1"):
        page.keyboard.press(key)
        found[key] = cut_at(page)
        page.keyboard.press("Escape")
    page.locator(".versions button").first.press("Enter")
    page.wait_for_selector("dialog .cm-editor")
    found["version"] = cut_at(page)
    page.keyboard.press("Escape")
    for size in SIZES:
        page.set_viewport_size(size)
        page.locator("#open-menu").press("Enter")
        page.wait_for_selector(".menu-item:focus")
        if cut := page.evaluate(CUT):
            found["menu", *size.values()] = cut
        page.keyboard.press("End")
        bottom = page.evaluate("document.activeElement.getBoundingClientRect().bottom")
        assert bottom <= size["height"], "the last entry of the menu can be reached"
        assert page.evaluate("document.activeElement.textContent") == names[-1]
        page.keyboard.press("Escape")
        until(page, "document.activeElement.id === 'open-menu'")
        assert page.get_attribute("#open-menu", "aria-expanded") == "false"
    page.click("#shared > summary")
    for size in UPRIGHT:
        page.set_viewport_size(size)
        rest(page)
        assert page.evaluate(INSIDE), size
    page.keyboard.press("Alt+g")
    page.wait_for_selector("#new-picture")
    for size in (*UPRIGHT, SIZES[1]):
        page.set_viewport_size(size)
        rest(page)
        assert page.locator("dialog button[value=yes]").evaluate(BOTTOM), size
    assert page.locator("dialog").evaluate("one => one.scrollHeight > one.clientHeight"), (
        "the dialog is taller than the last window"
    )
    page.keyboard.press("Escape")
    page.set_viewport_size(SIZE)
    look_different(page, ".goal-button[aria-pressed=true]", ".goal-button[aria-pressed=false]")
    page.keyboard.press("Alt+c")
    look_different(page, "#open-checks", "#open-versions")
    page.emulate_media(forced_colors="active")
    page.locator(TEXT.format("en")).focus()
    page.wait_for_selector(".pane[data-language=sr] .cm-line.beside")
    edge = "one => getComputedStyle(one).borderInlineStartColor"
    beside = page.locator(".pane[data-language=sr] .cm-line.beside").evaluate(edge)
    assert page.locator(".pane[data-language=en] .cm-line").first.evaluate(edge) != beside
    assert {name: cut for name, cut in found.items() if cut} == {}

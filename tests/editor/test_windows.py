"""Small and low windows, the user's own colours, paper: nothing is cut, nothing is said by colour alone."""

from __future__ import annotations

from tests.editor.windows import STORY, TEXT, opened, rest, state, type_at_end

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


SIZES = ({"width": 320, "height": 640}, {"width": 320, "height": 256}, {"width": 640, "height": 450},
         {"width": 768, "height": 1024})  # fmt: skip


def test_nothing_is_cut_in_a_small_window(visit, running):
    """At 200 % and 400 %, and on a tablet: the list and its filters, dialogs, the menu, the sides, a comparison."""
    found = {}

    def look(page, name):
        for size in SIZES:
            page.set_viewport_size(size)
            rest(page)
            if cut := page.evaluate(CUT):
                found[name, *size.values()] = cut
        page.set_viewport_size(SIZES[0])

    page = visit("/~editor/?interface=sr-cyrl", viewport=SIZES[0])
    page.wait_for_selector(".row")
    look(page, "list")
    page.click("#show-filters")
    look(page, "filters")
    page.click("#bar-more")
    look(page, "bar")
    assert page.locator("#bar-rest").evaluate("one => one.getBoundingClientRect().top") < SIZES[1]["height"]
    for key in ("n", "F1"):
        page.locator("#main").focus()
        page.keyboard.press(key)
        look(page, key)
        page.keyboard.press("Escape")
    page.goto(f"{running.root}{STORY}&interface=sr-cyrl")
    state(page, "saved")
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
    for size in SIZES:
        page.set_viewport_size(size)
        page.locator("#open-menu").press("Enter")
        page.wait_for_selector(".menu-item:focus")
        if cut := page.evaluate(CUT):
            found["menu", *size.values()] = cut
        page.keyboard.press("End")
        bottom = page.evaluate("document.activeElement.getBoundingClientRect().bottom")
        assert bottom <= size["height"], "the last entry of the menu can be reached"
        page.keyboard.press("Escape")
    assert found == {}


def test_own_colours_tell_what_is_chosen(visit):
    """Where the user's colours replace the page's, what is chosen or open still looks different."""
    page = opened(visit)
    page.emulate_media(forced_colors="active")
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

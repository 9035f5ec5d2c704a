"""The bar at the top on small screens: one row, and everything in it within reach of eyes, keys and screen readers."""

from __future__ import annotations

from playwright.sync_api import expect

from plugins.cyrillic import to_cyrillic
from tests.editor.interface import STRINGS
from tests.editor.windows import SCROLLS, STORY, until

ROW = """() => {
  const bar = document.querySelector(".bar").getBoundingClientRect();
  const inside = [...document.querySelectorAll(".bar a, .bar button")].filter((one) => one.checkVisibility());
  const boxes = inside.map((one) => one.getBoundingClientRect()).filter((box) => box.width > 1);
  return { height: bar.height, wide: boxes.every((box) => box.left >= 0 && box.right <= innerWidth),
    middles: boxes.map((box) => Math.round(box.top + box.height / 2)) };
}"""
PAGES = {"list": "/~editor/?", "story": f"{STORY}&", "import": "/~editor/import?"}


def test_the_bar_has_one_row_and_leaves_nothing_out(visit, running):
    """In Cyrillic, whose words are the longest, the bar of each page is one row as wide as the screen. What a phone has
    no room for stands under a button, in the list, or in the menu, in a story, and is reached and left by keys."""
    page = visit()
    for name, path in PAGES.items():
        page.goto(f"{running.root}{path}interface=sr-cyrl")
        page.wait_for_selector("#state[data-state=saved]" if name == "story" else "#rows .row, #drop")
        for width in (320, 768, 1024, 1280, 360):
            page.set_viewport_size({"width": width, "height": 740})
            found = page.evaluate(ROW)
            assert found["height"] < 64, (name, width)
            assert found["wide"], (name, width)
            assert max(found["middles"]) - min(found["middles"]) <= 4, (name, width, found["middles"])
            assert page.evaluate(SCROLLS) <= 0, (name, width)
        if name == "list":
            page.focus("#bar-more")
            page.keyboard.press("Enter")
            expect(page.locator("#publish").first).to_be_visible()
            page.keyboard.press("Tab")
            until(page, "document.activeElement.closest('#bar-rest') !== null")
            page.keyboard.press("Escape")
            expect(page.locator("#publish").first).to_be_hidden()
            until(page, "document.activeElement.id === 'bar-more'")
        if name == "story":
            page.focus("#open-menu")
            page.keyboard.press("Enter")
            names = page.eval_on_selector_all(".menu-item", "all => all.map(one => one.textContent)")
            assert names[:3] == [to_cyrillic(STRINGS["sr"][key]) for key in ("preview", "versions", "publish")]
            page.keyboard.press("ArrowDown")
            page.keyboard.press("Enter")
            page.wait_for_selector("#side .versions, #side .hint")
            page.focus("#open-menu")
            page.keyboard.press("Enter")
            page.keyboard.press("End")
            assert page.evaluate("document.activeElement.textContent") == names[-1]
            page.keyboard.press("Escape")
            until(page, "document.activeElement.id === 'open-menu'")
            assert page.get_attribute("#open-menu", "aria-expanded") == "false"

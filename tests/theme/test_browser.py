"""What a reader meets in Chromium: both schemes, both directions, the keyboard, paper."""

import pytest

from tests.theme.sample_edition import SITE

BACKGROUND = "getComputedStyle(document.documentElement).backgroundColor"
MOVING = "[...document.querySelectorAll('*')].filter(e => getComputedStyle(e).transitionDuration !== '0s').length"
FONTS = "performance.getEntriesByType('resource').map(e => e.name).filter(n => n.endsWith('.woff2'))"
ADDRESS = "getComputedStyle(document.querySelector('.prose a'), '::after').content"


@pytest.mark.parametrize("edition", ["en", "sr-cyrl", "ar"])
def test_the_text_of_an_event_begins_on_the_first_screen(visit, edition):
    """When, where and the registration stand before it, its picture after it; corrections are rare."""
    page = visit(edition, "article")
    page.evaluate("document.querySelector('.story-note').remove()")
    for size in ({"width": 1440, "height": 900}, {"width": 390, "height": 844}):
        page.set_viewport_size(size)
        boxes = [page.locator(place).bounding_box() for place in (".story-head .notice", ".prose", ".story-picture")]
        event, text, picture = (box["y"] for box in boxes)
        assert event < text < picture
        assert text < size["height"] - 50


def test_a_reader_gets_the_scheme_and_the_motion_that_is_asked_for(visit):
    """Whoever asks for dark gets a dark page, whoever asks for less motion none."""
    page = visit("en", "front", media={"reduced_motion": "reduce"})
    assert page.evaluate(MOVING) == 0
    for scheme, colour in (("light", "rgb(251, 248, 242)"), ("dark", "rgb(25, 21, 18)")):
        page.emulate_media(color_scheme=scheme)
        assert page.evaluate(BACKGROUND) == colour


@pytest.mark.parametrize("edition", ["en", "ar"])
def test_both_languages_are_parted_in_the_middle(visit, edition):
    """The line between two languages stands between them, also where one is written the other way."""
    row = visit(edition, "parallel").locator(".parallel-row").nth(1)
    box, cells = row.bounding_box(), [cell.bounding_box() for cell in row.locator("> *").all()]
    first, second = sorted(cells, key=lambda cell: cell["x"])
    middle = box["x"] + box["width"] / 2
    assert first["x"] + first["width"] < middle < second["x"]
    assert row.evaluate("row => getComputedStyle(row, '::before').insetInlineStart") == f"{box['width'] / 2:g}px"


def test_the_first_tab_skips_to_the_content_and_the_footer_ends_the_window(visit):
    """The first press of Tab shows the skip link, and Enter moves to the content. Below a page with little on it there
    is no empty strip."""
    page = visit("en", "archive")
    page.set_viewport_size({"width": 1280, "height": 2000})
    assert page.evaluate("document.querySelector('.site-footer').getBoundingClientRect().bottom") == 2000
    page.keyboard.press("Tab")
    link = page.locator(".skip-link")
    assert link.bounding_box()["width"] > 100
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


# Where the first and the third sign of some code in the text are drawn.
SIGNS = """() => {
  const code = document.createElement("code");
  code.textContent = "./inv";
  document.querySelector(".prose").append(code);
  const range = document.createRange();
  return [0, 2].map((at) => {
    range.setStart(code.firstChild, at);
    range.setEnd(code.firstChild, at + 1);
    return range.getBoundingClientRect().x;
  });
}"""


def test_right_to_left_is_a_mirror(visit):
    """Written right to left, the name stands at the right and the switch at the left, from the same sheet. A column of
    numbers stands at the end of its lines, in both directions; code reads as it was written."""
    page = visit("ar", "article")
    brand, switch = page.locator(".brand a").bounding_box(), page.locator(".language-switcher").bounding_box()
    assert brand["x"] + brand["width"] > 1100
    assert switch["x"] < 200
    first, third = page.evaluate(SIGNS)
    assert first < third
    for one in (page, visit("en", "article")):
        assert one.evaluate("getComputedStyle(document.querySelector('td.end')).textAlign") == "end"


def test_paper_has_addresses_and_no_navigation(visit):
    """On paper the navigation is gone, each link in the text tells its address, and the page its own. A link to the
    site's own page is an address that can be typed, and a place on the page is none. The archive still says which
    months have stories, and what only a screen can do is gone."""
    page = visit("sr", "article", media={"media": "print"})
    for part in (".language-switcher", ".main-nav", ".site-footer", ".related", ".breadcrumbs"):
        assert not page.locator(part).first.is_visible(), part
    assert "https://example.org/report" in page.evaluate(ADDRESS)
    assert page.locator(".print-only").is_visible()
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).color") == "rgb(0, 0, 0)"
    note = page.locator(".footnote-ref").first
    assert note.evaluate("a => getComputedStyle(a, '::after').content") == "none"
    link = visit("sr", "front", media={"media": "print"}).locator(".card-title a").first
    assert f"{SITE}{link.get_attribute('href')}>" in link.evaluate("a => getComputedStyle(a, '::after').content")
    assert visit("sr", "archive", media={"media": "print"}).locator(".year-nav").first.is_visible()
    assert visit("sr", "search", media={"media": "print"}).locator(".button:visible").count() == 0


MARKED = "lists => lists.filter(list => getComputedStyle(list).listStyleType !== 'none').length"


def test_only_lists_of_a_text_have_marks(frame, theme_site):
    """A list of links or of cards has no bullets; a list in a text keeps them."""
    for name in ("front", "article", "list", "archive", "goals", "search", "parallel"):
        frame.goto(f"{theme_site}/sr/{name}.html")
        marked = (
            "lists => lists.filter(l => getComputedStyle(l).listStyleType !== 'none' && !l.closest('.prose')).length"
        )
        assert frame.eval_on_selector_all("ul, ol", marked) == 0, name
    frame.goto(f"{theme_site}/sr/article.html")
    assert frame.eval_on_selector_all(".prose :is(ul, ol)", MARKED) > 0


@pytest.mark.parametrize(("edition", "script"), [("sr", "latin"), ("sr-cyrl", "cyrillic")])
def test_a_page_loads_the_type_of_its_script_only(visit, edition, script):
    """An article with italics loads one upright and one italic file, those of its script."""
    page = visit(edition, "article", alone=True)
    page.evaluate("document.fonts.ready")
    assert {address.rsplit("/", 1)[1].removesuffix(".woff2") for address in page.evaluate(FONTS)} == {
        f"serif-{script}",
        f"serif-{script}-italic",
    }


def test_words_in_another_script_load_no_file(visit):
    """Cyrillic words on a page in Latin script are in the reader's own font: no file comes late and moves the page."""
    page = visit("sr", "front", alone=True)
    page.evaluate("document.querySelector('main').prepend('Ћирилица')")
    page.evaluate("document.fonts.ready")
    names = [address.rsplit("/", 1)[1] for address in page.evaluate(FONTS)]
    assert any(name.startswith("serif-latin") for name in names)
    assert not any("cyrillic" in name for name in names)

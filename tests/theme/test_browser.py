"""What a reader meets in Chromium: narrow screens, both schemes, both directions, the keyboard, paper."""

import pytest

from tests.theme.rendering import rendered
from tests.theme.sample_edition import EDITIONS, SITE

SCROLLS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
BACKGROUND = "getComputedStyle(document.documentElement).backgroundColor"
SMALL = """[...document.querySelectorAll('header a, footer a, nav a, button, input, .kicker, .goal-tag')]
  .filter(e => e.checkVisibility() && e.getBoundingClientRect().height < 24 && !e.closest('h2'))
  .map(e => e.outerHTML.slice(0, 80))"""
OUTSIDE = """[...document.querySelectorAll('.goal-tile, .goal-banner, .card-text')]
  .filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.textContent.trim().slice(0, 60))"""
MOVING = "[...document.querySelectorAll('*')].filter(e => getComputedStyle(e).transitionDuration !== '0s').length"
FONTS = "performance.getEntriesByType('resource').map(e => e.name).filter(n => n.endsWith('.woff2'))"
ADDRESS = "getComputedStyle(document.querySelector('.prose a'), '::after').content"


@pytest.mark.parametrize("edition", EDITIONS)
def test_nothing_scrolls_sideways_on_a_narrow_screen(visit, theme_site, edition):
    """At 320 px, or 1280 px at 400 % zoom, no page is wider than the screen, and the switch is there at once."""
    page = visit(edition, "front", width=320)
    for name in rendered(edition):
        page.goto(f"{theme_site}/{edition}/{name}.html")
        assert page.evaluate(SCROLLS) == 0, name
        for link in page.locator("nav[data-switch] a").all():
            assert link.is_visible(), name
            assert link.bounding_box()["y"] < 200, name


@pytest.mark.parametrize("edition", EDITIONS)
def test_letters_twice_as_large_fit(visit, theme_site, edition):
    """A reader who doubles the size of letters alone scrolls no page sideways, and no word leaves its tile."""
    page = visit(edition, "front")
    for name in rendered(edition):
        page.goto(f"{theme_site}/{edition}/{name}.html")
        page.add_style_tag(content="html { font-size: 200% !important }")
        for width in (320, 390, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate(SCROLLS) == 0, (name, width)
            assert page.evaluate(OUTSIDE) == [], (name, width)


@pytest.mark.parametrize("width", [320, 1280])
def test_targets_are_large_enough(visit, theme_site, width):
    """What one taps is at least 24 px high."""
    page = visit("sr", "front", width=width)
    for name in ("front", "article", "goal", "search"):
        page.goto(f"{theme_site}/sr/{name}.html")
        assert page.evaluate(SMALL) == [], name


def test_the_dark_scheme_has_its_own_colours(visit):
    """A reader who asks for dark gets a dark page."""
    light, dark = (visit("en", "article", color_scheme=scheme).evaluate(BACKGROUND) for scheme in ("light", "dark"))
    assert (light, dark) == ("rgb(251, 248, 242)", "rgb(25, 21, 18)")


def test_right_to_left_is_a_mirror(visit):
    """Written right to left, the name stands at the right and the switch at the left, from the same sheet."""
    page = visit("ar", "article")
    brand, switch = page.locator(".brand a").bounding_box(), page.locator(".language-switcher").bounding_box()
    assert brand["x"] + brand["width"] > 1100
    assert switch["x"] < 200


@pytest.mark.parametrize("edition", ["en", "ar"])
def test_both_languages_are_parted_in_the_middle(visit, edition):
    """The line between two languages stands between them, also where one is written the other way."""
    row = visit(edition, "parallel").locator(".parallel-row").nth(1)
    box, cells = row.bounding_box(), [cell.bounding_box() for cell in row.locator("> *").all()]
    first, second = sorted(cells, key=lambda cell: cell["x"])
    middle = box["x"] + box["width"] / 2
    assert first["x"] + first["width"] < middle < second["x"]
    assert row.evaluate("row => getComputedStyle(row, '::before').insetInlineStart") == f"{box['width'] / 2:g}px"


def test_numbers_of_a_table_stand_under_one_another(visit):
    """A column of numbers stands at the end of its lines, in both directions."""
    for edition in ("en", "ar"):
        page = visit(edition, "article")
        assert page.evaluate("getComputedStyle(document.querySelector('td.end')).textAlign") == "end"


def test_the_footer_ends_the_window(visit):
    """Below a page with little on it there is no empty strip."""
    page = visit("en", "archive")
    page.set_viewport_size({"width": 1280, "height": 2000})
    assert page.evaluate("document.querySelector('.site-footer').getBoundingClientRect().bottom") == 2000


def test_the_first_tab_skips_to_the_content(visit):
    """The first press of Tab shows the skip link, and Enter moves to the content."""
    page = visit("en", "article")
    page.keyboard.press("Tab")
    link = page.locator(".skip-link")
    assert link.bounding_box()["width"] > 100
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_paper_has_addresses_and_no_navigation(visit):
    """On paper the navigation is gone, each link in the text tells its address, and the page its own."""
    page = visit("sr", "article")
    page.emulate_media(media="print")
    for part in (".language-switcher", ".main-nav", ".site-footer", ".related", ".breadcrumbs"):
        assert not page.locator(part).first.is_visible(), part
    assert "https://example.org/report" in page.evaluate(ADDRESS)
    assert page.locator(".print-only").is_visible()
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).color") == "rgb(0, 0, 0)"


def test_paper_has_whole_addresses_of_the_site_itself(visit):
    """On paper a link to the site's own page is an address that can be typed, and a place on the page is none."""
    page = visit("sr", "front")
    page.emulate_media(media="print")
    link = page.locator(".card-title a").first
    assert f"{SITE}{link.get_attribute('href')}>" in link.evaluate("a => getComputedStyle(a, '::after').content")
    page = visit("sr", "article")
    page.emulate_media(media="print")
    note = page.locator(".footnote-ref").first
    assert note.evaluate("a => getComputedStyle(a, '::after').content") == "none"


@pytest.mark.parametrize(("edition", "script"), [("sr", "latin"), ("sr-cyrl", "cyrillic")])
def test_a_page_loads_the_type_of_its_script_only(visit, edition, script):
    """An article with italics loads one upright and one italic file, those of its script."""
    page = visit(edition, "article")
    page.evaluate("document.fonts.ready")
    assert {address.rsplit("/", 1)[1].removesuffix(".woff2") for address in page.evaluate(FONTS)} == {
        f"serif-{script}",
        f"serif-{script}-italic",
    }


def test_motion_only_where_wanted(visit):
    """A reader who asks for less motion gets none."""
    page = visit("en", "front", reduced_motion="reduce")
    assert page.evaluate(MOVING) == 0

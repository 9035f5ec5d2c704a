"""What a reader meets on a phone in Chromium: targets, the menu, search, summaries, goal tiles, lines of text."""

import itertools

import pytest

from tests.theme.rendering import rendered

PHONE = 390
SPACING = 10
# Everything that one taps, but for links within a sentence, which WCAG excepts, and headlines of cards, whose links
# cover the card. A target of 44 px needs nothing; a smaller one needs 24 px, and the circle of 24 px around its centre,
# which is the criterion, made `room` px wider on each side, may touch no other target.
CROWDED = """room => {
  const excepted = '.prose p, .prose li, .prose sup, figcaption, .skip-link, .card-title';
  const shown = [...document.querySelectorAll('a, button, input, select, summary')]
    .filter(e => e.checkVisibility() && !e.closest(excepted));
  const boxes = shown.map(e => [e, e.getBoundingClientRect()]).filter(([, box]) => box.width);
  const centre = box => [box.x + box.width / 2, box.y + box.height / 2];
  return boxes.filter(([e, box]) => {
    if (box.height >= 44) return false;
    if (box.height < 24) return true;
    const [x, y] = centre(box);
    return boxes.some(([other, its]) => {
      if (other === e) return false;
      const near = [Math.max(its.left, Math.min(x, its.right)), Math.max(its.top, Math.min(y, its.bottom))];
      return Math.hypot(near[0] - x, near[1] - y) < 12 + room;
    });
  }).map(([e, box]) => `${Math.round(box.height)} px: ${e.outerHTML.slice(0, 90)}`);
}"""
SMALL = """[...document.querySelectorAll('header a, footer a, nav a, button, input, .kicker, .goal-tag')]
  .filter(e => e.checkVisibility() && e.getBoundingClientRect().height < 24 && !e.closest('h2'))
  .map(e => e.outerHTML.slice(0, 80))"""
SCROLLS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
CUT = """[...document.querySelectorAll('.goal-tile, .goal-banner, .card-text')]
  .filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.textContent.trim().slice(0, 60))"""
LOW_SWITCH = """[...document.querySelectorAll("nav[data-switch] a")]
  .filter(e => !e.checkVisibility() || e.getBoundingClientRect().top >= 200).map(e => e.textContent)"""
LOW = """[...document.querySelectorAll(
    'header a, header button, header input, footer a, main nav a, .button, .goal-tag, .year-nav a, select')]
  .filter(e => e.checkVisibility() && e.getBoundingClientRect().height < 43.5).map(e => e.outerHTML.slice(0, 90))"""
# The lines of a text as [its words, the width left at its end]; `overflow` clips lines that lie below the box.
LINES = """element => {
  const box = element.getBoundingClientRect(), lines = [];
  const walk = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  for (let node; (node = walk.nextNode());) {
    for (const found of node.data.matchAll(/\\S+/g)) {
      const range = document.createRange();
      range.setStart(node, found.index);
      range.setEnd(node, found.index + found[0].length);
      const parts = [...range.getClientRects()];
      const place = parts[0];
      if (place.top >= box.bottom - 1) continue;
      const last = lines.at(-1);
      const word = { text: found[0], width: place.width, parts: parts.length };
      if (last && Math.abs(last.top - place.top) < 4) { last.words.push(word); last.end = place.right; }
      else lines.push({ top: place.top, end: place.right, words: [word] });
    }
  }
  return lines.map(line => ({ words: line.words, left: box.right - line.end }));
}"""
# The words of goals' names that are broken, and the tiles that are too narrow, with each family of letters.
TILES = """families => families.flatMap(family => {
  document.documentElement.style.setProperty('--readers', family);
  const broken = [...document.querySelectorAll('.goal-tile-title')].flatMap(title => {
    const text = title.firstChild, broken = [];
    for (const found of text.data.matchAll(/[\\p{L}]+/gu)) {
      const range = document.createRange();
      range.setStart(text, found.index);
      range.setEnd(text, found.index + found[0].length);
      if (range.getClientRects().length > 1) broken.push(found[0]);
    }
    return broken;
  });
  const narrow = [...document.querySelectorAll('.goal-tile')]
    .filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.textContent);
  return [...broken, ...narrow].map(text => [family, text]);
})"""
LINES_OF_PARAGRAPHS = f"""[...document.querySelectorAll(".prose > p:not(:has(*)), .prose blockquote p, .story-lead")]
  .map({LINES})"""
CUT_SUMMARIES = """[...document.querySelectorAll(".card-summary")].filter(e => e.checkVisibility() &&
  (e.scrollHeight > e.clientHeight + 1 || getComputedStyle(e).overflow !== "visible")).map(e => e.textContent)"""
# The pages whose header, footer and lists are all there is to tap.
CONTROLLED = ("front", "article", "list", "archive", "month", "goal", "search", "404", "page")
# On a push that whose words are the longest.
EDITIONS = (*(pytest.param(name, marks=pytest.mark.only_long) for name in ("en", "sr")), "sr-cyrl")
FAMILIES = ('"DejaVu Sans"', '"Liberation Sans"', '"Noto Sans"', '"DejaVu Serif"', "sans-serif")


def at_widths(frame, widths, look, given=None):
    """What a script finds in a page while its frame has some widths, one after the other; none of them is drawn."""
    return frame.evaluate(
        f"""([widths, given]) => widths.map(width => {{
          frameElement.style.width = `${{width}}px`;
          const found = {look};
          return typeof found === "function" ? found(given) : found;
        }})""",
        [widths, given],
    )


# Cyrillic words are the longest, and Arabic runs from the right.
@pytest.mark.parametrize("edition", [pytest.param("en", marks=pytest.mark.only_long), "sr-cyrl", "ar"])
def test_a_page_fits_the_screen_and_the_finger(frame, theme_site, edition):
    """On a phone what one taps is 44 px high, or spaced as WCAG 2.5.8 says with 10 px to spare, and what stands in the
    header, the footer and lists is always so high. At 320 px, or 1280 px at 400 % zoom, no page is wider than the
    screen, the switch is there at once, and what one taps is at least 24 px high. A reader who doubles the size of
    letters alone scrolls no page sideways, and no word leaves its tile."""
    for name in rendered(edition):
        frame.goto(f"{theme_site}/{edition}/{name}.html")
        assert at_widths(frame, [1280, 320], SMALL) == [[], []], name
        assert at_widths(frame, [PHONE], CROWDED, SPACING) == [[]], name
        if name in CONTROLLED:
            assert at_widths(frame, [PHONE], LOW) == [[]], name
        assert at_widths(frame, [320], f"[{SCROLLS}, {LOW_SWITCH}]") == [[0, []]], name
        frame.add_style_tag(content="html { font-size: 200% !important }")
        assert at_widths(frame, [320, 1280], f"[{SCROLLS}, {CUT}]") == [[0, []], [0, []]], name


def test_without_a_script_the_search_field_begins_the_menu_and_leads_to_the_search_page(visit):
    """A button opens a menu whose first control is the search field; Escape and a button close it. The field there, and
    that of the header on wide screens, is a plain form, whose question is carried in the address."""
    page = visit("sr", "front", width=PHONE, java_script_enabled=False)
    menu = page.locator("#menu")
    assert not menu.is_visible()
    page.click("button[data-icon=menu]")
    assert menu.is_visible()
    first = menu.locator("a, button, input").first
    assert first.get_attribute("name") == "q"
    places = [box.bounding_box()["y"] for box in menu.locator("a").all()]
    assert first.bounding_box()["y"] < min(places)
    page.keyboard.press("Escape")
    assert not menu.is_visible()
    page.click("button[data-icon=menu]")
    page.click("button[data-icon=close]")
    assert not menu.is_visible()
    front = page.url
    for width in (PHONE, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(front)
        if width == PHONE:
            page.click("button[data-icon=menu]")
        page.fill(".site-search input", "Niš")
        with page.expect_request("**/sr/search/?q=Ni%C5%A1"):
            page.press(".site-search input", "Enter")


def test_search_and_goals_are_one_tap_away(visit):
    """On a phone a link named as search stands beside the menu button; on wide screens the header has the field. One
    link leads to each of the 17 goals."""
    phone, wide = visit("sr", "front", width=PHONE), visit("sr", "front", width=1280)
    link = phone.get_by_role("banner").get_by_role("link", name="Pretraga", exact=True)
    assert link.bounding_box()["y"] < 120
    assert wide.get_by_role("searchbox").bounding_box()["y"] < 120
    assert not wide.locator("button[data-icon=menu], a[data-icon=search]").first.is_visible()
    links = wide.eval_on_selector_all("a[href*='/sdg/']", "links => links.map(a => a.getAttribute('href'))")
    goals = [link for link in links if link != "/sr/sdg/"]
    assert sorted(goals) == sorted(f"/sr/sdg/{number}/" for number in range(1, 18))


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_summary_is_whole_or_not_there(frame, theme_site, edition):
    """On a phone nothing is cut: a summary that is shown is shown to its end, and the lead of a list has one."""
    frame.goto(f"{theme_site}/{edition}/list.html")
    assert at_widths(frame, [320, PHONE], CUT_SUMMARIES) == [[], []]
    assert frame.locator(".card-summary").first.is_visible()


@pytest.mark.parametrize("edition", EDITIONS)
def test_goal_tiles_do_not_break_words(frame, theme_site, edition):
    """Whatever the reader's sans serif is, no word of a goal's name is broken, and none leaves its tile."""
    widths = [320, 360, 390, 430, 600, 768, 960, 1152, 1280]
    for name in ("front", "goals"):
        frame.goto(f"{theme_site}/{edition}/{name}.html")
        frame.add_style_tag(content=":root { --sans: var(--readers) !important }")
        assert at_widths(frame, widths, TILES, FAMILIES) == [[]] * len(widths), name


@pytest.mark.parametrize("edition", EDITIONS)
def test_lines_of_a_paragraph_are_full(frame, theme_site, edition):
    """Within a paragraph no line ends early: the first word of the next one would not have fitted."""
    frame.goto(f"{theme_site}/{edition}/article.html")
    frame.evaluate("document.fonts.ready")
    widths = [*range(320, 440, 10), 1280]
    for width, paragraphs in zip(widths, at_widths(frame, widths, LINES_OF_PARAGRAPHS), strict=True):
        assert len(paragraphs) > 2
        for line, following in itertools.chain.from_iterable(map(itertools.pairwise, paragraphs)):
            assert line["left"] < following["words"][0]["width"] + 8, (width, line, following)

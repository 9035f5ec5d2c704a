"""Articles, front page and 404: what stands around a story."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import unquote

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from plugins.content.markup.allowed_html import clean_html as cleaned
from plugins.content.subjects import SubjectKind, SubjectName
from plugins.pages.assets import minify_css, site_url_rule
from plugins.pages.kinds.articles import RELATED, SAYS_MORE, related_stories
from plugins.pages.kinds.parallel import make_names_unique, rows, sections
from plugins.pages.views import Cell
from tests.small_site import SmallSite, small_site


def test_neighbours(built: SmallSite) -> None:
    """A story leads to the next newer and the next older one that its edition shows."""
    hrefs = [link["href"] for link in built.page("/news/linked/").select("main a")]
    assert "/news/half/" in hrefs
    assert "/news/linked/" in [link["href"] for link in built.page("/news/half/").select("main a")]


def test_related_stories_are_older(built: SmallSite) -> None:
    """A story's related stories are never newer, so that a new story changes no old page."""
    page = built.page("/news/local-4/")
    related = [
        link["href"] for link in page.select("main section article a") if link["href"].startswith("/news/local-")
    ]
    numbers = [int(href.strip("/").rpartition("-")[2]) for href in related]
    assert numbers
    assert all(number < 4 or number % 2 for number in numbers)


STORIES = st.lists(
    st.builds(
        SimpleNamespace,
        goals=st.lists(
            st.builds(SimpleNamespace, number=st.integers(1, 3)), max_size=2, unique_by=lambda tag: tag.number
        ),
        subjects=st.lists(
            st.builds(SubjectName, st.sampled_from([SubjectKind.TOPIC, SubjectKind.AUTHOR]), st.sampled_from("ab")),
            max_size=2,
            unique=True,
        ),
        category_slug=st.sampled_from("xy"),
    ),
    max_size=2 * RELATED,
)


@given(STORIES)
def test_related_stories_share_most_or_are_the_newest_of_the_category(stories: list[Any]) -> None:
    """A topic counts more than a goal, an author nothing; of as much in common the newer one is first."""

    def in_common(one: Any, other: Any) -> int:
        goals = {tag.number for tag in one.goals} & {tag.number for tag in other.goals}
        topics = {name for name in one.subjects if name.kind == SubjectKind.TOPIC} & set(other.subjects)
        return len(goals) + SAYS_MORE * len(topics)

    for at, story in enumerate(stories):
        older = sorted(stories[at + 1 :], key=lambda other: -in_common(story, other))
        expected = [one for one in older if in_common(story, one)]
        expected += [one for one in older if not in_common(story, one) and one.category_slug == story.category_slug]
        assert [*map(id, related_stories(tuple(stories))[at])] == [*map(id, expected[:RELATED])]


def test_links_to_translations_and_parallel_page(built: SmallSite) -> None:
    """A translated story leads to its translations and to both languages side by side; another one to neither."""
    hrefs = {link["href"] for link in built.page("/news/fair/").main.select("a")}
    assert {"/sr/news/fair/", "/sr-cyrl/news/fair/", "/news/fair/parallel/"} <= hrefs
    assert not any(link["href"].endswith("/parallel/") for link in built.page("/news/english-only/").main.select("a"))


def test_places_of_two_bodies_are_named_apart() -> None:
    """What leads to a place and the place itself get the same name; words that look like it stay as they are."""
    body = '<p id="a">Write <code> id="a"</code> and <a class="k" href="#a">see</a> href="#a".</p>'
    expected = '<p id="sr-a">Write <code> id="a"</code> and <a class="k" href="#sr-a">see</a> href="#a".</p>'
    assert make_names_unique(body, "sr") == expected
    assert make_names_unique('<h2 id="a">A</h2>', "sr") == '<h2 id="sr-a">A</h2>'
    assert make_names_unique('<a href="#a">A</a>', "sr") == '<a href="#sr-a">A</a>'


def test_headings_keep_two_texts_together() -> None:
    """What one text lacks between two headings stands alone there; below the next heading both begin at one height."""
    bodies = ("<p>a</p><p>b</p><h2>C</h2><p>d</p>", "<p>1</p><h2>2</h2><p>3</p><p>4</p>")
    columns = [sections(body, "en", "ltr") for body in bodies]
    shown = [tuple(str(cell.html) for cell in row) for row in rows(columns, [Cell(Markup(""), "en", "ltr")] * 2)]
    pairs = [("<p>a</p>", "<p>1</p>"), ("<p>b</p>", ""), ("<h2>C</h2>", "<h2>2</h2>"), ("<p>d</p>", "<p>3</p>")]
    assert shown == [*pairs, ("", "<p>4</p>")]


def test_title_with_a_colon_and_markup(built: SmallSite) -> None:
    """A title is text: a colon stays a colon, in the headline, the head and the cards."""
    page = built.page("/news/fair/")
    assert page.h1.get_text(strip=True) == "The fair: five days"
    assert page.title.get_text().startswith("The fair: five days")


def test_drafts_and_future_stories_are_nowhere(built: SmallSite) -> None:
    """Nothing in the whole output names a draft or a story whose day has not come."""
    secrets = ("secret-draft", "secret-future", "Secret draft", "Tajni nacrt", "Тајна", "Upola gotovo")
    for name, data in built.files().items():
        for secret in secrets:
            assert secret.encode() not in data, name


def test_front_page_leads_with_own_words(built: SmallSite) -> None:
    """The front page's lead story is the newest, and each story stands on it once."""
    page = built.page("/")
    titles = [link["href"] for link in page.select("main article h2 a, main article h3 a")]
    assert titles[0] == "/news/linked/"
    assert len(titles) == len(set(titles)) == 13


def test_not_found_page(built: SmallSite) -> None:
    """The 404 page is kept from search engines, names no address of its own and leads on to the latest stories."""
    for home in ("/", "/sr/", "/sr-cyrl/"):
        page = built.page(f"{home}404.html")
        assert page.select_one("meta[name=robots]")["content"] == "noindex"
        assert not page.select("link[rel=canonical]")
        assert f"{home}news/linked/" in [link["href"] for link in page.select("main a")]


def test_assets_are_named_after_their_content(built: SmallSite) -> None:
    """Every page loads the one style spec, whose name and whose fonts' names change with what is in them."""
    names = {
        page.select_one("link[rel=stylesheet]")["href"] for page in map(built.page, ("/", "/sr/archive/", "/404.html"))
    }
    assert len(names) == 1
    spec = built.text(names.pop())
    assert "@import" not in spec
    assert "/*" not in spec
    assert '--site:"https://' in spec
    assert minify_css('a { b: "c  ;  d"; }\n\n p > a { x: y; }') == 'a{b: "c  ;  d"}p > a{x:y}'


def test_a_story_is_five_requests(built: SmallSite) -> None:
    """A page asks for a style spec, a font that the spec names too and the script of its share button, and for nothing
    else; the icon is in it."""
    page = built.page("/news/fair/")
    fetched = page.select("link[rel=stylesheet], link[rel=icon], link[rel=preload], script[src], iframe, object")
    assert [link.get("rel", ["script"])[0] for link in fetched] == ["preload", "stylesheet", "icon", "script"]
    assert fetched[2]["href"].startswith("data:image/svg+xml,")
    assert unquote(fetched[2]["href"]).endswith("</svg>")


def test_the_site_s_address_is_a_string_in_the_style_spec() -> None:
    """What quotes and slashes mean in CSS, an address cannot say."""
    assert site_url_rule("https://a.example") == '@layer tokens{:root{--site:"https://a.example"}}'
    assert site_url_rule('x"y\\z') == '@layer tokens{:root{--site:"x\\"y\\\\z"}}'


def test_a_column_of_a_table_keeps_its_side() -> None:
    """The side that Markdown styles in place becomes a class, named as the theme's rule: start, end, center."""
    cells = "".join(f'<td style="text-align: {side};">1</td>' for side in ("left", "right", "center"))
    table = cleaned(f"<table><tbody><tr>{cells}</tr></tbody></table>")
    assert re.findall('<td class="([a-z]+)">', table) == ["start", "end", "center"]
    rules = (Path(__file__).parents[2] / "theme/static/css/blocks/table-scroll.css").read_text("utf-8")
    assert ".table-scroll .end {" in rules


def test_a_fixed_page_may_have_a_date(tmp_path: Path) -> None:
    """A fixed page whose header has the fields of a story, its date among them, is built like any other."""
    site = small_site(tmp_path)
    site.article("steady")
    header = "Title: A page\nDate: 2026-01-02\nModified: 2026-02-03\nCategory: Local\nSDGs: 5\n"
    site.write("pages/terms.en.md", f"{header}\nThe terms.\n")
    site.build()
    assert site.page("/terms/").main.h1.text == "A page"


def test_a_link_to_a_goal_leads_to_the_sites_own_page(tmp_path: Path) -> None:
    """The United Nations' address of a goal in a text is the edition's page of it, which links to that address."""
    site = small_site(tmp_path, SEARCH=False, SOCIAL_CARDS=False)
    for language in ("en", "sr"):
        body = "See [Goal 11](https://sdgs.un.org/goals/goal11) and [all](https://sdgs.un.org/goals)."
        site.article("city", language, body=body)
    site.build()
    for prefix in ("", "/sr", "/sr-cyrl"):
        links = [link["href"] for link in site.page(f"{prefix}/news/city/").select(".prose a")]
        assert links == [f"{prefix}/sdg/11/", "https://sdgs.un.org/goals"]
        assert site.page(links[0]).select_one('.goal-banner a[href="https://sdgs.un.org/goals/goal11"]')

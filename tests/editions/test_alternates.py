"""Links between stories lead to the reader's edition, or to the original, marked as such."""

from __future__ import annotations

from typing import Any

import pytest

from tests.small_site import SmallSite


def links(site: SmallSite, address: str) -> dict[str, Any]:
    """The links of a story's body by where they lead."""
    return {
        link["href"]: link
        for link in site.page(address).select("main .prose a, main [data-body] a, main article a")
        if "/news/" in link["href"]
    }


@pytest.mark.parametrize(
    ("home", "target"), [("/sr/", "/sr/news/fair/"), ("/sr-cyrl/", "/sr-cyrl/news/fair/"), ("/", "/news/fair/")]
)
def test_link_to_a_pair(built: SmallSite, home: str, target: str) -> None:
    """A link to a story that the reader's edition has leads there, without a mark."""
    link = links(built, f"{home}news/linked/")[target]
    assert link.get("hreflang") is None
    assert "language-mark" not in str(link.next_sibling)


@pytest.mark.parametrize("home", ["/sr/", "/sr-cyrl/"])
def test_link_to_an_untranslated_story(built: SmallSite, home: str) -> None:
    """A link to a story that is not translated is marked with its language and keeps the place in the page."""
    link = links(built, f"{home}news/linked/")[f"{home}news/english-only/#facts"]
    assert link["hreflang"] == "en"
    mark = link.find_next_sibling(class_="language-mark")
    assert (mark["lang"], mark["dir"], mark.get_text()) == ("en", "ltr", "English")


def test_link_to_a_serbian_story_from_english(built: SmallSite) -> None:
    """From the English edition a Serbian story is marked as Serbian, in its own label."""
    link = links(built, "/news/linked/")["/news/serbian-only/"]
    assert link["hreflang"] == "sr-Latn"
    assert link.find_next_sibling(class_="language-mark").get_text() == "Srpski"


def test_link_by_the_other_language_file(built: SmallSite) -> None:
    """A link may name either file of a pair: the reader's edition decides."""
    assert "/sr/news/serbian-only/" in links(built, "/sr/news/linked/")


def test_table_scrolls_alone(built: SmallSite) -> None:
    """A table is in a region that the keyboard can scroll, named in the edition's words and by the heading above it."""
    for home, name in (("/sr/", "Tabela: Činjenice"), ("/sr-cyrl/", "Табела: Чињенице")):
        region = built.page(f"{home}news/linked/").select_one("div.table-scroll")
        assert (region["role"], region["tabindex"], region["aria-label"]) == ("region", "0", name)
        assert region.table


@pytest.mark.parametrize("policy", ["hide", "link"])
def test_link_to_a_story_without_a_page_here(tmp_path_factory: pytest.TempPathFactory, policy: str) -> None:
    """Where the reader's edition has no page for a story the link leads to the original's edition, marked."""
    from tests.small_site import small_site

    site = small_site(tmp_path_factory.mktemp("links"), UNTRANSLATED=policy, SOCIAL_CARDS=False, SEARCH=False)
    site.article("lone")
    site.article("pair", body="[Lone]({filename}lone.en.md)")
    site.article("pair", "sr", body="[Sama]({filename}lone.sr.md)")
    site.build()
    link = links(site, "/sr/news/pair/")["/news/lone/"]
    assert link["hreflang"] == "en"
    assert link.find_next_sibling(class_="language-mark").get_text() == "English"

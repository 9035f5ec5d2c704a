"""The navigation of masthead and footer: the same on every page, but for the mark on the links to the page itself."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from lxml import html

from tests.small_site import SmallSite

MASTHEAD = "//header[@class='site-header']//a[not(ancestor::nav[@class='language-switcher'])]"
FOOTER = "//footer[@class='site-footer']//a"
CURRENT = "//*[self::header or self::footer]//*[@aria-current='page']"
HOMES = ("/sr-cyrl/", "/sr/", "/")


@pytest.fixture(scope="module")
def documents(built: SmallSite) -> dict[str, html.HtmlElement]:
    """Every page of the small site by its path."""
    files = {name: data for name, data in built.files().items() if name.endswith(".html")}
    return {f"/{name.removesuffix('index.html')}": html.document_fromstring(data) for name, data in files.items()}


def test_only_links_to_the_page_itself_are_marked(documents: Mapping[str, html.HtmlElement]) -> None:
    """On a page that the navigation leads to, exactly the links to it are current; on any other page, none is."""
    for path, document in documents.items():
        links = document.xpath(f"{MASTHEAD} | {FOOTER}")
        assert document.xpath(CURRENT) == [link for link in links if link.get("href") == path], path


@pytest.mark.parametrize("home", HOMES)
def test_every_page_of_the_navigation_marks_itself(documents: Mapping[str, html.HtmlElement], home: str) -> None:
    """Each page that the masthead or the footer leads to, in the links' own edition, has a mark, and no other has."""
    others = [other for other in HOMES if len(other) > len(home)]
    own = {path: document for path, document in documents.items() if path.startswith(home)}
    own = {path: document for path, document in own.items() if not path.startswith(tuple(others))}
    links = own[home].xpath(f"{MASTHEAD} | {FOOTER}")
    led_to = {link.get("href") for link in links if link.get("type") is None} & own.keys()
    assert {path for path, document in own.items() if document.xpath(CURRENT)} == led_to
    for page in ("", "category/local/", "sdg/", "archive/", "search/", "about/"):
        assert f"{home}{page}" in led_to
    assert not led_to & {f"{home}404.html", f"{home}category/local/2026/", f"{home}news/fair/"}

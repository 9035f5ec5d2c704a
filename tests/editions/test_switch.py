"""The switch and the alternates of every page of every type, as a crawler and a reader meet them."""

from __future__ import annotations

from collections import Counter
from functools import cached_property

import pytest
from lxml import html

from tests.small_site import SmallSite

SITE = "https://news.example.org"
# tag -> (home, label, direction)
EDITIONS = {
    "en": ("/", "English", "ltr"),
    "sr-Latn": ("/sr/", "Srpski", "ltr"),
    "sr-Cyrl": ("/sr-cyrl/", "Српски", "ltr"),
}
KINDS = set(
    "front list article page goal goals archive search notfound parallel follow digest subject subjects".split()
)


class Page:
    """A page of the built site with what its head says."""

    def __init__(self, path: str, text: str) -> None:
        self.path, self.tree = path, html.fromstring(text)

    @property
    def edition(self) -> str:
        """The tag of the edition that its address belongs to."""
        return max(EDITIONS, key=lambda tag: len(EDITIONS[tag][0]) if self.path.startswith(EDITIONS[tag][0]) else 0)

    @property
    def address(self) -> str:
        """Its address within its edition."""
        return self.path.removeprefix(EDITIONS[self.edition][0])

    @cached_property
    def kind(self) -> str:
        """Its type, as the theme has it."""
        return str(self.tree.body.get("data-kind"))

    @cached_property
    def canonical(self) -> str:
        """The address it says it is; "" where it says none."""
        return "".join(self.tree.xpath("//link[@rel='canonical']/@href"))

    @cached_property
    def alternates(self) -> list[tuple[str, str]]:
        """(hreflang, address) in order."""
        links = self.tree.xpath("//link[@rel='alternate'][@hreflang]")
        return [(link.get("hreflang"), link.get("href")) for link in links]

    @cached_property
    def switch(self) -> dict[str, tuple[str, str, str]]:
        """Tag -> (path, label, direction)."""
        links = self.tree.xpath("//*[@data-switch]//a")
        return {link.get("lang"): (link.get("href"), link.text_content().strip(), link.get("dir")) for link in links}


@pytest.fixture(scope="module")
def pages(built: SmallSite) -> dict[str, Page]:
    """Every page of the small site by its path."""
    files = {name: data.decode() for name, data in built.files().items() if name.endswith(".html")}
    paths = {name: f"/{name.removesuffix('index.html')}" for name in files}
    return {paths[name]: Page(paths[name], text) for name, text in files.items()}


def test_every_type_is_there(pages: dict[str, Page]) -> None:
    """The small site has pages of every type, in every edition."""
    found = Counter((page.edition, page.kind) for page in pages.values())
    assert {kind for _, kind in found} == KINDS
    assert all(found[edition, kind] for edition in EDITIONS for kind in KINDS)
    assert any(path.endswith("/category/local/2025/") for path in pages)
    assert any(path.endswith("/sdg/16/2025/") for path in pages)


def test_language_and_direction(pages: dict[str, Page]) -> None:
    """Each page says which language and direction it is in."""
    for page in pages.values():
        assert (page.tree.get("lang"), page.tree.get("dir")) == (page.edition, EDITIONS[page.edition][2]), page.path


def test_switch_names_each_edition_in_its_own_words(pages: dict[str, Page]) -> None:
    """The switch has every edition once, in the table's order, by its own label and marked with its language."""
    for page in pages.values():
        assert [(tag, label, way) for tag, (_, label, way) in page.switch.items()] == [
            (tag, label, way) for tag, (_, label, way) in EDITIONS.items()
        ], page.path


def test_switch_leads_to_the_same_page(pages: dict[str, Page]) -> None:
    """Where another edition has the page the switch leads to it, and to that edition's front page where it has not."""
    for page in pages.values():
        for tag, (path, _, _) in page.switch.items():
            same = EDITIONS[tag][0] + ("" if page.kind == "notfound" else page.address)
            assert path == (same if same in pages else EDITIONS[tag][0]), page.path
            assert pages[path].tree.get("lang") == tag


def test_only_hidden_stories_lack_a_counterpart(pages: dict[str, Page]) -> None:
    """The switch leads to a front page only from stories that another edition hides or only links to."""
    short = {
        page.address
        for page in pages.values()
        if page.kind not in ("notfound", "front")
        and len({path for path, _, _ in page.switch.values()} & {"/", "/sr/", "/sr-cyrl/"})
    }
    assert short == {"news/kept-hide/", "news/kept-link/"}


def test_current_edition_is_marked(pages: dict[str, Page]) -> None:
    """Exactly the page's own edition is marked as current."""
    for page in pages.values():
        assert page.tree.xpath("//*[@data-switch]//*[@aria-current]/@lang") == [page.edition], page.path


def test_alternates_are_whole(pages: dict[str, Page]) -> None:
    """A page in its edition's words lists itself, every real counterpart and x-default, absolute and without `..`."""
    for page in pages.values():
        if not page.alternates:
            continue
        tags = [tag for tag, _ in page.alternates]
        assert (page.edition, SITE + page.path) in page.alternates, page.path
        assert tags == [*(tag for tag in EDITIONS if tag in tags), "x-default"], page.path
        assert page.alternates[-1][1] == page.alternates[0][1], page.path
        for tag, href in page.alternates[:-1]:
            assert ".." not in href
            assert href == SITE + EDITIONS[tag][0] + page.address, page.path
            assert href.removeprefix(SITE) in pages


def test_alternates_are_reciprocal(pages: dict[str, Page]) -> None:
    """Every page that is named as an alternate names the same alternates itself."""
    for page in pages.values():
        for _, href in page.alternates:
            assert pages[href.removeprefix(SITE)].alternates == page.alternates, page.path


def test_who_has_alternates(pages: dict[str, Page]) -> None:
    """Only 404 pages, pages with both languages and untranslated texts have none."""
    lacking = {
        page.address for page in pages.values() if not page.alternates and page.kind not in ("notfound", "parallel")
    }
    assert lacking == {"news/english-only/", "news/serbian-only/", "news/kept-notice/", "news/half/", "contact/"}


def test_canonical_is_self(pages: dict[str, Page]) -> None:
    """A page names itself as canonical; an untranslated text its original. Two languages side by side are
    kept from search engines, which have the story."""
    for page in pages.values():
        if page.kind == "notfound":
            assert page.canonical == ""
        elif page.kind == "parallel":
            assert page.canonical == SITE + page.path
            assert page.tree.xpath("//meta[@name='robots']/@content") == ["noindex"]
        elif page.alternates:
            assert page.canonical == SITE + page.path
        else:
            assert page.canonical != SITE + page.path
            assert page.canonical.removeprefix(SITE) in pages

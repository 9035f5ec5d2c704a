"""Pages that serve rather than tell: search, and what stands where there is no page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from plugins.content.availability import Counterparts
from plugins.editions.page_specs import Sheet
from plugins.editions.stories import Story
from plugins.pages.builder import Composer
from plugins.pages.lists import years_of
from plugins.pages.structured_data import with_data
from plugins.pages.views import NotFoundPage, SearchPage

SEARCH, NOT_FOUND = "search/", "404.html"
LATEST_ON_404 = 3


def service_sheets(composer: Composer) -> Iterator[Sheet]:
    """The search page and the 404 page of the edition."""
    stories = composer.site.stories
    years = tuple(years_of(stories))
    yield Sheet(
        SEARCH, "search", (repr(years),), lambda: search_page(composer, years), composer.site.counterparts(SEARCH)
    )
    latest = stories[:LATEST_ON_404]
    made_from = (*map(composer.card_key, latest), repr(_voices(composer)))
    yield Sheet(NOT_FOUND, "404", made_from, lambda: not_found_page(composer, latest))


def search_page(composer: Composer, years: tuple[int, ...]) -> SearchPage:
    """The page with the search form; results come to it in the browser."""
    t = composer.frame.t
    head = composer.crumbed(composer.head("search", SEARCH, t("search"), t("search_description")))
    return SearchPage(with_data(composer, head), composer.frame.categories, composer.frame.goals, years)


def not_found_page(composer: Composer, latest: Sequence[Story]) -> NotFoundPage:
    """What a reader sees at an address that has no page."""
    t = composer.frame.t
    head = composer.head("notfound", NOT_FOUND, t("not_found_title"), t("not_found_text"))
    head = replace(head, canonical="", alternates=(), robots="noindex", switch=composer.site.switch(_front(composer)))
    return NotFoundPage(head, composer.cards(latest), _voices(composer))


def _front(composer: Composer) -> Counterparts:
    """The switch of a page that is at no address of its own leads to the front pages."""
    return composer.site.counterparts("")


def _voices(composer: Composer) -> tuple[tuple[str, str, str, str, str, str], ...]:
    """The page's words in every edition; only the root's page, which any address may meet, speaks them all."""
    site = composer.site
    if site.edition.prefix:
        return ()
    told = []
    for edition in site.desk.editions:
        t = site.desk.strings[edition.name]
        words = (t("not_found_title"), t("not_found_text"), edition.path(""), t("not_found_home"))
        told.append((edition.tag, edition.direction, *words))
    return tuple(told)

"""Pages that serve rather than tell: search, and what stands where there is no page."""

from __future__ import annotations

from dataclasses import replace

from plugins.pages.composer import Composer
from plugins.pages.lists import Made, years_of
from plugins.pages.structured import with_data
from plugins.pages.views import NotFoundPage, SearchPage

SEARCH, NOT_FOUND = "search/", "404.html"
LATEST_ON_404 = 3


def service_pages(composer: Composer) -> Made:
    """The search page and the 404 page of the edition."""
    t = composer.frame.t
    head = composer.crumbed(composer.head("search", SEARCH, t("search"), t("search_description")))
    years = tuple(years_of(composer.site.stories))
    yield SEARCH, "search", SearchPage(with_data(composer, head), composer.frame.categories, composer.frame.goals, years)
    head = composer.head("notfound", NOT_FOUND, t("not_found_title"), t("not_found_text"))
    head = replace(head, canonical="", alternates=(), robots="noindex")
    yield NOT_FOUND, "404", NotFoundPage(head, composer.cards(composer.site.stories[:LATEST_ON_404]), _voices(composer))


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

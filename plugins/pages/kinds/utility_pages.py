"""Utility pages: search and 404."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from babel import Locale

from plugins.content.addresses import NOT_FOUND, SEARCH, SEARCH_INDEX
from plugins.content.counterparts import Counterparts
from plugins.editions.edition_site import EditionSite
from plugins.editions.page_keys import Shown
from plugins.editions.page_writer import PageSpec
from plugins.editions.stories import Story
from plugins.locales.language import load_language
from plugins.pages.builder import PageBuilder
from plugins.pages.json_ld_of_pages import add_structured_data
from plugins.pages.kinds.lists import list_years
from plugins.pages.views import GenericPage, NotFoundPage, SearchPage

LATEST_ON_404 = 3


def service_specs(builder: PageBuilder) -> Iterator[PageSpec]:
    """The search page and the 404 page of the edition."""
    stories = builder.site.stories
    years = tuple(list_years(stories))
    yield PageSpec(
        SEARCH, "search", Shown(values=(years,)), lambda: search_page(builder, years), builder.site.counterparts(SEARCH)
    )
    latest = stories[:LATEST_ON_404]
    shown = Shown(cards=tuple(latest), values=(_messages(builder),))
    yield PageSpec(NOT_FOUND, "404", shown, lambda: not_found_page(builder, latest))


def search_page(builder: PageBuilder, years: tuple[int, ...]) -> SearchPage:
    """The search page; the search script adds the results in the browser."""
    t = builder.site_context.t
    head = builder.add_crumbs(builder.head("search", SEARCH, t("search"), t("search_description")))
    return SearchPage(
        add_structured_data(builder, head),
        builder.site_context.categories,
        builder.site_context.goals,
        years,
        scripts=", ".join(_scripts(builder.site)),
        index=builder.path(SEARCH_INDEX) if builder.has_search else "",
    )


def _scripts(site: EditionSite) -> list[str]:
    """The names of the scripts in which the edition's search understands words; none where there is only one."""
    language = site.edition.language
    understood = {language, load_language(language).section("search").get("letters_of", language)}
    codes = dict.fromkeys(one.script for one in site.all_sites if one.edition.language in understood)
    names = Locale.parse(site.edition.cldr).scripts
    return [names[code] for code in codes] if len(codes) > 1 else []


def not_found_page(builder: PageBuilder, latest: Sequence[Story]) -> NotFoundPage:
    """The 404 page."""
    t = builder.site_context.t
    head = builder.head("notfound", NOT_FOUND, t("not_found_title"), t("not_found_text"))
    head = replace(
        head, canonical="", alternates=(), robots="noindex", switch=builder.site.switch(_front_counterparts(builder))
    )
    return NotFoundPage(head, builder.cards(latest), _messages(builder))


def _front_counterparts(builder: PageBuilder) -> Counterparts:
    """The switch of a page that is at no address of its own leads to the front pages."""
    return builder.site.counterparts("")


def _messages(builder: PageBuilder) -> tuple[tuple[str, str, str, str, str, str], ...]:
    """The texts of the 404 page: in every language for the root's page, which servers use for all addresses."""
    site = builder.site
    if site.edition.prefix:
        return ()
    messages = []
    for edition in site.config.editions:
        t = site.config.strings[edition.name]
        words = (t("not_found_title"), t("not_found_text"), edition.path(""), t("not_found_home"))
        messages.append((edition.tag, edition.direction, *words))
    return tuple(messages)


def generic_page(builder: PageBuilder, address: str, found: Counterparts) -> GenericPage:
    """The view of a page that others write, a maintainer's own template or a plugin; `found` says which editions have
    it."""
    return GenericPage(
        builder.head("page", address, builder.site_context.site_name, builder.site_context.tagline, found)
    )

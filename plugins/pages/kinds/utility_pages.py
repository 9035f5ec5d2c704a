"""Utility pages: search and 404."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import partial

from babel import Locale
from msgspec.structs import replace

from plugins.content.addresses import MANIFEST, NOT_FOUND, SEARCH, SEARCH_INDEX
from plugins.content.counterparts import Counterparts
from plugins.content.subjects import SubjectKind
from plugins.editions.edition_site import EditionSite
from plugins.editions.page_keys import Listed
from plugins.editions.page_writer import PageSpec, text_spec
from plugins.images.social_cards import ICONS
from plugins.locales.language import load_language
from plugins.locales.letters import script_code
from plugins.pages.builder import PageBuilder
from plugins.pages.json_ld import add_structured_data
from plugins.pages.kinds.lists import list_years
from plugins.pages.views import GenericPage, NotFoundMessage, NotFoundPage, PageKind, SearchPage, SubjectFilter, Term

LATEST_ON_404 = 3
FILTERS = {SubjectKind.TOPIC: "filter_topic", SubjectKind.PLACE: "filter_place"}


def service_specs(builder: PageBuilder) -> Iterator[PageSpec]:
    """The search page, the 404 page and the web manifest of the edition."""
    stories = builder.site.stories
    years = tuple(list_years(stories))
    filters = tuple(_subject_filter(builder, kind) for kind in builder.site.config.subjects.kinds)
    yield builder.spec(SEARCH, "search", partial(search_page, builder, years, filters))
    latest = tuple(map(Listed, stories[:LATEST_ON_404]))
    view = partial(not_found_page, builder, latest, _messages(builder))
    yield PageSpec(address=NOT_FOUND, template="404", view=view)
    yield text_spec(MANIFEST, manifest, builder)


def manifest(builder: PageBuilder) -> str:
    """What a browser needs to put the site on a reader's home screen, as JSON; it opens there as in the browser."""
    site = builder.site_context
    icons = [
        {"src": f"/{name}", "sizes": f"{size}x{size}", "type": "image/png"}
        for name, size in ICONS.items()
        if name.endswith(".png")
    ]
    data = {
        "name": site.site_name,
        "description": site.tagline,
        "lang": site.edition.tag,
        "dir": site.edition.direction,
        "id": site.home,
        "start_url": site.home,
        "scope": site.home,
        "display": "browser",
        "icons": icons,
    }
    return f"{json.dumps(data, ensure_ascii=False)}\n"


def search_page(builder: PageBuilder, years: tuple[int, ...], filters: tuple[SubjectFilter, ...]) -> SearchPage:
    """The search page; the search script adds the results in the browser."""
    t = builder.site_context.t
    head = builder.add_crumbs(builder.head(PageKind.SEARCH, SEARCH, t("search"), t("search_description")))
    return SearchPage(
        head=add_structured_data(builder, head),
        categories=builder.site_context.categories,
        goals=builder.site_context.goals,
        years=years,
        subjects=filters,
        scripts=", ".join(_scripts(builder.site)),
        index=builder.path(SEARCH_INDEX) if builder.site.settings["SEARCH"] else "",
    )


def _subject_filter(builder: PageBuilder, kind: SubjectKind) -> SubjectFilter:
    subjects, titles = builder.site.config.subjects.of_kind(kind), builder.site.subject_titles
    options = tuple(
        Term(subject.name.slug, titles[subject.name], builder.path(subject.name.address)) for subject in subjects
    )
    return SubjectFilter(name=kind.value, label=builder.site_context.t(FILTERS[kind]), options=options)


def _scripts(site: EditionSite) -> list[str]:
    """The names of the scripts in which the edition's search understands words; none where there is only one."""
    language = site.edition.language
    understood = {language, load_language(language).section("search").get("letters_of", language)}
    codes = dict.fromkeys(script_code(other.cldr) for other in site.config.editions if other.language in understood)
    names = Locale.parse(site.edition.cldr).scripts
    return [names[code] for code in codes] if len(codes) > 1 else []


def not_found_page(
    builder: PageBuilder, latest: Sequence[Listed], messages: tuple[NotFoundMessage, ...]
) -> NotFoundPage:
    """The 404 page."""
    t = builder.site_context.t
    head = builder.head(PageKind.NOT_FOUND, NOT_FOUND, t("not_found_title"), t("not_found_text"))
    # The switch of a page that is at no address of its own leads to the front pages.
    switch = builder.site.switch(builder.site.counterparts(""))
    head = replace(head, canonical="", alternates=(), robots="noindex", switch=switch)
    return NotFoundPage(head=head, latest=builder.cards(latest), messages=messages)


def _messages(builder: PageBuilder) -> tuple[NotFoundMessage, ...]:
    """The texts of the 404 page: in every language for the root's page, which servers use for all addresses."""
    site = builder.site
    if site.edition.prefix:
        return ()
    strings = ((edition, site.config.strings[edition.name]) for edition in site.config.editions)
    return tuple(
        NotFoundMessage(
            tag=edition.tag,
            direction=edition.direction,
            heading=t("not_found_title"),
            text=t("not_found_text"),
            home=edition.path(""),
            home_label=t("not_found_home"),
        )
        for edition, t in strings
    )


def generic_page(builder: PageBuilder, address: str, counterparts: Counterparts) -> GenericPage:
    """The view of a page that others write, a maintainer's own template or a plugin; `counterparts` says
    which editions have it."""
    context = builder.site_context
    return GenericPage(head=builder.head(PageKind.PAGE, address, context.site_name, context.tagline, counterparts))

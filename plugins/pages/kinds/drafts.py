"""Drafts, and stories whose date is to come, for the preview server: each at its future address, and a list of all.

A published build has none of these pages.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from msgspec.structs import replace

from plugins.content.addresses import DRAFTS
from plugins.content.counterparts import Counterparts
from plugins.content.pairs import Pair, Text
from plugins.editions.page_writer import PageSpec
from plugins.editions.story import Story
from plugins.pages.builder import Around, PageBuilder
from plugins.pages.views import ArticlePage, DraftEntry, DraftsPage, FixedPage, PageKind, Ribbon

DRAFT, WAITING = "draft", "waiting"


def draft_specs(builder: PageBuilder) -> Iterator[PageSpec]:
    """The page of each draft and of each story whose date is to come, and the list of them; none in a published
    build."""
    site = builder.site
    if not site.build.options.show_drafts:
        return
    for story in site.unpublished_stories:
        ribbon = _ribbon(builder, story.pair, story.text)
        yield PageSpec(
            address=story.pair.address,
            template=story.template,
            view=partial(_page, builder, story, ribbon, builder.around_story(story)),
            story=story,
        )
    yield PageSpec(address=DRAFTS, template="drafts", view=partial(_list, builder, tuple(_entries(builder))))


def _page(builder: PageBuilder, story: Story, ribbon: Ribbon, around: Around) -> ArticlePage | FixedPage:
    """A story or a fixed page as it will be published, without stories around it; search engines are given no
    alternates."""
    is_story, category, address = story.pair.is_story, builder.category(story.category_slug), story.pair.address
    counterparts = Counterparts(address, (), builder.site.library.counterparts(story.pair).available)
    more = {"robots": "noindex", "ribbon": ribbon, "section": category.title if category else ""}
    kind = PageKind.ARTICLE if is_story else PageKind.PAGE
    head = builder.add_crumbs(builder.head(kind, address, story.title, story.summary, counterparts, **more))
    view = builder.unpublished_view(story, around)
    return ArticlePage(head=head, story=view) if is_story else FixedPage(head=head, story=view)


def _ribbon(builder: PageBuilder, pair: Pair, text: Text) -> Ribbon:
    """What is above the page of a text that is not published."""
    site, t = builder.site, builder.site_context.t
    path = builder.path(DRAFTS)
    if site.library.is_draft(text) or not pair.shared.date:
        return Ribbon(state=DRAFT, text=t("draft_ribbon"), list_path=path)
    waiting = t("waiting_ribbon", name=site.moment(pair.shared.date).text)
    return Ribbon(state=WAITING, text=waiting, list_path=path)


def _entries(builder: PageBuilder) -> Iterator[DraftEntry]:
    """One for each text that is not published, in the order of their dates; those without a date come last."""
    site = builder.site
    for pair in site.library.unpublished_pairs:
        for text in pair.texts.values():
            if text.source.name in site.library.published_names:
                continue
            is_own = text.language == site.edition.language
            home = site.edition if is_own else site.config.home_of(text.language)
            ribbon = _ribbon(builder, pair, text)
            yield DraftEntry(
                title=site.convert(text.title, text.language),
                path=home.path(pair.address),
                tag=home.tag,
                direction=home.direction,
                language_label=home.label,
                state=ribbon.state,
                text=ribbon.text,
                file=text.source.path,
            )


def _list(builder: PageBuilder, entries: tuple[DraftEntry, ...]) -> DraftsPage:
    t = builder.site_context.t
    head = builder.head(PageKind.LIST, DRAFTS, t("drafts"), t("drafts_intro"))
    head = builder.add_crumbs(replace(head, alternates=(), robots="noindex"))
    return DraftsPage(head=head, entries=entries)

"""Drafts, and stories whose date is to come, for the preview server: each at its future address, and a list of all.

A published build has none of these pages.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from plugins.content.counterparts import Counterparts, counterparts
from plugins.content.pairs import Pair, Text
from plugins.editions.page_keys import Shown
from plugins.editions.page_writer import PageSpec
from plugins.editions.stories import Story
from plugins.pages.builder import PageBuilder
from plugins.pages.views import ArticlePage, DraftEntry, DraftsPage, FixedPage, Ribbon

LIST = "preview/"
DRAFT, WAITING = "draft", "waiting"


def draft_specs(builder: PageBuilder) -> Iterator[PageSpec]:
    """The page of each draft and of each story whose date is to come, and the list of them; none in a published
    build."""
    site = builder.site
    if not site.build.options.show_drafts:
        return
    for story in site.unpublished_stories:
        is_article = story.pair.kind == "news"
        ribbon = _ribbon(builder, story.pair, story.text)
        yield PageSpec(
            address=story.pair.address,
            template=story.template,
            shown=Shown(drafts=(story,), values=(ribbon,)),
            build_view=partial(_article if is_article else _fixed_page, builder, story, ribbon),
            story=story,
        )
    entries = tuple(_entries(builder))
    yield PageSpec(LIST, "drafts", Shown(values=(entries,)), lambda: _list(builder, entries))


def _article(builder: PageBuilder, story: Story, ribbon: Ribbon) -> ArticlePage:
    """A story as it will be published, without stories around it."""
    category = builder.category(story.category_slug)
    head = builder.head("article", story.pair.address, story.title, story.summary, _draft_counterparts(builder, story))
    head = builder.add_crumbs(
        replace(head, robots="noindex", ribbon=ribbon, section=category.title if category else "")
    )
    return ArticlePage(head, builder.unpublished_view(story), (), "", "", (), None, None)


def _fixed_page(builder: PageBuilder, story: Story, ribbon: Ribbon) -> FixedPage:
    head = builder.head("page", story.pair.address, story.title, story.summary, _draft_counterparts(builder, story))
    return FixedPage(builder.add_crumbs(replace(head, robots="noindex", ribbon=ribbon)), builder.view(story))


def _draft_counterparts(builder: PageBuilder, story: Story) -> Counterparts:
    """The editions that the switch of the page leads to; search engines are given no alternates."""
    return Counterparts(story.pair.address, (), counterparts(story.pair, builder.site.config).available)


def _ribbon(builder: PageBuilder, pair: Pair, text: Text) -> Ribbon:
    """What is above the page of a text that is not published."""
    site, t = builder.site, builder.site_context.t
    path = builder.path(LIST)
    if site.library.is_draft(text) or not pair.shared.date:
        return Ribbon(DRAFT, t("draft_ribbon"), path)
    return Ribbon(WAITING, t("waiting_ribbon", name=site.moment(pair.shared.date).text), path)


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
                title=site.convert(text.title, text, "own" if is_own else "notice"),
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
    head = builder.head("list", LIST, t("drafts"), t("drafts_intro"))
    return DraftsPage(builder.add_crumbs(replace(head, alternates=(), robots="noindex")), entries)

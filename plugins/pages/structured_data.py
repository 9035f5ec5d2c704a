"""The structured data of each kind of page, in the terms of `plugins.pages.json_ld`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from markupsafe import Markup

from plugins.content.availability import Counterparts
from plugins.editions.stories import Story
from plugins.pages.builder import Composer
from plugins.pages.goals import GoalCard
from plugins.pages.json_ld import (
    Article,
    Node,
    Publisher,
    WrittenIn,
    breadcrumbs,
    collection_page,
    news_article,
    script_text,
    web_site,
)
from plugins.pages.views import PageHead


def with_data(composer: Composer, head: PageHead, *nodes: Node) -> PageHead:
    """The head with structured data: the nodes, and the trail of crumbs where there is one."""
    trail = [(link.title, composer.site.absolute(link.path)) for link in head.crumbs]
    found = [*nodes, *([breadcrumbs(trail)] if trail else [])]
    return replace(head, jsonld=Markup(script_text(*found)) if found else Markup(""))


def publisher(composer: Composer) -> Publisher:
    """Who publishes the site, in the edition's words."""
    site = composer.site
    return Publisher(site.name, site.absolute("/"), site.absolute(composer.album.logo))


def of_site(composer: Composer, head: PageHead) -> PageHead:
    """The front page's head."""
    site = composer.site
    node = web_site(head.canonical, site.name, head.description, site.edition.tag, publisher(composer))
    return with_data(composer, head, node)


def of_list(composer: Composer, head: PageHead, stories: Sequence[Story], goal: GoalCard | None = None) -> PageHead:
    """A list's head; a story is named by the address of the page that describes it."""
    addresses = [composer.site.absolute(story.canonical_path) for story in stories]
    about = {goal.number: goal.title} if goal else {}
    tag = composer.site.edition.tag
    return with_data(
        composer, head, collection_page(head.canonical, head.heading, head.description, tag, addresses, about)
    )


def of_story(composer: Composer, story: Story, head: PageHead, found: Counterparts) -> PageHead:
    """A story's head, tied to its original or to its translations."""
    site = composer.site
    editions = [edition for edition in site.desk.editions if edition.name in found.real]
    works = [WrittenIn(site.absolute(edition.path(story.pair.address)), edition.tag) for edition in editions]
    home = site.desk.home_of(
        story.pair.original if story.pair.original in story.pair.published else story.text.language
    )
    first = next(work for work in works if work.language == home.tag)
    article = Article(
        address=head.canonical,
        headline=story.title,
        summary=story.summary,
        language=story.home.tag,
        published=story.date,
        modified=story.text.modified,
        image=head.image,
        author=story.author,
        section=head.section,
        goals={tag.number: composer.frame.goals[tag.number - 1].title for tag in story.facts.goals},
        original=first,
        translations=tuple(work for work in works if work is not first),
    )
    return with_data(composer, head, news_article(article, publisher(composer)))

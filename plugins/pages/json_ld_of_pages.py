"""The JSON-LD of each kind of page: which nodes of `json_ld.py` it has, with the values of the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from markupsafe import Markup

from plugins.content.counterparts import Counterparts
from plugins.editions.stories import Story
from plugins.pages.builder import PageBuilder
from plugins.pages.goals import GoalCard
from plugins.pages.json_ld import (
    Article,
    EventFacts,
    Node,
    Publisher,
    WrittenIn,
    breadcrumbs,
    collection_page,
    event_node,
    news_article,
    script_text,
    web_site,
)
from plugins.pages.views import PageHead


def add_structured_data(builder: PageBuilder, head: PageHead, *nodes: Node) -> PageHead:
    """Add structured data to a page's head: these nodes, and the breadcrumbs where the page has any."""
    trail = [(link.title, builder.site.absolute(link.path)) for link in head.crumbs]
    found = [*nodes, *([breadcrumbs(trail)] if trail else [])]
    return replace(head, jsonld=Markup(script_text(*found)) if found else Markup(""))


def publisher(builder: PageBuilder) -> Publisher:
    """Who publishes the site, in the edition's words."""
    site = builder.site
    return Publisher(site.name, site.absolute("/"), site.absolute(builder.album.logo))


def describe_site(builder: PageBuilder, head: PageHead) -> PageHead:
    """Add structured data to the front page's head."""
    site = builder.site
    node = web_site(head.canonical, site.name, head.description, site.edition.tag, publisher(builder))
    return add_structured_data(builder, head, node)


def describe_list(
    builder: PageBuilder, head: PageHead, stories: Sequence[Story], goal: GoalCard | None = None
) -> PageHead:
    """Add structured data to a list's head; it names each story by the address of the page that describes it."""
    addresses = [builder.site.absolute(story.canonical_path) for story in stories]
    about = {goal.number: goal.title} if goal else {}
    tag = builder.site.edition.tag
    return add_structured_data(
        builder, head, collection_page(head.canonical, head.heading, head.description, tag, addresses, about)
    )


def describe_story(builder: PageBuilder, story: Story, head: PageHead, found: Counterparts) -> PageHead:
    """Add structured data to a story's head, with links to its original or to its translations."""
    site = builder.site
    editions = [edition for edition in site.config.editions if edition.name in found.translated]
    works = [WrittenIn(site.absolute(edition.path(story.pair.address)), edition.tag) for edition in editions]
    home = site.config.home_of(
        story.pair.original if story.pair.original in story.pair.published_texts else story.text.language
    )
    first = next(work for work in works if work.language == home.tag)
    article = Article(
        address=head.canonical,
        headline=story.title,
        summary=story.summary,
        language=story.home.tag,
        published=story.date,
        modified=story.last_change,
        images=tuple(map(site.absolute, builder.album.crop_paths(story.pair.shared.image))) or (head.image,),
        author=story.byline,
        section=head.section,
        goals={tag.number: builder.site_context.goals[tag.number - 1].title for tag in story.goals},
        original=first,
        translations=tuple(work for work in works if work is not first),
    )
    return add_structured_data(builder, head, news_article(article, publisher(builder)), *_events(builder, story, head))


def _events(builder: PageBuilder, story: Story, head: PageHead) -> list[Node]:
    """The story's event, where it has one."""
    event = story.pair.shared.event
    if event is None:
        return []
    said = [(m.date() if event.is_all_day else m).isoformat() if m else "" for m in (event.start, event.end)]
    facts = EventFacts(
        name=story.title,
        summary=story.summary,
        address=head.canonical,
        language=story.home.tag,
        start=said[0],
        end=said[1],
        place=builder.event_place(story),
        image=head.image,
    )
    return [event_node(facts, publisher(builder))]

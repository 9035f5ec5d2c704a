"""Structured data in schema.org's words, as JSON-LD in the head of a page: which nodes each kind of page has.

A story is named by its canonical address with `#article`, a page by its address, an edition's site by its front page's
address with `#site`, so that pages can point to each other.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from markupsafe import Markup
from msgspec.structs import replace

from plugins.content.counterparts import Counterparts
from plugins.content.markup.rendered import shorten
from plugins.content.settings.site_config import Edition
from plugins.editions.page_keys import Listed
from plugins.editions.story import Story
from plugins.pages.builder import PageBuilder
from plugins.pages.views import PageHead
from plugins.sdg.articles import ShownGoal
from plugins.sdg.goals import goal as facts_of

Node = dict[str, object]
# Characters of a headline that search engines show.
HEADLINE = 110


def add_structured_data(builder: PageBuilder, head: PageHead, *nodes: Node) -> PageHead:
    """Add structured data to a page's head: these nodes without their empty values, and a `BreadcrumbList` from the
    front page to this page where the page has one."""
    items = [
        {"@type": "ListItem", "position": position, "name": link.title, "item": builder.site.absolute(link.path)}
        for position, link in enumerate(head.crumbs, 1)
    ]
    trail: list[Node] = [{"@type": "BreadcrumbList", "itemListElement": items}] if items else []
    graph = [*map(_without_empty, nodes), *trail]
    return replace(head, jsonld=Markup(script_text(*graph)) if graph else Markup(""))


def describe_site(builder: PageBuilder, head: PageHead) -> PageHead:
    """Add the `WebSite` to the front page's head."""
    node: Node = {
        "@type": "WebSite",
        "@id": f"{head.canonical}#site",
        "url": head.canonical,
        "name": builder.site.name,
        "description": head.description,
        "inLanguage": builder.site.edition.tag,
        "publisher": _publisher(builder),
    }
    return add_structured_data(builder, head, node)


def describe_list(
    builder: PageBuilder, head: PageHead, stories: Sequence[Listed], goal: ShownGoal | None = None
) -> PageHead:
    """Add a `CollectionPage` to a list's head; it names each story by the address of the page that describes it."""
    addresses = [builder.site.absolute(listed.story.canonical_path) for listed in stories]
    node: Node = {
        "@type": "CollectionPage",
        "@id": head.canonical,
        "url": head.canonical,
        "name": head.heading,
        "description": head.description,
        "inLanguage": builder.site.edition.tag,
        "hasPart": [{"@type": "NewsArticle", "@id": _story_id(address), "url": address} for address in addresses],
        "about": [_goal_term(goal)] if goal else [],
    }
    return add_structured_data(builder, head, node)


def describe_story(builder: PageBuilder, story: Story, head: PageHead, counterparts: Counterparts) -> PageHead:
    """Add a `NewsArticle` to a story's head, tied to its original or to its translations, and the story's `Event`."""
    site, own = builder.site, _organization(builder)
    numbers = sorted({tag.number for tag in story.goals})
    node: Node = {
        "@type": "NewsArticle",
        "@id": _story_id(head.canonical),
        "headline": shorten(story.title, HEADLINE),
        "description": story.summary,
        "datePublished": story.date.isoformat(),
        "dateModified": max(story.date, story.last_change or story.date).isoformat(),
        "inLanguage": story.home.tag,
        "mainEntityOfPage": head.canonical,
        "articleSection": head.section,
        "isAccessibleForFree": True,
        # Only the publisher's own address is known.
        "author": {"@type": "Organization", "name": story.byline} if story.byline not in ("", site.name) else own,
        "publisher": _publisher(builder),
        "image": [*map(site.absolute, builder.album.crop_paths(story.image))] or [head.image],
        "correction": _correction(story),
        "about": [_goal_term(builder.site_context.goals[number - 1]) for number in numbers],
        **_translation_links(builder, story, head, counterparts),
    }
    return add_structured_data(builder, head, node, *_events(builder, story, head))


def _correction(story: Story) -> Node:
    """What was corrected, and when; empty where nothing was."""
    if not story.more.get("correction"):
        return {}
    day = {"datePublished": story.last_change.isoformat()} if story.last_change else {}
    return {"@type": "CorrectionComment", "text": story.more["correction"], **day}


def _translation_links(builder: PageBuilder, story: Story, head: PageHead, counterparts: Counterparts) -> Node:
    """The properties that link the original to every translation, and each translation to the original."""
    config, pair = builder.site.config, story.pair
    home = config.home_of(pair.original if pair.original in pair.published_texts else story.text.language)

    def work(edition: Edition) -> Node:
        address = builder.site.absolute(edition.path(pair.address))
        return {"@type": "NewsArticle", "@id": _story_id(address), "inLanguage": edition.tag}

    if work(home)["@id"] != _story_id(head.canonical):
        return {"translationOfWork": work(home)}
    others = (edition for edition in config.editions if edition.name in counterparts.translated and edition is not home)
    return {"workTranslation": [work(edition) for edition in others]}


def _events(builder: PageBuilder, story: Story, head: PageHead) -> list[Node]:
    """The story's event, which the publisher organizes, where it has one."""
    event = story.event
    if event is None:
        return []
    place = builder.event_place(story)
    start, end = (
        (moment.date() if event.is_all_day else moment).isoformat() if moment else ""
        for moment in (event.start, event.end)
    )
    node: Node = {
        "@type": "Event",
        "@id": f"{head.canonical}#event",
        "name": story.title,
        "description": story.summary,
        "startDate": start,
        "endDate": end,
        "eventStatus": "https://schema.org/EventScheduled",
        "inLanguage": story.home.tag,
        "location": {"@type": "Place", "name": place, "address": place} if place else {},
        "organizer": _organization(builder),
        "image": [head.image],
        "url": head.canonical,
    }
    return [node]


def _story_id(address: str) -> str:
    return f"{address}#article"


def _goal_term(goal: ShownGoal) -> Node:
    name = facts_of(goal.number).linked_data
    return {"@type": "DefinedTerm", "@id": name, "name": goal.title, "termCode": str(goal.number)}


def _organization(builder: PageBuilder) -> Node:
    """Who publishes the site, in the edition's words."""
    return {"@type": "Organization", "name": builder.site.name, "url": builder.site.absolute("/")}


def _publisher(builder: PageBuilder) -> Node:
    logo = {"@type": "ImageObject", "url": builder.site.absolute(builder.album.logo)}
    return {**_organization(builder), "logo": logo}


def _without_empty(node: Node) -> Node:
    return {key: value for key, value in node.items() if value not in ("", [], {}, None)}


def script_text(*nodes: Node) -> str:
    """The nodes as JSON-LD that may stand in a `<script>` whatever they say: no `<`, `>` or `&` is left in it."""
    graph = {"@context": "https://schema.org", "@graph": list(nodes)}
    # A text of a class of its own, such as `StandIn`, is one like any other.
    text = msgspec.json.encode(graph, enc_hook=str).decode()
    # U+2028 and U+2029 end a line in older script readers.
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text

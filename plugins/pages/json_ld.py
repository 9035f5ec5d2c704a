"""Structured data in schema.org's words, as JSON-LD that can stand in a page.

Each function gives one node; `script_text` joins them. A story is named by its canonical address with `#article`, a
page by its address, an edition's site by its front page's address with `#site`, so that pages can point to each other.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from plugins.sdg.goals import goal

Node = dict[str, object]
HEADLINE = 110


@dataclass(frozen=True)
class Publisher:
    """Who publishes the site; `address` is the root's and `logo` a picture's, both absolute."""

    name: str
    address: str
    logo: str


@dataclass(frozen=True)
class WrittenIn:
    """A story in one edition: its canonical address and the edition's tag."""

    address: str
    language: str


@dataclass(frozen=True)
class Article:
    """What is said of a story. Moments have a zone; `images` are absolute; `goals` are names by number.

    `original` is the edition it was written in, `translations` the others that have it in their own words; this edition
    is one of them.
    """

    address: str
    headline: str
    summary: str
    language: str
    published: dt.datetime
    modified: dt.datetime | None
    images: tuple[str, ...]
    author: str
    section: str
    goals: Mapping[int, str]
    original: WrittenIn
    translations: tuple[WrittenIn, ...] = ()


def news_article(article: Article, publisher: Publisher) -> Node:
    """A `NewsArticle`, tied to its original or to its translations."""
    node: Node = {
        "@type": "NewsArticle",
        "@id": _article_id(article.address),
        "headline": shorten_headline(article.headline),
        "description": article.summary,
        "datePublished": article.published.isoformat(),
        "dateModified": max(article.published, article.modified or article.published).isoformat(),
        "inLanguage": article.language,
        "mainEntityOfPage": article.address,
        "articleSection": article.section,
        "isAccessibleForFree": True,
        "author": _author(article.author, publisher),
        "publisher": _publisher(publisher),
        "image": list(article.images),
        "about": [_goal_term(number, article.goals[number]) for number in sorted(article.goals)],
    }
    return _remove_empty(node | _translation_links(article))


def _translation_links(article: Article) -> Node:
    """The properties that link the original to every translation, and each translation to the original."""
    if article.address == article.original.address:
        return {"workTranslation": [_work(work) for work in article.translations if work.address != article.address]}
    return {"translationOfWork": _work(article.original)}


def _work(work: WrittenIn) -> Node:
    return {"@type": "NewsArticle", "@id": _article_id(work.address), "inLanguage": work.language}


def _article_id(address: str) -> str:
    return f"{address}#article"


def _author(name: str, publisher: Publisher) -> Node:
    """The author; only the publisher's own address is known."""
    if name and name != publisher.name:
        return {"@type": "Organization", "name": name}
    return {"@type": "Organization", "name": publisher.name, "url": publisher.address}


def _goal_term(number: int, name: str) -> Node:
    return {"@type": "DefinedTerm", "@id": goal(number).linked_data, "name": name, "termCode": str(number)}


def _publisher(publisher: Publisher) -> Node:
    logo = {"@type": "ImageObject", "url": publisher.logo} if publisher.logo else {}
    return _remove_empty({"@type": "Organization", "name": publisher.name, "url": publisher.address, "logo": logo})


@dataclass(frozen=True)
class EventFacts:
    """What is said of an event: `start` and `end` as ISO 8601 has them, a moment with a zone or a day."""

    name: str
    summary: str
    address: str
    language: str
    start: str
    end: str
    place: str
    image: str


def event_node(event: EventFacts, publisher: Publisher) -> Node:
    """An `Event`, which the publisher organizes, at a `Place`."""
    place = {"@type": "Place", "name": event.place, "address": event.place} if event.place else {}
    node: Node = {
        "@type": "Event",
        "@id": f"{event.address}#event",
        "name": event.name,
        "description": event.summary,
        "startDate": event.start,
        "endDate": event.end,
        "eventStatus": "https://schema.org/EventScheduled",
        "inLanguage": event.language,
        "location": place,
        "organizer": {"@type": "Organization", "name": publisher.name, "url": publisher.address},
        "image": [event.image] if event.image else [],
        "url": event.address,
    }
    return _remove_empty(node)


def breadcrumbs(links: Sequence[tuple[str, str]]) -> Node:
    """A `BreadcrumbList` of (title, absolute address), from the front page to this page."""
    items = [
        {"@type": "ListItem", "position": position, "name": title, "item": address}
        for position, (title, address) in enumerate(links, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def web_site(address: str, name: str, description: str, language: str, publisher: Publisher) -> Node:
    """The `WebSite`, for the front page of an edition at `address`."""
    node: Node = {"@type": "WebSite", "@id": f"{address}#site", "url": address, "name": name}
    return _remove_empty(
        node | {"description": description, "inLanguage": language, "publisher": _publisher(publisher)}
    )


def collection_page(
    address: str,
    name: str,
    description: str,
    language: str,
    stories: Sequence[str] = (),
    about: Mapping[int, str] = MappingProxyType({}),
) -> Node:
    """A `CollectionPage`, for a list; `stories` are the addresses of those in it, `about` the goal of a goal's page."""
    parts = [{"@type": "NewsArticle", "@id": _article_id(story), "url": story} for story in stories]
    node: Node = {"@type": "CollectionPage", "@id": address, "url": address, "name": name, "description": description}
    goals = [_goal_term(number, goal_name) for number, goal_name in sorted(about.items())]
    return _remove_empty(node | {"inLanguage": language, "hasPart": parts, "about": goals})


def script_text(*nodes: Node) -> str:
    """The nodes as JSON-LD that may stand in a `<script>` whatever they say: no `<`, `>` or `&` is left in it."""
    graph = {"@context": "https://schema.org", "@graph": list(nodes)}
    text = json.dumps(graph, ensure_ascii=False, separators=(",", ":"))
    # U+2028 and U+2029 end a line in older script readers.
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def shorten_headline(headline: str, limit: int = HEADLINE) -> str:
    """Cut a headline between words to the length that search engines show."""
    if len(headline) <= limit:
        return headline
    cut = headline[: limit - 1].rsplit(None, 1)[0].rstrip(",;:–—- ")
    return f"{cut}…"


def _remove_empty(node: Node) -> Node:
    """Remove the empty values of a node."""
    return {key: value for key, value in node.items() if value not in ("", [], {}, None)}

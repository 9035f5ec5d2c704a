"""A feed as JSON Feed 1.1, with the entries of the Atom feed."""

from __future__ import annotations

import json

from plugins.feeds.atom import Feed, FeedEntry


def json_feed(feed: Feed, address: str) -> str:
    """The JSON of a feed that is published at an absolute address."""
    data = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.home,
        "feed_url": address,
        "description": feed.subtitle,
        "icon": feed.icon,
        "language": feed.language,
        "authors": [{"name": feed.author}],
        "items": [_item(entry) for entry in feed.entries],
    }
    return json.dumps({name: value for name, value in data.items() if value or name == "items"}, ensure_ascii=False)


def _item(entry: FeedEntry) -> dict[str, object]:
    return {
        "id": entry.id,
        "url": entry.address,
        "title": entry.title,
        "summary": entry.summary,
        "content_html": entry.html,
        "date_published": entry.published.isoformat(timespec="seconds"),
        "date_modified": entry.updated.isoformat(timespec="seconds"),
        "authors": [{"name": entry.author}],
        "tags": [category.label for category in entry.categories],
    }

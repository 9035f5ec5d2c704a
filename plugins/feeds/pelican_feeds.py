"""Feeds as third-party plugins see them: Pelican's `feed_generated` signal.

Pelican's writer makes feeds without alternates, hub and categories by scheme, and with ids that follow addresses, so
ours are made by a template. If a third-party plugin receives `feed_generated`, it is shown the feed as an `Atom1Feed`,
and what it changes there is read back.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from feedgenerator import Atom1Feed
from pelican import signals

from plugins.editions.third_party import stable
from plugins.feeds.atom import Feed


def show_feed(feed: Feed, context: dict[str, Any]) -> tuple[Feed, Atom1Feed, str]:
    """Send `feed_generated`; returns the feed with the plugins' changes, the one they got, and its cache key."""
    shown = Atom1Feed(
        title=feed.title,
        link=feed.home,
        description=feed.subtitle,
        subtitle=feed.subtitle,
        feed_url=feed.address,
        feed_guid=feed.id,
        language=feed.language,
    )
    entries = {entry.id: entry for entry in feed.entries}
    for entry in feed.entries:
        shown.add_item(
            title=entry.title,
            link=entry.address,
            unique_id=entry.id,
            description=entry.summary,
            content=entry.html,
            categories=[category.label for category in entry.categories],
            author_name=entry.author,
            pubdate=entry.published,
            updateddate=entry.modified,
        )
    signals.feed_generated.send(context, feed=shown)
    kept = tuple(
        replace(
            entries[item["unique_id"]],
            title=item["title"],
            address=item["link"],
            summary=item["description"],
            html=item["content"],
        )
        for item in shown.items
        if item["unique_id"] in entries
    )
    said = shown.feed
    changed = replace(feed, title=said["title"], id=said["id"], subtitle=said["subtitle"], entries=kept)
    items = [sorted((name, str(value)) for name, value in item.items()) for item in shown.items]
    return changed, shown, stable([said["title"], said["id"], said["subtitle"], items])

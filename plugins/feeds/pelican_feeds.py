"""Feeds as third-party plugins see them: Pelican's `feed_generated` signal.

Pelican's writer makes feeds without alternates, hub and categories by scheme, and with ids that follow addresses, so
ours are made by a template. With third-party plugins each is shown as an `Atom1Feed`, and what plugins change there is
read back.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from feedgenerator import Atom1Feed
from pelican import signals

from plugins.feeds.atom import Enclosure, Feed, FeedCategory, FeedEntry
from plugins.feeds.xml import xml_text


def show_feed(feed: Feed, context: dict[str, Any]) -> tuple[Feed, Atom1Feed]:
    """Send `feed_generated`; returns the feed with the plugins' changes, and the one they got."""
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
    kept = tuple(_read_entry(item, entries.get(item["unique_id"]), feed) for item in shown.items)
    feed_now = shown.feed
    changed = replace(feed, title=feed_now["title"], id=feed_now["id"], subtitle=feed_now["subtitle"], entries=kept)
    return changed, shown


def _read_entry(item: Mapping[str, Any], known: FeedEntry | None, feed: Feed) -> FeedEntry:
    """An item of a feed as plugins left it: one that was shown to them, or one that they added (`known` is None)."""
    published = _with_zone(item["pubdate"], feed) or (known.published if known else feed.updated)
    categories = {category.label: category for category in known.categories} if known else {}
    summary = xml_text(item["description"] or "")
    return FeedEntry(
        id=item["unique_id"] or item["link"],
        title=xml_text(item["title"] or ""),
        address=item["link"],
        summary=summary,
        html=xml_text(item["content"] or "") or summary,
        author=xml_text(item["author_name"] or feed.author),
        published=published,
        modified=_with_zone(item["updateddate"], feed),
        categories=tuple(categories.get(name) or FeedCategory(name, "", name) for name in item["categories"]),
        alternates=known.alternates if known else (),
        enclosures=tuple(
            Enclosure(enclosure.url, str(enclosure.length), enclosure.mime_type) for enclosure in item["enclosures"]
        ),
    )


def _with_zone(moment: dt.datetime | None, feed: Feed) -> dt.datetime | None:
    return moment.replace(tzinfo=feed.start.tzinfo) if moment and moment.tzinfo is None else moment

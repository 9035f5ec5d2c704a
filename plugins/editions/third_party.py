"""Plugins of others: whether any takes part in a build, and what they changed on an article or page."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from blinker import ANY, Signal
from pelican.contents import Content
from pelican.plugins import signals
from pelican.urlwrappers import URLWrapper

from plugins.build_cache import is_own
from plugins.content.pairs import key_of

# Signals whose receivers see files of the output: with any, every page is written, by Pelican's own writer.
OUTPUT_SIGNALS = ("content_written", "finalized", "feed_written", "article_writer_finalized", "page_writer_finalized")
FEED_SIGNALS = ("feed_generated", "feed_written")
# What Pelican and this plugin set on an article or page.
USUAL = frozenset(
    "settings _content _context translations metadata template author authors in_default_lang lang slug source_path "
    "relative_source_path date_format timezone date locale_date modified locale_modified _status _summary title "
    "summary category tags sdgs override_url override_save_as reader _get_content _memory pair text edition home form "
    "byline image_alt image_credit page_path canonical_path has_page menu_order plugin_key plugin_card_key".split()
)


@dataclass(frozen=True)
class ThirdParty:
    """Where any plugin of others takes part, articles are complete from the start. `watches_output`: it sees files of
    the output, so every page is written anew; `watches_feeds`: it sees feeds."""

    takes_part: bool
    watches_output: bool
    watches_feeds: bool


def find_third_party(settings: Mapping[str, Any]) -> ThirdParty:
    """What the plugins named in `PLUGINS` and the receivers of Pelican's signals show."""
    receivers = {name: has_receivers(signal) for name, signal in vars(signals).items() if isinstance(signal, Signal)}
    return ThirdParty(
        takes_part=any(not is_own(name) for name in settings["PLUGINS"]) or any(receivers.values()),
        watches_output=any(receivers.get(name) for name in OUTPUT_SIGNALS),
        watches_feeds=any(receivers.get(name) for name in FEED_SIGNALS),
    )


def has_receivers(signal: Signal) -> bool:
    """Whether any receiver of a signal is neither this project's nor pelican-i18n-subsites'."""
    return any(not is_own(getattr(receiver, "__module__", "") or "") for receiver in signal.receivers_for(ANY))


@dataclass(frozen=True)
class Given:
    """An article's or page's metadata and HTML as they were before any plugin of others saw them."""

    metadata: Mapping[str, Any]
    html: str


def change_keys(content: Any, given: Given) -> tuple[str, str]:
    """The keys of what plugins changed on an article or page: of everything, for its own page, and of title and summary
    alone, for lists; "" where nothing was changed."""
    own = vars(content)
    more = {name: value for name, value in own.items() if name not in USUAL}
    fields = {name: value for name, value in content.metadata.items() if given.metadata.get(name) != value}
    title, summary = content.title, own.get("_summary")
    texts = (title, summary) if (title, summary) != (given.metadata["title"], given.metadata["summary"]) else ()
    html = own["_content"] if own["_content"] != given.html else ""
    if not (more or fields or texts or html):
        return "", ""
    return key_of(stable((more, fields, texts, html))), key_of(stable(texts)) if texts else ""


def stable(value: Any) -> str:
    """A text that stands for a value in any process and build; a new one each time for a value of an unknown type."""
    if value is None or isinstance(value, str | int | float | bool | bytes | dt.date):
        return repr(value)
    if isinstance(value, Mapping):
        return "{" + ",".join(f"{stable(key)}:{stable(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(map(stable, value)) + "]"
    if isinstance(value, set | frozenset):
        return "<" + ",".join(sorted(map(stable, value))) + ">"
    if isinstance(value, Content):
        return repr((value.lang, value.source_path, value.title, value.url, value.metadata.get("summary")))
    if isinstance(value, URLWrapper):
        return repr((value.name, value.slug))
    return os.urandom(12).hex()

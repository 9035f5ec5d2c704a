"""Third-party plugins: whether any takes part in a build, and what they changed on an article or page."""

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
from plugins.diagnostics import SettingError

# Signals whose receivers see files of the output: with any, every page is written, by Pelican's own writer.
OUTPUT_SIGNALS = ("content_written", "finalized", "feed_written", "article_writer_finalized", "page_writer_finalized")
FEED_SIGNALS = ("feed_generated", "feed_written")
# Attributes of an article or page that say nothing of what readers see, or that Pelican and this plugin set later.
UNSEEN = frozenset(
    "settings metadata _context _get_content _memory reader translations menu_order plugin_key plugin_card_key".split()
)


@dataclass(frozen=True)
class ThirdParty:
    """If a third-party plugin is loaded, articles are complete from the start. `watches_output`: it sees files of
    the output, so every page is written; `watches_feeds`: it sees feeds."""

    takes_part: bool
    watches_output: bool
    watches_feeds: bool


def find_third_party(settings: Mapping[str, Any], has_writer: bool = False) -> ThirdParty:
    """Inspect the plugins named in `PLUGINS` and the receivers of Pelican's signals; with `has_writer` a third-party
    plugin may write every file."""
    receivers = {name: has_receivers(signal) for name, signal in vars(signals).items() if isinstance(signal, Signal)}
    return ThirdParty(
        takes_part=any(not is_own(name) for name in settings["PLUGINS"]) or any(receivers.values()),
        watches_output=has_writer or any(receivers.get(name) for name in OUTPUT_SIGNALS),
        watches_feeds=any(receivers.get(name) for name in FEED_SIGNALS),
    )


def has_receivers(signal: Signal) -> bool:
    """Whether any receiver of a signal is neither this project's nor pelican-i18n-subsites'."""
    return any(not is_own(getattr(receiver, "__module__", "") or "") for receiver in signal.receivers_for(ANY))


def check_readers(generator: Any) -> None:
    """Refuse a plugin that reads files in place of Pelican's readers: no build here would ever use it; raises
    SettingError."""
    names = tuple(f"{name}." for name in generator.settings["PLUGINS"] if not is_own(name))
    for reader in generator.readers.reader_classes.values():
        if reader and f"{reader.__module__}.".startswith(names):
            raise SettingError(
                "PLUGINS", "no plugin that reads files: texts are read by plugins.content", reader.__module__
            )


def snapshot(content: Any) -> dict[str, Any]:
    """The attributes and metadata of an article or page at this moment."""
    found = {name: value for name, value in vars(content).items() if name not in UNSEEN}
    found |= {f"metadata {name}": value for name, value in content.metadata.items()}
    return {name: copy_of(value) for name, value in found.items()}


def copy_of(value: Any) -> Any:
    """The value, a copy where it is a list or table that a plugin may change in its place."""
    return value.copy() if type(value) in (list, dict, set) else value


def undo_changes(found: dict[str, Any], as_given: Mapping[str, Any], metadata: Mapping[str, Any]) -> dict[str, Any]:
    """A snapshot of an article that was made from `metadata`, with what it would have if these were `as_given`."""
    for name in as_given.keys() | metadata.keys():
        if name in as_given and name in metadata and _is_same(as_given[name], metadata[name]):
            continue
        for key in (f"metadata {name}", name.lower(), f"_{name}"):
            if name in as_given and key in found:
                found[key] = as_given[name]
            else:
                found.pop(key, None)
    return found


def change_keys(content: Any, before: Mapping[str, Any]) -> tuple[str, str]:
    """The keys of what plugins changed on an article or page since a snapshot: of everything, for its own page, and of
    all but its body and attributes of the plugins' own, for lists; "" where nothing was changed."""
    now = snapshot(content)
    changes = {name: value for name, value in now.items() if name not in before or not _is_same(value, before[name])}
    changes |= {f"{name} removed": True for name in before.keys() - now.keys()}
    shown = {name: value for name, value in changes.items() if name != "_content" and name in before}
    return key_of(stable(changes)) if changes else "", key_of(stable(shown)) if shown else ""


def _is_same(one: Any, other: Any) -> bool:
    return one is other or (type(one) is type(other) and bool(one == other))


class ValueKeys:
    """The keys of what templates read beside stories, as third-party plugins left it; each is found once a run."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[object, str]] = {}

    def key(self, name: str, value: object) -> str:
        """The key of a name's value."""
        known = self._known.get(name)
        if known is None or known[0] is not value:
            known = self._known[name] = value, key_of(stable(value))
        return known[1]


def stable(value: Any) -> str:
    """A key of a value that is the same in every process and build; unique for a value of an unknown type."""
    if value is None or isinstance(value, str | int | float | bool | bytes | dt.date):
        return repr(value)
    if isinstance(value, Mapping):
        return "{" + ",".join(f"{stable(key)}:{stable(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(map(stable, value)) + "]"
    if isinstance(value, set | frozenset):
        return "<" + ",".join(sorted(map(stable, value))) + ">"
    if isinstance(value, Content):
        title = getattr(value, "title", "")
        return repr((value.lang, value.source_path, title, value.url, value.metadata.get("summary")))
    if isinstance(value, URLWrapper):
        return repr((value.name, value.slug))
    return os.urandom(12).hex()

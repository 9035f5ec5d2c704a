"""Third-party plugins: whether any takes part in a build, and what they changed on an article or page.

Plugins of the site's own, in `plugins/site/`, are among them."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from pathlib import PurePath
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
    "settings metadata _context _get_content _memory reader translations menu_order plugin_key plugin_card_key "
    "pair text byline".split()
)
# Types whose `repr` is the same in every process.
PLAIN = (str, int, float, bool, bytes, dt.date, dt.time, dt.timedelta, dt.tzinfo, PurePath)
# Attributes of a category, tag or author that every one has.
OF_TERMS = frozenset(("settings", "_name", "_slug", "_slug_from_name"))


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
        if name in as_given and name in metadata and is_same(as_given[name], metadata[name]):
            continue
        for key in (f"metadata {name}", name.lower(), f"_{name}"):
            if name in as_given and key in found:
                found[key] = as_given[name]
            else:
                found.pop(key, None)
    return found


def change_keys(
    content: Any, before: Mapping[str, Any], terms: Mapping[int, Any], known: dict[int, str]
) -> tuple[str, str]:
    """The keys of what plugins changed on an article or page since a snapshot: of everything, for its own page, and of
    all but its body and attributes of the plugins' own, for lists; "" where nothing was changed. `terms` are the
    states of categories, tags and authors before any plugin saw them, by identity, and `known` as in `stable`."""
    now = snapshot(content)
    changes = {name: value for name, value in now.items() if name not in before or not is_same(value, before[name])}
    changes |= {f"{name} removed": True for name in before.keys() - now.keys()}
    shown = {name: value for name, value in changes.items() if name != "_content" and name in before}
    named = [getattr(content, "category", None), *getattr(content, "tags", ()), *getattr(content, "authors", ())]
    states = [(term_state(term), terms[id(term)]) for term in named if id(term) in terms]
    if changed := [state for state, first in states if state != first]:
        changes["terms"] = changed
    return key_of(stable(changes, known)) if changes else "", key_of(stable(shown, known)) if shown else ""


def is_same(one: Any, other: Any) -> bool:
    """Whether two values are the same, and of the same type."""
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


def stable(value: Any, known: dict[int, str] | None = None, of_content: bool = False) -> str:
    """A key of a value that is the same in every process and build; unique for a value of an unknown type.

    An article within it counts with all that it is, but for other articles that it names (`of_content`), which count
    by their address and title. `known` are keys of articles that were found before, by identity."""
    if value is None or isinstance(value, PLAIN):
        return repr(value)
    if isinstance(value, Mapping):
        pairs = (f"{stable(key, known, of_content)}:{stable(one, known, of_content)}" for key, one in value.items())
        return "{" + ",".join(pairs) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(stable(one, known, of_content) for one in value) + "]"
    if isinstance(value, set | frozenset):
        return "<" + ",".join(sorted(stable(one, known, of_content) for one in value)) + ">"
    if isinstance(value, Content):
        short = repr((value.lang, value.source_path, getattr(value, "title", ""), value.url))
        return short if of_content else short + _content_key(value, {} if known is None else known)
    if isinstance(value, URLWrapper):
        return stable(term_state(value), known, of_content)
    if is_dataclass(value) and not isinstance(value, type):
        state = [getattr(value, field.name) for field in fields(value)]
        return f"{type(value).__qualname__}{stable(state, known, of_content)}"
    return os.urandom(12).hex()


def _content_key(content: Any, known: dict[int, str]) -> str:
    """The key of all that an article or page is."""
    if id(content) not in known:
        known[id(content)] = key_of(stable(snapshot(content), known, of_content=True))
    return known[id(content)]


def term_state(term: Any) -> dict[str, Any]:
    """What readers may see of a category, tag or author: its name and slug, and what plugins put there."""
    more = {name: value for name, value in vars(term).items() if name not in OF_TERMS}
    return {"name": term.name, "slug": term.slug, **more}

"""Third-party plugins: whether any takes part in a build, and what they changed on an article or page.

Plugins of the site's own, in `plugins/site/`, are among them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from blinker import ANY, Signal
from pelican.plugins import signals

from plugins.diagnostics import SettingError

# Signals whose receivers see files of the output: with any, every page is written, by Pelican's own writer.
OUTPUT_SIGNALS = ("content_written", "finalized", "feed_written", "article_writer_finalized", "page_writer_finalized")
FEED_SIGNALS = ("feed_generated", "feed_written")
# Attributes of an article or page that say nothing of what readers see, or that Pelican and this plugin set later.
UNSEEN = frozenset(
    "settings metadata _context _get_content _memory reader translations menu_order plugin_key plugin_card_key "
    "pair text byline".split()
)
# Attributes of a category, tag or author that every one has.
OF_TERMS = frozenset(("settings", "_name", "_slug", "_slug_from_name"))


def is_own(name: str) -> bool:
    """Whether a module of that name is this project's, or pelican-i18n-subsites; those in `plugins/site/` are the
    site's."""
    return name.startswith(("plugins.", "pelican.plugins.i18n_subsites")) and not name.startswith("plugins.site.")


def third_party_code(modules: list[Any]) -> list[bytes]:
    """The code of the plugins that are not this project's."""
    found = []
    for module in modules:
        file = Path(getattr(module, "__file__", None) or "")
        if not is_own(module.__name__) and file.is_file():
            files = sorted(file.parent.rglob("*.py")) if file.name == "__init__.py" else [file]
            found += [one.read_bytes() for one in files]
    return found


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


def find_changes(content: Any, before: Mapping[str, Any], terms: Mapping[int, Any]) -> dict[str, Any]:
    """What plugins changed on an article or page since a snapshot: the new values by name, and "NAME removed"; as
    "terms" what they changed on its category, tags and authors, whose first states `terms` has by identity."""
    now = snapshot(content)
    changes = {name: value for name, value in now.items() if name not in before or not is_same(value, before[name])}
    changes |= {f"{name} removed": True for name in before.keys() - now.keys()}
    named = [getattr(content, "category", None), *getattr(content, "tags", ()), *getattr(content, "authors", ())]
    states = [(term_state(term), terms[id(term)]) for term in named if id(term) in terms]
    changed = [state for state, first in states if state != first]
    return changes | ({"terms": changed} if changed else {})


def is_same(one: Any, other: Any) -> bool:
    """Whether two values are the same, and of the same type."""
    return one is other or (type(one) is type(other) and bool(one == other))


def term_state(term: Any) -> dict[str, Any]:
    """What readers may see of a category, tag or author: its name and slug, and what plugins put there."""
    more = {name: value for name, value in vars(term).items() if name not in OF_TERMS}
    return {"name": term.name, "slug": term.slug, **more}

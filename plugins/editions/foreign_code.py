"""Code that is not this project's: plugins of others, and what a site's settings bring, such as filters and converters.

What it imports, reads or asks of the computer, and when, cannot be known, so no key can hold it: where there is any, a
build renders everything, with plugins after all of them have run, in Pelican's order."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import Any

from blinker import ANY, Signal
from pelican.plugins import signals

from plugins.content.markup.markdown import MarkdownRenderer
from plugins.diagnostics import SettingError
from plugins.editions.build_keys import NOT_IN_PAGES

RULE = "With plugins of others in PLUGINS, every build makes every page."
OWN = ("plugins.", "pelican.plugins.i18n_subsites")
# Modules whose functions and classes give the same for the same arguments, as long as their version is the same.
KNOWN = ("builtins.", "_operator.", "jinja2.", "markupsafe.", "markdown.", "pelican.", "plugins.")
UNKNOWN = ("pelican.plugins.", "plugins.site.")
# Pelican's own, in the package of plugins.
PELICANS = "pelican.plugins._utils."
PLAIN = (str, int, float, bytes, dt.date, dt.time, dt.timedelta, dt.tzinfo, PurePath, re.Pattern, type(None))


def is_own(name: str) -> bool:
    """Whether a module of that name is this project's, or pelican-i18n-subsites; those in `plugins/site/` are the
    site's."""
    return name.startswith(OWN) and not name.startswith("plugins.site.")


def has_third_party(settings: Mapping[str, Any]) -> bool:
    """Whether a plugin in `PLUGINS` or a receiver of a signal of Pelican's is neither this project's nor
    pelican-i18n-subsites'."""
    plugin_signals = (signal for signal in vars(signals).values() if isinstance(signal, Signal))
    return any(not is_own(name) for name in settings["PLUGINS"]) or any(map(_has_receivers, plugin_signals))


def watches_feeds() -> bool:
    """Whether a third-party plugin sees feeds, which Pelican writes before any page; else they are made after all
    changes to articles."""
    return _has_receivers(signals.feed_generated) or _has_receivers(signals.feed_written)


def _has_receivers(signal: Signal) -> bool:
    return any(not is_own(getattr(receiver, "__module__", "") or "") for receiver in signal.receivers_for(ANY))


def check_readers(generator: Any) -> None:
    """Refuse a plugin that reads files in place of Pelican's readers: no build here would ever use it; raises
    SettingError."""
    names = tuple(f"{name}." for name in generator.settings["PLUGINS"] if not is_own(name))
    for reader in generator.readers.reader_classes.values():
        if reader and f"{reader.__module__}.".startswith(names):
            expected = "no plugin that reads files: texts are read by plugins.content"
            raise SettingError("PLUGINS", expected, reader.__module__)


def find_foreign_code(settings: Mapping[str, Any]) -> tuple[str, ...]:
    """The names of the settings that bring code of the site's own, in order."""
    seen = (name for name in settings if name.isupper() and name not in NOT_IN_PAGES)
    objects = [name for name in seen if not _is_plain(settings[name])]
    named = [name for name, code in _named_code(settings) if not is_known(code.partition(":")[0])]
    return tuple(sorted({*objects, *named}))


def _named_code(settings: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The code that settings name, such as "package.module:function", with the names of the settings."""
    yield "READ_GOALS", str(settings.get("READ_GOALS", "plugins."))
    for row in settings.get("EDITIONS", {}).values():
        script = row.get("script", {})
        yield from (("EDITIONS", str(name)) for name in ([script] if isinstance(script, str) else script.values()))
    for extension in settings.get("JINJA_ENVIRONMENT", {}).get("extensions", ()):
        yield "JINJA_ENVIRONMENT", extension if isinstance(extension, str) else "jinja2."
    yield from (("MARKDOWN", module) for module in MarkdownRenderer(settings.get("MARKDOWN", {})).foreign)


def is_known(module: str) -> bool:
    """Whether a module is this project's or a library's whose version is part of every key."""
    name = f"{module}."
    return name.startswith(KNOWN) and (name == PELICANS or not name.startswith(UNKNOWN))


def _is_plain(value: object) -> bool:
    """Whether a value is data, or a function or class of known code."""
    if isinstance(value, PLAIN):
        return True
    if isinstance(value, Mapping):
        return all(map(_is_plain, (*value, *value.values())))
    if isinstance(value, list | tuple | set | frozenset):
        return all(map(_is_plain, value))
    # An object of a class of its own has the module of that class.
    return isinstance(value, type | type(is_known) | type(len)) and is_known(value.__module__ or "builtins")

"""Third-party plugins: whether any takes part in a build.

Where one does, every page is rendered in every build, after all of them have run, in Pelican's order: what they read,
and when, cannot be known."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from blinker import ANY, Signal
from pelican.plugins import signals

from plugins.diagnostics import SettingError

RULE = "With plugins of others in PLUGINS, every build makes every page."


def is_own(name: str) -> bool:
    """Whether a module of that name is this project's, or pelican-i18n-subsites; those in `plugins/site/` are the
    site's."""
    return name.startswith(("plugins.", "pelican.plugins.i18n_subsites")) and not name.startswith("plugins.site.")


def has_third_party(settings: Mapping[str, Any]) -> bool:
    """Whether a plugin in `PLUGINS` or a receiver of a signal of Pelican's is neither this project's nor
    pelican-i18n-subsites'."""
    plugin_signals = (signal for signal in vars(signals).values() if isinstance(signal, Signal))
    return any(not is_own(name) for name in settings["PLUGINS"]) or any(map(has_receivers, plugin_signals))


def watches_feeds() -> bool:
    """Whether a third-party plugin sees feeds, which Pelican writes before any page; else they are made after all
    changes to articles."""
    return any(map(has_receivers, (signals.feed_generated, signals.feed_written)))


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

"""Search: an index of each edition's own stories that the reader's browser searches in small parts.

One search for every spelling: words are compared without case, marks and endings, and in one script, by rules that are
data (`plugins/locales/data/<language>.toml`). Writes `search/index.json`, `search/words/*.json` and
`search/stories/*.json` in each edition.

Settings: those in `DEFAULTS`.
Reads `edition_site` in the context.
Signals: `initialized`, `get_generators`.
"""

from __future__ import annotations

from typing import Any

from pelican import signals

from plugins.diagnostics import SettingError
from plugins.search.generator import SearchGenerator

DEFAULTS: dict[str, Any] = {
    "SEARCH": True,  # whether an index is made; without one the search page says that it could not be loaded
}


def prepare(pelican: Any) -> None:
    """Handler of `initialized`: fill in and check the setting; raises SettingError."""
    settings = pelican.settings
    for name, value in DEFAULTS.items():
        settings.setdefault(name, value)
    if not isinstance(settings["SEARCH"], bool):
        raise SettingError("SEARCH", "True or False", settings["SEARCH"])


def search_generator(pelican: Any) -> type[SearchGenerator]:
    """Handler of `get_generators`."""
    return SearchGenerator


def register() -> None:
    """Connect the handlers."""
    signals.initialized.connect(prepare)
    signals.get_generators.connect(search_generator)

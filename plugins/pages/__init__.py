"""The pages that people read: front page, lists, goals, archive, articles, both languages side by side, search, 404;
and, as they are, the files that texts link to.

Settings: those in `DEFAULTS`. Puts in the context: `site_context` (what all pages of the edition share), `builder` and
`make_view`; in the build context: `Assets`, and `EditionBuilders`. The titles of the goals are strings of each
edition, in the tables `[goals]` and `[goals_full]`; they are checked when a build begins.
Signals: `initialized`, `get_generators`.
"""

from __future__ import annotations

from typing import Any

from pelican import signals

from plugins.diagnostics import SettingError
from plugins.editions.build_context import build_context
from plugins.pages.generator import PageGenerator
from plugins.pages.goals import check_goal_names

DEFAULTS: dict[str, Any] = {
    "MARKDOWN_ALTERNATES": True,  # write each story as Markdown too, and an llms.txt for each edition
}


def prepare(pelican: Any) -> None:
    """Handler of `initialized`: fill in and check the settings; every edition has every goal's titles. Raises
    SettingError."""
    for name, value in DEFAULTS.items():
        pelican.settings.setdefault(name, value)
    wanted = pelican.settings["MARKDOWN_ALTERNATES"]
    if not isinstance(wanted, bool):
        raise SettingError("MARKDOWN_ALTERNATES", "True or False", wanted)
    check_goal_names(build_context(pelican.settings).config.strings)


def page_generator(pelican: Any) -> type[PageGenerator]:
    """Handler of `get_generators`."""
    return PageGenerator


def register() -> None:
    """Connect the handlers."""
    signals.initialized.connect(prepare)
    signals.get_generators.connect(page_generator)

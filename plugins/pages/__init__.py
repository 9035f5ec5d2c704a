"""The pages that people read: front page, lists, goals, archive, articles, both languages side by side, search, 404;
and, as they are, the files that texts link to.

No settings of its own. Puts in the context: `site_context` (what all pages of the edition share), `builder` and
`make_view`; in the build context: `Assets`, and `EditionBuilders`. The titles of the goals are strings of each
edition, in the tables `[goals]` and `[goals_full]`; they are checked when a build begins.
Signals: `initialized`, `get_generators`.
"""

from __future__ import annotations

from typing import Any

from pelican import signals

from plugins.editions.context import build_context
from plugins.pages.generator import PageGenerator
from plugins.pages.goals import check_goal_names


def check_strings(pelican: Any) -> None:
    """Handler of `initialized`: every edition has every goal's titles; raises SettingError."""
    check_goal_names(build_context(pelican.settings).config.strings)


def page_generator(pelican: Any) -> type[PageGenerator]:
    """Handler of `get_generators`."""
    return PageGenerator


def register() -> None:
    """Connect the handlers."""
    signals.initialized.connect(check_strings)
    signals.get_generators.connect(page_generator)

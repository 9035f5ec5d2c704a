"""The Sustainable Development Goals: 17 goals as data, the SDGs field, and goals as pages show them.

No settings of its own; `READ_GOALS` of `plugins.editions` names `plugins.sdg.tagging:parse_goals`.
Goals' names are strings of each edition, in the tables `[goals]` and `[goals_full]`; they are checked when a build
begins. Signal: `initialized`.
"""

from __future__ import annotations

from typing import Any

from pelican import signals

from plugins.sdg.goals import GOALS


def check_names(pelican: Any) -> None:
    """Handler of `initialized`: every edition has every goal's names; raises SettingFault."""
    for strings in pelican.settings["NEWSROOM"].config.strings.values():
        for table in ("goals", "goals_full"):
            names = strings.section(table)
            for goal in GOALS:
                names[str(goal.number)]


def register() -> None:
    """Connect the handler."""
    signals.initialized.connect(check_names)

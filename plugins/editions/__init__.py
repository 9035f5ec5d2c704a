"""Editions: one site for each language and script, from one content library.

In each run Pelican's own generators make the edition's articles and pages from the library, so that other plugins see
what they see on any site. A build writes to a staging folder, which takes the output's place when all
runs have ended well.
"""

from __future__ import annotations

from typing import Any

from pelican import signals

from plugins.diagnostics import SettingError

ENGINE = "plugins.newsroom"


def refuse_old_names(pelican: Any) -> None:
    """Handler of `initialized`: raises SettingError."""
    names = [name for name in pelican.settings["PLUGINS"] if isinstance(name, str)]
    expected = "['plugins.newsroom'] in place of the engine's parts (./inv upgrade writes it)"
    raise SettingError("PLUGINS", expected, names)


def register() -> None:
    """For a site of version 1.1, whose settings name the engine's parts, under Pelican's own commands, which would
    write Pelican's own pages over the output."""
    signals.initialized.connect(refuse_old_names)

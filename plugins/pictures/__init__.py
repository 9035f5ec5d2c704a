"""Pictures: what editors drop into `content/images/` as readers' browsers want it.

Puts in the settings: `ALBUM`, the `Album` that pages ask for pictures.
Signals: `initialized`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pelican import signals

from plugins.pictures.album import Album


def prepare(pelican: Any) -> None:
    """Handler of `initialized`: one album serves all editions of a build."""
    settings = pelican.settings
    settings.setdefault("ALBUM", Album(Path(settings["PATH"]), Path(settings["CACHE_PATH"], "pictures")))


def register() -> None:
    """Connect the handler."""
    signals.initialized.connect(prepare)

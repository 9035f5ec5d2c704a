"""Editing: the verbs that start a story, start its translation, and say where every story stands.

`new`, `translate` and `accept` write files of `content/` and never write over a text; `status` only reads. Each takes
the newsroom and a console, prints what it did, or what was wrong and is valid, and returns the exit status.
Beside each translation that is begun or accepted lies `<slug>.<language>.basis` (see `plugins.languages.drift`).
"""

from __future__ import annotations

from plugins.editing.accepting import accept
from plugins.editing.beginning import new
from plugins.editing.showing import status
from plugins.editing.translating import translate

__all__ = ["accept", "new", "status", "translate"]

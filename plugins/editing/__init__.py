"""Editing: the verbs that start a story, start its translation, and say where every story stands.

`new`, `translate` and `accept` write files of `content/` and never write over a text; `status` only reads. Each takes
the newsroom and a console, prints what it did, or what was wrong and is valid, and returns the exit status.
Beside each translation that is begun or accepted lies `<slug>.<language>.basis` (see `plugins.content.outdated`).
"""

from __future__ import annotations

from plugins.editing.accept import accept
from plugins.editing.new_article import new
from plugins.editing.status_report import status
from plugins.editing.translate import translate

__all__ = ["accept", "new", "status", "translate"]

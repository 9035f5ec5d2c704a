"""The pages that people read: front page, lists, goals, archive, articles, both languages side by side, search, 404;
and, as they are, the files that texts link to.

No settings of its own. Puts in the context: `site_context` (what all pages of the edition share) and `builder`; in the
settings: `ASSETS`, and `COMPOSERS`, the composer of each edition by name.
Signal: `get_generators`.
"""

from __future__ import annotations

from typing import Any

from pelican import signals

from plugins.pages.generator import PageGenerator


def page_generator(pelican: Any) -> type[PageGenerator]:
    """Handler of `get_generators`."""
    return PageGenerator


def register() -> None:
    """Connect the handler."""
    signals.get_generators.connect(page_generator)

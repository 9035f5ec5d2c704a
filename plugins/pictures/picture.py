"""A picture as a page shows it."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup


@dataclass(frozen=True)
class Picture:
    """One picture for four kinds of room, each a whole `<picture>` element: `small` in a card, `large` above an
    article, `lead` on the front page, `text` within a text; `path` is a root-relative JPEG or PNG for programs."""

    small: Markup
    large: Markup
    lead: Markup
    text: Markup
    path: str
    caption: str
    credit: str

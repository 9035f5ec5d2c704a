"""A picture as a page shows it."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup


@dataclass(frozen=True)
class Picture:
    """One picture in three sizes of page room, each a whole `<picture>` element; `path` is a root-relative JPEG or PNG."""

    small: Markup
    large: Markup
    lead: Markup
    path: str
    caption: str
    credit: str

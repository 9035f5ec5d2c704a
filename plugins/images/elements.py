"""The `<picture>` elements: every format and width, and how wide the theme shows it."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from markupsafe import Markup

from plugins.images.original import Original
from plugins.images.renditions import MODERN, Rendition, endings, renditions


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


@dataclass(frozen=True)
class Room:
    """A place that the theme has for pictures: `sizes` as the browser needs it, the widest rendition that is of use
    there in pixels, and whether it is what a page opens with."""

    sizes: str
    widest: int
    first: bool = False


# From theme/static/css: blocks/card.css and layout/cards.css; blocks/story.css; layout/front.css; --measure.
CARD = Room("(min-width: 60rem) 22rem, (min-width: 40rem) 45vw, 10rem", 1280)
HEAD = Room("(min-width: 64rem) 52rem, 92vw", 1664, first=True)
LEAD = Room("(min-width: 75rem) 45rem, (min-width: 60rem) 60vw, 94vw", 1664, first=True)
TEXT = Room("(min-width: 43rem) 39rem, 94vw", 1664)


def picture_of(original: Original, alt: str, caption: str, credit: str) -> Picture:
    """The picture in every room."""
    small, large, lead, text = (element(original, alt, room) for room in (CARD, HEAD, LEAD, TEXT))
    largest = renditions(original, endings(original)[-1])[-1]
    return Picture(small, large, lead, text, f"/{largest.name}", caption, credit)


def element(original: Original, alt: str, room: Room) -> Markup:
    """A whole `<picture>`; the browser takes the first source that it knows."""
    *modern, plain = (renditions(original, ending) for ending in endings(original))
    sources = (
        f'<source type="{MODERN[found[0].ending]}" srcset="{_srcset(found, room)}" sizes="{room.sizes}">'
        for found in modern
    )
    shown = plain[-1]
    loading = 'fetchpriority="high"' if room.first else 'loading="lazy"'
    image = (
        f'<img src="/{plain[0].name}" srcset="{_srcset(plain, room)}" sizes="{room.sizes}" alt="{escape(alt)}"'
        f' width="{shown.width}" height="{shown.height}" {loading} decoding="async">'
    )
    return Markup(f"<picture>{''.join(sources)}{image}</picture>")


def _srcset(found: tuple[Rendition, ...], room: Room) -> str:
    useful = [rendition for rendition in found if rendition.width <= room.widest] or found[:1]
    return ", ".join(f"/{rendition.name} {rendition.width}w" for rendition in useful)

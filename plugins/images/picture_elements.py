"""The `<picture>` elements: every format and width, and how wide the theme shows it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from html import escape

from markupsafe import Markup

from plugins.images.renditions import MODERN, Rendition, endings, renditions
from plugins.images.validation import Original


@dataclass(frozen=True)
class Picture:
    """A picture as HTML for each slot of the theme: `small` in a card, `thumbnail` in one of a few words, `large` above
    an article, `lead` on the front page, `text` within a text; `path` is the root-relative address of a JPEG or PNG,
    for Open Graph and JSON-LD."""

    small: Markup
    thumbnail: Markup
    large: Markup
    lead: Markup
    text: Markup
    path: str
    credit: str


@dataclass(frozen=True)
class Slot:
    """A place for pictures in the theme: the `sizes` attribute, the widest useful rendition in pixels, and whether the
    picture is at the top of a page."""

    sizes: str
    widest: int
    first: bool = False


# From theme/static/css: blocks/card.css and layout/cards.css; blocks/story.css; layout/front.css; --measure. On phones,
# whose screens have two pixels and more for each of CSS, the first picture has 1.7 of them: none sees the difference,
# and everybody waits for it.
CARD = Slot("(min-width: 60rem) 22rem, (min-width: 40rem) 45vw, 10rem", 1280)
THUMBNAIL = Slot("(min-width: 60rem) 11rem, (min-width: 40rem) 45vw, 10rem", 1280)
HEAD = Slot("(min-width: 64rem) 52rem, (min-width: 40rem) 92vw, 80vw", 1664, first=True)
LEAD = Slot("(min-width: 75rem) 45rem, (min-width: 60rem) 60vw, (min-width: 40rem) 94vw, 80vw", 1664, first=True)
TEXT = Slot("(min-width: 43rem) 39rem, 94vw", 1664)


def picture_of(original: Original, alt: str, credit: str) -> Picture:
    """The picture for every slot."""
    small, thumbnail, large, lead, text = (element(original, alt, slot) for slot in (CARD, THUMBNAIL, HEAD, LEAD, TEXT))
    largest = renditions(original, endings(original)[-1])[-1]
    return Picture(small, thumbnail, large, lead, text, f"/{largest.name}", credit)


def element(original: Original, alt: str, slot: Slot) -> Markup:
    """A `<picture>` element, the newest format first: browsers take the first source that they support."""
    before, after = _around_alt(original, slot)
    return Markup(f"{before}{escape(alt)}{after}")


@lru_cache(maxsize=4096)
def _around_alt(original: Original, slot: Slot) -> tuple[str, str]:
    """The element up to the description of the picture, and after it: many pages show the same picture."""
    *modern, plain = (renditions(original, ending) for ending in endings(original))
    sources = (
        f'<source type="{MODERN[sizes[0].ending]}" srcset="{_srcset(sizes, slot)}" sizes="{slot.sizes}">'
        for sizes in modern
    )
    shown = plain[-1]
    loading = 'fetchpriority="high"' if slot.first else 'loading="lazy"'
    image = f'<img src="/{plain[0].name}" srcset="{_srcset(plain, slot)}" sizes="{slot.sizes}" alt="'
    size = f'" width="{shown.width}" height="{shown.height}" {loading} decoding="async">'
    return f"<picture>{''.join(sources)}{image}", f"{size}</picture>"


def _srcset(renditions: tuple[Rendition, ...], slot: Slot) -> str:
    useful = [rendition for rendition in renditions if rendition.width <= slot.widest] or renditions[:1]
    return ", ".join(f"/{rendition.name} {rendition.width}w" for rendition in useful)

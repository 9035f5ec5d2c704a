"""HTML into a page: made safe, the article found, its blocks read, what is around it left out and told."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

import nh3
from bs4 import BeautifulSoup

from plugins.importer.article import find_article
from plugins.importer.blocks import BlockReader
from plugins.importer.dates import calendar_of
from plugins.importer.mail import unwrapped
from plugins.importer.markup import ALLOWED, DROPPED
from plugins.importer.model import AROUND, Block, LeftOut, Page
from plugins.importer.notes import name_notes
from plugins.importer.pagefacts import Head
from plugins.importer.plaintext import read_plain, with_items
from plugins.importer.profiles import Profile
from plugins.importer.tags import IMAGE_SOURCES

EVERYWHERE = {"class", "id", "role", "lang", "style", "hidden", "itemprop"}
ATTRIBUTES = {
    "*": EVERYWHERE,
    "a": {"href"},
    "img": {"alt", "width", "height", *IMAGE_SOURCES},
    "td": {"colspan"},
    "th": {"colspan"},
    "ol": {"start"},
    "blockquote": {"type"},
}
# Deeper nesting than this is no page's design, and would exhaust the walk.
DEEPEST = 180
# Elements of other names that are images and menus, and images for browsers without scripts.
RENAMED = (
    (re.compile(r"<(/?)amp-img\b", re.IGNORECASE), r"<\1img"),
    (re.compile(r"<(/?)amp-sidebar\b", re.IGNORECASE), r"<\1nav"),
    (re.compile(r"<noscript[^>]*>\s*(<img\b[^<>]*>)\s*</noscript>", re.IGNORECASE), r"\1"),
)
SCHEMES = {"http", "https", "mailto", "tel", "data"}


def safe(html: str) -> str:
    """The HTML without scripts, handlers, frames and dangerous addresses; class and style stay, to find the article
    by."""
    for name, other in RENAMED:
        html = name.sub(other, html)
    return nh3.clean(
        html,
        tags=set(ALLOWED),
        clean_content_tags=set(DROPPED),
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel=None,
    )


def read_html(
    html: str, origin: str, own: Sequence[Profile], is_fact: Callable[[str], bool], sent: bool = False
) -> Page:
    """The page in some HTML; `sent` says that it is a message."""
    head = Head(html, calendar_of(own))
    cleaned = safe(html)
    soup = BeautifulSoup(cleaned, "lxml")
    name_notes(soup)
    if _depth(cleaned) > DEEPEST:
        note = "the page's tags are nested without end; only its text was read"
        return Page(origin, tuple(read_plain(soup.get_text("\n"))), head.facts(), notes=(note,))
    found = find_article(soup, head.facts().title, is_fact)
    blocks = with_items(BlockReader(head.address).read(found.root))
    blocks, wrapping = unwrapped(blocks, own, sent)
    left_out = [LeftOut(text, "menus, buttons or links beside the text") for text in found.inside]
    left_out += [LeftOut(text, "not part of the article") for text in found.outside]
    left_out += [LeftOut(found.around, AROUND)] if found.around else []
    left_out += wrapping
    return Page(origin, tuple(blocks), head.facts(), tuple(left_out), tuple(_notes(head, blocks)))


def _notes(head: Head, blocks: Sequence[Block]) -> Iterator[str]:
    image = head.facts().image
    if image and not any(block.kind == "image" for block in blocks):
        yield (
            f"the page's head names an image that is not in the text: {image}; save it and add it with `Image:` "
            "if it should be shown"
        )


def _depth(html: str) -> int:
    """How deep the elements of well-formed HTML are nested."""
    deepest = depth = 0
    for piece in html.split("<")[1:]:
        if piece.startswith("/"):
            depth -= 1
        elif not piece.startswith(("br", "hr", "img", "!")):
            depth += 1
            deepest = max(deepest, depth)
    return deepest

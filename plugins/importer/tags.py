"""Single tags that say more than their name: Word's list paragraphs, lazy images, cards set side by side."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

from bs4.element import Tag

from plugins.importer.cleaning import clean
from plugins.importer.model import Picture

WRAPPED = re.compile(
    r"https?://(?:www\.google\.[a-z.]+/url\?|[\w.-]+\.safelinks\.protection\.outlook\.com/|lm?\.facebook\.com/l\.php\?)"
)
BOLD = re.compile(r"font-weight:\s*(?:bold|[6-9]00)", re.IGNORECASE)
ITALIC = re.compile(r"font-style:\s*italic", re.IGNORECASE)
BULLETS = re.compile(r"^\s*(?:[·•▪§oØ\uf0b7\uf0a7-]|(?P<number>\d+)[.)])\s*")
JOINT = re.compile(r"[\w.)](?![a-zčćđšž])\w")
IMAGE_SOURCES = (
    "src",
    "data-src",
    "data-lazy-src",
    "data-original",
    "data-lazy",
    "data-image",
    "srcset",
    "data-srcset",
)
# A single point inside the page that nothing is said of keeps the place of an image that is loaded later.
PLACEHOLDER = "data:image/gif;base64,R0lGODlhAQABA"


def list_item(element: Tag) -> tuple[int, int] | None:
    """Depth and number of a paragraph that Word wrote as a list item."""
    if element.name != "p":
        return None
    css = str(element.get("style") or "").replace(" ", "").lower()
    match = re.search(r"mso-list:\w+level(\d)", css)
    mark = next(
        (
            span
            for span in element.find_all("span")
            if "mso-list:ignore" in str(span.get("style") or "").replace(" ", "").lower()
        ),
        None,
    )
    if not match and mark is None:
        return None
    bullet = BULLETS.match(clean(mark.get_text())) if mark is not None else None
    return int(match[1]) - 1 if match else 0, int(bullet["number"] or 0) if bullet else 0


def glued(element: Tag) -> bool:
    """Whether only the page's style keeps an inline element apart from the one before it, as with cards and labels.

    Word cuts its text into spans in the middle of words, but these have no class of the site's.
    """
    before = element.previous_sibling
    if (
        element.name not in ("a", "span", "time")
        or not isinstance(before, Tag)
        or before.name not in ("a", "span", "time")
    ):
        return False
    named = any(tag.name != "span" or _own_class(tag) for tag in (before, element))
    return named and JOINT.fullmatch(before.get_text()[-1:] + element.get_text()[:1]) is not None


def _own_class(element: Tag) -> bool:
    return any(not name.startswith(("Mso", "SpellE", "GramE", "Apple")) for name in element.get("class") or [])


def picture_of(element: Tag) -> Picture | None:
    """The image of a tag, from where lazy loading hides it too; None for the dots that count visitors."""
    sources = [src for key in IMAGE_SOURCES if (src := _address(key, str(element.get(key) or "").strip()))]
    src = next((src for src in sources if not src.startswith("data:")), next(iter(sources), ""))
    alt = " ".join(clean(str(element.get("alt") or "")).split())
    if src.startswith(PLACEHOLDER) and not alt:
        src = ""
    dot = {str(element.get(side) or "") for side in ("width", "height")} & {"0", "1"}
    return Picture(src, alt) if (src and not dot) or alt else None


def _address(key: str, value: str) -> str:
    """The address in an attribute; of a set of sizes the first."""
    return value.split()[0].rstrip(",") if key.endswith("srcset") and value else value


def is_bold(element: Tag) -> bool:
    """Whether a tag or its style makes words bold."""
    return element.name in ("b", "strong") or BOLD.search(str(element.get("style") or "")) is not None


def is_italic(element: Tag) -> bool:
    """Whether a tag or its style makes words italic."""
    return element.name in ("i", "em", "cite") or ITALIC.search(str(element.get("style") or "")) is not None


def is_mail_quote(element: Tag) -> bool:
    """Whether a quotation is what a mail program puts around the message that is answered."""
    names = " ".join(element.get("class") or [])
    return "gmail" in names or "yahoo" in names or element.get("type") == "cite"


def direct(address: str) -> str:
    """The address that a link leads to in the end, where a mail program or an editor counts who follows it."""
    if not WRAPPED.match(address):
        return address
    query = parse_qs(urlsplit(address).query)
    found = next((values[0] for name in ("q", "url", "u") if (values := query.get(name))), "")
    return found if found.startswith(("http://", "https://")) else address


def list_start(element: Tag) -> int:
    """The number of an ordered list's first item."""
    start = str(element.get("start") or "1")
    return int(start) if start.isascii() and start.isdecimal() and len(start) < 5 else 1

"""What is pasted from another program, as Markdown, and what the cleaner took out of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from bs4 import BeautifulSoup, Comment, Tag

from plugins.importer.boilerplate.dom import ALLOWED, DROPPED
from plugins.importer.readers.html import SCHEMES, BlockReader, name_notes, safe
from plugins.importer.readers.text import make_items
from plugins.importer.writers.markdown import render

# What browsers write around a copied part, and elements that only frame a document.
FRAGMENT = ("StartFragment", "EndFragment")
FRAMES = {"html", "head", "body", "meta", "title", "link", "base"}
LOOKS = {"style", "color", "face", "bgcolor", "background", "align", "class"}
CODE = {"script", "iframe", "object", "embed", "form", "input", "button", "select", "textarea", "applet"}


@dataclass(frozen=True)
class Paste:
    """The Markdown of a paste; `removed` counts by kind what it has no more: "pictures", "formatting" (fonts, colours,
    elements that Markdown has not), "code" (scripts, frames and forms), "comments", "links" to addresses that no page
    may have."""

    markdown: str
    removed: Mapping[str, int]


def read_paste(html: str) -> Paste:
    """The Markdown of pasted HTML; pictures are left out."""
    soup = BeautifulSoup(safe(html), "lxml")
    pictures = len(soup.find_all("img"))
    name_notes(soup)
    blocks = make_items(BlockReader().read(soup))
    markdown = render([block for block in blocks if block.kind != "image"], lambda _: "").strip("\n")
    removed = _count_removed(BeautifulSoup(html, "lxml")) | ({"pictures": pictures} if pictures else {})
    return Paste(markdown, removed)


def _count_removed(soup: BeautifulSoup) -> dict[str, int]:
    """What of a page the cleaner does not let through, or Markdown cannot say."""
    found: Counter[str] = Counter()
    for comment in soup.find_all(string=lambda text: isinstance(text, Comment)):
        found["comments"] += str(comment).strip() not in FRAGMENT
    for element in soup.find_all(True):
        if isinstance(element, Tag):
            found.update(_losses(element))
    return {kind: number for kind, number in found.items() if number}


def _losses(element: Tag) -> list[str]:
    name = element.name.lower()
    if name in FRAMES:
        return []
    if name in CODE:
        return ["code"]
    found = ["formatting"] if LOOKS & set(element.attrs) or (name not in ALLOWED and name not in DROPPED) else []
    if any(attribute.lower().startswith("on") for attribute in element.attrs):
        found.append("code")
    scheme, colon, _ = str(element.get("href") or "").strip().partition(":")
    if name == "a" and colon and scheme.isalpha() and scheme.lower() not in SCHEMES:
        found.append("links")
    return found

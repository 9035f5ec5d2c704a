"""The article among a saved page's menus, banners, teasers and footers.

What cannot be text is taken out first; the article is then the smallest element with the main heading and nearly all
that is left of the prose.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag

from plugins.importer.cleaning import clean
from plugins.importer.clutter import is_site_name, remove_noise, remove_teasers
from plugins.importer.markup import CONTAINERS
from plugins.importer.weighing import Weights, block_of, text_of, weigh, within

SHARE_OF_PROSE = 0.97
# An element that the page itself calls its one article may leave more outside, such as words about the author.
SHARE_OF_ARTICLE = 0.75
TITLE_WORDS = 30


@dataclass(frozen=True)
class Found:
    """The element that holds the article; the texts that were taken out of it, the sentences left outside it, and all
    the menus and links around it."""

    root: Tag
    inside: tuple[str, ...]
    outside: tuple[str, ...]
    around: str


def find_article(soup: BeautifulSoup, title: str, is_fact: Callable[[str], bool]) -> Found:
    """The article of a page; `title` is what its head says, `is_fact` tells whether a short text is a label, a date
    or a goal."""
    removed = [*remove_noise(soup)]
    removed += remove_teasers(soup)
    weights = weigh(soup)
    top = _top(soup, weights)
    heading = _main_heading(top, title)
    root = top
    while deeper := _deeper(root, heading, weights):
        root = deeper
    root = _widened(root, top, is_fact)
    inside = [text_of(element) for element, parent in removed if within(parent, root)]
    beyond = [element for element, parent in removed if not within(parent, root)]
    beyond += [block for block in weights.blocks if not within(block, root)]
    outside = [text_of(element) for element in beyond if _tells(element)]
    around = [_own_text(element, weights) for element in beyond if not _tells(element)]
    return Found(root, _filled(inside), _filled(outside), " · ".join(_filled(around)))


def _tells(element: Tag) -> bool:
    """Whether an element outside the article has sentences, so that an editor should see it by itself."""
    return weigh(element).total > 0


def _top(soup: BeautifulSoup, weights: Weights) -> Tag:
    """Where to look: the page's own main element if most of the prose is in it, else the whole page."""
    for element in (soup.find("main"), soup.find(role="main"), soup.find("body")):
        if isinstance(element, Tag) and weights.prose.get(id(element), 0) >= 0.5 * weights.total:
            return element if not _speaks_outside(soup, element, weights) else soup
    return soup


def _speaks_outside(soup: BeautifulSoup, element: Tag, weights: Weights) -> bool:
    """Whether text outside an element is marked with a language, as a translation beside the main element is."""
    marked = (other for other in soup.find_all(lang=True) if other.name not in ("html", "body"))
    return any(
        weights.prose.get(id(other), 0) and not within(other, element) and not within(element, other)
        for other in marked
    )


def _main_heading(top: Tag, title: str) -> Tag | None:
    """The article's own title: what repeats the title in the page's head, or else the first of the highest headings."""
    same = [heading for heading in top.find_all(["h1", "h2", "h3", "p", "div"]) if title and text_of(heading) == title]
    headings = [heading for heading in top.find_all("h1") if text_of(heading) and not is_site_name(heading)]
    return next(iter(same[-1:] or headings), None)


def _deeper(root: Tag, heading: Tag | None, weights: Weights) -> Tag | None:
    """The one child that still has the main heading and nearly all prose; where no heading is known, a line before it
    may be the title and must not be cut off."""
    for child in _children(root):
        named = child.name == "article" and heading is not None and root.find_all("article") == [child]
        share = SHARE_OF_ARTICLE if named else SHARE_OF_PROSE
        enough = weights.total and weights.prose.get(id(child), 0) >= share * weights.prose.get(id(root), 0)
        paragraph = id(child) in weights.own and child.find("br") is None
        if not enough or paragraph or (heading is not None and not within(heading, child)):
            continue
        titled = heading is not None or not any(
            _may_be_title(block, weights) for block in _before(child, root, weights)
        )
        return child if titled else None
    return None


def _before(child: Tag, root: Tag, weights: Weights) -> Iterator[Tag]:
    """The blocks of the root that stand before one of its children."""
    for block in weights.blocks:
        if within(block, child):
            return
        if within(block, root):
            yield block


def _children(root: Tag) -> list[Tag]:
    """The elements to look into: those directly below, and the cells of a table that only lays out the page."""
    found = [child for child in root.children if isinstance(child, Tag) and child.name in CONTAINERS]
    tables = [child for child in root.children if isinstance(child, Tag) and child.name == "table"]
    return found + [cell for table in tables for cell in table.find_all("td") if cell.find_parent("table") is table]


def _may_be_title(block: Tag, weights: Weights) -> bool:
    words, linked = weights.own[id(block)]
    return words <= TITLE_WORDS and linked < words


def _widened(root: Tag, top: Tag, is_fact: Callable[[str], bool]) -> Tag:
    """The root with the labels, dates and goals that stand just around it."""
    while root is not top and root.parent is not None:
        around = [child for child in root.parent.children if child is not root]
        texts = [line.strip() for child in around for line in clean(child.get_text("\n")).split("\n") if line.strip()]
        if not all(is_fact(text) for text in texts):
            break
        root = root.parent
    return root


def _own_text(element: Tag, weights: Weights) -> str:
    """The text of an element without that of blocks inside it that are told by themselves."""
    if id(element) not in weights.own:
        return text_of(element)
    strings = (string for string in element.find_all(string=True) if block_of(string)[0] is element)
    return " ".join(clean(" ".join(strings)).split())


def _filled(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(text for text in texts if text)

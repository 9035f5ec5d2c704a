"""What cannot be text taken out of a page: menus, banners, buttons, and links to other articles."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup, Tag

from plugins.importer.markup import HIDDEN_NAMES, KEPT, NOISE, NOISE_NAMES, NOISE_ROLES, SITE_NAMES
from plugins.importer.weighing import text_of, weigh

HOME = re.compile(r"(?:https?://[^/]+)?/?(?:index\.\w+)?|#")
NAME_PARTS = re.compile(r"[\s_-]+")
HEADINGS = ["h2", "h3", "h4", "h5"]
TEASER_WORDS = 90
TAB_WORDS = 25


def remove_noise(soup: BeautifulSoup) -> Iterator[tuple[Tag, Tag]]:
    """Take out, from the top down, every element whose tag, role or class says that it is no text."""
    total = max(weigh(soup).total, 1)
    pending = [child for child in soup.children if isinstance(child, Tag)]
    while pending:
        element = pending.pop()
        parent = element.parent
        if parent is not None and _is_noise(element) and not _holds_article(element, total):
            element.insert_before(" ")
            yield element.extract(), parent
        else:
            pending += [child for child in element.children if isinstance(child, Tag)]


def _is_noise(element: Tag) -> bool:
    if element.name in KEPT:
        return False
    if element.name == "aside" and element.find_parent("article") and element.find("a") is None:
        return bool((NOISE_NAMES | HIDDEN_NAMES) & set(NAME_PARTS.split(_names(element))))
    if element.name in NOISE or str(element.get("role") or "") in NOISE_ROLES:
        return True
    if element.name == "header" and not element.find_parent(["article", "main"]):
        return True
    names = _names(element)
    if HIDDEN_NAMES & set(names.split()) or _is_hidden(element):
        return True
    words = set(NAME_PARTS.split(names))
    if NOISE_NAMES & words:
        return True
    return "header" in words and all(map(is_site_name, element.find_all(["h1", "h2"])))


def _names(element: Tag) -> str:
    return f"{' '.join(element.get('class') or [])} {element.get('id') or ''}".lower()


def is_site_name(heading: Tag) -> bool:
    """Whether a heading is the site's name rather than an article's: it leads home, or is called so."""
    link = heading.find("a") or heading.find_parent("a")
    if isinstance(link, Tag) and HOME.fullmatch(str(link.get("href") or "#")):
        return True
    names = _names(heading)
    return bool(SITE_NAMES & set(NAME_PARTS.split(names))) or "site-name" in names or "site-title" in names


def _is_hidden(element: Tag) -> bool:
    """Not shown to readers; a long hidden text is rather the tab of another language."""
    style = str(element.get("style") or "").replace(" ", "").lower()
    hidden = "display:none" in style or "visibility:hidden" in style or element.has_attr("hidden")
    return hidden and len(text_of(element).split()) < TAB_WORDS


def _holds_article(element: Tag, total: int) -> bool:
    """Whether taking the element out would take the article with it."""
    titles = [heading for heading in element.find_all("h1") if not is_site_name(heading)]
    if titles or element.find(itemprop="articleBody") is not None:
        return element.name not in ("nav", "footer", "aside")
    return weigh(element).total > 0.4 * total


def remove_teasers(soup: BeautifulSoup) -> list[tuple[Tag, Tag]]:
    """Take out links to other articles: two or more alike, each with a linked heading and few words."""
    groups: dict[tuple[int, str], dict[int, Tag]] = {}
    for heading in filter(_is_linked, soup.find_all(HEADINGS)):
        box = _box(heading)
        if box.parent is not None and _has_likes(box):
            groups.setdefault((id(box.parent), box.name), {})[id(box)] = box
    boxes = [box for group in groups.values() if len(group) > 1 for box in group.values()]
    taken = [(box, box.parent) for box in boxes if box.parent is not None]
    for box, _ in taken:
        box.extract()
    return taken


def _is_linked(heading: Tag) -> bool:
    """Whether all of a heading is a link."""
    inner = heading.find("a")
    return heading.find_parent("a") is not None or (inner is not None and text_of(inner) == text_of(heading))


def _box(heading: Tag) -> Tag:
    """The element around a heading that has brothers of its kind, or the largest with few words."""
    box = heading
    while box.parent is not None and box.parent.name not in ("body", "main", "html"):
        if len(text_of(box.parent).split()) > TEASER_WORDS:
            break
        box = box.parent
        if _has_likes(box):
            break
    return box


def _has_likes(box: Tag) -> bool:
    """Whether an element has brothers of its own kind that hold headings too."""
    if box.name in HEADINGS or box.name == "a":
        return False
    brothers = box.find_next_siblings(box.name) + box.find_previous_siblings(box.name)
    return any(brother.find(HEADINGS) for brother in brothers)

"""The article among a saved page's menus, banners, teasers and footers.

What cannot be text is taken out first (by tag, role and class); the article is then the smallest element with the main
heading and nearly all that is left of the prose.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from bs4 import BeautifulSoup, NavigableString, Tag

from plugins.importer.cleaning import clean

NOISE_TAGS = frozenset("nav footer aside form button select label dialog".split())
NOISE_ROLES = frozenset(
    "navigation banner contentinfo search complementary dialog alertdialog menu menubar toolbar".split()
)
NOISE_NAMES = frozenset(
    """nav navbar navigation menu submenu breadcrumb breadcrumbs footer cookie cookies consent gdpr share sharing
    sharethis social socials addtoany addthis sidebar related newsletter subscribe pager pagination comments respond advert
    adverts ads banner skip toolbar search popup modal masthead recommended sharedaddy jp-relatedposts syndication follow
    colorbox slicknav print printfriendly icons hits""".split()
)
HIDDEN_NAMES = frozenset("visually-hidden visuallyhidden sr-only screen-reader-text element-invisible".split())
BLOCKS = frozenset(
    """p div section article main header footer li td th dd dt blockquote pre figcaption figure h1 h2 h3 h4 h5 h6 caption
    center address body html ul ol table tr tbody thead dl details summary form nav aside""".split()
)
KEPT_WHOLE = frozenset("html body main article br hr img".split())
CONTAINERS = frozenset(["div", "section", "article", "main", "header", "body", "html", "center"])
TITLE_WORDS = 30
HOME = re.compile(r"(?:https?://[^/]+)?/?(?:index\.\w+)?|#")
SITE_NAMES = frozenset(["logo", "brand", "sitename"])
SHARE_OF_PROSE = 0.97
PROSE_WORDS, LINKED = 8, 0.5
TEASER_WORDS = 90
DEEPEST = 180


@dataclass
class Weights:
    """Words and linked words of each block by `id`, and the prose in and below each element."""

    own: dict[int, list[int]] = field(default_factory=dict)
    blocks: list[Tag] = field(default_factory=list)
    prose: dict[int, int] = field(default_factory=dict)
    total: int = 0


@dataclass(frozen=True)
class Found:
    """The element that holds the article; the texts that were taken out of it, the sentences left outside it, and all
    the menus and links around it."""

    root: Tag
    inside: tuple[str, ...]
    outside: tuple[str, ...]
    around: str


def find_article(soup: BeautifulSoup, title: str, is_fact: Callable[[str], bool]) -> Found:
    """The article of a page; `title` is what its head says, `is_fact` tells whether a short text is a label, a date or a goal."""
    removed = [*_remove_noise(soup)]
    removed += _remove_teasers(soup)
    weights = weigh(soup)
    top = _top(soup, weights)
    heading = _main_heading(top, title)
    root = top
    while deeper := _deeper(root, heading, weights):
        root = deeper
    root = _widened(root, top, is_fact)
    inside = [_text(element) for element, parent in removed if _within(parent, root)]
    beyond = [element for element, parent in removed if not _within(parent, root)]
    beyond += [block for block in weights.blocks if not _within(block, root)]
    outside = [_text(element) for element in beyond if _tells(element)]
    around = [_own_text(element, weights) for element in beyond if not _tells(element)]
    return Found(root, _filled(inside), _filled(outside), " · ".join(_filled(around)))


def _tells(element: Tag) -> bool:
    """Whether an element outside the article has sentences, so that an editor should see it by itself."""
    return weigh(element).total > 0


def weigh(soup: Tag) -> Weights:
    """The weights of all blocks below an element."""
    weights = Weights()
    for string in soup.find_all(string=True):
        if type(string) is not NavigableString or not (count := len(string.split())):
            continue
        block, linked = _block_of(string)
        if id(block) not in weights.own:
            weights.own[id(block)] = [0, 0]
            weights.blocks.append(block)
        weights.own[id(block)][0] += count
        weights.own[id(block)][1] += count if linked else 0
    for block in weights.blocks:
        if _counts(weights.own[id(block)]):
            words = weights.own[id(block)][0]
            weights.total += words
            for element in (block, *block.parents):
                weights.prose[id(element)] = weights.prose.get(id(element), 0) + words
    return weights


def _block_of(string: NavigableString) -> tuple[Tag, bool]:
    """The nearest block around a text, and whether the text is in a link."""
    linked = False
    element = string.parent
    assert element is not None
    while element.name not in BLOCKS and element.parent is not None:
        linked = linked or element.name == "a"
        element = element.parent
    return element, linked


def _counts(words: list[int]) -> bool:
    return words[0] >= PROSE_WORDS and words[1] < LINKED * words[0]


def _remove_noise(soup: BeautifulSoup) -> Iterator[tuple[Tag, Tag]]:
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
    if element.name in KEPT_WHOLE:
        return False
    if element.name in NOISE_TAGS or str(element.get("role") or "") in NOISE_ROLES:
        return True
    if element.name == "header" and not element.find_parent(["article", "main"]):
        return True
    names = f"{' '.join(element.get('class') or [])} {element.get('id') or ''}".lower()
    if HIDDEN_NAMES & set(names.split()) or _is_hidden(element):
        return True
    words = set(re.split(r"[\s_-]+", names))
    titled = any(not _is_site_name(heading) for heading in element.find_all(["h1", "h2"]))
    return bool(NOISE_NAMES & words) or ("header" in words and not titled)


def _is_site_name(heading: Tag) -> bool:
    """Whether a heading is the site's name rather than an article's: it leads home, or is called so."""
    link = heading.find("a") or heading.find_parent("a")
    names = f"{' '.join(heading.get('class') or [])} {heading.get('id') or ''}".lower()
    home = isinstance(link, Tag) and HOME.fullmatch(str(link.get("href") or "#")) is not None
    return home or bool(SITE_NAMES & set(re.split(r"[\s_-]+", names))) or "site-name" in names or "site-title" in names


def _is_hidden(element: Tag) -> bool:
    """Not shown to readers; a long hidden text is rather the tab of another language."""
    style = str(element.get("style") or "").replace(" ", "").lower()
    hidden = "display:none" in style or "visibility:hidden" in style or element.has_attr("hidden")
    return hidden and len(_text(element).split()) < 25


def _holds_article(element: Tag, total: int) -> bool:
    """Whether taking the element out would take the article with it."""
    if any(not _is_site_name(heading) for heading in element.find_all("h1")) or element.find(attrs={"itemprop": "articleBody"}) is not None:
        return element.name not in ("nav", "footer", "aside")
    return weigh(element).total > 0.4 * total


def _remove_teasers(soup: BeautifulSoup) -> list[tuple[Tag, Tag]]:
    """Take out links to other articles: two or more alike, each with a linked heading and few words."""
    groups: dict[tuple[int, str], list[Tag]] = {}
    for heading in soup.find_all(["h2", "h3", "h4", "h5"]):
        link = heading.find("a") or heading.find_parent("a")
        if link is None or (heading.find("a") and len(_text(heading.find("a")).split()) < len(_text(heading).split())):
            continue
        box = heading
        while (
            box.parent is not None
            and box.parent.name not in ("body", "main", "html")
            and len(_text(box.parent).split()) <= TEASER_WORDS
        ):
            box = box.parent
            if _like(box):
                break
        if box.parent is not None and _like(box):
            groups.setdefault((id(box.parent), box.name), []).append(box)
    taken = []
    for boxes in (boxes for boxes in groups.values() if len(boxes) > 1):
        taken += [(box, box.parent) for box in boxes if box.parent is not None]
    for box, _ in taken:
        box.extract()
    return taken


def _like(box: Tag) -> bool:
    """Whether an element has brothers of its own kind that hold linked headings too."""
    brothers = [other for other in box.find_next_siblings(box.name) + box.find_previous_siblings(box.name)]
    return box.name not in ("h2", "h3", "h4", "h5", "a") and any(
        other.find(["h2", "h3", "h4", "h5"]) for other in brothers
    )


def _top(soup: BeautifulSoup, weights: Weights) -> Tag:
    """Where to look: the page's own main element if most of the prose is in it, else the whole page."""
    for name, attributes in (("main", {}), (True, {"role": "main"}), ("body", {})):
        element = soup.find(name, attrs=attributes)
        if isinstance(element, Tag) and weights.prose.get(id(element), 0) >= 0.5 * weights.total:
            return element
    return soup


def _main_heading(top: Tag, title: str) -> Tag | None:
    """The article's own title: what repeats the title in the page's head, or else the first of the highest headings."""
    same = [heading for heading in top.find_all(["h1", "h2", "h3", "p", "div"]) if title and _text(heading) == title]
    headings = [heading for heading in top.find_all("h1") if _text(heading) and not _is_site_name(heading)]
    return next(iter(same[-1:] or headings), None)


def _deeper(root: Tag, heading: Tag | None, weights: Weights) -> Tag | None:
    """The one child that still has the main heading and nearly all prose; where no heading is known, a line before it
    may be the title and must not be cut off."""
    for child in _children(root):
        enough = weights.total and weights.prose.get(id(child), 0) >= SHARE_OF_PROSE * weights.prose.get(id(root), 0)
        if not enough or weights.own.get(id(child)) is not None or (heading is not None and not _within(heading, child)):
            continue
        titled = heading is not None or not any(_may_be_title(block, weights) for block in _before(child, root, weights))
        return child if titled else None
    return None


def _before(child: Tag, root: Tag, weights: Weights) -> Iterator[Tag]:
    """The blocks of the root that stand before one of its children."""
    for block in weights.blocks:
        if _within(block, child):
            return
        if _within(block, root):
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


def _within(element: Tag, root: Tag) -> bool:
    return element is root or any(parent is root for parent in element.parents)


def _text(element: Tag | None) -> str:
    return " ".join(clean(element.get_text(" ")).split()) if element is not None else ""


def _own_text(element: Tag, weights: Weights) -> str:
    """The text of an element without that of blocks inside it that are told by themselves."""
    if id(element) not in weights.own:
        return _text(element)
    strings = (string for string in element.find_all(string=True) if _block_of(string)[0] is element)
    return " ".join(clean(" ".join(strings)).split())


def _filled(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(text for text in texts if text)

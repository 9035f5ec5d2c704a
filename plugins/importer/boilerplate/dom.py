"""The article among a saved page's menus, banners, teasers and footers."""

from __future__ import annotations

import itertools
import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib.resources import files

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

from plugins.importer.document import clean

SHARE_OF_PROSE = 0.97
# An element that the page itself calls its one article may leave more outside, such as words about the author.
SHARE_OF_ARTICLE = 0.75
# And the cell of a table that lays out the page.
SHARE_OF_CELL = 0.9
TITLE_WORDS = 30


@dataclass(frozen=True)
class FoundArticle:
    """The element that holds the article; the texts that were taken out of it, the sentences left outside it, and all
    the menus and links around it. `path` are the links that lead to the page, such as "Home", "News" and "Local"."""

    root: Tag
    inside: tuple[str, ...]
    outside: tuple[str, ...]
    around: str
    path: tuple[str, ...] = ()

    @property
    def left_anything(self) -> bool:
        """Whether the page has more than its article, so that a line of it may have been missed."""
        return bool(self.inside or self.outside or self.around)


def find_article(soup: BeautifulSoup, title: str, is_fact: Callable[[str], bool]) -> FoundArticle:
    """The article of a page; `title` is what its head says, `is_fact` tells whether a short text is a label, a date
    or a goal."""
    keep_folded_headings(soup)
    removed = [*remove_noise(soup, is_fact), *remove_teasers(soup)]
    weights = weigh(soup)
    top = _top(soup, weights)
    heading = _main_heading(top, title)
    if heading is not None and any(counts(weights.own[id(block)]) for block in _blocks_before(heading, top, weights)):
        # The head may say the title of the second text; that of the first one must not be cut off.
        heading = None
    root = top
    while deeper := _child_with_article(root, heading, weights):
        root = deeper
    root = _widen(root, top, is_fact)
    _take_facts_along(root, weights, is_fact)
    inside = [text_of(element) for element, parent in removed if is_within(parent, root)]
    beyond = [element for element, parent in removed if not is_within(parent, root)]
    beyond += [block for block in weights.blocks if not is_within(block, root)]
    outside = [text_of(element) for element in beyond if _has_sentences(element)]
    around = [_own_text(element, weights) for element in beyond if not _has_sentences(element)]
    texts = (_drop_empty(inside), _drop_empty(outside), " · ".join(_drop_empty(around)))
    return FoundArticle(root, *texts, _read_path([element for element, _ in removed]))


def _read_path(removed: Sequence[Tag]) -> tuple[str, ...]:
    """The links of the rows of links among what was taken out that lead to the page."""
    rows = [element for element in removed if PATH_NAMES & set(NAME_PARTS.split(_names(element)))]
    return tuple(text_of(link) for row in rows for link in row.find_all(["a", "span", "li"]) if text_of(link))


def keep_folded_headings(soup: BeautifulSoup) -> None:
    """Make headings of the buttons that unfold a part of the text, so that they are not taken for buttons of the
    page."""
    for button in soup.find_all("button"):
        if button.find_parent([*HEADINGS, "h1", "h6"]) is not None:
            button.unwrap()
        elif FOLDING_NAMES & set(NAME_PARTS.split(_names(button))) or _unfolds_text(button):
            button.name = "h4"


def _unfolds_text(button: Tag) -> bool:
    """Whether a button says that it unfolds something, and prose follows it."""
    following = button.find_next_sibling()
    if not isinstance(following, Tag) or len(text_of(button).split()) <= 2:
        return False
    return button.has_attr("aria-expanded") and weigh(following).total > 0


def _has_sentences(element: Tag) -> bool:
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
        weights.prose.get(id(other), 0) and not is_within(other, element) and not is_within(element, other)
        for other in marked
    )


def _main_heading(top: Tag, title: str) -> Tag | None:
    """The article's own title: what repeats the title in the page's head, or else the first of the highest headings."""
    same = [heading for heading in top.find_all(["h1", "h2", "h3", "p", "div"]) if title and text_of(heading) == title]
    headings = [heading for heading in top.find_all("h1") if text_of(heading) and not is_site_name(heading)]
    return next(iter(same[-1:] or headings), None)


def _child_with_article(root: Tag, heading: Tag | None, weights: Weights) -> Tag | None:
    """The one child that still has the main heading and nearly all prose; where no heading is known, a line before it
    may be the title and must not be cut off."""
    for child in _children(root):
        named = child.name == "article" and heading is not None and root.find_all("article") == [child]
        share = SHARE_OF_ARTICLE if named else SHARE_OF_PROSE
        whole = weights.prose.get(id(root), 0)
        has = weights.prose.get(id(child), 0) / whole if whole else 1.0
        if child.name == "td" and SHARE_OF_CELL <= has < share:
            # An address below the text is none of it.
            share = SHARE_OF_CELL
        enough = weights.total and has >= share
        paragraph = id(child) in weights.own and child.find("br") is None
        if not enough or paragraph or (heading is not None and not is_within(heading, child)):
            continue
        titled = heading is not None or not any(
            _may_be_title(block, weights) for block in _blocks_before(child, root, weights)
        )
        return child if titled else None
    return None


def _blocks_before(child: Tag, root: Tag, weights: Weights) -> Iterator[Tag]:
    """Yield the blocks of the root that stand before one of its children."""
    for block in weights.blocks:
        if is_within(block, child):
            return
        if is_within(block, root):
            yield block


def _children(root: Tag) -> list[Tag]:
    """The elements to look into: those directly below, and the cells of a table that only lays out the page."""
    found = [child for child in root.children if isinstance(child, Tag) and child.name in CONTAINERS]
    tables = [child for child in root.children if isinstance(child, Tag) and child.name == "table"]
    return found + [cell for table in tables for cell in table.find_all("td") if cell.find_parent("table") is table]


def _may_be_title(block: Tag, weights: Weights) -> bool:
    words, linked = weights.own[id(block)]
    return words <= TITLE_WORDS and linked < words


def _widen(root: Tag, top: Tag, is_fact: Callable[[str], bool]) -> Tag:
    """Widen the root to the element that adds nothing but labels, dates and goals."""
    while root is not top and root.parent is not None:
        around = [child for child in root.parent.children if child is not root]
        texts = [line.strip() for child in around for line in clean(child.get_text("\n")).split("\n") if line.strip()]
        if not all(is_fact(text) for text in texts):
            break
        root = root.parent
    return root


def _take_facts_along(root: Tag, weights: Weights, is_fact: Callable[[str], bool]) -> None:
    """Move labels and dates that stand above the root, in the same main element, to its top."""
    scope = root.find_parent(["main", "article"])
    if scope is None:
        return
    lines = [line for line in _blocks_before(root, scope, weights) if line.find(sorted(CONTAINERS)) is None]
    for line in reversed(lines):
        words, linked = weights.own[id(line)]
        if linked < words and is_fact(text_of(line)):
            root.insert(0, line.extract())


def _own_text(element: Tag, weights: Weights) -> str:
    """The text of an element without that of blocks inside it that are returned separately."""
    if id(element) not in weights.own:
        return text_of(element)
    strings = (string for string in element.find_all(string=True) if block_of(string)[0] is element)
    return " ".join(clean(" ".join(strings)).split())


def _drop_empty(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(text for text in texts if text)


HOME = re.compile(r"(?:https?://[^/]+)?/?(?:index\.\w+)?|#")
NUMBER = re.compile(r"\d")
# "templateHeader" is called as "template-header" is.
CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")
NAME_PARTS = re.compile(r"[\s_-]+")
HEADINGS = ["h2", "h3", "h4", "h5"]
TEASER_WORDS = 90
TEASER_BOXES = frozenset({"div", "li", "article", "section", "td", "tr"})
TAB_WORDS = 25
PATH_NAMES = frozenset({"breadcrumb", "breadcrumbs", "crumbs", "pathway"})
LABEL_WORDS = 15
LABEL_LETTERS = 120
FORM_WORDS = 50
TITLE_BOXES = frozenset({"div", "section", "header", "hgroup"})
FOLDING_NAMES = frozenset({"accordion", "collapsible", "collapse"})
# Icons of more goals than these are a list of all goals.
MOST_ICONS = 8
# A link to the top of its page has so few words, and so many words of text above it; above the top are hardly any.
LONGEST_JUMP, TEXT_BEFORE, WORDS_ON_TOP = 6, 40, 4
LINE_ENDS = frozenset({"br", "p", "div", "table", "hr", "ul", "ol", *HEADINGS})


def remove_noise(soup: BeautifulSoup, is_fact: Callable[[str], bool]) -> Iterator[tuple[Tag, Tag]]:
    """Take out, from the top down, every element whose tag, role or class says that it is no text."""
    total = max(weigh(soup).total, 1)
    framing = _boxes_around_forms(soup)
    pending = [child for child in soup.children if isinstance(child, Tag)]
    while pending:
        element = pending.pop()
        parent = element.parent
        noise = id(element) in framing or _is_noise(element) or _leads_to_top(element)
        noise = noise and not _is_label(element, is_fact)
        if parent is not None and noise and not _holds_article(element, total):
            element.insert_before(" ")
            yield element.extract(), parent
        else:
            pending += [child for child in element.children if isinstance(child, Tag)]


def _is_label(element: Tag, is_fact: Callable[[str], bool]) -> bool:
    """Whether a small element within the article only says labels, dates or goals, whatever it is called."""
    own = element.name == "footer" or (element.name == "nav" and element.find("a") is None)
    own = own and element.find_parent("article") is not None
    if element.name in ("nav", "footer", "aside", "form", "button") and not own:
        return False
    text = text_of(element)
    if len(text) >= LABEL_LETTERS or len(text.split()) > LABEL_WORDS or element.find_parent(["nav", "footer"]):
        return False
    # The descriptions of images, which may be icons of goals.
    icons = [text for image in element.find_all("img") if (text := str(image.get("alt") or "").strip())]
    if 0 < len(icons) <= MOST_ICONS and all(map(is_fact, icons)):
        return True
    if not text or not is_fact(text):
        return False
    # A menu has no date.
    dated = NUMBER.search(text) is not None
    return dated or element.find_parent(["article", "main"]) is not None or _is_beside_title(element)


def _is_beside_title(element: Tag) -> bool:
    """Whether an element stands beside the title, in a small box with the heading and a few more words."""
    for box in itertools.islice(element.parents, 2):
        if box.name not in TITLE_BOXES:
            continue
        titles = [heading for heading in box.find_all(["h1", *HEADINGS]) if not is_site_name(heading)]
        if titles:
            return len(text_of(box).split()) <= TITLE_WORDS + LABEL_WORDS
    return False


def _leads_to_top(element: Tag) -> bool:
    """Whether an element is a link of a few words, by itself on its line and below text, to the top of its page, as to
    "#top" or to a place above all text."""
    href, box = str(element.get("href") or ""), element.parent
    if element.name != "a" or not href.startswith("#") or box is None or box.name in ("li", "h1", *HEADINGS):
        return False
    text = text_of(element)
    if (
        not 0 < len(text.split()) <= LONGEST_JUMP
        or not _is_line(element)
        or not _has_words_before(element, TEXT_BEFORE)
    ):
        return False
    target = href[1:].lower()
    if target in ("", "top"):
        return True
    names = re.compile(rf"^{re.escape(target)}$", re.IGNORECASE)
    place = element.find_previous(id=names) or element.find_previous(attrs={"name": names})
    return place is not None and not _has_words_before(place, WORDS_ON_TOP)


def _is_line(element: Tag) -> bool:
    """Whether nothing stands beside an element on its line."""
    for sides in (element.previous_siblings, element.next_siblings):
        for one in sides:
            if isinstance(one, Tag) and one.name in LINE_ENDS:
                break
            if (text_of(one) if isinstance(one, Tag) else str(one)).strip(" \t\r\n\xa0|[]()^↑-"):
                return False
    return True


def _has_words_before(element: Tag, most: int) -> bool:
    """Whether so many words of the page stand before an element."""
    count = 0
    for text in element.find_all_previous(string=True):
        count += len(text.split())
        if count >= most:
            return True
    return False


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
    if HIDDEN_NAMES & set(names.split()) or NOISE_PARTS.search(names):
        return True
    if _is_hidden(element):
        return True
    words = set(NAME_PARTS.split(names))
    named = NOISE_NAMES & words
    lead = (named or "header" in words) and named <= TEASER_NAMES and _is_lead(element)
    if named or lead:
        return not lead and not (named <= SHARED_NAMES and element.find("blockquote") is not None)
    if "header" in words and element.find(["a", "img", "ul"]) is None and not element.find(["h1", "h2"]):
        # A few words without links are what an article says of itself.
        return len(text_of(element).split()) > LABEL_WORDS
    return "header" in words and all(map(is_site_name, element.find_all(["h1", "h2"])))


def _is_lead(element: Tag) -> bool:
    """Whether an element that is called a teaser is the lead of the article: a sentence or more without a link, below a
    heading and above text."""
    if element.find("a") is not None or element.find(["h1", *HEADINGS]) is not None or not weigh(element).total:
        return False
    above = any(one.name in HEADINGS or one.find(["h1", *HEADINGS]) for one in element.find_previous_siblings(True))
    above = above or element.find_previous_sibling("h1") is not None
    return above and any(weigh(one).total for one in element.find_next_siblings(True))


def _boxes_around_forms(soup: BeautifulSoup) -> frozenset[int]:
    """The `id` of each box of a few words around a form, such as one to subscribe to news, or around the choices of a
    poll."""
    labels = Counter(id(box) for label in soup.find_all("label") for box in label.parents)
    boxes = {id(box): box for part in soup.find_all(["form", "label"]) for box in part.parents}
    forms = {id(box) for form in soup.find_all("form") for box in form.parents}
    framing = [box for place, box in boxes.items() if place in forms or labels[place] > 1]
    framing = [box for box in framing if box.name in ("div", "section") and box.find("h1") is None]
    return frozenset(id(box) for box in framing if len(text_of(box).split()) <= FORM_WORDS)


def _names(element: Tag) -> str:
    names = f"{' '.join(element.get('class') or [])} {element.get('id') or ''}"
    apart = CAPITAL.sub("-", names)
    return names.lower() if apart == names else f"{names} {apart}".lower()


def is_site_name(heading: Tag) -> bool:
    """Whether a heading is the site's name rather than an article's: it leads home."""
    link = heading.find("a") or heading.find_parent("a")
    return isinstance(link, Tag) and HOME.fullmatch(str(link.get("href") or "#")) is not None


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
    """Take out links to other articles: two or more brothers of one kind, each a few words that a link opens, or that
    have links to one page alone."""
    found: dict[int, Tag] = {}
    seen: dict[int, bool] = {}

    def is_teaser(box: Tag) -> bool:
        if id(box) not in seen:
            seen[id(box)] = _is_teaser(box)
        return seen[id(box)]

    for link in soup.find_all("a"):
        for box in link.parents:
            if id(box) in found or len(text_of(box).split()) > TEASER_WORDS:
                break
            if is_teaser(box) and any(map(is_teaser, _brothers(box))):
                found[id(box)] = box
                break
    boxes = [box for box in found.values() if not any(id(parent) in found for parent in box.parents)]
    taken = [(box, box.parent) for box in boxes if box.parent is not None]
    for box, _ in taken:
        box.extract()
    return taken


def _brothers(box: Tag) -> list[Tag]:
    return [*box.find_previous_siblings(box.name), *box.find_next_siblings(box.name)]


def _is_teaser(box: Tag) -> bool:
    """Whether a box of a few words, and no quotation, leads to another page."""
    links = [(link, str(link.get("href") or "#")) for link in box.find_all("a")]
    leads = [link for link, href in links if not href.startswith(("#", "mailto:", "tel:"))]
    title = next((link for link in leads if len(text_of(link).split()) > 1), None)
    if box.name not in TEASER_BOXES or title is None or box.find(["h1", "blockquote"]) is not None:
        return False
    few = len(text_of(box).split()) <= TEASER_WORDS
    one_page = len(links) > 1 and len({href for _, href in links}) == 1
    return few and (one_page or _opens_with_link(box, title))


def _opens_with_link(box: Tag, link: Tag) -> bool:
    """Whether a box begins with a link, which is a block by itself, and has a few more words, or blocks in the link."""
    first = next((string for string in box.find_all(string=True) if string.strip()), None)
    if first is None or not _is_inside(first, link):
        return False
    line = block_of(first)[0]
    own = [string for string in line.find_all(string=True) if string.strip() and block_of(string)[0] is line]
    more = text_of(box) != text_of(link) or link.find(sorted(BLOCKS)) is not None
    return more and all(_is_inside(string, link) for string in own)


def _is_inside(string: NavigableString, link: Tag) -> bool:
    return any(parent is link for parent in string.parents)


PROSE_WORDS, LINKED = 8, 0.5
SEPARATOR = re.compile(r"[|·•/»›>–—-]+")


@dataclass
class Weights:
    """Words and linked words of each block by `id`, and the prose in and below each element."""

    own: dict[int, list[int]] = field(default_factory=dict)
    blocks: list[Tag] = field(default_factory=list)
    prose: dict[int, int] = field(default_factory=dict)
    total: int = 0


def weigh(soup: Tag) -> Weights:
    """The weights of all blocks below an element."""
    weights = Weights()
    for string in soup.find_all(string=True):
        if type(string) is not NavigableString or not (count := _count_words(string)):
            continue
        block, linked = block_of(string)
        if id(block) not in weights.own:
            weights.own[id(block)] = [0, 0]
            weights.blocks.append(block)
        weights.own[id(block)][0] += count
        weights.own[id(block)][1] += count if linked else 0
    for block in weights.blocks:
        if counts(weights.own[id(block)]):
            words = weights.own[id(block)][0]
            weights.total += words
            for element in (block, *block.parents):
                weights.prose[id(element)] = weights.prose.get(id(element), 0) + words
    return weights


def _count_words(text: str) -> int:
    """How many words a text has; the strokes and dots between the links of a row are none."""
    words = text.split()
    return len(words) if len(words) > 2 else sum(not SEPARATOR.fullmatch(word) for word in words)


def block_of(string: NavigableString) -> tuple[Tag, bool]:
    """The nearest block around a text, and whether the text is in a link."""
    linked = False
    element = string.parent
    assert element is not None
    while element.name not in BLOCKS and element.parent is not None:
        linked = linked or element.name == "a"
        element = element.parent
    return element, linked


def counts(words: list[int]) -> bool:
    """Whether a block with so many words and linked words is prose."""
    return words[0] >= PROSE_WORDS and words[1] < LINKED * words[0]


def is_within(element: Tag, root: Tag) -> bool:
    """Whether an element is the root or below it."""
    return element is root or any(parent is root for parent in element.parents)


def text_of(element: Tag | None) -> str:
    """The text of an element on one line."""
    return " ".join(clean(element.get_text(" ")).split()) if element is not None else ""


_TABLE: dict[str, str] = tomllib.loads(files("plugins.importer").joinpath("boilerplate/markup.toml").read_text("utf-8"))


def read_names(key: str) -> tuple[str, ...]:
    """The names in a list of `markup.toml`, in order."""
    return tuple(_TABLE[key].split())


def _read_list(key: str) -> frozenset[str]:
    return frozenset(read_names(key))


BLOCKS, INLINE = _read_list("blocks"), _read_list("inline")
CONTAINERS, KEPT = _read_list("containers"), _read_list("kept")
ALLOWED, DROPPED = _read_list("allowed"), _read_list("dropped")
NOISE, NOISE_ROLES, NOISE_NAMES = _read_list("noise"), _read_list("noise_roles"), _read_list("noise_names")
HIDDEN_NAMES = _read_list("hidden_names")
# With the name of a theme before it, or of a part behind it: "elementor-author-box", "author-box__bio".
NOISE_PARTS = re.compile(rf"(?<![^\W_])(?:{'|'.join(map(re.escape, sorted(_read_list('noise_classes'))))})(?![^\W_])")
TEASER_NAMES = frozenset({"teaser", "teasers", "promo"})
# A quotation in an element of such a name is a post that the author shows.
SHARED_NAMES = frozenset({"social", "socials"})

"""What is no article in a saved page: menus, banners, teasers and footers."""

from __future__ import annotations

import itertools
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator
from importlib.resources import files

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

from plugins.importer.document import clean

TITLE_WORDS = 30
# The least shares of a page's text of an element that the page itself calls its article, which may leave out words
# about the author, and of the cell of a table that lays out the page.
SHARE_OF_ARTICLE, SHARE_OF_CELL = 0.75, 0.9


def take_out_noise(soup: BeautifulSoup, is_fact: Callable[[str], bool]) -> list[Tag]:
    """Take out of a page its menus, banners, teasers and footers, and return them in order; `is_fact` tells whether a
    short text is a label, a date or a goal."""
    keep_folded_headings(soup)
    return [*remove_noise(soup, is_fact), *remove_teasers(soup), *remove_around(soup, is_fact)]


def remove_around(soup: BeautifulSoup, is_fact: Callable[[str], bool]) -> list[Tag]:
    """Take out what stands around the box of the article: around the one element that the page calls so, or around the
    cell with the text of a table that lays out the page; labels and dates stay."""
    total = max(prose_of(soup), 1)
    articles = soup.find_all("article")
    called = len(articles) == 1 and articles[0].find("h1") is not None
    called = called and prose_of(articles[0]) >= SHARE_OF_ARTICLE * total
    cells = [cell for cell in soup.find_all("td") if prose_of(cell) >= SHARE_OF_CELL * total]
    parts = [part for box in (articles if called else cells[-1:]) for part in (box, *box.parents)]
    above, below = (
        [
            element
            for part in parts
            for element in getattr(part, side)
            if isinstance(element, Tag) and not is_fact(text_of(element))
        ]
        for side in ("previous_siblings", "next_siblings")
    )
    # A line above a cell that is no link may be the title.
    linked = all(text_of(element) == " ".join(map(text_of, element.find_all("a"))) for element in above)
    return [element.extract() for element in (*reversed(above), *below)] if called or linked else []


def read_path(removed: Iterable[Tag]) -> tuple[str, ...]:
    """The names of the pages that lead to the page, such as "Home", "News" and "Local", of the rows of them among what
    was taken out."""
    rows = [element for element in removed if PATH_NAMES & set(NAME_PARTS.split(_names(element)))]
    return tuple(name for row in rows for name in PATH_JOINT.split(row.get_text("|")) if name)


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
    return button.has_attr("aria-expanded") and isinstance(following, Tag) and prose_of(following) > 0


HOME = re.compile(r"(?:https?://[^/]+)?/?(?:index\.\w+)?|#")
NUMBER = re.compile(r"\d")
# "templateHeader" is called as "template-header" is.
CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")
NAME_PARTS = re.compile(r"[\s_-]+")
HEADINGS = ["h2", "h3", "h4", "h5"]
TEASER_WORDS = 90
TEASER_BOXES = frozenset({"div", "li", "article", "section", "td", "tr"})
TAB_WORDS = 25
PATH_JOINT = re.compile(r"\s*(?:[»›>→|\\]|\s/\s|::)\s*")
PATH_NAMES = frozenset({"breadcrumb", "breadcrumbs", "crumbs", "pathway"})
LABEL_WORDS = 15
FORM_WORDS = 50
FOLDING_NAMES = frozenset({"accordion", "collapsible", "collapse"})
# Icons of more goals than these are a list of all goals.
MOST_ICONS = 8

# A link to the top of its page has so few words, and so many words of text above it; above the top are hardly any.
LONGEST_JUMP, TEXT_BEFORE, WORDS_ON_TOP = 6, 40, 4


def remove_noise(soup: BeautifulSoup, is_fact: Callable[[str], bool]) -> Iterator[Tag]:
    """Take out, from the top down, every element whose tag, role or class says that it is no text."""
    total = max(prose_of(soup), 1)
    framing = _boxes_around_forms(soup)
    pending = [child for child in soup.children if isinstance(child, Tag)]
    while pending:
        element = pending.pop()
        noise = id(element) in framing or _is_noise(element) or _leads_to_top(element)
        noise = noise and not _is_label(element, is_fact)
        if noise and not _holds_article(element, total):
            element.insert_before(" ")
            yield element.extract()
        else:
            pending += [child for child in element.children if isinstance(child, Tag)]


def _is_label(element: Tag, is_fact: Callable[[str], bool]) -> bool:
    """Whether a small element within the article only says labels, dates or goals, whatever it is called."""
    own = element.name == "footer" or (element.name == "nav" and element.find("a") is None)
    if element.name in ("nav", "footer", "aside", "form", "button") and not (own and element.find_parent("article")):
        return False
    text = text_of(element)
    # The descriptions of images, which may be icons of goals.
    icons = [text for image in element.find_all("img") if (text := attribute(image, "alt").strip())]
    if 0 < len(icons) <= MOST_ICONS and all(map(is_fact, icons)):
        return True
    # A menu has no date.
    placed = NUMBER.search(text) or element.find_parent(["article", "main"]) is not None or _is_beside_title(element)
    return bool(text and placed) and is_fact(text)


def _is_beside_title(element: Tag) -> bool:
    """Whether an element stands beside the title, in a small box with the heading and a few more words."""
    titled = (box for box in itertools.islice(element.parents, 2) if box.find(["h1", *HEADINGS]) is not None)
    return any(len(text_of(box).split()) <= TITLE_WORDS + LABEL_WORDS for box in titled)


def _leads_to_top(element: Tag) -> bool:
    """Whether an element is a link of a few words, by itself in its block and below text, to the top of its page, as to
    "#top" or to a place above all text."""
    href = attribute(element, "href")
    if element.name != "a" or not href.startswith("#"):
        return False
    block = element.find_parent(sorted(BLOCKS))
    if block is None or block.name in ("li", "h1", *HEADINGS):
        return False
    text = text_of(element)
    alone = text_of(block).strip("|[]()^↑- ") == text.strip("|[]()^↑- ")
    if not 0 < len(text.split()) <= LONGEST_JUMP or not alone or _words_before(element) < TEXT_BEFORE:
        return False
    names = re.compile(rf"^{re.escape(href[1:])}$", re.IGNORECASE)
    place = element.find_previous(id=names) or element.find_previous(attrs={"name": names})
    return href.lower() in ("#", "#top") or (place is not None and _words_before(place) < WORDS_ON_TOP)


def _words_before(element: Tag) -> int:
    return sum(len(text.split()) for text in element.find_all_previous(string=True))


def _is_noise(element: Tag) -> bool:
    """Whether the tag, the role or the names of an element say that it is no text, or it is hidden."""
    if element.name in KEPT:
        return False
    names = _names(element)
    words = set(NAME_PARTS.split(names))
    named, header = NOISE_NAMES & words, "header" in words
    if element.name == "aside" and element.find_parent("article") and element.find("a") is None:
        return bool(named)
    tagged = element.name in NOISE or attribute(element, "role") in NOISE_ROLES
    tagged = tagged or (element.name == "header" and not element.find_parent(["article", "main"]))
    if tagged or NOISE_PARTS.search(names) or _is_hidden(element):
        return True
    if (named or header) and named <= TEASER_NAMES and _is_lead(element):
        return False
    if named:
        return not (named <= SHARED_NAMES and element.find("blockquote") is not None)
    titles = element.find_all(["h1", "h2"]) if header else []
    if header and not titles and element.find(["a", "img", "ul"]) is None:
        # A few words without links are what an article says of itself.
        return len(text_of(element).split()) > LABEL_WORDS
    return header and all(map(is_site_name, titles))


def _is_lead(element: Tag) -> bool:
    """Whether an element that is called a teaser is the lead of the article: a sentence or more without a link."""
    return element.find(["a", "h1", *HEADINGS]) is None and prose_of(element) > 0


def _boxes_around_forms(soup: BeautifulSoup) -> frozenset[int]:
    """The `id` of each box of a few words around a form, such as one to subscribe to news, or around the choices of a
    poll."""
    boxes = [box for part in soup.find_all(["form", "label"]) for box in part.find_parents(["div", "section"])]
    framing = [box for box in boxes if box.find("h1") is None and len(text_of(box).split()) <= FORM_WORDS]
    return frozenset(map(id, framing))


def _names(element: Tag) -> str:
    names = f"{attribute(element, 'class')} {attribute(element, 'id')}"
    apart = CAPITAL.sub("-", names)
    return names.lower() if apart == names else f"{names} {apart}".lower()


def is_site_name(heading: Tag) -> bool:
    """Whether a heading is the site's name rather than an article's: it leads home."""
    link = heading.find("a") or heading.find_parent("a")
    return isinstance(link, Tag) and HOME.fullmatch(str(link.get("href") or "#")) is not None


def _is_hidden(element: Tag) -> bool:
    """Not shown to readers; a long hidden text is rather the tab of another language."""
    hidden = "display:none" in style_of(element) or "visibility:hidden" in style_of(element)
    hidden = hidden or element.has_attr("hidden")
    return hidden and len(text_of(element).split()) < TAB_WORDS


def _holds_article(element: Tag, total: int) -> bool:
    """Whether taking the element out would take the article with it."""
    titles = [heading for heading in element.find_all("h1") if not is_site_name(heading)]
    if titles or element.find(itemprop="articleBody") is not None:
        return element.name not in ("nav", "footer", "aside")
    return prose_of(element) > 0.4 * total


def remove_teasers(soup: BeautifulSoup) -> list[Tag]:
    """Take out links to other articles: two or more brothers of one kind, each a few words that a link opens, or that
    have links to one page alone."""
    teasers: dict[int, Tag] = {}
    seen: dict[int, bool] = {}

    def is_teaser(box: Tag) -> bool:
        if id(box) not in seen:
            seen[id(box)] = _is_teaser(box)
        return seen[id(box)]

    for link in soup.find_all("a"):
        few = itertools.takewhile(_has_few_words, link.parents)
        for box in itertools.takewhile(lambda box: id(box) not in teasers, few):
            brothers = itertools.chain(box.previous_siblings, box.next_siblings)
            alike = (brother for brother in brothers if isinstance(brother, Tag) and brother.name == box.name)
            if is_teaser(box) and any(map(is_teaser, alike)):
                teasers[id(box)] = box
                break
    return [box.extract() for box in teasers.values()]


def _has_few_words(box: Tag) -> bool:
    """Whether a box has no more words than a teaser: of a whole page only its beginning is read."""
    counts = itertools.accumulate(len(clean(string).split()) for string in box.strings)
    return all(count <= TEASER_WORDS for count in counts)


def _is_teaser(box: Tag) -> bool:
    """Whether a box of a few words, and no quotation, leads to another page."""
    links = [(link, attribute(link, "href") or "#") for link in box.find_all("a")]
    leads = [link for link, href in links if not href.startswith(("#", "mailto:", "tel:"))]
    title = next((link for link in leads if len(text_of(link).split()) > 1), None)
    if box.name not in TEASER_BOXES or title is None or box.find(["h1", "blockquote"]) is not None:
        return False
    few = _has_few_words(box)
    one_page = len(links) > 1 and len({href for _, href in links}) == 1
    return few and (one_page or _opens_with_link(box, title))


def _opens_with_link(box: Tag, link: Tag) -> bool:
    """Whether a box begins with a link, which is a block by itself, and has a few more words, or blocks in the link."""
    first = next(string for string in box.find_all(string=True) if string.strip())
    line = block_of(first)[0]
    own = [string for string in line.find_all(string=True) if string.strip() and block_of(string)[0] is line]
    more = text_of(box) != text_of(link) or link.find(sorted(BLOCKS)) is not None
    return more and all(_is_inside(string, link) for string in own)


def _is_inside(string: NavigableString, link: Tag) -> bool:
    return any(parent is link for parent in string.parents)


PROSE_WORDS, LINKED = 8, 0.5
SEPARATOR = re.compile(r"[|·•/»›>–—-]+")


def prose_of(element: Tag) -> int:
    """How many words of written text an element has: those of its blocks that have enough words and few links."""
    counts: dict[int, list[int]] = {}
    for string in element.find_all(string=True):
        if count := _count_words(string):
            block, linked = block_of(string)
            own = counts.setdefault(id(block), [0, 0])
            own[0] += count
            own[1] += count if linked else 0
    return sum(words for words, linked in counts.values() if words >= PROSE_WORDS and linked < LINKED * words)


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


def text_of(element: Tag) -> str:
    """The text of an element on one line."""
    return " ".join(clean(element.get_text(" ")).split())


def attribute(element: Tag, name: str) -> str:
    """The value of an attribute, "" where it has none; names of classes have spaces between them."""
    value = element.get(name) or ""
    return " ".join(value) if isinstance(value, list) else str(value)


def style_of(element: Tag) -> str:
    """The style of an element in small letters, without spaces."""
    return attribute(element, "style").replace(" ", "").lower()


_TABLE: dict[str, str] = tomllib.loads(files("plugins.importer").joinpath("boilerplate/markup.toml").read_text("utf-8"))


def read_names(key: str) -> tuple[str, ...]:
    """The names in a list of `markup.toml`, in order."""
    return tuple(_TABLE[key].split())


def _read_list(key: str) -> frozenset[str]:
    return frozenset(read_names(key))


BLOCKS, INLINE = _read_list("blocks"), _read_list("inline")
KEPT = _read_list("kept")
ALLOWED, DROPPED = _read_list("allowed"), _read_list("dropped")
NOISE, NOISE_ROLES, NOISE_NAMES = _read_list("noise"), _read_list("noise_roles"), _read_list("noise_names")
# With the name of a theme before it, or of a part behind it: "elementor-author-box", "author-box__bio".
NOISE_PARTS = re.compile(rf"(?<![^\W_])(?:{'|'.join(map(re.escape, sorted(_read_list('noise_classes'))))})(?![^\W_])")
TEASER_NAMES = frozenset({"teaser", "teasers", "promo"})
# A quotation in an element of such a name is a post that the author shows.
SHARED_NAMES = frozenset({"social", "socials"})

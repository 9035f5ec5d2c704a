"""HTML into a document: made safe, the article found, its elements read as blocks."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from urllib.parse import parse_qs, urljoin, urlsplit

import nh3
from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PageElement

from plugins.importer.boilerplate.dom import (
    ALLOWED,
    DROPPED,
    INLINE,
    attribute,
    read_names,
    read_path,
    style_of,
    take_out_noise,
    text_of,
)
from plugins.importer.boilerplate.second_opinion import find_doubtful, is_worth_it, other_extraction
from plugins.importer.document import (
    SMALL,
    Block,
    Document,
    LeftOut,
    PageHead,
    Picture,
    Run,
    clean,
    cut,
    tidy,
)
from plugins.importer.metadata.dates import Calendar
from plugins.importer.readers.context import ReadingContext
from plugins.importer.readers.head import read_head
from plugins.importer.readers.mail import MessageLines
from plugins.importer.readers.printed import find_placed_lines, read_lines
from plugins.importer.readers.text import SEPARATOR, make_items
from plugins.importer.reasons import Reason
from plugins.importer.writers.markdown import SAFE_SCHEMES

IMAGE_SOURCES = read_names("image_sources")
EVERYWHERE = {"class", "id", "role", "lang", "style", "hidden", "itemprop", "aria-expanded"}
ATTRIBUTES = {
    "*": EVERYWHERE,
    "a": {"href", "name"},
    "img": {"alt", "width", "height", *IMAGE_SOURCES},
    "td": {"colspan"},
    "th": {"colspan"},
    "ol": {"start"},
    "blockquote": {"type"},
    "del": {"cite", "datetime"},
}
# Deeper nesting than this is no page's design, and would exhaust the walk: what is deeper is read without its tags.
DEEPEST = 180
# What is nested deeper is cut before a page is cleaned, which takes time by the square of the depth.
MOST_CLEANED = 2000
ELEMENTS = re.compile(r"<(?P<end>/?)(?!(?:br|hr|img)\b)[a-z][^<>]*>")
# Elements with an end of their own; browsers end the others before the next of their kind.
NESTED = re.compile(
    r"<(?P<end>/?)(?!(?:area|base|br|col|dd|dt|embed|hr|img|input|li|link|meta|option|p|source|td|th|tr|wbr)\b)[a-z][^<>]*>",
    re.IGNORECASE,
)
# Elements of other names that are images and menus, and images for browsers without scripts.
RENAMED = (
    (re.compile(r"<(/?)amp-img\b", re.IGNORECASE), r"<\1img"),
    (re.compile(r"<(/?)amp-sidebar\b", re.IGNORECASE), r"<\1nav"),
    (re.compile(r"<noscript[^>]*>\s*(<img\b[^<>]*>)\s*</noscript>", re.IGNORECASE), r"\1"),
)
SCHEMES = {"http", "https", "mailto", "tel", "data"}
# An address with a scheme, as far as it is shown.
LINK = re.compile(r"\bhref\s{0,9}=\s{0,9}[\"']?\s{0,9}[a-z][a-z0-9+.-]{0,20}:[^\"'<>\s]{0,40}", re.IGNORECASE)


def safe(html: str) -> str:
    """The HTML without scripts, handlers, frames, dangerous addresses, and elements nested deeper than any page has
    them; class and style stay, to find the article by."""
    for name, other in RENAMED:
        html = name.sub(other, html)
    cleaned = nh3.clean(
        cut_deepest(html, NESTED, MOST_CLEANED),
        tags=set(ALLOWED),
        clean_content_tags=set(DROPPED),
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel=None,
    )
    return cut_deepest(cleaned, ELEMENTS, DEEPEST)


def cut_deepest(html: str, elements: re.Pattern[str], most: int) -> str:
    """Replace each tag of some elements that is nested deeper than so many others by a line break."""
    depth = 0

    def cut_tag(tag: re.Match[str]) -> str:
        nonlocal depth
        if tag["end"]:
            depth = max(0, depth - 1)
            return tag[0] if depth < most else "\n"
        depth += 1
        return tag[0] if depth <= most else "\n"

    # Few pages have so many tags at all.
    return elements.sub(cut_tag, html) if html.count("<") > most else html


# By kind what reviewers left in a text: what they wrote beside it, in Word's HTML the marks in the text and the list
# below it, in that of Google Docs the remarks below the text, then their marks in it; and what they deleted, where
# changes are tracked.
REVIEWS = {
    "comments": "[style*='mso-element:comment-list'], .MsoCommentReference, .msocomanchor, "
    "p:has(a[href^='#cmnt_ref']), sup:has(a[href^='#cmnt']), a[href^='#cmnt']",
    "changes": "del[cite], del[datetime]",
}
REASONS = {"comments": Reason.REMARK, "changes": Reason.DELETED}
REVIEWED = re.compile(
    r"MsoComment|#cmnt|mso-element:\s{0,9}comment|<del\s[^<>]{0,500}\b(?:cite|datetime)\s{0,9}=", re.IGNORECASE
)


def take_out(soup: BeautifulSoup, selectors: Mapping[str, str]) -> list[tuple[str, str]]:
    """Take out the elements of each kind; returns the kind and the text of each, in order."""
    taken = []
    for kind, selector in selectors.items():
        for element in soup.select(selector):
            if not element.decomposed:
                taken.append((kind, text_of(element)))
                element.decompose()
    return taken


def read_html(html: str, origin: str, context: ReadingContext, sent: bool = False) -> Document:
    """The page in some HTML; `sent` says that it is a message."""
    head = read_head(html, context.calendar)
    soup = BeautifulSoup(safe(html), "lxml")
    reviewed = take_out(soup, REVIEWS) if REVIEWED.search(html) else []
    reviews = [LeftOut(text, REASONS[kind]) for kind, text in reviewed if text]
    source = " ".join(text for string in soup.find_all(string=True) if (text := clean(str(string))).strip())
    name_notes(soup)
    if placed := find_placed_lines(soup, html, lambda element: BlockReader(head.address).read(element)):
        left_out = [*([LeftOut(rest, Reason.NO_PART)] if (rest := text_of(soup)) else []), *reviews]
        pictures = [picture.src for image in soup.find_all("img") if (picture := picture_of(image))]
        noted = (f"pictures behind the lines of the page were left out: {', '.join(pictures)}",) if pictures else ()
        return Document(origin, tuple(read_lines(placed)), head, tuple(left_out), noted, source=source, sent=sent)
    removed = take_out_noise(soup, context.is_fact)
    head = replace(head, path=read_path(removed))
    blocks = make_items(BlockReader(head.address).read(soup))
    blocks = join_dates(blocks, context.calendar)
    blocks, wrapping = MessageLines(context.own, context.calendar).unwrap_blocks(blocks, sent)
    sent = sent or any(left.reason == Reason.GREETING for left in wrapping)
    if not sent and removed and is_worth_it(blocks):
        doubts = find_doubtful(blocks, other_extraction(html))
        blocks = [replace(block, extraction_doubt=doubts.get(at, "")) for at, block in enumerate(blocks)]
    left_out = [LeftOut(text, Reason.BESIDE_TEXT) for element in removed if (text := text_of(element))]
    left_out += [*wrapping, *reviews]
    notes = tuple(_notes(head, blocks, html))
    return Document(origin, tuple(blocks), head, tuple(left_out), notes, source=source, sent=sent)


def _notes(head: PageHead, blocks: Sequence[Block], html: str) -> Iterator[str]:
    """Notes on a picture of the head that is not in the text, and on links whose addresses are not kept, such as
    scripts."""
    if head.image and not any(block.kind == "image" for block in blocks):
        yield (
            f"the page's head names an image that is not in the text: {head.image}; save it and add it with `Image:` "
            "if it should be shown"
        )
    addresses = [match[0].partition("=")[2].strip(" \n\t\"'") for match in LINK.finditer(html)]
    unkept = [address for address in addresses if not address.lower().startswith(SAFE_SCHEMES)]
    if unkept:
        yield (
            f"{len(unkept)} links do something else than lead to a page, such as {unkept[0]!r}; their words were kept, "
            "and their addresses left out"
        )


def join_blocks(blocks: Sequence[Block], joint: str) -> tuple[Run, ...]:
    """The runs of several blocks, with something between them."""
    return tidy(run for at, block in enumerate(blocks) for run in ((Run(joint),) if at else ()) + block.runs)


def one_block(blocks: Sequence[Block], place: Block) -> list[Block]:
    """The blocks of one list item or note, its paragraphs as lines of it and not each by itself."""
    kind = (place.kind, place.level, place.number)
    own = list(itertools.takewhile(lambda block: (block.kind, block.level, block.number) == kind, blocks))
    return [own[0].with_runs(join_blocks(own, "\n")), *blocks[len(own) :]] if own else list(blocks)


WHOLE = frozenset({"html", "body", "main"})


def with_language(place: Block, element: Tag) -> Block:
    """The place within an element, which may name its language; that of a whole page is often the template's."""
    language = "" if element.name in WHOLE else attribute(element, "lang").partition("-")[0].lower()
    return replace(place, language=language) if language else place


# Elements by what they say of a text, beside bold and italic.
SHIFTS = {"sup": "sup", "sub": "sub", "del": "del", "s": "del", "strike": "del", "code": "code"}
SHIFT_STYLES = (
    (re.compile(r"vertical-align:super\b"), "sup"),
    (re.compile(r"vertical-align:sub\b"), "sub"),
    (re.compile(r"text-decoration(?:-line)?:[^;]*line-through"), "del"),
)
PARAGRAPH = Block("paragraph")
BOLD = re.compile(r"font-weight:(?:bold|[6-9]00)")
# The point or number of a list item in Word's HTML.
WORD_MARK = "mso-list:ignore"
# A link from a picture to its larger version.
PICTURE_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|svg|bmp|tiff?)(?:$|[?#])", re.IGNORECASE)
HEADINGS = {f"h{level}": level for level in range(1, 7)}
PARAGRAPH_BREAK = re.compile(r"\n\s*\n")
DEEPEST_LIST = 5


class BlockReader:
    """Walks an element; relative addresses are completed with `address`, the page's own. A place in the walk is the
    block, yet without words, that its text becomes."""

    def __init__(self, address: str = "") -> None:
        self.address = address
        self.blocks: list[Block] = []
        self.pending: list[Run] = []
        self.pictures: list[Block] = []
        self.gap = False

    def read(self, root: Tag, place: Block = PARAGRAPH) -> list[Block]:
        """The blocks of an element, in order."""
        self._walk(root, Run(""), place)
        self._flush(place)
        return self.blocks

    def _walk(self, element: Tag, style: Run, place: Block) -> None:
        for child in element.children:
            self._node(child, element, style, place)

    def _node(self, node: PageElement, parent: Tag, style: Run, place: Block) -> None:
        if isinstance(node, Tag):
            if is_glued(node):
                self.pending.append(Run("\n"))
            self._element(node, style, with_language(place, node))
        elif type(node) is NavigableString:
            text = clean(str(node))
            self.pending.append(replace(style, text=text if parent.name == "pre" else text.replace("\n", " ")))

    def _element(self, element: Tag, style: Run, place: Block) -> None:
        if element.name == "br":
            self.pending.append(replace(style, text="\n"))
        elif element.name == "img":
            self.pending.append(Run(" "))
            self._image(element, place)
        elif element.name in INLINE:
            self._inline(element, style, place)
        elif element.name == "hr":
            self._flush(place)
            self.blocks.append(Block("rule", quoted=place.quoted))
        else:
            self._flush(place)
            self._block(element, style, place)

    def _inline(self, element: Tag, style: Run, place: Block) -> None:
        css = style_of(element)
        if WORD_MARK in css:
            return
        shift = SHIFTS.get(element.name) or next((name for said, name in SHIFT_STYLES if css and said.search(css)), "")
        inner = Run(
            "",
            bold=style.bold or element.name in ("b", "strong") or BOLD.search(css) is not None,
            italic=style.italic or element.name in ("i", "em", "cite") or "font-style:italic" in css,
            href=self._href(element) if element.name == "a" else style.href,
            shift="note" if element.has_attr(NOTE_MARK) else shift or style.shift,
        )
        self._walk(element, inner, place)

    def _href(self, element: Tag) -> str:
        href = attribute(element, "href").strip()
        return "" if href.startswith("#") else self._complete(unwrap_address(href))

    def _complete(self, address: str) -> str:
        try:
            return urljoin(self.address, address) if self.address and not address.startswith("data:") else address
        except ValueError:
            return address

    def _block(self, element: Tag, style: Run, place: Block) -> None:
        name = element.name
        if name in ("ul", "ol"):
            self._list(element, style, place)
            return
        if name == "table":
            self._table(element, place)
            return
        if name == "figure":
            self._figure(element, style, place)
            return
        if name in HEADINGS:
            place = replace(place, kind="heading", level=HEADINGS[name])
        elif name == "blockquote" and not is_mail_quote(element):
            place = replace(place, kind="quote", quoted=place.quoted + 1)
        elif number := attribute(element, NOTE):
            place = replace(place, kind="note", level=0, number=int(number))
        elif word := list_item(element):
            place = replace(place, kind="item", level=word[0], number=word[1])
        before = len(self.blocks)
        self._walk(element, style, place)
        self._flush(place)
        self.gap = self.gap or (name == "p" and len(self.blocks) == before)
        if name == "div" and place.kind == "note":
            self.blocks[before:] = one_block(self.blocks[before:], place)

    def _list(self, element: Tag, style: Run, place: Block) -> None:
        depth = min(place.level + 1, DEEPEST_LIST) if place.kind == "item" else 0
        number = number_in(element, "start")
        for child in element.children:
            if not isinstance(child, Tag) or child.name != "li":
                self._node(child, element, style, place)
                continue
            item = replace(place, kind="item", level=depth, number=number if element.name == "ol" else 0)
            before = len(self.blocks)
            self._element_of(child, style, item)
            self.blocks[before:] = one_block(self.blocks[before:], item)
            number += 1

    def _element_of(self, element: Tag, style: Run, place: Block) -> None:
        self._flush(place)
        self._walk(element, style, with_language(place, element))
        self._flush(place)

    def _figure(self, element: Tag, style: Run, place: Block) -> None:
        """An image with its caption, or whatever else the figure holds."""
        caption = element.find("figcaption")
        captioned = caption is not None and len(element.find_all("img")) == 1 and element.find("table") is None
        words = BlockReader(self.address).read(caption.extract()) if captioned and caption is not None else []
        before = len(self.blocks)
        self._element_of(element, style, place)
        if words:
            blocks = self.blocks[before:]
            unknown = Block("image", picture=Picture("", ""), language=place.language, quoted=place.quoted)
            image = next((block for block in blocks if block.kind == "image"), unknown)
            self.blocks[before:] = [block for block in blocks if block.kind != "image"]
            self.blocks.append(image.with_runs(join_blocks(words, "\n")))

    def _image(self, element: Tag, place: Block) -> None:
        if picture := picture_of(element):
            anchor = element.find_parent("a")
            href = self._href(anchor) if anchor is not None else ""
            complete = Picture(self._complete(picture.src), picture.alt, "" if PICTURE_FILE.search(href) else href)
            image = Block("image", picture=complete, language=place.language, quoted=place.quoted)
            # An image at the beginning of a paragraph stands before its words, which may be the caption.
            opens = not any(run.text.strip() for run in self.pending)
            if opens:
                self.pending.clear()
            others = self.blocks if opens else self.pictures
            same = others[-1:] and others[-1].picture == complete and not others[-1].runs
            others[len(others) - bool(same) :] = [image]

    def _table(self, element: Tag, place: Block) -> None:
        if (caption := element.find("caption")) is not None:
            self._element_of(caption, Run(""), place)
        rows = [row for row in element.find_all("tr") if row.find_parent("table") is element]
        cells = [row.find_all(["td", "th"], recursive=False) for row in rows]
        headed = bool(cells) and bool(cells[0]) and all(cell.name == "th" for cell in cells[0])
        read = [tuple(part for cell in row for part in self._cell(cell, place)) for row in cells]
        kept = tuple(row for row in read if any(row))
        table = Block("table", rows=kept, headed=headed, language=place.language, quoted=place.quoted)
        if any(len(row) > 1 for row in table.rows):
            self.blocks.append(table)
        else:
            self.blocks += table.parts if table.rows else ()

    def _cell(self, cell: Tag, place: Block) -> list[tuple[Block, ...]]:
        """The cell, followed by empty ones where it spans columns."""
        blocks = BlockReader(self.address).read(cell, Block("paragraph", language=place.language))
        return [tuple(blocks), *[()] * (min(number_in(cell, "colspan"), 20) - 1)]

    def _flush(self, place: Block) -> None:
        """End the current block; an empty line inside it makes two."""
        runs = tidy(self.pending)
        self.pending = []
        text = "".join(run.text for run in runs)
        edges = [0, *(match.end() for match in PARAGRAPH_BREAK.finditer(text)), len(text)]
        for start, end in itertools.pairwise(edges):
            if piece := cut(runs, start, end):
                if place.kind == "heading":
                    # A heading is bold by itself.
                    piece = tidy(replace(run, bold=False) for run in piece)
                block = replace(place, runs=piece, gap=self.gap)
                is_rule = SEPARATOR.fullmatch(block.text) is not None
                self.blocks.append(Block("rule", quoted=place.quoted, gap=self.gap) if is_rule else block)
                self.gap = False
        self.blocks += self.pictures
        self.pictures = []


LONGEST_DATE_PART, MOST_DATE_PARTS = 16, 3
WRAPPED = re.compile(
    r"https?://(?:www\.google\.[a-z.]+/url\?|[\w.-]+\.safelinks\.protection\.outlook\.com/|lm?\.facebook\.com/l\.php\?)"
)
BULLETS = re.compile(r"^\s*(?:[·•▪§oØ\uf0b7\uf0a7-]|(?P<number>\d+)[.)])\s*")
JOINT = re.compile(rf"[\w.)](?![{SMALL}])\w|[\d%][{SMALL}]")
# The name of a file, as cameras and scanners give it, which describes nothing.
FILE_NAME = re.compile(
    r"\S+\.(?:jpe?g|png|gif|webp|svg)|(?:IMG|DSCN?|DSCF|PXL|P|SAM|GOPR|WA|image|slika|scan)[\s_-]?\d[\w-]*", re.I
)
# A single point inside the page that nothing is said of keeps the place of an image that is loaded later.
PLACEHOLDER = "data:image/gif;base64,R0lGODlhAQABA"


def join_dates(blocks: Sequence[Block], calendar: Calendar) -> list[Block]:
    """The blocks with the day, the month and the year of one date in one block, which the leaf of a calendar shows in
    boxes of their own."""
    joined: list[Block] = []
    for block in blocks:
        lines = " ".join(block.text.split())
        if "\n" in block.text and block.words <= MOST_DATE_PARTS and calendar.read_line(lines) is not None:
            block = block.with_runs(tidy(replace(run, text=run.text.replace("\n", " ")) for run in block.runs))
        joined.append(block)
        for count in (3, 2):
            parts = joined[-count:]
            text = " ".join(" ".join(part.text.split()) for part in parts)
            if len(parts) == count and all(map(_may_be_of_date, parts)) and len(calendar.dates(text)) == 1:
                joined[-count:] = [parts[0].with_runs(join_blocks(parts, " "))]
                break
    return joined


def _may_be_of_date(block: Block) -> bool:
    """Whether a block is so short that it may be a part of a date: "03", "May" or "May 2024"."""
    return block.kind in ("paragraph", "item") and 0 < block.words <= 2 and len(block.text) <= LONGEST_DATE_PART


def list_item(element: Tag) -> tuple[int, int] | None:
    """Depth and number of a paragraph that Word wrote as a list item."""
    if element.name != "p":
        return None
    level = re.search(r"mso-list:\w+level(\d)", style_of(element))
    mark = next((span for span in element.find_all("span") if WORD_MARK in style_of(span)), None)
    bullet = BULLETS.match(clean(mark.get_text())) if mark is not None else None
    number = int(bullet["number"] or 0) if bullet else 0
    return (int(level[1]) - 1 if level else 0, number) if level or mark is not None else None


# Elements of labels, and those that give the words of a text a style.
LABELS = frozenset({"a", "span", "time"})
GLUED = LABELS | {"b", "strong", "i", "em", "small"}


def is_glued(element: Tag) -> bool:
    """Whether only the page's style keeps an inline element apart from the one before it, as with cards and labels.

    Word cuts its text into spans in the middle of words, but these have no class of the site's.
    """
    before = element.previous_sibling
    if element.name not in GLUED or not isinstance(before, Tag) or before.name not in GLUED:
        return False
    parent = element.parent
    alone = parent is not None and parent.name in ("div", "main", "section", "article", "header") and not any(
        child.strip() for child in parent.children if isinstance(child, NavigableString)
    )  # fmt: skip
    named = alone or (
        {before.name, element.name} <= LABELS
        and any(tag.name != "span" or _own_class(tag) for tag in (before, element))
    )
    # Two elements of the site's own that fill one of its boxes are two lines of it, whatever their words.
    lines = alone and _own_class(before) and _own_class(element)
    return named and (lines or JOINT.fullmatch(before.get_text()[-1:] + element.get_text()[:1]) is not None)


def _own_class(element: Tag) -> bool:
    return any(not name.startswith(("Mso", "SpellE", "GramE", "Apple")) for name in attribute(element, "class").split())


def picture_of(element: Tag) -> Picture | None:
    """The image of a tag, from where lazy loading hides it too; None for the dots that count visitors."""
    named = [(key, attribute(element, key).strip()) for key in IMAGE_SOURCES]
    # Of a set of sizes the first.
    sources = [src.split()[0].rstrip(",") if key.endswith("srcset") else src for key, src in named if src]
    src = next((src for src in sources if not src.startswith("data:")), next(iter(sources), ""))
    alt = " ".join(clean(attribute(element, "alt")).split())
    alt = "" if FILE_NAME.fullmatch(alt) else alt
    dot = {attribute(element, side) for side in ("width", "height")} & {"0", "1"}
    src = "" if src.startswith(PLACEHOLDER) and not alt else src
    return Picture(src, alt) if (src and not dot) or alt else None


def is_mail_quote(element: Tag) -> bool:
    """Whether a quotation is what a mail program puts around the message that is answered."""
    return element.get("type") == "cite" or re.search("gmail|yahoo", attribute(element, "class")) is not None


def unwrap_address(address: str) -> str:
    """Unwrap the address of a link that a mail program or an editor leads through a counter of its own."""
    if not WRAPPED.match(address):
        return address
    query = parse_qs(urlsplit(address).query)
    inner = next((values[0] for name in ("q", "url", "u") if (values := query.get(name))), "")
    return inner if inner.startswith(("http://", "https://")) else address


def number_in(element: Tag, name: str) -> int:
    """The number in an attribute, 1 where there is none."""
    value = attribute(element, name)
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 5 else 1


NAMES = r"(?:_ftn|_edn|footnote-|endnote-|fn[:-]?|sdfootnote)"
MARK = re.compile(rf"#{NAMES}([0-9]{{1,4}})(?:sym)?")
BACK = re.compile(rf"#{NAMES}(?:ref[:-]?([0-9]{{1,4}})|([0-9]{{1,4}})anc)")
OWNERS = ["li", "p", "div", "td"]
TEXT_BOXES = frozenset({"ul", "ol", "li", "table", "tbody", "tr", "td", "blockquote"})
# Attributes that no cleaned page has, for the marks of notes and for notes, each with a number.
NOTE_MARK, NOTE = "note-mark", "note"


def name_notes(soup: BeautifulSoup) -> None:
    """Give marks and notes an attribute by which the blocks are read; a mark without its note stays text, and so does a
    note that nothing leads to. A note is set below the text that its last mark stands in: elsewhere it may be taken for
    words of a page."""
    links = [(link, str(link["href"])) for link in soup.find_all("a", href=True)]
    leading = [(match[1] or match[2], link) for link, href in links if (match := BACK.fullmatch(href))]
    backs = {number: link for number, link in leading if _says_number(link, number, "")}
    leading = [(match[1], link) for link, href in links if (match := MARK.fullmatch(href))]
    marks = [(number, link) for number, link in leading if number in backs and _says_number(link, number)]
    for number, link in marks:
        link.name, link.string, link.attrs = "span", f"[{number}]", {NOTE_MARK: number}
        if link.parent is not None and link.parent.name == "sup":
            link.parent.unwrap()
    for number, mark in dict(marks).items():
        owner = backs[number].find_parent(OWNERS[0]) or backs[number].find_parent(OWNERS)
        text = mark.find_parent(["p", "li", "td", *HEADINGS])
        backs[number].extract()
        if owner is None:
            continue
        owner.name, owner.attrs = "div", {NOTE: number}
        while text is not None and text.parent is not None and text.parent.name in TEXT_BOXES:
            text = text.parent
        if text is not None and text.parent is not None and not any(parent is text.parent for parent in owner.parents):
            text.parent.append(owner.extract())


def _says_number(link: Tag, *numbers: str) -> bool:
    """Whether a link's words are no more than a number."""
    return re.sub(r"[\W_]+", "", link.get_text()) in numbers

"""HTML into a document: made safe, the article found, its elements read as blocks."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

import nh3
from bs4 import BeautifulSoup, Tag
from bs4.element import AttributeValueList, NavigableString, PageElement
from bs4.filter import SoupStrainer

from plugins.importer.boilerplate.dom import ALLOWED, BLOCKS, DROPPED, INLINE, find_article, read_names, text_of
from plugins.importer.boilerplate.second_opinion import find_doubtful, is_worth_it, other_extraction
from plugins.importer.document import (
    SMALL,
    Block,
    Document,
    Kind,
    LeftOut,
    PageHead,
    Picture,
    Run,
    clean,
    cut,
    tidy,
)
from plugins.importer.language.data import ImportLanguage, read_language
from plugins.importer.metadata.dates import Calendar, calendar_of
from plugins.importer.readers.mail import unwrap_blocks
from plugins.importer.readers.printed import find_placed_lines, read_lines
from plugins.importer.readers.text import SEPARATOR, make_items
from plugins.importer.reasons import LeftOutReason
from plugins.importer.writers.markdown import SAFE_SCHEMES
from plugins.locales.language import known_codes

IMAGE_SOURCES, TITLES, DATES, ARTICLES = map(read_names, ("image_sources", "head_titles", "head_dates", "articles"))
EVERYWHERE = {"class", "id", "role", "lang", "style", "hidden", "itemprop", "aria-expanded"}
ATTRIBUTES = {
    "*": EVERYWHERE,
    "a": {"href", "name"},
    "img": {"alt", "width", "height", *IMAGE_SOURCES},
    "td": {"colspan"},
    "th": {"colspan"},
    "ol": {"start"},
    "blockquote": {"type"},
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
    """The HTML without scripts, handlers, frames and dangerous addresses; class and style stay, to find the article
    by."""
    for name, other in RENAMED:
        html = name.sub(other, html)
    return nh3.clean(
        cut_deepest(html, NESTED, MOST_CLEANED),
        tags=set(ALLOWED),
        clean_content_tags=set(DROPPED),
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel=None,
    )


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


SECTION = re.compile(r"(?P<name>[^\W\d_]+(?: [^\W\d_]+){0,2})(?:\s*:|\s+[|/–—-])\s+(?=\S+\s\S+\s\S)")

# By kind what reviewers left in a text: what they wrote beside it, in Word's HTML the marks in the text and the list
# below it, in that of Google Docs the remarks below the text, then their marks in it; and what they deleted, where
# changes are tracked.
REVIEWS = {
    "comments": "[style*='mso-element:comment-list'], .MsoCommentReference, .msocomanchor, "
    "p:has(a[href^='#cmnt_ref']), sup:has(a[href^='#cmnt']), a[href^='#cmnt']",
    "changes": "del[cite], del[datetime]",
}
REASONS = {"comments": LeftOutReason.REMARK, "changes": LeftOutReason.DELETED}
REVIEWED = re.compile(
    r"MsoComment|#cmnt|mso-element:\s{0,9}comment|<del\s[^<>]{0,500}\b(?:cite|datetime)\s{0,9}=", re.IGNORECASE
)


def take_out_reviews(html: str) -> tuple[str, list[LeftOut]]:
    """The HTML of a page without reviewers' remarks and deletions, and these."""
    if not REVIEWED.search(html):
        return html, []
    soup = BeautifulSoup(html, "lxml")
    found = [LeftOut(text, REASONS[kind]) for kind, text in take_out(soup, REVIEWS)]
    return str(soup), [one for one in found if one.text]


def take_out(soup: BeautifulSoup, selectors: Mapping[str, str]) -> list[tuple[str, str]]:
    """Take out the elements of each kind; returns the kind and the text of each, in order."""
    found = []
    for kind, selector in selectors.items():
        for element in soup.select(selector):
            if not element.decomposed:
                found.append((kind, text_of(element)))
                element.decompose()
    return found


def read_html(
    html: str, origin: str, own: Sequence[ImportLanguage], is_fact: Callable[[str], bool], sent: bool = False
) -> Document:
    """The page in some HTML; `sent` says that it is a message."""
    head = Head(html, calendar_of(own))
    html, reviews = take_out_reviews(html)
    soup = BeautifulSoup(cut_deepest(safe(html), ELEMENTS, DEEPEST), "lxml")
    source = " ".join(text for string in soup.find_all(string=True) if (text := clean(str(string))).strip())
    name_notes(soup)
    if placed := find_placed_lines(soup, html, lambda element: BlockReader(head.address).read(element)):
        blocks, left_out = read_lines(placed)
        left_out += [LeftOut(rest, LeftOutReason.NO_PART)] if (rest := text_of(soup)) else []
        pictures = [picture.src for image in soup.find_all("img") if (picture := picture_of(image))]
        noted = (f"pictures behind the lines of the page were left out: {', '.join(pictures)}",) if pictures else ()
        return Document(origin, tuple(blocks), head.facts(), tuple(left_out), noted, source=source, sent=sent)
    found = find_article(soup, head.facts().title, is_fact)
    facts = replace(head.facts(), path=found.path)
    facts = replace(facts, title=_without_site(facts.title, found.root))
    blocks = make_items(BlockReader(head.address).read(found.root))
    blocks = join_dates(blocks, calendar_of(own))
    blocks, facts = _cut_section(blocks, facts)
    blocks, wrapping = unwrap_blocks(blocks, own, sent)
    sent = sent or any(left.reason == LeftOutReason.GREETING for left in wrapping)
    if not sent and found.left_anything and is_worth_it(blocks):
        doubts = find_doubtful(blocks, other_extraction(html))
        blocks = [replace(block, extraction_doubt=doubts.get(at, "")) for at, block in enumerate(blocks)]
    left_out = [LeftOut(text, LeftOutReason.BESIDE_TEXT) for text in found.inside]
    left_out += [LeftOut(text, LeftOutReason.NO_PART) for text in found.outside]
    left_out += [LeftOut(found.around, LeftOutReason.AROUND_ARTICLE)] if found.around else []
    left_out += [*wrapping, *reviews]
    notes = tuple(_notes(head, blocks, html))
    return Document(origin, tuple(blocks), facts, tuple(left_out), notes, source=source, sent=sent)


def _without_site(title: str, root: Tag) -> str:
    """The head's title without the site's name before or behind it, where a heading of the article says it so."""
    pieces = SUFFIX.split(title)
    headings = {text_of(heading) for heading in root.find_all([*HEADINGS])} if len(pieces) > 1 else set()
    joints = [match.span() for match in SUFFIX.finditer(title)]
    shorter = [title[: joints[-1][0]], title[joints[0][1] :]] if joints else []
    return next((text for text in shorter if text in headings and title not in headings), title)


def _cut_section(blocks: list[Block], facts: PageHead) -> tuple[list[Block], PageHead]:
    """The blocks with the section in a line of its own where the title's heading opens with it, as in "News: Ferry
    returns": it is one of the links that lead to the page."""
    found = ((at, SECTION.match(block.text)) for at, block in enumerate(blocks) if block.kind == "heading")
    at, match = next(((at, match) for at, match in found if match and match["name"] in facts.path), (0, None))
    if match is None:
        return blocks, facts
    block, end = blocks[at], match.end()
    parts = [replace(block.with_runs(cut(block.runs, 0, end)), kind="paragraph", level=0)]
    parts.append(block.with_runs(cut(block.runs, end, len(block.text))))
    title = facts.title[end:] if facts.title.startswith(block.text[:end]) else facts.title
    return [*blocks[:at], *parts, *blocks[at + 1 :]], replace(facts, title=title)


def _notes(head: Head, blocks: Sequence[Block], html: str) -> Iterator[str]:
    """Notes on a picture of the head that is not in the text, and on links whose addresses are not kept, such as
    scripts."""
    image = head.facts().image
    if image and not any(block.kind == "image" for block in blocks):
        yield (
            f"the page's head names an image that is not in the text: {image}; save it and add it with `Image:` "
            "if it should be shown"
        )
    found = [match[0].partition("=")[2].strip(" \n\t\"'") for match in LINK.finditer(html)]
    unkept = [address for address in found if not address.lower().startswith(SAFE_SCHEMES)]
    if unkept:
        yield (
            f"{len(unkept)} links do something else than lead to a page, such as {unkept[0]!r}; their words were kept, "
            "and their addresses left out"
        )


@dataclass(frozen=True)
class Place:
    """Where in the page the walk is: what kind of block its text becomes."""

    kind: Kind = "paragraph"
    level: int = 0
    number: int = 0
    depth: int = -1
    language: str = ""
    quoted: int = 0

    def block(self, runs: tuple[Run, ...]) -> Block:
        """The block that a piece of text becomes in this place."""
        if SEPARATOR.fullmatch("".join(run.text for run in runs)):
            return Block("rule", quoted=self.quoted)
        if self.kind == "heading":
            # A heading is bold by itself.
            runs = tidy(replace(run, bold=False) for run in runs)
        return Block(self.kind, runs, level=self.level, number=self.number, language=self.language, quoted=self.quoted)


def one_block(blocks: Sequence[Block], place: Place) -> list[Block]:
    """The blocks of one list item or note, its paragraphs as lines of it and not each by itself."""
    kind = (place.kind, place.level, place.number)
    kinds = [(block.kind, block.level, block.number) for block in blocks]
    end = next((at for at, other in enumerate(kinds) if other != kind), len(blocks))
    if end < 2:
        return list(blocks)
    runs = [run for at, block in enumerate(blocks[:end]) for run in ((Run("\n"),) if at else ()) + block.runs]
    return [blocks[0].with_runs(tidy(runs)), *blocks[end:]]


# Elements by what they say of a text, beside bold and italic.
SHIFTS = {"sup": "sup", "sub": "sub", "del": "del", "s": "del", "strike": "del", "code": "code"}
# A link from a picture to its larger version.
PICTURE_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|svg|bmp|tiff?)(?:$|[?#])", re.IGNORECASE)
HEADINGS = {f"h{level}": level for level in range(1, 7)}
PARAGRAPH_BREAK = re.compile(r"\n\s*\n")


class BlockReader:
    """Walks an element; relative addresses are completed with `address`, the page's own."""

    def __init__(self, address: str = "") -> None:
        self.address = address
        self.blocks: list[Block] = []
        self.pending: list[Run] = []
        self.pictures: list[Block] = []
        self.gap = False

    def read(self, root: Tag) -> list[Block]:
        """The blocks of an element, in order."""
        self._walk(root, Run(""), Place())
        self._flush(Place())
        return self.blocks

    def _walk(self, element: Tag, style: Run, place: Place) -> None:
        for child in element.children:
            self._node(child, element, style, place)

    def _node(self, node: PageElement, parent: Tag, style: Run, place: Place) -> None:
        if isinstance(node, Tag):
            if is_glued(node):
                self.pending.append(Run("\n"))
            self._element(node, style, place)
        elif type(node) is NavigableString:
            text = clean(str(node))
            self.pending.append(replace(style, text=text if parent.name == "pre" else text.replace("\n", " ")))

    def _element(self, element: Tag, style: Run, place: Place) -> None:
        name = element.name
        language = str(element.get("lang") or "").partition("-")[0].lower()
        place = replace(place, language=language) if language else place
        if name == "br":
            self.pending.append(replace(style, text="\n"))
        elif name == "img":
            self.pending.append(Run(" "))
            self._image(element, (), place)
        elif name in INLINE:
            self._inline(element, style, place)
        elif name == "hr":
            self._flush(place)
            self.blocks.append(Block("rule", quoted=place.quoted))
        else:
            self._flush(place)
            self._block(element, style, place)

    def _inline(self, element: Tag, style: Run, place: Place) -> None:
        css = str(element.get("style") or "")
        if "mso-list:ignore" in css.replace(" ", "").lower():
            return
        href = self._href(element) if element.name == "a" else style.href
        shift = "note" if is_mark(element) else SHIFTS.get(element.name, style.shift)
        self._walk(
            element, Run("", style.bold or is_bold(element), style.italic or is_italic(element), href, shift), place
        )

    def _href(self, element: Tag) -> str:
        href = str(element.get("href") or "").strip()
        return "" if href.startswith("#") else self._complete(unwrap_address(href))

    def _complete(self, address: str) -> str:
        try:
            return urljoin(self.address, address) if self.address and not address.startswith("data:") else address
        except ValueError:
            return address

    def _block(self, element: Tag, style: Run, place: Place) -> None:
        name = element.name
        if name in HEADINGS:
            place = replace(place, kind="heading", level=HEADINGS[name])
        elif name in ("ul", "ol"):
            self._list(element, style, place)
            return
        elif name == "blockquote" and not is_mail_quote(element):
            place = replace(place, kind="quote", quoted=place.quoted + 1)
        elif name == "table":
            self._table(element, place)
            return
        elif name == "dl" and (pairs := definitions_of(element)):
            self._definitions(pairs, style, place)
            return
        elif name == "figure":
            self._figure(element, style, place)
            return
        elif number := note_number(element):
            place = replace(place, kind="note", level=0, number=number)
        elif word := list_item(element):
            place = replace(place, kind="item", level=word[0], number=word[1])
        before = len(self.blocks)
        self._walk(element, style, place)
        self._flush(place)
        self.gap = self.gap or (name == "p" and len(self.blocks) == before)
        if name == "div" and place.kind == "note":
            self.blocks[before:] = one_block(self.blocks[before:], place)

    def _definitions(self, pairs: Sequence[tuple[Tag, Tag]], style: Run, place: Place) -> None:
        """Each name with its value as one line, "Format: Press release"."""
        for name, value in pairs:
            self._flush(place)
            self._walk(name, style, place)
            said = text_of(name).endswith(":")
            self.pending.append(Run(" " if said else ": "))
            for at, part in enumerate(value.find_all("li") or [value]):
                self.pending.append(Run(", " if at else ""))
                self._walk(part, style, place)
            self._flush(place)

    def _list(self, element: Tag, style: Run, place: Place) -> None:
        depth = min(place.depth + 1, 5)
        number = list_start(element)
        for child in element.children:
            if not isinstance(child, Tag) or child.name != "li":
                self._node(child, element, style, replace(place, depth=depth))
                continue
            item = replace(place, kind="item", level=depth, depth=depth, number=number if element.name == "ol" else 0)
            before = len(self.blocks)
            self._element_of(child, style, item)
            self.blocks[before:] = one_block(self.blocks[before:], item)
            number += 1

    def _element_of(self, element: Tag, style: Run, place: Place) -> None:
        language = str(element.get("lang") or "").partition("-")[0].lower()
        self._flush(place)
        self._walk(element, style, replace(place, language=language or place.language))
        self._flush(place)

    def _figure(self, element: Tag, style: Run, place: Place) -> None:
        """An image with its caption, or whatever else the figure holds."""
        images, caption = element.find_all("img"), element.find("figcaption")
        if len(images) != 1 or caption is None or element.find("table"):
            self._walk(element, style, place)
            self._flush(place)
            return
        words = BlockReader(self.address).read(caption)
        before = len(self.blocks)
        for extra in [child for child in element.children if child is not caption]:
            if extra.get_text().strip():
                self._node(extra, element, style, place)
        self._flush(place)
        # The walk has met the image itself, which comes once, with its caption.
        self.blocks[before:] = [block for block in self.blocks[before:] if block.kind != "image"]
        runs = tidy(run for at, block in enumerate(words) for run in ((Run("\n"),) if at else ()) + block.runs)
        self._image(images[0], runs, place)
        self._flush(place)

    def _image(self, element: Tag, caption: tuple[Run, ...], place: Place) -> None:
        picture = picture_of(element)
        if picture is not None or caption:
            picture = picture or Picture("", "")
            anchor = element.find_parent("a")
            href = self._href(anchor) if anchor is not None else ""
            complete = Picture(self._complete(picture.src), picture.alt, "" if PICTURE_FILE.search(href) else href)
            found = Block("image", caption, picture=complete, language=place.language, quoted=place.quoted)
            # An image at the beginning of a paragraph stands before its words, which may be the caption.
            opens = not any(run.text.strip() for run in self.pending)
            if opens:
                self.pending.clear()
            others = self.blocks if opens else self.pictures
            same = others[-1:] and others[-1].picture == complete and not others[-1].runs
            others[len(others) - bool(same) :] = [found]

    def _table(self, element: Tag, place: Place) -> None:
        caption = element.find("caption")
        if isinstance(caption, Tag):
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

    def _cell(self, cell: Tag, place: Place) -> Iterator[tuple[Block, ...]]:
        """The cell, followed by empty ones where it spans columns."""
        reader = BlockReader(self.address)
        reader._walk(cell, Run(""), Place(language=place.language))
        reader._flush(Place(language=place.language))
        yield tuple(reader.blocks)
        span = str(cell.get("colspan") or "1")
        yield from [()] * (min(int(span), 20) - 1 if span.isdecimal() and span.isascii() else 0)

    def _flush(self, place: Place) -> None:
        """End the current block; an empty line inside it makes two."""
        runs = tidy(self.pending)
        self.pending = []
        text = "".join(run.text for run in runs)
        edges = [0, *(match.end() for match in PARAGRAPH_BREAK.finditer(text)), len(text)]
        for start, end in itertools.pairwise(edges):
            if piece := cut(runs, start, end):
                self.blocks.append(replace(place.block(piece), gap=self.gap))
                self.gap = False
        self.blocks += self.pictures
        self.pictures = []


LONGEST_FACT, LONGEST_DATE_PART, MOST_DATE_PARTS = 8, 16, 3
WRAPPED = re.compile(
    r"https?://(?:www\.google\.[a-z.]+/url\?|[\w.-]+\.safelinks\.protection\.outlook\.com/|lm?\.facebook\.com/l\.php\?)"
)
BOLD = re.compile(r"font-weight:\s*(?:bold|[6-9]00)", re.IGNORECASE)
ITALIC = re.compile(r"font-style:\s*italic", re.IGNORECASE)
BULLETS = re.compile(r"^\s*(?:[·•▪§oØ\uf0b7\uf0a7-]|(?P<number>\d+)[.)])\s*")
JOINT = re.compile(rf"[\w.)](?![{SMALL}])\w|[\d%][{SMALL}]")
# The name of a file, as cameras and scanners give it, which describes nothing.
FILE_NAME = re.compile(
    r"\S+\.(?:jpe?g|png|gif|webp|svg)|(?:IMG|DSCN?|DSCF|PXL|P|SAM|GOPR|WA|image|slika|scan)[\s_-]?\d[\w-]*", re.I
)
# A single point inside the page that nothing is said of keeps the place of an image that is loaded later.
PLACEHOLDER = "data:image/gif;base64,R0lGODlhAQABA"


def definitions_of(element: Tag) -> list[tuple[Tag, Tag]]:
    """The names and values of a list of facts, which all have a few words each; none of any other list."""
    children = [child for child in element.find_all(True, recursive=False) if text_of(child)]
    pairs = list(zip(children[::2], children[1::2], strict=False))
    named = any(":" in text_of(value) for _, value in pairs)
    if named or len(children) % 2 or any((name.name, value.name) != ("dt", "dd") for name, value in pairs):
        return []
    parts = [one for pair in pairs for one in pair]
    inner = [found for one in parts for found in one.find_all(sorted(BLOCKS - {"ul", "ol", "li"}))]
    return pairs if not inner and all(len(text_of(one).split()) <= LONGEST_FACT for one in parts) else []


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
                runs = [run for at, part in enumerate(parts) for run in ((Run(" "),) if at else ()) + part.runs]
                joined[-count:] = [parts[0].with_runs(tidy(runs))]
                break
    return joined


def _may_be_of_date(block: Block) -> bool:
    """Whether a block is so short that it may be a part of a date: "03", "May" or "May 2024"."""
    return block.kind in ("paragraph", "item") and 0 < block.words <= 2 and len(block.text) <= LONGEST_DATE_PART


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
    return named and JOINT.fullmatch(before.get_text()[-1:] + element.get_text()[:1]) is not None


def _own_class(element: Tag) -> bool:
    return any(not name.startswith(("Mso", "SpellE", "GramE", "Apple")) for name in element.get("class") or [])


def picture_of(element: Tag) -> Picture | None:
    """The image of a tag, from where lazy loading hides it too; None for the dots that count visitors."""
    sources = [src for key in IMAGE_SOURCES if (src := _address(key, str(element.get(key) or "").strip()))]
    src = next((src for src in sources if not src.startswith("data:")), next(iter(sources), ""))
    alt = " ".join(clean(str(element.get("alt") or "")).split())
    alt = "" if FILE_NAME.fullmatch(alt) else alt
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


def unwrap_address(address: str) -> str:
    """Unwrap the address of a link that a mail program or an editor leads through a counter of its own."""
    if not WRAPPED.match(address):
        return address
    query = parse_qs(urlsplit(address).query)
    found = next((values[0] for name in ("q", "url", "u") if (values := query.get(name))), "")
    return found if found.startswith(("http://", "https://")) else address


def list_start(element: Tag) -> int:
    """The number of an ordered list's first item."""
    start = str(element.get("start") or "1")
    return int(start) if start.isascii() and start.isdecimal() and len(start) < 5 else 1


NAMES = r"(?:_ftn|_edn|footnote-|endnote-|fn[:-]?|sdfootnote)"
MARK = re.compile(rf"#{NAMES}([0-9]{{1,4}})(?:sym)?")
BACK = re.compile(rf"#{NAMES}(?:ref[:-]?([0-9]{{1,4}})|([0-9]{{1,4}})anc)")
OWNERS = ["li", "p", "div", "td"]
TEXT_BOXES = frozenset({"ul", "ol", "li", "table", "tbody", "tr", "td", "blockquote"})
NOTE, MARKED = "dvoglas-footnote", "dvoglas-footnote-mark"


def name_notes(soup: BeautifulSoup) -> None:
    """Give marks and notes a class by which the blocks are read; a mark without its note stays text, and so does a
    note that nothing leads to."""
    links = soup.find_all("a", href=True)
    marks = [(match[1], link) for link in links if (match := MARK.fullmatch(str(link["href"])))]
    found = [(match[1] or match[2], link) for link in links if (match := BACK.fullmatch(str(link["href"])))]
    backs = {number: link for number, link in found if _says_number(link, number, "")}
    named = list[str]()
    for number, link in marks:
        if number in backs and _says_number(link, number):
            named.append(number)
            link.name, link.string, link["class"] = "span", f"[{number}]", AttributeValueList([MARKED])
            if link.parent is not None and link.parent.name == "sup":
                link.parent.unwrap()
    for number in dict.fromkeys(named):
        _name_note(backs[number], number, [mark for other, mark in marks if other == number][-1])


def _says_number(link: Tag, *numbers: str) -> bool:
    """Whether a link's words are no more than a number."""
    return re.sub(r"[\W_]+", "", link.get_text()) in numbers


def _name_note(back: Tag, number: str, mark: Tag) -> None:
    """Name a note, and set it below the text that its mark stands in: elsewhere it may be taken for words of a page."""
    owner = back.find_parent(OWNERS[0]) or back.find_parent(OWNERS)
    text = mark.find_parent(["p", "li", "td", "h1", *HEADINGS])
    back.extract()
    if owner is None:
        return
    owner.name, owner["class"], owner["id"] = "div", AttributeValueList([NOTE]), number
    while text is not None and text.parent is not None and text.parent.name in TEXT_BOXES:
        text = text.parent
    if text is not None and text.parent is not None and not any(parent is text.parent for parent in owner.parents):
        text.parent.append(owner.extract())


def note_number(element: Tag) -> int:
    """The number of a note that `name_notes` named, else 0."""
    number = str(element.get("id") or "")
    return int(number) if NOTE in (element.get("class") or []) and re.fullmatch("[0-9]{1,4}", number) else 0


def is_mark(element: Tag) -> bool:
    """Whether an element is the mark of a note."""
    return MARKED in (element.get("class") or [])


HEAD = SoupStrainer(["meta", "title", "script", "link", "base"])
# The names of publication in microdata and, on pages of Drupal 7, in RDFa.
PUBLISHED_NAMES = r"\bdatePublished\b|\bdc(?:terms)?:(?:date|created|issued)\b"
TIMED = re.compile(
    rf"<time\b[^<>]{{0,400}}>|<[a-z]{{1,10}}\b[^<>]{{0,200}}(?:{PUBLISHED_NAMES})[^<>]{{0,200}}>", re.IGNORECASE
)
MARKED_TIME = re.compile(
    r"\b(?:datetime|content)\s*=\s*[\"']?\s*(\d{4}-\d\d-\d\d(?:[T ][\d:.]+(?:Z|[+-][\d:]+)?)?)", re.I
)
RELATIVE = re.compile(
    r"(?<=>)<time\b[^<>]{0,200}\bdatetime\s*=\s*[\"']?(?P<day>\d{4}-\d\d-\d\d)[^<>]{0,200}>(?P<text>[^<>]{3,40})</time>\s{0,9}<",
    re.IGNORECASE,
)
NUMBER, LETTER = re.compile(r"\d"), re.compile(r"[^\W\d_]")
CHANGED = re.compile(r"updated|modified", re.IGNORECASE)
YEAR = re.compile(r"(?:19|20)\d\d")
PUBLISHED = re.compile(rf"{PUBLISHED_NAMES}|\bpubdate\b|class\s*=\s*[^<>]*\b(?:published|entry-date)\b", re.IGNORECASE)
SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(https?://[^\s<>\"]+)", re.IGNORECASE)
HTML_LANG = re.compile(r"<html\b[^>]*\blang\s*=\s*[\"']?([A-Za-z]{2,3})\b", re.IGNORECASE)
SUFFIX = re.compile(r"\s+(?:\||»|::|[-–—])\s+")


class Head:
    """The head of one page, read once."""

    def __init__(self, html: str, calendar: Calendar) -> None:
        self.soup = BeautifulSoup(html, "lxml", parse_only=HEAD)
        self.calendar = calendar
        self.meta = dict(reversed([*self._meta()]))
        self.article: Mapping[str, Any] = next(self._nodes(ARTICLES), {})
        saved, opening = SAVED_FROM.search(html[:4000]), HTML_LANG.search(html[:4000])
        self.lang = opening[1] if opening else ""
        self.times = [*self._times(html)]
        self.address = (
            self._link("base")
            or self._link("link", rel="canonical")
            or self.meta.get("og:url", "")
            or (saved[1] if saved else "")
        )

    def facts(self) -> PageHead:
        """The facts of the head, for the other modules."""
        return PageHead(
            self._title(),
            self._date(),
            self._section(),
            self.meta.get("og:image", ""),
            languages=self._languages(),
            times=frozenset(day for day, _ in self.times),
            published=frozenset(day for day, published in self.times if published),
        )

    def _times(self, html: str) -> Iterator[tuple[str, bool]]:
        """The days that elements are marked with, and whether as those of publication: so is one that readers see as
        "2 days ago"."""
        for match in RELATIVE.finditer(html):
            found = self.calendar.dates(match["day"])
            if len(found) == 1 and self._says_age(match["text"]) and not CHANGED.search(match[0]):
                yield found[0].value, True
        for tag in TIMED.findall(html):
            marked = MARKED_TIME.search(tag)
            found = self.calendar.dates(marked[1]) if marked else []
            if len(found) == 1:
                yield found[0].value, PUBLISHED.search(tag) is not None

    def _says_age(self, text: str) -> bool:
        """Whether a text has a number and words, but is no day of a month and has no year, as "2 days ago"."""
        numbered = NUMBER.search(text) is not None and LETTER.search(text) is not None
        return numbered and not YEAR.search(text) and not self.calendar.is_incomplete(text)

    def _languages(self) -> frozenset[str]:
        """The codes of the languages that the page says it is in; its domain stands for that of its country."""
        named = (self.lang, self.meta.get("og:locale", ""), self.meta.get("content-language", ""))
        codes = {re.split("[-_]", name)[0].strip().casefold() for name in named}
        host = urlsplit(self.address).hostname or ""
        codes |= {code for code in known_codes() if host.endswith(read_language(code).domains or ("\0",))}
        return frozenset(codes - {""})

    def _meta(self) -> Iterator[tuple[str, str]]:
        for tag in self.soup.find_all("meta"):
            name = next((str(tag.get(key)) for key in ("property", "name", "itemprop") if tag.get(key)), "")
            content = clean(str(tag.get("content") or ""))
            if name and content.strip():
                yield name.casefold(), content

    def _link(self, name: str, **attributes: str) -> str:
        tag = self.soup.find(
            lambda tag: tag.name == name and all(value in (tag.get(key) or ()) for key, value in attributes.items())
        )
        href = str(tag.get("href") or "") if isinstance(tag, Tag) else ""
        return href if href.startswith(("http://", "https://")) else ""

    def _nodes(self, wanted: Sequence[str]) -> Iterator[Mapping[str, Any]]:
        """The nodes of some types in the page's JSON-LD, whatever they are wrapped in."""
        for tag in self.soup.find_all("script", attrs={"type": "application/ld+json"}):
            try:
                pending = [json.loads(tag.string or "", strict=False)]
            except (ValueError, RecursionError):
                continue
            while pending:
                node = pending.pop(0)
                if isinstance(node, list):
                    pending += node
                elif isinstance(node, dict):
                    kinds = node.get("@type")
                    if any(kind in wanted for kind in (kinds if isinstance(kinds, list) else [kinds])):
                        yield node
                    pending += [
                        value for key, value in node.items() if key in ("@graph", "mainEntity", "mainEntityOfPage")
                    ]

    def _article_text(self, key: str) -> str:
        value = self.article.get(key)
        value = value[0] if isinstance(value, list) and value else value
        return clean(value) if isinstance(value, str) else ""

    def _title(self) -> str:
        named = next((self.meta[name] for name in TITLES if name in self.meta), "") or self._article_text("headline")
        tag = self.soup.find("title")
        title = " ".join(clean(named or (tag.get_text() if isinstance(tag, Tag) else "")).split())
        pieces = SUFFIX.split(title)
        site = self.meta.get("og:site_name", "").casefold().strip()
        # Without the site's name nobody knows whether the last piece is part of the title; a stroke says it is not.
        if len(pieces) > 1 and (pieces[-1].casefold() == site or (not named and "|" in title)):
            title = title[: title.rindex(pieces[-1])].rstrip(" |»:-–—")
        return title

    def _date(self) -> str:
        page = next(self._nodes(["WebPage"]), {}).get("datePublished")
        linked = (self._article_text("datePublished"), page if isinstance(page, str) else "")
        metas = (self.meta.get(name, "") for name in DATES)
        for text in (*linked, *metas, self._article_text("dateCreated")):
            found = self.calendar.dates(text)
            if len(found) == 1 and found[0].sure:
                return found[0].value
        return ""

    def _section(self) -> str:
        return self.meta.get("article:section", "") or self._article_text("articleSection")

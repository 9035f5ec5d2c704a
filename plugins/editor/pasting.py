"""What is pasted from another program, as Markdown, and what the cleaner took out of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from itertools import groupby, pairwise

from bs4 import BeautifulSoup, Comment, Tag

from plugins.importer.boilerplate.dom import ALLOWED, DROPPED
from plugins.importer.document import Block, Run, clean, collapse_spaces, goes_on, tidy, without_edge_rules
from plugins.importer.language.data import ImportLanguage
from plugins.importer.metadata.dates import calendar_of
from plugins.importer.readers.broken_words import BROKEN_LINE, BrokenWords, join_lines, rows_of
from plugins.importer.readers.chats import MESSAGE, part_messages
from plugins.importer.readers.html import REVIEWS, SCHEMES, BlockReader, name_notes, safe, take_out
from plugins.importer.readers.mail import MessageLines
from plugins.importer.readers.text import NUMBERED, POINT, make_items
from plugins.importer.writers.markdown import render

# What browsers and Word write around a copied part, and elements that only frame a document.
FRAGMENT = re.compile(r"\s*(?:(?:Start|End)Fragment\s*$|\[(?:if|endif)\b)")
FRAMES = {"html", "head", "body", "meta", "title", "link", "base"}
LOOKS = {"style", "color", "face", "bgcolor", "background", "align", "class"}
CODE = {"script", "iframe", "object", "embed", "form", "input", "button", "select", "textarea", "applet"}
# Marks of an encyclopaedia's references, whose list is not copied with them.
REFERENCES = "sup.reference"
# Parameters that only say to the other site where its readers come from.
TRACKING = re.compile(r"(?<=[?&])(?:utm_\w+|fbclid|gclid|msclkid|mc_[ce]id|igshid)=[^&#]*&?")
# A PDF reader of a browser writes each line of a page, and a break after it.
PAGE_LINE = "br[role=presentation]"

# Lines longer than these are no lines of a page, and a text with these marks is Markdown already.
LONGEST_LINE = 140
MARKDOWN = re.compile(r"^(?:#{1,6} |> |\||<!--|```|[-*+] )|\]\(|\*\*", re.MULTILINE)
# A text was broken into lines if so many of them, and such a share, end within a sentence, and the longest has so many
# letters: verses and addresses have shorter ones.
FEWEST_BROKEN, SHARE_BROKEN, NARROWEST = 2, 0.25, 30
# A line shorter than this share of the longest ends its paragraph.
FULL = 0.75
# Items of a list in an e-mail.
DASHED = re.compile(r"^[ \t]*[-*+][ \t]+(?=\S)")
CHAT_STYLES = (
    (re.compile(r"(?<![\w*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\w*])"), r"**\1**"),
    (re.compile(r"(?<![\w_])_(?=\S)([^_\n]+?)(?<=\S)_(?![\w_])"), r"*\1*"),
)


@dataclass(frozen=True)
class Paste:
    """The Markdown of a paste; `removed` counts by kind what it has no more: "pictures", "formatting" (fonts, colours,
    elements that Markdown has not), "code" (scripts, frames and forms), "comments" (those of reviewers too), "changes"
    (what a reviewer deleted), "links" to addresses that no page may have, "tracking" parameters of links, "references",
    "breaks" of lines within sentences, "messages" (names and times before them), "mail" (the head, the greeting and the
    signature of an e-mail); and "hyphens" at the ends of lines of which nothing shows whether words have them."""

    markdown: str
    removed: Mapping[str, int]


def read_paste(html: str, plain: str = "", own: Sequence[ImportLanguage] = ()) -> Paste:
    """The Markdown of pasted HTML; pictures are left out. `plain` is the same as plain text; by the words of the site's
    `own` languages an e-mail is known."""
    soup = BeautifulSoup(html, "lxml")
    if plain and len(soup.select(PAGE_LINE)) >= FEWEST_BROKEN:
        return read_plain_paste(plain, own)
    removed = Counter(kind for kind, _ in take_out(soup, {**REVIEWS, "references": REFERENCES}))
    removed.update(_count_removed(soup))
    removed.update(_make_plain_links(soup))
    soup = BeautifulSoup(safe(str(soup)), "lxml")
    removed["pictures"] += len(soup.find_all("img"))
    name_notes(soup)
    blocks = [block for block in make_items(BlockReader().read(soup)) if block.kind != "image"]
    if own:
        lines = [line for block in blocks for line in block.text.split("\n")]
        message = MessageLines(own, calendar_of(own))
        blocks, wrapping = message.unwrap_blocks(blocks, message.is_letter(lines))
        removed["mail"] += len(wrapping)
    markdown = render(_without_rules(_read_tables(blocks)), lambda _: "").strip("\n")
    return Paste(markdown, {kind: number for kind, number in removed.items() if number})


def read_plain_paste(text: str, own: Sequence[ImportLanguage] = ()) -> Paste:
    """The Markdown of pasted plain text: lines that a PDF reader or a mail program broke are joined, and what a
    messenger or a mail program writes around each message is taken out. Other texts stay as they are."""
    cleaned = clean(text)
    lines = [line.rstrip() for line in cleaned.split("\n")]
    if MESSAGE.match(cleaned.lstrip()):
        return _read_messages(lines)
    message = MessageLines(own, calendar_of(own))
    letter, _, wrapping = message.unwrap_text(cleaned, message.is_letter(lines))
    if wrapping:
        written = [DASHED.sub("• ", line).rstrip() for line in letter.strip("\n").split("\n")]
        return _join_paste(_join_lines(written), own, {"mail": len(wrapping)})
    if MARKDOWN.search(cleaned) or not NARROWEST <= max(map(len, lines)) <= LONGEST_LINE:
        return Paste(text, {})
    broken = sum(goes_on(line, after.lstrip()) for line, after in pairwise(lines))
    if broken < max(FEWEST_BROKEN, SHARE_BROKEN * len(list(filter(None, lines)))):
        return Paste(text, {})
    return _join_paste(_join_lines(lines), own, {"breaks": broken})


def _join_paste(texts: Iterable[str], own: Sequence[ImportLanguage], removed: Mapping[str, int]) -> Paste:
    """The paste of some paragraphs, with their broken words decided."""
    words = BrokenWords([Block("paragraph", (Run(text),)) for text in texts], own)
    markdown = "\n\n".join(block.text for block in words.settle_all())
    return Paste(markdown, {**removed, **({"hyphens": len(words.unsure)} if words.unsure else {})})


def _make_plain_links(soup: BeautifulSoup) -> Counter[str]:
    """Leave no address that leads nowhere from this site, and no tracking parameter; count what went."""
    counts: Counter[str] = Counter()
    for link in soup.find_all("a", href=True):
        href = str(link["href"]).strip()
        if href and _leads_nowhere(href):
            del link["href"]
            counts["links"] += 1
        elif TRACKING.search(href):
            link["href"] = re.sub(r"[?&](?=#|$)", "", TRACKING.sub("", href))
            counts["tracking"] += 1
    return counts


def _leads_nowhere(href: str) -> bool:
    scheme, colon, _ = href.partition(":")
    return scheme.lower() not in SCHEMES if colon and scheme.isalpha() else not href.startswith("#")


def _count_removed(soup: BeautifulSoup) -> Counter[str]:
    """What of a page the cleaner does not let through, or Markdown cannot say."""
    counts: Counter[str] = Counter()
    for comment in soup.find_all(string=lambda text: isinstance(text, Comment)):
        counts["comments"] += not FRAGMENT.match(str(comment))
    for element in soup.find_all(True):
        if isinstance(element, Tag):
            counts.update(_losses(element))
    return counts


def _losses(element: Tag) -> list[str]:
    name = element.name.lower()
    if name in FRAMES:
        return []
    if name in CODE:
        return ["code"]
    losses = ["formatting"] if LOOKS & set(element.attrs) or (name not in ALLOWED and name not in DROPPED) else []
    return [*losses, "code"] if any(attribute.lower().startswith("on") for attribute in element.attrs) else losses


def _read_tables(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks with the first row of each table as its head, and what a table only arranged as paragraphs."""
    for block in blocks:
        filled = [sum(any(part.text.strip() for part in cell) for cell in row) for row in block.rows]
        if block.kind != "table" or (max(filled) > 1 and (block.headed or len(filled) < 2 or not filled[0])):
            yield block
        elif max(filled) < 2:
            yield from (part for part in block.parts if part.kind != "image")
        else:
            head = tuple(tuple(map(_without_bold, cell)) for cell in block.rows[0])
            yield replace(block, rows=(head, *block.rows[1:]), headed=True)


def _without_bold(part: Block) -> Block:
    return part.with_runs(tidy(replace(run, bold=False) for run in part.runs))


def _without_rules(blocks: Iterable[Block]) -> list[Block]:
    """The blocks without the rules at either end and above the notes."""
    kept = [*without_edge_rules([*blocks]), Block("rule")]
    return [block for block, after in pairwise(kept) if block.kind != "rule" or after.kind != "note"]


def _join_lines(lines: Sequence[str]) -> Iterator[str]:
    """The paragraphs of the lines of a page, and each list of them as one."""
    width = max(map(len, lines))
    rows = rows_of(
        (collapse_spaces(line).strip() for line in lines), lambda line, after: _is_within(line, after, width)
    )
    texts = [text for row in rows if (text := reduce(join_lines, row))]
    for is_item, group in groupby(texts, lambda text: POINT.match(text) is not None):
        if is_item:
            yield "\n".join("- " + POINT.sub("", text, count=1) for text in group)
        else:
            yield from group


def _is_within(line: str, after: str, width: int) -> bool:
    """Whether two lines are of one paragraph."""
    if not line or not after or POINT.match(after) or NUMBERED.fullmatch(after):
        return False
    return BROKEN_LINE.search(line) is not None or goes_on(line, after) or len(line) >= FULL * width


def _read_messages(lines: Sequence[str]) -> Paste:
    """The messages, each line a paragraph, as a telephone shows them."""
    texts = []
    messages = 0
    for lead, line in part_messages(lines):
        messages += lead != ""
        text = collapse_spaces(line).strip()
        for pattern, style in CHAT_STYLES:
            text = pattern.sub(style, text)
        if text:
            texts.append(text)
    return Paste("\n\n".join(texts), {"messages": messages})

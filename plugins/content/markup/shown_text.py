"""What readers see of a text: the words of its HTML, with its blocks, points of lists and rows of tables parted."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from plugins.content.markup.markdown import MarkdownRenderer
from plugins.content.markup.parsing_cost import TooMuchMarkup
from plugins.content.markup.rendered import HEADINGS, LINES, VOID, Tag, is_note_mark, name_of, split_tags, value_of

# Stands in place of what is no prose: code, words in another language, marks of notes, pictures without words. It is
# neither a letter nor a space, and in no text of an editor.
BLANK = "\ufffc"
# What parts blocks; what a point of a list or a row of a table begins with, a sign that no text has; what parts cells.
GAP, POINT, CELL = "\n\n", "\x1e", " | "
POINTS, LISTS, CELLS = frozenset("li tr dt dd".split()), frozenset("ul ol dl".split()), frozenset(("td", "th"))
TABLES = frozenset("table thead tbody tfoot tr".split())
TITLES = HEADINGS | {"h1"}
SPACES = " \n\t"
# Marks of words (`source_map`): characters for private use, which are neither letters nor spaces.
MARK = re.compile("[\U000f0000-\U0010fffd]")


@dataclass(frozen=True)
class Block:
    """A heading, or another outermost element: its name, where its words begin and end in what is shown, how many
    points it has, and whether it is nothing but bold words."""

    element: str
    start: int
    end: int
    points: int = 0
    is_bold: bool = False


@dataclass(frozen=True)
class ShownText:
    """What is shown of a text: its words, with `BLANK`, `GAP`, `POINT` and `CELL`; its headings and outermost elements,
    in order; and where in it notes, and what abbreviations stand for, begin, which come last, wherever they are."""

    text: str
    blocks: tuple[Block, ...] = ()
    notes: tuple[int, ...] = ()

    def words(self, block: Block) -> str:
        """The words of a block."""
        return self.text[block.start : block.end]


def shown_text(markdown: str, renderer: MarkdownRenderer) -> ShownText:
    """What readers see of a text; all that is written where it cannot be rendered, which is an error of its own."""
    try:
        rendered = renderer.convert(markdown)
    except (RecursionError, TooMuchMarkup):
        return ShownText(markdown)
    first, tags = split_tags(renderer.allowed.cleaner.clean(rendered))
    return _Reader(tags).read(first)


class _Open(NamedTuple):
    """An open element: its name, the number of its first tag where it is a block, and whether its words are hidden."""

    name: str
    block: int | None
    is_hidden: bool


class _Reader:
    """Reads HTML tag by tag."""

    def __init__(self, tags: Sequence[tuple[Tag, str]]) -> None:
        self.tags = tags
        self.pieces: list[str] = []
        self.length = 0
        self.open: list[_Open] = []
        # What comes before the next words, and whether a point, a note or these blocks begin with them.
        self.gap = ""
        self.begins_point = self.begins_note = False
        self.beginning: list[int] = []
        self.starts: dict[int, int] = {}
        self.notes: list[int] = []
        self.blocks: dict[int, Block] = {}
        self.has_cell = False

    def read(self, first: str) -> ShownText:
        """What is shown, the text before the first tag `first` of all."""
        self._add(html.unescape(first))
        for number, (tag, text) in enumerate(self.tags):
            self._part(name_of(tag), tag.startswith("/"))
            if tag.startswith("/"):
                self._end(number)
            else:
                self._begin(tag, name_of(tag), number)
            if self.open and self.open[-1].is_hidden:
                self.pieces.append(marks := "".join(MARK.findall(text)))
                self.length += len(marks)
            elif not (text.isspace() and self.open and self.open[-1].name in TABLES):
                self._add(html.unescape(text))
        for meaning in dict.fromkeys(value_of(tag, "title") for tag, _ in self.tags if name_of(tag) == "abbr"):
            self.gap, self.begins_note = GAP, True
            self._add(meaning)
        return ShownText("".join(self.pieces), tuple(self.blocks[at] for at in sorted(self.blocks)), tuple(self.notes))

    def _part(self, name: str, is_end: bool) -> None:
        """Part what comes from what is before, at the beginning or the end of an element."""
        if name not in LINES or name in CELLS:
            return
        is_inner = name in POINTS or name == "br" or (name in LISTS and any(place.name == "li" for place in self.open))
        self.gap = "\n" if is_inner and self.gap != GAP else GAP
        self.begins_point = self.begins_point or (name in POINTS and not is_end)
        self.has_cell = self.has_cell and name != "tr"
        # Blanks at the end of a line are none of its words.
        while self.pieces and not (kept := self.pieces[-1].rstrip(SPACES)):
            self.length -= len(self.pieces.pop())
        if self.pieces:
            self.length -= len(self.pieces[-1]) - len(kept)
            self.pieces[-1] = kept

    def _begin(self, tag: Tag, name: str, number: int) -> None:
        self.begins_note = self.begins_note or tag == 'div class="footnote"'
        is_hidden = bool(self.open) and self.open[-1].is_hidden
        if name == "img" and not is_hidden:
            for words in (value_of(tag, "alt") or BLANK, value_of(tag, "title")):
                self.gap = GAP
                self._add(words)
            self.gap = GAP
        if name in CELLS:
            if self.has_cell and not is_hidden:
                self._add(CELL)
            self.has_cell = True
        is_block = not self.open or name in TITLES
        if name in VOID:
            if is_block:
                self.blocks[number] = Block(name, self.length, self.length)
            return
        if is_block:
            self.beginning.append(number)
        is_other = name in ("code", "pre") or is_note_mark(tag) or bool(value_of(tag, "lang"))
        self.open.append(_Open(name, number if is_block else None, is_hidden or is_other))
        # Within what is hidden a heading has words, too.
        if is_block if is_hidden else is_other:
            self._add(BLANK)

    def _end(self, number: int) -> None:
        """End the element that was opened last."""
        if self.open and (begun := self.open.pop().block) is not None:
            self.beginning = [block for block in self.beginning if block != begun]
            within = self.tags[begun:number]
            is_bold = [tag for tag, _ in within[1:]] == ["strong", "/strong"] and not within[0][1]
            self.blocks[begun] = Block(
                element=name_of(within[0][0]),
                start=self.starts.get(begun, self.length),
                end=self.length,
                points=sum(name_of(tag) == "li" and not tag.startswith("/") for tag, _ in within),
                is_bold=is_bold and within[2][1].strip() in ("", ":"),
            )

    def _add(self, text: str) -> None:
        """Add words, behind what parts them from others."""
        if self.gap or not self.length:
            text = text.lstrip(SPACES)
        if not text:
            return
        gap = self.gap if self.length else ""
        if self.begins_point:
            gap = f"{gap if gap == GAP else ''}{POINT}"
        self.pieces += (gap, text)
        start = self.length + len(gap)
        self.length = start + len(text)
        self.starts.update(dict.fromkeys(self.beginning, start))
        if self.begins_note:
            self.notes.append(start)
        self.gap, self.begins_point, self.begins_note, self.beginning = "", False, False, []

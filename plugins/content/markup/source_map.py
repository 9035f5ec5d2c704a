"""Where in its Markdown stands what a text names and shows.

Nothing but the library reads Markdown: marks are put into the text, it is rendered once more, and what the HTML has
beside a mark stands where the mark was put. That is done where something is to be said of a place, and else not.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property, lru_cache
from html.parser import HTMLParser
from itertools import accumulate, pairwise
from typing import NamedTuple
from urllib.parse import unquote

from plugins.content.markup.markdown import MarkdownRenderer
from plugins.content.markup.parsing_cost import TooMuchMarkup
from plugins.content.markup.rendered import Reference
from plugins.content.markup.shown_text import BLANK, GAP, MARK, TITLES, Block, shown_text
from plugins.content.sources import Source

# What is put behind a name, with a number; and the most of them in one text.
NAME_MARK = re.compile(r"q([0-9]{1,9})z")
MOST_MARKS = 2_000


def find_places(
    source: Source, references: tuple[Reference, ...], read: Callable[[str], tuple[Reference, ...]]
) -> list[tuple[int, int]]:
    """The line and the column at which a source names each of its `references`. `read` returns those of another text.

    One that is none any more with a mark in it stands at the first place of its name."""
    names = [_name(reference) for reference in references]
    spellings = [_spellings(name) for name in names]
    offsets = find_offsets(source.body, names, spellings, lambda text: [_name(other) for other in read(text)])
    return [place_of(source, offset) for offset in offsets]


def _name(reference: Reference) -> str:
    """What a text says of a reference: its target, or its words where that is nothing."""
    return reference.target if reference.target.strip("# ") else reference.words


def _spellings(name: str) -> list[str]:
    """The ways in which a name may be written."""
    plain = unquote(name)
    return [
        spelling for spelling in dict.fromkeys((name, html.escape(name), plain, plain.rpartition("/")[2])) if spelling
    ]


def place_of(source: Source, offset: int) -> tuple[int, int]:
    """The line and the column of a character of a source's body."""
    body = source.body
    return source.body_line + body.count("\n", 0, offset), offset - (body.rfind("\n", 0, offset) + 1) + 1


def find_offsets(
    body: str, names: Sequence[str], spellings: Sequence[Iterable[str]], read: Callable[[str], Sequence[str]]
) -> list[int]:
    """Where a text has each of the `names` that `read` returns of it, one of whose `spellings` stands there.

    A mark is put behind all places where these stand, and the text is read once more: a name then has the mark of its
    place. One that comes back without a mark stands at the first place of a spelling, or at 0."""
    firsts: dict[str, int] = {}
    starts: dict[int, int] = {}
    for spelling in dict.fromkeys(spelling for of_name in spellings for spelling in of_name):
        for match in re.finditer(re.escape(spelling), body, re.IGNORECASE):
            firsts.setdefault(spelling, match.start())
            starts[match.end()] = min(match.start(), starts.get(match.end(), match.start()))
    ends = sorted(starts)[:MOST_MARKS]
    pieces = [f"{body[before:end]}q{end}z" for before, end in zip([0, *ends], ends, strict=False)]
    marked = list(read("".join(pieces) + body[ends[-1] :])) if ends else []
    unmarked, offsets, passed = [NAME_MARK.sub("", name) for name in marked], [], 0
    for name, of_name in zip(names, spellings, strict=True):
        at = next((firsts[spelling] for spelling in of_name if spelling in firsts), 0)
        if name in unmarked[passed:]:
            passed = unmarked.index(name, passed) + 1
            marks = NAME_MARK.findall(marked[passed - 1])
            at = starts.get(int(marks[-1]), at) if marks else at
        offsets.append(at)
    return offsets


# The first mark of words, and the most of them.
FIRST, MOST_WORDS = 0xF0000, 0x1FFFE
# A word behind a blank, a tag or the beginning of a line, and signs; the sign behind the end of a link or the like. The
# names of attributes are no words, and numbers that begin lines those of lists.
WORD = re.compile(
    r"(?:(?<!\S)|(?<=[>|]))[\[(*_\"'„“«\\!]*(?P<word>[^\W_][\w-]*+)(?!\s*=)|(?<=[)>*`}])(?P<sign>[).,;:!?…”“»\"'])"
)
LONGEST_LABEL = 1_000
# Without any of these, a line of one word is no video.
VIDEO_SIGNS = frozenset(".:")
TOKEN = re.compile(r"\w+|[^\w\s]")
EMPTY_HEADING = re.compile(r"^[ \t>]*(?P<sign>#|<h\d)", re.M | re.I)
FENCES = ("```", "~~~", "<")
COMMENT, COMMENT_END = "<!--", "-->"


# While a text is written, the others of its pair are those of the check before.
@lru_cache(maxsize=32)
def find_shown(markdown: str, renderer: MarkdownRenderer) -> ShownPlaces:
    """Where in a text each character that is shown of it stands."""
    return ShownPlaces(markdown, renderer)


class ShownPlaces:
    """Where what is `shown` of a text stands in its `markdown`, found when it is first asked for."""

    def __init__(self, markdown: str, renderer: MarkdownRenderer) -> None:
        self.markdown, self.renderer = markdown, renderer
        self.shown = shown_text(markdown, renderer)
        self._starts: list[int] = []

    def of(self, at: int) -> int:
        """Where a character stands that is shown, or else the next one that is found; the end where none is."""
        return self._nearest[1][at]

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """Where a part of what is shown begins and ends; None where something else is written there."""
        if start == end:
            before = self._offsets[start - 1] if start else -1
            place = before + 1 if before >= 0 else self.of(start)
            return place, place
        place, last = self.of(start), self._offsets[end - 1]
        is_written = self.markdown[place : last + 1] == self.shown.text[start:end]
        return (place, last + 1) if is_written else None

    def of_block(self, block: Block) -> int:
        """Where the line of a block begins, behind signs of quotations."""
        return self._blocks[block]

    def line_of_part(self, at: int) -> int:
        """Where the line begins on which a part of what is shown does; above code and the like stands what makes it
        that."""
        place = self.of(at)
        line = self.markdown.rfind("\n", 0, place) + 1
        last = self._nearest[0][at]
        while (
            self.shown.text.startswith(BLANK, at)
            and last < (above := self.markdown.rfind("\n", 0, line - 1) + 1) < line
        ):
            if not self.markdown[above:line].strip():
                break
            line = above
        return line

    def is_indented(self, block: Block) -> bool:
        """Whether a block of code is one by its indentation alone."""
        place = self.of(block.start)
        # From the marked word before it on.
        number = bisect_left(self._starts, place)
        before = self.markdown[self._starts[number - 1] if number else 0 : place]
        return not before.rpartition("\n")[2].strip() and not any(sign in before for sign in FENCES)

    @cached_property
    def _blocks(self) -> dict[Block, int]:
        places: dict[Block, int] = {}
        passed = 0
        for block in self.shown.blocks:
            # A heading without words stands behind all that is shown before it.
            passed = max(passed, 1 + self._nearest[0][block.start])
            offset = self.of(block.start)
            if offset == self.of(block.end):
                begin = EMPTY_HEADING.search(self.markdown, passed) if block.element in TITLES else None
                places[block] = begin.start("sign") if begin else passed
            else:
                line_start = self.markdown.rfind("\n", 0, offset) + 1
                line = self.markdown[line_start:offset]
                places[block] = line_start + len(line) - len(line.lstrip(" \t>"))
            passed = places[block] + (block.element in TITLES)
        return places

    @cached_property
    def _nearest(self) -> tuple[list[int], list[int]]:
        """Before each character, and at the end: the furthest place that was found by then, -1 where there is none, and
        the next one."""
        last, after = list(accumulate(self._offsets, max, initial=-1)), len(self.markdown)
        following = [after := offset if offset >= 0 else after for offset in reversed(self._offsets)]
        return last, [*reversed(following), len(self.markdown)]

    @cached_property
    def _offsets(self) -> list[int]:
        """The place of each character that is shown, -1 where it is not found: what follows a mark stands behind its
        place, what precedes one before."""
        text, notes = self.shown.text, self.shown.notes
        if text == self.markdown:
            return list(range(len(text)))
        source = MARK.sub("\ufffd", self.markdown)
        self._starts = _word_starts(source)[:MOST_WORDS]
        places = [0, *self._starts, len(source)]
        last = len(places) - 1
        marks = [*((at, last) for at in notes), *self._find_marks(source, text, last), (len(text), last)]
        offsets, at, low = [-1] * len(text), 0, 0
        for mark, number in sorted(marks, key=lambda place: place[0]):
            high = places[number]
            end = high if high > low else len(source)
            for word in TOKEN.finditer(text, at, mark):
                low = _find_word(word, source, low, end, offsets)
            if text[mark - 1 : mark] == BLANK and number < last and offsets[mark - 1] < 0:
                offsets[mark - 1] = high
            at, low = mark, high
        # Blanks between characters that stand as far from each other in both.
        for blanks in re.finditer(r"\s+", text):
            start, end = blanks.span()
            place = offsets[start - 1] + 1 if start else 0
            if place and source.startswith(blanks[0], place):
                offsets[start:end] = range(place, place + end - start)
        return offsets

    def _find_marks(self, source: str, text: str, last: int) -> list[tuple[int, int]]:
        """Where in what is shown each mark stands, and the number of its place; nothing where marks make another text
        of it."""
        starts = self._starts
        pieces = [
            source[before:start] + chr(FIRST + number)
            for number, (before, start) in enumerate(zip([0, *starts], starts, strict=False))
        ]
        marked = shown_text("".join(pieces) + source[starts[-1] if starts else 0 :], self.renderer).text
        if MARK.sub("", marked) != text:
            return []
        # A text may hold such a character too, as a reference in HTML.
        return [
            (mark.start() - before, min(ord(mark[0]) - FIRST + 1, last))
            for before, mark in enumerate(MARK.finditer(marked))
        ]


def _find_word(token: re.Match[str], source: str, low: int, end: int, offsets: list[int]) -> int:
    """Find a word that is shown, or else its characters one by one, in a part of the source; return the place behind
    it."""
    word = token[0]
    whole = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)" if word[0].isalnum() else re.escape(word))
    if match := whole.search(source, low, end):
        offsets[slice(*token.span())] = range(*match.span())
        return match.end()
    for number, character in enumerate(word, token.start()):
        at = source.find(character, low, end)
        if at >= 0:
            offsets[number], low = at, at + 1
    return low


class Paragraph(NamedTuple):
    """One block of a text as it is written: a heading, a paragraph, a whole list of lines, table or quotation; `line`
    counts from 1 in the whole file."""

    text: str
    line: int


@lru_cache(maxsize=64)
def paragraphs(markdown: str, renderer: MarkdownRenderer, first_line: int = 1) -> tuple[Paragraph, ...]:
    """The blocks of a text, each from the line on which it begins to the line of the next one, without comments."""
    places, visible = find_shown(markdown, renderer), _blank_comments(markdown, renderer)
    gaps = (gap.end() for gap in re.finditer(GAP, places.shown.text))
    ends = [*sorted({0, *map(places.line_of_part, (0, *gaps))}), len(markdown)]
    blocks: list[Paragraph] = []
    for start, end in pairwise(ends):
        lines = [line.replace(BLANK, "").rstrip() for line in visible[start:end].split("\n")]
        if any(lines):
            empty = next(number for number, line in enumerate(lines) if line)
            line = first_line + markdown.count("\n", 0, start) + empty
            blocks.append(Paragraph("\n".join(lines).strip("\n"), line))
    return tuple(blocks)


def _blank_comments(markdown: str, renderer: MarkdownRenderer) -> str:
    """A text, as long, with its comments blanked."""
    at = 0
    for comment in read_comments(markdown, renderer):
        start = markdown.find(written := f"{COMMENT}{comment.text}{COMMENT_END}", at)
        if start >= 0:
            at = start + len(written)
            markdown = markdown[:start] + re.sub(r"[^\n]", BLANK, written) + markdown[at:]
    return markdown


def lines_of_blocks(source: Source, renderer: MarkdownRenderer) -> tuple[int, ...]:
    """The line on which each outermost element of a text begins; of one without words, that of the one before."""
    places, lines, end = find_shown(source.body, renderer), [source.body_line], 0
    for block in places.shown.blocks:
        if block.start >= end:
            is_shown = block.end > block.start
            lines.append(place_of(source, places.of_block(block))[0] if is_shown else lines[-1])
            end = block.end
    return tuple(lines[1:])


class Comment(NamedTuple):
    """A comment of a text, and whether nothing stands between it and the next one, or the end."""

    text: str
    is_alone: bool


def read_comments(markdown: str, renderer: MarkdownRenderer) -> list[Comment]:
    """The comments of a text, in order; none where it cannot be rendered."""
    return ConvertedHtml(markdown, renderer).comments if COMMENT in markdown else []


class ConvertedHtml(HTMLParser):
    """The HTML of a text before it is cleaned: its elements with their attributes, and its comments, in order; neither
    where it cannot be rendered."""

    def __init__(self, markdown: str, renderer: MarkdownRenderer) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.comments: list[Comment] = []
        try:
            self.feed(renderer.convert(markdown))
            self.close()
        except (RecursionError, TooMuchMarkup):
            pass

    def handle_comment(self, data: str) -> None:
        """Keep a comment."""
        self.comments.append(Comment(data, True))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep an element; it follows a comment, as what is shown does."""
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag != "p":
            self.handle_data(tag)

    def handle_data(self, data: str) -> None:
        """What is shown follows a comment."""
        if self.comments and data.strip():
            self.comments[-1] = self.comments[-1]._replace(is_alone=False)


def _word_starts(source: str) -> list[int]:
    """Where marks stand: before words, but where one would make another text of it. That is so in labels of links, in
    lines that begin blocks of code, and in lines that may be the address of a video."""
    starts: list[int] = []
    line_start, depth = 0, 0
    for line in source.split("\n"):
        words = line.split(None, 1)
        depth = depth if words else 0
        if words and not words[0].startswith(("```", "~~~")):
            indent, at = len(line) - len(line.lstrip()), 0
            for word in WORD.finditer(line):
                start = word.start(word.lastgroup or 0)
                depth = max(0, depth + line.count("[", at, start) - line.count("]", at, start))
                at = start
                begins = line[at].isalpha() and (len(words) > 1 or VIDEO_SIGNS.isdisjoint(line[:-1]))
                end = line.find("]", at, at + LONGEST_LABEL) if depth else -1
                is_label = depth and (line[end : end + 3] == "][]" or not line.startswith(("](", "]["), end))
                if (at > indent or begins) and not is_label:
                    starts.append(line_start + at)
            depth = max(0, depth + line.count("[", at) - line.count("]", at))
        line_start += len(line) + 1
    return starts

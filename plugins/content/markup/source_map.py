"""Where in a text stands what its HTML names and shows.

Nothing but the library reads Markdown: marks are put into the text, it is rendered once more, and what the HTML has
beside a mark stands where the mark was put.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote

from plugins.content.markup.markdown import MarkdownRenderer
from plugins.content.markup.parsing_cost import TooMuchMarkup
from plugins.content.markup.rendered import (
    HEADINGS,
    LINES,
    VOID,
    Reference,
    is_note_mark,
    name_of,
    split_tags,
    value_of,
)
from plugins.content.sources import Source

# What is put behind a name, with a number; and the most of them in one text.
MARK = re.compile(r"q([0-9]{1,9})z")
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
    unmarked, offsets, passed = [MARK.sub("", name) for name in marked], [], 0
    for name, of_name in zip(names, spellings, strict=True):
        at = next((firsts[spelling] for spelling in of_name if spelling in firsts), 0)
        if name in unmarked[passed:]:
            passed = unmarked.index(name, passed) + 1
            marks = MARK.findall(marked[passed - 1])
            at = starts.get(int(marks[-1]), at) if marks else at
        offsets.append(at)
    return offsets


# Replaces what is not shown: not a letter, not a space, and in no text of an editor.
BLANK = "\ufffc"
# Marks of words: characters for private use, which are neither letters nor spaces.
FIRST, LAST = 0xF0000, 0x10FFFD
PRIVATE = re.compile(f"[{chr(FIRST)}-{chr(LAST)}]")
# A word behind a blank, a tag or the beginning of a line, and signs; the sign behind the end of a link or the like. The
# names of attributes are no words, and numbers that begin lines those of lists.
WORD = re.compile(
    r"(?:(?<!\S)|(?<=[>|]))[\[(*_\"'„“«\\!]*(?P<word>[^\W_][\w-]*+)(?!\s*=)|(?<=[)>*`}])(?P<sign>[).,;:!?…”“»\"'])"
)
LONGEST_LABEL = 1_000
# Without any of these, a line of one word is no video.
VIDEO_SIGNS = frozenset(".:")
TOKEN = re.compile(r"\w+|\S")
# What remains where it stands, although readers do not see it: the signs of lists, headings, tables and quotations.
STRUCTURE = frozenset("#*_-+|=:[! \t")
POINT = re.compile(r"[ \t>*+#-]*(?:\d{1,9}[.)])?")
EMPTY_HEADING = re.compile(r"^[ \t>]*(?P<sign>#|<h\d)", re.M | re.I)
COMMENT, COMMENT_END = "<!--", "-->"


@dataclass(frozen=True)
class Block:
    """A heading, or an outermost paragraph, numbered list or block that is code by its indentation: its `element`,
    where it begins in the source, its words, how many points it has, and whether it is nothing but bold words."""

    element: str
    offset: int
    words: str
    points: int
    is_bold: bool


@dataclass(frozen=True)
class ShownText:
    """What readers see of a text: `text` is as long as the source, with `BLANK` for all else but signs of `STRUCTURE`;
    `blocks` are its headings and outermost blocks, in order."""

    text: str
    blocks: tuple[Block, ...]
    is_empty: bool


# While a text is written, the others of its pair are those of the check before.
@lru_cache(maxsize=32)
def shown_text(markdown: str, renderer: MarkdownRenderer) -> ShownText:
    """What readers see of a text; all of it where it cannot be rendered, which is an error of its own."""
    source = PRIVATE.sub("\ufffd", markdown)
    starts = _word_starts(source)[: LAST - FIRST]
    pieces = [
        source[before:start] + chr(FIRST + number)
        for number, (before, start) in enumerate(zip([0, *starts], starts, strict=False))
    ]
    try:
        html_with_marks = renderer.convert("".join(pieces) + source[starts[-1] if starts else 0 :])
    except (RecursionError, TooMuchMarkup):
        return ShownText(markdown, (), not markdown.strip())
    return _Reader(source, starts).read(renderer.allowed.cleaner.clean(html_with_marks))


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


class _Reader:
    """Reads the HTML of a text with marks before its words, and finds the place of each character that it shows."""

    def __init__(self, source: str, starts: list[int]) -> None:
        self.source = source
        # Those of the marks, after the beginning of the text and before its end.
        self.places = [0, *starts, len(source)]
        # What is shown, where each character of it stands (-1 where it is not found), and what of it is no prose.
        self.shown = ""
        self.offsets: list[int] = []
        self.is_prose = bytearray()
        # Where captions of pictures and blocks of code begin in it.
        self.captions: list[int] = []
        self.code: list[int] = []

    def read(self, cleaned: str) -> ShownText:
        """The text of which this is the HTML, without what is not allowed."""
        first, tags = split_tags(cleaned)
        pieces, hidden = [html.unescape(first)], list[bool]()
        length = len(pieces[0])
        self.is_prose += b"\1" * length
        # Where in what is shown each tag stands, and which of them begin blocks.
        starts: list[int] = []
        blocks: list[int] = []
        # The mark of the text's end. Notes, and what abbreviations stand for, are shown behind all else, wherever they
        # are written: what comes before may go on to the end.
        end = chr(FIRST + len(self.places) - 2)
        for number, (tag, text) in enumerate(tags):
            name, new = name_of(tag), ""
            starts.append(length)
            if tag.startswith("/"):
                del hidden[-1:]
            elif name not in VOID:
                hidden.append(self._is_hidden(tags, number))
                if name == "pre" and hidden[-1]:
                    self.code.append(length + 1)
                elif name in HEADINGS or name == "h1" or (name in ("p", "ol", "pre") and len(hidden) == 1):
                    blocks.append(number)
            if name in LINES:
                new = "\n"
            elif name == "img":
                new, caption = value_of(tag, "alt"), value_of(tag, "title")
                if caption:
                    self.captions.append(length + len(new) + 1)
                    new += f" {caption}"
            if tag == 'div class="footnote"':
                new = end
            new += html.unescape(text)
            pieces.append(new)
            self.is_prose += bytes([not any(hidden)]) * len(new)
            length += len(new)
        meanings = dict.fromkeys(value_of(tag, "title") for tag, _ in tags if name_of(tag) == "abbr")
        pieces += [f"{end}\n{meaning}" for meaning in meanings]
        self.shown = "".join(pieces)
        self.is_prose += b"\1" * (len(self.shown) - length)
        self._align()
        return ShownText(self._blank(), tuple(self._blocks(tags, blocks, starts)), not cleaned.strip())

    def _is_hidden(self, tags: Sequence[tuple[str, str]], number: int) -> bool:
        """Whether the words of an element are none of the text's language: code, words that are marked with their
        language, and marks of notes. A paragraph that is code by its indentation alone was hardly meant to be code."""
        tag = tags[number][0]
        if name_of(tag) == "pre":
            return not self._is_indented("".join(text for _, text in tags[number : number + 2]))
        is_code = name_of(tag) == "code" and tags[number - 1][0] != "pre"
        return is_code or is_note_mark(tag) or bool(value_of(tag, "lang"))

    def _is_indented(self, code: str) -> bool:
        mark = PRIVATE.search(code)
        if mark is None:
            return False
        place = self._number(mark)
        before = self.source[self.places[place - 1] : self.places[place]]
        return not before.rpartition("\n")[2].strip() and not any(sign in before for sign in ("```", "~~~", "<"))

    def _number(self, mark: re.Match[str]) -> int:
        """The number of a mark's place; a text may hold such a character too, as a reference in HTML."""
        return min(ord(mark[0]) - FIRST + 1, len(self.places) - 1)

    def _align(self) -> None:
        """Find the place of each character that is shown: what follows a mark stands behind its place, what precedes
        one before."""
        self.offsets = [-1] * len(self.shown)
        at, low = 0, 0
        for mark in PRIVATE.finditer(self.shown):
            high = self.places[self._number(mark)]
            self._find_between(at, mark.start(), low, high if high > low else len(self.source))
            at, low = mark.end(), high
        self._find_between(at, len(self.shown), low, len(self.source))

    def _find_between(self, start: int, end: int, low: int, high: int) -> None:
        """Find what is shown between two marks in the source between two places: its beginning right behind the first,
        the rest word by word."""
        while start < end and low < high:
            if self.shown[start].isspace():
                start += 1
            elif self.source[low].isspace():
                low += 1
            elif self.source[low] == self.shown[start]:
                self.offsets[start] = low
                start, low = start + 1, low + 1
            else:
                break
        for word in TOKEN.finditer(self.shown, start, end):
            low = self._find_word(word, low, high)

    def _find_word(self, token: re.Match[str], low: int, end: int) -> int:
        """Find a word, or else its characters one by one, and return the place behind it."""
        word = token[0]
        whole = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)" if word[0].isalnum() else re.escape(word))
        if match := whole.search(self.source, low, end):
            self.offsets[slice(*token.span())] = range(*match.span())
            return match.end()
        for number, character in enumerate(word, token.start()):
            at = self.source.find(character, low, end)
            if at >= 0:
                self.offsets[number], low = at, at + 1
        return low

    def _blank(self) -> str:
        """The source with nothing but what is shown, and signs of its structure."""
        visible = bytearray(len(self.source))
        for offset, is_prose in zip(self.offsets, self.is_prose, strict=True):
            if offset >= 0 and is_prose:
                visible[offset] = 1
        pieces, at = [], 0
        for gap in re.finditer(b"\0+", visible):
            pieces += [self.source[at : gap.start()], _blank_gap(self.source[slice(*gap.span())], gap.start() == 0)]
            at = gap.end()
        text = "".join([*pieces, self.source[at:]])
        pieces, at = [], 0
        for start, new in sorted([*self._captions(visible), *self._code(text)]):
            pieces += [text[at:start], new]
            at = start + len(new)
        return "".join([*pieces, text[at:]])

    def _captions(self, visible: bytearray) -> Iterator[tuple[int, str]]:
        """Empty lines before captions, each of which is a paragraph of its own, with their places."""
        for start in self.captions:
            places = (self.offsets[at] for at in range(start, len(self.offsets)))
            caption = next((place for place in places if place >= 0), 0)
            behind = visible.rfind(1, 0, caption) + 1
            if caption - behind >= 2:
                yield behind, "\n\n"

    def _code(self, text: str) -> Iterator[tuple[int, str]]:
        """Whole lines of code, blank, with their places."""
        for start in self.code:
            end = self.is_prose.find(1, start)
            places = [at for at in self.offsets[start : end if end >= 0 else None] if at >= 0]
            if places:
                low = self.source.rfind("\n", 0, places[0]) + 1
                yield low, re.sub(r"[^\n]", BLANK, text[low : places[-1] + 1])

    def _blocks(self, tags: Sequence[tuple[str, str]], blocks: list[int], starts: list[int]) -> Iterator[Block]:
        """The blocks that begin with the tags of these numbers; `starts` is where all tags stand in what is shown."""
        passed, at = 0, 0
        for number in blocks:
            end = _end_of_element(tags, number)
            # A heading without words stands behind all that is shown before it.
            passed = max(passed, 1 + max(self.offsets[at : starts[number]], default=-1))
            at = starts[number]
            within = tags[number:end]
            words = "".join(f"{BLANK}{text}" if name_of(tag) == "img" else text for tag, text in within)
            points = sum(tag == "li" or tag.startswith("li ") for tag, _ in within)
            is_bold = [tag for tag, _ in within[1:]] == ["strong", "/strong"] and within[0][1] == ""
            is_bold = is_bold and within[2][1].strip() in ("", ":")
            offset = self._line_of_block(starts[number], starts[end], passed)
            passed = offset + 1
            yield Block(name_of(within[0][0]), offset, PRIVATE.sub("", html.unescape(words)), points, is_bold)

    def _line_of_block(self, start: int, end: int, passed: int) -> int:
        """Where the line of a block begins, of which this is shown; of one without words, the first line of a heading
        behind the place `passed`."""
        places = (self.offsets[at] for at in range(start, end) if not self.shown[at].isspace())
        offset = next((place for place in places if place >= 0), -1)
        if offset < 0:
            begin = EMPTY_HEADING.search(self.source, passed)
            return begin.start("sign") if begin else passed
        line_start = self.source.rfind("\n", 0, offset) + 1
        line = self.source[line_start:offset]
        return line_start + len(line) - len(line.lstrip(" \t>"))


def _end_of_element(tags: Sequence[tuple[str, str]], number: int) -> int:
    """The number of the tag that ends the element which the tag of a number begins."""
    depth = 0
    for at in range(number, len(tags)):
        tag = tags[at][0]
        depth += -1 if tag.startswith("/") else name_of(tag) not in VOID
        if not depth:
            return at
    return len(tags) - 1


def _blank_gap(gap: str, begins_line: bool) -> str:
    """What stands between two places that are shown, without what readers do not see."""
    while (start := gap.find(COMMENT)) >= 0:
        end = gap.find(COMMENT_END, start)
        end = len(gap) if end < 0 else end + len(COMMENT_END)
        gap = gap[:start] + re.sub(r"[^\n]", BLANK, gap[start:end]) + gap[end:]
    lines = gap.split("\n")
    for number, line in enumerate(lines):
        point = POINT.match(line) if number or begins_line else None
        kept, rest = (point[0], line[point.end() :]) if point else ("", line)
        core = rest.strip()
        if not STRUCTURE.issuperset(core):
            lines[number] = kept + rest.replace(core, BLANK * len(core))
    return "\n".join(lines)

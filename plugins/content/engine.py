"""The Markdown engine, which asks of each part of a text only those whose marks the part holds.

The library's own tries some fifteen regular expressions on each text and about as many on each block, and most texts of
a news site hold no mark at all. Here a table says of each that the library brings what a text must hold for it to find
anything; who is not in the table, such as a new extension, is always asked. So the HTML stays the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any
from xml.etree.ElementTree import Element

import markdown
from markdown import blockprocessors as blocks
from markdown import inlinepatterns as inline
from markdown.blockparser import BlockParser
from markdown.extensions.abbr import AbbrBlockprocessor
from markdown.extensions.def_list import DefListProcessor
from markdown.extensions.fenced_code import FencedBlockPreprocessor
from markdown.extensions.footnotes import FootnoteBlockProcessor
from markdown.extensions.md_in_html import HtmlBlockPreprocessor, MarkdownInHtmlProcessor
from markdown.extensions.sane_lists import SaneUListProcessor
from markdown.extensions.tables import TableProcessor
from markdown.preprocessors import NormalizeWhitespace
from markdown.treeprocessors import InlineProcessor
from markdown.util import ETX, STX, AtomicString

from plugins.content.nesting_limit import Nesting, TreeDepth

# One of these characters must stand in a text for the regular expression of an inline pattern to match anywhere in it.
INLINE = {
    inline.BACKTICK_RE: "`",
    inline.ESCAPE_RE: "\\",
    r"\[\^([^\]]*)\]": "^",  # footnotes
    inline.REFERENCE_RE: "[",
    inline.LINK_RE: "[",
    inline.IMAGE_LINK_RE: "!",
    inline.IMAGE_REFERENCE_RE: "!",
    inline.AUTOLINK_RE: "<",
    inline.AUTOMAIL_RE: "<",
    inline.LINE_BREAK_RE: "\n",
    inline.HTML_RE: "<",
    inline.ENTITY_RE: "&",
    r"\*|_": "*_",
}
# One of these must stand in a block for a processor of exactly this class to do anything with it.
BLOCKS: dict[type, str] = {
    MarkdownInHtmlProcessor: STX,
    TableProcessor: "|",
    blocks.HashHeaderProcessor: "#",
    blocks.SetextHeaderProcessor: "\n",
    blocks.HRProcessor: "-_*",
    blocks.UListProcessor: "*+-",
    SaneUListProcessor: "*+-",
    DefListProcessor: ":",
    blocks.BlockQuoteProcessor: ">",
    FootnoteBlockProcessor: "^",
    AbbrBlockprocessor: "[",
    blocks.ReferenceProcessor: "]",
}
# One of these must stand in the whole text for a preprocessor of exactly this class to change it.
PREPROCESSORS: dict[type, tuple[str, ...]] = {
    FencedBlockPreprocessor: ("```", "~~~"),
    HtmlBlockPreprocessor: ("<", "&"),
}
UNEVEN = (STX, ETX, "\r", "\t", " \n")


class Engine(markdown.Markdown):
    """Gives the same HTML as `markdown.Markdown`, sooner. Raises RecursionError for a text that lies `deepest` steps or
    more deep in itself; where none are given, at the limit of Python's stack."""

    def __init__(self, deepest: int = 0, **options: Any) -> None:
        super().__init__(**options)
        if deepest:
            self._count_steps(Nesting(deepest))
            # After the library's own "inline". A step of a list is two elements, and there may be words in bold in it.
            self.treeprocessors.register(TreeDepth(self, 3 * deepest), "depth", 19)
        for processor in self.preprocessors:
            if marks := PREPROCESSORS.get(type(processor)):
                processor.run = where(marks, processor.run)  # type: ignore[method-assign,assignment]

    def _count_steps(self, nesting: Nesting) -> None:
        self.parser.parseBlocks = nesting.counted(self.parser.parseBlocks)  # type: ignore[method-assign]
        for processor in self.parser.blockprocessors:
            if isinstance(processor, MarkdownInHtmlProcessor):
                processor.parse_element_content = nesting.counted(  # type: ignore[method-assign]
                    processor.parse_element_content
                )

    def build_parser(self) -> Engine:
        """As in the library, with a block parser, an inline processor and whitespace of our own."""
        super().build_parser()
        parser = Blocks(self)
        parser.blockprocessors = self.parser.blockprocessors
        for processor in parser.blockprocessors:
            processor.parser = parser
        self.parser = parser
        self.treeprocessors.register(Inline(self), "inline", 20)
        self.preprocessors.register(Whitespace(self), "normalize_whitespace", 30)
        self.block_level = frozenset(self.block_level_elements)
        return self

    def reset(self) -> Engine:
        """As in the library; the elements are known by then, and a text that failed leaves nothing to the next."""
        super().reset()
        self.parser.state.clear()
        self.block_level = frozenset(self.block_level_elements)
        return self

    def is_block_level(self, tag: Any) -> bool:
        """As in the library, which goes through a list."""
        return isinstance(tag, str) and tag.lower().rstrip("/") in self.block_level


def where(marks: Iterable[str], run: Callable[[list[str]], list[str]]) -> Callable[[list[str]], list[str]]:
    """A preprocessor's `run` that leaves the lines alone where none of the marks stands in them."""

    def run_if_marked(lines: list[str]) -> list[str]:
        text = "\n".join(lines)
        return run(lines) if any(mark in text for mark in marks) else text.split("\n")

    return run_if_marked


class Asked:
    """Which of a row to ask of a text, each being known by the marks of which it needs one; without any, always."""

    def __init__(self, needs: list[str]) -> None:
        self.needs = needs
        self.marks = sorted(set("".join(needs)))
        self.found: dict[str, tuple[int, ...]] = {}

    def of(self, text: str) -> tuple[int, ...]:
        """Places in the row."""
        held = "".join([mark for mark in self.marks if mark in text])
        if held not in self.found:
            self.found[held] = tuple(i for i, need in enumerate(self.needs) if not need or set(need) & set(held))
        return self.found[held]


class Blocks(BlockParser):
    """Asks of each block only the processors that could do something with it."""

    row: list[blocks.BlockProcessor] | None = None

    def parseBlocks(self, parent: Element, blocks: list[str]) -> None:
        """As in the library, but for those who are not asked."""
        row = list(self.blockprocessors)
        if row != self.row:
            self.row, self.asked = row, Asked([BLOCKS.get(type(processor), "") for processor in row])
        asked = self.asked
        while blocks:
            for place in asked.of(blocks[0]):
                if row[place].test(parent, blocks[0]) and row[place].run(parent, blocks) is not False:
                    break


class Inline(InlineProcessor):
    """Tries on each text only the inline patterns that could match in it."""

    expressions: list[str] | None = None

    def run(self, tree: Element, ancestors: list[str] | None = None) -> Element:
        """As in the library."""
        self.row: list[Any] = list(self.inlinePatterns)
        expressions = [pattern.getCompiledRegExp().pattern for pattern in self.row]
        if expressions != self.expressions:
            self.expressions, self.asked = expressions, Asked([INLINE.get(each, "") for each in expressions])
        return super().run(tree, ancestors)

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:
        """As the library's private method, but for the patterns that are not tried: a match brings no new marks."""
        if isinstance(data, AtomicString):
            return data
        for place in self.asked.of(data):
            start, matched = 0, place >= patternIndex
            while matched:
                data, matched, start = self._InlineProcessor__applyPattern(  # type: ignore[attr-defined]
                    self.row[place], data, place, start
                )
        return data


class Whitespace(NormalizeWhitespace):
    """Is done at once with a text whose whitespace is as it should be."""

    def run(self, lines: list[str]) -> list[str]:
        """As in the library."""
        text = "\n".join(lines) + "\n"
        if any(mark in text for mark in UNEVEN):
            return super().run(lines)
        return f"{text}\n".split("\n")

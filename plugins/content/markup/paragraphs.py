"""Paragraphs: the blocks of a Markdown text, with their lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

FENCE = re.compile(r" {0,3}(```+|~~~+)")
HEADING = re.compile(r" {0,3}#{1,6}\s*\S")
COMMENT = re.compile(r"<!--.*?-->", re.S)
# A comment with nothing between it and the next one.
EMPTY_PLACE = re.compile(r"<!--((?:(?!-->).)*)-->(?=\s*(?:<!--|\Z))", re.S)


@dataclass(frozen=True)
class Paragraph:
    """One block: a heading, a paragraph, a whole list, table or quotation; `line` counts from 1 in the whole file."""

    text: str
    line: int


def unbegun(body: str) -> Counter[str]:
    """The source paragraphs of a translation with nothing below them yet, as `plain_words`, and how many of each."""
    return Counter(plain_words(match[1].replace("--&gt;", "-->")) for match in EMPTY_PLACE.finditer(body))


def plain_words(text: str) -> str:
    """A text in one line."""
    return " ".join(text.split())


def paragraphs(body: str, first_line: int = 1) -> tuple[Paragraph, ...]:
    """The blocks of a text, separated by empty lines outside code; comments are ignored."""
    visible = COMMENT.sub(lambda match: re.sub(r"[^\n]", "", match[0]), body)
    return tuple(_blocks(visible.split("\n"), first_line))


def _blocks(lines: list[str], first_line: int) -> Iterator[Paragraph]:
    block: list[str] = []
    start, fence = first_line, ""
    for number, line in enumerate([*lines, ""], first_line):
        opening = FENCE.match(line)
        if opening:
            fence = "" if fence and opening[1].startswith(fence) else fence or opening[1]
        ends = not fence and (not line.strip() or (HEADING.match(line) and block))
        if ends and block:
            yield Paragraph("\n".join(block), start)
            block = []
        if line.strip() or fence:
            start = start if block else number
            block.append(line.rstrip())
        if not fence and HEADING.match(line) and len(block) == 1:
            yield Paragraph(block.pop(), start)
    if block:
        yield Paragraph("\n".join(block), start)

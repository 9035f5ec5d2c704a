"""Text in the script that its language is stored in: a profile that is `also` written in Cyrillic is stored in
Latin."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from plugins.cyrillic import to_latin
from plugins.importer.model import Block, Run

WORD = re.compile(r"[^\W\d_]+")
CYRILLIC = re.compile(r"[\u0400-\u04ff]")
LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")


def stored_blocks(blocks: Sequence[Block]) -> tuple[tuple[Block, ...], frozenset[str]]:
    """The blocks in Latin letters, and the words that mix the two scripts and were therefore left as they are."""
    mixed: set[str] = set()
    return tuple(_stored(block, mixed) for block in blocks), frozenset(mixed)


def once(blocks: Sequence[Block]) -> tuple[tuple[Block, ...], list[str]]:
    """The blocks without those in Cyrillic that stand in Latin too, where a page has its text in both scripts; and the
    words of those that were taken out."""
    written = {_folded(block.text) for block in blocks if block.text and not CYRILLIC.search(block.text)}
    twice = [bool(CYRILLIC.search(block.text)) and _folded(to_latin(block.text)) in written for block in blocks]
    kept = tuple(block for block, again in zip(blocks, twice, strict=True) if not again)
    return kept, [block.text for block, again in zip(blocks, twice, strict=True) if again]


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _stored(block: Block, mixed: set[str]) -> Block:
    text = block.text
    if not CYRILLIC.search(text):
        return block
    mostly = len(CYRILLIC.findall(text)) > len(LATIN.findall(text))
    runs = tuple(
        Run(stored_text(run.text, mostly, mixed), run.bold, run.italic, run.href, run.shift) for run in block.runs
    )
    rows = tuple(tuple(tuple(_stored(inner, mixed) for inner in cell) for cell in row) for row in block.rows)
    picture = block.picture and replace(block.picture, alt=stored_text(block.picture.alt, True, mixed))
    return replace(block, runs=runs, rows=rows, picture=picture)


def stored_text(text: str, mostly_cyrillic: bool = True, mixed: set[str] | None = None) -> str:
    """The text with its Cyrillic words in Latin. In a Latin text a word of both scripts may be a slip of the keyboard,
    and a lone letter a unit or a symbol: they are left, for the checker to show."""

    def word(match: re.Match[str]) -> str:
        found = match.group()
        if not CYRILLIC.search(found):
            return found
        if LATIN.search(found) and not mostly_cyrillic:
            if mixed is not None:
                mixed.add(found)
            return found
        return to_latin(found) if mostly_cyrillic or len(found) > 1 else found

    return WORD.sub(word, text)

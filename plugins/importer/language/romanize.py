"""Converts text to the script that its language is stored in: Serbian in Cyrillic to Latin."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from plugins.importer.document import Block, Run
from plugins.importer.language.detection import CYRILLIC, LATIN
from plugins.importer.metadata.dates import WORD
from plugins.importer.project_api import to_latin

# Icelandic Ð in the place of Đ, and letters that Unicode has for pairs.
SAME = {
    "Ð": "Đ",
    "ð": "đ",
    "Ɖ": "Đ",
    "ǆ": "dž",
    "ǅ": "Dž",
    "Ǆ": "DŽ",
    "ǉ": "lj",
    "ǈ": "Lj",
    "Ǉ": "LJ",
    "ǌ": "nj",
    "ǋ": "Nj",
    "Ǌ": "NJ",
}
# Letters that look and mean the same in both scripts: in a word of Latin letters they are slips of the keyboard.
SLIPS = str.maketrans("аеојкмтАЕОЈКМТ", "aeojkmtAEOJKMT")
LOOK_ALIKE = re.compile("[ÐðƉǆǅǄǉǈǇǌǋǊ]")


def duplicates(blocks: Sequence[Block]) -> list[int]:
    """The places of blocks in Cyrillic that stand in Latin too, where a page has its text in both scripts."""
    cyrillic = [at for at, block in enumerate(blocks) if CYRILLIC.search(block.text)]
    if not cyrillic or len(cyrillic) == len(blocks):
        return []
    written = {_fold(block.text) for at, block in enumerate(blocks) if block.text and at not in set(cyrillic)}
    return [at for at in cyrillic if _fold(to_latin(blocks[at].text)) in written]


def _fold(text: str) -> str:
    return " ".join(text.casefold().split())


def is_mostly_cyrillic(text: str) -> bool:
    """Whether a text has more Cyrillic letters than Latin ones."""
    return len(CYRILLIC.findall(text)) > len(LATIN.findall(text))


def romanize_block(block: Block, mixed: set[str]) -> Block:
    """The block in Latin letters; words that mix the two scripts and are therefore left as they are go into `mixed`."""
    text = block.text
    if not CYRILLIC.search(text) and not LOOK_ALIKE.search(text):
        return block
    mostly = is_mostly_cyrillic(text)
    runs = tuple(
        Run(romanize_text(run.text, mostly, mixed), run.bold, run.italic, run.href, run.shift) for run in block.runs
    )
    rows = tuple(tuple(tuple(romanize_block(inner, mixed) for inner in cell) for cell in row) for row in block.rows)
    picture = block.picture and replace(block.picture, alt=romanize_text(block.picture.alt, True, mixed))
    return replace(block, runs=runs, rows=rows, picture=picture)


def romanize_text(text: str, mostly_cyrillic: bool = True, mixed: set[str] | None = None) -> str:
    """The text with its Cyrillic words in Latin, and with the letters that only look like Serbian ones replaced. In a
    Latin text a word with other letters of both scripts, and a lone letter, which may be a unit or a symbol, are left,
    for the checker to show."""

    def word(match: re.Match[str]) -> str:
        found = match.group()
        if not CYRILLIC.search(found):
            return found
        if LATIN.search(found) and not CYRILLIC.search(found.translate(SLIPS)):
            return found.translate(SLIPS)
        if LATIN.search(found) and not mostly_cyrillic:
            if mixed is not None:
                mixed.add(found)
            return found
        return to_latin(found) if mostly_cyrillic or len(found) > 1 else found

    return WORD.sub(word, LOOK_ALIKE.sub(lambda match: SAME[match[0]], text))

"""Converts text to the script that its language is stored in: Serbian in Cyrillic to Latin."""

from __future__ import annotations

import re
from dataclasses import replace

from plugins.cyrillic import to_latin
from plugins.cyrillic.letters import ETH, SLIPS, normalize
from plugins.importer.document import Block, Run
from plugins.importer.language.detection import CYRILLIC, LATIN
from plugins.importer.metadata.dates import WORD


def is_mostly_cyrillic(text: str) -> bool:
    """Whether a text has more Cyrillic letters than Latin ones."""
    return len(CYRILLIC.findall(text)) > len(LATIN.findall(text))


def romanize_block(block: Block, mixed: set[str]) -> Block:
    """The block in Latin letters; words that mix the two scripts and are therefore left as they are go into `mixed`."""
    if block.text.isascii():
        return block

    def change(runs: tuple[Run, ...]) -> tuple[Run, ...]:
        mostly = is_mostly_cyrillic("".join(run.text for run in runs))
        return tuple(replace(run, text=romanize_text(run.text, mostly, mixed)) for run in runs)

    picture = block.picture and replace(block.picture, alt=romanize_text(block.picture.alt, True, mixed))
    return replace(block.change_runs(change), picture=picture)


def romanize_text(text: str, mostly_cyrillic: bool = True, mixed: set[str] | None = None) -> str:
    """The text with its Cyrillic words in Latin, and with the letters that only look like Serbian ones replaced. In a
    Latin text a word with other letters of both scripts, and a lone letter, which may be a unit or a symbol, are left,
    for the checker to show."""

    def word(match: re.Match[str]) -> str:
        written = match.group()
        if not CYRILLIC.search(written):
            return written
        if LATIN.search(written) and not CYRILLIC.search(written.translate(SLIPS)):
            return written.translate(SLIPS)
        if LATIN.search(written) and not mostly_cyrillic:
            if mixed is not None:
                mixed.add(written)
            return written
        return to_latin(written) if mostly_cyrillic or len(written) > 1 else written

    return WORD.sub(word, replace_look_alikes(text))


def replace_look_alikes(text: str) -> str:
    """The text with the letters that only look like Serbian ones replaced, and those that stand for two by both."""
    return normalize(text).translate(ETH)

"""Blocks that belong to the page and not to the article: buttons, cookie notices, "Related news" and what follows
it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from plugins.importer.model import Block, LeftOut
from plugins.importer.profiles import Profile, fold
from plugins.languages.cyrillic import to_latin

PROSE_WORDS = 15
LIST = "a list of other pages"
LINKS = "links beside the text"


class Noise:
    """Knows the words of the site's languages that editors do not write."""

    def __init__(self, own: Sequence[Profile], is_fact: Callable[[str], bool]) -> None:
        self.is_fact = is_fact
        self.exact = frozenset[str]().union(*(profile.noise.exact for profile in own))
        self.sections = frozenset[str]().union(*(profile.noise.sections for profile in own))
        self.sentences = tuple(words for profile in own for words in profile.noise.sentences)

    def parted(self, blocks: Sequence[Block]) -> tuple[list[Block], list[LeftOut]]:
        """The blocks of the article, and the others with the reason why."""
        reasons = [self._reason(block) for block in blocks]
        for at in range(1, len(blocks)):
            if reasons[at - 1] == LIST and not reasons[at] and not _resumes(blocks, at):
                reasons[at] = LIST
        for at in (*_before_text(blocks), *_after_text(blocks)):
            if not reasons[at] and _only_links(blocks[at]) and not any(map(self.is_fact, blocks[at].text.split("\n"))):
                reasons[at] = LINKS
        kept = [block for block, reason in zip(blocks, reasons, strict=True) if not reason]
        left = [LeftOut(_words(block), reason) for block, reason in zip(blocks, reasons, strict=True) if reason]
        return kept, [one for one in left if one.text.strip()]

    def _reason(self, block: Block) -> str:
        text = fold(to_latin(block.text))
        if not text or block.kind == "table":
            return ""
        if text in self.sections and block.kind in ("heading", "paragraph"):
            return LIST
        if text in self.exact or all(
            piece in self.exact for piece in map(fold, re.split(r"[\n|]", to_latin(block.text))) if piece
        ):
            return "a button of the page"
        notice = text.startswith("©") or any(words in text for words in self.sentences)
        if block.words <= 60 and block.kind != "image" and notice:
            return "a notice of the page"
        return ""


def _resumes(blocks: Sequence[Block], at: int) -> bool:
    """Whether a block after a list of other pages is text again: long and mostly not linked, or a heading over such."""
    block = blocks[at]
    if block.kind == "heading" and not _linked(block) and at + 1 < len(blocks):
        return blocks[at + 1].kind != "heading" and _resumes(blocks, at + 1)
    return block.kind != "image" and block.words >= PROSE_WORDS and _linked(block) < 0.3 * block.words


def _linked(block: Block) -> int:
    return sum(len(run.text.split()) for run in block.runs if run.href)


def _only_links(block: Block) -> bool:
    """Whether a block is two or more links and nothing else, as a menu is."""
    return len({run.href for run in block.runs if run.href}) > 1 and _linked(block) >= block.words


def _before_text(blocks: Sequence[Block]) -> range:
    return range(next((at for at, block in enumerate(blocks) if _is_text(block)), len(blocks)))


def _after_text(blocks: Sequence[Block]) -> range:
    last = next((at for at in reversed(range(len(blocks))) if _is_text(blocks[at])), -1)
    return range(last + 1, len(blocks))


def _is_text(block: Block) -> bool:
    return block.words >= 8 and _linked(block) < 0.5 * block.words


def _words(block: Block) -> str:
    return block.text or (block.picture.alt if block.picture else "")

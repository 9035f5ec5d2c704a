"""Blocks that belong to the page and not to the article: buttons, cookie notices, "Related news" and what follows it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from plugins.importer.model import Block, LeftOut
from plugins.importer.profiles import Profile, fold
from plugins.importer.stored import to_latin

PROSE_WORDS = 25


class Noise:
    """Knows the words of the site's languages that editors do not write."""

    def __init__(self, own: Sequence[Profile]) -> None:
        self.exact = frozenset[str]().union(*(profile.noise.exact for profile in own))
        self.sections = frozenset[str]().union(*(profile.noise.sections for profile in own))
        self.sentences = tuple(words for profile in own for words in profile.noise.sentences)

    def parted(self, blocks: Sequence[Block]) -> tuple[list[Block], list[LeftOut]]:
        """The blocks of the article, and the others with the reason why."""
        kept: list[Block] = []
        left: list[LeftOut] = []
        in_section = False
        for block in blocks:
            reason = self._reason(block)
            in_section = in_section and not self._resumes(block) or reason == "a list of other pages"
            if reason or in_section:
                left.append(
                    LeftOut(
                        block.text or (block.picture.alt if block.picture else ""), reason or "a list of other pages"
                    )
                )
            else:
                kept.append(block)
        return kept, [one for one in left if one.text.strip()]

    def _reason(self, block: Block) -> str:
        text = fold(to_latin(block.text))
        if not text or block.kind == "table":
            return ""
        if text in self.sections and block.kind in ("heading", "paragraph"):
            return "a list of other pages"
        if text in self.exact or all(
            piece in self.exact for piece in map(fold, re.split(r"[\n|]", to_latin(block.text))) if piece
        ):
            return "a button of the page"
        if block.words <= 60 and any(words in text for words in self.sentences):
            return "a notice of the page"
        return ""

    @staticmethod
    def _resumes(block: Block) -> bool:
        """Whether a block after a list of other pages is text again: long, and mostly not linked."""
        linked = sum(len(run.text.split()) for run in block.runs if run.href)
        return block.kind != "image" and block.words >= PROSE_WORDS and linked < 0.3 * block.words

"""Another extraction of the article, by trafilatura, to compare ours with.

It is better than ours at leaving out teasers, lists of topics and lines around a title, and it loses text that ours
keeps. So it decides nothing by itself: `doubtful` names the blocks that it does not keep and that do not look like an
article's text, to be left out and asked about, and those that do, to be asked about only."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from plugins.importer import weights as w
from plugins.importer.document import Block

WORD = re.compile(r"\w+")
RUN = 4


@dataclass(frozen=True)
class SecondOpinion:
    """Places in a row of blocks: `left_out` should not be in the article, `asked` may not."""

    left_out: frozenset[int] = frozenset()
    asked: frozenset[int] = frozenset()


def other_extraction(html: str) -> str:
    """The text that trafilatura keeps of a page; "" where it keeps none or fails."""
    try:
        # It takes a fifth of a second to load, which pages that are no HTML need not wait for.
        import trafilatura

        return trafilatura.extract(html, include_comments=False) or ""
    except Exception:
        # A second opinion that is not to be had changes nothing.
        return ""


def doubtful(blocks: Sequence[Block], other: str) -> SecondOpinion:
    """The blocks that only we keep; nothing where the other extraction has too little of the text to be trusted."""
    known = _Known(other)
    texts = [(at, block) for at, block in enumerate(blocks) if block.words and block.kind != "rule"]
    both = {at for at, block in texts if known.share(block.text) > w.SAME_BLOCK}
    prose = sum(block.words for _, block in texts if block.words >= w.SECOND_PROSE)
    agreed = sum(block.words for at, block in texts if at in both and block.words >= w.SECOND_PROSE)
    if not both or agreed < w.SECOND_TRUSTED * prose:
        return SecondOpinion()
    first = min(both)
    ours = {at for at, block in texts if at not in both and block.kind not in ("image", "table", "note")}
    # A heading over text that both keep is the text's own.
    ours -= {at for at in ours if blocks[at].kind == "heading" and at + 1 in both}
    sure = {at for at in ours if at > first and blocks[at].kind == "paragraph" and blocks[at].words >= w.SECOND_PROSE}
    sure -= {at for at in sure if _linked(blocks[at]) >= w.SECOND_LINKED}
    # Where it lacks much, it may lack a whole part, such as a translation that is hidden until it is clicked.
    lacks = sum(blocks[at].words for at in sure) > w.SECOND_ASKED * prose
    short = {at for at in ours - sure if not (lacks and _beside(blocks, at, sure))}
    asked = frozenset[int]() if lacks else frozenset(sure)
    return SecondOpinion(frozenset(short), asked)


def _beside(blocks: Sequence[Block], at: int, sure: Collection[int]) -> bool:
    """Whether the nearest paragraph before or after a block is text that only we keep."""
    for step in (-1, 1):
        place = at + step
        while 0 <= place < len(blocks) and abs(place - at) <= w.SECOND_REACH:
            if blocks[place].kind == "paragraph" and blocks[place].words >= w.SECOND_PROSE:
                if place in sure:
                    return True
                break
            place += step
    return False


def _linked(block: Block) -> float:
    """The share of a block's words that are links."""
    return sum(len(run.text.split()) for run in block.runs if run.href) / max(1, block.words)


def is_worth_it(blocks: Sequence[Block]) -> bool:
    """Whether there is so much text that two extractions can be compared."""
    return sum(block.words for block in blocks if block.words >= w.SECOND_PROSE) >= w.SECOND_FEWEST_WORDS


class _Known:
    """The runs of words of a text."""

    def __init__(self, text: str) -> None:
        words = WORD.findall(text.casefold())
        self.flat = f" {' '.join(words)} "
        self.runs = {tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}

    def share(self, text: str) -> float:
        """The share of a text's runs that are known."""
        words = WORD.findall(text.casefold())
        if len(words) < RUN:
            return float(f" {' '.join(words)} " in self.flat)
        runs = [tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1)]
        return sum(run in self.runs for run in runs) / len(runs)

"""Another extraction of the article, by trafilatura, to compare ours with.

It is better than ours at leaving out teasers, lists of topics and lines around a title, and it loses text that ours
keeps, above all translations. So it only raises doubts: `doubtful` names the blocks that it does not keep, and those
become one question."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

import lxml.etree

from plugins.importer import weights as w
from plugins.importer.document import ENDED, Block, Doubt

# Scripts that do not part words by spaces are compared letter by letter.
UNSPACED = r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]"
WORD = re.compile(rf"{UNSPACED}|(?:(?!{UNSPACED})\w)+")
LETTERS_A_WORD = 3
RUN = 4


def other_extraction(html: str) -> str:
    """The text that trafilatura keeps of a page; "" where it keeps none or cannot read the page."""
    # It takes a fifth of a second to load, which pages that are no HTML need not wait for. Its further libraries take
    # half of its time; of 181 real pages one is worse without them.
    import trafilatura

    try:
        return trafilatura.extract(html, fast=True, include_comments=False) or ""
    except (lxml.etree.LxmlError, AttributeError, IndexError, KeyError, RecursionError, TypeError, ValueError):
        # On a page that breaks it there is no second opinion.
        return ""


def find_doubtful(blocks: Sequence[Block], other: str) -> Mapping[int, Doubt]:
    """The places of the blocks that only we keep, and how doubtful each is; nothing where the other extraction has too
    little of the text to be trusted."""
    known = _Known(other)
    texts = [(at, block) for at, block in enumerate(blocks) if block.words and block.kind != "rule"]
    both = {at for at, block in texts if known.share(block.text) > w.SAME_BLOCK}
    prose = sum(_size(block) for _, block in texts if _size(block) >= w.SECOND_PROSE)
    agreed = sum(_size(block) for at, block in texts if at in both and _size(block) >= w.SECOND_PROSE)
    if not both or agreed < w.SECOND_TRUSTED * prose:
        return {}
    first = min(both)
    # It leaves out posts that the author shows as quotations.
    ours = {at for at, block in texts if at not in both and block.kind not in ("image", "table", "note", "quote")}
    # A heading over text that both keep is the text's own.
    ours -= {at for at in ours if blocks[at].kind == "heading" and at + 1 in both}
    # Two or more paragraphs above all that it keeps are rather the other text than a teaser.
    above = [at for at in ours if at < first and blocks[at].kind == "paragraph" and _size(blocks[at]) >= w.SECOND_PROSE]
    early = set(above) if len(above) >= w.SECOND_EARLY else set()
    sure = {
        at
        for at in ours
        if (at > first or at in early) and blocks[at].kind == "paragraph" and _size(blocks[at]) >= w.SECOND_PROSE
    }
    sure -= {at for at in sure if blocks[at].linked_words >= w.SECOND_LINKED * blocks[at].words}
    ours -= {at for at in ours if _belongs(blocks, at, both)}
    sure &= ours
    doubts: dict[int, Doubt] = dict.fromkeys(ours - sure, "left out")
    return doubts | dict.fromkeys(sure, "prose")


def _belongs(blocks: Sequence[Block], at: int, both: Collection[int]) -> bool:
    """Whether a paragraph that only we keep is the article's by its place: the lead above the text, or a question over
    a paragraph that both keep."""
    block = blocks[at]
    if block.kind != "paragraph" or block.linked_words >= w.LEAD_LINKED * block.words:
        return False
    if block.text.rstrip().endswith("?"):
        before, after = (_next_text(blocks, at, step, 1) for step in (-1, 1))
        return all(one in both and _size(blocks[one]) >= w.SECOND_PROSE for one in (before, after))
    above = any(
        one in both and blocks[one].kind == "paragraph" and _size(blocks[one]) >= w.SECOND_PROSE for one in range(at)
    )
    lead = _size(block) >= w.LEAD_WORDS and ENDED.search(block.text.rstrip()) is not None
    return lead and not above and _next_text(blocks, at, 1, w.SECOND_PROSE) in both


def _next_text(blocks: Sequence[Block], at: int, step: int, words: int) -> int:
    """The place of the nearest block before or after another that has so many words; -1 where there is none."""
    place = at + step
    while 0 <= place < len(blocks):
        if _size(blocks[place]) >= words:
            return place
        place += step
    return -1


def _size(block: Block) -> int:
    """The words of a block, guessed from its letters in scripts that do not part words."""
    return block.words + len(re.findall(UNSPACED, block.text)) // LETTERS_A_WORD


def is_worth_it(blocks: Sequence[Block]) -> bool:
    """Whether there is enough text to compare two extractions."""
    return sum(_size(block) for block in blocks if _size(block) >= w.SECOND_PROSE) >= w.SECOND_FEWEST_WORDS


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

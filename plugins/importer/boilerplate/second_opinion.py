"""Another extraction of the article, by trafilatura, to compare ours with.

It is better than ours at leaving out teasers, lists of topics and lines around a title, and it loses text that ours
keeps, above all translations. So it only raises doubts: `find_doubtful` names the blocks that it does not keep, and
those become one question."""

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
    prose = {at: _size(block) for at, block in texts if _size(block) >= w.SECOND_PROSE}
    agreed = sum(size for at, size in prose.items() if at in both)
    if not both or agreed < w.SECOND_TRUSTED * sum(prose.values()):
        return {}
    paragraphs = [at for at in prose if blocks[at].kind == "paragraph"]
    # Two or more paragraphs above all that it keeps are rather the other text than a teaser.
    first = min(both) if sum(at < min(both) for at in paragraphs) < w.SECOND_EARLY else -1
    doubts: dict[int, Doubt] = {}
    for at, block in texts:
        # A heading or a question over text that both keep is the text's own.
        asks = block.kind == "paragraph" and block.text.endswith("?") and not block.linked_words
        heads = (asks or block.kind == "heading") and at + 1 in both
        # It leaves out posts that the author shows as quotations.
        if at in both or heads or block.kind in ("image", "table", "note", "quote"):
            continue
        if _is_lead(block, at, paragraphs, prose, both):
            continue
        linked = block.linked_words >= w.SECOND_LINKED * block.words
        doubts[at] = "prose" if at in paragraphs and at > first and not linked else "left out"
    return doubts


def _is_lead(block: Block, at: int, paragraphs: Collection[int], prose: Collection[int], both: Collection[int]) -> bool:
    """Whether a paragraph that only we keep is the lead above the text that both keep; `prose` are the places of prose,
    `paragraphs` those of its paragraphs."""
    if block.kind != "paragraph" or block.linked_words >= w.LEAD_LINKED * block.words or _size(block) < w.LEAD_WORDS:
        return False
    above = any(place in both for place in paragraphs if place < at)
    below = next((place for place in prose if place > at), -1)
    return ENDED.search(block.text.rstrip()) is not None and not above and below in both


def _size(block: Block) -> int:
    """The words of a block, guessed from its letters in scripts that do not part words."""
    return block.words + len(re.findall(UNSPACED, block.text)) // LETTERS_A_WORD


def is_worth_it(blocks: Sequence[Block]) -> bool:
    """Whether there is enough text to compare two extractions."""
    return sum(_size(block) for block in blocks if _size(block) >= w.SECOND_PROSE) >= w.SECOND_FEWEST_WORDS


class _Known:
    """The runs of words of a text."""

    def __init__(self, text: str) -> None:
        self.flat, runs = _runs_of(text)
        self.runs = frozenset(runs)

    def share(self, text: str) -> float:
        """The share of a text's runs that are known."""
        flat, runs = _runs_of(text)
        return len([run for run in runs if run in self.runs]) / len(runs) if runs else float(flat in self.flat)


def _runs_of(text: str) -> tuple[str, list[str]]:
    """The words of a text between spaces, and each of its runs of words."""
    words = WORD.findall(text.casefold())
    return f" {' '.join(words)} ", [" ".join(words[at : at + RUN]) for at in range(len(words) - RUN + 1)]

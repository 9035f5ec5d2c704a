"""The title of each language's text: a heading, or a short first line that is no sentence."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from plugins.cyrillic import to_latin
from plugins.importer.model import Block
from plugins.importer.profiles import fold

LONGEST = 30
SEARCHED = 4
LABEL = re.compile(r"\s*(?::|\s[-–—|])\s+")
ENDED = re.compile(r"[.:;,][\"”“'’»)]*$")


def take_title(blocks: Sequence[Block], said: str = "") -> tuple[str, tuple[Block, ...]]:
    """The title ("" where there is none) and the blocks without it; `said` is what the page's head says."""
    repeated = (at for at, block in enumerate(blocks[: 2 * SEARCHED]) if said and one_line(block.text) == said)
    at = next(repeated, None)
    at = _title_at(blocks) if at is None else at
    if at is None:
        return "", tuple(blocks)
    return one_line(blocks[at].text), (*blocks[:at], *blocks[at + 1 :])


def _title_at(blocks: Sequence[Block]) -> int | None:
    opening = [at for at, block in enumerate(blocks) if block.kind not in ("image", "rule")][:SEARCHED]
    for at in opening:
        if blocks[at].kind == "heading" and blocks[at].level == 1:
            return at
    for at in opening:
        block = blocks[at]
        if block.words > LONGEST or block.kind not in ("heading", "paragraph"):
            return None
        if block.kind == "heading" or _bold(block):
            return at
        following = next((blocks[later] for later in opening if later > at), None)
        if at == opening[0] and not ENDED.search(block.text) and _goes_on(block, following):
            return (
                at
                if not _heading_soon(blocks, opening)
                else None
                if following is None
                else _heading_at(blocks, opening)
            )
    return None


def _goes_on(block: Block, following: Block | None) -> bool:
    return following is not None and (
        following.words > block.words or following.kind == "heading" or following.words < LONGEST
    )


def _heading_at(blocks: Sequence[Block], opening: Sequence[int]) -> int:
    return next(at for at in opening if blocks[at].kind == "heading")


def _heading_soon(blocks: Sequence[Block], opening: Sequence[int]) -> bool:
    """Whether a heading follows before any paragraph that is too long for a title."""
    for at in opening:
        if blocks[at].kind == "heading":
            return True
        if blocks[at].words > LONGEST:
            return False
    return False


def _bold(block: Block) -> bool:
    return bool(block.runs) and all(run.bold or not run.text.strip() for run in block.runs)


def one_line(text: str) -> str:
    """The text on one line."""
    return " ".join(text.split())


def page_title(title: str, known: Mapping[str, str], kinds: Collection[str] = ()) -> str:
    """The title from the page's head, unless an article's title already says the same; without a word such as "News"
    before it, of which `kinds` are those known."""
    plain = one_line(title)
    pieces = LABEL.split(plain, maxsplit=1)
    if len(pieces) == 2 and fold(to_latin(pieces[0])) in kinds:
        plain = pieces[1]
    same = any(
        plain.casefold() in other.casefold() or other.casefold() in plain.casefold()
        for other in known.values()
        if other
    )
    return "" if same else plain

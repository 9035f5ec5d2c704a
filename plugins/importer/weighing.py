"""How many words of prose, and how many linked ones, each element of a page has."""

from __future__ import annotations

from dataclasses import dataclass, field

from bs4.element import NavigableString, Tag

from plugins.importer.cleaning import clean
from plugins.importer.markup import BLOCKS

PROSE_WORDS, LINKED = 8, 0.5


@dataclass
class Weights:
    """Words and linked words of each block by `id`, and the prose in and below each element."""

    own: dict[int, list[int]] = field(default_factory=dict)
    blocks: list[Tag] = field(default_factory=list)
    prose: dict[int, int] = field(default_factory=dict)
    total: int = 0


def weigh(soup: Tag) -> Weights:
    """The weights of all blocks below an element."""
    weights = Weights()
    for string in soup.find_all(string=True):
        if type(string) is not NavigableString or not (count := len(string.split())):
            continue
        block, linked = block_of(string)
        if id(block) not in weights.own:
            weights.own[id(block)] = [0, 0]
            weights.blocks.append(block)
        weights.own[id(block)][0] += count
        weights.own[id(block)][1] += count if linked else 0
    for block in weights.blocks:
        if counts(weights.own[id(block)]):
            words = weights.own[id(block)][0]
            weights.total += words
            for element in (block, *block.parents):
                weights.prose[id(element)] = weights.prose.get(id(element), 0) + words
    return weights


def block_of(string: NavigableString) -> tuple[Tag, bool]:
    """The nearest block around a text, and whether the text is in a link."""
    linked = False
    element = string.parent
    assert element is not None
    while element.name not in BLOCKS and element.parent is not None:
        linked = linked or element.name == "a"
        element = element.parent
    return element, linked


def counts(words: list[int]) -> bool:
    """Whether a block with so many words and linked words is prose."""
    return words[0] >= PROSE_WORDS and words[1] < LINKED * words[0]


def within(element: Tag, root: Tag) -> bool:
    """Whether an element is the root or below it."""
    return element is root or any(parent is root for parent in element.parents)


def text_of(element: Tag | None) -> str:
    """The text of an element on one line."""
    return " ".join(clean(element.get_text(" ")).split()) if element is not None else ""

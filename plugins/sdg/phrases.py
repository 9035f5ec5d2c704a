"""A text that names goals as a row of items: numbers, titles, words such as "SDG", signs, and unknown words."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from .goals import LAST_GOAL
from .spellings import Spellings
from .tokens import Token, tokens

Role = Literal["goal", "target", "number", "and", "title", "value", "comma", "dash", "sign", "unknown"]
_INSIDE_TITLES = frozenset(",-‐‑–—")
_ONES = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
_ROMAN = {
    tens + one: number
    for tens in ("", "X")
    for value, one in enumerate(_ONES)
    if (number := 10 * len(tens) + value) <= LAST_GOAL
}
_ORDINAL_END = re.compile(r"(?:st|nd|rd|th)$")


@dataclass(frozen=True)
class Item:
    """One item with its place in the cleaned text.

    `goal` is the goal's number, for a title or a value (any number, right or wrong); `target` the whole id, such as
    `16.2`, for a value that has a dot.
    """

    role: Role
    start: int
    end: int
    goal: int = 0
    target: str = ""


def items(text: str, known: Spellings) -> Iterator[Item]:
    """The items of a text that went through `clean`, in its order."""
    row = tuple(tokens(text))
    at, before = 0, Item("sign", 0, 0)
    while at < len(row):
        before, at = _next(row, at, before, known)
        yield before


def _next(row: Sequence[Token], at: int, before: Item, known: Spellings) -> tuple[Item, int]:
    """The item that begins at a token, and where the next one begins."""
    token = row[at]
    if token.kind == "number":
        return _value(token), at + 1
    if token.kind == "word":
        return _roman(row, at, before, known) or _phrase(row, at, known) or _cut_title(row, at, before, known)
    if token.kind == "odd":
        return Item("unknown", token.start, token.end), at + 1
    # A sign keeps the goal before it, so that "16 - Peace" can be read as a shortened title.
    goal = 0 if token.kind == "comma" else before.goal
    return Item(token.kind, token.start, token.end, goal), at + 1


def _value(token: Token) -> Item:
    """A number, with a target where it has a dot."""
    digits = _ORDINAL_END.sub("", token.folded)
    goal, _, target = digits.partition(".")
    return Item("value", token.start, token.end, int(goal[:6]), f"{int(goal[:6])}.{target}" if target else "")


def _roman(row: Sequence[Token], at: int, before: Item, known: Spellings) -> tuple[Item, int] | None:
    """A Roman number, only where it cannot be the word "i": before the title of that goal or after "SDG"."""
    number = roman(row[at].raw)
    if not number:
        return None
    ahead = next((place for place in range(at + 1, len(row)) if row[place].kind in ("word", "number")), None)
    followed = _phrase(row, ahead, known) if ahead is not None else None
    before_title = followed is not None and (followed[0].role, followed[0].goal) == ("title", number)
    if before_title or (before.role == "goal" and ahead is None):
        return Item("value", row[at].start, row[at].end, number), at + 1
    return None


def roman(word: str) -> int:
    """The value of a Roman number from I to XVII in capitals, 0 for any other word.

    >>> roman("XIV"), roman("IIII"), roman("i")
    (14, 0, 0)
    """
    return _ROMAN.get(word, 0)


def _phrase(row: Sequence[Token], at: int, known: Spellings) -> tuple[Item, int] | None:
    """The longest known phrase that begins at a token."""
    for phrase in known.by_first.get(_word(row[at], known), ()):
        end, count = _match(row, at, phrase.words, known)
        if count == len(phrase.words):
            return Item(phrase.role, row[at].start, row[end - 1].end, phrase.number), end
    return None


def _cut_title(row: Sequence[Token], at: int, before: Item, known: Spellings) -> tuple[Item, int]:
    """The beginning of the title of the goal whose number precedes it ("16. Peace…"), else an unknown word."""
    ends = [_match(row, at, words, known) for words in known.titles(before.goal)] if before.goal else []
    end, count = max(ends, default=(at, 0))
    if count:
        return Item("title", row[at].start, row[end - 1].end, before.goal), end
    return Item("unknown", row[at].start, row[at].end), at + 1


def _match(row: Sequence[Token], at: int, words: Sequence[str], known: Spellings) -> tuple[int, int]:
    """The index after the tokens that match the words, and the number of matched words; commas and hyphens between
    words are free."""
    end = place = at
    for count, word in enumerate(words):
        while end > at and place < len(row) and row[place].raw in _INSIDE_TITLES:
            place += 1
        if place == len(row) or _word(row[place], known) != word:
            return end, count
        place += 1
        end = place
    return end, len(words)


def _word(token: Token, known: Spellings) -> str:
    """The folded word, with one sign for every word that means "and"."""
    return "&" if token.folded in known.joiners else token.folded

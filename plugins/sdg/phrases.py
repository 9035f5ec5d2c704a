"""A text that names goals as a row of items: numbers, titles, words such as "SDG", signs, and unknown words.

First come its words, numbers and signs with the folding that makes spellings comparable, then how goals are spelled,
from the files in `languages/`."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from .goals import LAST_GOAL
from .titles import language_tables

Kind = Literal["word", "number", "comma", "dash", "sign", "odd"]


@dataclass(frozen=True)
class Token:
    """One piece of the text: `raw` as written, at `start`, and `folded` for comparison."""

    kind: Kind
    raw: str
    folded: str
    start: int

    @property
    def end(self) -> int:
        """The end of the token in the text."""
        return self.start + len(self.raw)


_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
# `hour` is to be filled in.
_TOKEN = r"""
      (?P<clock>(?:\b(?:{hour})\s+)?[0-9]{{1,2}}:[0-9]{{2}}(?![0-9]))
    | (?P<date>[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}(?![0-9]) | [0-9]{{1,2}}\.\s?[0-9]{{1,2}}\.\s?[0-9]{{4}}\b\.?)
    | (?P<number>[0-9]+(?:st|nd|rd|th)\b | [0-9]+(?:\.[0-9]+)+ | [0-9]+\.[^\W\d_](?!\w) | [0-9]+)
    | (?P<word>[^\W\d_]+ | &)
    | (?P<comma>[,;])
    | (?P<dash>[-‐‑–—−])
    | (?P<sign>[.:/()\[\]\#+*•·…|"'“”„«»’_])
    | (?P<space>\s+)
    | (?P<odd>.)
    """

# Not here, and left out of the tokens: white space, dates, times of day.
_KINDS: Mapping[str, Kind] = {
    "word": "word", "number": "number", "comma": "comma", "dash": "dash", "sign": "sign", "odd": "odd",
}  # fmt: skip


@cache
def _token_pattern() -> re.Pattern[str]:
    hour = "|".join(re.escape(word) for table in language_tables().values() for word in table.get("hour", ()))
    return re.compile(_TOKEN.format(hour=hour), re.VERBOSE | re.IGNORECASE)


@cache
def _letters() -> dict[int, str]:
    """The plain letters for those of the languages that Unicode does not take apart."""
    tables = (table.get("letters", {}) for table in language_tables().values())
    return str.maketrans({letter: plain for table in tables for letter, plain in table.items()})


@lru_cache(maxsize=10_000)
def fold(word: str) -> str:
    """The word in lower-case Latin letters without diacritics, whatever script it is written in."""
    latin = unicodedata.normalize("NFC", word).casefold().translate(_letters())
    letters = unicodedata.normalize("NFD", latin)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def clean(text: str) -> str:
    """The text with composed letters and without invisible characters."""
    return unicodedata.normalize("NFC", text).translate(_INVISIBLE)


def tokens(text: str) -> Iterator[Token]:
    """The pieces of a text that went through `clean`; white space, dates and times of day are left out."""
    for match in _token_pattern().finditer(text):
        kind, raw = _KINDS.get(match.lastgroup or "odd"), match.group()
        if kind:
            yield Token(kind, raw, fold(raw), match.start())


Role = Literal["goal", "target", "number", "and", "title", "value", "comma", "dash", "sign", "unknown"]
Words = tuple[str, ...]


@dataclass(frozen=True)
class Phrase:
    """Folded words with the part they play; `number` is the goal's for a title and 0 for the rest."""

    words: Words
    role: Role
    number: int = 0


@dataclass(frozen=True)
class Spellings:
    """All phrases by their first word, the longest first."""

    by_first: Mapping[str, tuple[Phrase, ...]]
    joiners: frozenset[str]

    def titles(self, number: int) -> tuple[Words, ...]:
        """The titles of one goal."""
        phrases = (phrase for group in self.by_first.values() for phrase in group)
        return tuple(phrase.words for phrase in phrases if phrase.role == "title" and phrase.number == number)


def words_of(spelling: str, joiners: frozenset[str]) -> Words:
    """The folded words of a spelling, every word for "and" as `&`."""
    folded = (token.folded for token in tokens(clean(spelling)) if token.kind == "word")
    return tuple("&" if word in joiners else word for word in folded)


def _phrases(joiners: frozenset[str], names: Mapping[int, Iterable[str]]) -> Iterable[Phrase]:
    """Every phrase of the language files and every further title of `names`."""
    roles: tuple[Role, ...] = ("goal", "target", "number")
    for table in language_tables().values():
        for role in roles:
            yield from (Phrase(words_of(spelling, joiners), role) for spelling in table.get(role, ()))
        for number, goal in table["goals"].items():
            known = (goal["title"], goal["full_title"], *goal.get("other", ()))
            yield from (Phrase(words_of(title, joiners), "title", int(number)) for title in known)
    for goal_number, titles in names.items():
        yield from (Phrase(words_of(title, joiners), "title", goal_number) for title in titles)
    yield Phrase(("&",), "and")


def spellings(names: Mapping[int, Iterable[str]]) -> Spellings:
    """The known spellings and the further titles of `names` (goal number to titles)."""
    return _spellings(tuple((number, tuple(titles)) for number, titles in sorted(names.items())))


@cache
def _spellings(names: tuple[tuple[int, tuple[str, ...]], ...]) -> Spellings:
    """As `spellings`, cached: it is called for every article."""
    joiners = frozenset(word for table in language_tables().values() for word in table.get("and", ()))
    groups: dict[str, list[Phrase]] = {}
    # A title in two scripts is one phrase.
    for phrase in dict.fromkeys(_phrases(joiners, dict(names))):
        if phrase.words:
            groups.setdefault(phrase.words[0], []).append(phrase)
    by_first = {first: tuple(sorted(group, key=lambda phrase: -len(phrase.words))) for first, group in groups.items()}
    return Spellings(by_first, joiners)


_INSIDE_TITLES = frozenset(",-‐‑–—")
_ONES = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
_ROMAN = {
    tens + ones: number
    for tens in ("", "X")
    for value, ones in enumerate(_ONES)
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

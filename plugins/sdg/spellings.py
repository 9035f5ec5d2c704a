"""How goals are spelled, from the files in `languages/`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from .titles import language_tables
from .tokens import clean, tokens

Role = Literal["goal", "target", "number", "and", "title"]
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

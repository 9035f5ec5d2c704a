"""Phrases in a text, found by the rarest letter of each, so that most of a text is passed over."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from .lists import phrases

# Phrases that are Latin everywhere, at the start of a sentence too.
KEPT = {form: form for phrase in phrases("phrases") for form in (phrase, phrase[0].upper() + phrase[1:])}
SPACES = str.maketrans("\n\u00a0", "  ")
COMMON = "aioenrstujvkdlpmgzbčšžhcćđf"
"""Small letters from the most frequent in Serbian on; all else is rarer."""


@dataclass(frozen=True)
class Phrases:
    """What each phrase becomes, and the pattern of all of them: a rare letter with what goes before and after."""

    becomes: Mapping[str, str]
    pattern: re.Pattern[str]
    by_tail: Mapping[str, tuple[str, ...]]

    def found(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Where a phrase stands and what it becomes, in order, none within another."""
        position = 0
        for match in self.pattern.finditer(text):
            for phrase in self.by_tail[match[0].translate(SPACES)]:
                start = match.end() - len(phrase)
                met = text[max(0, start) : match.end()]
                if start >= position and met.translate(SPACES) == phrase and not text[start - 1 : start].isalnum():
                    position = match.end()
                    yield start, position, spaced(self.becomes[phrase], met)
                    break


def spaced(phrase: str, like: str) -> str:
    """The phrase with the spaces of another as long in words: a line may end in it, or be kept from ending."""
    spaces = [letter for letter in like if letter in " \n\u00a0"]
    words = phrase.split(" ")
    if len(words) != len(spaces) + 1:
        return phrase
    return words[0] + "".join(space + word for space, word in zip(spaces, words[1:], strict=True))


def pattern_of(phrase: str) -> str:
    """The phrase as a pattern, with any single space between its words."""
    return re.escape(phrase).replace("\\ ", "[ \n\u00a0]")


def searched(becomes: Mapping[str, str]) -> Phrases:
    """The phrases ready to be found; of two that end in the same words, the longer comes first."""
    by_tail: dict[str, list[str]] = {}
    branches: dict[str, list[str]] = {}
    for phrase in sorted(becomes, key=len, reverse=True):
        rare = max(phrase.replace(" ", ""), key=lambda letter: COMMON.find(letter) % len(phrase + COMMON))
        at = phrase.index(rare)
        by_tail.setdefault(phrase[at:], []).append(phrase)
        branches.setdefault(rare, []).append(
            rf"(?<=(?<!\w){pattern_of(phrase[: at + 1])}){pattern_of(phrase[at + 1 :])}"
        )
    pattern = "|".join(f"{re.escape(rare)}(?:{'|'.join(found)})" for rare, found in branches.items())
    tails = {tail: tuple(found) for tail, found in by_tail.items()}
    return Phrases(becomes, re.compile(rf"(?:{pattern})(?!\w)"), tails)

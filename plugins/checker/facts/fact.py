"""A fact of a text that every language must share: a number, a date, a goal."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Fact:
    """One number or date: `keys` are all that it may mean, and two facts agree where they share one.

    An `optional` fact (a number in words, a Roman numeral, the story's own year) may be left out in a translation.
    `start` and `end` are its place in the text that was searched.
    """

    kind: str
    keys: frozenset[str]
    shown: str
    start: int
    end: int
    optional: bool = False

    def agrees(self, other: Fact) -> bool:
        """Whether both may mean the same."""
        return not self.keys.isdisjoint(other.keys)

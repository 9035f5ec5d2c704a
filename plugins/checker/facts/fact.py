"""A fact of a text that every language must share: a number, a date, a month, a day of the week, a name, a goal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["number", "date", "month", "weekday", "name", "goal"]


@dataclass(frozen=True)
class Fact:
    """One fact: `keys` are all that it may mean, and two facts agree where they share one. `unit` are the units and
    currencies that the word behind a number may be, by CLDR's names; empty where none is written.

    An `optional` fact (a number in words, a Roman numeral, the story's own year) may be left out in a translation; what
    stands there in its place must mean the same, if both are `certain` to be such facts: "second" may also be a time.
    `start` and `end` are its place in the text that was searched.
    """

    kind: Kind
    keys: frozenset[str]
    shown: str
    start: int
    end: int
    optional: bool = False
    certain: bool = True
    unit: frozenset[str] = frozenset()

    def agrees(self, other: Fact) -> bool:
        """Whether both may mean the same."""
        if self.kind != other.kind:
            return False
        if self.unit and other.unit and self.unit.isdisjoint(other.unit):
            return False
        return not self.keys.isdisjoint(other.keys)

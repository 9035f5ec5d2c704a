"""A fact of a text that every language must share: a number, a date, a name, a goal, what a word decides."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from plugins.locales.language import SHARED, load_language

NUMBER = re.compile(r"\d+(?:\.\d+)?")
# By how much amounts in other units may differ that are the same one, rounded.
ROUNDED = 0.1


@dataclass(frozen=True)
class Fact:
    """One fact: `kind` is "number", "date", "month", "weekday", "name", "goal" or one of the table of meanings; `keys`
    are all that it may mean, and two facts agree where they share one. `unit` are the units and currencies that the
    word behind a number may be, by CLDR's names; empty where none is written.

    An `optional` fact (a number in words, a Roman numeral, the story's own year) may be left out in a translation; what
    stands there in its place must mean the same, if both are `certain` to be such facts: "second" may also be a time.
    `start` and `end` are its place in the text that was searched.
    """

    kind: str
    keys: frozenset[str]
    shown: str
    start: int
    end: int
    optional: bool = False
    certain: bool = True
    unit: frozenset[str] = frozenset()

    def agrees(self, other: Fact) -> bool:
        """Whether both may mean the same: 10 miles may be 16 kilometres."""
        if self.kind != other.kind:
            return False
        if self.unit and other.unit and self.unit.isdisjoint(other.unit):
            return any(
                kind == other_kind and abs(size - other_size) <= ROUNDED * max(size, other_size)
                for kind, size in self._sizes()
                for other_kind, other_size in other._sizes()
            )
        return not self.keys.isdisjoint(other.keys)

    def _sizes(self) -> Iterator[tuple[str, float]]:
        """What may be measured, and how large it is in one unit for all of its kind."""
        for kind, sizes in load_language(SHARED).section("units").items():
            for unit in self.unit & sizes.keys():
                yield from ((kind, float(amount) * sizes[unit]) for amount in self.keys if NUMBER.fullmatch(amount))

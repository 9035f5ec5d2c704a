"""A fact of a text that every language must share: a number, a date, a name, a goal, what a word decides."""

from __future__ import annotations

from dataclasses import dataclass

from plugins.checker.facts.measures import are_as_large


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
        """Whether both may mean the same."""
        if self.kind != other.kind:
            return False
        if self.unit and other.unit and self.unit.isdisjoint(other.unit):
            return are_as_large(self.keys, self.unit, other.keys, other.unit)
        return not self.keys.isdisjoint(other.keys)

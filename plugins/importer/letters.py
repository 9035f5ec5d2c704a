"""How likely a word's letters are in a language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable


class Letters:
    """Trigram statistics of one language: how likely a letter is after the two before it."""

    def __init__(self, words: Iterable[str]) -> None:
        self.counts: Counter[str] = Counter()
        for word in words:
            padded = f"^^{word}$"
            for at in range(2, len(padded)):
                for size in (0, 1, 2):
                    self.counts[padded[at - size : at + 1]] += 1
                    self.counts[padded[at - size : at] + "*"] += 1

    def probability(self, word: str) -> float:
        """The probability of a word's letters; shorter contexts stand in where a longer one was not seen."""
        padded, total = f"^^{word}$", 1.0
        for at in range(2, len(padded)):
            chance = 1 / 60
            for size in (0, 1, 2):
                seen = self.counts[padded[at - size : at + 1]]
                chance = (seen + 3 * chance) / (self.counts[padded[at - size : at] + "*"] + 3)
            total *= chance
        return total

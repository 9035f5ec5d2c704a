"""How likely two lines are each other's translation, by their words and lengths."""

from __future__ import annotations

import math

from plugins.importer.alignment.words import LineWords, WordTable

# Of two languages without a table; learned as the factors of a table are, with none.
FACTORS = (-2.0, 6.0, 0.6, 0.8, -0.8, -1.6)
LEAST_LETTERS = 12.0


def features(first: LineWords, second: LineWords, ratio: float) -> tuple[float, ...]:
    """What speaks for a pair, in this order: always 1; the share of the words that the other line has too; how much
    they weigh; the numbers that both have, and that one has; how far the lengths are from the usual ratio."""
    shared = sum(weight for weight, keys in first.words if not keys.isdisjoint(second.keys))
    shared += sum(weight for weight, keys in second.words if not keys.isdisjoint(first.keys))
    whole = first.weight + second.weight
    apart = abs(math.log((second.letters + LEAST_LETTERS) / (first.letters + LEAST_LETTERS)) - ratio)
    return (
        1.0,
        shared / whole if whole else 0.0,
        math.log1p(shared),
        float(min(3, len(first.numbers & second.numbers))),
        float(min(3, len(first.numbers ^ second.numbers))),
        apart,
    )


def likelihood(first: LineWords, second: LineWords, table: WordTable) -> float:
    """The logarithm of how much likelier two lines are as a pair than as any two lines."""
    factors = table.factors or FACTORS
    return sum(map(float.__mul__, factors, features(first, second, table.length_ratio)))

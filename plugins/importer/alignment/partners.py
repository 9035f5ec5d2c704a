"""The lines of a page in pairs: the best of all ways to go through both texts, in order."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from plugins.importer.alignment.words import LineWords, WordTable, words_of_line

# What a line without a partner costs.
LONE = 1.0
# A pair counts at most so much, and at least so little: no line is so unlike that nothing may speak for it.
LEAST, MOST = -6.0, 9.0
# All pairs of lines are compared where there are so many; beyond that only those near the diagonal, and, where one text
# is much longer, so many more: the work grows as the texts do.
MOST_PAIRS, BAND = 12_000, 40
# Of two languages without a table; learned as the factors of a table are, with none.
FACTORS = (-2.0, 6.0, 0.6, 0.8, -0.8, -1.6)
LEAST_LETTERS = 12.0


@dataclass(frozen=True)
class Partner:
    """The line of the other text that a line belongs to, by its place in that text (-1 for none); `margin` is by how
    much the best way in which it has a partner is better than the best one in which it has none (below 0 there is
    none)."""

    place: int = -1
    margin: float = -MOST


def align(
    first: Sequence[str],
    second: Sequence[str],
    table: WordTable,
    alike: Callable[[int, int], float] = lambda at, other: 0.0,
) -> tuple[list[Partner], list[Partner]]:
    """The partners of the lines of two texts; `alike` is what else speaks for a pair than its words."""
    count, beside = len(first), len(second)
    columns = _columns(count, beside)
    ours, theirs = ([words_of_line(text, table, side) for text in row] for side, row in enumerate((first, second)))
    gains = {
        (at, end - 1): max(LEAST, min(MOST, likelihood(ours[at], theirs[end - 1], table) + alike(at, end - 1)))
        for at in range(count)
        for end in columns[at + 1]
        if end
    }
    before = _sums(columns, gains)
    # The same from the ends of both texts.
    mirrored = [range(beside - row.stop + 1, beside - row.start + 1) for row in columns[::-1]]
    after = _sums(mirrored, {(count - 1 - at, beside - 1 - other): gain for (at, other), gain in gains.items()})

    def through(at: int, other: int, next_at: int, next_other: int) -> float:
        ahead = after[count - next_at].get(beside - next_other, -math.inf)
        return before[at].get(other, -math.inf) + ahead

    best = [[Partner() for _ in row] for row in (first, second)]
    for (at, other), gain in gains.items():
        total = through(at, other, at + 1, other + 1) + gain
        for side, place, partner in ((0, at, other), (1, other, at)):
            if best[side][place].place < 0 or total > best[side][place].margin:
                best[side][place] = Partner(partner, total)
    lone = ([-math.inf] * count, [-math.inf] * beside)
    for at, row in enumerate(columns):
        for other in row:
            if at < count:
                lone[0][at] = max(lone[0][at], through(at, other, at + 1, other) - LONE)
            if other < beside:
                lone[1][other] = max(lone[1][other], through(at, other, at, other + 1) - LONE)
    partners = [
        [
            Partner(likeliest.place, likeliest.margin - alone) if likeliest.place >= 0 else likeliest
            for likeliest, alone in zip(*pair, strict=True)
        ]
        for pair in zip(best, lone, strict=True)
    ]
    return partners[0], partners[1]


def _columns(count: int, other: int) -> list[range]:
    """For each place in the first text the places in the second one that are looked at: all, but in very long texts
    only those that are about as far on."""
    width = other
    if count * other > MOST_PAIRS:
        width = BAND + other // count + min(abs(count - other), MOST_PAIRS // count)
    middles = [at * other // count for at in range(count + 1)]
    return [range(max(0, middle - width), min(other, middle + width) + 1) for middle in middles]


def _sums(columns: Sequence[range], gains: dict[tuple[int, int], float]) -> list[dict[int, float]]:
    """For each place in both texts the most that can be gained before it."""
    sums: list[dict[int, float]] = []
    above: dict[int, float] = {}
    for at, row in enumerate(columns):
        here: dict[int, float] = {}
        for beside in row:
            alone = max(above.get(beside, -math.inf), here.get(beside - 1, -math.inf)) - LONE
            paired = above.get(beside - 1, -math.inf) + gains.get((at - 1, beside - 1), -math.inf)
            here[beside] = max(alone, paired) if at or beside else 0.0
        sums.append(here)
        above = here
    return sums


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


def similarity(text: str, other: str, table: WordTable) -> float:
    """The logarithm of how much likelier two lines, in the languages of a table, are as a pair than as any two."""
    return likelihood(words_of_line(text, table, 0), words_of_line(other, table, 1), table)


def likelihood(first: LineWords, second: LineWords, table: WordTable) -> float:
    """The logarithm of how much likelier two lines are as a pair than as any two lines."""
    factors = table.factors or FACTORS
    return sum(map(float.__mul__, factors, features(first, second, table.length_ratio)))

"""The lines of a page in pairs: the best of all ways to go through both texts, in order."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from plugins.importer.alignment.pairs import likelihood
from plugins.importer.alignment.words import LineWords, WordTable, words_of_line

# How many lines of both texts belong together, and what that costs: a translator rarely joins or cuts paragraphs.
STEPS = {(1, 0): 1.0, (0, 1): 1.0, (1, 1): 0.0, (2, 1): 2.5, (1, 2): 2.5, (3, 1): 4.0, (1, 3): 4.0}
FEWEST_JOINED = 5
# A pair counts at most so much, and at least so little: no line is so unlike that nothing may speak for it.
LEAST, MOST = -6.0, 9.0
# Two texts of so many pairs of lines are compared; beyond that only near the diagonal.
MOST_PAIRS, BAND = 12_000, 40


@dataclass(frozen=True)
class Partner:
    """The lines of the other text that a line belongs to, by their places in that text; `margin` is by how much the
    best way in which it has a partner is better than the best one in which it has none (below 0 there is none), and
    `words` what the words of the pair alone say, as a logarithm of odds."""

    places: tuple[int, ...] = ()
    margin: float = -MOST
    words: float = LEAST


Step = tuple[int, int, float]


def align(
    first: Sequence[str],
    second: Sequence[str],
    table: WordTable,
    alike: Callable[[int, int], float] = lambda at, other: 0.0,
) -> tuple[list[Partner], list[Partner]]:
    """The partners of the lines of two texts; `alike` is what else speaks for a pair than its words, such as that both
    are headings."""
    sides = ([words_of_line(text, table, 0) for text in first], [words_of_line(text, table, 1) for text in second])
    steps = dict(_steps(sides, table, alike, _band(len(first), len(second))))
    before = _best_before(len(first), len(second), steps)
    after = _best_after(len(first), len(second), steps)
    found = [[Partner() for _ in side] for side in sides]
    lone = [[-math.inf] * len(side) for side in sides]
    for (at, other), row in steps.items():
        for ours, theirs, gain in row:
            through = before[at - ours, other - theirs] + gain + after[at, other]
            places = (range(at - ours, at), range(other - theirs, other))
            if not ours or not theirs:
                side = 0 if ours else 1
                lone[side][places[side][0]] = max(lone[side][places[side][0]], through)
                continue
            for side in (0, 1):
                for place in places[side]:
                    if through > found[side][place].margin or not found[side][place].places:
                        found[side][place] = Partner(tuple(places[1 - side]), through, gain)
    return tuple(  # type: ignore[return-value]
        [
            Partner(one.places, one.margin - alone, one.words) if one.places else one
            for one, alone in zip(found[side], lone[side], strict=True)
        ]
        for side in (0, 1)
    )


def _band(count: int, other: int) -> Callable[[int, int], bool]:
    """Which pairs of places are looked at: all, but in very long texts only those that are about as far on."""
    if count * other <= MOST_PAIRS:
        return lambda at, beside: True
    return lambda at, beside: abs(at * other / count - beside) <= BAND + abs(count - other)


def _steps(
    sides: tuple[Sequence[LineWords], Sequence[LineWords]],
    table: WordTable,
    alike: Callable[[int, int], float],
    near: Callable[[int, int], bool],
) -> Iterator[tuple[tuple[int, int], list[Step]]]:
    """For each place in both texts the steps that end there, with what they gain."""
    first, second = sides
    gains: dict[tuple[int, int], float] = {}
    for at in range(len(first) + 1):
        for other in range(len(second) + 1):
            if not near(at, other):
                continue
            row = [(1, 0, -STEPS[1, 0])] if at and near(at - 1, other) else []
            row += [(0, 1, -STEPS[0, 1])] if other and near(at, other - 1) else []
            if at and other:
                gain = likelihood(first[at - 1], second[other - 1], table) + alike(at - 1, other - 1)
                gains[at, other] = gain = max(LEAST, min(MOST, gain))
                row.append((1, 1, gain))
                row += _join_lines(first, second, at, other, gains, table)
            yield (at, other), row


def _join_lines(
    first: Sequence[LineWords],
    second: Sequence[LineWords],
    at: int,
    other: int,
    gains: dict[tuple[int, int], float],
    table: WordTable,
) -> Iterator[Step]:
    """Several lines of one text that are together one of the other, if each of them shares something with it."""
    for (ours, theirs), cost in STEPS.items():
        if min(ours, theirs) != 1 or ours == theirs or ours > at or theirs > other:
            continue
        rows = (first[at - ours : at], second[other - theirs : other])
        single = [gains.get((at - x, other - y), LEAST) for x in range(ours) for y in range(theirs)]
        few = min(len(one.words) for row in rows for one in row) < FEWEST_JOINED
        if few or min(single) <= LEAST or max(single) < 0:
            continue
        gain = likelihood(_words_of_lines(rows[0]), _words_of_lines(rows[1]), table)
        yield ours, theirs, max(LEAST, min(MOST, gain)) - cost


def _words_of_lines(lines: Sequence[LineWords]) -> LineWords:
    if len(lines) == 1:
        return lines[0]
    return LineWords(
        tuple(word for line in lines for word in line.words),
        frozenset[str]().union(*(line.keys for line in lines)),
        frozenset[str]().union(*(line.numbers for line in lines)),
        sum(line.letters for line in lines),
    )


class _Sums(dict[tuple[int, int], float]):
    def __missing__(self, key: tuple[int, int]) -> float:
        return -math.inf


def _best_before(count: int, other: int, steps: dict[tuple[int, int], list[Step]]) -> _Sums:
    """For each place in both texts the most that can be gained before it."""
    found = _Sums({(0, 0): 0.0})
    for (at, beside), row in steps.items():
        if row:
            found[at, beside] = max(found[at - ours, beside - theirs] + gain for ours, theirs, gain in row)
    return found


def _best_after(count: int, other: int, steps: dict[tuple[int, int], list[Step]]) -> _Sums:
    """For each place in both texts the most that can be gained after it."""
    found = _Sums({(count, other): 0.0})
    for (at, beside), row in reversed(steps.items()):
        here = found[at, beside]
        for ours, theirs, gain in row:
            before = (at - ours, beside - theirs)
            found[before] = max(found[before], here + gain)
    return found

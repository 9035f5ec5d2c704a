"""Which lines of two texts are each other's translation, by their order and length alone.

An author who writes a line in one language writes it in the other one too; the words of a page that got between two
paragraphs stand in one text only."""

from __future__ import annotations

import math
from collections.abc import Sequence

from plugins.importer import weights as w
from plugins.importer.units import Unit


def align(first: Sequence[Unit], second: Sequence[Unit]) -> list[tuple[Unit | None, Unit | None]]:
    """The lines of two texts in pairs, in order, None where one text has no line; where two lines of one text are
    together as long as one of the other, the longer of the two is the pair."""
    return [(_longest(ours), _longest(theirs)) for ours, theirs in _steps(first, second)]


def _steps(first: Sequence[Unit], second: Sequence[Unit]) -> list[tuple[list[Unit], list[Unit]]]:
    """The lines of two texts that belong together, in order: one or two of each, or none of one of them."""
    costs = _costs(first, second)
    steps: list[tuple[list[Unit], list[Unit]]] = []
    at, other = len(first), len(second)
    while at or other:
        step = costs[at][other][1]
        steps.append((list(first[at - step[0] : at]), list(second[other - step[1] : other])))
        at, other = at - step[0], other - step[1]
    return steps[::-1]


def find_unneeded(first: Sequence[Unit], second: Sequence[Unit]) -> list[Unit]:
    """The much shorter one of two sentences that are taken for one of the other text, where the longer one alone is as
    long as the other text's, by how long the two texts are in all."""
    if not first or not second or len(first) * len(second) > w.PAIR_MOST:
        return []
    steps = _steps(first, second)
    single = [(len(ours[0].text), len(theirs[0].text)) for ours, theirs in steps if len(ours) == len(theirs) == 1]
    if not single:
        return []
    usual = sum(one for one, _ in single) / max(1, sum(other for _, other in single))
    found = []
    for ours, theirs in steps:
        if len(ours) == 2 and len(theirs) == 1:
            found += _unneeded_of(ours, usual * len(theirs[0].text))
        elif len(ours) == 1 and len(theirs) == 2:
            found += _unneeded_of(theirs, len(ours[0].text) / usual)
    return found


def _unneeded_of(pair: Sequence[Unit], length: float) -> list[Unit]:
    """The shorter unit of a pair if the other one alone is nearer to a length, and much longer."""
    shorter, longer = sorted(pair, key=lambda unit: len(unit.text))
    alone, together = len(longer.text), len(shorter.text) + len(longer.text)
    nearer = abs(math.log(alone / length)) < abs(math.log(together / length))
    return [shorter] if nearer and len(shorter.text) <= w.PAIR_UNNEEDED * alone else []


STEPS = ((1, 1), (1, 0), (0, 1), (2, 1), (1, 2))


def _costs(first: Sequence[Unit], second: Sequence[Unit]) -> list[list[tuple[float, tuple[int, int]]]]:
    """For each place in both texts the least cost of the pairs before it, and the last step there."""
    costs = [[(math.inf, (0, 0))] * (len(second) + 1) for _ in range(len(first) + 1)]
    costs[0][0] = (0.0, (0, 0))
    for at in range(len(first) + 1):
        for other in range(len(second) + 1):
            for step in STEPS:
                before, beside = at - step[0], other - step[1]
                if before < 0 or beside < 0:
                    continue
                cost = costs[before][beside][0] + _step_cost(first[before:at], second[beside:other])
                if cost < costs[at][other][0]:
                    costs[at][other] = (cost, step)
    return costs


def _step_cost(ours: Sequence[Unit], theirs: Sequence[Unit]) -> float:
    if not ours or not theirs:
        return w.PAIR_MISSING
    if len(ours) + len(theirs) > 2 and not all(unit.is_prose for unit in (*ours, *theirs)):
        # Only paragraphs are cut or joined by who translates them.
        return math.inf
    lengths = [sum(len(unit.text) for unit in side) + w.PAIR_LEAST_LETTERS for side in (ours, theirs)]
    apart = max(0.0, abs(math.log(lengths[0] / lengths[1])) - w.PAIR_ALIKE)
    kinds = w.PAIR_OTHER_KIND if ours[0].block.kind != theirs[0].block.kind else 0.0
    ends = w.PAIR_OTHER_KIND if ours[-1].is_prose != theirs[-1].is_prose else 0.0
    joined = w.PAIR_JOINED if len(ours) + len(theirs) > 2 else 0.0
    return w.PAIR_APART * apart + kinds + ends + joined


def _longest(side: Sequence[Unit]) -> Unit | None:
    return max(side, key=lambda unit: len(unit.text), default=None)


def find_lone(first: Sequence[Unit], second: Sequence[Unit]) -> list[Unit]:
    """The lines of two texts that have no counterpart; none where the texts are too different to tell."""
    if not first or not second or len(first) * len(second) > w.PAIR_MOST:
        return []
    pairs = align(first, second)
    lone = [unit for ours, theirs in pairs for unit in (ours, theirs) if unit is not None and not (ours and theirs)]
    both = len(pairs) - len(lone)
    trusted = both >= w.PAIR_FEWEST and len(lone) <= max(w.PAIR_LONE, w.PAIR_SHARE * both)
    return lone if trusted else []

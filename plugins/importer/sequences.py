"""The likeliest states of a row of things, where each state has its own score and a change of states its cost."""

from __future__ import annotations

from collections.abc import Callable, Sequence


def viterbi(table: Sequence[Sequence[float]], cost: Callable[[int, int, int], float]) -> list[int]:
    """The best state of each row; `cost(at, before, now)` is what the step into row `at` costs."""
    marginals = max_marginals(table, cost)
    return [max(range(len(row)), key=lambda state: row[state]) for row in marginals]


def score(table: Sequence[Sequence[float]], cost: Callable[[int, int, int], float]) -> float:
    """The total of the best path."""
    return max(max_marginals(table, cost)[0], default=0.0) if table else 0.0


def max_marginals(table: Sequence[Sequence[float]], cost: Callable[[int, int, int], float]) -> list[list[float]]:
    """For each row and state the total of the best path through it."""
    if not table:
        return []
    states = range(len(table[0]))
    forward = [list(table[0])]
    for at in range(1, len(table)):
        before = forward[-1]
        forward.append([table[at][now] + max(before[old] - cost(at, old, now) for old in states) for now in states])
    backward = [[0.0 for _ in states]]
    for at in range(len(table) - 1, 0, -1):
        after = backward[-1]
        backward.append([max(table[at][now] + after[now] - cost(at, old, now) for now in states) for old in states])
    backward.reverse()
    return [
        [ahead + behind for ahead, behind in zip(*rows, strict=True)] for rows in zip(forward, backward, strict=True)
    ]

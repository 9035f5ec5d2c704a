"""Slips of the fingers: words that differ by one letter too many, one too few, one wrong, or two in the wrong order."""

from __future__ import annotations


def is_one_slip(one: str, other: str) -> bool:
    """Whether one slip makes the one word of the other."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    rest, others = one[start:], other[start:]
    if len(rest) == len(others):
        swapped = rest[:2] == others[1::-1] and rest[2:] == others[2:]
        return swapped or rest[1:] == others[1:]
    return rest[1:] == others or rest == others[1:]

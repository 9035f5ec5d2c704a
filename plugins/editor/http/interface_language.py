"""The language of the interface for a browser that has chosen none yet, by its `Accept-Language` header."""

from __future__ import annotations

from collections.abc import Sequence


def sort_by_preference(tags: Sequence[str], header: str) -> list[str]:
    """Sort language tags by an `Accept-Language` header: what is asked for by name stands first, then what has the same
    language in another script, then the rest, each in the given order.

    >>> sort_by_preference(["en", "sr-Latn", "sr-Cyrl"], "sr-Cyrl-RS,sr;q=0.8,en;q=0.5")
    ['sr-Cyrl', 'sr-Latn', 'en']
    """
    wanted = _read_header(header)

    def rank(tag: str) -> tuple[int, int]:
        own = tag.lower()
        for at, asked in enumerate(wanted):
            if f"{asked}-".startswith(f"{own}-") or f"{own}-".startswith(f"{asked}-"):
                return at, 0
            if asked.partition("-")[0] == own.partition("-")[0]:
                return at, 1
        return len(wanted), 0

    return sorted(tags, key=rank)


def _read_header(header: str) -> list[str]:
    """The tags that a browser asks for, the most wanted first."""
    found: list[tuple[float, str]] = []
    for part in header.split(","):
        tag, _, weight = part.partition(";")
        try:
            value = float(weight.strip().removeprefix("q=") or 1)
        except ValueError:
            continue
        if tag.strip() and value > 0:
            found.append((-value, tag.strip().lower()))
    return [tag for _, tag in sorted(found, key=lambda one: one[0])]

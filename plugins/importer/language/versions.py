"""Finds a text that stands twice in what was taken for one language, such as a Bosnian version below the Serbian one.

Two versions of a text share names, numbers and most stems, in the same order. A page's own later paragraphs repeat some
of its words too, so a section is compared with the openings of the sections before it, not with all their words."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from plugins.cyrillic import to_latin
from plugins.detection import WORD
from plugins.importer import weights as w
from plugins.importer.units import Unit
from plugins.locales.plain_letters import fold as plain_letters

VOWELS = re.compile(r"(?<!^)[aeiouyj]")
SHORTEST_WORD, SKELETON = 4, 3
MOST_SECTIONS, LONGEST_OPENING = 60, 12


@dataclass(frozen=True)
class Versions:
    """Two sections of one language that say the same; `share` is how alike their openings are, `place` the share of the
    text that stands before the second."""

    first: Sequence[Unit]
    second: Sequence[Unit]
    share: float = 0.0
    place: float = 0.0


@dataclass(frozen=True)
class LanguageRow:
    """The units of one language; `starts` are the places in it where a section may begin."""

    units: Sequence[Unit]
    starts: Collection[int] = ()

    def versions(self) -> Versions | None:
        """The first section that says what a section before it says, with that one; None where there is none."""
        for at, shares in self._openings(self.starts):
            alike = [
                (share, place) for share, place in shares if share >= (w.SAME_OPENING if place < 2 else w.SAME_SECTION)
            ]
            if alike:
                share, place = max(alike)
                first = self.units[place if place > 1 else 0 : at]
                return Versions(first, self.units[at : self._end(at)], share, self._share_before(at))
        return None

    def turns(self) -> Versions | None:
        """The paragraphs that say what the one before each says, with these, where nearly all paragraphs are such
        pairs; None where they are not."""
        for first in range(w.FEWEST_PAIRS):
            stems = self._stems[first:]
            pairs = [likeness(one, other) for one, other in zip(stems[::2], stems[1::2], strict=False)]
            between = [likeness(one, other) for one, other in zip(stems[1::2], stems[2::2], strict=False)]
            if len(pairs) < w.FEWEST_PAIRS or len(stems) % 2:
                continue
            share, rest = sum(pairs) / len(pairs), sum(between) / len(between)
            if share >= w.SAME_OPENING and rest <= w.REPEATED * share:
                return Versions(self.units[first::2], self.units[first + 1 :: 2])
        return None

    def repeats_itself(self, found: Versions) -> bool:
        """Whether the text repeats itself where a version was found in its translation, and nearly as much: so does
        the article."""
        near = [at for at in range(len(self.units)) if abs(self._share_before(at) - found.place) <= w.REPEATED_NEAR]
        return any(
            max((share for share, _ in shares), default=0.0) >= w.REPEATED * found.share
            for _, shares in self._openings(near)
        )

    def _share_before(self, at: int) -> float:
        """The share of the text's words that stand before a place."""
        words = [unit.words for unit in self.units]
        return sum(words[:at]) / max(1, sum(words))

    @cached_property
    def _stems(self) -> Sequence[frozenset[str]]:
        return [skeletons(unit.text) for unit in self.units]

    def _openings(self, starts: Collection[int]) -> Iterator[tuple[int, list[tuple[float, int]]]]:
        """Each place where a section begins, with how alike its opening and those before it are, and where these
        stand."""
        places = sorted({0, *starts} - {len(self.units)})[:MOST_SECTIONS]
        for at in places[1:]:
            stems, words = self._opening(at, len(self.units)), sum(unit.words for unit in self.units[at:])
            if not stems:
                continue
            before = [place for place in dict.fromkeys([0, 1, *places]) if place < at]
            yield (
                at,
                [(likeness(stems, other), place) for place in before if (other := self._opening(place, at, words))],
            )

    def _opening(self, start: int, end: int, most: int = w.OPENING_WORDS) -> frozenset[str]:
        """The stems of the units from a place that make up an opening; none where they are no more than a title, whose
        words the lead below it may repeat."""
        stop, words = start, 0
        while stop < min(end, start + LONGEST_OPENING) and words < min(most, w.OPENING_WORDS):
            words += self.units[stop].words
            stop += 1
        stems = frozenset[str]().union(*self._stems[start:stop])
        told = any(unit.is_prose for unit in self.units[start:stop])
        return stems if told and len(stems) >= w.FEWEST_STEMS else frozenset()

    def _end(self, start: int) -> int:
        """Where a second version ends: at the next section that has hardly anything of what stands before it."""
        before = frozenset[str]().union(*self._stems[:start])
        for place in sorted(place for place in self.starts if place > start):
            own = self._opening(place, len(self.units))
            if own and len(own & before) < w.SAME_REST * len(own):
                return place
        return len(self.units)


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of all stems of two texts that both have."""
    return len(one & other) / max(1, len(one | other))


def skeletons(text: str) -> frozenset[str]:
    """The longer words by their first letter and the next consonants, which related languages share: "vreme" and
    "vrijeme" are both "vrm"."""
    words = (word for word in WORD.findall(to_latin(text)) if len(word) >= SHORTEST_WORD)
    return frozenset(VOWELS.sub("", plain_letters(word))[:SKELETON] for word in words)

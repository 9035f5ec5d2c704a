"""Finds a text that stands twice in what was taken for one language, such as a Bosnian version below the Serbian one.

Two versions of a text share names, numbers and most stems, in the same order. A page's own later paragraphs repeat some
of its words too, so the opening of a section is compared with that of the text, not with all its words."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from plugins.cyrillic import to_latin
from plugins.detection import WORD
from plugins.importer import weights as w
from plugins.importer.units import Unit
from plugins.locales.plain_letters import fold as plain_letters

VOWELS = re.compile(r"(?<!^)[aeiouyj]")
SHORTEST_WORD, SKELETON = 4, 3
MOST_SECTIONS, LONGEST_OPENING = 60, 12


def find_second_version(units: Sequence[Unit], starts: Collection[int]) -> int:
    """Where the units of one language begin to say what they said before, at one of the `starts` of sections; 0 where
    they do not. The first text may begin with a line that its second version lacks."""
    for at in sorted(starts)[:MOST_SECTIONS]:
        stems, words = _opening(units[at:]), sum(unit.words for unit in units[at:])
        whole = sum(unit.words for unit in units[:at]) > w.SHARE_OF_TEXT * words
        others = [_opening(units[place:at], words) for place in (0, 1)] if stems and whole else []
        if any(_likeness(stems, other) >= w.SAME_OPENING for other in others):
            return at
    return 0


def _opening(units: Sequence[Unit], most: int = w.OPENING_WORDS) -> frozenset[str]:
    """The stems of the first units that make up an opening; none where they are no more than a title, whose words the
    lead below it may repeat."""
    stop, words = 0, 0
    while stop < min(len(units), LONGEST_OPENING) and words < min(most, w.OPENING_WORDS):
        words += units[stop].words
        stop += 1
    stems = skeletons(" ".join(unit.text for unit in units[:stop]))
    told = any(unit.is_prose for unit in units[:stop])
    return stems if told and len(stems) >= w.FEWEST_STEMS else frozenset()


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of all stems of two texts that both have."""
    return len(one & other) / max(1, len(one | other))


def skeletons(text: str) -> frozenset[str]:
    """The longer words by their first letter and the next consonants, which related languages share: "vreme" and
    "vrijeme" are both "vrm"."""
    words = (word for word in WORD.findall(to_latin(text)) if len(word) >= SHORTEST_WORD)
    return frozenset(VOWELS.sub("", plain_letters(word))[:SKELETON] for word in words)

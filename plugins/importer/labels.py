"""The words that mark a line of a page as a fact, gathered from the languages and the categories of a site."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from plugins.cyrillic import to_latin
from plugins.importer.profiles import Profile, fold


@dataclass(frozen=True)
class Labels:
    """The words that mark a line as a label; `categories` maps each folded name to its slug, `release` are the openings
    of lines above a press release, `by` and `reading` the words of those about an author and of how long it takes."""

    kinds: frozenset[str]
    category: frozenset[str]
    categories: Mapping[str, str]
    goals: frozenset[str]
    tags: frozenset[str]
    release: tuple[str, ...]
    by: re.Pattern[str]
    reading: re.Pattern[str]

    @classmethod
    def of(cls, profiles: Sequence[Profile], categories: Mapping[str, Iterable[str]]) -> Labels:
        """The labels of several languages and the site's own categories."""
        names = {fold(to_latin(name)): slug for slug, names in categories.items() for name in (slug, *names)}
        names |= {label: names[meant] for p in profiles for label, meant in p.facts.means if meant in names}
        return cls(
            frozenset(word for profile in profiles for word in profile.facts.kinds),
            frozenset(word for profile in profiles for word in profile.facts.category),
            names,
            frozenset(word for profile in profiles for word in profile.facts.goals),
            frozenset(word for profile in profiles for word in profile.noise.tags),
            tuple(words for profile in profiles for words in profile.facts.release),
            re.compile(rf"(?i:{_either(profiles, 'by')})\s*:?\s+[^\d]+"),
            re.compile(rf"(?i:~?\d+\s*(?:{_either(profiles, 'reading')}))"),
        )


def _either(profiles: Sequence[Profile], name: str) -> str:
    """An expression for any of the words that the profiles list under a name."""
    words = sorted((word for profile in profiles for word in getattr(profile.facts, name)), key=len, reverse=True)
    return "|".join(map(re.escape, words)) or "(?!)"

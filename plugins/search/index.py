"""The index of one edition: which words stand in which stories, in parts of which a search loads only those it needs.

Stories are numbered from the oldest, so that a new one changes no other's number. The stories of a word are
written as steps from one number to the next, each followed by a letter for the word's weight there: "3B1A12I".
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from pathlib import Path

from plugins.languages.pairs import key_of
from plugins.search.entries import Entry
from plugins.search.words import Words

STORIES_A_PART = 40
PART_LETTERS = 3
MOST_PARTS = 256
IN_TITLE, IN_SUMMARY, IN_BODY = 5, 2, 3
WEIGHTS = " ABCDEFGHIJ"


@dataclass(frozen=True)
class Index:
    """`entries` from the oldest; `categories` are slugs in the menu's order."""

    entries: tuple[Entry, ...]
    words: Words
    categories: tuple[str, ...]

    @cached_property
    def version(self) -> str:
        """Stands for the whole index: what it is made from, and how."""
        return key_of(code_digest(), self.words.rules, self.categories, *(entry.key for entry in self.entries))[:12]

    @property
    def parts(self) -> int:
        """How many parts the words are in: so many that each stays small."""
        return max(1, min(MOST_PARTS, len(self.entries) // STORIES_A_PART))

    def summary(self) -> str:
        """What every search loads first: the rules of the language, and what each story can be filtered by."""
        years = [(year, len(list(group))) for year, group in groupby(entry.story.date.year for entry in self.entries)]
        places = {slug: at for at, slug in enumerate(self.categories)}
        return _json(
            {
                "version": self.version,
                "parts": self.parts,
                "years": years,
                "categories": self.categories,
                "category": [places.get(entry.category, -1) for entry in self.entries],
                "goals": [sum(1 << number for number in set(entry.goals)) for entry in self.entries],
                "rules": self.words.rules.data(),
            }
        )

    def part(self, number: int) -> str:
        """One part: the stories of each of its words."""
        return _json(self._parts.get(number, {}))

    @cached_property
    def _parts(self) -> dict[int, dict[str, str]]:
        parts: dict[int, dict[str, str]] = defaultdict(dict)
        for key, stories in sorted(self._stories_of_words().items()):
            parts[part_of(key, self.parts)][key] = stories
        return parts

    def _stories_of_words(self) -> dict[str, str]:
        found: dict[str, list[str]] = defaultdict(list)
        last: dict[str, int] = {}
        for number, entry in enumerate(self.entries):
            for key, weight in weights(entry, self.words).items():
                found[key].append(f"{number - last.get(key, 0)}{WEIGHTS[weight]}")
                last[key] = number
        return {key: "".join(steps) for key, steps in found.items()}


def weights(entry: Entry, words: Words) -> dict[str, int]:
    """How much each word says about a story, 1 to 10: most in the title, more the oftener it comes."""
    counts = Counter(words.keys(entry.text))
    found = {key: min(count, IN_BODY) for key, count in counts.items()}
    for text, more in ((entry.story.summary, IN_SUMMARY), (entry.story.title, IN_TITLE)):
        for key in set(words.keys(text)):
            found[key] = found.get(key, 0) + more
    return found


def part_of(key: str, parts: int) -> int:
    """The part that holds a word: those that begin alike are in the same one, so that a beginning can be looked for."""
    sum_ = 0
    for letter in key[:PART_LETTERS]:
        sum_ = (sum_ * 31 + ord(letter)) % 65521
    return sum_ % parts


def code_digest() -> str:
    """Stands for the code that makes the words and the index: parts may be kept for a year by browsers under the
    index's version."""
    search = Path(__file__).parent
    folders = (search, search.parent / "languages", search.parent / "cyrillic")
    files = [file for folder in folders for file in sorted(folder.rglob("*"))]
    code = b"".join(file.read_bytes() for file in files if file.suffix in {".py", ".txt", ".toml"})
    return hashlib.blake2b(code, digest_size=8).hexdigest()


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

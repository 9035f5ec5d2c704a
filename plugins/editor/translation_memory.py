"""The translation memory: paragraphs that were translated before, with the translation that was used."""

from __future__ import annotations

import difflib
import re
import threading
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from plugins.editor.declarations import Stem, post

WORD = re.compile(r"[^\W\d_]{3,}")
# How alike a paragraph must be to be offered.
LIKE = 0.75
# Words that more paragraphs than this share say nothing of any.
COMMON = 400
CANDIDATES = 12
MOST_PARAGRAPHS = 400


@dataclass(frozen=True)
class Match:
    """A paragraph that was translated before: its words, its translation, the story, and how alike it is (to 1)."""

    source: str
    translation: str
    stem: str
    score: float


Way = tuple[str, str]


@dataclass
class Memory:
    """An index of paragraphs and their translations, from the stories whose texts have as many paragraphs as their
    original."""

    # By the way from one language to another and a plain paragraph: the stories that have it, the newest last.
    _known: defaultdict[tuple[Way, str], dict[str, tuple[str, str]]] = field(default_factory=lambda: defaultdict(dict))
    # By the way and a word: the plain paragraphs that have it. By story: its paragraphs.
    _words: defaultdict[tuple[Way, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    _own: defaultdict[str, set[tuple[Way, str]]] = field(default_factory=lambda: defaultdict(set))
    _seen: dict[str, str] = field(default_factory=dict)
    # Stories are learnt in the background, and forgotten when the list is made anew.
    _lock: threading.RLock = field(default_factory=threading.RLock)

    def learn(self, stem: str, key: str, texts: Mapping[str, list[str]]) -> None:
        """Add a story's paragraphs, by language; `key` is the cache key of its files: a story whose key is known is
        skipped."""
        if self._seen.get(stem) == key:
            return
        with self._lock:
            self.forget(stem)
            self._seen[stem] = key
            for language, own in texts.items():
                for other, theirs in texts.items():
                    if language != other and len(own) == len(theirs):
                        for paragraph, translation in zip(own, theirs, strict=True):
                            self._add((language, other), paragraph, translation, stem)

    def _add(self, way: Way, paragraph: str, translation: str, stem: str) -> None:
        plain = normal(paragraph)
        if plain and translation.strip():
            self._known[way, plain][stem] = (paragraph, translation)
            self._own[stem].add((way, plain))
            for word in WORD.findall(plain):
                self._words[way, word].add(plain)

    def forget(self, stem: str) -> None:
        """Drop what only this story has: it has other paragraphs now, another name, or is gone."""
        with self._lock:
            self._seen.pop(stem, None)
            for way, plain in self._own.pop(stem, set()):
                del self._known[way, plain][stem]
                if not self._known[way, plain]:
                    del self._known[way, plain]
                    for word in set(WORD.findall(plain)):
                        self._words[way, word].discard(plain)
                        if not self._words[way, word]:
                            del self._words[way, word]

    @post("used-before")
    def find_used(self, stem: Stem, source: str, target: str, paragraphs: list[str]) -> list[Match | None]:
        """Find the translations that paragraphs had in other stories, in order of the paragraphs."""
        return [self.find(source, target, text, stem) for text in paragraphs[:MOST_PARAGRAPHS]]

    def find(self, source: str, target: str, paragraph: str, without: str = "") -> Match | None:
        """The best translation used before for a paragraph, not counting the story `without`; None where none is
        alike."""
        way, plain = (source, target), normal(paragraph)
        if (match := self._newest(way, plain, without, 1.0)) is not None:
            return match
        best: Match | None = None
        for candidate in self._candidates(way, plain):
            match = self._newest(way, candidate, without, 0.0)
            if match is None:
                continue
            matcher = difflib.SequenceMatcher(None, plain, candidate, autojunk=False)
            if matcher.quick_ratio() < LIKE:
                continue
            score = matcher.ratio()
            if score >= LIKE and (best is None or score > best.score):
                best = replace(match, score=score)
        return best

    def _newest(self, way: Way, plain: str, without: str, score: float) -> Match | None:
        stories = tuple(self._known.get((way, plain), {}).items())
        found = (Match(*words, stem, score) for stem, words in reversed(stories) if stem != without)
        return next(found, None)

    def _candidates(self, way: Way, plain: str) -> Iterable[str]:
        shared: Counter[str] = Counter()
        for word in set(WORD.findall(plain)):
            paragraphs = tuple(self._words.get((way, word), ()))
            if len(paragraphs) <= COMMON:
                shared.update(paragraphs)
        return [candidate for candidate, _ in shared.most_common(CANDIDATES)]


def normal(text: str) -> str:
    """A paragraph without the differences of case, spaces and line breaks."""
    return " ".join(text.casefold().split())

"""Which language a short text is in, from its common words, its letters and its script; honest where it cannot tell.

For each word and language the detector asks how likely the word is: as one of the language's common words (by their rank)
or by its letters (trigrams of a sample). The logarithms are added up; names count little, acronyms and numbers nothing.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from plugins.importer.profiles import Profile
from plugins.importer.stored import to_latin

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
CYRILLIC = re.compile(r"[\u0400-\u04ff]")
LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
ELSEWHERE = re.compile(r"[^\W\d_A-Za-z\u00aa\u00ba\u00c0-\u024f\u02b0-\u02ff\u0300-\u036f\u0400-\u04ff]")

# In natural logarithms, found on short titles: an odd word may not outweigh the rest, and a foreign language
# must be told more clearly than one of the site's own.
CAP = 5.0
SURE = 3.2
SURE_NAMES = 6.4
SURE_FOREIGN = 7.0
NAME_WEIGHT = 0.25
LONG_TEXT = 400


@dataclass(frozen=True)
class Guess:
    """The likeliest language ("" where there is no evidence), whether it is sure, and by how much it leads."""

    code: str
    sure: bool
    lead: float

    @property
    def known(self) -> str:
        """The language where it is sure, else ""."""
        return self.code if self.sure else ""


NO_GUESS = Guess("", False, 0.0)


class Letters:
    """Trigram statistics of one language: how likely a letter is after the two before it."""

    def __init__(self, words: Iterable[str]) -> None:
        self.counts: Counter[str] = Counter()
        for word in words:
            padded = f"^^{word}$"
            for at in range(2, len(padded)):
                for size in (0, 1, 2):
                    self.counts[padded[at - size : at + 1]] += 1
                    self.counts[padded[at - size : at] + "*"] += 1

    def probability(self, word: str) -> float:
        """The probability of a word's letters; shorter contexts stand in where a longer one was not seen."""
        padded, total = f"^^{word}$", 1.0
        for at in range(2, len(padded)):
            chance = 1 / 60
            for size in (0, 1, 2):
                seen = self.counts[padded[at - size : at + 1]]
                chance = (seen + 3 * chance) / (self.counts[padded[at - size : at] + "*"] + 3)
            total *= chance
        return total


class Detector:
    """Tells the site's own languages (`own`) from one another and from `others`; keeps what it learnt of each word."""

    def __init__(self, own: Sequence[Profile], others: Sequence[Profile] = ()) -> None:
        self.own = {profile.code for profile in own}
        self.profiles = [profile for profile in (*own, *others) if profile.words]
        self.ranks = [{word: rank for rank, word in enumerate(profile.words)} for profile in self.profiles]
        self.letters = [Letters([*WORD.findall(p.sample.casefold()), *p.words]) for p in self.profiles]
        self.scripts = {script for profile in own for script in (profile.script, profile.also) if script}
        self._seen: dict[str, tuple[float, ...]] = {}

    def guess(self, text: str) -> Guess:
        """The language of a text of any length."""
        words = WORD.findall(text)[:LONG_TEXT]
        totals, weight = self._totals(words)
        if not weight or not self.profiles:
            return self._by_script(text)
        if _mostly_elsewhere(text) and self._by_script(text).code:
            return self._by_script(text)
        order = sorted(range(len(totals)), key=lambda at: -totals[at])
        best = order[0]
        code = self.profiles[best].code
        lead = totals[best] - totals[order[1]] if len(order) > 1 else CAP
        if code not in self.own:
            return self._foreign(code, totals, weight)
        needed = SURE_NAMES if all(word[0].isupper() for word in words) else SURE
        return Guess(code, self._own_lead(order, totals) >= needed, lead)

    def _own_lead(self, order: list[int], totals: list[float]) -> float:
        """The lead over the site's other languages; a foreign one close behind takes nothing away."""
        rivals = [totals[at] for at in order[1:] if self.profiles[at].code in self.own]
        best = totals[order[0]]
        return best - rivals[0] if rivals else max(best + CAP, SURE_NAMES)

    def _foreign(self, code: str, totals: list[float], weight: float) -> Guess:
        """A foreign language is believed where it leads clearly; else the best of the site's own, as unsure."""
        own = [
            (total, profile.code)
            for total, profile in zip(totals, self.profiles, strict=True)
            if profile.code in self.own
        ]
        if not own:
            return Guess(code, True, CAP)
        lead = max(totals) - max(own)[0]
        if lead >= SURE_FOREIGN and lead / weight >= 0.5:
            return Guess(code, True, lead)
        second = sorted(own)[-2][0] if len(own) > 1 else max(own)[0] - CAP
        return Guess(max(own)[1], max(own)[0] - second >= 2 * SURE and lead < SURE, max(own)[0] - second)

    def _totals(self, words: Sequence[str]) -> tuple[list[float], float]:
        shouted = all(word.isupper() for word in words) and (len(words) > 3 or max(map(len, words), default=0) > 6)
        totals, weight = [0.0] * len(self.profiles), 0.0
        for at, word in enumerate(words):
            share = _weight(word, at == 0, shouted)
            if not share:
                continue
            weight += share
            for language, score in enumerate(self._scores(word.casefold())):
                totals[language] += share * score
        return totals, weight

    def _scores(self, word: str) -> tuple[float, ...]:
        """Logarithms of the word's probability in each language, none more than CAP below the best."""
        known = self._seen.get(word)
        if known is None:
            raw = [self._score(word, at) for at in range(len(self.profiles))]
            best = max(raw, default=0.0)
            known = tuple(max(score - best, -CAP) for score in raw)
            if len(self._seen) < 100_000:
                self._seen[word] = known
        return known

    def _score(self, word: str, at: int) -> float:
        profile = self.profiles[at]
        if profile.also == "cyrillic" and CYRILLIC.search(word):
            word = to_latin(word).casefold()
        word = word.replace("’", "'")
        strange = sum(1 for letter in set(word) if letter.isalpha() and letter not in profile.letters)
        rank = self.ranks[at].get(word)
        common = 0.08 / (rank + 3) if rank is not None else 0.0
        chance = 0.5 * common + 0.5 * self.letters[at].probability(word[:30])
        return math.log(max(chance, 1e-60)) - 2.0 * strange

    def _by_script(self, text: str) -> Guess:
        """Text in a script that no language of the site uses is foreign, whatever it says."""
        if self.scripts and _mostly_elsewhere(text) and not self.scripts - {"latin", "cyrillic"}:
            return Guess("other script", True, CAP)
        return NO_GUESS


def _mostly_elsewhere(text: str) -> bool:
    elsewhere = len(ELSEWHERE.findall(text))
    return elsewhere > 3 and elsewhere > len(LATIN.findall(text)) + len(CYRILLIC.findall(text))


def _weight(word: str, first: bool, shouted: bool) -> float:
    if shouted:
        return 1.0 if len(word) > 1 else 0.0
    if len(word) > 1 and word.isupper():
        return 0.0
    if word[0].isupper() and not first:
        return NAME_WEIGHT
    return 0.6 if first and word[0].isupper() else 1.0

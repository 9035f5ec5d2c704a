"""Which language a short text is in, from its common words, its letters and its script; honest where it cannot tell.

For each word and language the detector asks how likely the word is: as one of the language's common words (by their
rank) or by its letters (trigrams of a sample). The logarithms are added up; names count little, acronyms and numbers
nothing.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from plugins.cyrillic import to_latin
from plugins.importer.letters import Letters
from plugins.importer.profiles import Profile

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
CYRILLIC = re.compile(r"[\u0400-\u04ff]")
LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
ELSEWHERE = re.compile(r"[^\W\d_A-Za-z\u00aa\u00ba\u00c0-\u024f\u02b0-\u02ff\u0300-\u036f\u0400-\u04ff]")

# In natural logarithms, found on short titles: an odd word may not outweigh the rest, letters weigh less than common
# words, and a foreign language must be told more clearly than one of the site's own.
CAP = 5.0
CAP_LETTERS = 3.0
CLOSE = 1.5
FOREIGN_HANDICAP = 0.5
NO_SUCH_LETTER = 10.0
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


class Detector:
    """Tells the site's own languages (`own`) from one another and from `others`; keeps what it learnt of each word."""

    def __init__(self, own: Sequence[Profile], others: Sequence[Profile] = ()) -> None:
        self.own = {profile.code for profile in own}
        self.profiles = [profile for profile in (*own, *others) if profile.words]
        self.ranks = [{word: rank for rank, word in enumerate(profile.words)} for profile in self.profiles]
        self.letters = [Letters([*WORD.findall(p.sample.casefold()), *p.words]) for p in self.profiles]
        self.cyrillic = [frozenset(filter(CYRILLIC.match, _alphabet(profile))) for profile in self.profiles]
        self.scripts = {script for profile in own for script in (profile.script, profile.also) if script}
        self._seen: dict[str, tuple[float, ...]] = {}

    def guess(self, text: str) -> Guess:
        """The language of a text of any length."""
        words = WORD.findall(text)[:LONG_TEXT]
        if _mostly_elsewhere(text):
            return self._by_script()
        totals, weight = self._totals(words)
        if not weight or not self.profiles:
            return NO_GUESS
        order = sorted(range(len(totals)), key=lambda at: -totals[at])
        code = self.profiles[order[0]].code
        if code not in self.own:
            return self._foreign(code, totals, weight)
        lead = self._own_lead(order, totals)
        close = len(order) > 1 and totals[order[0]] - totals[order[1]] < CLOSE
        needed = SURE_NAMES if all(word[0].isupper() for word in words) else SURE
        return Guess(code, lead >= needed and not close, lead)

    def is_common(self, word: str) -> bool:
        """Whether a word is one of the common words of the site's languages."""
        folded = to_latin(word).casefold()
        return any(
            folded in ranks
            for ranks, profile in zip(self.ranks, self.profiles, strict=True)
            if profile.code in self.own
        )

    def _own_lead(self, order: list[int], totals: list[float]) -> float:
        """The lead over the site's other languages."""
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
        if lead >= SURE_FOREIGN and lead / weight >= 0.3:
            return Guess(code, True, lead)
        second = sorted(own)[-2][0] if len(own) > 1 else max(own)[0] - CAP
        return Guess(max(own)[1], max(own)[0] - second >= 2 * SURE and lead < SURE, max(own)[0] - second)

    def _totals(self, words: Sequence[str]) -> tuple[list[float], float]:
        shouted = all(word.isupper() for word in words) and (len(words) > 3 or max(map(len, words), default=0) > 6)
        weights = [_weight(word, at == 0, shouted) for at, word in enumerate(words)]
        scores = [self._scores(word.casefold()) for word in words]
        letters = Counter(CYRILLIC.findall(" ".join(words).casefold()))
        totals = []
        for language, profile in enumerate(self.profiles):
            total = sum(share * score[language] for share, score in zip(weights, scores, strict=True) if share)
            # A letter that a Cyrillic alphabet does not have is no slip: it is another language's.
            strange = sum(count for letter, count in letters.items() if letter not in self.cyrillic[language])
            fair = profile.code in self.own or profile.script == "cyrillic"
            handicap = 0.0 if fair else FOREIGN_HANDICAP * sum(weights)
            totals.append(total - handicap - NO_SUCH_LETTER * min(strange, 3))
        return totals, sum(weights)

    def _scores(self, word: str) -> tuple[float, ...]:
        """Logarithms of the word's probability in each language, none too far below the best."""
        known = self._seen.get(word)
        if known is None:
            raw = [self._score(word, at) for at in range(len(self.profiles))]
            best = max(raw, default=0.0)
            cap = CAP if any(word in ranks for ranks in self.ranks) else CAP_LETTERS
            known = tuple(max(score - best, -cap) for score in raw)
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

    def _by_script(self) -> Guess:
        """Text in a script that no language of the site uses is foreign, whatever it says."""
        elsewhere = self.scripts - {"latin", "cyrillic"}
        only = [profile.code for profile in self.profiles if profile.code in self.own and profile.script in elsewhere]
        return Guess(only[0], len(only) == 1, CAP) if only else Guess("other script", True, CAP)


def _alphabet(profile: Profile) -> frozenset[str]:
    """The profile's letters, with the Cyrillic ones that its transliteration knows."""
    known = {letter for letter in map(chr, range(0x0430, 0x0460)) if not CYRILLIC.search(to_latin(letter))}
    return profile.letters | (known if profile.also == "cyrillic" else set())


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

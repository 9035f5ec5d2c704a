"""Detects the language of one text: one of the site's, or another that is like it.

`plugins.locales.detection` says how likely the words are in each language. Here the languages of the site are preferred
to all others, and a guess is believed only from a lead that short titles need."""

from __future__ import annotations

import re
from collections.abc import Sequence

from plugins.cyrillic import to_latin
from plugins.importer.language.data import ImportLanguage
from plugins.importer.weights import FOREIGN_SHARE
from plugins.locales.detection import WORD, Detector

CYRILLIC = re.compile(r"[\u0400-\u04ff]")
LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
ELSEWHERE = re.compile(r"[^\W\d_A-Za-z\u00aa\u00ba\u00c0-\u024f\u02b0-\u02ff\u0300-\u036f\u0400-\u04ff]")

# In natural logarithms, found on short titles: a foreign language needs more evidence than one of the site's own, and
# names more than words.
FOREIGN_HANDICAP = 0.5
SURE, SURE_NAMES = 3.2, 6.4
SURE_FOREIGN, SURE_FOREIGN_WORD = 7.0, 0.3
LONG_TEXT = 400


class SiteDetector:
    """Detects which of the site's own languages (`own`), or of `others`, a text is in."""

    def __init__(self, own: Sequence[ImportLanguage], others: Sequence[ImportLanguage] = ()) -> None:
        self.own = {data.code for data in own}
        # Bosnian has the words of Serbian: where it is the site's, and Serbian is not, no other language has them.
        taken = {data.language.like for data in own} - self.own - {""}
        apart = [other for other in others if other.code not in taken and other.language.like not in taken]
        self.statistics = Detector(data.language for data in (*own, *apart))
        self.languages = {model.code: model.language for model in self.statistics.models}
        self.common = frozenset(
            word for model in self.statistics.models if model.code in self.own for word in model.ranks
        )
        self.scripts = {script for data in own for script in (data.language.script, data.language.also) if script}

    def sure_language(self, text: str) -> str:
        """The language that a text of any length surely is in: one of the site's, or a foreign one where it leads
        clearly; "" where nothing shows it."""
        if scripted := self.languages_by_script(text):
            return scripted[0] if len(scripted) == 1 else ""
        words = WORD.findall(text)[:LONG_TEXT]
        totals, weight = self._totals(words, FOREIGN_HANDICAP)
        own = sorted(((total, code) for code, total in totals.items() if code in self.own), reverse=True)
        if not weight or not own:
            return ""
        total, best = own[0]
        foreign, other = max(((total, code) for code, total in totals.items() if code not in self.own), default=own[0])
        if foreign - total >= max(SURE_FOREIGN, SURE_FOREIGN_WORD * weight):
            return other
        near = other in self.languages[best].near_languages
        lead = total - (own[1][0] if len(own) > 1 else total - SURE_NAMES)
        needed = SURE_NAMES if all(word[0].isupper() for word in words) else SURE
        return best if lead >= needed and (near or foreign <= total) else ""

    def evidence(self, text: str) -> tuple[dict[str, float], float]:
        """The logarithms of the likelihood of a text's words by language, each relative to the best, and their total
        weight."""
        totals, weight = self._totals(WORD.findall(text)[:LONG_TEXT], FOREIGN_SHARE)
        best = max(totals.values(), default=0.0)
        return {code: total - best for code, total in totals.items()}, weight

    def languages_by_script(self, text: str) -> list[str]:
        """The languages that a text may be in by its script alone, which is neither Latin nor Cyrillic: those of the
        site that are written in another one, or a foreign one; none for any other text."""
        elsewhere = len(ELSEWHERE.findall(text))
        if elsewhere <= 3 or elsewhere <= len(LATIN.findall(text)) + len(CYRILLIC.findall(text)):
            return []
        scripts = self.scripts - {"latin", "cyrillic"}
        own = [code for code, language in self.languages.items() if code in self.own and language.script in scripts]
        return own or ["other script"]

    def is_common(self, word: str) -> bool:
        """Whether a word is one of the common words of the site's languages."""
        return to_latin(word).casefold() in self.common

    def _totals(self, words: Sequence[str], handicap: float) -> tuple[dict[str, float], float]:
        """The likelihoods, those of foreign languages in Latin letters made smaller for each word."""
        totals, weight = self.statistics.likelihoods(words)
        for code in totals:
            fair = code in self.own or self.languages[code].script == "cyrillic"
            totals[code] -= 0.0 if fair else handicap * weight
        return totals, weight

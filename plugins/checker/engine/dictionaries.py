"""Words of a language that its dictionary has, and what may be meant by others; verdicts are kept between checks."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from plugins.checker.engine.language_data import LanguageData
from plugins.locales.dictionaries import dictionary_path, open_dictionary, small_letters
from plugins.system.digests import read_cached, write_cached

LONGEST = 40
SUGGESTED = 3
# More words than this, that one may be with other letters, are too many to look up.
MOST_FORMS = 256


class Speller:
    """One language's dictionary; loaded for the first word that is not in the folder `cache`.

    A word is an entry of the dictionary, of the editors' own `words`, or neither.
    """

    def __init__(self, language: LanguageData, words: frozenset[str], cache: Path) -> None:
        self.language, self.words = language, words
        self.stems = frozenset(word.removesuffix("*") for word in words if word.endswith("*") and len(word) > 3)
        self.path = dictionary_path(language.dictionary)
        self._not_variants = tuple(language.words("spelling", "not_variants"))
        self.cache = cache / f"spelling-{language.file.code}"
        # A new release of the dictionary has another size.
        self._release = f"{self.path.name}:{self.path.stat().st_size}" if self.path else ""
        self._verdicts = read_cached(self.cache, dict[str, dict[str, Any]], {}).get(self._release, {})
        self._new: dict[str, Any] = {}
        self._is_saved = True

    @property
    def is_available(self) -> bool:
        """Whether the language has a dictionary."""
        return self.path is not None

    def accepts(self, word: str) -> bool:
        """Whether the word is correct as written, or in small letters; where the language has no dictionary, only those
        of the editors' list are."""
        if word in self.words or word.casefold() in self.words or len(word) > LONGEST:
            return True
        folded = word.casefold()
        if self.stems and any(folded[:end] in self.stems for end in range(3, len(folded) + 1)):
            return True
        return self.has(word) or self.has(word.lower())

    def suggest(self, word: str) -> tuple[str, ...]:
        """Words that may have been meant, the likeliest first."""
        key = f"?{word}"
        if key not in self._verdicts:
            suggested = self._open().suggest(word) if len(word) <= LONGEST else ()
            self._keep(key, [other for other in suggested if " " not in other and "-" not in other][:SUGGESTED])
        return tuple(self._verdicts[key])

    def is_one_slip_away(self, word: str) -> bool:
        """Whether a word of the dictionary in small letters is one slip from this one. To look for what was meant takes
        half a second, of which most names need nothing."""
        key = f"!{word}"
        if self.path is None or key in self._verdicts:
            return bool(self._verdicts.get(key))
        spell = self._open().spell
        self._keep(key, any(other.islower() and spell(other) for other in slips_of(word, small_letters(self.path))))
        return bool(self._verdicts[key])

    def restore_letters(self, word: str) -> tuple[str, ...]:
        """Put back letters that a keyboard lacks: returns the known words that an unknown one may be."""
        return tuple(other for other in _change_letters(word, self.language.letters) if self.accepts(other))

    def own_form(self, word: str) -> str:
        """What the language itself writes for a word of its other standard form ("vreme" for "vrijeme"); "" for a word
        that is no such form.

        The dictionary has the word and most bases of it in both forms, and the letters that tell these apart are those
        of the language's table.
        """
        if word.startswith(self._not_variants) or not any(letters in word for letters in self.language.variants):
            return ""
        key = f"~{word}"
        if key not in self._verdicts:
            self._keep(key, self._find_own_form(word))
        return str(self._verdicts[key])

    def _find_own_form(self, word: str) -> str:
        variants = {letters: (own,) for letters, own in self.language.variants.items()}
        if len(word) > LONGEST or not self.has(word):
            return ""
        bases = [frozenset(_change_letters(base, variants)) for base in self._open().stem(word)]
        # Where all letters are changed first.
        for own in reversed(_change_letters(word, variants)):
            own_bases = frozenset(self._open().stem(own)) if self.has(own) else frozenset()
            matched = [not forms.isdisjoint(own_bases) for forms in bases]
            # Of a word that belongs to several, the dictionary may lack one in the language's own form.
            if own in own_bases or 2 * sum(matched) > len(matched):
                return own if any(matched) else ""
        return ""

    def save(self) -> None:
        """Write the looked-up words to the cache."""
        if not self._is_saved:
            write_cached(self.cache, {self._release: self._verdicts})
            self._is_saved = True

    def take_new(self) -> dict[str, Any]:
        """What was looked up since this was asked last, for the same dictionary in another process (`learn`)."""
        new, self._new = self._new, {}
        return new

    def learn(self, verdicts: Mapping[str, Any]) -> None:
        """Take over what another process has looked up."""
        self._verdicts.update(verdicts)
        self._is_saved = self._is_saved and not verdicts

    def has(self, word: str) -> bool:
        """Whether the dictionary has the word as it is written."""
        if self.path is None:
            return False
        if word not in self._verdicts:
            self._keep(word, bool(self._open().spell(word)))
        return bool(self._verdicts[word])

    def _keep(self, key: str, verdict: object) -> None:
        self._new[key] = verdict
        self.learn({key: verdict})

    def _open(self) -> Any:
        assert self.path is not None
        return open_dictionary(self.path)


def slips_of(word: str, letters: str) -> Iterator[str]:
    """What one slip makes of a word: a letter left out, put in or taken for another, or two that are swapped."""
    for at in range(len(word) + 1):
        before, after = word[:at], word[at:]
        if after:
            yield before + after[1:]
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]
        for letter in letters:
            yield before + letter + after
            if after:
                yield before + letter + after[1:]


def _change_letters(word: str, changes: Mapping[str, Sequence[str]]) -> list[str]:
    """Every other word that some of the letters, where a word has them, make of it: each changed to one of several,
    with the capitals of the word; none where there are too many."""
    letters = "|".join(sorted(map(re.escape, changes), key=len, reverse=True))
    parts = re.split(f"({letters})", word, flags=re.I)
    choices = [
        (part, *(other.upper() if part[0].isupper() else other for other in changes.get(part.lower(), ())))
        for part in filter(None, parts)
    ]
    too_many = math.prod(map(len, choices)) > MOST_FORMS
    return [] if too_many else ["".join(form) for form in itertools.product(*choices)][1:]

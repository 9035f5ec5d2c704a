"""Words of a language that its dictionary has, and what may be meant by others; verdicts are kept between checks."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from plugins.atomic_files import write_atomically
from plugins.checker.engine.language_data import LanguageData
from plugins.locales.dictionaries import dictionary_path, open_dictionary

LONGEST = 40
SUGGESTED = 3
# Places of a word whose letters may be those of another form.
MOST_PLACES = 4


class Speller:
    """One language's dictionary; loaded for the first word that is not in the folder `cache`.

    A word is an entry of the dictionary, of the editors' own `words`, or neither.
    """

    def __init__(self, language: LanguageData, words: frozenset[str], cache: Path) -> None:
        self.language, self.words = language, words
        self.stems = frozenset(word.removesuffix("*") for word in words if word.endswith("*") and len(word) > 3)
        self.path = dictionary_path(language.dictionary)
        self.cache = cache / f"spelling-{language.code}.json"
        self._verdicts: dict[str, Any] = self._load()
        self._new: dict[str, Any] = {}
        self._is_saved = True

    @property
    def is_available(self) -> bool:
        """Whether the language has a dictionary."""
        return self.path is not None

    def accepts(self, word: str) -> bool:
        """Whether the word is correct as written, or in small letters."""
        if word in self.words or word.casefold() in self.words or len(word) > LONGEST:
            return True
        folded = word.casefold()
        if self.stems and any(folded[:end] in self.stems for end in range(3, len(folded) + 1)):
            return True
        return self._is_spelled_right(word) or self._is_spelled_right(word.lower())

    def accepts_in_small(self, word: str) -> bool:
        """Whether the word is correct in small letters, and so no name alone."""
        return self._is_spelled_right(word.lower())

    def suggest(self, word: str) -> tuple[str, ...]:
        """Words that may have been meant, the likeliest first."""
        key = f"?{word}"
        if key not in self._verdicts:
            found = self._open().suggest(word) if len(word) <= LONGEST else ()
            self._keep(key, [other for other in found if " " not in other and "-" not in other][:SUGGESTED])
        return tuple(self._verdicts[key])

    def restore_letters(self, word: str) -> tuple[str, ...]:
        """Put back letters that a keyboard lacks: returns the known words that an unknown one may be."""
        candidates = _find_restorations(word, self.language.letters)
        return tuple(other for other in candidates if other != word and self.accepts(other))

    def own_form(self, word: str) -> str:
        """What the language itself writes for a word of its other standard form ("vreme" for "vrijeme"); "" for a word
        that is no such form.

        The dictionary has the word and most bases of it in both forms, and the letters that tell these apart are those
        of the language's table.
        """
        variants = self.language.variants
        if not any(letters in word for letters in variants) or word.startswith(self.language.not_variants):
            return ""
        key = f"~{word}"
        if key not in self._verdicts:
            self._keep(key, self._find_own_form(word))
        return str(self._verdicts[key])

    def _find_own_form(self, word: str) -> str:
        variants = self.language.variants
        if len(word) > LONGEST or not self._is_spelled_right(word):
            return ""
        bases = [frozenset(_change_letters(base, variants)) for base in self._open().stem(word)]
        for own in _change_letters(word, variants):
            own_bases = frozenset(self._open().stem(own)) if self._is_spelled_right(own) else frozenset()
            matched = [not one.isdisjoint(own_bases) for one in bases]
            # Of a word that belongs to several, the dictionary may lack one in the language's own form.
            if own in own_bases or 2 * sum(matched) > len(matched):
                return own if any(matched) else ""
        return ""

    def save(self) -> None:
        """Write the looked-up words to the cache."""
        if not self._is_saved:
            kept = {"dictionary": self._stamp(), "verdicts": self._verdicts}
            write_atomically(self.cache, json.dumps(kept, ensure_ascii=False).encode())
            self._is_saved = True

    def take_new(self) -> dict[str, Any]:
        """What was looked up since this was asked last, for the same dictionary in another process (`learn`)."""
        new, self._new = self._new, {}
        return new

    def learn(self, verdicts: Mapping[str, Any]) -> None:
        """Take over what another process has looked up."""
        self._verdicts.update(verdicts)
        self._is_saved = self._is_saved and not verdicts

    def _is_spelled_right(self, word: str) -> bool:
        if word not in self._verdicts:
            self._keep(word, bool(self._open().spell(word)))
        return bool(self._verdicts[word])

    def _keep(self, key: str, verdict: object) -> None:
        self._new[key] = verdict
        self.learn({key: verdict})

    def _open(self) -> Any:
        assert self.path is not None
        return open_dictionary(self.path)

    def _load(self) -> dict[str, Any]:
        try:
            kept = json.loads(self.cache.read_text("utf-8"))
            return dict(kept["verdicts"]) if kept["dictionary"] == self._stamp() else {}
        except (OSError, ValueError, KeyError, TypeError):
            return {}

    def _stamp(self) -> str:
        """Cache key of the dictionary; a new release invalidates cached results."""
        return f"{self.path.name}:{self.path.stat().st_size}" if self.path else ""


def _change_letters(word: str, changes: Mapping[str, str]) -> Iterator[str]:
    """Every word that some of the changes, at some of their places, make of a word; none where there are too many."""
    places = list(re.finditer("|".join(map(re.escape, changes)), word))
    for chosen in itertools.product((True, False), repeat=len(places)) if len(places) <= MOST_PLACES else ():
        parts, at = [], 0
        for place in itertools.compress(places, chosen):
            parts += [word[at : place.start()], changes[place[0]]]
            at = place.end()
        if any(chosen):
            yield "".join([*parts, word[at:]])


def _find_restorations(word: str, letters: Mapping[str, str]) -> list[str]:
    """Every way to put back the letters that were typed as others; none for a word with too many of them to try."""
    choices: list[tuple[str, ...]] = []
    at, low = 0, word.lower()
    while at < len(word):
        typed = next((key for key in sorted(letters, key=len, reverse=True) if low.startswith(key, at)), None)
        written = word[at : at + len(typed or "x")]
        other = letters.get(typed or "", "")
        choices.append((written, *(letter.upper() if written[0].isupper() else letter for letter in other)))
        at += len(written)
    ways = 1
    for choice in choices:
        ways *= len(choice)
    return ["".join(way) for way in itertools.product(*choices)] if 1 < ways <= 256 else []

"""Word keys: the key by which a word is found, without case, diacritics and ending, in one script; and its spelling.

Function words ("nisu", "the") have keys of their own, so that no other word matches them: by the stemming rules `Niš`
and `nisu` would have the same key.

The rules of a language are data: the section `search` of `plugins/locales/data/<language>.toml`, or else that of
`shared.toml`. They are published with the index, and `theme/static/search/word-keys.js` applies them to queries.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from functools import cache, cached_property
from typing import Any

from plugins.locales.language import SHARED, load_language

# Letters of a word; word-keys.js has the same number.
LONGEST = 80
# What separates thousands; a word that is written with it is one number: "610.000" and "610 000" are "610000".
SEPARATORS = ".,'\u2019 \u00a0\u2009\u202f"
SEPARATOR = re.compile(f"[{SEPARATORS}]")
FUNCTION_WORD = "_"
"""Prefix of the keys of function words; no other key contains it."""


@dataclass(frozen=True)
class Step:
    """A stemming step: replaces the first of `endings` (ending, replacement) that leaves at least `keep` letters;
    repeatedly if `again` is set."""

    endings: tuple[tuple[str, str], ...]
    keep: int
    again: bool

    def strip(self, word: str) -> str:
        """The word without the ending."""
        shorter = self._strip_once(word)
        while self.again and shorter != word:
            word, shorter = shorter, self._strip_once(shorter)
        return shorter

    def _strip_once(self, word: str) -> str:
        for ending, instead in self.endings:
            if word.endswith(ending) and len(word) - len(ending) >= self.keep:
                return word[: len(word) - len(ending)] + instead
        return word


@dataclass(frozen=True)
class Rules:
    """The word rules of a language: `letters` of it in plain ones, `script` the letters of another script in the
    language's own with their marks, `pairs` of plain letters that are one, `words` whose form is irregular, `steps`
    that take off endings, `stop` words that say little, and `capitals` those of them that in capitals are names (WHO).
    """

    letters: dict[str, str]
    pairs: dict[str, str]
    words: dict[str, str]
    steps: tuple[Step, ...]
    stop: tuple[str, ...]
    script: dict[str, str] = field(default_factory=dict)
    capitals: tuple[str, ...] = ()

    def data(self) -> dict[str, Any]:
        """The rules as JSON has them."""
        return asdict(self)


@dataclass(frozen=True)
class Words:
    """Keys and spellings of a text's words by the rules of a language."""

    rules: Rules
    _known: dict[str, tuple[tuple[str, str], ...]] = field(default_factory=dict, repr=False, compare=False)

    def keys(self, text: str) -> Iterable[str]:
        """The key of each word of the text, in order."""
        return (key for key, _ in self.forms(text))

    def forms(self, text: str) -> Iterable[tuple[str, str]]:
        """The key and the spelling of each word of the text, in order."""
        known = self._known
        for word in word_pattern().findall(text):
            forms = known.get(word)
            if forms is None:
                forms = known[word] = self._forms(word)
            yield from forms

    def _forms(self, word: str) -> tuple[tuple[str, str], ...]:
        word = SEPARATOR.sub("", word)
        spelling = self.spelling(word)
        if spelling in self._stop and not (spelling in self.rules.capitals and word.isupper()):
            return ((FUNCTION_WORD + spelling, spelling),)
        parts = word_pattern().findall(self.fold(word))
        if len(parts) == 1 and word_pattern().fullmatch(spelling):
            return ((self.stem(parts[0]), spelling),)
        return tuple((self.stem(part), part) for part in parts)

    def spelling(self, word: str) -> str:
        """A word in small letters of the language's own script, with its marks: "ЗАШТИТА" is "zaštita"."""
        return unicodedata.normalize("NFKC", word).lower().translate(self._script)

    def fold(self, text: str) -> str:
        """Small plain letters: "Заштита", "ZAŠTITA" and "zastita" are all "zastita"."""
        text = marks_pattern().sub("", unicodedata.normalize("NFKD", text)).lower().translate(self._letters)
        for pair, letter in self.rules.pairs.items():
            text = text.replace(pair, letter)
        return text

    def stem(self, word: str) -> str:
        """A folded word without its ending; what is too long to be a word stays as it is."""
        if len(word) > LONGEST:
            return word
        known = self.rules.words.get(word)
        if known == word:
            return word
        word = known or word
        for step in self.rules.steps:
            word = step.strip(word)
        return word

    def name_keys(self, name: str) -> tuple[str, ...]:
        """The keys of a name's words, each once; function words are left out."""
        return tuple(dict.fromkeys(key for key in self.keys(name) if not key.startswith(FUNCTION_WORD)))

    @cached_property
    def _stop(self) -> frozenset[str]:
        return frozenset(self.rules.stop)

    @cached_property
    def _script(self) -> dict[int, str]:
        return str.maketrans(self.rules.script)

    @cached_property
    def _letters(self) -> dict[int, str]:
        return str.maketrans(self.rules.letters)


def read_rules(language: str) -> Rules:
    """The rules of a language code such as "sr", including those of every language."""
    shared, own = load_language(SHARED).section("search"), load_language(language).section("search")
    # The language whose letters these are: its own, or another one's.
    other = load_language(own["letters_of"]).section("search") if "letters_of" in own else own
    letters = other.get("letters", {})
    return Rules(
        letters={**shared["letters"], **letters},
        pairs=own.get("pairs", {}),
        words=own.get("words", {}),
        steps=tuple(map(_step, own.get("steps", ()))),
        stop=tuple(own.get("stop", "").split()),
        script={**letters, **other.get("marked", {})},
        capitals=tuple(own.get("capitals", "").split()),
    )


def _step(table: dict[str, Any]) -> Step:
    turned = {**dict.fromkeys(table.get("endings", "").split(), ""), **table.get("turned", {})}
    endings = sorted(turned, key=lambda ending: (-len(ending), ending))
    return Step(tuple((ending, turned[ending]) for ending in endings), table["keep"], table.get("again", False))


@cache
def marks_pattern() -> re.Pattern[str]:
    """A run of marks that combine with the letter before them."""
    return re.compile(f"[{_mark_letters()}]+")


@cache
def word_pattern() -> re.Pattern[str]:
    """A word as it is written: letters and digits with their marks, or a number whose thousands are separated."""
    letter = f"(?:(?!_)[\\w{_mark_letters()}])"
    return re.compile(rf"\d{{1,3}}(?:[{SEPARATORS}]\d{{3}})+(?!{letter})|{letter}+")


@cache
def _mark_letters() -> str:
    return "".join(chr(code) for code in range(0x300, 0x10000) if unicodedata.category(chr(code)).startswith("M"))

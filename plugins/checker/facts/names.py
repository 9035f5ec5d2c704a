"""Names of people and places: those that are spelled the same in both languages, and those that CLDR has in each."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache

from babel import Locale
from babel.core import get_global

from plugins.checker.engine.dictionaries import Speller
from plugins.checker.engine.language_data import LanguageData
from plugins.checker.engine.segments import WORD, begins_sentence
from plugins.checker.facts.fact import Fact
from plugins.locales.language import Language
from plugins.search.word_keys import Words, read_rules

SHORTEST = 3
# A shorter one without letters of its language may be another word.
LONG_NAME = 5
# The most words of a place's name.
MOST_WORDS = 3


@lru_cache(maxsize=64)
def name_words(language: Language) -> Words:
    """What the search knows of a language's words: their stems."""
    return Words(read_rules(language.code))


# While a story is written, all parts but one are those of the check before.
@lru_cache(maxsize=1 << 12)
def find_names(text: str, own: Speller, other: Speller, has_endings: bool) -> tuple[Fact, ...]:
    """Every name that the one dictionary has and the other one has not: it is of the first language, whose letters have
    marks, and the second writes it as it is. Acronyms of the site's lists are the same in both languages.

    Only the first language, which the text is in where it `has_endings`, makes adjectives of a name. A short one
    without such letters, one that begins a sentence, or one that is a word of the text's language too, may be another
    word.
    """
    marked = frozenset("".join(own.language.letters.values()))
    if not (marked and own.is_available and other.is_available):
        return ()
    return tuple(_read_names(text, own, other, has_endings, marked))


def _read_names(text: str, own: Speller, other: Speller, has_endings: bool, marked: frozenset[str]) -> Iterator[Fact]:
    for match in WORD.finditer(text):
        word = re.split("['’-]", match[0])[0]
        end = match.start() + len(word)
        if len(word) > 1 and word.isupper() and word.casefold() in own.words:
            yield Fact("name", frozenset([word]), word, match.start(), end, optional=True)
        elif len(word) >= SHORTEST and word.istitle() and own.accepts(word) and not other.accepts(word):
            is_long = len(word) >= LONG_NAME or not marked.isdisjoint(word.lower())
            certain = is_long and not begins_sentence(text, match.start())
            certain = certain and not (has_endings and own.has(word.lower()))
            keys = _keys(word, own.language.file, has_endings)
            yield Fact("name", keys, word, match.start(), end, optional=True, certain=certain)


def _keys(name: str, language: Language, has_endings: bool) -> frozenset[str]:
    """The stem of a name and, where it may be that of an adjective, each beginning that may be the name's."""
    words = name_words(language)
    plain = words.fold(name)
    beginnings = (plain[:end] for end in range(SHORTEST, len(plain) + 1)) if has_endings else ()
    return frozenset([words.stem(plain), *beginnings])


def find_place_names(text: str, language: LanguageData) -> Iterator[Fact]:
    """Every country, city and language that CLDR has, in any case of its name; one that begins a sentence, or a longer
    name, may be something else."""
    places, languages, end = _places(language), _languages(language), 0
    words = [word for word in WORD.finditer(text) if word[0] not in language.joiners]
    stems = [_stem(word[0], language) if word[0].istitle() else "" for word in words]
    for number, word in enumerate(words):
        if len(word[0]) >= LONG_NAME and (keys := languages.get(_stem_of_language(word[0], language))):
            certain = not begins_sentence(text, word.start())
            yield Fact("language", keys, word[0], *word.span(), optional=True, certain=certain)
        most = min(MOST_WORDS, len(words) - number) if word.start() >= end and stems[number] else 0
        for count in range(most, 0, -1):
            if keys := places.get(" ".join(stems[number : number + count])):
                end = words[number + count - 1].end()
                goes_on = text[end : end + 1] == " " and text[end + 1 : end + 2].isupper()
                certain = not goes_on and not begins_sentence(text, word.start())
                yield Fact("place", keys, text[word.start() : end], word.start(), end, optional=True, certain=certain)
                break


@lru_cache(maxsize=64)
def _places(language: LanguageData) -> Mapping[str, frozenset[str]]:
    """The stems of the name of each country and city to what CLDR calls it."""
    locale = Locale.parse(language.cldr)
    # Others are no countries: the United Nations, the euro area.
    names = {
        code: locale.territories[code] for code in get_global("territory_currencies") if code in locale.territories
    }
    for zone in get_global("zone_territories"):
        # A city whose name is that of its time zone is not written down.
        names[zone] = locale.time_zones.get(zone, {}).get("city") or zone.rpartition("/")[2].replace("_", " ")
    keys_by_stems: defaultdict[str, set[str]] = defaultdict(set)
    for key, name in names.items():
        words = (word for word in WORD.findall(name) if word not in language.joiners)
        keys_by_stems[" ".join(_stem(word, language) for word in words)].add(key)
    return {name: frozenset(keys) for name, keys in keys_by_stems.items()}


@lru_cache(maxsize=64)
def _languages(language: LanguageData) -> Mapping[str, frozenset[str]]:
    """The stems of the name of each language with a short code, which are the larger ones, to these codes: its people
    are called the same. What is also the name of a script ("Latin letters") is left out."""
    codes_by_stem: defaultdict[str, set[str]] = defaultdict(set)
    english = Locale("en")
    scripts = frozenset(english.scripts.values())
    for code, name in Locale.parse(language.cldr).languages.items():
        is_large = len(code) == len("en") and english.languages.get(code) not in scripts
        if is_large and len(name) >= LONG_NAME and WORD.fullmatch(name):
            codes_by_stem[_stem_of_language(name, language)].add(code)
    return {name: frozenset(codes) for name, codes in codes_by_stem.items()}


@lru_cache(maxsize=1 << 16)
def _stem_of_language(word: str, language: LanguageData) -> str:
    """The stem of a word, with its capital: "Polish" is a language, "polish" is none."""
    return word[0] + _stem(word, language)


def _stem(word: str, language: LanguageData) -> str:
    words = name_words(language.file)
    return words.stem(words.fold(word))

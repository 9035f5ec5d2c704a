"""The editors' glossary: the form of names and acronyms in the Cyrillic edition, one line each.

# content/glossary.txt
UNDP = УНДП
Facebook = Facebook
Human Rights Watch = Human Rights Watch
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache

from .letters import CYRILLIC_LETTER, LATIN_LETTER, letters_to_cyrillic, letters_to_latin, normalize
from .rules import read_lines
from .word_rules import CASE_ENDING, Conversion

WORDS = re.compile(r"\w+")
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
SPACES = str.maketrans("\n\u00a0", "  ")
COMMON = "aioenrstujvkdlpmgzbčšžhcćđf"
"""Small letters from the most frequent in Serbian on; all else is rarer."""
SHORTEST_STEM = 3


class GlossaryError(ValueError):
    """A line of the glossary that cannot be read; `line` counts from 1 and `message` says what to do.

    `template` is the whole text with `{places}` for `values`, by which it can be said in another language.
    """

    def __init__(self, line: int, message: str, **values: object) -> None:
        self.template, self.values = "line {line}: " + message, {"line": line, **values}
        super().__init__(self.template.format(**self.values))
        self.line = line
        self.message = message.format(**values)


def parse_glossary(text: str) -> dict[str, str]:
    """The entries of a glossary file, as written; raises `GlossaryError` for the first line that is not an entry."""
    entries: dict[str, str] = {}
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), start=1):
        line = line.strip()
        if line and not line.startswith("#"):
            key, value = _parse_entry(number, line)
            if entries.get(key, value) != value:
                message = "“{word}” is already “{other}” in a line above; keep one of the two"
                raise GlossaryError(number, message, word=key, other=entries[key])
            entries[key] = value
    return entries


def _parse_entry(number: int, line: str) -> tuple[str, str]:
    key, sign, value = (normalize(part.strip()) for part in line.partition("="))
    if not sign:
        message = "“{entry}” has no “=”; write it as “UNDP = УНДП” or “Facebook = Facebook”"
        raise GlossaryError(number, message, entry=line)
    if not key or not value:
        raise GlossaryError(number, "one side of “=” is empty; write it as “UNDP = УНДП” or “Facebook = Facebook”")
    if CYRILLIC_LETTER.search(key):
        message = "“{word}” is in Cyrillic; put the Latin form left of “=”, the Cyrillic right"
        raise GlossaryError(number, message, word=key)
    if INVISIBLE.search(key + value):
        raise GlossaryError(number, "“{word}” holds an invisible character; type the line again by hand", word=key)
    for word in WORDS.findall(value):
        if CYRILLIC_LETTER.search(word) and LATIN_LETTER.search(word):
            raise GlossaryError(number, "“{word}” mixes Latin and Cyrillic letters; write it in one script", word=word)
    return key, value


@dataclass(frozen=True)
class Phrases:
    """Phrases and what each becomes, found by the rarest letter of each, so that most of a text is skipped.

    `pattern` matches that letter between what goes before and after it; `by_tail` has the phrases by what is from
    that letter on.
    """

    replacements: Mapping[str, str]
    pattern: re.Pattern[str]
    by_tail: Mapping[str, tuple[str, ...]]

    def find(self, text: str) -> Iterator[tuple[int, int, str]]:
        """The place and the conversion of each phrase, in order; none overlap."""
        position = 0
        for match in self.pattern.finditer(text):
            for phrase in self.by_tail[match[0].translate(SPACES)]:
                start = match.end() - len(phrase)
                written = text[max(0, start) : match.end()]
                if start >= position and written.translate(SPACES) == phrase and not text[start - 1 : start].isalnum():
                    position = match.end()
                    yield start, position, with_spaces_of(written, self.replacements[phrase])
                    break


@dataclass(frozen=True)
class Glossary:
    """A compiled glossary: single words, looked up token by token, and phrases, the site's before our own.

    `conversions` keeps what words became that do not depend on their context, since texts repeat their words.
    """

    words: Mapping[str, str]
    phrases: Phrases
    conversions: dict[str, Conversion] = field(default_factory=dict, compare=False, repr=False)
    longest: int = 0

    @cached_property
    def by_capitals(self) -> Mapping[str, str]:
        """The first word of each spelling in capitals."""
        return {word.upper(): word for word in reversed(list(self.words))}

    def find(self, word: str) -> str | None:
        """The conversion by an entry, also with a Serbian ending (`UNDP-a`, `Fejsbukom`); None if none fits."""
        if word in self.words:
            return self.words[word]
        if word.isupper() and (small := self.by_capitals.get(word)):
            return self.words[small].upper() if CYRILLIC_LETTER.search(self.words[small]) else word
        stem, joint, ending = word.rpartition("-")
        if joint and stem in self.words and CASE_ENDING.pattern.fullmatch(ending):
            return self.words[stem] + joint + letters_to_cyrillic(ending)
        return self._find_inflected(word)

    def _find_inflected(self, word: str) -> str | None:
        for cut in range(min(len(word) - 1, self.longest), SHORTEST_STEM - 1, -1):
            value = self.words.get(word[:cut])
            if value and CASE_ENDING.pattern.fullmatch(word, cut):
                return value + letters_to_cyrillic(word[cut:]) if CYRILLIC_LETTER.search(value) else word
        return None


def compile_glossary(entries: Mapping[str, str] | None) -> Glossary:
    """The glossary ready for use; equal entries are compiled once."""
    return _compile_entries(tuple(sorted(entries.items())) if entries else ())


@lru_cache(maxsize=8)
def _compile_entries(entries: tuple[tuple[str, str], ...]) -> Glossary:
    entries = tuple((normalize(key), normalize(value)) for key, value in entries)
    words = {key: value for key, value in entries if key.replace("-", "").isalpha()}
    phrases = latin_phrases() | {key: value for key, value in entries if key not in words}
    return Glossary(words, _compile_phrases(phrases), longest=max(map(len, words), default=0))


@cache
def latin_phrases() -> dict[str, str]:
    """The phrases of `data/phrases.txt`, which stay Latin everywhere, at the start of a sentence too."""
    forms = [form for phrase in read_lines("phrases") for form in (phrase, phrase[0].upper() + phrase[1:])]
    return {form: form for form in forms}


def _compile_phrases(replacements: Mapping[str, str]) -> Phrases:
    """The phrases ready to be found; of two that end in the same words, the longer comes first."""
    by_tail: dict[str, list[str]] = {}
    branches: dict[str, list[str]] = {}
    for phrase in sorted(replacements, key=len, reverse=True):
        rare = max(phrase.replace(" ", ""), key=lambda letter: COMMON.find(letter) % len(phrase + COMMON))
        at = phrase.index(rare)
        by_tail.setdefault(phrase[at:], []).append(phrase)
        branches.setdefault(rare, []).append(
            rf"(?<=(?<!\w){pattern_of(phrase[: at + 1])}){pattern_of(phrase[at + 1 :])}"
        )
    pattern = "|".join(f"{re.escape(rare)}(?:{'|'.join(around)})" for rare, around in branches.items())
    tails = {tail: tuple(same_tail) for tail, same_tail in by_tail.items()}
    return Phrases(replacements, re.compile(rf"(?:{pattern})(?!\w)"), tails)


def to_latin_by_glossary(text: str, entries: Mapping[str, str]) -> str:
    """The text with the names that the glossary transliterates (`Facebook = Фејсбук`) in their Latin spelling."""
    for key, value in entries.items():
        if letters_to_latin(value) != key and CYRILLIC_LETTER.search(value):
            written = re.compile(rf"(?<!\w){pattern_of(value)}(?=\w{{0,5}}\b)")
            text = written.sub(_latin_spelling(key), text)
    return text


def _latin_spelling(latin: str) -> Callable[[re.Match[str]], str]:
    return lambda match: with_spaces_of(match[0], latin)


def pattern_of(phrase: str) -> str:
    """The source of a pattern for the phrase, with any single space between its words."""
    return re.escape(phrase).replace("\\ ", "[ \n\u00a0]")


def with_spaces_of(written: str, phrase: str) -> str:
    """The phrase with the spaces of another of as many words: a line may end in it, or be kept from ending."""
    spaces = [letter for letter in written if letter in " \n\u00a0"]
    words = phrase.split(" ")
    if len(words) != len(spaces) + 1:
        return phrase
    return words[0] + "".join(space + word for space, word in zip(spaces, words[1:], strict=True))

"""Rules of spelling: words that are in no dictionary and no list of the site, and words of the other standard form."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import lru_cache

from plugins.checker.engine.check_context import WORDS, CheckContext
from plugins.checker.engine.dictionaries import Speller
from plugins.checker.engine.language_data import LanguageData
from plugins.checker.engine.rule import Finding, rule
from plugins.checker.engine.segments import WORD, TextSegment, blank_markup
from plugins.checker.engine.slips import is_one_slip
from plugins.checker.rules.writing.letters import restore_letters
from plugins.content.pairs import Text
from plugins.diagnostics import Either, Message
from plugins.locales.language import load_language
from plugins.locales.unicode_scripts import script_of

SENTENCE_ENDS = '.!?:…\n>|#*“„”"(–—'
NEARLY = 0.88
# "Goverment" in the middle of a sentence; a name so long is hardly ever so near to another word.
NEARLY_THE_SAME, LONG_NAME = 0.93, 8
LONGEST_CUT = 4
# A word with a capital that is one slip from a known one, and how much of a name stays in every form and language.
LONG_WORD, NAME_BEGINNING = 6, 4


@rule()
def spelling(context: CheckContext) -> Iterator[Finding]:
    """Finds words that are in no dictionary and no list; with a capital, only those very close to a known word."""
    for segment, match in unknown_words(context):
        near = [word for word in context.speller.suggest(match[0]) if word != match[0]]
        message = (
            Message(
                "{word!r} is not in the dictionary: did you mean {near}? if it is right, add it to content/{words}",
                word=match[0],
                near=Either(near),
                words=WORDS,
            )
            if near
            else Message(
                "{word!r} is not in the dictionary: look it up; if it is right, add it to content/{words}",
                word=match[0],
                words=WORDS,
            )
        )
        yield segment.finding(match.start(), message, None, [segment.fix((*match.span(), other)) for other in near])


def unknown_words(context: CheckContext) -> Iterator[tuple[TextSegment, re.Match[str]]]:
    """Each word that may be misspelt, with its segment; none where the language has no dictionary."""
    if not context.speller.is_available:
        return
    shared = _words_of_other_texts(context)
    for segment in context.segments:
        for match in segment.words():
            if _is_suspect(context, segment, match[0], match.start(), shared):
                yield segment, match


def _is_suspect(context: CheckContext, segment: TextSegment, word: str, at: int, shared: frozenset[str]) -> bool:
    if _is_known(context.speller, context.language_data, word):
        return False
    if _is_cut_short(context, segment.text, at + len(word), word):
        return False
    if word in shared or restore_letters(context, word):
        return False
    if word[0].islower():
        return True
    if begins_sentence(segment.text, at) and _is_near_known_word(context, word, NEARLY):
        return True
    if len(word) >= LONG_NAME and _is_near_known_word(context, word, NEARLY_THE_SAME):
        return True
    return _is_slip(context, word, begins_sentence(segment.text, at))


@lru_cache(maxsize=1 << 16)
def _is_known(speller: Speller, language: LanguageData, word: str) -> bool:
    """Whether a word is right wherever it stands, or nothing that a dictionary has."""
    return (
        len(word) < 3
        or any(script_of(letter) not in ("", language.script) for letter in word)
        or _is_no_word(word)
        or speller.accepts(word)
        or _has_known_parts(speller, word)
    )


def _is_no_word(word: str) -> bool:
    """Acronyms, also with an ending (UNDP-a), brand names with a capital inside, hashtags."""
    first = word.partition("-")[0]
    return (len(first) > 1 and first.isupper()) or any(letter.isupper() for letter in word[1:].replace("-", ""))


def _is_cut_short(context: CheckContext, text: str, end: int, word: str) -> bool:
    """Abbreviations: a few letters and a full stop, known as such ("etc.") or with no sentence after it ("tel. 1")."""
    if len(word) > LONGEST_CUT or text[end : end + 1] != ".":
        return False
    return (
        context.speller.accepts(f"{word}.") or re.match(r"\.[ \u00a0]?[a-zčćđšž\d+,(]", text[end : end + 3]) is not None
    )


def _has_known_parts(speller: Speller, word: str) -> bool:
    """Compounds with a hyphen, words with an apostrophe, and those of which one part is a name."""
    plain = word.replace("’", "'").replace("‑", "-").removesuffix("'s")
    if plain != word and speller.accepts(plain):
        return True
    parts = plain.split("-")
    return len(parts) > 1 and all(len(part) < 3 or part[0].isupper() or speller.accepts(part) for part in parts)


def begins_sentence(text: str, at: int) -> bool:
    """Whether the word at a place of a text is the first of its sentence."""
    while at and text[at - 1] in " \ufffc":
        at -= 1
    return not at or text[at - 1] in SENTENCE_ENDS


def _is_near_known_word(context: CheckContext, word: str, nearly: float) -> bool:
    """Whether a word with a capital is nearly a common one; a name is not."""
    near = context.speller.suggest(word.lower())[:1]
    return any(other.islower() and SequenceMatcher(None, word.lower(), other).ratio() >= nearly for other in near)


def _is_slip(context: CheckContext, word: str, at_start: bool) -> bool:
    """Whether a word with a capital is one slip from a known one, and no name: a name is in the pair's other texts too,
    in some form, and mostly more than once."""
    beginning = _fold(word)[:NAME_BEGINNING]
    own = [
        match[0] for segment in context.segments for match in segment.words() if _fold(match[0]).startswith(beginning)
    ]
    letters = load_language(context.text.language).letters
    if (
        len(word) < LONG_WORD
        or own.count(word) > 1
        or (letters and not letters.issuperset(word.lower()))
        or any(other != word and other.istitle() for other in own)
    ):
        return False
    texts = list(context.other_texts())
    if not texts or any(_has_name(context, text, beginning) for text in texts):
        return False
    near = (other for form in (word, word.lower()) for other in context.speller.suggest(form) if other.islower())
    common = near if at_start else _ordinary_words(context.text.language)
    return (at_start or len(word) >= LONG_NAME) and any(is_one_slip(word.lower(), other) for other in common)


@lru_cache(maxsize=16)
def _ordinary_words(code: str) -> frozenset[str]:
    """The ordinary words of a language, in all their forms: names are hardly ever one slip from a long one."""
    return frozenset(load_language(code).ordinary_words())


def _has_name(context: CheckContext, text: Text, beginning: str) -> bool:
    """Whether another text has a word with that beginning which is no common word of its language."""
    speller = context.resources.spellers[text.language]
    return any(
        word.istitle()
        and _fold(word).startswith(beginning)
        and not (speller.is_available and speller.accepts(word.lower()))
        for word in _words(text.source.body)
    )


def _fold(word: str) -> str:
    """A word in small letters without the marks of its letters."""
    return "".join(
        letter for letter in unicodedata.normalize("NFD", word.casefold()) if not unicodedata.combining(letter)
    )


@rule()
def other_standard(context: CheckContext) -> Iterator[Finding]:
    """Finds words of the language's other standard form; words with a capital inside a sentence, and words that the
    pair's other texts have too, are names."""
    speller = context.speller
    if not speller.is_available or not context.language_data.variants:
        return
    shared = _words_of_other_texts(context)
    for segment in context.segments:
        for match in segment.words():
            word = match[0]
            if word in shared or not (
                word.islower() or (word.istitle() and begins_sentence(segment.text, match.start()))
            ):
                continue
            own = speller.own_form(word.lower()) if word.lower() not in speller.words else ""
            if own:
                right = own.capitalize() if word.istitle() else own
                message = Message(
                    "{word!r} is of the other standard form of {language}: write {right}",
                    word=word,
                    language=context.language_data.name,
                    code=context.text.language,
                    right=right,
                )
                yield segment.finding(match.start(), message, None, [segment.fix((*match.span(), right))])


def _words_of_other_texts(context: CheckContext) -> frozenset[str]:
    """The words that the pair's other texts have too: names and terms, not mistakes."""
    return frozenset[str]().union(*(_words(text.source.body) for text in context.other_texts()))


@lru_cache(maxsize=32)
def _words(markdown: str) -> frozenset[str]:
    return frozenset(WORD.findall(blank_markup(markdown)))

"""Rules about single letters: look-alikes of another script, missing diacritics, and invisible characters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import replace
from difflib import get_close_matches
from functools import lru_cache

from plugins.checker.engine.check_context import CheckContext
from plugins.checker.engine.dictionaries import Speller
from plugins.checker.engine.language_data import LanguageData
from plugins.checker.engine.segments import WORD, TextSegment, begins_sentence
from plugins.diagnostics import Diagnostic, Either, Fix, Message
from plugins.diagnostics.rule import rule
from plugins.locales.letters import MISREAD, look_alikes, odd_letters, script_of, scripts_of

# The names of scripts, as messages have them.
SCRIPTS = {
    "LATIN": Message("Latin"),
    "CYRILLIC": Message("Cyrillic"),
    "GREEK": Message("Greek"),
    "ARABIC": Message("Arabic"),
    "HEBREW": Message("Hebrew"),
}
# Soft hyphens, spaces without width, marks of direction, line breaks of other kinds, marks of byte order, control
# characters, and rows of non-breaking spaces.
UNSEEN = re.compile(
    "[\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+|[\x01-\x08\x0b\x0c\x0e-\x1f\x7f]+"
    "|\u00a0[\u00a0 ]+| \u00a0+"
)
# A text of so many words has one of its language's own letters.
ENOUGH_WORDS = 40
# Scripts that need joiners or marks of direction to be written rightly, and so may have them.
JOINING = {"ARABIC", "DEVANAGARI", "HEBREW"}
# All but those that override the order of letters.
NEEDED = re.compile("[\u061c\u200c-\u200f\u202a-\u202c\u2066-\u2069]+")
ROW = re.compile(rf"{WORD.pattern}(?:[ \u00a0]+{WORD.pattern})*")
# Invisible characters without which a text in Latin or Cyrillic script is the same.
NEEDLESS = re.compile("[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]+")
COMBINED = re.compile(r"\w[\u0300-\u036f]+")


@rule("text")
def mixed_scripts(context: CheckContext) -> Iterator[Diagnostic]:
    """Finds words with letters of two scripts; there is a fix where each odd letter has a look-alike in the other."""
    for segment, match in context.matches(WORD):
        if match[0].isascii() or len(scripts_of(match[0])) < 2:
            continue
        odd = odd_letters(match[0], context.language_data.script)
        for part, letter in odd[:1]:
            message = Message(
                "the letter {letter!r} in {word!r} is {script} and looks like another one: "
                "type the word again with the {own} keyboard",
                letter=letter,
                word=match[0],
                script=_script(script_of(letter)),
                own=_script(context.language_data.script),
            )
            yield segment.finding(match.start() + part, message, _unify_script(context, segment, match, odd))


def _script(name: str) -> str:
    """The name of a script as messages have it."""
    return SCRIPTS.get(name, name.title())


def _unify_script(
    context: CheckContext, segment: TextSegment, match: re.Match[str], odd: list[tuple[int, str]]
) -> Fix | None:
    """A fix that replaces the odd letters of a word by those that look the same or, where that makes no known word, by
    those that stand for them in the language's own script. None where a letter has neither."""
    same = look_alikes(context.language_data.script)
    sounds = {letter: romanize(letter, context.language_data.file.romanization) for _, letter in odd}
    fixes: list[Fix | None] = []
    for letters in ({**sounds, **{letter: same[letter] for letter in sounds if letter in same}}, sounds):
        word = "".join(letters.get(letter, letter) for letter in match[0])
        changes = [(match.start() + at, match.start() + at + 1, letters[letter]) for at, letter in odd]
        if all(letters[letter] != letter for letter in sounds):
            fixes.append(segment.fix(*changes))
            if context.speller.accepts(word):
                return fixes[-1]
    return fixes[0] if fixes else None


@rule("text")
def stray_script(context: CheckContext) -> Iterator[Diagnostic]:
    """Finds words in another script than the language's.

    Where they are in its own second script, all those of a text are one finding, and its fix converts them; of others
    that stand in a row, the first is one.
    """
    own = context.language_data.script
    converted: list[tuple[TextSegment, re.Match[str]]] = []
    for segment in context.own_segments:
        for row in ROW.finditer(segment.text) if not segment.text.isascii() else ():
            strange = [
                word
                for word in WORD.finditer(segment.text, *row.span())
                if len(scripts := scripts_of(word[0])) == 1 and own not in scripts
            ]
            if strange and all(is_in_second_script(word[0], context.language_data) for word in strange):
                converted += [(segment, word) for word in strange]
            elif strange:
                message = Message(
                    "{word!r} is in {script} letters: write it in {own} ones, "
                    'or mark the words with their language: <span lang="…">…</span>',
                    word=strange[0][0],
                    script=_script(next(iter(scripts_of(strange[0][0])))),
                    own=_script(own),
                )
                yield segment.finding(strange[0].start(), message)
    if converted:
        yield _conversion(context, converted)


def _conversion(context: CheckContext, words: list[tuple[TextSegment, re.Match[str]]]) -> Diagnostic:
    """The finding that words are in the language's second script, with a fix that writes them in the first."""
    language, (segment, first) = context.language_data, words[0]
    values = {
        "word": first[0],
        "script": _script(next(iter(scripts_of(first[0])))),
        "own": _script(language.script),
        "n": len(words),
    }
    message = (
        Message("{word!r} is in {script} letters: write it in {own} ones", **values)
        if len(words) == 1
        else Message("{n} words are in {script} letters, from {word!r} on: write them in {own} ones", **values)
    )
    fixes = [
        part_of_text.fix((*word.span(), romanize(word[0], language.file.romanization))) for part_of_text, word in words
    ]
    whole = Fix(tuple(part for fix in fixes if fix for part in fix.replacements)) if all(fixes) else None
    return replace(segment.finding(first.start(), message, whole), length=len(first[0]))


def is_in_second_script(word: str, language: LanguageData) -> bool:
    """Whether all letters of a word are of the script that the language stores in its first."""
    return all(letter in language.file.romanization for letter in word.casefold() if letter.isalpha())


def romanize(text: str, romanization: Mapping[str, str]) -> str:
    """A text with the letters of the second script in those of the first; a pair of letters for a capital is one of
    capitals where the letter beside it is one."""
    parts = []
    for at, letter in enumerate(text):
        new = romanization.get(letter.casefold(), letter)
        if letter.isupper() and letter != new:
            beside = text[at + 1 : at + 2] or text[max(at - 1, 0) : at]
            new = new.upper() if beside.isupper() else new.capitalize()
        parts.append(new)
    return "".join(parts)


@rule("text")
def decomposed_letters(context: CheckContext) -> Iterator[Diagnostic]:
    """Finds letters typed as a letter and an accent; one finding a segment, with a fix for all in it."""
    for segment in context.written:
        combined = [] if segment.raw.isascii() else list(COMBINED.finditer(segment.raw))
        changes = [
            (*match.span(), whole)
            for match in combined
            if len(whole := unicodedata.normalize("NFC", match[0])) < len(match[0])
        ]
        if changes:
            start, _, whole = changes[0]
            message = Message(
                "{letter!r} is typed as a letter and a separate accent: type {letter!r} again", letter=whole
            )
            yield segment.finding(start, message, segment.fix(*changes))


@rule("text")
def invisible_characters(context: CheckContext) -> Iterator[Diagnostic]:
    """Finds invisible characters and rows of non-breaking spaces."""
    for segment in context.written:
        for match in UNSEEN.finditer(segment.raw):
            needed = NEEDED.fullmatch(match[0]) and context.language_data.script in JOINING
            if needed or (match[0] in ("\u200c", "\u200d") and _joins_pictures(segment.raw, match.start())):
                continue
            message = Message("an invisible character is here: delete it and type the place again")
            new = [" "] if "\u00a0" in match[0] else [""] if NEEDLESS.fullmatch(match[0]) else []
            yield segment.correct(match.span(), message, *new, certain=bool(new))


def _joins_pictures(text: str, at: int) -> bool:
    """Whether the joiner is between two emoji, which it makes into one."""
    return text[at - 1 : at].strip("\ufe0f") == "" or unicodedata.category(text[at - 1 : at] or "a") in ("So", "Sk")


@rule("text")
def broken_encoding(context: CheckContext) -> Iterator[Diagnostic]:
    """Finds UTF-8 that was read as windows-1252; one finding a segment."""
    for segment in context.written:
        match = MISREAD.search(segment.raw)
        if match:
            message = Message(
                "{letters!r} is a letter read with the wrong encoding: copy the text from its source again, as UTF-8",
                letters=match[0],
            )
            yield segment.finding(match.start(), message)


@rule("text")
def missing_diacritics(context: CheckContext) -> Iterator[Diagnostic]:
    """Finds words that are in the dictionary only with the language's own letters, and a text without any of these."""
    speller = context.speller
    if not speller.is_available or not context.language_data.letters:
        return
    has_finding = False
    for segment, match in context.matches(WORD):
        words = restore_letters(context.speller, match[0])
        if not words or (not match[0].islower() and match[0] in context.shared_words):
            continue
        # Within a sentence a word with a capital is a name; a foreign one, if the other text has it in plain letters.
        is_name = match[0].istitle() and not begins_sentence(segment.text, match.start())
        if is_name and any(map(str.isascii, get_close_matches(match[0], filter(str.istitle, context.shared_words), 1))):
            continue
        has_finding = True
        message = Message(
            "{word!r} lacks its own letters: write {words}", word=match[0], words=Either(words[:3], quoted=True)
        )
        # At the beginning of a sentence a name may be a foreign one, unless it is a common word too.
        certain = len(words) == 1 and not is_name and (match[0].islower() or speller.accepts(words[0].lower()))
        yield segment.correct(match.span(), message, *words[:3], certain=certain)
    if not has_finding and len(context.words) >= ENOUGH_WORDS and all(map(str.isascii, context.words)):
        letters = ", ".join(letter for others in context.language_data.letters.values() for letter in others)
        message = Message(
            "no word of the whole text has one of its own letters ({letters}): type them again", letters=letters
        )
        yield context.written[-1].finding(0, message)


@lru_cache(maxsize=1 << 16)
def restore_letters(speller: Speller, word: str) -> tuple[str, ...]:
    """Put back the letters that were left out of a word; returns the words that it can be, none where in doubt."""
    language = speller.language
    typed = word.casefold() in language.words("spelling", "typed")
    short = (len(word) < 4 and not typed) or (word.isupper() and len(word) < 6)
    if short or not language.letters or (speller.accepts(word) and not typed):
        return ()
    return speller.restore_letters(word)

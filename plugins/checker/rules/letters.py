"""Rules about single letters: those that look right and are not, those that are missing, and those that nobody sees."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from plugins.checker.engine.context import Manuscript
from plugins.checker.engine.rule import Note, rule
from plugins.checker.engine.segments import WORD
from plugins.locales.unicode_scripts import MISREAD, odd_letters, script_of

INVISIBLE = {
    "\u00ad": "a soft hyphen",
    "\u200b": "a zero-width space",
    "\u200c": "a zero-width non-joiner",
    "\u200d": "a zero-width joiner",
    "\u200e": "a mark of direction",
    "\u200f": "a mark of direction",
    "\u2028": "a line break of another kind",
    "\u2029": "a line break of another kind",
    "\u2060": "a word joiner",
    "\ufeff": "a byte order mark",
}
UNSEEN = re.compile(f"[{''.join(INVISIBLE)}]+|\u00a0[\u00a0 ]+| \u00a0+|[\x01-\x08\x0b\x0c\x0e-\x1f\x7f]+")
# So many words of a language with letters of its own have one of them.
ENOUGH_WORDS = 40
# Scripts that need joiners or marks of direction to be written rightly, and so may have them.
JOINING = {"ARABIC", "DEVANAGARI", "HEBREW"}
NEEDED = re.compile("[\u200c-\u200f]+")
COMBINED = re.compile(r"\w[\u0300-\u036f]+")


@rule()
def mixed_scripts(script: Manuscript) -> Iterator[Note]:
    """All letters of a word are of one script; a letter that only looks the same is not found by any search.

    Bad: Bеograd with a Cyrillic е
    Good: Beograd
    """
    for passage in script.passages:
        for match in passage.words():
            if match[0].isascii():
                continue
            odd = odd_letters(match[0], script.tongue.script)
            for part, letter in odd[:1]:
                message = (
                    f"the letter {letter!r} in {match[0]!r} is {script_of(letter).title()} and looks like another one: "
                    f"type the word again with the {script.tongue.script.title()} keyboard"
                )
                yield passage.note(match.start() + part, message)


@rule()
def stray_script(script: Manuscript) -> Iterator[Note]:
    """A text is written in its language's own script; words in another are marked with their language.

    Bad: Natpis na vratima je Библиотека.
    Good: Natpis na vratima je <span lang="sr-Cyrl">Библиотека</span>.
    """
    own = script.tongue.script
    for passage in script.passages:
        for match in (
            re.finditer(rf"{WORD.pattern}(?:[ \u00a0]+{WORD.pattern})*", passage.text)
            if not passage.text.isascii()
            else ()
        ):
            for first in WORD.finditer(match[0]):
                scripts = {script_of(letter) for letter in first[0]} - {""}
                if len(scripts) == 1 and own not in scripts:
                    found = next(iter(scripts)).title()
                    message = (
                        f"{first[0]!r} is in {found} letters: write it in {own.title()} ones, "
                        'or mark the words with their language: <span lang="…">…</span>'
                    )
                    yield passage.note(match.start() + first.start(), message)
                    break


@rule()
def decomposed_letters(script: Manuscript) -> Iterator[Note]:
    """A letter and its accent are one character, not two; text copied from a PDF or a Mac's file names often has two.

    Bad: c followed by a combining caron
    Good: č
    """
    for passage in script.passages:
        for match in COMBINED.finditer(passage.raw) if not passage.raw.isascii() else ():
            whole = unicodedata.normalize("NFC", match[0])
            if len(whole) < len(match[0]):
                yield passage.note(
                    match.start(), f"{whole!r} is typed as a letter and a separate accent: type {whole!r} again"
                )
                break


@rule()
def invisible_characters(script: Manuscript) -> Iterator[Note]:
    """Characters that nobody sees break searches and links; they come along when text is copied.

    Bad: a soft hyphen or a zero-width space inside a word
    Good: the word alone
    """
    for passage in script.passages:
        for match in UNSEEN.finditer(passage.raw):
            needed = NEEDED.fullmatch(match[0]) and script.tongue.script in JOINING
            if needed or (match[0] in ("\u200c", "\u200d") and _joins_pictures(passage.raw, match.start())):
                continue
            name = INVISIBLE.get(match[0][0], "a control character")
            name = "a row of non-breaking spaces" if "\u00a0" in match[0] else name
            yield passage.note(match.start(), f"{name} is here, which nobody sees: delete it and type the place again")


def _joins_pictures(text: str, at: int) -> bool:
    """Whether the joiner stands between two emoji, which it makes into one."""
    return text[at - 1 : at].strip("\ufe0f") == "" or unicodedata.category(text[at - 1 : at] or "a") in ("So", "Sk")


@rule()
def broken_encoding(script: Manuscript) -> Iterator[Note]:
    """Letters that were read with the wrong encoding are put right by opening the source again, not by hand.

    Bad: zaÅ¡tita
    Good: zaštita
    """
    for passage in script.passages:
        match = MISREAD.search(passage.raw)
        if match:
            message = (
                f"{match[0]!r} is a letter read with the wrong encoding: copy the text from its source again, as UTF-8"
            )
            yield passage.note(match.start(), message)


@rule()
def missing_diacritics(script: Manuscript) -> Iterator[Note]:
    """A word is written with its own letters, also where the keyboard lacks them.

    Bad: zastita dece, medju njima
    Good: zaštita dece, među njima
    """
    speller = script.speller
    if not speller.there or not script.tongue.letters:
        return
    found = False
    for passage in script.passages:
        for match in passage.words():
            words = restored(script, match[0])
            if words:
                found = True
                yield passage.note(
                    match.start(), f"{match[0]!r} lacks its own letters: write {' or '.join(map(repr, words[:3]))}"
                )
    written = [match[0] for match in script.body.words()]
    if not found and len(written) >= ENOUGH_WORDS and all(map(str.isascii, written)):
        letters = ", ".join(letter for others in script.tongue.letters.values() for letter in others)
        yield script.body.note(0, f"no word of the whole text has one of its own letters ({letters}): type them again")


def restored(script: Manuscript, word: str) -> tuple[str, ...]:
    """The words that an unknown word surely was meant to be, with the letters that were left out."""
    speller = script.speller
    typed = word.casefold() in script.tongue.typed
    short = (len(word) < 4 and not typed) or (word.isupper() and len(word) < 6)
    if short or not script.tongue.letters or (speller.knows(word) and not typed):
        return ()
    return speller.restored(word)

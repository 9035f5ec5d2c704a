"""Rules for editions derived by script: words that a person must decide, and the glossary that keeps decisions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plugins.checker.engine.context import Manuscript
from plugins.checker.engine.rule import Note, rule
from plugins.checker.engine.segments import Passage, visible
from plugins.checker.rules.letters import restored
from plugins.content.config import GLOSSARY, question, read_glossary_file
from plugins.content.library import ContentLibrary
from plugins.content.pairs import Text
from plugins.locales.unicode_scripts import odd_letters


@rule()
def undecided_word(script: Manuscript) -> Iterator[Note]:
    """A word that no rule can put into the other script is decided once, by a line in the glossary.

    Bad: Saopštenje OEBS, with no line for OEBS in content/glossary.txt
    Good: OEBS = ОЕБС in content/glossary.txt
    """
    conversions = script.library.config.scripts.values()
    for conversion in (one for one in conversions if one.edition.language == script.text.language):
        for passage in script.passages:
            for doubt in conversion.undecided(passage.text):
                # A word without its own letters, or with letters of two scripts, is told by another rule already.
                if restored(script, doubt.token) or odd_letters(doubt.token, script.tongue.script):
                    continue
                offset = _offset(passage, doubt.token, doubt.offset)
                yield passage.note(offset, question(doubt, conversion.edition.label))


def _offset(passage: Passage, token: str, offset: int) -> int:
    """Where the token stands; the conversion counts in composed letters, of which a text may have more."""
    return offset if passage.text.startswith(token, offset) else max(passage.text.find(token), 0)


@rule("advice", scope="newsroom")
def unused_glossary_entry(library: ContentLibrary) -> Iterator[Note]:
    """A line of the glossary whose word is in no text is perhaps misspelled, and otherwise not needed.

    Bad: Facebok = Facebok
    Good: Facebook = Facebook
    """
    text = "\n".join(
        _words(text)
        for name, pair in library.by_name.items()
        for text in pair.texts.values()
        if text.source.name == name
    )
    for line, key, _ in glossary_lines(library):
        if not re.search(rf"(?<!\w){re.escape(key)}", text, re.I):
            yield Note(_path(library), line, 1, f"{key!r} is in no text: correct it, or delete the line")


@rule("advice", scope="newsroom")
def duplicate_glossary_entry(library: ContentLibrary) -> Iterator[Note]:
    """Each word has one line in the glossary.

    Bad: UNDP = УНДП in two lines
    Good: UNDP = УНДП in one
    """
    seen: dict[str, int] = {}
    for line, key, _ in glossary_lines(library):
        if key in seen:
            yield Note(_path(library), line, 1, f"{key!r} is in line {seen[key]} already: delete one of the lines")
        seen.setdefault(key, line)


def glossary_lines(library: ContentLibrary) -> list[tuple[int, str, str]]:
    """Every entry as (line, word, its other form); none without an edition that is derived."""
    if not library.config.scripts:
        return []
    found = []
    for number, line in enumerate(read_glossary_file(library.config.content).splitlines(), 1):
        key, sign, value = (part.strip() for part in line.partition("="))
        if sign and key and not key.startswith("#"):
            found.append((number, key, value))
    return found


def _words(text: Text) -> str:
    return "\n".join(
        visible(words) for words in (text.title, text.summary, text.image_alt, text.image_credit, text.source.body)
    )


def _path(library: ContentLibrary) -> str:
    return f"{library.config.content.name}/{GLOSSARY}"

"""Rules for editions derived by script, words that a person must decide and the glossary of decisions, and for the
strings of the interface."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.checker.engine.check_context import WORDS, CheckContext
from plugins.checker.engine.segments import TextSegment
from plugins.checker.rules.writing.letters import restore_letters
from plugins.checker.rules.writing.spelling import unknown_words
from plugins.content.library import ContentLibrary
from plugins.content.regular_files import read_regular_file
from plugins.content.settings.press_office import LABELS, office_file
from plugins.content.settings.site_config import GLOSSARY, question, read_glossary_file
from plugins.diagnostics import Diagnostic, Message
from plugins.diagnostics.rule import rule
from plugins.locales.letters import odd_letters


@rule("text")
def undecided_word(context: CheckContext) -> Iterator[Diagnostic]:
    """Finds words for which the conversion to another script has no rule."""
    unknown: set[str] | None = None
    conversions = context.config.scripts.values()
    for conversion in (script for script in conversions if script.edition.language == context.text.language):
        for segment in context.own_segments:
            for doubt in conversion.undecided(segment.text):
                # Another rule reports words without their own letters and words with letters of two scripts.
                if " " not in doubt.token and (
                    restore_letters(context.speller, doubt.token)
                    or odd_letters(doubt.token, context.language_data.script)
                ):
                    continue
                offset = _offset(segment, doubt.token, doubt.offset)
                # Searched for only where a word is undecided.
                unknown = {match[0] for _, match in unknown_words(context)} if unknown is None else unknown
                message = question(doubt, conversion.edition.label)
                if doubt.token in unknown:
                    message = Message(
                        "{word!r} is not decided for {edition}: correct its spelling; "
                        "if it is right, add it to content/{words}",
                        word=doubt.token,
                        edition=conversion.edition.label,
                        words=WORDS,
                    )
                yield segment.finding(offset, message)


def _offset(segment: TextSegment, token: str, offset: int) -> int:
    """The offset of the token; the conversion counts composed letters, and a text may have decomposed ones."""
    return offset if segment.text.startswith(token, offset) else max(segment.text.find(token), 0)


@rule("library")
def undecided_office_word(library: ContentLibrary) -> Iterator[Diagnostic]:
    """Finds such words in the files of the press office, which stand in every press kit."""
    for conversion in library.config.scripts.values():
        for path, number, line in _office_lines(library, conversion.edition.language):
            for doubt in conversion.undecided(line):
                message = question(doubt, conversion.edition.label)
                yield Diagnostic(path, number, max(line.find(doubt.token), 0) + 1, message, "")


def _office_lines(library: ContentLibrary, language: str) -> Iterator[tuple[str, int, str]]:
    """Each line of a language's press office that is shown: the file's path, the line's number, and its words."""
    if language not in library.press_offices:
        return
    file = library.config.content / office_file(language)
    path = f"{library.config.content.name}/{file.name}"
    for number, line in enumerate(read_regular_file(file).decode("utf-8-sig", "replace").splitlines(), 1):
        # The names of fields are not shown.
        label, sign, value = line.partition(": ")
        yield path, number, value if sign and label.lower() in LABELS else line


@rule("library")
def duplicate_glossary_entry(library: ContentLibrary) -> Iterator[Diagnostic]:
    """Finds words with more than one line in the glossary of a site with an edition that is derived."""
    seen: dict[str, int] = {}
    text = read_glossary_file(library.config.content) if library.config.scripts else ""
    for number, line in enumerate(text.splitlines(), 1):
        key, sign, _ = (part.strip() for part in line.partition("="))
        if sign and key and not key.startswith("#") and seen.setdefault(key, number) != number:
            message = Message("{word!r} is in line {other} already: delete one of the lines", word=key, other=seen[key])
            yield Diagnostic(f"{library.config.content.name}/{GLOSSARY}", number, 1, message, "")


@rule("library")
def missing_string(library: ContentLibrary) -> Iterator[Diagnostic]:
    """Finds sentences of the interface that still are the English ones."""
    for strings in library.config.strings.values():
        for missing in strings.missing:
            message = Message("{key!r} still says {text!r}: translate it here", key=missing.key, text=missing.text)
            yield Diagnostic(missing.path, missing.line, 1, message, "")

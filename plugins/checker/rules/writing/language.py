"""The rule that a text is in the language of its file's name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from plugins.checker.engine.check_context import CheckContext
from plugins.checker.engine.segments import WORD, TextSegment
from plugins.detection import Detector, detector
from plugins.diagnostics import Diagnostic, Message
from plugins.diagnostics.rule import rule
from plugins.locales.language import load_language

FEWEST_WORDS = 6


@rule("text")
def wrong_language(context: CheckContext) -> Iterator[Diagnostic]:
    """Finds paragraphs in another language than the file's, and whole texts whose paragraphs are too short to tell."""
    code = context.text.language
    own = context.language_data.file
    if not own.words and not own.like:
        return
    languages = detector(context.resources.known)
    has_foreign_part = False
    for segment in context.segments:
        for part in segment.blocks:
            if other := _detect_foreign(languages, code, part[0]):
                has_foreign_part = True
                yield _finding(context, segment, part.start(), part[0], other)
            elif other := _find_untranslated(context, part[0]):
                yield replace(_finding(context, segment, part.start(), part[0], other), severity="warning")
    # Related languages share most words, so a whole text may be decided where a paragraph is not.
    whole = languages.detect(context.body.text, code)
    if not has_foreign_part and whole.excludes(code):
        yield _finding(context, context.body, 0, context.body.text, whole.code)


@lru_cache(maxsize=1 << 12)
def _detect_foreign(languages: Detector, code: str, text: str) -> str:
    """The language of a paragraph that is surely not in the language of that code, else ""; "" for a short one."""
    if len(text.split()) < FEWEST_WORDS:
        return ""
    detection = languages.detect(text, code)
    return detection.code if detection.excludes(code) else ""


def _find_untranslated(context: CheckContext, text: str) -> str:
    """The language of another text of the pair whose dictionary has all words of a heading, a caption or another short
    part, while the own one lacks most; "" for what has names alone, or no such language."""
    words = WORD.findall(text)
    if not 1 < len(words) < FEWEST_WORDS or not any(map(str.islower, words)):
        return ""
    if not context.speller.is_available or 2 * sum(map(context.speller.accepts, words)) >= len(words):
        return ""
    return next((other.text.language for other in context.others if all(map(other.speller.accepts, words))), "")


def _finding(context: CheckContext, segment: TextSegment, start: int, text: str, code: str) -> Diagnostic:
    own, other = context.resources.languages, load_language(code)
    first = WORD.search(text)
    values = {
        "name": own[code].name if code in own else other.name,
        "language": context.language_data.name,
        "code": code,
        "own": context.text.language,
    }
    message = (
        Message(
            "this is {name} in a file of {language}: move it to the .{code}.md file, or mark it: "
            '<div lang="{code}">…</div>',
            **values,
        )
        if code in own
        else Message('this is {name} in a file of {language}: mark it: <div lang="{code}">…</div>', **values)
    )
    return segment.finding(start + (first.start() if first else 0), message)

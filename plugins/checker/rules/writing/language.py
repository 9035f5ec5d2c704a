"""The rule that a text is in the language of its file's name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from plugins.checker.engine.check_context import FEWEST_WORDS, CheckContext
from plugins.checker.engine.segments import WORD, TextSegment
from plugins.diagnostics import Diagnostic, Message
from plugins.diagnostics.rule import rule
from plugins.locales.language import load_language


@rule("text")
def wrong_language(context: CheckContext) -> Iterator[Diagnostic]:
    """Finds paragraphs in another language than the file's, and whole texts whose paragraphs are too short to tell."""
    for segment, start, end, other in context.foreign_parts:
        yield _finding(context, segment, start, segment.text[start:end], other)
    for segment in context.own_segments:
        for part in segment.blocks:
            if other := _find_untranslated(context, part[0]):
                yield replace(_finding(context, segment, part.start(), part[0], other), severity="warning")


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
    own, other = context.resources.spellers, load_language(code)
    first = WORD.search(text)
    values = {
        "name": own[code].language.name if code in own else other.name,
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

"""The rule that a text is in the language that its file's name says."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.checker.engine.context import Manuscript
from plugins.checker.engine.rule import Note, rule
from plugins.checker.engine.segments import BLOCK, WORD, Passage
from plugins.locales.detection import Detection, Detector, detector
from plugins.locales.language import known_codes, load_language

FEWEST_WORDS = 6


@rule()
def wrong_language(script: Manuscript) -> Iterator[Note]:
    """A text is in the language of its file's name; a quotation in another is marked with its language.

    Bad: a paragraph in English in bridge.sr.md
    Good: the paragraph in bridge.en.md, or in <div lang="en">…</div>
    """
    code = script.text.language
    if not load_language(code).words and not load_language(code).like:
        return
    languages = detector(tuple(sorted({*known_codes(), *script.shelf.tongues})))
    found = False
    for passage in script.passages:
        for part in BLOCK.finditer(passage.text):
            detection = _foreign(languages, code, part[0])
            if detection:
                found = True
                yield _note(script, passage, part.start(), part[0], detection.code)
    # Near relations share most words: a paragraph may not show what the whole text does.
    whole = languages.detect(script.body.text, code)
    if not found and whole.excludes(code):
        yield _note(script, script.body, 0, script.body.text, whole.code)


def _foreign(languages: Detector, code: str, text: str) -> Detection | None:
    """What a paragraph is, where it is surely not in the language of that code; None for a short one."""
    if len(text.split()) < FEWEST_WORDS:
        return None
    detection = languages.detect(text, code)
    return detection if detection.excludes(code) else None


def _note(script: Manuscript, passage: Passage, start: int, text: str, code: str) -> Note:
    own, other = script.shelf.tongues, load_language(code)
    first = WORD.search(text)
    name = own[code].name if code in own else other.name
    place = f"move it to the .{code}.md file, or mark it" if code in own else "mark it"
    message = f'this is {name} in a file of {script.tongue.name}: {place}: <div lang="{code}">…</div>'
    return passage.note(start + (first.start() if first else 0), message)

"""Rules about quotation marks, of which each language has its own (`quotes` in the table of languages)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest

from plugins.checker.engine.context import Manuscript
from plugins.checker.engine.rule import Note, rule
from plugins.checker.engine.segments import BLOCK, Passage

OPENING, CLOSING = "„“«»‟❝", "”“«»„❞"
FOREIGN = re.compile(r"[„“”«»‟❝❞]")
# An inch, a minute or an attribute is no quotation mark: the sign must touch a word and not follow a number.
STRAIGHT = re.compile(r"(?<!\d)\"(?=[\w¡¿(])|(?<=[\w.,!?…)])(?<!\d)\"")
# Around a few words; one alone is an apostrophe.
SINGLE = re.compile(r"(?<![\w'])'(?=[^\W\d_])[^'\n\"]{2,60}(?<=[\w.,!?])'(?![\w'])")
# On a typewriter two commas are the lower mark.
COMMAS = re.compile(r"(?<![\w,]),,(?=[\w])")


@rule()
def straight_quotes(script: Manuscript) -> Iterator[Note]:
    """Quotation marks are the language's own, not the straight ones of the typewriter.

    Bad: projekat "Zajedno"
    Good: projekat „Zajedno”
    """
    marks = script.language.quotes
    if '"' in marks:
        return
    for passage in script.passages:
        found = [match.start() for match in STRAIGHT.finditer(passage.text)][::2]
        commas = [match.start() for match in COMMAS.finditer(passage.text)]
        found = [*commas, *(match.start() for match in SINGLE.finditer(passage.text)), *([] if commas else found)]
        for offset in sorted(found):
            if passage.text[offset] != "'" or "'" not in marks:
                yield passage.note(
                    offset, f"straight quotation marks: in {script.tongue.name} write {marks[0]}…{marks[-1]}"
                )


@rule()
def foreign_quotes(script: Manuscript) -> Iterator[Note]:
    """Quotation marks are those of the text's own language, also where the words came from another.

    Bad: „Together” in an English text
    Good: “Together”
    """
    marks = script.language.quotes
    for passage in script.passages:
        for match in FOREIGN.finditer(passage.text):
            if match[0] not in marks and not _is_open(passage, match.start(), marks[0], closings(script)):
                yield passage.note(
                    match.start(),
                    f"{match[0]} is no quotation mark of {script.tongue.name}: write {marks[0]}…{marks[-1]}",
                )
                break


def closings(script: Manuscript) -> str:
    """The signs that may close a quotation in a text's language."""
    return script.language.quotes[-1] + script.tongue.closing


def _is_open(passage: Passage, at: int, first: str, last: str) -> bool:
    """Whether a sign stands inside a quotation that the language's own marks opened and did not yet close."""
    before = passage.text[:at].rpartition("\n\n")[2]
    return first not in last and before.count(first) > _count(before, last)


def _count(text: str, signs: str) -> int:
    return sum(map(text.count, signs))


@rule("advice")
def unclosed_quotes(script: Manuscript) -> Iterator[Note]:
    """A quotation that is opened in a paragraph is closed in it, unless the next paragraph goes on with it.

    Bad: “We are ready, said the mayor.
    Good: “We are ready,” said the mayor.
    """
    marks = script.language.quotes
    first, last = marks[0], marks[-1]
    if first == last or first == '"':
        return
    ends = closings(script)
    for passage in script.passages:
        parts = list(BLOCK.finditer(passage.text))
        for part, after in zip_longest(parts, parts[1:]):
            opened, closed = part[0].count(first), _count(part[0], ends)
            goes_on = after is not None and after[0].lstrip("> ").startswith(first)
            if opened > closed and not goes_on:
                yield passage.note(
                    part.start() + part[0].rindex(first),
                    f"a quotation is opened here and not closed: add {last} where it ends",
                )
            elif closed > opened:
                yield passage.note(
                    part.start() + min(at for sign in ends if (at := part[0].find(sign)) >= 0),
                    f"a quotation is closed that was not opened: add {first} where it begins",
                )

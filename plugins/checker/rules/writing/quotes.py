"""Rules about quotation marks, of which each language has its own (`quotes` in the table of languages)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest

from plugins.checker.engine.check_context import CheckContext
from plugins.checker.engine.segments import TextSegment
from plugins.diagnostics import Diagnostic, Message
from plugins.diagnostics.rule import rule

FOREIGN = re.compile(r"[„“”«»‟❝❞]")
# An inch, a minute or an attribute is no quotation mark: the sign must touch a word and not follow a number.
STRAIGHT = re.compile(r"(?<!\d)\"(?=[\w¡¿(])|(?<=[\w.,!?…)])(?<!\d)\"")
OPENS = re.compile(r"(?<![\w.,!?…)\"])(?:\"|,,)(?=[\w¡¿(])")
CLOSES = re.compile(r"(?<=[\w.,!?…)])\"(?![\w\"])")
ANY_MARK = re.compile(r",,|[\"„“”«»‟❝❞]")
# But for those of faces.
BRACKET = re.compile(r"(?<![:;=-])[()]")
# Around a few words; one alone is an apostrophe.
SINGLE = re.compile(r"(?<![\w'])'(?=[^\W\d_])[^'\n\"]{2,60}(?<=[\w.,!?])'(?![\w'])")
# On a typewriter two commas are the lower mark.
COMMAS = re.compile(r"(?<![\w,]),,(?=[\w])")


@rule("text")
def straight_quotes(context: CheckContext) -> Iterator[Diagnostic]:
    """Finds straight quotation marks and lower ones made of commas; pairs whose both ends are certain are fixed."""
    marks = context.language.quotes
    if '"' in marks:
        return
    message = Message(
        "straight quotation marks: in {language} write {first}…{last}",
        language=context.language_data.name,
        code=context.text.language,
        first=marks[0],
        last=marks[-1],
    )
    for segment in context.own_segments:
        pairs = _certain_pairs(segment, marks, closings(context))
        offsets = [match.start() for match in STRAIGHT.finditer(segment.text)][::2]
        commas = [match.start() for match in COMMAS.finditer(segment.text)]
        offsets = [*commas, *(match.start() for match in SINGLE.finditer(segment.text)), *([] if commas else offsets)]
        for offset in sorted(offsets):
            if segment.text[offset] != "'" or "'" not in marks:
                yield segment.finding(offset, message, segment.fix(*pairs.get(offset, ())))


def _certain_pairs(segment: TextSegment, marks: str, ends: str) -> dict[int, tuple[tuple[int, int, str], ...]]:
    """The changes that fix each pair of straight marks, by the offset of its first; only of paragraphs in which
    opening and closing marks follow each other in turn and no other quotation mark of any kind is left over."""
    pairs: dict[int, tuple[tuple[int, int, str], ...]] = {}
    for block in segment.blocks:
        signs = list(ANY_MARK.finditer(segment.text, block.start(), block.end()))
        if len(signs) % 2:
            continue
        pairs_of_block: dict[int, tuple[tuple[int, int, str], ...]] = {}
        for first, last in zip(signs[::2], signs[1::2], strict=True):
            opens = OPENS.match(segment.text, first.start()) is not None or first[0] == marks[0]
            closes = CLOSES.match(segment.text, last.start()) is not None or last[0] in ends
            if not (opens and closes):
                break
            changes = ((first, marks[0]), (last, marks[-1] if last[0] == '"' else last[0]))
            pairs_of_block[first.start()] = tuple((*sign.span(), new) for sign, new in changes if sign[0] != new)
        else:
            pairs |= pairs_of_block
    return pairs


@rule("text")
def foreign_quotes(context: CheckContext) -> Iterator[Diagnostic]:
    """Finds quotation marks of another language; one finding a segment."""
    marks = context.language.quotes
    for segment in context.own_segments:
        for match in FOREIGN.finditer(segment.text):
            if match[0] not in marks and not _is_open(segment, match.start(), marks[0], closings(context)):
                message = Message(
                    "{mark} is no quotation mark of {language}: write {first}…{last}",
                    mark=match[0],
                    language=context.language_data.name,
                    code=context.text.language,
                    first=marks[0],
                    last=marks[-1],
                )
                yield segment.finding(match.start(), message)
                break


def closings(context: CheckContext) -> str:
    """The signs that may close a quotation in a text's language."""
    return context.language.quotes[-1] + "".join(context.language_data.words("spelling", "closing"))


def _is_open(segment: TextSegment, at: int, first: str, last: str) -> bool:
    """Whether a sign is inside a quotation that the language's own marks opened and have not closed."""
    before = segment.text[:at].rpartition("\n\n")[2]
    return first not in last and before.count(first) > _count(before, last)


def _count(text: str, signs: str) -> int:
    return sum(map(text.count, signs))


@rule("text")
def unclosed_quotes(context: CheckContext) -> Iterator[Diagnostic]:
    """Finds paragraphs that open more quotations than they close, or close more than they open; one with marks that are
    not the language's own is reported for these. Finds brackets that are not closed."""
    yield from _find_open_brackets(context)
    marks = context.language.quotes
    first, last = marks[0], marks[-1]
    if first == last or first == '"':
        return
    ends = closings(context)
    for segment in context.own_segments:
        for part, after in zip_longest(segment.blocks, segment.blocks[1:]):
            if any(mark[0] not in first + ends for mark in ANY_MARK.finditer(part[0])):
                continue
            opened, closed = part[0].count(first), _count(part[0], ends)
            goes_on = after is not None and after[0].lstrip().startswith(first)
            if opened > closed and not goes_on:
                yield segment.finding(
                    part.start() + part[0].rindex(first),
                    Message("a quotation is opened here and not closed: add {last} where it ends", last=last),
                )
            elif closed > opened:
                yield segment.finding(
                    part.start() + min(at for sign in ends if (at := part[0].find(sign)) >= 0),
                    Message("a quotation is closed that was not opened: add {first} where it begins", first=first),
                )


def _find_open_brackets(context: CheckContext) -> Iterator[Diagnostic]:
    for segment in context.own_segments:
        for block in segment.blocks:
            opened: list[int] = []
            for bracket in BRACKET.finditer(segment.text, *block.span()):
                if bracket[0] == "(":
                    opened.append(bracket.start())
                elif opened:
                    opened.pop()
            if opened:
                message = Message("a bracket is opened here and not closed: add ) where it ends")
                yield segment.finding(opened[0], message)

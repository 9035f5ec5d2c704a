"""Diagnostics as a pane shows them: at their place in the text or at a field of the form, with fixes that are safe."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from plugins.checker.engine.checking import dismissible_codes
from plugins.content.draft_diagnostics import MARK
from plugins.diagnostics import Diagnostic, Message
from plugins.diagnostics import Fix as CheckerFix
from plugins.editor.files.document import Document

WORD = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*|\S")
OTHER_PLACE = re.compile(r"\((?P<path>\S+\.(?P<language>[A-Za-z]{2,3}(?:-\w+)*)\.md)(?::(?P<line>\d+))?\)")
UNDECIDED = "undecided-word"
# Rules whose word may be right, and is then put on a list.
LISTED = ("spelling", UNDECIDED)
DROPPED_PLACE = re.compile(r"\s*\(?\S+\.md(?::\d+)?\)?.*$", re.S)


@dataclass(frozen=True)
class Fix:
    """Replaces the characters from `start` up to `end` of the whole file's text by `text`; one that is not certain is
    only a guess at what was meant."""

    start: int
    end: int
    text: str
    certain: bool = True


@dataclass(frozen=True)
class PlacedDiagnostic:
    """A diagnostic for a page: `field` is a header field or "body"; `start` and `end` count characters of the body,
    and so do those of `fixes`; `dismissal` is how its message begins, without places that change; `word` is the word
    that a person may add to a list of the site, `choices` the lines of the glossary that decide it, as (word, form);
    `other` marks one that belongs to another language's text, and only
    points here."""

    language: str
    field: str
    line: int
    start: int
    end: int
    rule: str
    level: str
    message: str
    dismissal: str = ""
    fixes: tuple[Fix, ...] = ()
    word: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    other: bool = False

    def data(self) -> dict[str, Any]:
        """The diagnostic as JSON has it."""
        return {**vars(self), "fixes": [vars(fix) for fix in self.fixes]}


def placed_diagnostics(
    found: list[Diagnostic], documents: Mapping[str, Document], names: Mapping[str, str], root: str
) -> list[PlacedDiagnostic]:
    """The diagnostics of a story, each at its place; one that compares two texts is shown in both. `names` are the
    story's files by language, `root` is the content folder as paths show it."""
    languages = {f"{root}/{name}": language for language, name in names.items()}
    placed: list[PlacedDiagnostic] = []
    for finding in found:
        language = languages.get(finding.path)
        if language is None or language not in documents:
            continue
        placed.append(_place(finding, language, documents[language]))
        there = OTHER_PLACE.search(finding.message)
        other = languages.get(there["path"]) if there else None
        if there and other and other in documents:
            line = int(there["line"] or 1)
            placed.append(_place_other_end(finding, other, documents[other], line if there["line"] else 0))
    return placed


def with_choices(
    placed: list[PlacedDiagnostic], language: str, document: Document, doubts: list[Any]
) -> list[PlacedDiagnostic]:
    """Give the undecided words of a text the choices of its conversion: lines of the glossary, and what to write in the
    text instead."""
    waiting = list(doubts)
    found = []
    for one in placed:
        if one.rule == UNDECIDED and one.language == language and not one.other:
            # Both are in the order of the text.
            doubt = next((each for each in waiting if each.token == one.word), None)
            if doubt is not None:
                waiting.remove(doubt)
                fix = _written_instead(one, document, *getattr(doubt, "replacement", ("", "")))
                one = replace(one, choices=getattr(doubt, "choices", ()), fixes=(fix,) if fix else ())
        found.append(one)
    return found


def _written_instead(one: PlacedDiagnostic, document: Document, words: str, instead: str) -> Fix | None:
    """The change of some words of a body that hold a diagnostic's place; None where they are not there."""
    if not words or one.field != "body":
        return None
    start = document.body.rfind(words, 0, one.start + len(words))
    return (
        Fix(start, start + len(words), instead, certain=False) if start >= 0 and start + len(words) >= one.end else None
    )


def _place(finding: Diagnostic, language: str, document: Document) -> PlacedDiagnostic:
    start = _offset(document.text, finding.line, finding.column)
    head = len(document.text) - len(document.body)
    offered = (finding.fix,) if finding.fix else finding.suggestions
    found = [_change(fix, finding.path, document.text) for fix in offered]
    certain = finding.fix is not None
    fixes = tuple(
        Fix(fix.start - head, fix.end - head, fix.text, certain) for fix in found if fix and fix.start >= head
    )
    end = head + fixes[0].end if fixes and fixes[0].end > fixes[0].start else _end_of_mark(document.text, start)
    field = _field_at(document, finding.line) if finding.line < document.body_line else "body"
    return PlacedDiagnostic(
        language,
        field,
        finding.line,
        max(start - head, 0),
        max(end - head, 0),
        finding.code,
        finding.severity,
        _remove_draft_mark(finding.message),
        _dismissal(finding),
        fixes,
        _word_of(finding) if finding.code in LISTED else "",
    )


def _remove_draft_mark(message: str) -> str:
    """Remove what a message says first in a draft: the pane shows that the text is one."""
    inner = message.values.get("problem") if isinstance(message, Message) and message.startswith(MARK) else None
    return inner if isinstance(inner, str) else message


def _dismissal(finding: Diagnostic) -> str:
    """How the line begins that dismisses a finding, without places that change; "" for one that stops a build."""
    if finding.code not in dismissible_codes():
        return ""
    message = str(_remove_draft_mark(finding.message))
    return DROPPED_PLACE.sub("", message).rstrip(" :,(") or message


def _word_of(finding: Diagnostic) -> str:
    """The word that a finding is about."""
    message = _remove_draft_mark(finding.message)
    return str(message.values.get("word", "")) if isinstance(message, Message) else ""


def _place_other_end(finding: Diagnostic, language: str, document: Document, line: int) -> PlacedDiagnostic:
    """Place the other end of a diagnostic that compares two texts."""
    start = _offset(document.text, line, 1) if line else len(document.text) - len(document.body)
    head = len(document.text) - len(document.body)
    end = document.text.find("\n", start)
    end = end if end >= 0 else len(document.text)
    field = "body" if not line or line >= document.body_line else _field_at(document, line)
    stop = max(end - head, 0) if line else 0
    return PlacedDiagnostic(
        language, field, line or document.body_line, max(start - head, 0), stop, finding.code, finding.severity,
        _remove_draft_mark(finding.message), other=True,
    )  # fmt: skip


def _offset(text: str, line: int, column: int) -> int:
    starts = _line_starts(text)
    return min(starts[line - 1] + column - 1, len(text)) if line <= len(starts) else len(text)


@lru_cache(maxsize=8)
def _line_starts(text: str) -> tuple[int, ...]:
    return (0, *(match.end() for match in re.finditer("\n", text)))


def _end_of_mark(text: str, start: int) -> int:
    match = WORD.match(text, start)
    return match.end() if match else min(start + 1, len(text))


def _field_at(document: Document, line: int) -> str:
    before = [field.name for field in document.header.fields if field.line <= line]
    return before[-1] if (before and line > 1) or any(field.line == line for field in document.header.fields) else ""


def _change(fix: CheckerFix, path: str, text: str) -> Fix | None:
    """A fix of the checker as one change of the text at `path`; None where it is of several texts, or of another text
    than this."""
    parts = sorted(fix.replacements)
    if not parts or any(part.path != path for part in parts):
        return None
    places = [_offset(text, part.line, part.column) for part in parts]
    if any(text[place : place + len(part.old)] != part.old for place, part in zip(places, parts, strict=True)):
        return None
    start, end = places[0], places[-1] + len(parts[-1].old)
    changed = text[start:end]
    for part, place in zip(reversed(parts), reversed(places), strict=True):
        at = place - start
        changed = changed[:at] + part.new + changed[at + len(part.old) :]
    return Fix(start, end, changed)

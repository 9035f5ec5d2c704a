"""Diagnostics as a pane shows them: at their place in the text or at a field of the form, with fixes that are safe."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

import msgspec

from plugins.checker.engine.checking import dismissible_codes
from plugins.cyrillic import Doubt
from plugins.diagnostics import Diagnostic, Message, Place
from plugins.diagnostics import Fix as CheckerFix
from plugins.diagnostics.fixes import replace_parts
from plugins.editing.document import Document, DocumentError

WORD = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*|\S")
UNDECIDED = "undecided-word"
# Rules about letters of another script, whose certain fixes one button makes together.
SCRIPT = ("stray-script", "mixed-scripts")
# Rules whose word may be right, and is then put on a list.
LISTED = ("spelling", UNDECIDED)


class Fix(msgspec.Struct, frozen=True, omit_defaults=True):
    """Replaces the characters from `start` up to `end` of the body by `text`, and the values of `fields` of the header;
    one that is not certain is only a guess at what was meant."""

    start: int
    end: int
    text: str
    certain: bool
    fields: Mapping[str, str] = {}


@dataclass(frozen=True)
class PlacedDiagnostic:
    """A diagnostic for a page: `field` is a header field or "body"; `start` and `end` count characters of the body,
    and so do those of `fixes`; `dismissal` is how its message begins, without places that change; `word` is the word
    that a person may add to a list of the site, `choices` the lines of the glossary that decide it, as (word, form);
    `other` marks one that belongs to another language's text, and only
    points here; `script` one that `script_change` mends with others."""

    language: str
    field: str
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
    place: str = ""
    script: bool = False


@dataclass(frozen=True)
class ScriptChange:
    """What writes all words of a text in its own script, as one fix: how many they are, and the script's name."""

    n: int
    own: str
    fix: Fix


def place_message(diagnostic: Diagnostic) -> Message:
    """A diagnostic's message with its place."""
    return Message(
        "{path}, line {line}: {problem}", path=diagnostic.path, line=diagnostic.line, problem=diagnostic.said
    )


def placed_diagnostics(
    diagnostics: list[Diagnostic], documents: Mapping[str, Document], names: Mapping[str, str], root: str
) -> list[PlacedDiagnostic]:
    """The diagnostics of a story, each at its place; one that compares two texts is shown in both. `names` are the
    story's files by language, `root` is the content folder as paths show it."""
    languages = {f"{root}/{name}": language for language, name in names.items()}
    placed: list[PlacedDiagnostic] = []
    for finding in diagnostics:
        language = languages.get(finding.path)
        if language is None or language not in documents:
            continue
        placed.append(_place(finding, language, documents[language]))
        other = languages.get(finding.other.path, "") if finding.other else ""
        if finding.other and other in documents:
            placed.append(_place_other_end(finding, finding.other, other, documents[other]))
    return placed


def with_choices(
    placed: list[PlacedDiagnostic], language: str, document: Document, doubts: list[Doubt]
) -> list[PlacedDiagnostic]:
    """Give the undecided words of a text the choices of its conversion: lines of the glossary, and what to write in the
    text instead."""
    waiting = list(doubts)
    diagnostics = []
    for diagnostic in placed:
        if diagnostic.rule == UNDECIDED and diagnostic.language == language and not diagnostic.other:
            # Both are in the order of the text.
            doubt = next((each for each in waiting if each.token == diagnostic.word), None)
            if doubt is not None:
                waiting.remove(doubt)
                fix = _written_instead(diagnostic, document, *doubt.replacement)
                diagnostic = replace(diagnostic, choices=doubt.choices, fixes=(fix,) if fix else ())
        diagnostics.append(diagnostic)
    return diagnostics


def _written_instead(diagnostic: PlacedDiagnostic, document: Document, words: str, instead: str) -> Fix | None:
    """The change of some words of a body that hold a diagnostic's place; None where they are not there."""
    if not words or diagnostic.field != "body":
        return None
    start = document.body.rfind(words, 0, diagnostic.start + len(words))
    end = start + len(words)
    return Fix(start, end, instead, certain=False) if start >= 0 and diagnostic.end <= end else None


def unplaced_diagnostic(language: str, message: str, code: str = "bad-header") -> PlacedDiagnostic:
    """What stops a text of a language as a whole, such as a header that cannot be read."""
    return PlacedDiagnostic(language, "", 0, 0, code, "error", message)


def _place(finding: Diagnostic, language: str, document: Document) -> PlacedDiagnostic:
    try:
        head = len(document.text) - len(document.body)
    except DocumentError:
        return unplaced_diagnostic(language, finding.message, finding.code)
    start = _offset(document.text, finding.line, finding.column)
    offered = (finding.fix,) if finding.fix else finding.suggestions
    certain = finding.fix is not None
    fixes = tuple(change for fix in offered if (change := _change(fix, finding.path, document, certain)))
    end = _end_of_mark(document.text, start, finding.length)
    if not finding.length and fixes and fixes[0].end > fixes[0].start:
        end = head + fixes[0].end
    return PlacedDiagnostic(
        language,
        _field_at(document, finding.line),
        max(start - head, 0),
        max(end - head, 0),
        finding.code,
        finding.severity,
        finding.message,
        _dismissal(finding),
        fixes,
        _word_of(finding) if finding.code in LISTED else "",
        place=f"{finding.path}:{finding.line}",
        script=finding.code in SCRIPT and certain and bool(fixes),
    )


def script_change(diagnostics: Iterable[Diagnostic], path: str, document: Document) -> ScriptChange | None:
    """What writes all words of a text in its own script; None where there are none, or none that is certain."""
    strange = [
        diagnostic
        for diagnostic in diagnostics
        if diagnostic.path == path and diagnostic.code in SCRIPT and diagnostic.fix
    ]
    parts = tuple(part for diagnostic in strange if diagnostic.fix for part in diagnostic.fix.replacements)
    fix = _change(CheckerFix(parts), path, document, certain=True)
    if fix is None:
        return None
    values = [diagnostic.message.values for diagnostic in strange if isinstance(diagnostic.message, Message)]
    words = sum(int(row.get("n", 1)) for row in values)
    # A message, which is shown in the language of the interface.
    return ScriptChange(words, values[0]["own"] if values else "", fix)


def _dismissal(finding: Diagnostic) -> str:
    """How the line begins that dismisses a finding; "" for one that stops a build."""
    return str(finding.message) if finding.code in dismissible_codes() else ""


def _word_of(finding: Diagnostic) -> str:
    """The word that a finding is about."""
    return str(finding.message.values.get("word", "")) if isinstance(finding.message, Message) else ""


def _place_other_end(finding: Diagnostic, there: Place, language: str, document: Document) -> PlacedDiagnostic:
    """The other end of a diagnostic that compares two texts; it has no extent where the other text lacks something."""
    if not there.line:
        return PlacedDiagnostic(language, "body", 0, 0, finding.code, finding.severity, finding.message, other=True)
    moved = replace(
        finding,
        path=there.path,
        line=there.line,
        column=there.column,
        length=there.length,
        fix=None,
        suggestions=(),
    )
    return replace(_place(moved, language, document), dismissal="", word="", other=True)


def _offset(text: str, line: int, column: int) -> int:
    starts = _line_starts(text)
    return min(starts[line - 1] + column - 1, len(text)) if line <= len(starts) else len(text)


@lru_cache(maxsize=8)
def _line_starts(text: str) -> tuple[int, ...]:
    return (0, *(match.end() for match in re.finditer("\n", text)))


def _end_of_mark(text: str, start: int, length: int) -> int:
    match = None if length else WORD.match(text, start)
    return match.end() if match else min(start + max(length, 1), len(text))


def _field_at(document: Document, line: int) -> str:
    """The field of the header that a line is of, or "body"."""
    if line >= document.body_line:
        return "body"
    before = [field.name for field in document.header.fields if field.line <= line]
    return before[-1] if (before and line > 1) or any(field.line == line for field in document.header.fields) else ""


def _change(fix: CheckerFix, path: str, document: Document, certain: bool) -> Fix | None:
    """A fix of the checker as a change of the document at `path`; None where it is of several texts, or of another text
    than this, or where the header cannot be read after it."""
    parts = sorted(fix.replacements)
    fixed = replace_parts(document.raw, parts) if {part.path for part in parts} == {path} else None
    if fixed is None:
        return None
    in_body = [part for part in parts if part.line >= document.body_line]
    changed = Document(fixed)
    try:
        body = changed.body
        fields = {name: value for name, value in changed.fields.items() if value != document.fields.get(name)}
    except DocumentError:
        return None
    if not in_body:
        return Fix(0, 0, "", certain, fields)
    start = _offset(document.text, in_body[0].line, in_body[0].column) - (len(document.text) - len(document.body))
    rest = len(document.text) - _offset(document.text, in_body[-1].line, in_body[-1].end_column)
    return Fix(start, len(document.body) - rest, body[start : len(body) - rest], certain, fields)

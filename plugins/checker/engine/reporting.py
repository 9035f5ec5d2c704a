"""Reporting: diagnostics as lines of text, as JSON, or as notes that GitHub shows beside the lines of a change."""

from __future__ import annotations

import difflib
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Literal

from rich.console import Console

from plugins.checker.engine.catalogue import rules
from plugins.checker.engine.checking import check, named
from plugins.content.library import ContentLibrary
from plugins.diagnostics import Diagnostic, SettingError

Format = Literal["text", "json", "github"]
FORMATS: tuple[Format, ...] = ("text", "json", "github")


def run(
    library: ContentLibrary,
    paths: Sequence[str] = (),
    *,
    format: Format = "text",
    strict: bool = False,
    console: Console,
) -> int:
    """Check, print, and return the exit status: 1 where there is an error, or, with `strict`, a piece of advice."""
    if format not in FORMATS:
        raise SettingError("--format", f"one of {', '.join(FORMATS)}", format)
    for path in paths:
        if not Path(path).exists():
            _plainly(console, f"there is no file or folder {path!r}: {_nearest(library, path)}")
            return 1
    found = check(library, paths)
    for line in lines(found, format):
        _plainly(console, line)
    if format == "text":
        _plainly(console, summary(found, library, paths))
    return int(any(strict or diagnostic.severity == "error" for diagnostic in found))


def _nearest(library: ContentLibrary, path: str) -> str:
    """What may have been meant by a path that is not there."""
    files = sorted(text.source.path for pair in library.by_name.values() for text in pair.texts.values())
    by_name = {name: file for file in files for name in (file, Path(file).name, Path(file).name.split(".")[0])}
    near = difflib.get_close_matches(path, by_name, 1)
    return f"did you mean {by_name[near[0]]}?" if near else "name it as seen from here, such as content/pages"


def lines(found: Sequence[Diagnostic], format: Format) -> list[str]:
    """The diagnostics as lines of the format; JSON is one list of objects."""
    if format == "json":
        return [json.dumps([asdict(diagnostic) for diagnostic in found], ensure_ascii=False, indent=2)]
    if format == "github":
        return [_github(diagnostic) for diagnostic in found]
    return [f"{diagnostic}{' – advice' if diagnostic.severity == 'advice' else ''}" for diagnostic in found]


def summary(found: Sequence[Diagnostic], library: ContentLibrary, paths: Sequence[str]) -> str:
    """One line that says how many files were looked at and what was found."""
    wanted = [named(path, library.config.root) for path in paths]
    files = [text.source.path for pair in library.by_name.values() for text in pair.texts.values()]
    count = len(
        {path for path in files if not wanted or any(path == one or path.startswith(f"{one}/") for one in wanted)}
    )
    errors = sum(diagnostic.severity == "error" for diagnostic in found)
    advice = len(found) - errors
    return f"{_plural(count, 'file')} checked: {_plural(errors, 'error')}, {_plural(advice, 'piece')} of advice."


def list_rules(console: Console) -> int:
    """Print every rule with its sentence, by subject."""
    before = ""
    for subject, rule in rules():
        if subject != before:
            _plainly(console, f"\n{subject}")
        _plainly(console, f"  {rule.name} ({rule.severity}): {rule.sentence}")
        before = subject
    return 0


def _github(diagnostic: Diagnostic) -> str:
    kind = "error" if diagnostic.severity == "error" else "notice"
    place = (
        f"file={_escaped(diagnostic.path, ':,')},line={diagnostic.line},col={diagnostic.column},title={diagnostic.code}"
    )
    return f"::{kind} {place}::{_escaped(diagnostic.message)}"


def _escaped(text: str, also: str = "") -> str:
    """Text as a workflow command takes it: https://docs.github.com/actions/reference/workflow-commands."""
    return "".join(f"%{ord(sign):02X}" if sign in f"%\r\n{also}" else sign for sign in text)


def _plural(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _plainly(console: Console, line: str) -> None:
    console.print(line, markup=False, highlight=False, emoji=False, soft_wrap=True)

"""Diagnostics as text for people, as JSON, or as annotations of GitHub."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Literal

from plugins.diagnostics.diagnostic import Diagnostic
from plugins.diagnostics.message import message_parts
from plugins.diagnostics.printable import printable, printable_line

Format = Literal["text", "json", "github"]
FORMATS: tuple[Format, ...] = ("text", "json", "github")
# Diagnostics of one code in one file that text shows; the others are counted.
MOST = 10
GITHUB_LEVELS = {"error": "error", "warning": "warning", "advice": "notice"}


def format_diagnostics(diagnostics: Iterable[Diagnostic], format: Format = "text") -> str:
    """The diagnostics in a format, without a last line end; "" where text or GitHub have nothing to show.

    `text` has a line `path:line: message (code)` each, with ` – advice` or ` – warning` after it where it is no error,
    and shows at most ten of one code in one file; `json` is one list of objects, each message also as `template` and
    `values`; `github` a workflow command each.
    """
    if format == "json":
        return _json(diagnostics)
    if format == "github":
        return "\n".join(map(_github, diagnostics))
    return "\n".join(_text(tuple(diagnostics)))


def _text(diagnostics: tuple[Diagnostic, ...]) -> Iterator[str]:
    counts = Counter((diagnostic.path, diagnostic.code) for diagnostic in diagnostics)
    shown = Counter[tuple[str, str]]()
    for diagnostic in diagnostics:
        key = (diagnostic.path, diagnostic.code)
        shown[key] += 1
        if shown[key] <= MOST:
            yield f"{diagnostic}{'' if diagnostic.severity == 'error' else f' – {diagnostic.severity}'}"
        elif shown[key] == MOST + 1:
            place = f"{printable_line(diagnostic.path)}:{diagnostic.line}"
            yield f"{place}: and {counts[key] - MOST:,} more like this ({diagnostic.code})"


def _json(diagnostics: Iterable[Diagnostic]) -> str:
    import json
    from dataclasses import asdict

    rows = [
        {**asdict(diagnostic), "message": diagnostic.said, **message_parts(diagnostic.said)}
        for diagnostic in diagnostics
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2)


def _github(diagnostic: Diagnostic) -> str:
    """A workflow command: https://docs.github.com/actions/reference/workflow-commands."""
    place = (
        f"file={_escape(diagnostic.path, ':,')},line={diagnostic.line},col={diagnostic.column},title={diagnostic.code}"
    )
    return f"::{GITHUB_LEVELS[diagnostic.severity]} {place}::{_escape(diagnostic.full_message)}"


def _escape(text: str, also: str = "") -> str:
    return printable("".join(f"%{ord(sign):02X}" if sign in f"%\r\n{also}" else sign for sign in text))

"""Applying fixes to files: only the bytes that a fix names change."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from plugins.diagnostics.diagnostic import Diagnostic, Replacement
from plugins.system.atomic_files import write_atomically

LINE_END = re.compile(b"\r\n|\r|\n")
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def apply_fixes(diagnostics: Iterable[Diagnostic], root: Path) -> tuple[Diagnostic, ...]:
    """Apply the fixes of these diagnostics to the files below `root`; returns the diagnostics that were fixed.

    A fix is left out, whole, where a file no longer has the text that it replaces, or where an earlier one changes the
    same characters. Raises OSError where a file cannot be written.
    """
    accepted: dict[str, list[Replacement]] = defaultdict(list)
    applied = []
    lines: dict[str, list[bytes]] = {}
    for diagnostic in diagnostics:
        parts = diagnostic.fix.replacements if diagnostic.fix else ()
        for path in {part.path for part in parts} - lines.keys():
            lines[path] = _lines((root / path).read_bytes() if (root / path).is_file() else b"")
        if parts and all(_fits(part, lines[part.path]) and _is_free(part, accepted[part.path]) for part in parts):
            applied.append(diagnostic)
            for part in parts:
                accepted[part.path].append(part)
    for path, parts_of_file in accepted.items():
        if parts_of_file:
            write_atomically(root / path, _replace_parts(lines[path], parts_of_file))
    return tuple(applied)


def replace_parts(raw: bytes, parts: Sequence[Replacement]) -> bytes | None:
    """The bytes of a file with the parts of a fix replaced; None where it does not have the text that they replace."""
    lines = _lines(raw)
    return _replace_parts(lines, parts) if all(_fits(part, lines) for part in parts) else None


def _lines(raw: bytes) -> list[bytes]:
    """The lines of a file, each with its end, as the readers of content count them; a byte order mark is an own item
    in front."""
    mark = BYTE_ORDER_MARK if raw.startswith(BYTE_ORDER_MARK) else b""
    raw = raw[len(mark) :]
    ends = [0, *(match.end() for match in LINE_END.finditer(raw)), len(raw)]
    return [mark, *(raw[start:end] for start, end in itertools.pairwise(ends))]


def _fits(part: Replacement, lines: list[bytes]) -> bool:
    if not 1 <= part.line < len(lines):
        return False
    text = lines[part.line].decode("utf-8", "surrogateescape")
    return text[part.column - 1 : part.end_column - 1] == part.old


def _is_free(part: Replacement, others: list[Replacement]) -> bool:
    """Whether no other replacement touches the same characters, or inserts at the same place."""
    return not any(
        part.line == other.line
        and ((part.column < other.end_column and other.column < part.end_column) or part.column == other.column)
        for other in others
    )


def _replace_parts(lines: list[bytes], parts: Iterable[Replacement]) -> bytes:
    changed = list(lines)
    for part in sorted(parts, reverse=True):
        text = changed[part.line].decode("utf-8", "surrogateescape")
        end = LINE_END.search(changed[part.line])
        new = part.new.replace("\n", end[0].decode() if end else "\n")
        text = text[: part.column - 1] + new + text[part.end_column - 1 :]
        changed[part.line] = text.encode("utf-8", "surrogateescape")
    return b"".join(changed)

"""Adds rows to the tables of a settings file, and leaves all else in it as it is written."""

from __future__ import annotations

import ast
import json
from collections.abc import Mapping
from pathlib import Path

from plugins.atomic_files import write_atomically
from plugins.diagnostics.site_files import read_site_bytes


def add_row(file: Path, table: str, key: str, row: Mapping[str, str]) -> bool | None:
    """Add a row to a table such as `LANGUAGES`; False where the table has the key already, None where the file does not
    write the table as one literal, so that a person must add it."""
    text = read_site_bytes(file) if file.is_file() else b""
    literal = _literal(text, table)
    if literal is None:
        return None
    if any(isinstance(name, ast.Constant) and name.value == key for name in literal.keys):
        return False
    written = f"{json.dumps(key)}: {json.dumps(row, ensure_ascii=False)}".encode()
    if literal.values:
        last = literal.values[-1]
        at, addition = _offset(text, last.end_lineno, last.end_col_offset), b",\n    " + written
    else:
        at, addition = _offset(text, literal.lineno, literal.col_offset) + 1, b"\n    " + written + b",\n"
    write_atomically(file, text[:at] + addition + text[at:])
    return True


def _literal(text: bytes, table: str) -> ast.Dict | None:
    for statement in ast.parse(text).body:
        targets = statement.targets if isinstance(statement, ast.Assign) else [getattr(statement, "target", None)]
        value = getattr(statement, "value", None)
        if isinstance(value, ast.Dict) and any(isinstance(name, ast.Name) and name.id == table for name in targets):
            return value
    return None


def _offset(text: bytes, line: int | None, column: int | None) -> int:
    """The place of a line, counted from 1, and a column, both as `ast` gives them: in bytes."""
    return sum(len(before) for before in text.splitlines(keepends=True)[: (line or 1) - 1]) + (column or 0)

"""Makes errors in drafts warnings, so that a draft never stops a build.

A text is a draft where its header says so, or where the original of its pair does. From the moment it is to be
published, also at a date that is still to come, the same diagnostics are errors.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import replace

from plugins.content.headers.fields import STATUSES
from plugins.content.headers.reader import Field
from plugins.content.headers.table import FIELDS
from plugins.content.regular_files import read_regular_file
from plugins.diagnostics import Diagnostic, Severity
from plugins.diagnostics.errors import nearest

DRAFT = "draft"
# How alike two words are, from 0 to 1, for one to be a misspelling of the other.
ALIKE = 0.6
# A line of a header that cannot be read as a whole: a name and a value, whatever is around them.
LINE = re.compile(r"^\W*(?P<name>\w+)\b[^\w\n]*(?P<value>.*)$", re.M)
# Bytes in which the header of a file is looked for.
HEAD = 8192


def as_draft(diagnostic: Diagnostic) -> Diagnostic:
    """The diagnostic of a draft; an error becomes a warning."""
    severity: Severity = "warning" if diagnostic.severity == "error" else diagnostic.severity
    return replace(diagnostic, severity=severity, of_draft=True)


def tell_drafts(diagnostics: Iterable[Diagnostic], drafts: Container[str]) -> Iterator[Diagnostic]:
    """Diagnostics as they count, where the files with these paths are drafts. Who finds what is wrong with a text need
    not know whether it is one."""
    return (as_draft(diagnostic) if diagnostic.path in drafts else diagnostic for diagnostic in diagnostics)


def says_draft(fields: Iterable[Field]) -> bool:
    """Whether the fields of a header say that the text is a draft, also with the field or its value misspelt: what an
    editor holds back must not be published by a slip of the fingers."""
    return any(_is_status(field.name) and is_nearly_draft(field.value) for field in fields)


def _is_status(name: str) -> bool:
    return name == "status" or (name not in FIELDS and nearest(name, FIELDS, ALIKE) == "status")


def is_nearly_draft(value: str) -> bool:
    """Whether the value of a Status field is `draft`, or a misspelling of it."""
    word = value.strip().lower()
    return DRAFT in re.split(r"\W+", word) or nearest(word, STATUSES, ALIKE) == DRAFT


def head_says_draft(raw: bytes) -> bool:
    """Whether the beginning of a file whose header cannot be read has a line that says it is a draft."""
    text = raw[:HEAD].replace(b"\0", b"").decode("latin-1").lstrip("ï»¿\xff\xfe \r\n").replace("\r\n", "\n")
    yaml = re.match(r"---[ \t]*\n.*?^(?:---|\.\.\.)[ \t]*$", text, re.M | re.S)
    lines = LINE.finditer(yaml[0] if yaml else text.split("\n\n", 1)[0])
    return says_draft(Field(line["name"].lower(), line["value"], 0) for line in lines)


def file_says_draft(file: str) -> bool:
    """Whether a file that is no source has a header that says it is a draft."""
    try:
        return head_says_draft(read_regular_file(file))
    except OSError:
        return False

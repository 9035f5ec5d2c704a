"""A file's header: plain `Key: value` lines, or YAML between `---` lines, read alike.

Values are kept as written; `facts.py` gives them their types.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

PLAIN = re.compile(r"(?P<name>[^\W\d_][\w-]*)[ \t]*:(?!//)[ \t]*(?P<value>.*)")
CONTINUED = re.compile(r"(?: {2,}|\t)\S")


@dataclass(frozen=True)
class Field:
    """One header field: its name in small letters, its value as written, and the line it stands on."""

    name: str
    value: str
    line: int


@dataclass(frozen=True)
class Header:
    """The fields in their order, and the line on which the body begins."""

    fields: tuple[Field, ...]
    body_line: int


class HeaderFault(ValueError):
    """A header that cannot be read: the line, and what to do."""

    def __init__(self, line: int, message: str, rule: str) -> None:
        super().__init__(message)
        self.line, self.rule = line, rule


def read_header(text: str) -> Header:
    """The header of a file's text (line ends are "\\n"); raises HeaderFault."""
    lines = text.split("\n")
    if lines[0].rstrip() == "---":
        # Few files have such a header, and the library takes its time to load.
        from plugins.languages.yaml_headers import read_yaml_header

        return read_yaml_header(lines)
    return _plain_header(lines)


def _plain_header(lines: list[str]) -> Header:
    fields: list[Field] = []
    first = next((at for at, line in enumerate(lines) if line.strip()), len(lines))
    number = first
    for number in range(first, len(lines) + 1):
        line = lines[number] if number < len(lines) else ""
        match = PLAIN.fullmatch(line.rstrip())
        if match:
            fields.append(Field(match["name"].lower(), match["value"].strip(), number + 1))
        elif fields and CONTINUED.match(line):
            last = fields.pop()
            fields.append(Field(last.name, f"{last.value} {line.strip()}".strip(), last.line))
        elif fields and line.strip():
            raise HeaderFault(
                number + 1,
                f"{line.strip()[:40]!r} is not a header field: "
                "write `Name: value`, or leave an empty line before the text",
                "bad-header",
            )
        else:
            break
    return Header(tuple(fields), number + 1)

"""A file's header: plain `Key: value` lines, or YAML between `---` lines, read alike.

Values are kept as written; `facts.py` gives them their types.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

PLAIN = re.compile(r"(?P<name>[^\W\d_][\w-]*)[ \t]*:(?!//)[ \t]*(?P<value>.*)")
# Escapes of YAML can name halves of letters, which no file can hold.
HALF = re.compile(r"[\ud800-\udfff]")
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
        return _yaml_header(lines)
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


def _yaml_header(lines: list[str]) -> Header:
    end = next((n for n, line in enumerate(lines[1:], 1) if line.rstrip() in ("---", "...")), None)
    if end is None:
        raise HeaderFault(
            1,
            "the header begins with `---` but does not end: put a line of `---` alone after its last field",
            "bad-yaml",
        )
    try:
        node = yaml.compose("\n".join(["", *lines[1:end]]), Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        raise HeaderFault(*_explained(error)) from None
    if node is None:
        return Header((), end + 2)
    if not isinstance(node, yaml.MappingNode):
        raise HeaderFault(2, "the YAML header must be lines of `Name: value`", "bad-yaml")
    return Header(tuple(_yaml_fields(node)), end + 2)


def _explained(error: yaml.YAMLError) -> tuple[int, str, str]:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    problem = getattr(error, "problem", None) or "it is not YAML"
    cure = "put the value in quotes if it has a colon, a quotation mark or a # in it"
    return (mark.line + 1 if mark else 1), f"the YAML header does not parse: {problem}; {cure}", "bad-yaml"


def _yaml_fields(node: yaml.MappingNode) -> Iterator[Field]:
    for key, value in node.value:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            raise HeaderFault(line, "a field's name must be a word", "bad-yaml")
        text = _yaml_value(value, line)
        if HALF.search(text) or HALF.search(str(key.value)):
            message = "this field holds half of a letter (such as \\ud800): write the letter itself"
            raise HeaderFault(line, message, "bad-yaml")
        yield Field(str(key.value).lower(), text, line)


def _yaml_value(node: yaml.Node, line: int) -> str:
    if isinstance(node, yaml.ScalarNode):
        value = "" if node.tag == "tag:yaml.org,2002:null" else str(node.value)
        return " ".join(value.split())
    if isinstance(node, yaml.SequenceNode) and all(isinstance(item, yaml.ScalarNode) for item in node.value):
        return ", ".join(str(item.value) for item in node.value)
    raise HeaderFault(line, "a field's value must be text or a list of words", "bad-yaml")

"""A file's header: plain `Key: value` lines, or YAML between `---` lines.

Values are kept as written; `fields.py` gives them their types.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise, takewhile
from textwrap import shorten
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from plugins.content.control_characters import CONTROL
from plugins.content.headers.table import FIELDS, written_name
from plugins.diagnostics import Message
from plugins.diagnostics.errors import nearest

if TYPE_CHECKING:
    import yaml


class Field(NamedTuple):
    """One header field: its name in small letters, its value as written, and the line it stands on."""

    name: str
    value: str
    line: int


class Header(Struct, frozen=True):
    """The fields in their order, and the line on which the body begins."""

    fields: tuple[Field, ...]
    body_line: int


class HeaderError(ValueError):
    """A header that cannot be read: the line, and what to do."""

    def __init__(self, line: int, message: Message, code: str) -> None:
        super().__init__(message)
        self.line, self.code = line, code


PLAIN = re.compile(r"(?P<name>[^\W\d_][\w-]*)[ \t]*:(?!//)[ \t]*(?P<value>.*)")
# No tab: a line with one is a paragraph pasted right below the header.
CONTINUED = re.compile(r" {2,}\S")
NAMED = re.compile(rf"(?P<name>{'|'.join(FIELDS)})\b[ \t]*[^\w\s]?[ \t]*(?P<value>.*)", re.I)
SHOWN = 30
# How alike two words are, from 0 to 1, for one to be a field's name misspelt.
NEARLY = 0.8
# Added around field names by word processors.
DRESSED = "“”„«»‘’\"'*_#"


def read_header(text: str) -> Header:
    """The header of a file's text (line ends are "\\n"); raises HeaderError."""
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
        elif fields and fields[-1].value and CONTINUED.match(line):
            last = fields.pop()
            fields.append(Field(last.name, f"{last.value} {line.strip()}", last.line))
        elif line.strip() and (fields or _is_header(lines[number:])):
            message = Message(
                "{line!r} is not a header field: {cure}",
                line=line.strip()[:40],
                cure=_advise(line, is_first=not fields),
            )
            raise HeaderError(number + 1, message, "bad-header")
        else:
            break
    return Header(tuple(fields), number + 1)


def _is_header(lines: list[str]) -> bool:
    """Whether lines whose first is no field are a header nevertheless: one of them, before an empty line, is a field of
    articles."""
    for line in takewhile(str.strip, lines):
        match = PLAIN.fullmatch(line.rstrip())
        if match and match["name"].lower() in FIELDS:
            return True
    return False


def _advise(line: str, is_first: bool) -> Message:
    """The message that says how to mend a line of the header that is no field."""
    if line[0].isspace():
        if PLAIN.match(line.strip()):
            return Message("begin it at the edge, without a space or tab before it")
        return Message("leave an empty line before the text, or begin a value in its field's own line")
    dressed = NAMED.match(line.lstrip(f"{DRESSED} ")) if line[0] in DRESSED else None
    if dressed and ":" in line:
        value = line.partition(":")[2].strip(f" {DRESSED}")
        meant = f"{dressed['name']}: {_short(value)}"
        return Message("take the signs around its name away: write `{meant}`", meant=meant)
    match = NAMED.match(" ".join(line.split()))
    # `Image Alt: …` has its colon.
    if match and not re.match(r"\w+ ?:", match["value"]):
        meant = f"{match['name']}: {_short(match['value'])}".rstrip()
        return Message(
            "if it is one, its colon is missing: write `{meant}`; if it is text, leave an empty line before it",
            meant=meant,
        )
    if is_first and ":" not in line:
        return Message("its colon is missing: write `{meant}`", meant=_suggest_field(line))
    return Message("write `Name: value`, or leave an empty line before the text")


def _suggest_field(line: str) -> str:
    """The field that a line above the header may be: the one that its first word nearly names, or the title."""
    word, _, value = line.strip().partition(" ")
    near = nearest(word.lower(), FIELDS, NEARLY)
    if near and value:
        return f"{written_name(near)}: {_short(value)}"
    return f"Title: {_short(line.strip(f' {DRESSED}'))}"


def _short(value: str) -> str:
    return shorten(value, SHOWN, placeholder=" …")


# At the edge, as no line of a field's value is.
FIELD_BEGINS = re.compile(r"^[^\s#-].*?:(?=\s)", re.M)
# YAML escapes can produce lone surrogates, which cannot be encoded.
HALF = re.compile(r"[\ud800-\udfff]")
# Characters of a header: a hundred pages of fields.
LONGEST = 200_000


def _yaml_header(lines: list[str]) -> Header:
    """The header of a file that begins with `---`: YAML up to the next such line; raises HeaderError."""
    # Imported here: few files have such a header, and the library is slow to import.
    import yaml

    end = next((n for n, line in enumerate(lines[1:], 1) if line.rstrip() in ("---", "...")), None)
    if end is None:
        raise HeaderError(
            1,
            Message("the header begins with `---` but does not end: put a line of `---` alone after its last field"),
            "bad-yaml",
        )
    header = "\n".join(["", *lines[1:end]])
    if len(header) > LONGEST:
        message = Message("the YAML header is too long: put the text below it, after a line of ---")
        raise HeaderError(1, message, "bad-yaml")
    try:
        node = _compose(header)
    except HeaderError as error:
        raise _first_error(header) or error from None
    if node is None:
        return Header((), end + 2)
    if not isinstance(node, yaml.MappingNode):
        raise HeaderError(2, Message("the YAML header must be lines of `Name: value`"), "bad-yaml")
    return Header(tuple(_yaml_fields(node)), end + 2)


def _first_error(header: str) -> HeaderError | None:
    """The error of the first field that is no YAML by itself; None where each is. A quotation mark or a bracket that
    stays open takes in the fields below it, and only there does the whole go wrong."""
    begins = [match.start() for match in FIELD_BEGINS.finditer(header)]
    for start, end in pairwise([*begins, len(header)]):
        try:
            _compose(header[start:end])
        except HeaderError as error:
            error.line += header.count("\n", 0, start)
            return error
    return None


def _compose(text: str) -> yaml.Node | None:
    import yaml

    first = 1 + len(text) - len(text.lstrip("\n"))
    try:
        return yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        raise HeaderError(*_explain_error(error, text)) from None
    except RecursionError:
        message = Message(
            "the YAML header does not parse: brackets lie too deep in one another: put the value in quotes, or take "
            "the brackets away"
        )
        raise HeaderError(first, message, "bad-yaml") from None
    except (ValueError, OverflowError) as error:
        # Escapes that name no character.
        message = Message(
            "the YAML header does not parse: {problem}; write the letter itself in place of an escape such as \\U",
            problem=str(error),
        )
        raise HeaderError(first, message, "bad-yaml") from None


def _explain_error(error: yaml.YAMLError, text: str) -> tuple[int, Message, str]:
    begun, mark = getattr(error, "context_mark", None), getattr(error, "problem_mark", None)
    if mark is None or (begun and mark.index >= len(text.rstrip())):
        # What the end leaves open is wrong where it begins.
        mark = begun
    problem = getattr(error, "problem", None) or Message("it is not YAML")
    message = Message(
        "the YAML header does not parse: {problem}; put the value in quotes if it has a colon, a quotation mark or a # "
        "in it",
        problem=problem,
    )
    if r"'\t'" in problem:
        message = Message(
            "the YAML header does not parse: a tab is in this line; write a space in its place, and nothing before a "
            "field's name"
        )
    return (mark.line + 1 if mark else 1), message, "bad-yaml"


def _yaml_fields(node: yaml.MappingNode) -> Iterator[Field]:
    import yaml

    for key, value in node.value:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            raise HeaderError(line, Message("a field's name must be a word"), "bad-yaml")
        text = _yaml_value(value, line)
        if HALF.search(text) or HALF.search(str(key.value)):
            message = Message("this field holds half of a letter (such as \\ud800): write the letter itself")
            raise HeaderError(line, message, "bad-yaml")
        if CONTROL.search(text) or CONTROL.search(str(key.value)):
            message = Message(
                "this field holds a control character (such as \\0 or \\e), which no page can show: take it out"
            )
            raise HeaderError(line, message, "bad-yaml")
        yield Field(str(key.value).lower(), text, line)


def _yaml_value(node: yaml.Node, line: int) -> str:
    import yaml

    if isinstance(node, yaml.ScalarNode):
        value = "" if node.tag == "tag:yaml.org,2002:null" else str(node.value)
        return " ".join(value.split())
    if isinstance(node, yaml.SequenceNode) and all(isinstance(item, yaml.ScalarNode) for item in node.value):
        return ", ".join(str(item.value) for item in node.value)
    raise HeaderError(line, Message("a field's value must be text or a list of words"), "bad-yaml")

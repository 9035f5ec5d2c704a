"""A file's header: plain `Key: value` lines, or YAML between `---` lines.

Values are kept as written; `fields.py` gives them their types.
"""

from __future__ import annotations

import difflib
import re
from itertools import takewhile
from textwrap import shorten

from plugins.content.headers.fields import FIELDS
from plugins.content.headers.header import Field, Header, HeaderError
from plugins.diagnostics import Message

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
        # Imported here: few files have such a header, and the library is slow to import.
        from plugins.content.headers.yaml_headers import read_yaml_header

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
    near = difflib.get_close_matches(word.lower(), FIELDS, 1, NEARLY)
    return f"{near[0].title()}: {_short(value)}" if near and value else f"Title: {_short(line.strip(f' {DRESSED}'))}"


def _short(value: str) -> str:
    return shorten(value, SHOWN, placeholder=" …")

"""A file of `content/` as it is changed: only the bytes of what was edited differ afterwards.

The byte order mark, each line's own end, the header's format, the order and spelling of its fields, comments and
trailing spaces stay. Pages see a document's `text`, in which every line ends with "\\n".
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import yaml

from plugins.content.headers.reader import CONTINUED, Header, HeaderError
from plugins.content.headers.reader import read_header as parse_header
from plugins.content.headers.table import FIELD_NAMES, written_name
from plugins.diagnostics import Message, message_of
from plugins.diagnostics.utf8 import NotUtf8, decode_utf8
from plugins.system.digests import digest_of

BOM = "\ufeff"
EMPTY_LINES = re.compile(r"(?:[ \t]*\n)*")
LINE_END = re.compile(r"\r\n|\r|\n")
PLAIN_FIELD = re.compile(r"(?P<before>[^\W\d_][\w-]*[ \t]*:(?!//)[ \t]*)(?P<value>.*?)(?P<after>[ \t]*)")
# The order in which a field that a header lacks is put among the others.
ORDER = {name: place for place, name in enumerate(FIELD_NAMES)}


class DocumentError(ValueError):
    """A change that cannot be made in this file; the message says what to do instead."""


@dataclass(frozen=True)
class Document:
    """The bytes of one file; those of a file that does not exist are empty."""

    raw: bytes = b""

    @cached_property
    def version(self) -> str:
        """A key of the bytes: the same for equal files, "" for an empty one."""
        return digest_of(self.raw) if self.raw else ""

    @cached_property
    def text(self) -> str:
        """The text, without a byte order mark, lines ended by "\\n"; raises DocumentError for what is not UTF-8."""
        return LINE_END.sub("\n", self._decoded_text.removeprefix(BOM))

    @cached_property
    def header(self) -> Header:
        """The fields and the line on which the body begins; raises DocumentError."""
        try:
            return parse_header(self.text)
        except HeaderError as error:
            raise DocumentError(Message("line {line}: {problem}", line=error.line, problem=message_of(error))) from None

    @property
    def fields(self) -> dict[str, str]:
        """The header's values by field names in small letters; of repeated fields, the last."""
        return {field.name: field.value for field in self.header.fields}

    @property
    def body(self) -> str:
        """The Markdown below the header and the empty lines after it."""
        return self._parts[1]

    @property
    def body_line(self) -> int:
        """The line on which `body` begins, from 1."""
        return self._parts[0].count("\n") + 1

    @cached_property
    def _parts(self) -> tuple[str, str]:
        head, body = _split_body(self.text, self.header.body_line)
        empty = EMPTY_LINES.match(body)
        assert empty is not None
        return head + empty[0], body[empty.end() :]

    @property
    def _is_yaml(self) -> bool:
        return self.text.partition("\n")[0].rstrip() == "---"

    @cached_property
    def _decoded_text(self) -> str:
        try:
            return decode_utf8(self.raw)
        except NotUtf8 as error:
            raise DocumentError(message_of(error)) from None

    @cached_property
    def _ends(self) -> list[str]:
        return LINE_END.findall(self._decoded_text)

    def replace_text(self, text: str) -> Document:
        """Replace the text; lines that stay keep their own line ends, new ones get the usual one."""
        if text == self.text:
            return self
        old, new = self.text.split("\n"), LINE_END.sub("\n", text).split("\n")
        usual = Counter(self._ends).most_common(1)[0][0] if self._ends else "\n"
        ends = [usual] * (len(new) - 1)
        for old_line, new_line in _kept_lines(old, new):
            if old_line < len(self._ends) and new_line < len(ends):
                ends[new_line] = self._ends[old_line]
        mark = BOM if self._decoded_text.startswith(BOM) else ""
        changed = Document(_encode(mark, new, ends))
        # An empty line that ends with "\n", after one that ends with "\r", would be none.
        return changed if changed.text == "\n".join(new) else Document(_encode(mark, new, ["\n"] * len(ends)))

    def replace_body(self, body: str) -> Document:
        """Replace the body; a header without an empty line after it gets one. Raises DocumentError where
        the text would be taken for a header."""
        head, before = self._parts
        if body == before:
            return self
        if head and not head.endswith("\n"):
            head += "\n"
        if self.header.fields and body.strip() and not self._is_yaml and not head.endswith("\n\n"):
            head += "\n"
        changed = self.replace_text(head + body)
        if changed.fields != self.fields or changed.body.lstrip("\n") != body.lstrip("\n"):
            message = Message("the text begins like a header: leave an empty line above it, or edit the whole file")
            raise DocumentError(message)
        return changed

    def replace_fields(self, fields: Mapping[str, str | None]) -> Document:
        """Replace the values of some fields; None takes a field's line out, and fields that already have
        the value are left as they are. Raises DocumentError where the header cannot say it."""
        changed = self
        for name, value in fields.items():
            wanted = None if value is None else " ".join(value.split())
            present = changed.fields.get(name)
            if wanted == present or (wanted in (None, "") and present is None):
                continue
            changed = changed._replace_field(name.lower(), wanted)
        return changed

    def _replace_field(self, name: str, value: str | None) -> Document:
        lines = self.text.split("\n")
        edit = _edit_yaml if lines[0].rstrip() == "---" else _edit_plain
        changed = self.replace_text(edit(lines, self.header, name, value))
        expected = {other: text for other, text in self.fields.items() if other != name}
        if value is not None:
            expected[name] = value
        if changed.fields != expected:
            message = Message(
                "{field} cannot be changed in this form of header: edit the whole file instead", field=name.title()
            )
            raise DocumentError(message)
        return changed


def _encode(mark: str, lines: list[str], ends: list[str]) -> bytes:
    return (mark + "".join(line + end for line, end in zip(lines, [*ends, ""], strict=True))).encode()


def _split_body(text: str, body_line: int) -> tuple[str, str]:
    parts = text.split("\n", body_line - 1)
    if len(parts) < body_line:
        return text, ""
    return "".join(f"{line}\n" for line in parts[:-1]), parts[-1]


def _kept_lines(old: list[str], new: list[str]) -> list[tuple[int, int]]:
    """Pairs of line numbers of lines that are in both."""
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    kept = [(line, line) for line in range(start)]
    kept += [(len(old) - 1 - line, len(new) - 1 - line) for line in range(end)]
    middle = difflib.SequenceMatcher(
        None, old[start : len(old) - end], new[start : len(new) - end], autojunk=False
    ).get_matching_blocks()
    for block in middle:
        kept += [(start + block.a + step, start + block.b + step) for step in range(block.size)]
    if not middle[:-1]:
        # Lines that were rewritten keep the ends of those whose place they take.
        kept += [(start + step, start + step) for step in range(min(len(old), len(new)) - end - start)]
    return kept


def _edit_plain(lines: list[str], header: Header, name: str, value: str | None) -> str:
    """The lines of a file with a plain header, one of its fields changed."""
    at = next((field.line - 1 for field in reversed(header.fields) if field.name == name), None)
    if at is None:
        place = _place_for(header, name)
        if not header.fields:
            # A text without a header gets one, and an empty line below it.
            place, rest = 0, [] if not lines[0].strip() else [""]
            return "\n".join([_line(name, value or ""), *rest, *lines[place:]])
        return "\n".join([*lines[:place], _line(name, value or ""), *lines[place:]])
    end = next((n for n, line in enumerate(lines[at + 1 :], at + 1) if not CONTINUED.match(line)), len(lines))
    if value is None:
        return "\n".join([*lines[:at], *lines[end:]])
    match = PLAIN_FIELD.fullmatch(lines[at])
    assert match is not None
    before = match["before"] if match["before"].endswith((" ", "\t")) or not value else f"{match['before']} "
    row = f"{before}{value}{match['after']}" if value else before.rstrip()
    return "\n".join([*lines[:at], row, *lines[end:]])


def _line(name: str, value: str) -> str:
    return f"{written_name(name)}: {value}".rstrip()


def _place_for(header: Header, name: str) -> int:
    """The index of the line before which a new field goes: after those that usually stand before it."""
    rank = ORDER.get(name, len(ORDER))
    before = [at for at, field in enumerate(header.fields) if ORDER.get(field.name, len(ORDER)) <= rank]
    if not before:
        return header.fields[0].line - 1 if header.fields else 0
    following = header.fields[before[-1] + 1 :]
    return following[0].line - 1 if following else header.body_line - 1


def _edit_yaml(lines: list[str], header: Header, name: str, value: str | None) -> str:
    """The lines of a file with a YAML header, one of its fields changed."""
    end = next(at for at, line in enumerate(lines[1:], 1) if line.rstrip() in ("---", "..."))
    text = "\n".join(["", *lines[1:end]])
    node = yaml.compose(text, Loader=yaml.SafeLoader)
    rows = node.value if isinstance(node, yaml.MappingNode) else []
    entry = next(((key, held) for key, held in reversed(rows) if str(key.value).lower() == name), None)
    if entry is None:
        row = f"{written_name(name)}: {_scalar(value or '')}".rstrip()
        return "\n".join([*lines[:end], row, *lines[end:]])
    key, held = entry
    start = text.index(":", key.end_mark.index) + 1
    stop = max(start, _end_of(held, text))
    if value is None:
        first, last = key.start_mark.line, text.count("\n", 0, stop)
        return "\n".join([*lines[:first], *lines[last + 1 :]])
    changed = f"{text[:start]} {_scalar(value, held)}".rstrip() + text[stop:]
    return "\n".join([lines[0], changed.removeprefix("\n"), *lines[end:]])


def _end_of(node: yaml.Node, text: str) -> int:
    """Where a value ends, without the empty lines and comments that follow it."""
    if isinstance(node, yaml.SequenceNode) and not node.flow_style and node.value:
        return _end_of(node.value[-1], text)
    end = int(node.end_mark.index)
    if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">"):
        return len(text[:end].rstrip())
    return end if node.end_mark.index > node.start_mark.index else 0


def _scalar(value: str, before: yaml.Node | None = None) -> str:
    """A value as YAML has it in one line, with the quotation marks of the value before where it had any."""
    if not value:
        return ""
    style = before.style if isinstance(before, yaml.ScalarNode) and before.style in ("'", '"') else None
    text = yaml.dump(value, allow_unicode=True, width=10**9, default_style=style, Dumper=yaml.SafeDumper)
    return text.removesuffix("...\n").rstrip("\n")

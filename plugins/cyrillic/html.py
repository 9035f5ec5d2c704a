"""Converts the visible text of HTML; every other byte stays unchanged.

A word is converted as if the inline tags in it were not there. Malformed HTML does not fail: what is no tag is text,
and an element that is never closed ends with the fragment.

The text up to the next block tag is one `TextRun`. What is no text in it, such as tags and entities, is an
`OpaqueSpan`: the converter does not see it, and it is put back in its place afterwards.
"""

from __future__ import annotations

import html
import re
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple

from .letters import letters_to_cyrillic, normalize
from .rules import read_sections
from .tokens import Replacement, find_marks, replace

Converter = Callable[[str], Iterable[Replacement]]
"""A function that finds the replacements in a text, in order: the conversion, or only the brackets of marks."""

# Names and declarations have a longest length: without one, unclosed tags take time that grows with its square.
TAG = re.compile(
    r"<!--.*?(?:-->|\Z)|<[!?][^>]{0,1000}+>"
    r"|<(?P<close>/?)(?P<name>[a-zA-Z][^\s/>]{0,60})(?P<attributes>(?:[^'\"<>]|\"[^\"]*\"|'[^']*')*+)>"
    r"|</?[a-zA-Z][^<>]*(?:>|\Z)",
    re.DOTALL,
)
ATTRIBUTE = re.compile(r"([^\s\"'<>/=]+)(\s*=\s*)(\"[^\"]*\"|'[^']*'|[^\s\"'=<>`]+)")
ENTITY = re.compile(
    r"&(?:#\d{1,7};|#[xX][0-9a-fA-F]{1,6};|[a-zA-Z][a-zA-Z0-9]{1,31};|(?:amp|copy|gt|lt|nbsp|quot|reg)(?![\w;]))"
)
SERBIAN_NOT_LATIN = re.compile("sr(?!.*latn)(?:-.*)?")
UNIT_END = re.compile(r"(?<![^\W\d])(?:k|d|c|m)?m$")
LISTS = read_sections("html")
SPOKEN_ATTRIBUTES, INLINE, VOID = LISTS["spoken attributes"], LISTS["inline"], LISTS["void"]
CODE, RAW_TEXT, ENDS_ITSELF = LISTS["code"], LISTS["raw text"], LISTS["ends itself"]
OBJECT = "\ufffc"
"""Stands in a text for what is not to be read: an entity without a character, a piece of code, a picture."""
PHRASE_END = {"br": "\n", "img": OBJECT, "input": OBJECT}


def convert_html(source: str, converter: Converter) -> str:
    """The fragment with the replacements made in its texts and spoken attributes, and marks removed elsewhere."""
    fragment = _Fragment(converter)
    position = 0
    while match := TAG.search(source, position):
        fragment.add_text(source[position : match.start()])
        fragment.add_tag(match)
        position = match.end()
        if not match["close"] and (match["name"] or "").lower() in RAW_TEXT:
            position = _add_raw_text(fragment, source, position, match["name"])
    fragment.add_text(source[position:])
    fragment.flush()
    return "".join(fragment.out)


def _add_raw_text(fragment: _Fragment, source: str, position: int, name: str) -> int:
    """Adds the content of an element in which `<` means nothing, and returns where it ends."""
    closing = re.compile(f"</{re.escape(name)}", re.IGNORECASE).search(source, position)
    end = closing.start() if closing else len(source)
    fragment.add_text(source[position:end])
    return end


def convert_text(source: str, converter: Converter) -> str:
    """One text of HTML (an attribute's value, a text without tags) with the replacements made."""
    run = TextRun()
    run.add_text(source)
    return run.convert(converter)


class TextKind(Enum):
    """How the text inside an element is treated."""

    SERBIAN = "converted"
    FOREIGN = "kept, without inline marks"
    CODE = "kept byte for byte"


@dataclass
class _Fragment:
    """The conversion of a fragment: its open elements, and the text up to the next block tag."""

    converter: Converter
    out: list[str] = field(default_factory=list)
    run: TextRun = field(default_factory=lambda: TextRun())
    open: list[tuple[str, TextKind]] = field(default_factory=list)

    @property
    def kind(self) -> TextKind:
        return self.open[-1][1] if self.open else TextKind.SERBIAN

    def add_text(self, source: str) -> None:
        if not source:
            return
        if self.kind is TextKind.SERBIAN:
            self.run.add_text(source)
        else:
            has_marks = self.kind is TextKind.FOREIGN and "[[" in source
            self.run.add_opaque(convert_text(source, find_marks) if has_marks else source, OBJECT)

    def add_tag(self, match: re.Match[str]) -> None:
        name = (match["name"] or "").lower()
        if not name:
            self.run.add_opaque(match[0])
        elif match["close"]:
            self._place(name, match[0])
            self._close(name)
        else:
            self._open(name, match)

    def flush(self) -> None:
        if self.run.parts or self.run.opaque:
            self.out.append(self.run.convert(self.converter))
            self.run = TextRun()

    def _open(self, name: str, match: re.Match[str]) -> None:
        if self.open and _ends(self.open[-1][0], name):
            self.open.pop()
        kind = self._kind_of(name, match["attributes"])
        self._place(name, self._convert_attributes(match[0], match["attributes"], kind))
        if name not in VOID:
            self.open.append((name, kind))

    def _kind_of(self, name: str, attributes: str) -> TextKind:
        if name in CODE or self.kind is TextKind.CODE:
            return TextKind.CODE
        values = {key.lower(): value.strip("\"'").lower() for key, _, value in ATTRIBUTE.findall(attributes)}
        if values.get("translate") == "no":
            return TextKind.FOREIGN
        language = values.get("lang", values.get("xml:lang"))
        if language is None:
            return self.kind
        return TextKind.SERBIAN if SERBIAN_NOT_LATIN.fullmatch(language) else TextKind.FOREIGN

    def _convert_attributes(self, tag: str, attributes: str, kind: TextKind) -> str:
        if "=" not in attributes or kind is TextKind.CODE:
            return tag
        converter = self.converter if kind is TextKind.SERBIAN else find_marks
        start = tag.index(attributes, 1)

        def convert(match: re.Match[str]) -> str:
            name, sign, value = match.groups()
            return name + sign + convert_text(value, converter) if name.lower() in SPOKEN_ATTRIBUTES else match[0]

        return tag[:start] + ATTRIBUTE.sub(convert, attributes) + tag[start + len(attributes) :]

    def _place(self, name: str, tag: str) -> None:
        if name == "sup" and not self.run.ends_with(UNIT_END):
            self.run.add_opaque(tag, OBJECT)
        elif name in INLINE or name in PHRASE_END:
            self.run.add_opaque(tag, PHRASE_END.get(name, ""))
        else:
            self.flush()
            self.out.append(tag)

    def _close(self, name: str) -> None:
        for depth in range(len(self.open) - 1, -1, -1):
            if self.open[depth][0] == name:
                del self.open[depth:]
                return


def _ends(opened: str, name: str) -> bool:
    """True where the tag of a new element ends the open one: a list item the one before, any block a paragraph."""
    if opened not in ENDS_ITSELF:
        return False
    return opened == name or (opened == "p" and name not in INLINE and name not in VOID)


class OpaqueSpan(NamedTuple):
    """Source text outside the run's text: `raw` replaces the run's characters from `offset` over `width`."""

    offset: int
    width: int
    raw: str


@dataclass
class TextRun:
    """The text up to the next block tag, as passed to the converter, and the opaque spans in it."""

    parts: list[str] = field(default_factory=list)
    opaque: list[OpaqueSpan] = field(default_factory=list)
    length: int = 0

    def add_text(self, source: str) -> None:
        """Adds text as written in HTML; an entity counts as the character it means."""
        position = 0
        for entity in ENTITY.finditer(source) if "&" in source else ():
            self._add(normalize(source[position : entity.start()]))
            meaning = html.unescape(entity[0])
            is_letter = len(meaning) == 1 and meaning != "<"
            self.add_opaque(entity[0], normalize(meaning) if is_letter else OBJECT)
            position = entity.end()
        self._add(normalize(source[position:]))

    def add_opaque(self, raw: str, stand_in: str = "") -> None:
        """Adds source text that the converter reads as `stand_in`."""
        self.opaque.append(OpaqueSpan(self.length, len(stand_in), raw))
        self._add(stand_in)

    def _add(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def ends_with(self, pattern: re.Pattern[str]) -> bool:
        """True where the text so far ends in what the pattern, anchored by itself, finds."""
        return bool(self.parts) and bool(pattern.search(self.parts[-1]))

    def convert(self, converter: Converter) -> str:
        """The run as source text again, with the replacements made."""
        text = "".join(self.parts)
        if not self.opaque:
            return replace(text, converter(text))
        out: list[str] = []
        spans, position = deque(self.opaque), 0

        def copy(end: int) -> None:
            """Copies what does not change, up to `end`, with the opaque spans that end there or before."""
            nonlocal position
            while spans and spans[0].offset + spans[0].width <= end:
                span = spans.popleft()
                out.extend((text[position : span.offset], span.raw))
                position = span.offset + span.width
            out.append(text[position:end])
            position = end

        for replacement in converter(text):
            copy(replacement.start)
            has_span = bool(spans) and spans[0].offset < replacement.end
            for start, end, letters in _align(text, replacement) if has_span else (replacement[:3],):
                copy(start)
                out.append(letters)
                position = end
                # A tag within a digraph follows it, and an entity in it is part of what is replaced.
                while spans and spans[0].offset < end:
                    span = spans.popleft()
                    out.append("" if span.width else span.raw)
        copy(len(text))
        return "".join(out)


def _align(text: str, replacement: Replacement) -> list[tuple[int, int, str]]:
    """Which letters of the source each other letter stands for; the whole as one where that cannot be found."""
    steps = []
    position = replacement.start
    for letter in replacement.text:
        is_digraph = letter in "љњџЉЊЏ" and letters_to_cyrillic(text[position : position + 2]) == letter
        width = 2 if is_digraph else 1
        source = text[position : position + width]
        if source != letter and letters_to_cyrillic(source) != letter:
            return [(replacement.start, replacement.end, replacement.text)]
        if source != letter:
            steps.append((position, position + width, letter))
        position += width
    return (
        steps
        if position == replacement.end and replacement.text
        else [(replacement.start, replacement.end, replacement.text)]
    )

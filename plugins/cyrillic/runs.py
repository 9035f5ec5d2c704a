"""A run of text with things in it that are no text (tags, entities): changed as a whole, and all put back in place."""

from __future__ import annotations

import html
import re
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from .letters import fused, normal
from .tokens import Piece

Engine = Callable[[str], Iterable[Piece]]
ENTITY = re.compile(
    r"&(?:#\d{1,7};|#[xX][0-9a-fA-F]{1,6};|[a-zA-Z][a-zA-Z0-9]{1,31};|(?:amp|copy|gt|lt|nbsp|quot|reg)(?![\w;]))"
)
OBJECT = "\ufffc"
"""Stands in a run for what is not to be read: an entity without a character, a piece of code, a picture."""


class Guest(NamedTuple):
    """Source text that is no text of the run: `raw` stands for the run's characters from `offset` over `width`."""

    offset: int
    width: int
    raw: str


@dataclass
class Run:
    """Text gathered up to the next block tag."""

    parts: list[str] = field(default_factory=list)
    guests: list[Guest] = field(default_factory=list)
    length: int = 0

    def add_text(self, source: str) -> None:
        """Adds text as it stands in HTML; its entities count as the characters they mean."""
        position = 0
        for entity in ENTITY.finditer(source) if "&" in source else ():
            self._add(normal(source[position : entity.start()]))
            meant = html.unescape(entity[0])
            self.add_guest(entity[0], normal(meant) if len(meant) == 1 and meant != "<" else OBJECT)
            position = entity.end()
        self._add(normal(source[position:]))

    def add_guest(self, raw: str, stand_in: str = "") -> None:
        """Adds source text that the engine reads as `stand_in`."""
        self.guests.append(Guest(self.length, len(stand_in), raw))
        self._add(stand_in)

    def _add(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def ends_with(self, pattern: re.Pattern[str]) -> bool:
        """True where the text so far ends in what the pattern, anchored by itself, finds."""
        return bool(self.parts) and bool(pattern.search(self.parts[-1]))

    def changed(self, engine: Engine) -> str:
        """The run as source text again, with the engine's changes made."""
        text = "".join(self.parts)
        rebuilding = _Rebuilding(text, deque(self.guests))
        for piece in engine(text):
            rebuilding.change(piece)
        rebuilding.copy(len(text))
        return "".join(rebuilding.out)


@dataclass
class _Rebuilding:
    text: str
    guests: deque[Guest]
    out: list[str] = field(default_factory=list)
    position: int = 0

    def copy(self, end: int) -> None:
        """Copies what does not change, up to `end`, with the guests that end there or before."""
        while self.guests and self.guests[0].offset + self.guests[0].width <= end:
            guest = self.guests.popleft()
            self.out += (self.text[self.position : guest.offset], guest.raw)
            self.position = guest.offset + guest.width
        self.out.append(self.text[self.position : end])
        self.position = end

    def change(self, piece: Piece) -> None:
        """Puts a piece in; where a guest stands inside it, letter by letter."""
        self.copy(piece.start)
        if not self.guests or self.guests[0].offset >= piece.end:
            self.out.append(piece.text)
            self.position = piece.end
            return
        for start, end, letters in _aligned(self.text, piece):
            self.copy(start)
            if letters == self.text[start:end]:
                self.copy(end)
            else:
                self._replace(end, letters)

    def _replace(self, end: int, letters: str) -> None:
        self.out.append(letters)
        self.position = end
        while self.guests and self.guests[0].offset < end:
            guest = self.guests.popleft()
            if not guest.width:
                self.out.append(guest.raw)


def _aligned(text: str, piece: Piece) -> list[tuple[int, int, str]]:
    """Which letters of the source each letter of the piece stands for; the piece as one where that cannot be told."""
    steps = []
    position = piece.start
    for letter in piece.text:
        width = 2 if letter in "љњџЉЊЏ" and fused(text[position : position + 2]) == letter else 1
        source = text[position : position + width]
        if source != letter and fused(source) != letter:
            return [(piece.start, piece.end, piece.text)]
        steps.append((position, position + width, letter))
        position += width
    return steps if position == piece.end and steps else [(piece.start, piece.end, piece.text)]


def changed_text(source: str, engine: Engine) -> str:
    """One text of HTML (an attribute's value, a text without tags) with the engine's changes made."""
    run = Run()
    run.add_text(source)
    return run.changed(engine)

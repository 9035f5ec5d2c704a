"""Where a block goes whose language is not sure: with its neighbours, and the report says which and why."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from plugins.importer.detecting import CYRILLIC, NO_GUESS, Detector, Guess
from plugins.importer.model import Block

NUMBER = re.compile(r"\d+")
CONTACT = re.compile(r"\S+@\S+\.\w+|https?://|www\.|\+\d[\d\s/-]{6,}|\b\d{5}\b")
WORD = re.compile(r"[^\W\d_]+")
ENDED = re.compile(r"[.!?…:;,][\"”“'’»)]*$")
LEANS = 1.0
# A text that is unsure only because it might be in a third language.
LEANS_FAR = 10.0
LONGEST_NEUTRAL = 15
LONGEST_TITLE = 14


@dataclass
class Part:
    """A block on its way: the language found so far ("" while unsure), the guess behind it, and, where the block is
    only a heading such as "English", the language that it announces."""

    block: Block
    language: str = ""
    guess: Guess = NO_GUESS
    heading_of: str = ""


def is_neutral(text: str, detector: Detector) -> bool:
    """Whether a text is names, numbers or an address, which are the same in every language.

    Names are told by their capitals, addresses by their numbers; a common word makes the text a sentence.
    """
    words = WORD.findall(text)
    if len(words) > LONGEST_NEUTRAL or any(word[0].islower() and detector.is_common(word) for word in words):
        return False
    contact = CONTACT.search(text) is not None or len(NUMBER.findall(text)) > 1
    listed = (
        len(words) > 1
        and text.count(",") + text.count("\n") >= len(words) // 4
        and all(word[0].isupper() for word in words)
    )
    return contact or (listed and "," in text)


class Placer:
    """Places the unsure parts of one page; `notes` say how."""

    def __init__(self, own: frozenset[str], names: Mapping[str, str]) -> None:
        self.own, self.names = own, names
        self.notes: list[str] = []

    def place(self, parts: Sequence[Part]) -> None:
        """Give every part without a language that of its neighbours, where it has any."""
        after = list(accumulate(reversed(parts), lambda last, part: part.language or last, initial=""))[::-1]
        before = ""
        for at, part in enumerate(parts):
            if part.language:
                before = part.language
                continue
            language, reason = self._chosen(parts, at, before, after[at + 1])
            before = language or before
            if part.block.words and language and part.block.kind != "note":
                name = self.names.get(language, language)
                self.notes.append(
                    f"{part.block.label}: could be either language; placed with {reason} ({name}): {shown(part.block)}"
                )
            part.language = language

    def _chosen(self, parts: Sequence[Part], at: int, before: str, after: str) -> tuple[str, str]:
        """The language of a part, with those that stand nearest before and after it, and the reason."""
        part = parts[at]
        leans = part.guess.lead >= LEANS and part.guess.code in self.own and part.block.words > 1
        leaning = part.guess.code if leans else ""
        if CYRILLIC.search(part.block.text) and leaning and {before, after} <= self.own | {""}:
            return leaning, "the text that its letters look like"
        if leaning and part.guess.lead >= LEANS_FAR:
            return leaning, "the text that its words look like"
        if before == after:
            return before, "its neighbours"
        if not before or not after:
            return (after, "the text after it") if after else (before, "the text before it")
        if leaning in (before, after):
            side = "after" if leaning == after else "before"
            return leaning, f"the text {side} it, whose language it looks more like"
        if self._opens(parts, at):
            return after, "the text after it"
        return before, "the text before it"

    @staticmethod
    def _opens(parts: Sequence[Part], at: int) -> bool:
        """Whether the block seems to begin what follows: a heading, the first after a rule, or a line like a title."""
        block, previous = parts[at].block, parts[at - 1]
        if block.kind == "heading" or previous.block.kind == "rule" or previous.heading_of:
            return True
        following = parts[at + 1] if at + 1 < len(parts) else None
        title = block.kind == "paragraph" and block.words <= LONGEST_TITLE and not ENDED.search(block.text)
        # A button or a pointer belongs to what is above it.
        title = title and not all(run.href for run in block.runs)
        begins = following is not None and bool(following.language) and following.block.words > block.words
        return (
            title
            and begins
            and ENDED.search(previous.block.text) is not None
            and not CONTACT.search(block.text)
            and "," not in block.text
        )


def follow_marks(parts: Sequence[Part]) -> None:
    """Give every footnote the language of the text that its mark is in."""
    marks = {
        run.text.strip("[]"): part.language
        for part in parts
        for block in part.block.parts
        for run in block.runs
        if run.shift == "note"
    }
    for part in parts:
        if part.block.kind == "note":
            part.language = marks.get(str(part.block.number), part.language)


def shown(block: Block) -> str:
    """The beginning of a block, for messages."""
    line = " ".join(block.text.split())
    return f"“{line if len(line) <= 60 else line[:59] + '…'}”"

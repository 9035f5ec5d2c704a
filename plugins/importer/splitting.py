"""A page's blocks parted by language: each goes to one language, or is kept aside, and what is uncertain is said.

A block whose language is sure goes to that language. One that could be either (names, numbers, an address, an image)
goes with its neighbours. A quotation that stands alone in the other language stays with the text around it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, groupby

from plugins.importer.cleaning import cut
from plugins.importer.detecting import NO_GUESS, Detector
from plugins.importer.model import Block
from plugins.importer.paragraphs import both_languages
from plugins.importer.placing import Part, Placer, follow_marks, is_neutral
from plugins.importer.profiles import Profile, fold

LEAD = re.compile(r"[(\[]?([^\W\d_]+(?: [^\W\d_]+){0,3})[)\]]?(?:\s?[:–—-] |:?\n)")
QUOTED = re.compile(r"[–—-]?\s*[\"'“”„«»‘’].*[\"'“”„«»‘’][\s.,;)]*(?:[–—-].{0,80})?", re.S)


@dataclass(frozen=True)
class Parted:
    """The blocks of each language, in order; `aside` are blocks with the code of the language they are in."""

    texts: Mapping[str, tuple[Block, ...]]
    aside: tuple[tuple[str, Block], ...]
    taken: tuple[str, ...]
    notes: tuple[str, ...]
    questions: tuple[str, ...]


class Splitter:
    """Parts the blocks of one page; gathers what it has to say about them."""

    def __init__(self, detector: Detector, own: Sequence[Profile], names: Mapping[str, str]) -> None:
        self.detector, self.names = detector, dict(names)
        self.own = frozenset(profile.code for profile in own)
        self.headings = {heading: profile.code for profile in own for heading in profile.headings}
        self.notes: list[str] = []
        self.questions: list[str] = []
        self.taken: list[str] = []

    def part(self, blocks: Sequence[Block]) -> Parted:
        """The blocks by language."""
        parts = [part for block in blocks for part in self._parts(block)]
        self._mark_headings(parts)
        self._keep_quotations(parts)
        self._place(parts)
        follow_marks(parts)
        texts: dict[str, list[Block]] = {}
        aside: list[tuple[str, Block]] = []
        for part, between in zip(parts, _between_languages(parts), strict=True):
            if part.heading_of or between:
                continue
            if part.language in self.own:
                texts.setdefault(part.language, []).append(part.block)
            elif part.block.kind != "rule":
                aside.append((part.language, part.block))
        return Parted(
            {language: without_edge_rules(found) for language, found in texts.items()},
            tuple(aside), tuple(self.taken), tuple(self.notes), tuple(self.questions),
        )  # fmt: skip

    def _parts(self, block: Block) -> list[Part]:
        """The block, or its halves where it holds more than one language."""
        block = self._without_lead(block)
        halves = both_languages(block, self.detector, self.own)
        self.notes += halves.notes
        self.questions += halves.questions
        if halves.blocks:
            return [Part(half, code) for half, code in halves.blocks]
        guess = self.detector.guess(block.text) if block.text else NO_GUESS
        if is_neutral(block.text, self.detector):
            return [Part(block)]
        said = block.language if block.language in self.own else ""
        return [Part(block, guess.known or said, guess)]

    def _without_lead(self, block: Block) -> Block:
        """The block without a language's name at its beginning, as in "EN: …" or on a line of its own."""
        match = LEAD.match(block.text) if block.kind == "paragraph" else None
        code = self.headings.get(fold(match[1]), "") if match else ""
        rest = block.text[match.end() :] if match else ""
        if match is None or not code or self.detector.guess(rest).known != code:
            return block
        self.taken.append(f"“{match[1]}” (beginning of the {self.names[code]} text)")
        return block.with_runs(cut(block.runs, match.end(), len(block.text)))

    def _mark_headings(self, parts: list[Part]) -> None:
        """A line that only names a language ("Srpski") is no text, but says what follows."""
        for part in parts:
            code = self.headings.get(fold(part.block.text), "") if part.block.words <= 5 else ""
            if code and part.block.kind in ("heading", "paragraph"):
                part.heading_of = part.language = code
                self.taken.append(f"“{part.block.text}” (heading of the {self.names[code]} text)")

    def _keep_quotations(self, parts: list[Part]) -> None:
        sure = [part for part in parts if part.language and not part.heading_of]
        for before, part, after in zip(sure, sure[1:], sure[2:], strict=False):
            alone = before.language == after.language != part.language and before.language in self.own
            if not alone or part.language not in self.own or not _quoted(part.block):
                continue
            if _quoted(before.block) or _quoted(after.block) or self._interleaved(sure):
                continue
            self.notes.append(
                f"{part.block.label}: a quotation in {self.names[part.language]} between paragraphs in "
                f"{self.names[before.language]}; kept with them"
            )
            part.language = before.language

    @staticmethod
    def _interleaved(sure: Sequence[Part]) -> bool:
        """Whether the languages take turns all along, so that no block stands alone."""
        lengths = [len(list(group)) for _, group in groupby(sure, key=lambda part: part.language)]
        return len(lengths) > 5 and sum(lengths) / len(lengths) < 2

    def _place(self, parts: list[Part]) -> None:
        if not any(part.language for part in parts):
            language = self._whole(parts)
            for part in parts:
                part.language = language
        placer = Placer(self.own, self.names)
        placer.place(parts)
        self.notes += placer.notes

    def _whole(self, parts: Sequence[Part]) -> str:
        """A language for a page in which no block is sure: the best guess for all of it, as a question."""
        guess = self.detector.guess("\n".join(part.block.text for part in parts))
        language = guess.code if guess.code in self.own else min(self.own)
        self.questions.append(
            f"the language of this page is not clear; it was taken for {self.names[language]}: "
            "read it, and move it if that is wrong"
        )
        return language


def _between_languages(parts: Sequence[Part]) -> list[bool]:
    """For each part whether it is a rule that stands where the language changes."""

    def before(row: Sequence[Part]) -> list[str]:
        spoken = accumulate(row, lambda last, part: last if part.block.kind == "rule" else part.language, initial="")
        return list(spoken)[:-1]

    sides = zip(before(parts), reversed(before([*reversed(parts)])), parts, strict=True)
    return [part.block.kind == "rule" and first != second for first, second, part in sides]


def _quoted(block: Block) -> bool:
    return block.kind == "quote" or bool(QUOTED.fullmatch(block.text))


def without_edge_rules(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks without rules at either end or beside another: they parted the languages, not the text."""
    kept: list[Block] = []
    for block in blocks:
        if block.kind != "rule" or (kept and kept[-1].kind != "rule"):
            kept.append(block)
    if kept and kept[-1].kind == "rule":
        kept.pop()
    return tuple(kept)


def numbered(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks with their places in the page, for messages."""
    return tuple(replace(block, place=at) for at, block in enumerate(blocks, 1))

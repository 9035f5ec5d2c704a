"""What to ask the editor: tokens that neither a rule nor the glossary decides, each with a way to decide it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .cyrillic_capitals import ACRONYMS, Decision
from .cyrillic_context import SENTENCE_START
from .cyrillic_foreign import SERBIAN_LETTERS, SERBIAN_MARKS, is_named
from .cyrillic_glossary import Glossary
from .cyrillic_letters import letters_to_latin
from .cyrillic_tokens import Piece, pieces
from .cyrillic_words import ASK_SPELLING, CASE_ENDING

BESIDE_FOREIGN = "beside a foreign name"
WORD_BEFORE = re.compile(r"([^\W\d_]+) (?:(?:at|by|for|from|in|with) )?$")
WORD_AFTER = re.compile(r" ([^\W\d_]+)")


@dataclass(frozen=True)
class Doubt:
    """One token to decide; `offset` counts characters of the text in NFC, `suggestion` is what to write instead."""

    token: str
    offset: int
    reason: str
    suggestion: str


def doubts(text: str, glossary: Glossary) -> list[Doubt]:
    """All doubts in a text, in order."""
    changes = list(pieces(text, glossary))
    asked = [_asked(text, piece) for piece in changes if piece.reason]
    names = [doubt for phrase in _foreign_phrases(text, changes) for doubt in _beside(text, phrase, glossary)]
    return sorted({doubt.offset: doubt for doubt in names + asked}.values(), key=lambda doubt: doubt.offset)


def _asked(text: str, piece: Piece) -> Doubt:
    token = text[piece.start : piece.end]
    if piece.reason == ASK_SPELLING:
        spelling = letters_to_latin(piece.text)
        return Doubt(token, piece.start, piece.reason, spelling if spelling != token else token.replace("dj", "đ"))
    stem, _, ending = token.partition("-")
    if CASE_ENDING.fullmatch(ending):
        return Doubt(token, piece.start, piece.reason, f"{stem} = {piece.text.partition('-')[0]}")
    return Doubt(token, piece.start, piece.reason, f"{token} = {piece.text}")


def _foreign_phrases(text: str, changes: list[Piece]) -> Iterator[tuple[int, int]]:
    """The stretches of foreign words."""
    stretch: list[Piece] = []
    for piece in [piece for piece in changes if piece.foreign] + [Piece(len(text) + 2, len(text) + 2, "")]:
        if stretch and text[stretch[-1].end : piece.start] != " ":
            start, end = stretch[0].start, stretch[-1].end
            yield start, end
            stretch = []
        stretch.append(piece)


def _beside(text: str, phrase: tuple[int, int], glossary: Glossary) -> Iterator[Doubt]:
    """A capitalised word that touches a foreign phrase may belong to it, as Human does in Human Rights Watch."""
    start, end = phrase
    before, after = WORD_BEFORE.search(text, max(0, start - 40), start), WORD_AFTER.match(text, end)
    opens = bool(before) and bool(SENTENCE_START.search(text[: before.start()][-60:] if before else ""))
    alone = " " not in text[start:end]
    if before and not (alone and (opens or is_named(text[start:end]))) and _may_be_foreign(before[1], glossary):
        yield _name_doubt(before[1], before.start(1), f"[[{text[before.start(1) : end]}]]")
    if before and ACRONYMS.get(before[1]) is Decision.CYRILLIC and _is_name(text[start:end], glossary, before[1]):
        yield _name_doubt(before[1], before.start(1), f"[[{text[before.start(1) : end]}]]")
    if after and _may_be_foreign(after[1], glossary):
        yield _name_doubt(after[1], after.start(1), f"[[{text[start:end]} {after[1]}]]")


def _is_name(phrase: str, glossary: Glossary, acronym: str) -> bool:
    """True where UN belongs to Women, but SAD not to Facebook."""
    return phrase[:1].isupper() and not is_named(phrase) and glossary.decided(acronym) is None


def _may_be_foreign(word: str, glossary: Glossary) -> bool:
    regular = len(word) > 2 and word.istitle() and not SERBIAN_MARKS.search(word)
    return regular and glossary.decided(word) is None and bool(SERBIAN_LETTERS.fullmatch(word))


def _name_doubt(word: str, offset: int, suggestion: str) -> Doubt:
    return Doubt(word, offset, BESIDE_FOREIGN, suggestion)

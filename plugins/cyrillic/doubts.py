"""What to ask the editor: tokens that neither a rule nor the glossary decides, each with a way to decide it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .capitals import ACRONYMS, Decision
from .context import SENTENCE_START
from .foreign import SERBIAN_LETTERS, SERBIAN_MARKS, is_named
from .glossary import Glossary
from .letters import letters_to_latin
from .tokens import Piece, pieces
from .words import ASK_SPELLING, CASE_ENDING

BESIDE_FOREIGN = "beside a foreign name"
LINE_WRAP = re.compile(r"(?<=\w)\n(?=\w)|\u00a0")
WORD_BEFORE = re.compile(r"([^\W\d_]+) (?:(?:at|by|for|from|in|with) )?$")
WORD_AFTER = re.compile(r" ([^\W\d_]+)")
# English words that never end a name or begin one: what stands before or after is English too.
INNER = frozenset("and by my of the their this we with you your".split())
SMALL = "(?:as|at|be|for|from|in|is|it|no|not|or|on|one|to)"
# „Facebook on ne koristi, Windows to ne ume.”
SERBIAN_TOO = frozenset((" no ", " on ", " to "))
BRIDGE = re.compile(f" ({SMALL}(?: {SMALL})?) ")


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
    text = LINE_WRAP.sub(" ", text)
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
    """The stretches of foreign words, each with what leads from one to the next, as `for` does in Youth for Peace."""
    stretch: list[Piece] = []
    for piece in [piece for piece in changes if piece.foreign] + [Piece(len(text) + 2, len(text) + 2, "")]:
        if stretch and not _goes_on(text, stretch[-1], piece):
            yield stretch[0].start, stretch[-1].end
            stretch = []
        stretch.append(piece)


def _goes_on(text: str, one: Piece, other: Piece) -> bool:
    between = text[one.end : other.start]
    if between in SERBIAN_TOO:
        return not (is_named(one.text) and is_named(other.text))
    return between == " " or bool(BRIDGE.fullmatch(between))


def _beside(text: str, phrase: tuple[int, int], glossary: Glossary) -> Iterator[Doubt]:
    """A capitalised word that touches a foreign phrase may belong to it, as Human does in Human Rights Watch."""
    start, end = phrase
    words = text[start:end].split()
    for bridge in BRIDGE.finditer(text, start, end):
        yield _name_doubt(bridge[1], bridge.start(1), f"[[{text[start:end]}]]")
    before, after = WORD_BEFORE.search(text, max(0, start - 40), start), WORD_AFTER.match(text, end)
    if before and _precedes(text, before, words, glossary):
        yield _name_doubt(before[1], before.start(1), f"[[{text[before.start(1) : end]}]]")
    if after and _may_be_foreign(after[1], glossary, words[-1]):
        yield _name_doubt(after[1], after.start(1), f"[[{text[start:end]} {after[1]}]]")


def _precedes(text: str, before: re.Match[str], words: list[str], glossary: Glossary) -> bool:
    """True where the word before is a name's first one: UN before Women, but not SAD before Facebook."""
    opens = bool(SENTENCE_START.search(text[: before.start()][-60:]))
    if ACRONYMS.get(before[1]) is Decision.CYRILLIC:
        return words[0][:1].isupper() and not is_named(words[0]) and glossary.decided(before[1]) is None
    alone = len(words) == 1 and (opens or is_named(words[0])) and words[0] not in INNER
    return not alone and _may_be_foreign(before[1], glossary, words[0])


def _may_be_foreign(word: str, glossary: Glossary, neighbour: str) -> bool:
    """True for a capitalised word; a short one only beside a neighbour that stands within English (`Be the …`)."""
    if not word.istitle() or (len(word) < 3 and neighbour not in INNER) or SERBIAN_MARKS.search(word):
        return False
    return bool(SERBIAN_LETTERS.fullmatch(word)) and glossary.decided(word) is None


def _name_doubt(word: str, offset: int, suggestion: str) -> Doubt:
    return Doubt(word, offset, BESIDE_FOREIGN, suggestion)

"""One paragraph that holds two languages: cut in two where that is sure, reported where it is not."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from itertools import groupby, pairwise

from plugins.importer.cleaning import cut
from plugins.importer.detecting import Detector
from plugins.importer.model import Block

SENTENCE = re.compile(r"(?<=[.!?…])[\"'”“’»)\]]*\s+(?=[\"'„“«(\[]*[^\W\d_a-zčćđšž])|\n+")
HALVES = re.compile(r"\s+(?:/|\|{1,2}|//|–|—|-)\s+")
OPENED = re.compile(r"[„“\"«‘(]\s*$")
FEWEST_WORDS = 4
# A dash parts halves of a sentence too.
STROKES = ("/", "//", "|", "||")
LEANS, LEAN_BOTH = 1.5, 5.0


@dataclass(frozen=True)
class Halves:
    """The pieces of a cut paragraph with their languages (nothing where it was left whole), and what to say of it."""

    blocks: tuple[tuple[Block, str], ...] = ()
    notes: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Stretch:
    """Sentences of one language: characters `start` to `end` of the block; `code` is "" where unsure."""

    start: int
    end: int
    code: str


def both_languages(block: Block, detector: Detector, own: Collection[str]) -> Halves:
    """The block cut where its language changes."""
    text = block.text
    if block.kind in ("rule", "table") or len(text.split()) < FEWEST_WORDS:
        return Halves()
    lines_or_sentences = _stretches(text, SENTENCE, detector, own)
    if block.kind in ("heading", "paragraph") and len(lines_or_sentences) == 1 and block.words <= 40:
        lines_or_sentences = _title_halves(text, detector, own) or _stretches(text, HALVES, detector, own)
        if len({stretch.code for stretch in lines_or_sentences}) != len(lines_or_sentences):
            return Halves()
    if len(lines_or_sentences) < 2:
        return Halves()
    return _judged(block, lines_or_sentences)


def _stretches(text: str, boundary: re.Pattern[str], detector: Detector, own: Collection[str]) -> list[_Stretch]:
    """Sentences joined while the language stays; an unsure sentence goes on with the one before it."""
    ends = [match.end() for match in boundary.finditer(text)]
    edges = [0, *(end for end in ends if end < len(text)), len(text)]
    if len(edges) == 2:
        return [_Stretch(0, len(text), "")]
    pieces = []
    for start, end in pairwise(edges):
        guess = detector.guess(text[start:end])
        pieces.append(_Stretch(start, end, guess.code if guess.sure and guess.code in own else ""))
    first = next((piece.code for piece in pieces if piece.code), "")
    known, current = [], first
    for piece in pieces:
        current = piece.code or current
        known.append(_Stretch(piece.start, piece.end, current))
    groups = (list(group) for _, group in groupby(known, key=lambda piece: piece.code))
    return [_Stretch(group[0].start, group[-1].end, group[0].code) for group in groups]


def _title_halves(text: str, detector: Detector, own: Collection[str]) -> list[_Stretch]:
    """The halves of a title in two languages, of which one may be unsure as long as it looks like the other language;
    else nothing."""
    joints = list(HALVES.finditer(text))
    if len(joints) != 1 or joints[0][0].strip() not in STROKES or text.endswith("."):
        return []
    end = joints[0].end()
    guesses = [detector.guess(text[: joints[0].start()]), detector.guess(text[end:])]
    leads = [guess.lead for guess in guesses]
    two = len({guess.code for guess in guesses} & set(own)) == 2
    if not two or min(leads) < LEANS or not (any(guess.sure for guess in guesses) or sum(leads) >= LEAN_BOTH):
        return []
    return [_Stretch(0, end, guesses[0].code), _Stretch(end, len(text), guesses[1].code)]


def _judged(block: Block, stretches: list[_Stretch]) -> Halves:
    text = block.text
    parts = [text[stretch.start : stretch.end] for stretch in stretches]
    enough = all(len(part.split()) >= FEWEST_WORDS or "\n" in text or block.kind == "heading" for part in parts)
    quoted = any(
        OPENED.search(text[: stretch.start]) or _opens_quote(text[: stretch.start]) for stretch in stretches[1:]
    )
    if (len(stretches) == 2 and enough and not quoted) or (len(stretches) > 2 and _by_lines(text, stretches)):
        pieces = [(block.with_runs(cut(block.runs, one.start, one.end)), one.code) for one in stretches]
        pieces = [(_without_joint(piece), code) for piece, code in pieces]
        note = f"{block.label}: it held two languages; cut before “{_start(pieces[1][0].text)}”"
        return Halves(tuple((piece, code) for piece, code in pieces if piece.text), (note,))
    if min(len(part.split()) for part in parts) < FEWEST_WORDS or quoted:
        return Halves()
    question = (
        f"{block.label}: it seems to hold two languages, but where one ends is not sure; it was left whole "
        f"(“{_start(text)}”): cut it by hand, and move the part that is in the wrong file"
    )
    return Halves((), (), (question,))


def _by_lines(text: str, stretches: list[_Stretch]) -> bool:
    """Whether every change of language is at a line break of the author's."""
    return all(text[: stretch.start].endswith("\n") for stretch in stretches[1:])


def _opens_quote(before: str) -> bool:
    """Whether a quotation or bracket is still open at the end of the text."""
    return (
        before.count("(") > before.count(")")
        or before.count("„") > sum(map(before.count, "”“"))
        or before.count("«") > before.count("»")
    )


def _without_joint(block: Block) -> Block:
    """The piece without the stroke that stood between the halves."""
    text = block.text
    end = len(re.sub(r"\s+(?:/|\|{1,2}|//|–|—|-)\s*$", "", text))
    return block.with_runs(cut(block.runs, 0, end)) if end < len(text) else block


def _start(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 40 else line[:39] + "…"

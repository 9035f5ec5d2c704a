"""Merges two texts of one file that were made from the same text: the header field by field, the body paragraph by
paragraph. This is the only merge: the editor and whatever else brings two texts together ask it.

What only one side changed is taken; what neither changed keeps its bytes. What both changed differently is a question,
which a person answers. The status is asked wherever the two sides differ in it: no text is published, or taken back, by
a merge that nobody was asked about.
"""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal, NamedTuple

from plugins.content.headers.reader import Field, HeaderError, read_header
from plugins.system.digests import digest_of

Answer = Literal["mine", "theirs", "both"]
STATUS = "status"
# Lines of a header that are no field: those before the first, comments, and the one that closes a YAML header.
BEGIN, CLOSE = "", "---"
PARTED = "\n\n"
# Pairs of paragraphs up to which those are found that are most alike.
MOST_PAIRS = 10_000


@dataclass(frozen=True)
class Question:
    """What both sides changed: the value of the field `name`, a paragraph, or the whole text where its header cannot be
    merged. `before` is what both began with; "" stands for what is not there. `key` is of these values: an answer to
    other ones is none. Both can be had of paragraphs alone."""

    key: str
    kind: Literal["field", "paragraph", "text"]
    before: str
    mine: str
    theirs: str
    name: str = ""


@dataclass(frozen=True)
class Merge:
    """The merged text, and all that was asked. What has no answer is as the other side has it in the header, and both,
    mine first, in the body."""

    text: str
    questions: tuple[Question, ...] = ()


@dataclass
class Asking:
    """The answers that are given, and the questions as they come."""

    answers: Mapping[str, Answer]
    questions: list[Question] = field(default_factory=list)

    def ask(
        self, kind: Literal["field", "paragraph", "text"], before: str, mine: str, theirs: str, name: str = ""
    ) -> Answer | None:
        """The answer to a question; None where it has none yet."""
        values = digest_of("\0".join((kind, name, before, mine, theirs)).encode("utf-8", "surrogatepass"), 6)
        same = sum(question.key.startswith(values) for question in self.questions)
        question = Question(f"{values}-{same}", kind, before, mine, theirs, name)
        self.questions.append(question)
        return self.answers.get(question.key)


def merge(base: str, mine: str, theirs: str, answers: Mapping[str, Answer] | None = None) -> Merge:
    """Merge two texts, whose lines end with "\\n", that were made from the same base; `answers` are by the keys of
    questions."""
    if theirs in (base, mine):
        return Merge(mine)
    if mine == base:
        return Merge(theirs)
    asking = Asking(answers or {})
    sides = [split for split in map(_split, (base, mine, theirs)) if split]
    if len(sides) == 3 and len({side.kind for side in sides} - {""}) < 2:
        before, own, other = sides
        header = _merge_headers(before.entries, own.entries, other.entries, asking)
        body = _merge_bodies(
            _paragraphs(before.body), _paragraphs(own.body), _paragraphs(other.body), asking, PARTED if header else ""
        )
        text = "\n".join(row for entry in header.values() for row in entry.rows) + body
        if _values(text) == [(name, entry.value) for (name, _), entry in header.items() if entry.is_field]:
            return Merge(text, tuple(asking.questions))
    # Headers that cannot be merged: nothing of the two texts is mixed.
    whole = Asking(answers or {})
    text = mine if whole.ask("text", base, mine, theirs) == "mine" else theirs
    return Merge(text, tuple(whole.questions))


# Headers


class Entry(NamedTuple):
    """Lines of a header: those of a field, with its value, or others."""

    rows: tuple[str, ...]
    value: str = ""
    is_field: bool = False


Key = tuple[str, int]
Entries = dict[Key, Entry]


class Split(NamedTuple):
    """A text: the kind of its header, its entries by name and number among those of the name, and what follows."""

    kind: str
    entries: Entries
    body: str


def _split(text: str) -> Split | None:
    """The parts of a text; None where its header cannot be read, or has two fields in one line."""
    try:
        header = read_header(text)
    except HeaderError:
        return None
    lines = text.split("\n")
    rows, rest = lines[: header.body_line - 1], lines[header.body_line - 1 :]
    begins = [known.line - 1 for known in header.fields]
    if any(line >= following for line, following in pairwise(begins)):
        return None
    kind = CLOSE if lines[0].rstrip() == CLOSE else ":" if begins else ""
    if not kind:
        return Split("", {}, text)
    counts: Counter[str] = Counter()
    entries: Entries = {}
    for name, entry in _entries(rows, header.fields, len(rows) - (kind == CLOSE)):
        entries[name, counts[name]] = entry
        counts[name] += 1
    return Split(kind, entries, "".join(f"\n{line}" for line in rest))


def _entries(rows: list[str], fields: Sequence[Field], end: int) -> Iterator[tuple[str, Entry]]:
    """The lines of a header as entries, by their names; its fields end before the line with the index `end`."""
    begins = [*(known.line - 1 for known in fields), end]
    yield BEGIN, Entry(tuple(rows[: begins[0]]))
    for known, (line, following) in zip(fields, pairwise(begins), strict=True):
        last = following
        while last > line + 1 and (not rows[last - 1].strip() or rows[last - 1].startswith("#")):
            last -= 1
        yield known.name, Entry(tuple(rows[line:last]), known.value, is_field=True)
        # Comments and empty lines, by what stands in them.
        for row in rows[last:following]:
            yield f"#{row}", Entry((row,))
    if end < len(rows):
        yield CLOSE, Entry(tuple(rows[end:]))


def _values(text: str) -> list[tuple[str, str]] | None:
    """The fields of a text with their values; None where its header cannot be read."""
    try:
        return [(known.name, known.value) for known in read_header(text).fields]
    except HeaderError:
        return None


def _merge_headers(base: Entries, mine: Entries, theirs: Entries, asking: Asking) -> Entries:
    merged: Entries = {}
    for key in _merge_order(base, mine, theirs):
        entry = _merge_entry(key[0], base.get(key), mine.get(key), theirs.get(key), asking)
        if entry:
            merged[key] = entry
    return merged


def _merge_order(base: Entries, mine: Entries, theirs: Entries) -> list[Key]:
    """The keys of both sides: in the order of mine, or of theirs where that alone was changed; those that the other one
    has come after what they stand behind there."""
    is_mine = [key for key in mine if key in base] != [key for key in base if key in mine]
    order, other = (list(mine), list(theirs)) if is_mine else (list(theirs), list(mine))
    for before, key in zip([None, *other], other, strict=False):
        if key not in order:
            order.insert(order.index(before) + 1 if before else 0, key)
    return order


def _merge_entry(
    name: str, base: Entry | None, mine: Entry | None, theirs: Entry | None, asking: Asking
) -> Entry | None:
    before, own, other = (entry.value if entry else "" for entry in (base, mine, theirs))
    if name == STATUS and own.lower() != other.lower():
        return mine if asking.ask("field", before, own, other, name) == "mine" else theirs
    if theirs in (base, mine):
        return mine
    if mine == base:
        return theirs
    if own == other:
        return mine or theirs
    # A side that has changed the look of its lines alone has no say about the value.
    if before in (own, other):
        return theirs if own == before else mine
    return mine if asking.ask("field", before, own, other, name) == "mine" else theirs


# Bodies


class Paragraphs(NamedTuple):
    """The paragraphs of a body, and the empty space before each and after the last."""

    texts: list[str]
    spaces: list[str]


class Piece(NamedTuple):
    """A paragraph of the merged body, and its numbers in the base, in mine and in theirs, where it is there."""

    text: str
    places: tuple[int | None, int | None, int | None]


def _paragraphs(body: str) -> Paragraphs:
    texts: list[str] = []
    spaces = [""]
    is_space = True
    for at, line in enumerate(body.split("\n")):
        end = "\n" if at else ""
        if not line.strip():
            if is_space:
                spaces[-1] += end + line
            else:
                spaces.append(end + line)
            is_space = True
        elif is_space:
            spaces[-1] += end
            texts.append(line)
            is_space = False
        else:
            texts[-1] += end + line
    return Paragraphs(texts, [*spaces, *([] if is_space else [""])])


class Side(NamedTuple):
    """What a side has of the base: for each paragraph there, its number here or None; and the numbers of what is new
    before each, and after the last."""

    places: list[int | None]
    added: list[list[int]]


def _side(base: Sequence[str], side: Sequence[str]) -> Side:
    places: list[int | None] = [None] * len(base)
    for tag, start, end, low, high in difflib.SequenceMatcher(None, base, side, autojunk=False).get_opcodes():
        pairs: Iterable[tuple[int, int]] = zip(range(start, end), range(low, high), strict=tag == "equal")
        if tag == "replace":
            pairs = ((start + one, low + two) for one, two in _pairs(base[start:end], side[low:high]))
        for one, two in pairs:
            places[one] = two
    added: list[list[int]] = [[] for _ in range(len(base) + 1)]
    following = 0
    for at, place in enumerate([*places, len(side)]):
        if place is not None:
            added[at] = list(range(following, place))
            following = place + 1
    return Side(places, added)


def _pairs(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Which paragraphs took the place of which, in order: those that are most alike, then one after the other."""
    if len(old) * len(new) > MOST_PAIRS:
        yield from zip(range(len(old)), range(len(new)), strict=False)
        return
    words = [[Counter(text.split()) for text in side] for side in (old, new)]

    def likeness(one: int, two: int) -> float:
        first, second = words[0][one], words[1][two]
        return 2 * (first & second).total() / (first.total() + second.total())

    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for one in reversed(range(len(old))):
        for two in reversed(range(len(new))):
            paired = likeness(one, two) + best[one + 1][two + 1]
            best[one][two] = max(paired, best[one + 1][two], best[one][two + 1])
    anchors, one, two = [(-1, -1)], 0, 0
    while one < len(old) and two < len(new):
        alike = likeness(one, two)
        if alike and best[one][two] == alike + best[one + 1][two + 1]:
            anchors.append((one, two))
            one, two = one + 1, two + 1
        elif best[one][two] == best[one + 1][two]:
            one += 1
        else:
            two += 1
    for (one, two), (end, last) in pairwise([*anchors, (len(old), len(new))]):
        if one >= 0:
            yield one, two
        yield from zip(range(one + 1, end), range(two + 1, last), strict=False)


def _merge_bodies(base: Paragraphs, mine: Paragraphs, theirs: Paragraphs, asking: Asking, usual: str) -> str:
    """The merged body; `usual` is the space before its first paragraph where that stood first in none."""
    own, other = _side(base.texts, mine.texts), _side(base.texts, theirs.texts)
    pieces = [Piece("", (-1, -1, -1))]
    for at, before in enumerate([*base.texts, None]):
        added = [Piece(mine.texts[place], (None, place, None)) for place in own.added[at]]
        there = [Piece(theirs.texts[place], (None, None, place)) for place in other.added[at]]
        pieces += _merge_added(added, there, asking)
        if before is not None:
            places = (at, own.places[at], other.places[at])
            pieces += _merge_paragraph(before, mine.texts, theirs.texts, places, asking)
    pieces.append(Piece("", (len(base.texts), len(mine.texts), len(theirs.texts))))
    body = ""
    for number, (piece, following) in enumerate(pairwise(pieces), 1):
        spaces = [
            side.spaces[one + 1] if one is not None and two == one + 1 else None
            for side, one, two in zip((base, mine, theirs), piece.places, following.places, strict=True)
        ]
        none = "\n" if number == len(pieces) - 1 else usual if number == 1 else PARTED
        body += _merge_space(spaces, none) + following.text
    return body


def _merge_space(spaces: list[str | None], none: str) -> str:
    """The empty space between two pieces, of those that they have where they stand side by side."""
    base, mine, theirs = spaces
    if mine is None or theirs is None:
        known = mine if theirs is None else theirs
        return none if known is None else known
    return theirs if mine == base else mine


def _merge_added(mine: list[Piece], theirs: list[Piece], asking: Asking) -> list[Piece]:
    """What both have written at one place."""
    texts = [[piece.text for piece in pieces] for pieces in (mine, theirs)]
    if texts[0] == texts[1]:
        return [Piece(one.text, (None, one.places[1], two.places[2])) for one, two in zip(mine, theirs, strict=True)]
    if not mine or not theirs:
        return mine or theirs
    answer = asking.ask("paragraph", "", PARTED.join(texts[0]), PARTED.join(texts[1]))
    return [*(mine if answer != "theirs" else []), *(theirs if answer != "mine" else [])]


def _merge_paragraph(
    before: str,
    mine: list[str],
    theirs: list[str],
    places: tuple[int, int | None, int | None],
    asking: Asking,
) -> list[Piece]:
    """A paragraph of the base as both have it; without a place it is gone."""
    at, own, other = places
    text = None if own is None else mine[own]
    there = None if other is None else theirs[other]
    if there not in (text, before) and text != before:
        answer = asking.ask("paragraph", before, text or "", there or "")
        if answer not in ("mine", "theirs") and text is not None and there is not None:
            return [Piece(text, (at, own, None)), Piece(there, (None, None, other))]
        taken = there if answer == "theirs" or (answer != "mine" and text is None) else text
    else:
        taken = there if text == before else text
    return [] if taken is None else [Piece(taken, places)]

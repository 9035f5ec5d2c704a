"""Lines of a page that are facts rather than text: type and category labels, dates, goals.

Only whole lines are taken, and only where such lines stand: in the runs of short blocks before, between and after the
paragraphs. Every line that is taken is told to the editor, so that none is lost.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from plugins.importer.cleaning import cut
from plugins.importer.dates import Calendar
from plugins.importer.detecting import Detector
from plugins.importer.model import Block
from plugins.importer.profiles import Profile, fold
from plugins.languages.cyrillic import to_latin
from plugins.sdg.tagging import GoalTag, looks_like_goal_line, parse_goals

PIECES = re.compile(r"\s*(?:\n|[/|>»›·•,;:]|\s[–—-]\s)\s*")
PROSE_WORDS = 12
LONGEST_TITLE = 25
GOAL_LINE_WORDS = 40
LONGEST_GOAL_TITLE = 6
# A goal's title alone may be a heading of the text; with a number or a word for "goal" it is a goal line.
NUMBER_OR_NAME = re.compile(r"\d|\b(?:SDG|COR|СДГ|ЦОР)")


@dataclass(frozen=True)
class Labels:
    """The words that mark a line as a label; `categories` maps each folded name to its slug."""

    kinds: frozenset[str]
    category: frozenset[str]
    categories: Mapping[str, str]
    goals: frozenset[str]

    @classmethod
    def of(cls, profiles: Sequence[Profile], categories: Mapping[str, Iterable[str]]) -> Labels:
        """The labels of several languages and the site's own categories."""
        names = {fold(to_latin(name)): slug for slug, names in categories.items() for name in (slug, *names)}
        names |= {label: names[meant] for p in profiles for label, meant in p.facts.means if meant in names}
        return cls(
            frozenset(word for profile in profiles for word in profile.facts.kinds),
            frozenset(word for profile in profiles for word in profile.facts.category),
            names,
            frozenset(word for profile in profiles for word in profile.facts.goals),
        )


@dataclass
class Taken:
    """What the lines said, and the lines themselves."""

    dates: list[str] = field(default_factory=list)
    doubtful: list[str] = field(default_factory=list)
    categories: list[str] = field(default_factory=list)
    goals: list[GoalTag] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    date_questions: list[str] = field(default_factory=list)
    goal_questions: list[str] = field(default_factory=list)

    def take(self, line: str, use: str) -> bool:
        """Record a line as used."""
        self.lines.append(f"“{' '.join(line.split())}” ({use})")
        return True


class FactReader:
    """Takes the lines that are facts out of a page's blocks."""

    def __init__(self, labels: Labels, calendar: Calendar, detector: Detector) -> None:
        self.labels, self.calendar, self.detector = labels, calendar, detector

    def read(self, blocks: Sequence[Block]) -> tuple[tuple[Block, ...], Taken]:
        """The blocks that are text, and what the others said."""
        taken, kept = Taken(), []
        outside = self._outside(blocks)
        in_goals = False
        for block, may_be_fact in zip(blocks, outside, strict=True):
            remaining, in_goals = self._lines(block, taken, may_be_fact, in_goals)
            if remaining is not None:
                kept.append(remaining)
        return tuple(kept), taken

    def _outside(self, blocks: Sequence[Block]) -> list[bool]:
        """For each block whether it stands before, between or after the texts: between is where the language
        changes."""
        prose = [at for at, block in enumerate(blocks) if _is_prose(block)]
        outside = [not prose or at < prose[0] or at > prose[-1] for at in range(len(blocks))]
        for before, after in pairwise(prose):
            kinds = {block.kind for block in blocks[before + 1 : after]}
            codes = {self.detector.guess(blocks[at].text).known for at in (before, after)} - {""}
            if "rule" in kinds or len(codes) > 1:
                outside[before + 1 : after] = [True] * (after - before - 1)
        return outside

    def is_fact(self, line: str) -> bool:
        """Whether a line by itself would be taken."""
        scratch = Taken()
        return self._goal_line(line, scratch, False) or self._label(line, scratch) or self._date(line, scratch)

    def _lines(self, block: Block, taken: Taken, outside: bool, in_goals: bool) -> tuple[Block | None, bool]:
        """What is left of a block when its lines that are facts are taken, and whether goals may follow."""
        if block.kind not in ("paragraph", "heading", "item"):
            return block, False
        if self._goal_line(block.text, taken, in_goals):
            return None, True
        if _is_prose(block):
            return block, False
        readers: list[Callable[[str, Taken], bool]] = [self._label, self._date] if outside else []
        text, start, after = block.text, 0, in_goals
        for line in text.split("\n"):
            if self._goal_line(line, taken, after) or (after and start and self._goal_title(line, taken)):
                after = True
            elif not any(read(line, taken) for read in readers):
                break
            start += len(line) + 1
        if start > len(text):
            return None, after
        return (block.with_runs(cut(block.runs, start, len(text))) if start else block), False

    def _goal_title(self, line: str, taken: Taken) -> bool:
        """Whether a line in a goal's own block is its title in words that nobody listed."""
        if not taken.goals or len(line.split()) > LONGEST_GOAL_TITLE:
            return False
        taken.notes.append(f"“{line.strip()}” was taken for the title of goal {taken.goals[-1].number}")
        return taken.take(line, "goal title")

    def _label(self, line: str, taken: Taken) -> bool:
        pieces = [piece for piece in PIECES.split(line) if fold(piece)]
        folded = [fold(to_latin(piece)) for piece in pieces]
        slugs = [self.labels.categories[piece] for piece in folded if piece in self.labels.categories]
        known = [
            piece in self.labels.categories or piece in self.labels.kinds or piece in self.labels.category
            for piece in folded
        ]
        if not pieces or not any(known) or (not all(known) and not _labelled(known, pieces)):
            return False
        taken.categories += slugs
        strange = [piece for piece, is_known in zip(pieces, known, strict=True) if not is_known]
        if strange:
            taken.notes.append(
                f"the label “{' '.join(line.split())}” names {', '.join(strange)}, which is no category of this site"
            )
        return taken.take(line, "label")

    def _date(self, line: str, taken: Taken) -> bool:
        found = self.calendar.whole(line)
        if found is None:
            return False
        if not found.sure:
            taken.date_questions.append(
                f"the date “{line.strip()}” can be read in two ways (day or month first): give --date"
            )
            taken.doubtful.append(found.value)
            return taken.take(line, "date, not used")
        taken.dates.append(found.value)
        return taken.take(line, "date")

    def _goal_line(self, line: str, taken: Taken, in_goals: bool) -> bool:
        if not line.strip() or len(line.split()) > GOAL_LINE_WORDS:
            return False
        flat = " ".join(line.split())
        if fold(to_latin(flat)) in self.labels.goals:
            return taken.take(flat, "goal label")
        continued = in_goals and len(flat.split()) < PROSE_WORDS
        if not continued and not (looks_like_goal_line(flat) and NUMBER_OR_NAME.search(flat)):
            return False
        try:
            taken.goals += parse_goals(flat)
        except ValueError as error:
            if not looks_like_goal_line(flat):
                return False
            taken.goal_questions.append(f"the goal line “{flat}” was not understood ({error}): give --sdg")
        return taken.take(flat, "goals")


def _is_prose(block: Block) -> bool:
    if block.kind in ("image", "rule"):
        return False
    text = block.text
    return block.words >= PROSE_WORDS and (
        block.kind == "table" or bool(re.search(r"[.!?…][\"”“'’»)]*(?:\s|$)", text)) or block.words > LONGEST_TITLE
    )


def _labelled(known: Sequence[bool], pieces: Sequence[str]) -> bool:
    """Whether a known label is followed by short unknown ones, as in "News / Migration"."""
    return known[0] and len(pieces) <= 4 and all(len(piece.split()) <= 3 for piece in pieces)

"""Lines of a page that are facts rather than text: type and category labels, dates, goals.

Only whole lines are taken, and only where such lines stand: in the runs of short blocks before, between and after the
paragraphs. Every line that is taken is told to the editor, so that none is lost.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from plugins.cyrillic import to_latin
from plugins.importer.cleaning import cut
from plugins.importer.dates import CLOCK, Calendar
from plugins.importer.detecting import Detector
from plugins.importer.goal_lines import GoalLines
from plugins.importer.labels import Labels
from plugins.importer.model import Block
from plugins.importer.profiles import fold
from plugins.importer.taken import Taken

# What stands between the facts of one line, as in "Press release | 3 May 2024 | 2 min read".
JOINTS = re.compile(r"\s*(?:[|•·»›]|\s/\s|\s[–—-]\s|\t)\s*")
NUMBERED = re.compile(r"\s+(?:no|nr|br|broj|бр|број|#)\.?\s*[\d/.-]+$", re.IGNORECASE)
PIECES = re.compile(r"\s*(?:\n|[/|>»›·•,;:]|\s[–—-]\s)\s*")
PROSE_WORDS = 12
LONGEST_TITLE = 25
LONGEST_META = 20


class FactReader:
    """Takes the lines that are facts out of a page's blocks."""

    def __init__(self, labels: Labels, calendar: Calendar, detector: Detector) -> None:
        self.labels, self.calendar, self.detector = labels, calendar, detector
        self.goals = GoalLines(labels.goals, labels.tags)

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
        prose = [at for at, block in enumerate(blocks) if self._is_text(block)]
        outside = [not prose or at < prose[0] or at > prose[-1] for at in range(len(blocks))]
        for before, after in pairwise(prose):
            kinds = {block.kind for block in blocks[before + 1 : after]}
            codes = {self.detector.guess(blocks[at].text).known for at in (before, after)} - {""}
            if "rule" in kinds or len(codes) > 1:
                outside[before + 1 : after] = [True] * (after - before - 1)
        return outside

    def _is_text(self, block: Block) -> bool:
        """Whether a block is prose, and not lines of which each is a fact."""
        lines = block.text.split("\n")
        return _is_prose(block) and not (1 < len(lines) <= 6 and all(map(self.is_fact, lines)))

    def is_fact(self, line: str) -> bool:
        """Whether a line by itself would be taken."""
        scratch = Taken()
        return self.goals.read(line, scratch, False) or any(read(line, scratch) for read in self._readers())

    def _readers(self) -> tuple[Callable[[str, Taken], bool], ...]:
        return self._label, self._date, self._release, self._meta

    def _lines(self, block: Block, taken: Taken, outside: bool, in_goals: bool) -> tuple[Block | None, bool]:
        """What is left of a block when its lines that are facts are taken, and whether goals may follow."""
        if block.kind == "image" and block.picture and not block.runs and outside:
            # The UN's icons of goals say them in their descriptions.
            named = self.goals.read(block.picture.alt, taken, in_goals)
            return None if named else block, named
        if block.kind not in ("paragraph", "heading", "item"):
            return block, False
        if self.goals.read(block.text, taken, in_goals):
            return None, True
        if self._is_text(block):
            return block, False
        readers = self._readers() if outside else ()
        text, start, after = block.text, 0, in_goals
        for line in text.split("\n"):
            if self.goals.read(line, taken, after) or (after and start and self.goals.title(line, taken)):
                after = True
            elif not any(read(line, taken) for read in readers):
                break
            start += len(line) + 1
        if start > len(text):
            return None, after
        return self._without_tail(block, start, taken, readers), False

    @staticmethod
    def _without_tail(block: Block, start: int, taken: Taken, readers: Sequence[Callable[[str, Taken], bool]]) -> Block:
        """The block from `start` on, without the facts in its last lines, such as a date right below a title."""
        end = len(block.text)
        while (line_at := block.text.rfind("\n", start, end)) > start and any(
            read(block.text[line_at + 1 : end], taken) for read in readers
        ):
            end = line_at
        return block.with_runs(cut(block.runs, start, end)) if start or end < len(block.text) else block

    def _label(self, line: str, taken: Taken) -> bool:
        pieces = [piece for piece in PIECES.split(NUMBERED.sub("", line)) if fold(piece)]
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

    def _release(self, line: str, taken: Taken) -> bool:
        """A line that only stands above press releases, such as "FOR IMMEDIATE RELEASE" or an embargo."""
        opens = len(line.split()) <= LONGEST_META and fold(to_latin(line)).startswith(self.labels.release)
        return opens and taken.take(line, "above a press release")

    def _meta(self, line: str, taken: Taken) -> bool:
        """Labels, dates and the like on one line: at least one that is known, and nothing that is not."""
        pieces = [piece for piece in JOINTS.split(line.strip()) if fold(piece)]
        if len(line.split()) > LONGEST_META or len(pieces) < 2:
            return False
        found = Taken()
        known = [piece for piece in pieces if self._label(piece, found) or self._date(piece, found)]
        if not known or not all(piece in known or self._is_aside(piece) for piece in pieces):
            return False
        taken.dates += found.dates
        taken.doubtful += found.doubtful
        taken.date_questions += found.date_questions
        taken.categories += found.categories
        taken.notes += found.notes
        return taken.take(line, "labels and date")

    def _is_aside(self, piece: str) -> bool:
        """Whether a piece beside a date says the time, the author or how long reading takes."""
        return bool(
            CLOCK.fullmatch(piece.strip())
            or self.labels.reading.fullmatch(piece.strip())
            or (len(piece.split()) <= 8 and self.labels.by.fullmatch(piece.strip()))
        )

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

"""Finds what stands twice on a page: a text below itself, a text in both scripts of its language.

Only what is the same letter by letter is found here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from plugins.importer import weights as w
from plugins.importer.language.detection import CYRILLIC
from plugins.importer.language.romanize import is_mostly_cyrillic, romanize_text
from plugins.importer.reasons import Reason
from plugins.importer.units import Unit

NO_LETTER = re.compile(r"[\W_]+")


class Repeats:
    """Finds the units that repeat others; `scripts` says that a language of the site is written in two scripts."""

    def __init__(self, units: Sequence[Unit], scripts: bool) -> None:
        self.units, self.scripts = units, scripts
        self.keys = [self._fold_unit(unit) for unit in units]
        self.first: dict[str, int] = {}
        for at, key in enumerate(self.keys):
            kept = self.first.get(key)
            if kept is None or (self._in_cyrillic(kept) and not self._in_cyrillic(at)):
                self.first[key] = at

    def find_reasons(self) -> dict[int, Reason]:
        """For the places of units that are to be left out the reason."""
        reasons: dict[int, Reason] = {}
        for start, end in self._find_runs():
            row = [at for at in range(start, end) if self.keys[at]]
            prose = [at for at in row if self.units[at].is_prose]
            if len(row) >= w.FEWEST_REPEATED and any(self._is_other_script(at) for at in row):
                reasons |= {at: Reason.OTHER_SCRIPT for at in row if self._is_other_script(at)}
            elif prose and len(row) >= w.FEWEST_REPEATED and self._is_whole_text(row):
                reasons |= dict.fromkeys(row, Reason.TWICE)
        return reasons | self._find_copies()

    def _find_copies(self) -> dict[int, Reason]:
        """The paragraphs that have a text once more, as pages repeat it for machines: they are the paragraphs of the
        text one after the other, or the first of these."""
        prose = [at for at, unit in enumerate(self.units) if unit.is_prose and self.keys[at]]
        keys = {self.keys[at] for at in prose}
        copies = {}
        for at in prose:
            parts = [key for key in keys if key != self.keys[at] and key in self.keys[at]]
            if len(parts) >= w.FEWEST_COPIED and sum(map(len, parts)) >= w.COPIED_SHARE * len(self.keys[at]):
                copies[at] = Reason.TWICE
        return copies

    def _is_whole_text(self, row: Sequence[int]) -> bool:
        """Whether a row has so much of the page's words that it is a text, and no section that the author repeats."""
        return sum(self.units[at].words for at in row) >= w.REPEATED_SHARE * sum(unit.words for unit in self.units)

    def _find_runs(self) -> Iterator[tuple[int, int]]:
        """The rows of units that follow each other and stand elsewhere too, in the same order."""
        at = 0
        while at < len(self.units):
            if not self._repeats(at):
                at += 1
                continue
            end = at + 1
            while end < len(self.units) and (
                not self.keys[end] or (self._repeats(end) and self._find_first(end) > self._find_first(end - 1))
            ):
                end += 1
            yield at, end
            at = end

    def _fold_unit(self, unit: Unit) -> str:
        if unit.block.kind in ("rule", "image", "table") or unit.words < w.SHORTEST_REPEATED:
            return ""
        text = romanize_text(unit.text) if self.scripts and CYRILLIC.search(unit.text) else unit.text
        return NO_LETTER.sub("", text).casefold()

    def _find_first(self, at: int) -> int:
        """The place of the unit that one repeats; that of the one before for a rule or a picture."""
        while at and not self.keys[at]:
            at -= 1
        return self.first.get(self.keys[at], -1)

    def _repeats(self, at: int) -> bool:
        return bool(self.keys[at]) and self.first[self.keys[at]] != at

    def _in_cyrillic(self, at: int) -> bool:
        return self.scripts and is_mostly_cyrillic(self.units[at].text)

    def _is_other_script(self, at: int) -> bool:
        return self._in_cyrillic(at) and not self._in_cyrillic(self._find_first(at))

"""What a text shows that was sent: the note above it; and whom to ask."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from plugins.cyrillic import to_latin
from plugins.importer import weights as w
from plugins.importer.metadata.line_reader import WORD, LineReader
from plugins.importer.reasons import Reason
from plugins.importer.roles.features import LONGEST_GREETING, names_person, stems_of
from plugins.importer.units import STOPPED, Unit

LONGEST_COVER = 16
SHORT_SENTENCE = 6


class MessageVotes:
    """Votes of the lines of a message."""

    def __init__(self, line_reader: LineReader) -> None:
        self.line_reader = line_reader

    def vote(self, units: Sequence[Unit], sent: bool) -> None:
        """The cover note above a text that was sent, and whom to ask."""
        filled = [unit for unit in units if unit.words]
        notes = list(itertools.takewhile(self.is_cover, filled[:2])) if sent else []
        for unit in notes:
            unit.lean(w.CERTAIN, Reason.COVER_NOTE)
        for unit in filled[-1:] if sent else ():
            rest = stems_of(" ".join(other.text for other in filled[:-1]))
            of_text = len(stems_of(unit.text) & rest) >= w.SHARED_STEMS
            if unit.words <= SHORT_SENTENCE and STOPPED.search(unit.text) and not of_text:
                # "Call me when it is online." may be the end of the text as well.
                unit.lean(-w.LEAN, Reason.SIGNATURE)
        self._vote_contacts(filled)

    def _vote_contacts(self, filled: Sequence[Unit]) -> None:
        """A line that says whom to ask; a label such as "For journalists:" above an address is such a line, and so is a
        name between them."""
        first = next((at for at, unit in enumerate(filled) if unit.is_prose), len(filled))
        for at, unit in enumerate(filled):
            only_label = unit.facts is None or _is_only_label(unit)
            heads = only_label and unit.words <= LONGEST_GREETING and unit.language_line is None
            below = [*itertools.takewhile(lambda line: line.strength("contact") < w.LIKELY, filled[at + 1 : at + 3])]
            reached = at + 1 + len(below) < len(filled) and len(below) < 2 and all(map(names_person, below))
            if heads and reached and self._heads_contacts(unit, at > first):
                unit.vote("label", -unit.strength("label"), Reason.CONTACT)
                unit.facts = None
                for line in (unit, *below):
                    line.vote("contact", w.SURE, Reason.CONTACT)

    def _heads_contacts(self, unit: Unit, below_text: bool) -> bool:
        """Whether a line may stand above names and numbers: it ends with a colon, or it has such words, or a name with
        an office, and stands below text."""
        named = names_person(unit) or self.line_reader.is_one_of(unit.text, "contact_headings")
        return unit.text.rstrip().endswith(":") or (below_text and named)

    def is_cover(self, unit: Unit) -> bool:
        """Whether a unit only says that the text follows."""
        words = {word.casefold() for word in WORD.findall(to_latin(unit.text))}
        known = len(words & self.line_reader.words["cover"])
        longest = LONGEST_COVER if known < w.COVER_WORDS else 2 * LONGEST_COVER
        return unit.words <= longest and known >= 2


def _is_only_label(unit: Unit) -> bool:
    """Whether a line is a label that says no category and no day."""
    facts = unit.facts
    return facts is not None and facts.labels and not (facts.categories or facts.dates or facts.strange)

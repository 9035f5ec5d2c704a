"""The importer's questions as names and values: a program decides by their topics and the ids of their lines, and the
sentences are for people alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from plugins.diagnostics import Message
from plugins.importer.units import Unit, quote

SHOWN_LINES, LONGEST_QUOTED, LONGEST_OF_SEVERAL = 40, 200, 60


class Topic(StrEnum):
    """What a question is about. What is asked with NO_DATE and NO_CATEGORY may be asked of each page of a folder."""

    TITLE = "title"
    NO_TITLE = "no-title"
    ROLE = "role"
    LANGUAGE = "language"
    TEXT = "text"
    PICTURE = "picture"
    DATE = "date"
    NO_DATE = "no-date"
    CATEGORY = "category"
    NO_CATEGORY = "no-category"
    GOALS = "goals"


@dataclass(frozen=True)
class Line:
    """A line of the page that a question is about; `label` names it, as in "paragraph 7"."""

    id: str
    label: str
    text: str


def lines_of(units: Sequence[Unit]) -> tuple[Line, ...]:
    """Some units as lines."""
    return tuple(Line(unit.id, unit.block.label, unit.text) for unit in units)


@dataclass(frozen=True)
class Question:
    """What only a person can know of the page, or of some `lines` of it; `advice` is what to do on the command line,
    where the message does not say it; `beside` is what the other text has in the place of the first line, "" where it
    has nothing."""

    topic: Topic
    message: Message
    lines: tuple[Line, ...] = ()
    advice: str = ""
    beside: str = ""

    @property
    def block(self) -> str:
        """The id of the first line that it is about, "" where it is about the page."""
        return self.lines[0].id if self.lines else ""

    def __str__(self) -> str:
        return ": ".join(filter(None, (self._name_lines(), self.message, self.advice)))

    def _name_lines(self) -> str:
        """The lines as a report names them."""
        if not self.lines:
            return ""
        longest = LONGEST_QUOTED if len(self.lines) == 1 else LONGEST_OF_SEVERAL
        named = ", ".join(quote(line.text, longest) for line in self.lines[:SHOWN_LINES])
        more = f" and {len(self.lines) - SHOWN_LINES} more" if len(self.lines) > SHOWN_LINES else ""
        label = self.lines[0].label if len(self.lines) == 1 else f"these {len(self.lines)} lines"
        return f"{label}: {named}{more}"

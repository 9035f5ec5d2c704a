"""Lines of a page that name goals: "SDG 16 – …", "Ciljevi koje podržavamo: 5, 10", "Tags: rivers, SDG 6"."""

from __future__ import annotations

import re

from plugins.cyrillic import to_latin
from plugins.importer.profiles import fold
from plugins.importer.taken import Taken
from plugins.sdg.goals import FIRST_GOAL, LAST_GOAL
from plugins.sdg.spellings import spellings, words_of
from plugins.sdg.tagging import GoalTag, looks_like_goal_line, parse_goals

PROSE_WORDS = 12
LONGEST = 40
LONGEST_TITLE = 6
LONGEST_LEAD = 7
# A goal's title alone may be a heading of the text; with a number or a word for "goal" it is a goal line.
NUMBER_OR_NAME = re.compile(r"\d|\b(?:SDG|COR|СДГ|ЦОР)")
NAMED = re.compile(r"#?(?P<name>[^\W\d]+(?:\s[^\W\d]+){0,3})\s?(?P<number>\d{1,2})[.:]?\s+(?P<title>[^\d:.!?]+)")
PIECES = re.compile(r"[,;|·•]")


class GoalLines:
    """Takes lines that name goals; `labels` stand alone above them, `tags` before a list of all kinds of words."""

    def __init__(self, labels: frozenset[str], tags: frozenset[str]) -> None:
        self.labels, self.tags = labels, tags
        self.names = {word for label in labels for word in label.split() if word.startswith(("sdg", "cor", "cilj"))}
        self.names |= {"goal", "goals"}

    def read(self, line: str, taken: Taken, in_goals: bool) -> bool:
        """Whether a line is used; `in_goals` says that the one before it named goals."""
        if not line.strip() or len(line.split()) > LONGEST:
            return False
        flat = " ".join(line.split())
        if fold(to_latin(flat)) in self.labels:
            return taken.take(flat, "goal label")
        continued = in_goals and len(flat.split()) < PROSE_WORDS
        if not continued and not (looks_like_goal_line(flat) and NUMBER_OR_NAME.search(flat)):
            return "\n" not in line and (self._led(flat, taken) or self._named(flat, taken))
        try:
            taken.goals += parse_goals(flat)
        except ValueError as error:
            if not looks_like_goal_line(flat):
                return "\n" not in line and (self._led(flat, taken) or self._named(flat, taken))
            taken.goal_questions.append(f"the goal line “{flat}” was not understood ({error}): give --sdg")
        return taken.take(flat, "goals")

    def is_used(self, text: str) -> bool:
        """Whether a text by itself would be used."""
        return self.read(text, Taken(), False)

    def title(self, line: str, taken: Taken) -> bool:
        """Whether a line in a goal's own block is its title in words that nobody listed."""
        if not taken.goals or len(line.split()) > LONGEST_TITLE:
            return False
        taken.notes.append(f"“{line.strip()}” was taken for the title of goal {taken.goals[-1].number}")
        return taken.take(line, "goal title")

    def _led(self, line: str, taken: Taken) -> bool:
        """A line whose goals follow a colon: after words of which one means goals, or among tags."""
        lead, _, rest = line.partition(":")
        if not rest.strip() or len(lead.split()) > LONGEST_LEAD:
            return False
        words = {fold(word) for word in to_latin(lead).split()}
        if words & self.names or looks_like_goal_line(rest):
            found = _parsed(rest) if NUMBER_OR_NAME.search(rest) else ()
        elif fold(to_latin(lead)) in self.tags:
            pieces = [piece for piece in PIECES.split(rest) if NUMBER_OR_NAME.search(piece)]
            found = tuple(tag for piece in pieces if looks_like_goal_line(piece) for tag in _parsed(piece))
        else:
            return False
        taken.goals += found
        return bool(found) and taken.take(line, "goals")

    def _named(self, line: str, taken: Taken) -> bool:
        """A goal's number with its title in other words than those known, of which it shares one."""
        match = NAMED.fullmatch(line)
        number = int(match["number"]) if match else 0
        if match is None or not FIRST_GOAL <= number <= LAST_GOAL or len(match["title"].split()) > LONGEST_TITLE:
            return False
        if fold(to_latin(match["name"])) not in self.labels or not match["title"][0].isupper():
            return False
        known = spellings({})
        title = {word for word in words_of(match["title"], known.joiners) if len(word) > 3}
        if not title & {word for words in known.titles(number) for word in words}:
            return False
        taken.goals.append(GoalTag(number))
        taken.notes.append(f"“{match['title']}” was taken for the title of goal {number}")
        return taken.take(line, "goals")


def _parsed(text: str) -> tuple[GoalTag, ...]:
    """The goals of a text, none where it is not understood."""
    try:
        return parse_goals(text)
    except ValueError:
        return ()

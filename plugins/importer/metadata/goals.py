"""Lines of a page that name goals: "SDG 16 – …", "Ciljevi koje podržavamo: 5, 10", "Tags: rivers, SDG 6".

A line is used whole or not at all. What it names beside known goals is kept as `unknown`, so that it can be asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from plugins.cyrillic import to_latin
from plugins.importer.document import ENDED
from plugins.importer.language.data import either, fold, fold_latin, words_in
from plugins.importer.metadata.dates import word_key
from plugins.importer.metadata.line_reader import ICONS, WORD, LineReader
from plugins.sdg.goals import FIRST_GOAL, LAST_GOAL
from plugins.sdg.phrases import items, spellings, words_of
from plugins.sdg.tagging import GoalTag, find_goals, looks_like_goal_line
from plugins.sdg.titles import language_tables

LONGEST_LINE, LONGEST, LONGEST_SENTENCE = 400, 40, 22
LONGEST_LEAD, LONGEST_UNKNOWN = 7, 3
NUMBER, LETTERS = re.compile(r"(?<![\d.])\d{1,3}(?:\.[\da-z]{1,2})?(?![\d%])"), re.compile(r"[^\W\d_]{2}")
LARGEST_NUMBER = 1000
NUMBERED_HEADING = re.compile(r"\d{1,2}\.\s+(?P<name>[^\W\d_]+)\s*:?")
# A name for goals, a number, and what may be the goal's title.
TITLED = re.compile(r"#?[^\W\d]+(?:\s[^\W\d]+){0,3}\s?\d{1,3}[.:]?\s+(?P<title>[^\d.!?:]+)")
TITLES_APART = re.compile(r"[|;/·•\n]|,\s")
# "SDG(s): 1, 2" and "SDG's: 1, 2".
EITHER_NUMBER = re.compile(r"(?<=[^\W\d_])\(s\)|(?<=[A-Z]{3})['’][sS]\b")
# Of the words of a sentence beside its goals, so many must be such that only say that the story belongs to them.
SHARE_OF_SENTENCE = 0.75
# A name for goals that `find_goals` knows.
GOAL = "SDG"

# Lines that are remembered, so that each is read once.
REMEMBERED = 2_000


@dataclass(frozen=True)
class GoalLine:
    """The goals of a line; `label` where it only announces them, `note` where something of it was inferred."""

    goals: tuple[GoalTag, ...] = ()
    unknown: tuple[str, ...] = ()
    label: bool = False
    note: str = ""


class GoalReader:
    """Reads lines that name goals: `find_goals` of `plugins.sdg` finds them, and what else stands in a line decides
    whether it is one that only names goals."""

    def __init__(self, line_reader: LineReader) -> None:
        languages, tables = line_reader.languages, language_tables()
        self.line_reader = line_reader
        self.labels = frozenset(map(fold_latin, words_in(languages, "goals"))) | {fold(GOAL)}
        self.names = {label for label in self.labels if " " not in label}
        self.tags = line_reader.words["tags"] | line_reader.words["category"]
        # A goal's title alone may be a heading of the text; with a number or a short name it is a goal line.
        names = [word for table in tables.values() for word in table.get("goal", ())]
        shorts = {to_latin(word) for word in names if word.isalpha() and word.isupper()}
        self.number_or_name = re.compile(rf"\d|\b(?:{either(shorts)})")
        unknown = {label for label in self.labels if not looks_like_goal_line(label)}
        others = unknown | {" ".join(map(word_key, label.split())) for label in unknown}
        # "COR-ovi", "SDG-k" and "OZHQ-të" are the plurals of short names.
        self.other_name = re.compile(
            rf"(?<!\w)(?:(?P<known>{either(shorts)})|{either(others)})(?:-[^\W\d_]{{1,4}})?(?!\w)", re.IGNORECASE
        )
        joiners, openers = (either(words_in(languages, name)) for name in ("ranges", "range_from"))
        self.range = re.compile(
            rf"(?<![\w.–-])(?:(?:{openers})\s+)?(\d{{1,2}})(?:\s?[–-]\s?|\.?\s+(?:{joiners})\s+(?:(?:{either(shorts)})\s?)?)"
            r"(\d{1,2})(?![\w–-])",
            re.IGNORECASE,
        )
        # A heading may have two titles of goals with "and" between them; a row of goals has another joint.
        untitled = [data for data in languages if data.code not in tables]
        self.other_and = re.compile(rf"\s+(?:{either(words_in(untitled, 'and'))})\s+(?=[^\W\d]*\s?#?\d)", re.IGNORECASE)
        sentence = line_reader.words["goal_sentence"]
        self.sentence_words = sentence | {word_key(word) for word in sentence} | self.names

    # The steps of an import read each line about seven times.
    @lru_cache(maxsize=REMEMBERED)  # noqa: B019
    def read(self, line: str) -> GoalLine | None:
        """The goals of a line, with the numbers in it that are no goal's; None where it is no goal line."""
        flat = self._flatten(line)
        if not flat or len(flat) > LONGEST_LINE or len(flat.split()) > LONGEST:
            return None
        if fold_latin(flat) in self.labels:
            return GoalLine(label=True)
        named = any(item.role in ("goal", "target", "title") for item in items(flat, spellings({})))
        heading = NUMBERED_HEADING.fullmatch(flat)
        numbered = heading is not None and heading["name"].istitle() and fold(heading["name"]) in self.labels
        if numbered or not named:
            return None
        facts = self.line_reader.fact_line(line)
        # What stands beside the goals is known, and no goal.
        return self.read_beside(line) if facts is not None and not facts.strange else self._read_alone(flat)

    def _flatten(self, text: str) -> str:
        """The text with single spaces, in the spellings that `find_goals` knows."""
        flat = EITHER_NUMBER.sub("s", to_latin(" ".join(ICONS.sub("", text).split())))
        flat = self.other_name.sub(lambda match: match["known"] or GOAL, flat)
        return self.other_and.sub(", ", self.range.sub(_expand_range, flat))

    def _read_alone(self, flat: str) -> GoalLine | None:
        """Read a line without labels and dates: nothing but goals, goals behind a colon or beside words that are none,
        or a sentence about the story; None for any other line."""
        lead, colon, behind = flat.partition(":")
        words = set(map(fold, lead.split()))
        led = bool(colon) and len(words) <= LONGEST_LEAD and not NUMBER.search(lead) and bool(words & self.names)
        flat = f"{GOAL}: {behind}" if led else flat
        goals, rest = find_goals(flat)
        numbers = [part for part in rest if not LETTERS.search(part) or looks_like_goal_line(part)]
        others = tuple(part for part in rest if part not in numbers)
        unknown = [number for part in numbers for number in NUMBER.findall(part)]
        unknown += [str(number) for number in _named_numbers(flat) if not FIRST_GOAL <= number <= LAST_GOAL]
        line = GoalLine(goals, tuple(dict.fromkeys(unknown)))
        numbered, looks = self.number_or_name.search(flat) is not None, looks_like_goal_line(flat)
        if looks and (goals or unknown) and (numbered or (len(goals) > 1 and TITLES_APART.search(flat))):
            return line
        if not numbered or not goals:
            return self._read_title(flat, line) if numbered and unknown else None
        if (colon and fold_latin(lead) in self.tags) or all(tag[0] == "#" for tag in flat.split()):
            return line
        if title := self._read_title(flat, line):
            return title
        few = all(len(part.split()) <= LONGEST_UNKNOWN and (led or part[0].isupper()) for part in others)
        if few and others and (led or (flat.find(others[0]) > 0 and not ENDED.search(flat))):
            # "SDG 4, Youth" and "SDGs: 3, ten".
            return replace(line, unknown=(*others, *line.unknown))
        return line if led or self._is_sentence(flat, goals) else None

    def read_beside(self, line: str) -> GoalLine | None:
        """The goals that stand among labels and dates in their line, as in "News | SDG 4 | 3 May 2024"."""
        pieces = self.line_reader.find_goal_pieces(line)
        known = [goal_line for piece in pieces if piece != line and (goal_line := self.read(piece)) is not None]
        if not known:
            return None
        return GoalLine(
            tuple(goal for goal_line in known for goal in goal_line.goals),
            tuple(word for goal_line in known for word in goal_line.unknown),
        )

    @staticmethod
    def _read_title(flat: str, line: GoalLine) -> GoalLine | None:
        """Read a line with a goal's number and a title that shares a word with a known title of the goal, or with a
        number that is no goal's, as in "COR 20: Nepoznat cilj"; None for any other line."""
        match = TITLED.fullmatch(flat)
        title = match["title"] if match else ""
        if match is None or next(_named_numbers(flat[: match.start("title")]), None) is None:
            return None
        if not line.goals:
            return line if len(flat.split()) <= LONGEST_LEAD else None
        number, known = line.goals[0].number, spellings({})
        words = {word for word in words_of(title, known.joiners) if len(word) > 3}
        if not words & {word for titles in known.titles(number) for word in titles}:
            return None
        return GoalLine(line.goals, note=f"“{title}” was taken for the title of goal {number}")

    def _is_sentence(self, line: str, goals: Sequence[GoalTag]) -> bool:
        """Whether a sentence only names the goals of a story, as in "This story relates to SDG 10 and SDG 16"."""
        known = spellings({})
        titles = {word for goal in goals for title in known.titles(goal.number) for word in title}
        words = [word.casefold() for word in WORD.findall(line) if fold(word) not in self.names]
        generic = sum(
            word in self.sentence_words or any(form in titles for form in words_of(word, frozenset())) for word in words
        )
        return 0 < len(line.split()) <= LONGEST_SENTENCE and bool(words) and generic >= SHARE_OF_SENTENCE * len(words)


def goals_field(tags: Sequence[GoalTag]) -> str:
    """The SDGs field for goals as found: "10, 16.2, 17"; a goal's targets stand in its place."""
    targets: dict[int, list[str]] = {}
    for tag in tags:
        known = targets.setdefault(tag.number, [])
        known += [target for target in tag.targets if target not in known]
    return ", ".join(part for number, parts in sorted(targets.items()) for part in (parts or [str(number)]))


def _named_numbers(text: str) -> Iterator[int]:
    """Yield the numbers right behind words for goals."""
    behind = False
    for item in items(text, spellings({})):
        if item.role == "value":
            if behind and item.goal < LARGEST_NUMBER:
                yield item.goal
            behind = False
        elif item.role != "number" and not (item.role == "sign" and text[item.start] in "#:."):
            behind = item.role in ("goal", "target")


def _expand_range(match: re.Match[str]) -> str:
    """Replace a range by the numbers of all its goals; a range of other numbers stays as it is."""
    first, last = int(match[1]), int(match[2])
    if not FIRST_GOAL <= first < last <= LAST_GOAL:
        return match[0]
    return ", ".join(map(str, range(first, last + 1)))

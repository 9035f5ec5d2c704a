"""Lines of a page that name goals: "SDG 16 – …", "Ciljevi koje podržavamo: 5, 10", "Tags: rivers, SDG 6".

A line is used whole or not at all. What it names beside known goals is kept as `unknown`, so that it can be asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from plugins.cyrillic import to_latin
from plugins.importer.document import ENDED
from plugins.importer.language.data import either, fold, fold_latin, words_in
from plugins.importer.metadata.dates import word_key
from plugins.importer.metadata.line_reader import ICONS, WORD, LineReader, join_goals
from plugins.sdg.goals import FIRST_GOAL, LAST_GOAL
from plugins.sdg.phrases import spellings, words_of
from plugins.sdg.tagging import GoalTag, looks_like_goal_line, parse_goals
from plugins.sdg.titles import language_tables

PROSE_WORDS = 12
LONGEST = 40
LONGEST_TITLE = 6
LONGEST_LEAD = 7
NAMED = re.compile(
    r"#?(?P<name>[^\W\d]+(?:\s[^\W\d]+){0,3})\s?(?P<number>\d{1,3})(?P<sign>\s*[:.–—-])?(?P<gap>\s*)(?P<title>[^\d.!?]+)"
)
PIECES = re.compile(r"[,;|·•]")
NUMBER = re.compile(r"(?<![\d.])\d{1,2}(?:\.[\da-z]{1,2})?(?![\d%])")
# "Goals 3–5" are three goals.
RANGE = re.compile(r"(?<![\w.–-])(\d{1,2})\s?[–-]\s?(\d{1,2})(?![\w.–-])")
NUMBERED_HEADING = re.compile(r"\d{1,2}\.\s+(?P<name>[^\W\d_]+)\s*:?")
TITLES_APART = re.compile(r"[|;/·•\n]|,\s")
# "#GlobalGoal4" is "Global Goal 4".
IN_HASHTAG = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-Z\d])|_")
LONGEST_UNKNOWN = 3
# "SDG(s): 1, 2" and "SDG's: 1, 2".
EITHER_NUMBER = re.compile(r"(?<=[^\W\d_])\(s\)|(?<=[A-Z]{3})['’][sS]\b")
# Of the words of a sentence beside its goals, so many must be such that only say that the story belongs to them.
SHARE_OF_SENTENCE = 0.75
LONGEST_SENTENCE = 22

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
    """Reads lines that name goals."""

    def __init__(self, line_reader: LineReader) -> None:
        languages = line_reader.languages
        self.line_reader = line_reader
        self.labels = frozenset(map(fold_latin, words_in(languages, "goals")))
        # In a language whose titles of goals nobody wrote down, any short title after a number is one.
        others = [data for data in languages if data.code not in language_tables()]
        self.untitled = frozenset(map(fold_latin, words_in(others, "goals")))
        self.tags = line_reader.words["tags"]
        self.names = {label for label in self.labels if " " not in label}
        tables = language_tables().values()
        self.short_names = _in_capitals(word for table in tables for word in table.get("goal", ()))
        facts = (data.language.section("importing").get("facts", {}) for data in languages)
        short = either(self.short_names | _in_capitals(word for table in facts for word in table.get("goals", ())))
        # "COR-ovi", "SDG-k" and "OZHQ-të" are the plurals of short names.
        self.short_name = re.compile(rf"\b({short})(?:-[^\W\d_]{{1,4}})?(?!\w)", re.IGNORECASE)
        # A goal's title alone may be a heading of the text; with a number or a short name it is a goal line.
        self.number_or_name = re.compile(rf"\d|\b(?:{either(self.short_names)})")
        joints = either(words_in(languages, "and"))
        self.parts = re.compile(rf"\s*(?:[,;|·•/+&\n]|\b(?:{joints})\b)\s*", re.IGNORECASE)
        # A heading may have two titles of goals with "and" between them; a row of goals has another joint.
        self.other_and = re.compile(rf"\s+(?:{either(words_in(others, 'and'))})\s+(?=[^\W\d]*\s?#?\d)", re.IGNORECASE)
        joiners, openers = (either(words_in(languages, name)) for name in ("ranges", "range_from"))
        self.word_range = re.compile(
            rf"(?<![\w.–-])(?:(?:{openers})\s+)?(\d{{1,2}})\.?\s+(?:{joiners})\s+(?:(?:{short})\s?)?"
            r"(\d{1,2})(?![\w–-])",
            re.IGNORECASE,
        )
        sentence = line_reader.words["goal_sentence"]
        self.sentence_words = sentence | {word_key(word) for word in sentence}
        labels = either(self.labels)
        self.numbered = re.compile(rf"(?i:{labels})\s*:?\s*(?P<numbers>\d[\s\d.,;/&+]*(?:[^\W\d_]{{1,3}}\s+[\d.]+)?)")
        # "4. cél" and "4. cilj održivog razvoja" are goals, "1. Cilj" is a numbered heading.
        either_case = {one for one in self.labels if " " in one} | self.untitled
        longer = either(either_case)
        self.ordinal = re.compile(
            rf"(?P<numbers>\d{{1,2}}\.(?:(?:,|\s[^\W\d]{{1,3}})\s\d{{1,2}}\.)*)\s+(?:(?i:{longer})|{labels})"
            r"(?:\s?[:–-]\s?[^\d.!?:]{3,60})?"
        )
        words = either(self.names)
        # "ciljevima održivog razvoja 4" has the words of a goal's name between the word for it and its number.
        between = either(self._words_of_labels())
        self.mention = re.compile(
            rf"(?<!\w)#?(?:{words})(?:\s+(?:{between})){{0,3}}\s*[#:.]?\s*(?P<number>\d{{1,3}})(?!\d)", re.IGNORECASE
        )

    def _words_of_labels(self) -> frozenset[str]:
        """The words of labels for goals, such as "sustainable" and "development"."""
        words = {to_latin(word).casefold() for label in self.labels for word in label.split()}
        return frozenset(words | set(map(word_key, words)))

    # The steps of an import read each line about seven times.
    @lru_cache(maxsize=REMEMBERED)  # noqa: B019
    def read(self, line: str, after_goals: bool = False) -> GoalLine | None:
        """The goals of a line, with the numbers in it that are no goal's; None where it is no goal line. `after_goals`
        says that the one before it named some."""
        found = self._read(line, after_goals)
        if found is None or found.label:
            return found
        # A number that no way of reading the line has understood, such as the second of "#SDG3 #SDG20".
        missed = [number for number in self._named_numbers(line) if not FIRST_GOAL <= int(number) <= LAST_GOAL]
        missed = [number for number in missed if number not in found.unknown]
        return replace(found, unknown=(*found.unknown, *missed)) if missed else found

    def _named_numbers(self, line: str) -> list[str]:
        """The numbers right behind words for goals."""
        return [match["number"] for match in self.mention.finditer(to_latin(line))]

    def _read(self, line: str, after_goals: bool) -> GoalLine | None:
        flat = self._flatten(line)
        if not flat:
            return None
        if fold_latin(flat) in self.labels:
            return GoalLine(label=True)
        facts = self.line_reader.fact_line(line)
        if facts is not None and not facts.strange:
            # What stands beside the goals is known, and no goal.
            return self.read_beside(line)
        tags = flat.split()
        if len(tags) > 1 and all(tag.startswith("#") for tag in tags):
            found = tuple(goal for tag in tags if looks_like_goal_line(tag) for goal in _parse(tag))
            return GoalLine(found) if found else None
        return (
            self._read_numbers(flat, after_goals)
            or self._read_titles(flat)
            or self._read_after_colon(flat)
            or self._read_named_number(flat)
            or self._read_beside_unknown(flat)
            or self._read_sentence(flat)
        )

    def _flatten(self, line: str) -> str:
        """The line with single spaces, in the spellings that `parse_goals` knows; "" for one that is too long."""
        flat = EITHER_NUMBER.sub("s", to_latin(" ".join(ICONS.sub("", line).split())))
        flat = self.short_name.sub(self._known_name, flat)
        if len(flat) > 400 or len(flat.split()) > LONGEST:
            return ""
        if flat.startswith("#") and " " not in flat:
            flat = IN_HASHTAG.sub(" ", flat[1:])
        flat = self.word_range.sub(_expand_range, RANGE.sub(_expand_range, flat))
        apart = self.other_and.sub(", ", flat)
        return apart if looks_like_goal_line(apart) else flat

    def _known_name(self, match: re.Match[str]) -> str:
        """A short name that `parse_goals` knows, in the place of another language's."""
        return match[1] if match[1].upper() in self.short_names else "SDG"

    def _read_numbers(self, flat: str, after_goals: bool) -> GoalLine | None:
        """Read a line that is nothing but goals, or words for goals and numbers; None for any other line."""
        heading = NUMBERED_HEADING.fullmatch(flat)
        if heading and heading["name"].istitle() and fold(heading["name"]) in self.labels:
            return None
        continued = after_goals and len(flat.split()) < PROSE_WORDS
        if continued or (self.number_or_name.search(flat) and looks_like_goal_line(flat)):
            try:
                return GoalLine(parse_goals(flat))
            except ValueError:
                if looks_like_goal_line(flat):
                    return self._read_after_colon(flat) or self._read_in_parts(flat)
        numbered = self.numbered.fullmatch(flat) or self.ordinal.fullmatch(flat)
        return self._read_in_parts(numbered["numbers"]) if numbered else None

    def read_beside(self, line: str) -> GoalLine | None:
        """The goals that stand among labels and dates in their line, as in "News | SDG 4 | 3 May 2024"."""
        pieces = self.line_reader.find_goal_pieces(line)
        known = [one for piece in pieces if piece != line and (one := self.read(piece)) is not None]
        if not known:
            return None
        return GoalLine(
            tuple(goal for one in known for goal in one.goals), tuple(word for one in known for word in one.unknown)
        )

    def mentions(self, text: str) -> bool:
        """Whether a text names a goal by a word such as "SDG" and a number."""
        return self.mention.search(to_latin(text)) is not None

    def title_of(self, line: str) -> int:
        """The number of the goal whose title a line is, 0 for any other line."""
        found = _parse(line) if looks_like_goal_line(line) and not self.number_or_name.search(line) else ()
        return found[0].number if len(found) == 1 else 0

    @staticmethod
    def _read_titles(line: str) -> GoalLine | None:
        """Read a row of goals' titles without a number or a word for them; None for any other line."""
        found = _parse(line) if TITLES_APART.search(line) and looks_like_goal_line(line) else ()
        return GoalLine(found) if len(found) > 1 else None

    def _read_beside_unknown(self, line: str) -> GoalLine | None:
        """Read a short row of goals with words that are none, as in "SDG 4, Youth"; None for any other line."""
        parts = join_goals([part.strip() for part in PIECES.split(line)])
        named = (part for part in parts if self.number_or_name.search(part) and looks_like_goal_line(part))
        known = {part: _parse(part) for part in named}
        unknown = [part for part in parts if not known.get(part)]
        if not parts[1:] or not known.get(parts[0]) or not unknown or ENDED.search(line):
            return None
        if any(len(part.split()) > LONGEST_UNKNOWN or part[0].islower() for part in unknown):
            return None
        return GoalLine(tuple(goal for found in known.values() for goal in found), tuple(unknown))

    def _read_in_parts(self, line: str) -> GoalLine:
        """Read a line part by part, where the whole is not understood: its goals, and the numbers that are no goals."""
        goals: list[GoalTag] = []
        unknown: list[str] = []
        for part in filter(None, self.parts.split(line)):
            found = _parse(part)
            goals += found
            numbers = [] if found else NUMBER.findall(part)
            unknown += numbers
        return GoalLine(tuple(goals), tuple(unknown))

    def _read_after_colon(self, line: str) -> GoalLine | None:
        """Read a line whose goals follow a colon, after a word for goals or among tags; None for any other line."""
        lead, colon, rest = line.partition(":")
        words = {fold(word) for word in lead.split()}
        numbered = self.number_or_name.search(rest) is not None
        if not colon or len(words) > LONGEST_LEAD or not numbered:
            return None
        if words & self.names or looks_like_goal_line(rest):
            found = _parse(rest)
            if found:
                return GoalLine(found)
            if words & self.names and re.fullmatch(r"[\s\d.,;&/+a-z]*", rest.casefold()):
                read = self._read_in_parts(rest)
                words_beside = (part.strip() for part in self.parts.split(rest))
                return replace(read, unknown=read.unknown or tuple(word for word in words_beside if word.isalpha()))
            return None
        if fold_latin(lead) in self.tags | self.line_reader.words["category"]:
            pieces = join_goals([piece.strip() for piece in PIECES.split(rest)])
            pieces = [piece for piece in pieces if self.number_or_name.search(piece)]
            tags = tuple(tag for piece in pieces if looks_like_goal_line(piece) for tag in _parse(piece))
            return GoalLine(tags) if tags else None
        return None

    def _read_named_number(self, line: str) -> GoalLine | None:
        """Read a line with a goal's number and a title that shares a word with a known title of the goal, or with a
        number that is no goal's, as in "COR 20: Nepoznat cilj"; None for any other line."""
        match = NAMED.fullmatch(line)
        name = fold(match["name"]) if match else ""
        if match is None or name not in self.labels:
            return None
        number, title = int(match["number"]), match["title"]
        if not FIRST_GOAL <= number <= LAST_GOAL:
            short = match["sign"] and len(line.split()) <= LONGEST_LEAD
            return GoalLine(unknown=(match["number"],)) if short else None
        if match["sign"] not in (None, ".", ":") or not match["gap"] or ":" in title:
            return None
        if len(title.split()) > LONGEST_TITLE or not title[0].isupper():
            return None
        known = spellings({})
        words = {word for word in words_of(title, known.joiners) if len(word) > 3}
        if name not in self.untitled and not words & {word for titles in known.titles(number) for word in titles}:
            return None
        return GoalLine((GoalTag(number),), note=f"“{title}” was taken for the title of goal {number}")

    def _read_sentence(self, line: str) -> GoalLine | None:
        """Read a sentence that only names the goals of a story, as in "This story relates to SDG 10 and SDG 16"."""
        if len(line.split()) > LONGEST_SENTENCE or not self.mention.search(line):
            return None
        words = [word.casefold() for word in WORD.findall(line)]
        plain = [word for word in words if word not in self.names]
        generic = sum(word in self.sentence_words for word in plain)
        titles = {word for n in _numbers(line) for known in spellings({}).titles(n) for word in known}
        generic += sum(
            word not in self.sentence_words and any(w in titles for w in words_of(word, frozenset())) for word in plain
        )
        if not plain or generic < SHARE_OF_SENTENCE * len(plain):
            return None
        numbers = _numbers(line)
        goals = tuple(GoalTag(number) for number in numbers if FIRST_GOAL <= number <= LAST_GOAL)
        unknown = tuple(str(number) for number in numbers if not FIRST_GOAL <= number <= LAST_GOAL)
        return GoalLine(goals, unknown) if numbers else None


def goals_field(tags: tuple[GoalTag, ...] | list[GoalTag]) -> str:
    """The SDGs field for goals as found: "10, 16.2, 17"; a goal's targets stand in its place."""
    targets: dict[int, list[str]] = {}
    for tag in tags:
        known = targets.setdefault(tag.number, [])
        known += [target for target in tag.targets if target not in known]
    return ", ".join(part for number, found in sorted(targets.items()) for part in (found or [str(number)]))


def _in_capitals(words: Iterable[str]) -> set[str]:
    """The words in capitals, as short names are, in Latin letters."""
    return {to_latin(word) for word in words if word.isalpha() and word.isupper()}


def _expand_range(match: re.Match[str]) -> str:
    """Replace a range by the numbers of all its goals; a range of other numbers stays as it is."""
    first, last = int(match[1]), int(match[2])
    if not FIRST_GOAL <= first < last <= LAST_GOAL:
        return match[0]
    return ", ".join(map(str, range(first, last + 1)))


def _numbers(text: str) -> list[int]:
    return list(dict.fromkeys(int(found.partition(".")[0]) for found in NUMBER.findall(text)))


def _parse(text: str) -> tuple[GoalTag, ...]:
    """Read the goals of a text; none where the text is not understood."""
    try:
        return parse_goals(text)
    except ValueError:
        return ()

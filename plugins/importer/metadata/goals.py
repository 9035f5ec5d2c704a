"""Lines of a page that name goals: "SDG 16 – …", "Ciljevi koje podržavamo: 5, 10", "Tags: rivers, SDG 6".

A line is used whole or not at all. What it names beside known goals is kept as `unknown`, so that it can be asked for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from plugins.importer.language.data import either, fold, fold_latin, words_in
from plugins.importer.metadata.dates import word_key
from plugins.importer.metadata.line_reader import ENDED, ICONS, WORD, LineReader, join_goals
from plugins.importer.project_api import (
    FIRST_GOAL,
    LAST_GOAL,
    GoalTag,
    language_tables,
    looks_like_goal_line,
    parse_goals,
    spellings,
    to_latin,
    words_of,
)

PROSE_WORDS = 12
LONGEST = 40
LONGEST_TITLE = 6
LONGEST_LEAD = 7
# A goal's title alone may be a heading of the text; with a number or a word for "goal" it is a goal line.
NUMBER_OR_NAME = re.compile(r"\d|\b(?:SDG|COR|СДГ|ЦОР)")
NAMED = re.compile(r"#?(?P<name>[^\W\d]+(?:\s[^\W\d]+){0,3})\s?(?P<number>\d{1,2})[.:]?\s+(?P<title>[^\d:.!?]+)")
UNKNOWN = re.compile(r"#?(?P<name>[^\W\d]+(?:\s[^\W\d]+){0,3})\s?(?P<number>\d{1,3})\s*[:.–—-]\s*[^\d.!?]+")
PIECES = re.compile(r"[,;|·•]")
PARTS = re.compile(r"\s*(?:[,;|·•/+&\n]|\b(?:and|i|и|te|dhe|és|und)\b)\s*", re.IGNORECASE)
NUMBER = re.compile(r"(?<![\d.])\d{1,2}(?:\.[\da-z]{1,2})?(?![\d%])")
# "Goals 3–5" are three goals.
RANGE = re.compile(r"(?<![\w.–-])(\d{1,2})\s?[–-]\s?(\d{1,2})(?![\w.–-])")
# "COR-ovi", "SDG-k" and "OZHQ-të" are the plurals of short names.
PLURAL = re.compile(r"\b(SDG|COR|ЦОР|OZHQ|FFC)(?:-?(?:ovi|ова?и?)|-[^\W\d_]{1,3})(?![\w-])", re.IGNORECASE)
NUMBERED_HEADING = re.compile(r"\d{1,2}\.\s+(?:Goals?|Cilj\w*|Циљ\w*)\s*:?")
SHORT_NAME = re.compile(r"\b(?:OZHQ|FFC)\b", re.IGNORECASE)
# A heading may have two titles of goals with "and" between them; a row of goals has another joint.
OTHER_AND = re.compile(r"\s+(?:dhe|és|og|und|et|y|e|şi|și)\s+(?=[^\W\d]*\s?#?\d)", re.IGNORECASE)
TITLES_APART = re.compile(r"[|;/·•\n]|,\s")
# "#GlobalGoal4" is "Global Goal 4".
IN_HASHTAG = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-Z\d])|_")
LONGEST_UNKNOWN = 3
# "SDG(s): 1, 2" and "SDG's: 1, 2".
EITHER_NUMBER = re.compile(r"(?<=[^\W\d_])\(s\)|(?<=\bSDG)['’]s", re.IGNORECASE)
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
        self.memory: dict[tuple[str, bool], GoalLine | None] = {}
        languages = line_reader.languages
        self.line_reader = line_reader
        self.labels = frozenset(map(fold_latin, words_in(languages, "goals")))
        # In a language whose titles of goals nobody wrote down, any short title after a number is one.
        others = [data for data in languages if data.code not in language_tables()]
        self.untitled = frozenset(map(fold_latin, words_in(others, "goals")))
        self.tags = line_reader.words["tags"]
        self.names = {
            word for label in self.labels for word in label.split() if word.startswith(("sdg", "cor", "cilj", "ozhq"))
        }
        self.names |= {"goal", "goals"} | {label for label in self.untitled if " " not in label}
        joiners, openers = (either(words_in(languages, name)) for name in ("ranges", "range_from"))
        self.word_range = re.compile(
            rf"(?<![\w.–-])(?:(?:{openers})\s+)?(\d{{1,2}})\.?\s+(?:{joiners})\s+(?:SDG\s?|COR\s?)?"
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
        words = either({*self.names, "sdg", "sdgs", "cor"})
        # "ciljevima održivog razvoja 4" has the words of a goal's name between the word for it and its number.
        between = either(self._words_of_labels())
        self.mention = re.compile(
            rf"(?<!\w)#?(?:{words})(?:\s+(?:{between})){{0,3}}\s*[#:.]?\s*(?P<number>\d{{1,3}})(?!\d)", re.IGNORECASE
        )

    def _words_of_labels(self) -> frozenset[str]:
        """The words of labels for goals, such as "sustainable" and "development"."""
        words = {to_latin(word).casefold() for label in self.labels for word in label.split()}
        return frozenset(words | set(map(word_key, words)))

    def read(self, line: str, after_goals: bool = False) -> GoalLine | None:
        """The goals of a line, None where it is no goal line; `after_goals` says that the one before it named some."""
        # The steps of an import read each line about seven times.
        if (line, after_goals) not in self.memory:
            if len(self.memory) > REMEMBERED:
                self.memory.clear()
            self.memory[line, after_goals] = self._read_all(line, after_goals)
        return self.memory[line, after_goals]

    def _read_all(self, line: str, after_goals: bool) -> GoalLine | None:
        """The goals of a line, with the numbers in it that are no goal's."""
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
            or self._read_number_and_title(flat)
            or self._read_unknown_number(flat)
            or self._read_beside_unknown(flat)
            or self._read_sentence(flat)
        )

    def _flatten(self, line: str) -> str:
        """The line with single spaces, in the spellings that `parse_goals` knows; "" for one that is too long."""
        flat = SHORT_NAME.sub("SDG", PLURAL.sub(r"\1", EITHER_NUMBER.sub("s", " ".join(ICONS.sub("", line).split()))))
        if len(flat) > 400 or len(flat.split()) > LONGEST:
            return ""
        if flat.startswith("#") and " " not in flat:
            flat = IN_HASHTAG.sub(" ", flat[1:])
        flat = self.word_range.sub(_expand_range, RANGE.sub(_expand_range, flat))
        apart = OTHER_AND.sub(", ", flat)
        return apart if looks_like_goal_line(apart) else flat

    def _read_numbers(self, flat: str, after_goals: bool) -> GoalLine | None:
        """Read a line that is nothing but goals, or words for goals and numbers; None for any other line."""
        if NUMBERED_HEADING.fullmatch(flat):
            return None
        continued = after_goals and len(flat.split()) < PROSE_WORDS
        if continued or (NUMBER_OR_NAME.search(flat) and looks_like_goal_line(flat)):
            try:
                return GoalLine(parse_goals(flat))
            except ValueError:
                if looks_like_goal_line(flat):
                    return self._read_after_colon(flat) or self._read_in_parts(flat)
        latin = to_latin(flat)
        numbered = self.numbered.fullmatch(latin) or self.ordinal.fullmatch(latin)
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
        found = _parse(line) if looks_like_goal_line(line) and not NUMBER_OR_NAME.search(line) else ()
        return found[0].number if len(found) == 1 else 0

    @staticmethod
    def _read_titles(line: str) -> GoalLine | None:
        """Read a row of goals' titles without a number or a word for them; None for any other line."""
        found = _parse(line) if TITLES_APART.search(line) and looks_like_goal_line(line) else ()
        return GoalLine(found) if len(found) > 1 else None

    def _read_beside_unknown(self, line: str) -> GoalLine | None:
        """Read a short row of goals with words that are none, as in "SDG 4, Youth"; None for any other line."""
        parts = join_goals([part.strip() for part in PIECES.split(line)])
        known = {part: _parse(part) for part in parts if NUMBER_OR_NAME.search(part) and looks_like_goal_line(part)}
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
        for part in filter(None, PARTS.split(line)):
            found = _parse(part)
            goals += found
            numbers = [] if found else NUMBER.findall(part)
            unknown += numbers
            if not found and not numbers and any(letter.isdigit() for letter in part):
                unknown.append(part.strip())
        return GoalLine(tuple(goals), tuple(unknown or (() if goals else (line,))))

    def _read_after_colon(self, line: str) -> GoalLine | None:
        """Read a line whose goals follow a colon, after a word for goals or among tags; None for any other line."""
        lead, colon, rest = line.partition(":")
        words = {fold(word) for word in to_latin(lead).split()}
        numbered = NUMBER_OR_NAME.search(rest) is not None
        if not colon or len(words) > LONGEST_LEAD or not (numbered or (words & self.names and _parse(rest))):
            return None
        if words & self.names or looks_like_goal_line(rest):
            found = _parse(rest)
            if found:
                return GoalLine(found)
            if words & self.names and re.fullmatch(r"[\s\d.,;&/+a-z]*", to_latin(rest).casefold()):
                read = self._read_in_parts(rest)
                return replace(read, unknown=read.unknown or _words_beside(rest))
            return None
        if fold_latin(lead) in self.tags | self.line_reader.words["category"]:
            pieces = join_goals([piece.strip() for piece in PIECES.split(rest)])
            pieces = [piece for piece in pieces if NUMBER_OR_NAME.search(piece)]
            tags = tuple(tag for piece in pieces if looks_like_goal_line(piece) for tag in _parse(piece))
            return GoalLine(tags) if tags else None
        return None

    def _read_number_and_title(self, line: str) -> GoalLine | None:
        """Read a line with a goal's number and a title that shares a word with a known title of the goal."""
        match = NAMED.fullmatch(line)
        number = int(match["number"]) if match else 0
        if match is None or not FIRST_GOAL <= number <= LAST_GOAL or len(match["title"].split()) > LONGEST_TITLE:
            return None
        name = fold_latin(match["name"])
        if name not in self.labels or not match["title"][0].isupper():
            return None
        if name in self.untitled:
            return GoalLine((GoalTag(number),), note=f"“{match['title']}” was taken for the title of goal {number}")
        known = spellings({})
        title = {word for word in words_of(match["title"], known.joiners) if len(word) > 3}
        if not title & {word for words in known.titles(number) for word in words}:
            return None
        return GoalLine((GoalTag(number),), note=f"“{match['title']}” was taken for the title of goal {number}")

    def _read_unknown_number(self, line: str) -> GoalLine | None:
        """Read a line that says of a number that is no goal's what the lines of goals say, as in "COR 20: Nepoznat
        cilj"; None for any other line."""
        match = UNKNOWN.fullmatch(line)
        if match is None or fold_latin(match["name"]) not in self.labels or len(line.split()) > LONGEST_LEAD:
            return None
        number = int(match["number"])
        return None if FIRST_GOAL <= number <= LAST_GOAL else GoalLine(unknown=(match["number"],))

    def _read_sentence(self, line: str) -> GoalLine | None:
        """Read a sentence that only names the goals of a story, as in "This story relates to SDG 10 and SDG 16"."""
        latin = to_latin(line)
        if len(line.split()) > LONGEST_SENTENCE or not self.mention.search(latin):
            return None
        words = [word.casefold() for word in WORD.findall(latin)]
        plain = [word for word in words if word not in self.names and word not in ("sdg", "sdgs", "cor")]
        generic = sum(word in self.sentence_words for word in plain)
        titles = {word for n in _numbers(latin) for known in spellings({}).titles(n) for word in known}
        generic += sum(
            word not in self.sentence_words and any(w in titles for w in words_of(word, frozenset())) for word in plain
        )
        if not plain or generic < SHARE_OF_SENTENCE * len(plain):
            return None
        numbers = _numbers(latin)
        goals = tuple(GoalTag(number) for number in numbers if FIRST_GOAL <= number <= LAST_GOAL)
        targets = {part for part in NUMBER.findall(latin) if "." in part}
        goals = tuple(
            replace(tag, targets=tuple(t for t in sorted(targets) if t.startswith(f"{tag.number}."))) for tag in goals
        )
        unknown = tuple(str(number) for number in numbers if not FIRST_GOAL <= number <= LAST_GOAL)
        return GoalLine(goals, unknown) if goals or unknown else None


def goals_field(tags: tuple[GoalTag, ...] | list[GoalTag]) -> str:
    """The SDGs field for goals as found: "10, 16.2, 17"; a goal's targets stand in its place."""
    targets: dict[int, list[str]] = {}
    for tag in tags:
        known = targets.setdefault(tag.number, [])
        known += [target for target in tag.targets if target not in known]
    return ", ".join(part for number, found in sorted(targets.items()) for part in (found or [str(number)]))


def _expand_range(match: re.Match[str]) -> str:
    """Replace a range by the numbers of all its goals; a range of other numbers stays as it is."""
    first, last = int(match[1]), int(match[2])
    if not FIRST_GOAL <= first < last <= LAST_GOAL:
        return match[0]
    return ", ".join(map(str, range(first, last + 1)))


def _words_beside(row: str) -> tuple[str, ...]:
    """The words of a row of numbers that stand in the place of one."""
    return tuple(part.strip() for part in PARTS.split(row) if part and part.strip().isalpha())


def _numbers(text: str) -> list[int]:
    return list(dict.fromkeys(int(found.partition(".")[0]) for found in NUMBER.findall(text)))


def _parse(text: str) -> tuple[GoalTag, ...]:
    """Read the goals of a text; none where the text is not understood."""
    try:
        return parse_goals(text)
    except ValueError:
        return ()

"""Words that the end of a line broke, and whether the hyphen there is their own.

A reader that joins two lines leaves `BREAK` in the place of a hyphen at the end of the first one. Once the page is
read, `BrokenWords` decides of each by the other places in which the page has the word, in either text, and by the
dictionaries of the site's languages. What neither decides keeps its hyphen, and the editor is asked."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain
from typing import Any, TypeVar

from plugins.cyrillic import to_latin
from plugins.importer.document import Block, Run, cut, tidy
from plugins.importer.language.data import ImportLanguage, fold_latin
from plugins.locales.dictionaries import dictionary_path, open_dictionary

# No text that was read has a soft hyphen of its own.
BREAK = "\u00ad"
BROKEN_LINE = re.compile(r"(?P<word>[^\W\d_]+)[-\u2010\u2011]$")
NEXT_WORD = re.compile(r"(?P<hyphen>[-\u2010\u2011]?)(?P<word>\w+)")
BROKEN_WORD = re.compile(rf"[^\W\d_]+(?:{BREAK}[^\W\d_]+)+")
WORD = re.compile(r"[^\W\d_]+(?:[-\u2010\u2011][^\W\d_]+)*")
HYPHENS = str.maketrans("\u2010\u2011", "--")
# Other forms of a word have the same letters but for so many at its end, and so many at least behind the hyphen.
ENDING, FEWEST_SHARED = 3, 2
# No word is longer: what is at the end of a long line is looked at, and not all of it.
LONGEST_WORD = 100
# A compound has parts of so many letters at least: shorter ones are words by chance.
SHORTEST_PART = 3
Line = TypeVar("Line")


def joint_of(text: str, line: str) -> tuple[int, str]:
    """How many letters at the end of a text go where a line follows it, and what stands between the two: `BREAK` where
    the end of the line may have broken a word. A hyphen before a number, a capital letter or another hyphen is the
    word's own."""
    broken, begun = BROKEN_LINE.search(text, max(0, len(text) - LONGEST_WORD)), NEXT_WORD.match(line)
    if not broken or not begun:
        return 0, " "
    if begun["hyphen"]:
        return 1, ""
    capitals = broken["word"].isupper() and begun["word"].isupper() and len(begun["word"]) > 1
    return (1, BREAK) if capitals or begun["word"][0].islower() else (0, "")


def join_lines(text: str, line: str) -> str:
    """A text with one more line of it."""
    if not text or not line:
        return text or line
    gone, joint = joint_of(text, line)
    return text[: len(text) - gone] + joint + line


def join_runs(rows: Iterable[tuple[Run, ...]]) -> tuple[Run, ...]:
    """The runs of some lines as those of one, as `join_lines` does with texts."""
    joined: list[tuple[Run, ...]] = []
    text = ""
    for row in rows:
        line = "".join(run.text for run in row)
        if joined:
            gone, joint = joint_of(text, line)
            joined[-1] = cut(joined[-1], 0, len(text) - gone)
            joined.append((Run(joint),))
        joined.append(row)
        text = line
    return tidy(chain.from_iterable(joined))


def rows_of(lines: Iterable[Line], goes_on: Callable[[Line, Line], bool]) -> list[list[Line]]:
    """Lines in rows, each of which goes on from one line to the next."""
    rows: list[list[Line]] = []
    for line in lines:
        if rows and goes_on(rows[-1][-1], line):
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


@dataclass
class BrokenWords:
    """Decides of the broken words of a page; `own` are the site's languages. `kept` are those that keep their hyphen,
    `unsure` those of which nothing shows how they are written, as they stand in the text now."""

    blocks: Sequence[Block]
    own: Sequence[ImportLanguage]
    kept: list[str] = field(default_factory=list)
    unsure: list[str] = field(default_factory=list)

    def settle_all(self) -> tuple[Block, ...]:
        """The blocks of the page, with all words decided."""
        return tuple(block.change_runs(self.settle) for block in self.blocks)

    def settle(self, runs: tuple[Run, ...]) -> tuple[Run, ...]:
        """Runs of the page without `BREAK`."""
        text = "".join(run.text for run in runs)
        if BREAK not in text:
            return runs
        # Whatever style the parts of a word have, its breaks stand in order.
        signs = iter([sign for match in BROKEN_WORD.finditer(text) for sign in self._signs(match[0])])
        return tuple(replace(run, text=re.sub(BREAK, lambda _: next(signs, ""), run.text)) for run in runs)

    def _signs(self, word: str) -> Iterator[str]:
        """What stands at each break of a word: nothing, its hyphen, or one that hangs above "and"."""
        for match in re.finditer(BREAK, word):
            parts = word[: match.start()].replace(BREAK, ""), word[match.end() :].replace(BREAK, "")
            joined = self._is_one_word(*parts)
            hangs = not joined and parts[1] in self._between
            if not joined and not hangs:
                (self.unsure if joined is None else self.kept).append("-".join(parts))
            yield "" if joined else "- " if hangs else "-"

    def _is_one_word(self, first: str, second: str) -> bool | None:
        """Whether two parts are one word without a hyphen; None where nothing shows it."""
        joined, compound = (self._count(first, joint, second) for joint in ("", "-"))
        if joined != compound:
            return joined > compound
        if self._is_known(first + second):
            return True
        parts = (first, second)
        return False if all(len(part) >= SHORTEST_PART and self._is_known(part) for part in parts) else None

    def _count(self, first: str, joint: str, second: str) -> int:
        """How often the page has a word, in any of its forms, in lines that do not break it."""
        word = fold_latin(f"{first}{joint}{second}")
        fewest = len(fold_latin(first)) + len(joint) + FEWEST_SHARED
        stem = word[: max(fewest, len(word) - ENDING)]
        return sum(count for other, count in self._words.items() if other.startswith(stem))

    @cached_property
    def _words(self) -> Counter[str]:
        """The whole words of the page, in small Latin letters, those with hyphens too."""
        texts = (BROKEN_WORD.sub(" ", block.text) for block in self.blocks)
        return Counter(fold_latin(word.translate(HYPHENS)) for text in texts for word in WORD.findall(text))

    @cached_property
    def _between(self) -> frozenset[str]:
        """What may follow a hanging hyphen, as in "pre- and post-war"."""
        return frozenset(word for data in self.own for word in data.language.section("spelling").get("between", ()))

    def _is_known(self, word: str) -> bool:
        """Whether a word is in the dictionary of one of the languages."""
        forms = dict.fromkeys(form for written in (word, to_latin(word)) for form in (written, written.lower()))
        return any(dictionary.spell(form) for form in forms for dictionary in self._dictionaries)

    @cached_property
    def _dictionaries(self) -> list[Any]:
        paths = (dictionary_path(str(data.language.section("spelling").get("dictionary", ""))) for data in self.own)
        return [open_dictionary(path) for path in paths if path]

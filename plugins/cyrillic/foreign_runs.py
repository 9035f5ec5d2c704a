"""Finds runs of words of other languages, which stay in their own letters („Do not forget us”).

Each word is evidence for or against another language: a logistic model of its groups of letters, whose weights are in
`data/letter_groups.txt`, and the words that it gets wrong, in `data/known_words.txt`. The evidence is added up over a
run, and a run must be worth what its two ends cost; an end at a quotation mark costs least. So words that Serbian has
too (on, to, most, do) go with those beside them. A run whose lead over the other reading is small is uncertain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import groupby
from typing import NamedTuple, Protocol

from .letters import SERBIAN_LETTERS, SERBIAN_MARKS
from .rules import read_lines, read_sections

LETTERS_TOGETHER = 4
BIAS = -0.5
# The evidence of words that a dictionary has, where the letters say little or something else.
KNOWN_FOREIGN, USUAL_SERBIAN, EITHER, KNOWN_SERBIAN = 3.5, 0.75, -0.25, -0.5
# Limits of the evidence of one word, so that none outweighs a sentence.
MOST, LEAST, LEAST_LETTERS = 5.0, -5.0, -3.5
# Evidence from which on a word makes the words around it worth a look.
TELLING = 0.2
NAME_WEIGHT = 0.5
FOREIGN = 3.5
AT_FOREIGN, IN_QUOTE = 1.0, 5.0
# The cost of the end of a run, by what is between the words.
AT_QUOTE, AT_MARK, AT_NAME, IN_TEXT, IN_NAME = 0.5, 3.0, 3.0, 3.0, 3.0
# The lead that makes a reading certain, for one word and for more: more words are better evidence.
CERTAIN_FOREIGN, CERTAIN_SERBIAN = (2.5, 0.75), (1.0, 2.25)
QUOTE = re.compile('[„“”«»"‘‚‹›]')
SENTENCE_END = re.compile(r"[.!?…]\s|\w|\n\n")
SEPARATE_PARTS = re.compile("[^\\W\\d_]+")


class Word(Protocol):
    """A word of a text: its place, its evidence for another language, and whether it stays Latin by itself."""

    @property
    def start(self) -> int:
        """Where it begins."""

    @property
    def end(self) -> int:
        """Where it ends."""

    @property
    def evidence(self) -> float:
        """The logarithm of the odds that it is of another language."""

    @property
    def foreign(self) -> bool:
        """Whether it stays Latin in a Serbian sentence too."""


class Gap(NamedTuple):
    """What is between two words: what it costs to begin a run after it, and to end one before it; `splits` is true
    where no run goes on across it."""

    begin: float
    end: float
    splits: bool = False


SPACE, QUOTED_SPACE = Gap(IN_TEXT, IN_TEXT), Gap(IN_QUOTE, IN_QUOTE)


class Run(NamedTuple):
    """Words of a text from `first` up to `last`, which are in another language; or perhaps are not, or are, where it
    is not `certain`."""

    first: int
    last: int
    foreign: bool
    certain: bool


@cache
def read_weights() -> dict[str, float]:
    """The weight of each group of letters; `<` and `>` are the ends of a word."""
    weights: dict[str, float] = {}
    for line in read_lines("letter_groups"):
        weight, _, groups = line.partition(" ")
        weights.update(dict.fromkeys(groups.split(), float(weight)))
    return weights


@lru_cache(maxsize=1 << 17)
def evidence_of(word: str) -> float:
    """The logarithm of the odds that a word is of another language, within limits."""
    if SERBIAN_MARKS.search(word):
        return LEAST
    total = sum(map(_evidence_of_part, SEPARATE_PARTS.findall(word.lower()[:60])))
    return max(LEAST_LETTERS, min(MOST, total))


def _evidence_of_part(part: str) -> float:
    weights, known = read_weights(), read_sections("known_words")
    if part in known["either"]:
        return EITHER
    total = BIAS + sum(weights.get(group, 0.0) for group in group_letters(part, len(part) + 2 > LETTERS_TOGETHER))
    if part in known["foreign"]:
        return max(total, KNOWN_FOREIGN)
    if part in known["usual"]:
        return min(total, USUAL_SERBIAN)
    return min(total, KNOWN_SERBIAN) if part in known["serbian"] else total


def group_letters(word: str, whole: bool) -> Iterator[str]:
    """Every group of up to four letters and ends of a word, and the word as a whole."""
    spelt = f"<{word}>"
    if whole:
        yield spelt
    for length in range(1, LETTERS_TOGETHER + 1):
        yield from (spelt[start : start + length] for start in range(len(spelt) - length + 1))


def find_runs(text: str, words: Sequence[Word]) -> Iterator[Run]:
    """The runs of words of another language, and of words that may be of one."""
    gaps = list(_find_gaps(text, words))
    first = 0
    for at in range(1, len(words) + 1):
        if gaps[at].splits:
            yield from _find_in_sentence(text, words[first:at], gaps[first : at + 1], first)
            first = at


def _find_gaps(text: str, words: Sequence[Word]) -> Iterator[Gap]:
    """What is before each word, and after the last one."""
    quoted = False
    for at in range(len(words) + 1):
        start, end = words[at - 1].end if at else 0, words[at].start if at < len(words) else len(text)
        between = text[start:end]
        if between == " " and 0 < at < len(words):
            yield QUOTED_SPACE if quoted else SPACE
            continue
        closes = opens = False
        for mark in QUOTE.findall(between):
            quoted = mark in "„‚" or (mark != "”" and not quoted)
            opens, closes = opens or quoted, closes or not quoted
        paragraph = "\n\n" in between
        quoted = quoted and not paragraph
        splits = at in (0, len(words)) or paragraph or (not quoted and bool(SENTENCE_END.search(between)))
        if not opens and not closes and quoted:
            yield Gap(IN_QUOTE, IN_QUOTE, splits)
        elif between.isspace() and not splits:
            yield SPACE
        else:
            yield Gap(AT_QUOTE if opens else AT_MARK, AT_QUOTE if closes else AT_MARK, splits)


def is_telling(words: Sequence[Word]) -> bool:
    """True where a word makes the words around it worth a look."""
    return any(word.evidence >= TELLING or word.foreign for word in words)


def _find_in_sentence(text: str, words: Sequence[Word], gaps: Sequence[Gap], offset: int) -> Iterator[Run]:
    if not is_telling(words):
        return
    opens_sentence = gaps[0].begin != AT_QUOTE
    evidence = [_weigh(text, word, at > 0 or not opens_sentence) for at, word in enumerate(words)]
    gaps = [_weigh_space(text, *words[at - 1 : at + 1]) if gap is SPACE else gap for at, gap in enumerate(gaps)]
    leads = _leads(evidence, gaps)
    groups = groupby(range(len(words)), lambda at: (leads[at] > 0) - (leads[at] <= -max(CERTAIN_SERBIAN)))
    for kind, group in groups:
        run = _read_run(text, words, leads, gaps, list(group))
        if kind > 0 or (kind == 0 and not run.certain):
            yield run._replace(first=run.first + offset, last=run.last + offset)


def _read_run(text: str, words: Sequence[Word], leads: Sequence[float], gaps: Sequence[Gap], group: list[int]) -> Run:
    first, last = group[0], group[-1] + 1
    foreign, several = leads[first] > 0, last - first > 1
    begins, ends = gaps[first].begin == AT_QUOTE, gaps[last].end == AT_QUOTE
    if foreign:
        needed = CERTAIN_FOREIGN[several]
    else:
        needed = CERTAIN_SERBIAN[(several and begins and ends) or _touches_name(text, words, leads, first, last)]
    certain = all(abs(leads[at]) >= needed or words[at].foreign for at in group)
    # A quotation is in one language.
    is_cut = foreign and several and begins != ends and first > 0 and last < len(words)
    return Run(first, last, foreign, certain and not is_cut)


def _touches_name(text: str, words: Sequence[Word], leads: Sequence[float], first: int, last: int) -> bool:
    """True for a capitalised word beside another language's, unless it opens a sentence: Save in Save the Children."""
    is_before = last < len(words) and leads[last] > 0 and text[words[last - 1].end : words[last].start] == " "
    is_after = first > 0 and leads[first - 1] > 0 and text[words[first - 1].end : words[first].start] == " "
    return (is_before and first > 0 and _is_name(text, words[last - 1])) or (is_after and _is_name(text, words[first]))


def _is_name(text: str, word: Word) -> bool:
    return text[word.start : word.start + 1].isupper() and word.end - word.start > 1


def _leads(evidence: Sequence[float], gaps: Sequence[Gap]) -> list[float]:
    """By how much the best reading with each word in another language leads over the best one with it in Serbian."""
    before = _best_up_to(evidence, gaps)
    after = _best_up_to(evidence[::-1], [Gap(gap.end, gap.begin) for gap in reversed(gaps)])[::-1]
    return [
        foreign + foreign_after - own - serbian - serbian_after
        for own, (foreign, serbian), (foreign_after, serbian_after) in zip(evidence, before, after, strict=True)
    ]


def _best_up_to(evidence: Sequence[float], gaps: Sequence[Gap]) -> list[tuple[float, float]]:
    """The worth of the best reading up to each word, with that word in another language and in Serbian."""
    best = []
    foreign, serbian = float("-inf"), 0.0
    for own, gap in zip(evidence, gaps, strict=False):
        foreign, serbian = max(foreign, serbian - gap.begin) + own, max(serbian, foreign - gap.end)
        best.append((foreign, serbian))
    return best


def _weigh_space(text: str, word: Word, next_word: Word) -> Gap:
    cost = _cost_in_text(text, word, next_word)
    return Gap(cost, cost)


def _cost_in_text(text: str, word: Word, next_word: Word) -> float:
    is_name, next_is_name = text[word.start].isupper(), text[next_word.start].isupper()
    if is_name and (next_is_name or next_word.foreign):
        return IN_NAME
    # The network X.
    is_symbol = word.end - word.start == 1 and not SERBIAN_LETTERS.fullmatch(text, word.start, word.end)
    if word.foreign or next_word.foreign or is_symbol:
        return AT_FOREIGN
    return AT_NAME if is_name or next_is_name else IN_TEXT


def _weigh(text: str, word: Word, may_be_name: bool) -> float:
    """The evidence of a word in its place: a name is less than a word, an acronym nothing."""
    letters = text[word.start : word.end]
    evidence = word.evidence
    if letters == "I" and text[max(0, word.start - 2) : word.start - 1].isupper():
        # The conjunction between words in capitals.
        return LEAST_LETTERS
    if len(letters) == 1 and letters.islower():
        return EITHER if letters in read_sections("known_words")["either"] else LEAST_LETTERS
    if letters.isupper():
        evidence = 0.0 if len(letters) < 4 else NAME_WEIGHT * evidence_of(letters)
    elif SERBIAN_MARKS.search(letters):
        return LEAST
    elif (
        may_be_name and letters[:1].isupper() and (evidence < 0 or text[max(0, word.start - 1) : word.start].isspace())
    ):
        evidence *= NAME_WEIGHT
    return max(evidence, FOREIGN) if word.foreign else evidence

"""What pages of print put into a text: lines that come back on each page, and paragraphs that go on on the next one."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Collection, Sequence

from plugins.importer import weights as w
from plugins.importer.document import BEGINS_SMALL, ENDED, goes_on
from plugins.importer.language.counterparts import is_lone
from plugins.importer.readers.broken_words import BrokenWords, join_runs
from plugins.importer.reasons import Reason
from plugins.importer.roles.features import fold_loosely, is_fact
from plugins.importer.units import Unit

DIGITS = re.compile(r"\d+")
# So many pages at most are between two numbers of pages.
MOST_PAGES = 2


def vote_for_running_lines(units: Sequence[Unit], codes: Collection[str]) -> None:
    """Short lines that are the same but for their numbers are printed on each page, and those that are the same but for
    the codes of languages are names of fields, as "[HEADLINE EN]" is: all of them are left out. More such lines than a
    page has at its top and its foot are the text's own, such as those of a plan; a label or a credit may come back as
    well."""
    groups: dict[str, list[Unit]] = defaultdict(list)
    texts = [*itertools.accumulate(unit.is_prose for unit in units)]
    places = {id(unit): at for at, unit in enumerate(units)}
    twice = any(unit.partner is not None for unit in units)
    for unit in units:
        if 0 < unit.words <= w.USUAL_TITLE and unit.block.kind in ("paragraph", "heading"):
            words = ("0" if word.strip(".,:[]()").casefold() in codes else word for word in unit.text.split())
            groups[DIGITS.sub("0", fold_loosely(" ".join(words)))].append(unit)
    running = []
    for key, row in groups.items():
        steps = [(places[id(former)], places[id(other)]) for former, other in itertools.pairwise(row)]
        between = [texts[other] > texts[former] for former, other in steps]
        if key and all(other > former + 1 for former, other in steps) and _is_running(row, between, key == "0", twice):
            running.append(row)
    for row in running if len(running) <= w.MOST_RUNNING else ():
        for unit in row:
            kept = max(unit.strength("body"), unit.strength("contact"))
            unit.vote("clutter", w.SURE + kept, Reason.RUNNING)
            unit.vote("title", -w.CERTAIN if unit is not row[0] or len(row) < w.FEWEST_RUNNING else 0.0, Reason.AGAINST)


def _is_running(row: Sequence[Unit], between: Sequence[bool], numbers: bool, twice: bool) -> bool:
    """Whether lines that are the same but for their numbers are those of pages: their numbers go up, with text between
    most of them, or they come back three times and no line of the other text is like them, or all of them are the same,
    with text `between`, three times, or in one language alone."""
    first = row[0]
    # "12 likes" and "13 likes" say how often a page was read, or how long that takes.
    aside = first.facts is not None and first.facts.aside and not first.facts.dates
    fact = is_fact(first) and first.strength("contact") < w.LIKELY and not aside
    if len(row) < 2 or fact or ENDED.search(first.text):
        return False
    # "Article 1" and "Article 2" have their counterparts, the numbers of pages and what stands beside them have none.
    own = {id(unit) for unit in row}
    paired = any(unit.partner is not None and id(unit.partner) not in own for unit in row)
    columns = [*zip(*(DIGITS.findall(fold_loosely(unit.text)) for unit in row), strict=True)]
    often = len(row) >= w.FEWEST_RUNNING
    if twice and not numbers and not columns and len({fold_loosely(unit.text) for unit in row}) > 1:
        return True
    if any(map(_counts_pages, columns)) and 2 * sum(between) >= len(between) and (numbers or not paired):
        return True
    if columns and often and twice and not (numbers or paired):
        return True
    same = len({fold_loosely(unit.text) for unit in row}) == 1
    lone = all(map(is_lone, row)) and len({unit.language for unit in row}) == 1
    word = first.words == 1 and any(unit.counterpart is None for unit in row)
    return not word and all(between) and (lone or (same and often))


def _counts_pages(numbers: Sequence[str]) -> bool:
    """Whether numbers go up as those of pages do, of which a few may have none; years and scores do not."""
    steps = [int(after) - int(number) for number, after in itertools.pairwise(numbers)]
    return all(step > 0 for step in steps) and sum(steps) <= MOST_PAGES * len(steps)


def join_torn(units: Sequence[Unit], own: Sequence[str], broken: BrokenWords) -> list[Unit]:
    """The units; a paragraph that ends in mid-sentence is joined with the next line of its language, if that begins
    small and something else stands between the two: the other column, or the end of a page."""
    gone: set[int] = set()
    for code in own:
        row = [at for at, unit in enumerate(units) if unit.language == code and unit.words and not unit.certain_role()]
        open_at = row[0] if row else 0
        for at in row[1:]:
            between = [unit for unit in units[open_at + 1 : at] if unit.words or unit.block.kind == "rule"]
            if between and _goes_on(units[open_at], units[at]):
                _join(units[open_at], units[at], broken)
                gone.add(at)
            else:
                open_at = at
    return [unit for at, unit in enumerate(units) if at not in gone]


def _goes_on(unit: Unit, below: Unit) -> bool:
    """Whether a line ends in the middle of a sentence that another one may end."""
    plain = unit.block.kind == below.block.kind == "paragraph"
    sentence = unit.words >= w.SENTENCE_WORDS and not BEGINS_SMALL.match(unit.text)
    return plain and sentence and goes_on(unit.text, below.text)


def _join(unit: Unit, below: Unit, broken: BrokenWords) -> None:
    unit.block = unit.block.with_runs(broken.settle(join_runs((unit.block.runs, below.block.runs))))
    unit.vote("body", max(0.0, below.strength("body")) + w.SURE, Reason.GOES_ON)
    unit.vote("title", -w.CERTAIN, Reason.AGAINST)

"""Which lines of a page are each other's translation: the evidence that each text gives for the other one's lines.

An author who writes a line in one language writes it in the other one too; the words of a page that got between two
paragraphs mostly stand in one text only."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from plugins.importer import weights as w
from plugins.importer.alignment import align, table_of
from plugins.importer.units import Counterpart, Unit

END = re.compile(r"(?P<sign>[.:?!…])[\"”“'’»«)\]]*$")


def find_counterparts(units: Sequence[Unit], own: Sequence[str]) -> None:
    """Give each line of a page in two languages its counterpart."""
    for unit in units:
        unit.counterpart = None
    _pair_halves(units, own)
    rows = [
        [unit for unit in units if unit.language == code and unit.words and unit.counterpart is None] for code in own
    ]
    for at, first in enumerate(own):
        for other in range(at + 1, len(own)):
            _pair(rows[at], rows[other], first, own[other])


def _pair_halves(units: Sequence[Unit], own: Sequence[str]) -> None:
    """A line that was cut since it holds two languages, and two lines of one block, one in each language and about as
    long, are each other's translation wherever they stand."""
    for _, group in itertools.groupby((unit for unit in units if unit.words), key=lambda unit: unit.block.place):
        line = list(group)
        if len(line) == 2 and {line[0].language, line[1].language} <= {*own} and line[0].language != line[1].language:
            cut = all(unit.said_language for unit in line) and not line[1].joined
            if cut or 1 / w.TITLES_AS_LONG <= len(line[0].text) / len(line[1].text) <= w.TITLES_AS_LONG:
                for unit, other in (line, line[::-1]):
                    unit.counterpart = Counterpart(other, w.PAIR_OF_HALVES)


def _pair(first: Sequence[Unit], second: Sequence[Unit], code: str, other: str) -> None:
    """The counterparts of two languages' lines; the better one where a third language has one too."""
    if not first or not second:
        return

    def alike(at: int, place: int) -> float:
        return _likeness(first[at], second[place])

    pairs = align([unit.text for unit in first], [unit.text for unit in second], table_of(code, other), alike)
    for ours, theirs, found in ((first, second, pairs[0]), (second, first, pairs[1])):
        for unit, partner in zip(ours, found, strict=True):
            if unit.counterpart is None or partner.margin > unit.counterpart.margin:
                unit.counterpart = Counterpart(theirs[partner.place], partner.margin)


def _likeness(one: Unit, other: Unit) -> float:
    """What speaks for two lines as a pair beside their words: both are headings, items, questions or links, or not."""
    kind = w.PAIR_SAME_KIND if one.block.kind == other.block.kind else -w.PAIR_OTHER_KIND
    kind -= w.SURE if _fact_of(one) != _fact_of(other) else 0.0
    ends = [_end_of(unit.text) for unit in (one, other)]
    end = -w.PAIR_OTHER_END if ends[0] != ends[1] else w.PAIR_SAME_END if ends[0] not in ("", ".") else 0.0
    links = [unit.link_share > w.SECOND_LINKED for unit in (one, other)]
    link = -w.PAIR_OTHER_KIND if links[0] != links[1] else w.PAIR_SAME_END if links[0] else 0.0
    return kind + end + link


def _end_of(text: str) -> str:
    """The sign that a line ends with, inside quotation marks and brackets; "" where it has none."""
    found = END.search(text)
    return found["sign"] if found else ""


def _fact_of(unit: Unit) -> str:
    """What a line is that is no text, such as a label, a date, goals, a credit or the name of a language; "" for text,
    which is no translation of it."""
    if unit.strength("credit") >= w.SURE:
        return "credit"
    role = unit.certain_role()
    return role if role in ("label", "date", "goals", "language", "pointer") else ""


def says_all_twice(units: Sequence[Unit]) -> bool:
    """Whether nearly all longer lines of a page, and a few at least, have a counterpart."""
    long = [unit for unit in units if unit.words >= w.SENTENCE_WORDS and not unit.certain_role()]
    return sum(unit.has_counterpart for unit in long) >= max(w.PAIR_FEWEST, w.PAIR_SHARE * len(long))


def is_lone(unit: Unit) -> bool:
    """Whether a line surely has no counterpart."""
    return unit.counterpart is None or unit.counterpart.margin < -w.PAIR_SURE


def return_strays(units: Sequence[Unit], own: Sequence[str], habit: str) -> None:
    """Give short lines that stand below a text in another language, such as the names of partners, the language of that
    text: on a page that says nearly all twice those that have no counterpart, or have one in that language alone, and
    all lines of a language in which the page has no text, as quotations have none. No file is made of them."""
    filled = [unit for unit in units if unit.words and unit.language in own]
    texts = _texts_of(filled, own)
    translated = habit == "halves" and len(texts) > 1 and says_all_twice(filled)
    before, above = next((unit.language for unit in filled if unit.language in texts), ""), None
    for code, group in itertools.groupby(filled, key=lambda unit: unit.language):
        run = list(group)
        strays = list(itertools.takewhile(_is_stray if code in texts else _is_unmarked, run))
        if not before or code == before or (code in texts and not translated):
            strays = []
        elif code in texts and not _is_list(above, strays, run):
            strays = _find_paired(strays, before, units, own)
        for unit in strays:
            unit.language, unit.language_margin = before, w.LANGUAGE_MENTIONED
        before = code if code in texts and len(strays) < len(run) else before
        above = run[-1]


def _find_paired(strays: Sequence[Unit], language: str, units: Sequence[Unit], own: Sequence[str]) -> list[Unit]:
    """The lines that have a counterpart by their words if they are in another language than was found."""
    was = strays[0].language if strays else ""
    if not any(unit.language == was and is_lone(unit) and unit not in strays for unit in units):
        return []
    for unit in strays:
        unit.language = language
    find_counterparts(units, own)
    paired = [unit for unit in strays if unit.pair_margin >= w.PAIR_BY_WORDS]
    for unit in strays:
        unit.language = language if unit in paired else was
    find_counterparts(units, own)
    return paired


def _texts_of(units: Sequence[Unit], own: Sequence[str]) -> set[str]:
    """The languages in which a page has a text: one that is no counterpart of another, nor long, is none."""
    prose = {code: sum(unit.words for unit in units if unit.language == code and unit.is_prose) for code in own}
    paired = {unit.language for unit in units if unit.counterpart and unit.counterpart.margin >= w.PAIR_BY_WORDS}
    return {code for code in own if code in paired or prose[code] > w.SHARE_OF_TEXT * max(prose.values())}


def _is_list(above: Unit | None, strays: Sequence[Unit], run: Sequence[Unit]) -> bool:
    """Whether some lines belong to the one above them rather than to the title below, as its kicker would."""
    introduced = above is not None and above.text.endswith(":")
    return introduced or len(strays) == len(run) or all(unit.block.kind == "item" for unit in strays)


def _is_unmarked(unit: Unit) -> bool:
    """Whether nothing but its words puts a line in its language."""
    return not (unit.said_language or unit.block.language or unit.certain_role() == "language")


def _is_stray(unit: Unit) -> bool:
    """Whether a short line of a language that has a text belongs to none of its lines."""
    return is_lone(unit) and _is_unmarked(unit) and not unit.is_prose and not unit.certain_role()

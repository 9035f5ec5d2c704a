"""Which lines of a page are each other's translation: the evidence that each text gives for the other one's lines.

An author who writes a line in one language writes it in the other one too; the words of a page that got between two
paragraphs mostly stand in one text only."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Collection, Sequence

from plugins.importer import weights as w
from plugins.importer.alignment import align, similarity, table_of
from plugins.importer.document import ENDED
from plugins.importer.reasons import Reason
from plugins.importer.units import Counterpart, Unit

# Longer words in small letters are part of no name.
LONGEST_NAME_WORD = 3
# Lines that say something about the page: none is the translation of a line of text.
FACTS = ("label", "date", "goals", "language", "pointer")


def find_counterparts(units: Sequence[Unit], own: Sequence[str]) -> None:
    """Give each line of a page in two languages its counterpart."""
    for unit in units:
        unit.counterpart = None
    _pair_halves(units, own)
    lines = [unit for unit in units if unit.words and unit.counterpart is None and _may_be_translated(unit)]
    rows = {code: [unit for unit in lines if unit.language == code] for code in own}
    for code, other in itertools.combinations(own, 2):
        if rows[code] and rows[other]:
            _pair(rows[code], rows[other], code, other)


def _may_be_translated(unit: Unit) -> bool:
    """Whether a line may have a translation: it is no fact, and no second copy of a text, whose translation is the
    first one's."""
    return unit.certain_role() not in FACTS and not any(vote.reason is Reason.TWICE for vote in unit.votes)


def _pair_halves(units: Sequence[Unit], own: Sequence[str]) -> None:
    """A line that was cut since it holds two languages, and two lines of one block, one in each language and about as
    long, are each other's translation wherever they stand."""
    for _, group in itertools.groupby((unit for unit in units if unit.words), key=lambda unit: unit.block.place):
        line = list(group)
        if len(line) == 2 and {line[0].language, line[1].language} <= {*own} and line[0].language != line[1].language:
            cut = all(unit.said_language for unit in line) and not line[1].joined
            as_long = 1 / w.TITLES_AS_LONG <= len(line[0].text) / len(line[1].text) <= w.TITLES_AS_LONG
            table = table_of(line[0].language, line[1].language)
            if cut or (as_long and similarity(line[0].text, line[1].text, table) > 0):
                for unit, other in (line, line[::-1]):
                    unit.counterpart = Counterpart(other, w.PAIR_OF_HALVES)


def _pair(first: Sequence[Unit], second: Sequence[Unit], code: str, other: str) -> None:
    """The counterparts of two languages' lines; the better one where a third language has one too."""
    shapes = [[_shape_of(unit) for unit in row] for row in (first, second)]

    def alike(at: int, place: int) -> float:
        if _is_credit(first[at]) != _is_credit(second[place]):
            return -w.SURE
        if shapes[0][at] != shapes[1][place]:
            return w.PAIR_PLAIN - w.PAIR_SHAPE
        return w.PAIR_PLAIN + (w.PAIR_SHAPE if any(shapes[0][at]) else 0.0)

    pairs = align([unit.text for unit in first], [unit.text for unit in second], table_of(code, other), alike)
    for ours, theirs, partners in ((first, second, pairs[0]), (second, first, pairs[1])):
        for unit, partner in zip(ours, partners, strict=True):
            other_line = theirs[partner.place]
            untranslated = _is_untranslated(unit, other_line, (code, other))
            margin = min(partner.margin, -w.PAIR_BY_WORDS) if untranslated else partner.margin
            if unit.counterpart is None or margin > unit.counterpart.margin:
                unit.counterpart = Counterpart(other_line, margin)


def _is_untranslated(unit: Unit, other: Unit, codes: Collection[str]) -> bool:
    """Whether a line that is no sentence stands letter by letter in both texts, but for codes of languages as in
    "[BODY EN]", though it has words, as the name of a field of a form has: nobody translated it."""
    words, others = ([word.strip(".,:;[]()") for word in line.text.split()] for line in (unit, other))
    bare, other_bare = ([word for word in row if word.casefold() not in codes] for row in (words, others))
    small = any(len(word) > LONGEST_NAME_WORD and word.isalpha() and word.islower() for word in words)
    named = bool(bare) and not ENDED.search(unit.text)
    return named and bare == other_bare and (small or len(bare) < len(words))


def _is_credit(unit: Unit) -> bool:
    """Whether a line says whose something is, which no line of text translates."""
    return unit.strength("credit") >= w.SURE


def _shape_of(unit: Unit) -> tuple[str, bool]:
    """What two lines have in common that are each other's translation: the sign that it ends with, inside quotation
    marks and brackets, "" where it is a full stop or none, and whether it is a link."""
    last = unit.text.rstrip("\"”“'’»«)] ")[-1:]
    return "" if last.isalnum() else last.strip("."), unit.link_share > w.SECOND_LINKED


def says_all_twice(units: Sequence[Unit]) -> bool:
    """Whether a page says the same in two languages: a few longer lines have a counterpart, as have nearly all words of
    the written text in one language, and half of all. What a page has around its texts takes nothing from that."""
    lines = [unit for unit in units if not unit.certain_role()]
    paired = [unit for unit in lines if unit.words >= w.SENTENCE_WORDS and unit.has_counterpart]
    lone = [unit for unit in lines if unit.is_prose and not unit.has_counterpart]
    twice, once = _count_words(paired), _count_words(lone)
    whole = any(twice[code] >= w.PAIR_SHARE * (once[code] + twice[code]) for code in twice)
    return whole and once.total() <= twice.total() and len(paired) >= w.PAIR_FEWEST


def _count_words(units: Sequence[Unit]) -> Counter[str]:
    """How many words some lines have in each language."""
    counts: Counter[str] = Counter()
    for unit in units:
        counts[unit.language] += unit.words
    return counts


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
    lone = Counter(unit.language for unit in units if is_lone(unit))
    returned: list[tuple[Unit, str]] = []
    tried: list[tuple[Unit, str]] = []
    for code, group in itertools.groupby(filled, key=lambda unit: unit.language):
        run = list(group)
        # What a person or the page says of a line's language is never changed.
        strays = list(itertools.takewhile(_is_stray if code in texts else lambda unit: not unit.said_language, run))
        if not before or code == before or (code in texts and not translated):
            strays = []
        kept = returned if code not in texts or _is_list(above, strays, run) else tried
        if kept is returned or lone[code] > sum(map(is_lone, strays)):
            kept += [(unit, before) for unit in strays]
        before = code if code in texts and len(strays) < len(run) else before
        above = run[-1]
    for unit, code in (*returned, *_find_paired(tried, units, own)):
        unit.language, unit.language_margin = code, w.LANGUAGE_MENTIONED


def _find_paired(
    strays: Sequence[tuple[Unit, str]], units: Sequence[Unit], own: Sequence[str]
) -> list[tuple[Unit, str]]:
    """The lines that have a counterpart by their words if they are in another language than was found."""
    if not strays:
        return []
    was = [unit.language for unit, _ in strays]
    for unit, code in strays:
        unit.language = code
    find_counterparts(units, own)
    paired = [(unit, code) for unit, code in strays if unit.pair_margin >= w.PAIR_BY_WORDS]
    for (unit, _), code in zip(strays, was, strict=True):
        unit.language = code
    for unit, code in paired:
        unit.language = code
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


def _is_stray(unit: Unit) -> bool:
    """Whether a short line of a language that has a text belongs to none of its lines."""
    return is_lone(unit) and not unit.is_prose and not unit.certain_role()

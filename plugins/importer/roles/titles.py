"""The titles with which the lines of all languages together have the highest score, and the roles of the others."""

from __future__ import annotations

import itertools
import operator
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from plugins.importer import weights as w
from plugins.importer.document import CAPITALS, ENDED
from plugins.importer.roles.line_kinds import (
    LABELLED,
    LONGEST_CANDIDATE,
    SECTION_NUMBER,
    SHORT_KICKER,
    is_fact,
    is_no_sentence,
    is_surely_text,
    name_reasons,
    stems_of,
)
from plugins.importer.units import KEPT, NOT_TEXT, OPEN_END, STOPPED, Role, Unit

# A name with an office or a place behind it, such as "Ana Marić, Coordinator".
PERSON = re.compile(
    rf"(?:[^\W\d_]+\. )?(?:[{CAPITALS}][\w.’'-]*\s){{1,3}}[{CAPITALS}][\w’'-]+, [^\W\d_][^,:;]*(?:, [^,:;]+)?"
)
LONGEST_PERSON = 12
COUNTED = re.compile(r"\W*\d+(?:[.,:]\d+)?\s+[^\W\d_]+(?:\s+[^\W\d_]+)?\W*")
COUNTS_JOINT = re.compile(r"\s*[·|•]\s*")
TIMED = re.compile(r"\d{1,2}[:.]\d{2}\W+[^\W\d_]")
CANDIDATES = 14
LONGEST_KICKER = 4
# Lines so near each other have nothing but a line of another kind between them.
NEAR = 2
LONGEST_LINE_KICKER = 8
REACH = 6


@dataclass(frozen=True)
class TitleChoice:
    """The unit chosen as a language's title (None where there is none), its margin, and what was second."""

    unit: Unit | None
    margin: float
    strength: float = 0.0
    second: str = ""


@dataclass
class Overrides:
    """What a person has decided: roles and languages by the ids of units."""

    roles: Mapping[str, Role] = field(default_factory=dict)
    languages: Mapping[str, str] = field(default_factory=dict)


@dataclass
class TitleSearch:
    """The lines of one language (`row`), and for each place in it that may hold the title, and for none (-1), the sum
    of what speaks for all lines together; `fixed` if a person or the page's head has said which it is."""

    row: Sequence[Unit]
    zone: Mapping[int, str]
    last: int
    candidates: Sequence[int]
    stems: frozenset[str]
    totals: Mapping[int, float]
    saved: bool
    fixed: bool = False

    def unit(self, at: int) -> Unit | None:
        """The line at a place, None for no title."""
        return self.row[at] if at >= 0 else None


def search_title(
    row: Sequence[Unit],
    zones: Sequence[str],
    units: Sequence[Unit],
    overrides: Overrides,
    titled: bool = False,
    saved: bool = False,
) -> TitleSearch:
    """Weigh all lines of a language together for each line that may be its title. With `titled` the title is known
    already and no line is one."""
    zone = {id(unit): where for unit, where in zip(units, zones, strict=True)}
    last = max((at for at, unit in enumerate(row) if _is_written(unit)), default=-1)
    candidates = [] if titled else _find_candidates(row, overrides)
    body = " ".join(unit.text for unit in row if unit.is_prose)[:3000]
    stems = stems_of(body)
    totals: dict[int, float] = {}
    forced = any(overrides.roles.get(row[at].id) == "title" for at in candidates)
    for at in candidates if forced else (-1, *candidates):
        total = 0.0
        for place in range(len(row)):
            if place == at:
                total += _weigh_title(row, at, candidates, stems)
            else:
                total += max(_weigh_others(row, place, at, zone, last, saved).values(), default=0.0)
            if place > (candidates[-1] if candidates else -1) + REACH:
                break
        totals[at] = total
    return TitleSearch(row, zone, last, candidates, stems, totals, saved, forced)


def choose_titles(searches: Mapping[str, TitleSearch], overrides: Overrides) -> dict[str, TitleChoice]:
    """The titles of all languages with which all lines have the highest sum: two that are each other's translation are
    likelier together. The margin of each is by how much the sum is smaller with another line, a changed title."""
    codes = list(searches)
    rows = [(one.row, at) for one in searches.values() for at in one.candidates if not one.row[at].certain_role()]
    dated = {id(row[at]) for row, at in rows if _is_above_date(row, at)}
    sums = {
        places: sum(searches[code].totals[at] for code, at in zip(codes, places, strict=True))
        + _bond([searches[code].unit(at) for code, at in zip(codes, places, strict=True)], dated)
        for places in itertools.product(*(searches[code].totals for code in codes))
    }
    best = max(sums, key=lambda places: sums[places])
    found = {}
    for side, code in enumerate(codes):
        # Where other titles of both languages are nearly as likely, each of the two is in doubt.
        rivals = {
            places: (sums[best] - total) / sum(map(operator.ne, places, best))
            for places, total in sums.items()
            if places[side] != best[side]
        }
        second = min(rivals, key=lambda places: rivals[places], default=None)
        margin = rivals[second] if second is not None else w.FACT
        rival = searches[code].unit(second[side]) if second is not None else None
        bond = _bond([searches[other].unit(at) for other, at in zip(codes, best, strict=True)], dated)
        found[code] = _settle_row(searches[code], best[side], margin, rival.text if rival else "", bond, overrides)
    return found


def _bond(titles: Sequence[Unit | None], dated: Collection[int]) -> float:
    """How much likelier titles are together than each by itself: they are each other's translation, or not. A title
    whose translation is a line of a text without a title is as unlikely as two that are no pair. `dated` are the lines
    above a date, by `id`: where one text has its date there, the other one's title needs none, and hardly a page has no
    title at all."""
    total = w.NO_TITLE if dated and not any(titles) else 0.0
    for one, other in itertools.combinations(titles, 2):
        if one is not None and other is not None and one.likeliest_partner is other:
            total += w.TITLES_PAIRED + (w.TITLE_ABOVE_DATE if (id(one) in dated) != (id(other) in dated) else 0.0)
        elif any(title is not None and title.partner is not None for title in (one, other)):
            total += w.TITLES_UNPAIRED
    return total


def _settle_row(
    search: TitleSearch, chosen: int, margin: float, second: str, bond: float, overrides: Overrides
) -> TitleChoice:
    """Give each line of a language its role under the title that was chosen."""
    row = search.row
    for place, unit in enumerate(row):
        if place == chosen:
            unit.role, unit.margin, unit.reason = "title", margin, name_reasons(unit, "title")
        else:
            settle(unit, _weigh_others(row, place, chosen, search.zone, search.last, search.saved), overrides)
    if chosen < 0:
        return TitleChoice(None, margin, second=second)
    strength = w.FACT if search.fixed else _weigh_title(row, chosen, search.candidates, search.stems) + bond
    return TitleChoice(row[chosen], w.FACT if search.fixed else margin, strength, second)


def is_lone_kicker(choice: TitleChoice, other: TitleChoice, overrides: Overrides) -> bool:
    """Whether the line that would be a title is a word that stands above titles, such as "IN FOCUS", right above text,
    and the other language's title is much longer."""
    unit, theirs = choice.unit, other.unit
    if unit is None or theirs is None or choice.second or unit.id in overrides.roles:
        return False
    return unit.strength("kicker") > 0 >= theirs.strength("kicker") and theirs.words >= unit.words + w.KICKER_SHORTER


def _find_candidates(row: Sequence[Unit], overrides: Overrides) -> list[int]:
    forced = [at for at, unit in enumerate(row) if overrides.roles.get(unit.id) == "title"]
    if forced:
        return forced[:1]
    found = []
    prose = 0
    for at, unit in enumerate(row):
        if unit.id in overrides.roles:
            continue
        if unit.block.kind in ("paragraph", "heading") and unit.words <= LONGEST_CANDIDATE and unit.strength("title"):
            found.append(at)
        prose += unit.is_prose and not unit.certain_role()
        if prose >= 3 or len(found) >= CANDIDATES:
            break
    return found


def _weigh_title(row: Sequence[Unit], at: int, candidates: Sequence[int], stems: frozenset[str]) -> float:
    unit = row[at]
    total = unit.strength("title")
    before = [other for other in row[:at] if not other.certain_role() and other.words]
    prose = sum(other.is_prose for other in before)
    # Between labels and a date nothing but the title stands.
    followed = next((other for other in row[at + 1 : at + REACH] if other.words), None)
    total += w.TITLE_ABOVE_DATE if _is_above_date(row, at) and not prose else 0.0
    if before and _names_person(unit) and any(other.strength("title") > 0 for other in before):
        total += w.TITLE_PERSON
    if _is_over_two(row, at):
        total += w.TITLE_OVER_TWO
    if unit.block.kind == "paragraph" and followed is not None and _heads_text(row, followed):
        total += w.TITLE_OVER_HEADING
    total += w.TITLE_AFTER_PROSE * prose
    if not any(other.strength("title") > 0 and other.strength("credit") < 4 for other in before):
        total += w.TITLE_FIRST
    if not any(other.words and not other.certain_role() for other in itertools.islice(row, at + 1, None)):
        total += w.TITLE_NOT_FOLLOWED
    total += min(w.SHARED_WORDS_AT_MOST, w.SHARED_WORD * len(stems_of(unit.text) & stems))
    rival = max((unit.strength(role) for role in (*NOT_TEXT, "credit", "contact")), default=0.0)
    return total - max(0.0, rival)


def _weigh_others(
    row: Sequence[Unit], at: int, title: int, zone: Mapping[int, str], last: int, saved: bool
) -> dict[str, float]:
    """How likely each other role is of a unit, given which unit is the title."""
    unit = row[at]
    found: dict[str, float] = {
        role: unit.strength(role) for role in (*NOT_TEXT, "credit", "contact", "kicker") if unit.strength(role) > 0
    }
    body = unit.strength("body") if unit.block.kind not in ("image", "note") else w.FACT
    short = unit.words <= w.LONGEST_TITLE and not ENDED.search(unit.text) and not OPEN_END.search(unit.text)
    following = next((other for other in row[at + 1 : at + REACH] if other.words), None)
    if (
        following is not None
        and following.certain_role() == "date"
        and zone[id(unit)] == "opening"
        and unit.words <= w.LONGEST_TITLE
    ):
        body += w.BODY_ABOVE_DATE
    if at < title:
        if unit.block.kind not in ("image", "note", "table") and not unit.captions:
            body += w.BODY_BEFORE_TITLE
        if unit.block.kind in ("paragraph", "heading") and not unit.captions:
            _weigh_above_title(found, unit, row[title], body, saved, _weigh_against_kicker(row, at, title))
    else:
        found.pop("kicker", None)
        near = at - title <= REACH
        below = near and all(other.certain_role() or not other.words for other in row[title + 1 : at])
        if short and unit.block.kind == "paragraph" and below:
            body += w.SHORT_AFTER_TITLE if title >= 0 else w.SHORT_WITHOUT_TITLE
            body += w.BODY_PERSON if title >= 0 and _names_person(unit) else 0.0
    found["body"] = body
    under = 0 <= title < at <= title + REACH and not any(other.is_prose for other in row[title + 1 : at])
    under = under and zone[id(unit)] != "inside"
    tiny = unit.words <= w.LONGEST_CLUTTER_UNDER_TITLE and not unit.bold and not found.keys() & {"credit", "contact"}
    pieces = COUNTS_JOINT.split(unit.text)
    tiny = tiny or (len(pieces) > 1 and all(map(COUNTED.fullmatch, pieces)))
    tiny = tiny and not SECTION_NUMBER.fullmatch(unit.text) and not is_surely_text(unit)
    if under and short and tiny and unit.block.kind == "paragraph":
        behind = w.CLUTTER_BELOW_SAVED if saved and not unit.below_image else w.CLUTTER_AT_END_BEHIND
        found["clutter"] = max(found.get("clutter", -w.FACT), body - behind)
    below = zone[id(unit)] == "below"
    closing = below or zone[id(unit)] == "closing"
    closing = closing and (unit.block.kind == "paragraph" or (below and unit.block.kind == "heading"))
    closing = closing and at > last and not unit.captions and not is_surely_text(unit)
    behind = w.CLUTTER_BELOW_SAVED if below and not unit.below_image else w.CLUTTER_AT_END_BEHIND
    if closing and not found.keys() & {"credit", "contact"} and _is_tail(row, at):
        found["clutter"] = max(found.get("clutter", -w.FACT), body - behind)
    last_words = closing and unit.block.gap and not unit.joined and at == len(row) - 1
    if last_words and 0 < unit.words <= w.LONGEST_CLUTTER_AT_END and not found.keys() & {"credit", "contact"}:
        found["clutter"] = max(found.get("clutter", -w.FACT), body - behind)
    if (
        zone[id(unit)] in ("below", "closing")
        and at >= last
        and "credit" in found
        and "©" in unit.text
        and re.search(r"\d{4}", unit.text)
    ):
        found["boilerplate"] = found.get("boilerplate", 0.0) + w.COPYRIGHT_AT_END
        found["boilerplate"] += w.COPYRIGHT_SAVED if saved else 0.0
    return found


def settle(unit: Unit, strengths: Mapping[str, float], overrides: Overrides) -> None:
    """Give a line its likeliest role; its margin is over the best role that would keep what this one leaves out."""
    forced = overrides.roles.get(unit.id)
    if forced and forced != "title":
        unit.role, unit.margin, unit.reason = forced, w.FACT, "decided by a person"
        return
    unit.strengths = strengths
    ranked = sorted(strengths.items(), key=lambda pair: -pair[1])
    role, best = ranked[0] if ranked else ("body", 0.0)
    unit.role = role  # type: ignore[assignment]
    unit.reason = name_reasons(unit, role)
    rivals = [(strength, other) for other, strength in ranked[1:] if (other in KEPT) != (role in KEPT)]
    unit.margin = best - max(rivals)[0] if rivals else w.FACT
    unit.second = max(rivals)[1] if rivals else ""


def _weigh_above_title(
    found: dict[str, float], unit: Unit, title: Unit, body: float, saved: bool, against_kicker: float
) -> None:
    """Add how likely a line above the title is a kicker or, in the page of a site, clutter: hardly anything of the text
    stands there."""
    if saved and unit.words and not found.keys() & {"credit", "contact"}:
        short = unit.words <= w.LONGEST_TITLE and not ENDED.search(unit.text) and not OPEN_END.search(unit.text)
        sooner = w.ABOVE_TITLE if short or unit.lone else -w.ABOVE_TITLE
        found["clutter"] = max(found.get("clutter", -w.FACT), body + sooner)
    if unit.words <= LONGEST_LINE_KICKER:
        kicker = w.KICKER + found.get("kicker", 0.0)
        kicker += w.KICKER_SHORT if unit.words <= SHORT_KICKER else 0.0
        kicker += w.KICKER_LONG if unit.words > LONGEST_KICKER else 0.0
        kicker += w.KICKER_ENDED if ENDED.search(unit.text) and unit.words > 1 else 0.0
        kicker += w.KICKER_SHOUTED if unit.is_all_caps and not title.is_all_caps else 0.0
        kicker += w.KICKER_OVER_LONGER if title.words > unit.words + 1 else 0.0
        kicker += against_kicker
        heading = unit.block.kind == "heading" and unit.block.level == 1
        found["kicker"] = kicker - (w.TITLE_HEADING[0] if heading else 0.0)


def _is_tail(row: Sequence[Unit], at: int) -> bool:
    """Whether a line below the text is short and no sentence, with all lines that the author joined to it: words of a
    page such as "Read next:" and the titles below it."""
    first = at
    while first and row[first].joined:
        first -= 1
    end = next((place for place in range(first + 1, len(row)) if not row[place].joined), len(row))
    leads_a_list = end < len(row) and row[end].block.kind == "item"
    beside = [one for one in row[max(0, first - 1) : end + 1] if one.words]
    if sum(LABELLED.match(one.text) is not None for one in beside) > 1 or sum(map(_is_timed, beside)) > 1:
        # Rows of names and values, or of a programme, are the author's.
        return False
    return all(unit.words <= w.LONGEST_CLUTTER_AT_END for unit in row[first:end]) and (
        not is_fact(row[first]) and not leads_a_list and is_no_sentence(row[first])
    )


def _is_above_date(row: Sequence[Unit], at: int) -> bool:
    """Whether nothing stands between a line and a date below it."""
    followed = next((other for other in row[at + 1 : at + REACH] if other.words), None)
    return followed is not None and followed.certain_role() == "date" and row[at].words <= w.LONGEST_TITLE


def _names_person(unit: Unit) -> bool:
    """Whether a line is a name with an office or a place behind it."""
    plain = unit.block.kind == "paragraph" and unit.words <= LONGEST_PERSON and not ENDED.search(unit.text)
    return plain and PERSON.fullmatch(unit.text) is not None


def _heads_text(row: Sequence[Unit], unit: Unit) -> bool:
    """Whether a line is a heading of a high level, the first of such, that may be a title."""
    heading = unit.block.kind == "heading" and unit.block.level <= w.HIGHEST_LEVELS and unit.strength("title") > 0
    levels = [one.block.level for one in row if one.block.kind == "heading"]
    return heading and unit.block.level == min(levels) and not unit.certain_role()


def _is_over_two(row: Sequence[Unit], at: int) -> bool:
    """Whether a few words in capitals stand above two lines that may be a title and its subtitle, with no capitals."""
    if not row[at].is_all_caps or row[at].words > LONGEST_KICKER + 1:
        return False
    below = [unit for unit in itertools.islice(row, at + 1, at + REACH) if unit.words]
    plain = list(itertools.takewhile(lambda unit: not unit.certain_role(), below))[:2]
    return len(plain) > 1 and all(
        unit.strength("title") > 0 and not unit.is_prose and not unit.is_all_caps for unit in plain
    )


def _weigh_against_kicker(row: Sequence[Unit], at: int, title: int) -> float:
    """How much speaks against a line of some words right above the title as a kicker: it would be a second one, or is
    long; with labels or a date between it and the title it is a letterhead."""
    if any(unit.certain_role() for unit in row[at + 1 : title]):
        return 0.0
    above = any(unit.words and not unit.certain_role() for unit in row[:at])
    another = w.KICKER_BELOW_ANOTHER if above and row[at].words > SHORT_KICKER else 0.0
    near = row[title].block.place - row[at].block.place <= NEAR
    return another + (w.KICKER_LONGER * max(0, row[at].words - LONGEST_KICKER - 1) if near else 0.0)


def _is_written(unit: Unit) -> bool:
    """Whether a line is the text's by what it is: prose, a sentence or a quotation."""
    if unit.certain_role() or not unit.words:
        return False
    sentence = unit.words >= w.FEWEST_SENTENCE_WORDS and STOPPED.search(unit.text) is not None
    return unit.is_prose or sentence or unit.block.kind == "quote"


def _is_timed(unit: Unit) -> bool:
    return TIMED.match(unit.text) is not None

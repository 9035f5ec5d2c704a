"""The likeliest titles and roles of all lines together.

For each language and each line that may be its title, `TitleSearch` sums what speaks for all of its lines; the titles
of all languages are chosen together, since those that are each other's translation are likelier. Then each line is kept
or left out, all lines together: with its translation, and with the lines beside it that belong to it, such as the other
items of a list. The margin of a decision is by how much all that is otherwise likeliest is less likely."""

from __future__ import annotations

import itertools
import operator
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from plugins.importer import weights as w
from plugins.importer.document import ENDED
from plugins.importer.reasons import Reason
from plugins.importer.roles.features import (
    LONGEST_CANDIDATE,
    SHORT_KICKER,
    has_reason,
    is_like_title,
    is_link,
    is_no_sentence,
    is_source,
    names_person,
    stems_of,
)
from plugins.importer.sequences import max_marginals
from plugins.importer.units import KEPT, NOT_TEXT, Role, Unit

CANDIDATES = 14
LONGEST_KICKER, LONGEST_LINE_KICKER = 4, 8
REACH = 6
LONGEST_BODY = 3000

Scores = dict[Role, float]


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


def decode(
    units: Sequence[Unit], own: Sequence[str], overrides: Overrides, titled: Collection[str] = (), saved: bool = False
) -> dict[str, TitleChoice]:
    """Give every unit its role and margin; returns each language's title. The titles of the languages in `titled` are
    known already, and no line is one; `saved` says that the page is one of a site."""
    rows = {code: [unit for unit in units if unit.language == code] for code in own}
    searches = [
        TitleSearch(row, overrides, code in titled, saved)
        for code, row in rows.items()
        if any(unit.words for unit in row)
    ]
    choices, places = choose_titles(searches)
    scores: dict[int, Scores] = {}
    for search, title in zip(searches, places, strict=True):
        scores |= {id(unit): search.weigh_line(at, title) for at, unit in enumerate(search.row) if at != title}
    for unit in units:
        if unit.language not in own:
            scores[id(unit)] = {role: unit.strength(role) for role in (*NOT_TEXT, "body")}
    titles = {id(choice.unit): choice for choice in choices.values()}
    for unit in units:
        if id(unit) in titles:
            unit.role, unit.margin = "title", titles[id(unit)].margin
            unit.reasons = unit.reasons_for("title")
        elif unit.block.kind == "rule":
            unit.role = "rule"
        elif unit.id in overrides.roles:
            unit.role, unit.margin, unit.reasons = overrides.roles[unit.id], w.CERTAIN, (Reason.PERSON_DECIDED,)
    decided = {id(unit) for unit in units if id(unit) in titles or unit.role == "rule" or unit.id in overrides.roles}
    _decide_kept([unit for unit in units if id(unit) in scores and id(unit) not in decided], scores)
    return choices


def _decide_kept(units: Sequence[Unit], scores: Mapping[int, Scores]) -> None:
    """Give lines their likeliest roles, all together: a line and its translation, and lines that belong together, are
    kept, or left out; the margin is over the best role that would keep what this one leaves out."""
    places = {id(unit): at for at, unit in enumerate(units)}
    texts = [*itertools.accumulate(unit.is_prose and not unit.certain_role() for unit in units)]
    alone = [[_best(scores[id(unit)], kept)[0] for kept in (True, False)] for unit in units]
    table = []
    for place, (unit, row) in enumerate(zip(units, alone, strict=True)):
        at = places.get(id(unit.partner))
        bond = w.PAGE if unit.pair_margin >= w.PAIR_OF_HALVES else w.LIKELY * unit.pair_confidence
        theirs = alone[at] if at is not None else (-bond, -bond)
        # Two lines with text between them stand each with its own one, as an author writes them.
        surely = at is not None and (texts[at] != texts[place] or unit.pair_margin >= w.PAIR_BY_WORDS)
        # Below both texts a page may say the same in both languages.
        surely = surely and not has_reason(unit, "clutter", Reason.BELOW_BOTH)
        kept_bond = bond + (w.LIKELY * unit.pair_confidence if surely else 0.0)
        table.append([row[0] + max(theirs[0] + kept_bond, theirs[1]), row[1] + max(theirs[1] + bond, theirs[0])])
    costs = [0.0, *map(_cost_of_change, units, units[1:])]
    marginals = max_marginals(table, lambda at, before, now: costs[at] if before != now else 0.0)
    for unit, (kept, left), (own_kept, own_left) in zip(units, marginals, alone, strict=True):
        is_kept = kept > left
        unit.role = _best(scores[id(unit)], is_kept)[1]
        unit.margin = min(abs(kept - left), 2 * w.CERTAIN)
        unit.reasons = unit.reasons_for(unit.role)
        if is_kept != (own_kept > own_left):
            unit.reasons = (Reason.TRANSLATED_ELSEWHERE if unit.partner is not None else Reason.BESIDE_PAGE,)


def _cost_of_change(above: Unit, unit: Unit) -> float:
    """How unlikely it is that only one of two lines is kept: short lines of one block, items of a list, and links."""
    if not unit.words or any(line.certain_role() not in ("", "clutter", "boilerplate") for line in (above, unit)):
        return 0.0
    longest = max(above.words, unit.words)
    lines = unit.joined and longest <= w.LONGEST_CLUTTER_UNDER_TITLE
    items = above.block.kind == unit.block.kind == "item" and longest <= w.LONGEST_MENU_ITEM
    links = unit.zone != "opening" and is_link(unit) and is_link(above)
    return w.ROW if links or ((lines or items) and is_no_sentence(above) and is_no_sentence(unit)) else 0.0


def _best(scores: Scores, kept: bool) -> tuple[float, Role]:
    """The likeliest of the roles that keep a line, or of the others."""
    ranked: list[tuple[float, Role]] = [(score, role) for role, score in scores.items() if (role in KEPT) == kept]
    return max(ranked, default=(-2 * w.CERTAIN, "body" if kept else "clutter"))


def choose_titles(searches: Sequence[TitleSearch]) -> tuple[dict[str, TitleChoice], Sequence[int]]:
    """The titles of all languages with which all lines have the highest sum, and their places; the margin of each is by
    how much the sum is smaller with another line, a changed title."""
    dated = {id(search.row[at]) for search in searches for at in search.candidates if search.is_above_date(at)}

    def bond_of(places: Sequence[int]) -> float:
        return _bond([search.unit(at) for search, at in zip(searches, places, strict=True)], dated)

    sums = {
        places: sum(search.totals[at] for search, at in zip(searches, places, strict=True)) + bond_of(places)
        for places in itertools.product(*(search.totals for search in searches))
    }
    best = max(sums, key=lambda places: sums[places])
    bond = bond_of(best)
    choices = {}
    for side, search in enumerate(searches):
        # Where other titles of both languages are nearly as likely, each of the two is in doubt.
        rivals = {
            places: (sums[best] - total) / sum(map(operator.ne, places, best))
            for places, total in sums.items()
            if places[side] != best[side]
        }
        second = min(rivals, key=lambda places: rivals[places], default=best)
        rival, unit = search.unit(second[side]), search.unit(best[side])
        sure = search.fixed and unit is not None
        choices[search.row[0].language] = TitleChoice(
            unit,
            w.CERTAIN if sure else rivals.get(second, w.CERTAIN),
            w.CERTAIN if sure else 0.0 if unit is None else search.weigh_title(best[side]) + bond,
            rival.text if rival and second != best else "",
        )
    return choices, best


def _bond(titles: Sequence[Unit | None], dated: Collection[int]) -> float:
    """How much likelier titles are together than each by itself: hardly a page has none, and they are each other's
    translation, or not. A title whose translation is a line of a text without a title is as unlikely as two that are no
    pair, and one that the other text lacks is more so beside one that is the translation of another line."""
    total = 0.0 if any(titles) else w.NO_TITLE
    for first, other in itertools.combinations(titles, 2):
        if first is not None and other is not None and first.likeliest_partner is other:
            # Where one text has its date below the title, the other one's title needs none.
            total += w.TITLE_ABOVE_DATE if (id(first) in dated) != (id(other) in dated) else 0.0
            total += w.TITLES_PAIRED + w.TITLES_ALIKE_EACH * (min(first.pair_margin, w.CERTAIN) - w.PAIR_BY_WORDS)
        elif any(title is not None and title.partner is not None for title in (first, other)):
            total += w.TITLES_UNPAIRED
        for title, beside in ((first, other), (other, first)):
            lone = title is not None and title.lone and beside is not None and beside.partner is not None
            total += w.TITLE_LONE if lone else 0.0
    return total


class TitleSearch:
    """The lines of one language (`row`), and for each place in it that may hold the title, and for none (-1), the sum
    of what speaks for all lines together; `fixed` if a person has said which it is. With `titled` the title is known
    already and no line is one."""

    def __init__(self, row: Sequence[Unit], overrides: Overrides, titled: bool, saved: bool) -> None:
        self.row, self.saved = row, saved
        chosen = [at for at, unit in enumerate(row) if overrides.roles.get(unit.id) == "title"][:1]
        self.fixed = bool(chosen) and not titled
        self.candidates = [] if titled else chosen or self._find_candidates(overrides)
        self.stems = stems_of(" ".join(unit.text for unit in row if unit.is_prose)[:LONGEST_BODY])
        near = range(min(len(row), (self.candidates[-1] if self.candidates else -1) + REACH + 2))
        self.totals = {
            at: sum(self.weigh_title(at) if place == at else max(self.weigh_line(place, at).values()) for place in near)
            for at in (self.candidates if self.fixed else (-1, *self.candidates))
        }

    def unit(self, at: int) -> Unit | None:
        """The line at a place, None for no title."""
        return self.row[at] if at >= 0 else None

    def _find_candidates(self, overrides: Overrides) -> list[int]:
        places = []
        prose = 0
        for at, unit in enumerate(self.row):
            plain = unit.block.kind in ("paragraph", "heading") and unit.words <= LONGEST_CANDIDATE
            if plain and unit.strength("title") and unit.id not in overrides.roles:
                places.append(at)
            prose += unit.is_prose and not (unit.certain_role() or unit.lone)
            if prose >= 3 or len(places) >= CANDIDATES:
                break
        return places

    def is_above_date(self, at: int) -> bool:
        """Whether nothing but lines like titles stands between a line and a date below it."""
        unit = self.row[at]
        below = (other for other in self.row[at + 1 : at + REACH] if other.words)
        followed = next((other for other in below if other.certain_role() or not is_like_title(other)), None)
        dated = followed is not None and followed.certain_role() == "date"
        return dated and unit.words <= w.LONGEST_TITLE and not unit.certain_role()

    def weigh_title(self, at: int) -> float:
        """What speaks for a line as the title."""
        unit, total = self.row[at], self.row[at].strength("title")
        # What the other text lacks, such as a note above a text that was sent, is no part of this one.
        before = [other for other in self.row[:at] if not (other.certain_role() or other.lone) and other.words]
        prose = sum(other.is_prose for other in before)
        first = not any(other.strength("title") > 0 and other.strength("credit") < w.LIKELY for other in before)
        rest = any(other.words and not other.certain_role() for other in self.row[at + 1 :])
        # Between labels and a date nothing but the title stands.
        total += w.TITLE_ABOVE_DATE if self.is_above_date(at) and not prose else 0.0
        total += w.TITLE_PERSON if names_person(unit) and not first else 0.0
        total -= w.SURE * prose
        total += w.TITLE_FIRST if first else 0.0
        total -= 0.0 if rest else w.LIKELY
        total += min(w.SHARED_WORDS_AT_MOST, w.SHARED_WORD * len(stems_of(unit.text) & self.stems))
        return total - max(0.0, *(unit.strength(role) for role in (*NOT_TEXT, "credit", "contact")))

    def weigh_line(self, at: int, title: int) -> Scores:
        """What speaks for each role of a line that is not the title, given which line is."""
        unit, roles = self.row[at], (*NOT_TEXT, "credit", "contact")
        scores: Scores = {role: unit.strength(role) for role in roles if unit.strength(role) > 0}
        body = unit.strength("body") if unit.block.kind not in ("image", "note") else w.CERTAIN
        body += w.BODY_ABOVE_DATE if unit.zone == "opening" and self.is_above_date(at) else 0.0
        if at < title:
            if unit.block.kind not in ("image", "note", "table"):
                body += w.BODY_BEFORE_TITLE
            if unit.block.kind in ("paragraph", "heading"):
                scores |= self._weigh_kicker(at, title)
        elif unit.block.kind == "paragraph" and is_like_title(unit) and self._is_right_below(at, title):
            body += w.SHORT_WITHOUT_TITLE if title < 0 else w.SHORT_AFTER_TITLE
        if title < 0 and unit.strength("kicker") > 0 and unit.zone != "inside":
            scores["kicker"] = unit.strength("kicker")
        scores["body"] = body
        plain = unit.words > 0 and unit.block.kind in ("paragraph", "heading") and not is_source(unit)
        beside = (
            unit.lone and unit.words <= SHORT_KICKER and not any(other.is_prose for other in self.row[title + 1 : at])
        )
        if plain and (at < title or beside):
            of_page = unit.lone or (self.saved and is_like_title(unit))
            scores["clutter"] = max(scores.get("clutter", -w.CERTAIN), body + (w.LEAN if of_page else -w.LEAN))
        return scores

    def _is_right_below(self, at: int, title: int) -> bool:
        """Whether nothing but facts stands between the title, or the top of the text, and a line."""
        return at - title <= REACH and all(unit.certain_role() or not unit.words for unit in self.row[title + 1 : at])

    def _weigh_kicker(self, at: int, title: int) -> Scores:
        """How likely a line above the title is a kicker."""
        unit, head = self.row[at], self.row[title]
        if unit.words > LONGEST_LINE_KICKER:
            return {}
        kicker = unit.strength("kicker")
        kicker += w.KICKER_SHORT if unit.words <= SHORT_KICKER else 0.0
        kicker += w.KICKER_LONG if unit.words > LONGEST_KICKER else 0.0
        kicker += w.KICKER_ENDED if ENDED.search(unit.text) and unit.words > 1 else 0.0
        kicker += w.HINT if head.words > unit.words + 1 else 0.0
        kicker -= w.TITLE_HEADING[0] if unit.block.kind == "heading" and unit.block.level == 1 else 0.0
        if not any(other.certain_role() for other in self.row[at + 1 : title]):
            # With labels or a date between it and the title it is a letterhead, else a second kicker, or too long.
            above = any(other.words and not other.certain_role() for other in self.row[:at])
            kicker -= w.LIKELY if above and unit.words > SHORT_KICKER else 0.0
        return {"kicker": kicker}

"""What a line shows by its place, above, between, inside or below the texts, and by the other text.

What is surely known of a line is a vote; what is in doubt leans, mostly by as much as is asked about: in the page of a
site to be left out, in any other to be kept."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from plugins.importer import weights as w
from plugins.importer.language.counterparts import is_lone, says_all_twice
from plugins.importer.language.data import fold_latin
from plugins.importer.metadata.line_reader import LineReader
from plugins.importer.reasons import Reason
from plugins.importer.roles.features import (
    LABELLED,
    LETTERS,
    SAID,
    SHORT_KICKER,
    has_reason,
    is_fact,
    is_link,
    is_no_sentence,
    is_only_named,
    is_sentence,
    is_source,
    is_written,
    may_be_paired,
    may_be_strange,
)
from plugins.importer.units import OPEN_END, STOPPED, Role, Unit

OUTSIDE = ("opening", "closing")
TIMED = re.compile(r"\d{1,2}[:.]\d{2}\W+[^\W\d_]")


class PlaceVotes:
    """Votes of lines by their places."""

    def __init__(self, line_reader: LineReader) -> None:
        self.line_reader = line_reader

    def vote(self, units: Sequence[Unit], own: Sequence[str], habit: str, saved: bool) -> None:
        """Give every unit the votes that it has by its place; `saved` says that the page is one of a site."""
        filled = [unit for unit in units if unit.words]
        texts = [unit for unit in filled if unit.language in own]
        _mark_lone(texts, habit)
        _vote_named(filled, saved)
        _vote_named_rows(filled)
        rather = w.LEAN if saved else -w.LEAN
        _vote_inside(filled, rather)
        if saved:
            _vote_lists(filled)
            _vote_links(filled)
        _vote_lone(texts, habit, saved)
        self._vote_below(texts, saved)
        if habit == "halves":
            _vote_below_both(texts, saved)
        _vote_sentences(filled)
        _vote_not_kept(filled)
        for unit in units:
            unit.weigh()

    def _vote_below(self, filled: Sequence[Unit], saved: bool) -> None:
        """Below the texts, short lines are in doubt that are no sentences, with all lines that the author joined to
        them, and a last line after a gap; so are who made a page, and a number or an address that no line introduces
        and the other text has not. They are rather the page's where few stand below the text of a saved page, and below
        a line whose first word is a page's, as in "Next: Road closed"."""
        ending = [unit for unit in filled if unit.zone == "closing"]
        rather = w.LEAN if saved and len(ending) <= w.FEW_BELOW else -w.LEAN
        written = max((at for at, unit in enumerate(ending) if is_written(unit)), default=-1)
        introduced = any(self._is_bare(unit) for unit in filled if unit.zone in ("between", "inside"))
        begun = False
        for at, unit in enumerate(ending):
            named, bare = self._opens_with_page(unit), self._is_bare(unit)
            begun = begun or named
            if self._says_maker(unit) or (bare and not introduced):
                unit.lean(w.LEAN if saved or is_lone(unit) else -w.LEAN, Reason.BELOW_TEXTS)
            introduced = introduced if bare else unit.strength("contact") > 0
            plain = unit.block.kind in ("paragraph", "heading") and unit.words <= w.LONGEST_CLUTTER_AT_END
            if not plain or is_fact(unit):
                continue
            alone = unit is ending[-1] and unit.block.gap and not unit.joined
            if begun and not STOPPED.search(unit.text):
                unit.lean(w.LEAN, Reason.PHRASE if named else Reason.BELOW_PAGE)
            elif at > written and (alone or _is_tail(ending, at)):
                unit.lean(-w.LEAN if unit.below_image else rather, Reason.BELOW_TEXTS)

    def _opens_with_page(self, unit: Unit) -> bool:
        """Whether the words before a colon are a page's, or a line is a number."""
        known = self.line_reader.words
        lead, _, rest = unit.text.partition(":")
        pages = (known["exact"] | known["sections"]) - known["thanked"]
        return (bool(rest.strip()) and fold_latin(lead) in pages) or unit.text.strip().isdigit()

    def _says_maker(self, unit: Unit) -> bool:
        """Whether a line says whose a page is, with a year, or who designed it."""
        year = "©" in unit.text and re.search(r"\d{4}", unit.text) is not None
        return unit.strength("credit") > 0 and (year or self.line_reader.opens(unit.text, "makers"))

    def _is_bare(self, unit: Unit) -> bool:
        """Whether a line is a number or an address and no more, and nothing above it says whom it reaches."""
        known = w.LIKELY <= unit.strength("contact") < w.SURE
        return known and self.line_reader.is_bare_contact(unit.text)


def _vote_below_both(texts: Sequence[Unit], saved: bool) -> None:
    """Written text in both languages below both texts, and the headings above it, is no part of either text in the page
    of a site; in any other it may be the author's."""
    ending = [unit for unit in texts if unit.zone == "closing"]
    places = {id(unit) for unit in ending}
    written = [unit.is_prose and unit.block.kind == "paragraph" and id(unit.partner) in places for unit in ending]
    for unit, own, below in zip(ending, written, [*written[1:], False], strict=False):
        if (own or (below and unit.block.kind == "heading")) and not is_fact(unit):
            unit.lean(w.LEAN if saved else -w.LEAN, Reason.BELOW_BOTH)


def _vote_sentences(filled: Sequence[Unit]) -> None:
    """A whole sentence without links that opens with words of a page may be the author's, such as "Share what you have,
    she says.": inside the text it is kept, above and below the text it is asked about."""
    for unit in filled:
        reasons = {vote.reason for vote in unit.votes if vote.role == "clutter"}
        unsure = unit.language_line is not None and not unit.language_line.sure
        whole = is_sentence(unit) and not unit.link_share
        role: Role
        for role in ("clutter", "pointer"):
            named = reasons == {Reason.PHRASE} if role == "clutter" else unsure
            if named and whole and unit.certain_role() == role:
                unit.vote(role, -w.CERTAIN, Reason.AGAINST)
                if unit.zone != "inside":
                    unit.lean(w.HINT, Reason.WHOLE_SENTENCE, role)


# ---- The other text.


def _vote_named(filled: Sequence[Unit], saved: bool) -> None:
    """A list of words drops a line that has a translation only where it knows that too, and then only in the page of a
    site, or a button of a word or two; a line that the other text has, and not there, is in no list of other pages."""
    doubted = {unit.id for unit in filled if has_reason(unit, "boilerplate", Reason.DOUBTED_LIST)}
    for unit in filled:
        if (
            unit.id in doubted
            and unit.partner
            and unit.partner.id not in doubted
            and unit.pair_margin > w.PAIR_BY_WORDS
        ):
            unit.votes = [vote for vote in unit.votes if vote.reason != Reason.DOUBTED_LIST]
        role: Role
        for role in ("boilerplate", "clutter"):
            named = unit.strength(role) > 0 and is_only_named(unit, role) and not unit.link_share
            # What a page says below both texts it may say in both languages.
            below = unit.partner is not None and unit.zone == unit.partner.zone == "closing"
            if unit.partner is None or below or not named:
                continue
            sure = unit.words > w.FEW_WORDS_INSIDE and unit.pair_margin >= w.PAIR_BY_WORDS
            if (role == "clutter" and sure and not saved) or unit.partner.strength(role) <= 0:
                unit.vote(role, -unit.strength(role), Reason.TRANSLATED)


def _vote_not_kept(filled: Sequence[Unit]) -> None:
    """What a second extraction of the page does not keep and nothing explains, unless the other text has it: that
    extraction often loses a translation, or the original. Of prose only where it keeps more of that language's text
    than it lacks."""
    for unit in filled:
        known = unit.language_line or unit.goals or unit.facts or is_source(unit)
        sure = w.PAIR_SURE if unit.words > w.FEW_WORDS_INSIDE else w.PAIR_BY_WORDS
        known = known or unit.strength("title") >= w.CERTAIN or unit.pair_margin >= sure
        if unit.block.extraction_doubt == "left out" and not known:
            unit.lean(w.CERTAIN, Reason.SECOND)
    for code in {unit.language for unit in filled if unit.block.extraction_doubt == "prose"}:
        prose = [unit for unit in filled if unit.language == code and unit.words >= w.SECOND_PROSE]
        prose = [unit for unit in prose if not unit.certain_role()]
        lacking = [unit for unit in prose if unit.block.extraction_doubt == "prose"]
        if sum(unit.words for unit in lacking) <= w.SECOND_LACKS * sum(unit.words for unit in prose):
            for unit in lacking:
                unit.lean(w.CERTAIN, Reason.SECOND)


def _mark_lone(texts: Sequence[Unit], habit: str) -> None:
    """On a page that says nearly all twice, mark the lines that the other text has no line for. Two lines below all
    text are no pair unless their words show it: an author's stand each below its own text, if the languages do not take
    turns."""
    for unit in texts if says_all_twice(texts) else ():
        other = unit.counterpart
        below = other is not None and unit.zone == other.unit.zone == "closing" and other.margin < w.PAIR_BY_WORDS
        below = below and habit != "turns"
        lone = other is not None and (is_lone(unit) or below)
        unit.lone = lone and may_be_paired(unit) and not unit.below_image


def _vote_lone(texts: Sequence[Unit], habit: str, saved: bool) -> None:
    """On a page that says nearly all twice, a line that the other text has no line for is asked about; outside of saved
    pages only below the first paragraph of its text, and not what somebody says. A few words of a saved page, and
    what stands outside of the text, are rather the page's."""
    prose = [unit.language for unit in texts if unit.is_prose]
    first = next(iter(prose), "")
    begun: set[str] = set()
    beside = False
    for unit in texts:
        inside = unit.zone == "inside" or (unit.zone == "between" and unit.language == first)
        few = saved and habit == "halves" and inside and _is_few(unit)
        # Where the languages take turns, the last paragraph stands in both.
        last = habit == "turns" and unit.is_prose
        if unit.lone and (few or _is_outside(unit, saved)) and not last:
            unit.lean(w.LEAN, Reason.LONE)
            beside = saved
        elif beside and unit.joined and unit.facts is not None:
            # A day in a box of the page is none of the article.
            unit.vote("clutter", w.CERTAIN + w.LEAN, Reason.BESIDE_PAGE)
        else:
            beside = False
        if unit.lone and (saved or (unit.language in begun and may_be_strange(unit))):
            unit.lean(-w.LEAN, Reason.LONE)
        begun |= {unit.language} if unit.is_prose else set()


def _is_outside(unit: Unit, saved: bool) -> bool:
    """Whether a line that the other text lacks is rather no part of its own: it stands below all text, and nobody says
    it, or it has no letter. The hours of a programme are said once for both texts, as hashtags are."""
    kinds = ("paragraph", "heading", "item") if saved else ("paragraph", "heading")
    plain = unit.block.kind in kinds and not has_reason(unit, "body", Reason.IN_SERIES)
    below = unit.zone == "closing" and may_be_strange(unit) and not unit.text.startswith("#")
    return plain and (below or not LETTERS.search(unit.text))


def _is_few(unit: Unit) -> bool:
    """Whether a line has few words, and they are no sentence, nothing that somebody says, and no word or two that ask
    readers to do something."""
    said = any(pattern.search(unit.text) for pattern in (STOPPED, SAID, OPEN_END))
    asking = unit.link_share > 0 and unit.words < w.LINKED_TITLE
    return unit.words <= w.LONGEST_LONE and not (said or asking)


# ---- Inside the text.


def _vote_inside(filled: Sequence[Unit], rather: float) -> None:
    """A label or date inside the text is the author's; a short one by itself is in doubt, and so is, in the page of a
    site, any other line of one or two words that is no sentence."""
    for unit in filled:
        plain = unit.block.kind == "paragraph" and not unit.bold
        few = w.FEW_WORDS_INSIDE if LETTERS.search(unit.text) else w.LONGEST_CLUTTER_UNDER_TITLE
        alone = unit.words <= few and not unit.link_share and is_no_sentence(unit) and not is_fact(unit)
        # The name of an account is nothing that an author writes.
        fact = unit.facts is not None and not unit.facts.account
        if unit.zone != "inside":
            continue
        if rather > 0 and alone and not unit.joined and not unit.text.endswith(":"):
            if plain:
                unit.lean(rather, Reason.FEW_WORDS)
        elif fact or has_reason(unit, "date", Reason.INCOMPLETE_DATE):
            unit.vote("label", w.HINT - w.CERTAIN, Reason.AGAINST)
            unit.vote("date", w.HINT - w.CERTAIN, Reason.AGAINST)
            if unit.words <= SHORT_KICKER and plain and not is_source(unit):
                unit.lean(rather, Reason.FEW_WORDS)


def _vote_named_rows(filled: Sequence[Unit]) -> None:
    """A row of names and values, such as "Place: …" above "Time: …", is text if there are three or more, or a date
    below the opening, which is an event's. Lines of one block are a row by themselves: one above it may be the
    title."""
    broken = {unit.block.place for unit in filled if unit.joined}

    def row_of(unit: Unit) -> tuple[bool, str, int]:
        return _is_named(unit), unit.language, unit.block.place if unit.block.place in broken else 0

    for (named, *_), group in itertools.groupby(filled, key=row_of):
        lines = list(group) if named else []
        plain = {id(unit) for unit in lines if not is_fact(unit) and unit.words <= w.USUAL_TITLE}
        days = {id(unit) for unit in lines if unit.facts and not unit.facts.labels and unit.zone != "opening"}
        whole = len(lines) >= w.FEWEST_ROWS or bool(days)
        for unit in lines if plain else ():
            if id(unit) in days:
                unit.vote("date", -w.PAGE, Reason.AGAINST)
            elif id(unit) in plain and whole and not (unit.lone and unit.zone in OUTSIDE):
                unit.vote("body", w.SURE, Reason.NAMED_ROW)
                unit.vote("title", -w.CERTAIN, Reason.AGAINST)


def _is_named(unit: Unit) -> bool:
    """Whether a line is a name and its value."""
    return unit.block.kind in ("paragraph", "item") and LABELLED.match(unit.text) is not None


# ---- Words of the page of a site.


def _vote_links(filled: Sequence[Unit]) -> None:
    """A line that is nothing but a link leads away from the article, unless it is a word or two by itself: "Apply here"
    asks the reader of this article to do something."""
    leads = [unit.zone != "opening" and is_link(unit) for unit in filled]
    linked = [unit.link_share >= 1 for unit in filled]
    for at, unit in enumerate(filled):
        if leads[at] and (unit.words >= w.LINKED_TITLE or any(linked[max(0, at - 1) : at] + linked[at + 1 : at + 2])):
            unit.lean(w.HINT, Reason.LINK)


def _vote_lists(filled: Sequence[Unit]) -> None:
    """A list of a few words each above all text may be a menu or a row of buttons: it is rather left out if it stands
    above the title."""
    last_title = max((at for at, unit in enumerate(filled) if unit.strength("title") >= w.CERTAIN), default=-1)
    for at, unit in enumerate(filled):
        item = unit.block.kind == "item" and unit.zone == "opening" and unit.words <= w.LONGEST_MENU_ITEM
        if item and is_no_sentence(unit) and not is_fact(unit):
            unit.vote("body", -w.SURE, Reason.AGAINST)
            unit.lean(w.LEAN if last_title > at else -w.LEAN, Reason.LIST_ABOVE)


def _is_tail(row: Sequence[Unit], at: int) -> bool:
    """Whether a line and all that the author joined to it are short, and its first one is no sentence; rows of names
    and values, or of a programme, are the author's."""
    first = at
    while first and row[first].joined:
        first -= 1
    end = next((place for place in range(first + 1, len(row)) if not row[place].joined), len(row))
    leads_a_list = end < len(row) and row[end].block.kind == "item"
    beside = [unit.text for unit in row[max(0, first - 1) : end + 1]]
    if any(sum(pattern.match(text) is not None for text in beside) > 1 for pattern in (LABELLED, TIMED)):
        return False
    short = all(unit.words <= w.LONGEST_CLUTTER_AT_END for unit in row[first:end])
    return short and not is_fact(row[first]) and not leads_a_list and is_no_sentence(row[first])

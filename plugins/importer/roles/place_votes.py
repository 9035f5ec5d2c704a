"""What a line shows by its place, above, between, inside or below the texts, and by the other text.

What is surely known of a line is a vote; what is in doubt leans, mostly by as much as is asked about: in the page of a
site to be left out, in any other to be kept."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterator, Sequence

from plugins.importer import weights as w
from plugins.importer.document import ENDED
from plugins.importer.language.counterparts import find_lone
from plugins.importer.language.data import fold_latin
from plugins.importer.metadata.line_reader import LONGEST_SMALL_WORD, WORD, LineReader
from plugins.importer.reasons import Reason
from plugins.importer.roles.features import (
    LABELLED,
    LETTERS,
    LONGEST_GREETING,
    PERSON,
    SAID,
    SHORT_KICKER,
    fold_loosely,
    has_reason,
    is_fact,
    is_no_sentence,
    is_of_page,
    is_only_named,
    is_source,
    is_surely_text,
    is_written,
    may_be_paired,
)
from plugins.importer.units import STOPPED, Role, Unit

# A link within the page, or to a person.
INSIDE_PAGE = re.compile(r"#|mailto:|tel:", re.IGNORECASE)
TIMED = re.compile(r"\d{1,2}[:.]\d{2}\W+[^\W\d_]")


class PlaceVotes:
    """Votes of lines by their places."""

    def __init__(self, line_reader: LineReader) -> None:
        self.line_reader = line_reader

    def vote(self, units: Sequence[Unit], own: Sequence[str], habit: str, saved: bool) -> None:
        """Give every unit the votes that it has by its place; `saved` says that the page is one of a site."""
        filled = [unit for unit in units if unit.words]
        shared = vote_for_translated(units)
        _vote_named_rows(filled)
        _vote_events(filled)
        rather = w.LEAN if saved else -w.LEAN
        _vote_inside(filled, rather)
        if saved:
            _vote_lists(filled)
            _vote_links(filled)
            _vote_boxes(filled)
        texts = [unit for unit in filled if unit.language in own]
        _vote_lone(texts, saved)
        if saved and habit == "halves":
            _vote_few_lone(filled)
        self._vote_below(texts, habit, saved)
        self._vote_foot(filled, rather)
        self._vote_sentences(filled)
        _vote_not_kept(filled, shared)
        for unit in units:
            unit.weigh()

    def _vote_below(self, filled: Sequence[Unit], habit: str, saved: bool) -> None:
        """Below the texts, short lines are in doubt that are no sentences, with all lines that the author joined to
        them, and a last line after a gap. They are rather the page's where few stand below the text of a saved page,
        below a line that is surely of the page or whose first word is, as in "Next: Road closed", and where several
        have no counterpart, as the counts and buttons of a network have none."""
        ending = [unit for unit in filled if unit.zone == "closing"]
        rather = w.LEAN if saved and len(ending) <= w.FEW_BELOW else -w.LEAN
        rows = [] if saved or habit != "halves" else find_lone(ending, filled)
        lone = {unit.id for unit in rows if _may_be_of_program(unit)}
        written = max((at for at, unit in enumerate(ending) if is_written(unit)), default=-1)
        last = len(ending) - 1
        begun = False
        of_page: list[tuple[Unit, Reason]] = []
        for at, unit in enumerate(ending):
            named = self._opens_with_page(unit)
            begun = begun or is_of_page(unit) or named
            if unit.strength("credit") > 0 and "©" in unit.text and re.search(r"\d{4}", unit.text):
                unit.lean(w.LEAN if saved else -w.LEAN, Reason.NOTICE, "boilerplate")
            plain = unit.block.kind in ("paragraph", "heading") and unit.words <= w.LONGEST_CLUTTER_AT_END
            if not plain or is_fact(unit):
                continue
            if begun and not STOPPED.search(unit.text):
                of_page.append((unit, Reason.PHRASE if named else Reason.BELOW_PAGE))
            elif len(lone) > 1 and unit.id in lone:
                unit.lean(w.LEAN, Reason.LONE)
            elif at > written and not is_surely_text(unit):
                alone = at == last and unit.block.gap and not unit.joined
                if alone or _is_tail(ending, at):
                    unit.lean(-w.LEAN if unit.below_image else rather, Reason.BELOW_TEXTS)
        for unit, reason in of_page:
            unit.lean(w.LEAN, reason)

    def _opens_with_page(self, unit: Unit) -> bool:
        """Whether the words before a colon are a page's, or a line is a number."""
        known = self.line_reader.words
        lead, _, rest = unit.text.partition(":")
        pages = (known["exact"] | known["sections"]) - known["thanked"]
        return (bool(rest.strip()) and fold_latin(lead) in pages) or unit.text.strip().isdigit()

    def _vote_foot(self, filled: Sequence[Unit], rather: float) -> None:
        """Below the texts, a number or an address without a name that no line introduces and the other text has not,
        and who designed something, are the page's."""
        paired = any(self._is_bare(unit) for unit in filled if unit.zone in ("between", "inside"))
        introduced = False
        for unit in filled:
            bare = self._is_bare(unit)
            made = self.line_reader.opens(unit.text, "makers") and unit.strength("credit") > 0
            if unit.zone == "closing" and (made or (bare and not introduced and not paired)):
                unit.lean(rather, Reason.BELOW_TEXTS)
            elif not bare:
                named = unit.text.endswith(":") or PERSON.fullmatch(unit.text) is not None
                introduced = unit.strength("contact") > 0 or named

    def _is_bare(self, unit: Unit) -> bool:
        """Whether a line is a number or an address and no more, and nothing above it says whom it reaches."""
        known = w.LIKELY <= unit.strength("contact") < w.SURE
        return known and self.line_reader.is_bare_contact(unit.text)

    def _vote_sentences(self, filled: Sequence[Unit]) -> None:
        """A sentence that opens with words of a page may be the author's, such as "Share what you have, she says.":
        inside the text it is kept, above and below the text it is asked about."""
        for unit in filled:
            role: Role
            for role in ("clutter", "pointer"):
                if unit.certain_role() == role and self._may_be_sentence(unit, role):
                    unit.vote(role, -w.CERTAIN, Reason.AGAINST)
                    if unit.zone != "inside":
                        unit.lean(w.HINT, Reason.WHOLE_SENTENCE, role)

    def _may_be_sentence(self, unit: Unit, role: str) -> bool:
        """Whether only a phrase speaks against a whole sentence without links."""
        if unit.words < w.SENTENCE_WORDS or STOPPED.search(unit.text) is None or unit.link_share:
            return False
        if role == "pointer":
            return unit.language_line is not None and not unit.language_line.sure
        return {vote.reason for vote in unit.votes if vote.role == "clutter"} == {Reason.PHRASE}


# ---- The other text.


def vote_for_translated(units: Sequence[Unit]) -> set[str]:
    """A line inside a text whose translation stands inside the other one is the author's; so, with less weight, are a
    few words, a line below its text whose translation stands below the other one, and two lines anywhere of which the
    words show that they say the same. Returns the ids of those that are surely in both texts."""
    found = set()
    places = {id(unit): at for at, unit in enumerate(units)}
    for unit in units:
        partner = unit.partner
        if partner is None:
            continue
        role: Role
        for role in ("boilerplate", "clutter"):
            if unit.strength(role) > 0 >= partner.strength(role) and is_only_named(unit, role) and not unit.link_share:
                # The lists have such words in both languages, and know those of one line only.
                unit.vote(role, -unit.strength(role) / 2 * unit.pair_confidence, Reason.TRANSLATED)
        few = min(unit.words, partner.words) <= w.FEW_WORDS_INSIDE
        inside = unit.zone == partner.zone == "inside" and not few
        apart = inside or _stand_apart(units, *sorted((places[id(unit)], places[id(partner)])))
        if not apart and (few or unit.pair_margin < w.PAIR_BY_WORDS):
            continue
        weight = (w.PAIR_INSIDE if inside else w.PAIR_APART) * unit.pair_confidence
        found |= {unit.id} if weight >= w.PAIR_APART else set()
        if "opening" in (unit.zone, partner.zone):
            # It may be a title.
            unit.vote("clutter", -min(weight, max(0.0, unit.strength("clutter"))), Reason.AGAINST)
        else:
            unit.translated = weight
            unit.vote("body", 0.0, Reason.TRANSLATED if apart else Reason.TRANSLATED_ELSEWHERE)
    return found


def _stand_apart(units: Sequence[Unit], first: int, last: int) -> bool:
    """Whether text stands between two lines, so that each is with its own one."""
    return any(unit.is_prose and not unit.certain_role() for unit in units[first + 1 : last])


def _vote_not_kept(filled: Sequence[Unit], shared: Collection[str]) -> None:
    """What a second extraction of the page does not keep and nothing explains, unless the other text has it: that
    extraction often loses a translation, or the original. Of prose only where it keeps more of that language's text
    than it lacks."""
    for unit in filled:
        known = unit.language_line or unit.goals or unit.facts or is_source(unit)
        known = known or unit.strength("title") >= w.CERTAIN or unit.id in shared
        if unit.block.extraction_doubt == "left out" and not known:
            unit.lean(w.CERTAIN, Reason.SECOND)
    for code in {unit.language for unit in filled if unit.block.extraction_doubt == "prose"}:
        prose = [unit for unit in filled if unit.language == code and unit.words >= w.SECOND_PROSE]
        prose = [unit for unit in prose if not unit.certain_role()]
        lacking = [unit for unit in prose if unit.block.extraction_doubt == "prose"]
        if sum(unit.words for unit in lacking) <= w.SECOND_LACKS * sum(unit.words for unit in prose):
            for unit in lacking:
                unit.lean(w.CERTAIN, Reason.SECOND)


def _vote_lone(texts: Sequence[Unit], saved: bool) -> None:
    """On a page that says nearly all twice, a line that the other text has no line for is kept, and asked about;
    outside of saved pages only below the first paragraph of its text, and not what somebody says."""
    begun: set[str] = set()
    for unit in find_lone(texts, texts):
        unit.lone = may_be_paired(unit) and not unit.below_image
    # The titles are no lines of the texts.
    lone = {unit.id for unit in find_lone(texts, texts, w.PAIR_FEWEST + len({unit.language for unit in texts}))}
    for unit in texts:
        if unit.id in lone and may_be_paired(unit) and (saved or (unit.language in begun and _may_be_strange(unit))):
            unit.lean(-w.LEAN, Reason.LONE)
        begun |= {unit.language} if unit.is_prose else set()


def _may_be_strange(unit: Unit) -> bool:
    """Whether a line may have come from elsewhere: it has words, and nobody says them."""
    return LETTERS.search(unit.text) is not None and SAID.search(unit.text) is None


def _vote_few_lone(filled: Sequence[Unit]) -> None:
    """In the page of a site, a few words that the other text has no line for are rather the page's, with the dates
    among them; a run of such lines that has a longer one is kept."""
    titled: set[str] = set()
    first = next((unit.language for unit in filled if unit.is_prose), "")
    for in_run, group in itertools.groupby(filled, key=_is_lone_or_beside):
        run = list(group)
        below = all(_is_below_title(unit, titled, first) for unit in run)
        titled |= {unit.language for unit in run if not unit.lone and _is_heading(unit)}
        few = [unit for unit in run if unit.lone]
        if not in_run or not below or not few or not all(map(_is_few, few)):
            continue
        for unit in run:
            if unit.certain_role() in ("label", "date"):
                unit.vote("clutter", w.CERTAIN + w.LEAN, Reason.BESIDE_PAGE)
            elif unit.lone:
                unit.lean(w.LEAN, Reason.LONE)


def _is_lone_or_beside(unit: Unit) -> bool:
    """Whether a line has no counterpart, or is a fact that the author joined to a line above it."""
    return unit.lone or (unit.joined and unit.facts is not None)


def _is_heading(unit: Unit) -> bool:
    """Whether a line is a title by its markup or by the page's head."""
    heading = unit.block.kind == "heading" and unit.block.level <= w.HIGHEST_LEVELS
    return heading or unit.strength("title") >= w.CERTAIN


def _is_below_title(unit: Unit, titled: Collection[str], first: str) -> bool:
    """Whether a line is in a text or below it, and none that may stand above the other text's title."""
    if unit.zone == "opening":
        return unit.language in titled
    return unit.zone != "between" or unit.language == first


def _is_few(unit: Unit) -> bool:
    """Whether a line without a counterpart has few words and is nothing that somebody says or that readers are asked
    to do."""
    if unit.link_share and unit.words < w.LINKED_TITLE:
        # "Apply here" asks the reader of this article to do something.
        return False
    longest = w.LONGEST_LONE if is_no_sentence(unit) else w.LONGEST_LONE_SENTENCE
    return unit.words <= longest and SAID.search(unit.text) is None


def _may_be_of_program(unit: Unit) -> bool:
    """Whether a line is short, no sentence, and nothing that an author lists below a text."""
    short = unit.words <= w.LONGEST_CLUTTER_AT_END and not ENDED.search(unit.text) and may_be_paired(unit)
    longer = [word for word in WORD.findall(unit.text) if len(word) > LONGEST_SMALL_WORD]
    named = len(longer) > 1 and all(word[0].isupper() for word in longer)
    return short and not named


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
            unit.vote("label", w.FACT_INSIDE_TEXT, Reason.AGAINST)
            unit.vote("date", w.FACT_INSIDE_TEXT, Reason.AGAINST)
            if unit.words <= SHORT_KICKER and plain:
                unit.lean(rather, Reason.FEW_WORDS)


def _vote_named_rows(filled: Sequence[Unit]) -> None:
    """Lines below each other that all are names and values, such as "Place: Niš" above "Contract: one year", are the
    text's, as in a vacancy; titles of two languages below each other are none."""

    def is_named(unit: Unit) -> bool:
        return unit.block.kind == "paragraph" and LABELLED.match(unit.text) is not None

    for (named, _), group in itertools.groupby(filled, key=lambda unit: (is_named(unit), unit.language)):
        lines = list(group) if named else []
        plain = [unit for unit in lines if not is_fact(unit) and unit.words <= w.LONGEST_NAMED_VALUE]
        for unit in plain if len(lines) >= w.FEWEST_ROWS and len(plain) > 1 else ():
            unit.vote("body", w.SURE, Reason.NAMED_ROW)
            unit.vote("title", -w.CERTAIN, Reason.AGAINST)


def _vote_events(filled: Sequence[Unit]) -> None:
    """Below the text, a date in a row of names and values, such as "Date: …" above "Place: …", is an event's."""
    for at, unit in enumerate(filled):
        if unit.zone == "opening" or unit.facts is None or unit.facts.labels or not LABELLED.match(unit.text):
            continue
        beside = [other for other in filled[max(0, at - 1) : at + 2] if other is not unit and not is_fact(other)]
        if any(LABELLED.match(other.text) and other.words <= w.USUAL_TITLE for other in beside):
            unit.vote("date", -w.PAGE, Reason.AGAINST)


# ---- Words of the page of a site.


def _vote_lists(filled: Sequence[Unit]) -> None:
    """A list of a few words each above all text may be a menu or a row of buttons: it is rather left out if it stands
    above the title or one of its items is surely none of the text."""
    last_title = max((at for at, unit in enumerate(filled) if unit.strength("title") >= w.CERTAIN), default=-1)
    rows = itertools.groupby(enumerate(filled), key=lambda pair: pair[1].block.kind == "item")
    for row in (list(group) for is_item, group in rows if is_item):
        items = [unit for _, unit in row if unit.zone == "opening" and unit.words <= w.LONGEST_MENU_ITEM]
        items = [unit for unit in items if is_no_sentence(unit)]
        sure = last_title > row[0][0] or any(is_of_page(unit) or unit.text.strip().isdecimal() for unit in items)
        for unit in items:
            if not is_fact(unit):
                unit.vote("body", -w.SURE, Reason.AGAINST)
                unit.lean(w.LEAN if sure else -w.LEAN, Reason.LIST_ABOVE)


def _vote_links(filled: Sequence[Unit]) -> None:
    """A line that is nothing but a link leads away from the article: one by itself, as long as a title, and two are
    asked about; a longer row is not, and takes the short line above it along."""
    named = [unit.zone == "closing" and _names_links(unit) for unit in filled]
    leads = [
        (unit.zone != "opening" and _leads_away(unit))
        or (named[at] and any(named[max(0, at - 1) : at] + named[at + 1 : at + 2]))
        for at, unit in enumerate(filled)
    ]
    for start, end in _runs(leads):
        sure = w.LINKS_IN_A_ROW if end - start >= w.FEWEST_LINKS else w.HINT
        if end - start == 1 and filled[start].words < w.LINKED_TITLE:
            # "Apply here" asks the reader of this article to do something.
            continue
        for unit in filled[start:end]:
            unit.lean(sure, Reason.LINK)
        above = filled[start - 1] if start and end - start > 1 else None
        if above is None or above.zone == "opening" or above.words > LONGEST_GREETING:
            continue
        if is_no_sentence(above) and not is_fact(above):
            above.lean(sure, Reason.ABOVE_LINKS)


def _runs(marks: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Where rows of marked places begin and end."""
    at = 0
    for marked, group in itertools.groupby(marks):
        size = len(list(group))
        if marked:
            yield at, at + size
        at += size


def _leads_away(unit: Unit) -> bool:
    """Whether a line is nothing but a link, and nothing else is known of it."""
    plain = " ".join(run.text for run in unit.block.runs if not run.href)
    hrefs = {run.href for run in unit.block.runs if run.href}
    if unit.block.kind not in ("paragraph", "item") or not hrefs or LETTERS.search(plain):
        return False
    named = unit.strength("title") >= w.CERTAIN or not LETTERS.search(unit.text)
    return not named and not is_fact(unit) and not any(map(INSIDE_PAGE.match, hrefs))


def _names_links(unit: Unit) -> bool:
    """Whether a line is a name and then only links, such as "Themes: Education, Shelter"."""
    name, _, _ = unit.text.partition(":")
    plain = " ".join(run.text for run in unit.block.runs if not run.href)
    linked = any(run.href for run in unit.block.runs)
    return linked and fold_loosely(name) == fold_loosely(plain) and not is_fact(unit)


def _vote_boxes(filled: Sequence[Unit]) -> None:
    """Below the text, a sentence or two between words of a page, such as "Support our work" and "Donate now", is what a
    box of the page says."""
    of_page = list(map(is_of_page, filled))
    last = next((at for at in reversed(range(len(filled))) if filled[at].is_prose and not of_page[at]), 0)
    first = next((at + 1 for at in reversed(range(last)) if of_page[at]), 0)
    box = filled[first : last + 1]
    small = first > 0 and len(box) <= w.FEWEST_LINKS and sum(unit.words for unit in box) <= w.LONGEST_BOX
    # All that follows is the page's too, and the language has text of its own.
    closed = len(filled) > last + 1 and all(of_page[last + 1 :])
    written = {unit.language for unit in filled[:first] if unit.is_prose}
    if small and closed and all(unit.block.kind != "heading" and unit.language in written for unit in box):
        for unit in box:
            unit.lean(w.LEAN, Reason.BETWEEN_PAGE)


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

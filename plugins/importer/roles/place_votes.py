"""What a line shows by its place: above, between, inside or below the texts."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Sequence

from plugins.importer import weights as w
from plugins.importer.document import ENDED
from plugins.importer.language.counterparts import find_lone
from plugins.importer.language.data import fold, fold_latin
from plugins.importer.metadata.line_reader import LONGEST_SMALL_WORD, WORD, LineReader
from plugins.importer.project_api import to_latin
from plugins.importer.roles.line_kinds import (
    ABOVE_LINKS,
    INCOMPLETE_DATE,
    LABELLED,
    LETTERS,
    LINK,
    LONGEST_GREETING,
    NAMED_ROW,
    NUMBER,
    PHRASE,
    SHORT_KICKER,
    fold_loosely,
    is_fact,
    is_no_sentence,
    is_surely_text,
    may_be_paired,
)
from plugins.importer.roles.second_extraction import vote_prose_not_kept
from plugins.importer.roles.titles import PERSON
from plugins.importer.units import STOPPED, Role, Unit, prose_places

# Words that somebody says, in quotation marks or after a dash.
SAID = re.compile(r"[„“\"«”]|^[–—-]\s")
BELOW_TEXTS = "below the texts"
LONE = "the other text has no such line"
# A link within the page, or to a person.
INSIDE_PAGE = re.compile(r"#|mailto:|tel:", re.IGNORECASE)


class PlaceVotes:
    """Votes of lines by their places."""

    def __init__(self, line_reader: LineReader) -> None:
        self.line_reader = line_reader

    def vote(self, units: Sequence[Unit], zones: Sequence[str], saved: bool) -> None:
        """Give every unit the votes that it has by its place; `saved` says that the page is one of a site."""
        self._vote_inside(units, zones, saved)
        if saved:
            self._vote_lists(units, zones)
            self._vote_links(units, zones)
            self._vote_boxes(units)
        self._vote_events(units, zones)
        self._vote_named_rows(units)
        self._vote_tail(units, zones)
        self._vote_foot(units, zones, saved)
        self._vote_sentences(units, zones)
        vote_prose_not_kept(units)

    @staticmethod
    def _vote_inside(units: Sequence[Unit], zones: Sequence[str], saved: bool) -> None:
        """A label or date inside the text is the author's; a short one by itself is asked about. In the page of a site
        it is rather left out, as is any other line of one or two words that is no sentence."""
        for unit, zone in zip(units, zones, strict=True):
            few = w.FEW_WORDS_INSIDE if LETTERS.search(unit.text) else w.LONGEST_CLUTTER_UNDER_TITLE
            alone = 0 < unit.words <= few and not unit.link_share and is_no_sentence(unit) and not is_fact(unit)
            if saved and zone == "inside" and alone and not unit.joined and not unit.text.endswith(":"):
                if unit.block.kind == "paragraph" and not unit.bold:
                    unit.vote("clutter", unit.strength("body") + w.FACT_INSIDE_ASKED, "a few words in the text")
            elif zone == "inside" and (_is_label_or_date(unit) or _is_incomplete_date(unit)):
                unit.vote("label", w.FACT_INSIDE_TEXT, "stands inside the text")
                unit.vote("date", w.FACT_INSIDE_TEXT, "stands inside the text")
                unit.vote("credit", 0.0, "")
                if unit.words <= SHORT_KICKER and unit.block.kind == "paragraph" and not unit.bold:
                    # "Video" or "4 min" between two paragraphs is rather kept than not, but asked about.
                    kept = max(unit.strength("body"), unit.strength("credit"))
                    asked = w.FACT_INSIDE_ASKED if saved else -w.FACT_INSIDE_ASKED
                    unit.vote("clutter", kept + asked - unit.strength("clutter"), "a label in the text")

    @staticmethod
    def vote_lone(units: Sequence[Unit], zones: Sequence[str]) -> None:
        """In the page of a site, a few words that the other text has no line for are rather the page's, with the dates
        among them; a run of such lines that has a longer one is kept, and asked about."""
        for unit in find_lone(units, units):
            unit.lone = may_be_paired(unit) and not unit.below_image
        titled: set[str] = set()
        first = next((unit.language for unit in units if unit.is_prose), "")
        filled = [(unit, zone) for unit, zone in zip(units, zones, strict=True) if unit.words]
        for in_run, group in itertools.groupby(filled, key=lambda pair: _is_lone_or_beside(pair[0])):
            run = list(group)
            below = all(_is_below_title(unit, zone, titled, first) for unit, zone in run)
            titled |= {unit.language for unit, _ in run if _is_heading(unit)}
            if not in_run or not below or not all(_is_few(unit, zone) for unit, zone in run if unit.lone):
                continue
            for unit, _ in run:
                role = unit.certain_role()
                if role in ("label", "date") and any(other.lone for other, _ in run):
                    unit.vote("clutter", unit.strength(role) + w.FACT_INSIDE_ASKED, "beside words of a page")
                elif unit.lone and unit.strength("clutter") < unit.strength("body"):
                    asked = unit.strength("body") + w.FACT_INSIDE_ASKED - unit.strength("clutter")
                    unit.vote("clutter", asked, LONE)

    @staticmethod
    def vote_lone_tail(units: Sequence[Unit], zones: Sequence[str]) -> None:
        """Below both texts of a page that says nearly all twice, several short lines that the other text has not are
        rather what a network or a program wrote there, such as counts and buttons, and are asked about."""
        tail = [unit for unit, zone in zip(units, zones, strict=True) if zone in ("closing", "below") and unit.words]
        lone = [unit for unit in find_lone(tail, units) if _may_be_of_program(unit)]
        for unit in lone if len(lone) > 1 else ():
            if unit.strength("clutter") < unit.strength("body"):
                asked = unit.strength("body") + w.FACT_INSIDE_ASKED - unit.strength("clutter")
                unit.vote("clutter", asked, LONE)

    @staticmethod
    def _vote_lists(units: Sequence[Unit], zones: Sequence[str]) -> None:
        """In the page of a site, a list of a few words each above all text may be a menu or a row of buttons: it is
        asked about, and left out if it stands above the title or one of its items is surely none of the text."""
        filled = [(unit, zone) for unit, zone in zip(units, zones, strict=True) if unit.words]
        titles = [at for at, (unit, _) in enumerate(filled) if unit.strength("title") >= w.TITLE_IN_HEAD]
        rows = itertools.groupby(enumerate(filled), key=lambda pair: pair[1][0].block.kind == "item")
        for row in (list(group) for is_item, group in rows if is_item):
            items = [unit for _, (unit, zone) in row if zone == "opening" and unit.words <= w.LONGEST_MENU_ITEM]
            items = [unit for unit in items if is_no_sentence(unit)]
            plain = [unit for unit in items if not is_fact(unit)]
            sure = any(at > row[0][0] for at in titles) or any(map(_is_button, items))
            for unit in plain:
                unit.vote("body", -w.BODY_STRUCTURE, "a list above the text")
                asked = w.FACT_INSIDE_ASKED if sure else -w.FACT_INSIDE_ASKED
                unit.vote("clutter", unit.strength("body") + asked, "a list above the text")

    @staticmethod
    def _vote_links(units: Sequence[Unit], zones: Sequence[str]) -> None:
        """A line that is nothing but a link leads away from the article: one by itself, as long as a title, and two are
        asked about; a longer row is not, and takes the short line above it along."""
        filled = [(unit, zone) for unit, zone in zip(units, zones, strict=True) if unit.words]
        named = [zone in ("closing", "below") and _names_links(unit) for unit, zone in filled]
        leads = [zone != "opening" and _leads_away(unit) for unit, zone in filled]
        leads = [
            lead or (named[at] and any(named[max(0, at - 1) : at] + named[at + 1 : at + 2]))
            for at, lead in enumerate(leads)
        ]
        for at, (unit, _) in enumerate(filled):
            if not leads[at]:
                continue
            row = 1 + sum(1 for _ in itertools.takewhile(bool, leads[at + 1 :]))
            row += sum(1 for _ in itertools.takewhile(bool, reversed(leads[:at])))
            sure = w.LINKS_IN_A_ROW if row >= w.FEWEST_LINKS else w.LINK_ALONE
            if row == 1 and unit.words < w.LINKED_TITLE:
                # "Apply here" asks the reader of this article to do something.
                continue
            unit.vote("clutter", unit.strength("body") + sure, LINK)
            above = filled[at - 1][0]
            opens_row = row > 1 and not leads[at - 1] and filled[at - 1][1] != "opening"
            if opens_row and above.words <= LONGEST_GREETING and is_no_sentence(above) and not is_fact(above):
                above.vote("clutter", above.strength("body") + sure, ABOVE_LINKS)

    @staticmethod
    def _vote_boxes(units: Sequence[Unit]) -> None:
        """Below the text, a sentence or two between words of a page, such as "Support our work" and "Donate now", is
        what a box of the page says."""
        filled = [unit for unit in units if unit.words]
        of_page = [unit.certain_role() in ("boilerplate", "clutter") for unit in filled]
        last = next((at for at in reversed(range(len(filled))) if filled[at].is_prose and not of_page[at]), 0)
        first = next((at + 1 for at in reversed(range(last)) if of_page[at]), 0)
        box = filled[first : last + 1]
        small = first > 0 and len(box) <= w.FEWEST_LINKS and sum(unit.words for unit in box) <= w.LONGEST_BOX
        # All that follows is the page's too, and the language has text of its own.
        closed = len(filled) > last + 1 and all(of_page[last + 1 :])
        written = {unit.language for unit in filled[:first] if unit.is_prose}
        plain = all(unit.block.kind != "heading" and unit.language in written for unit in box)
        if small and closed and plain:
            for unit in box:
                unit.vote("clutter", unit.strength("body") + w.FACT_INSIDE_ASKED, "between words of a page")

    @staticmethod
    def _vote_events(units: Sequence[Unit], zones: Sequence[str]) -> None:
        """Below the text, a date in a row of names and values, such as "Date: …" above "Place: …", is an event's."""
        rows = [(unit, zone) for unit, zone in zip(units, zones, strict=True) if unit.words]
        for at, (unit, zone) in enumerate(rows):
            if zone == "opening" or unit.facts is None or unit.facts.labels or not LABELLED.match(unit.text):
                continue
            beside = [other for other, _ in rows[max(0, at - 1) : at + 2] if other is not unit]
            if any(
                LABELLED.match(other.text) and not is_fact(other) and other.words <= w.USUAL_TITLE for other in beside
            ):
                unit.vote("date", w.FACT_OF_EVENT, NAMED_ROW)

    @staticmethod
    def _vote_named_rows(units: Sequence[Unit]) -> None:
        """Lines below each other that all are names and values, such as "Place: Niš" above "Contract: one year", are
        the text's, as in a vacancy; titles of two languages below each other are none."""
        for _, group in itertools.groupby(units, key=lambda unit: (unit.block.place, unit.language)):
            lines = [unit for unit in group if unit.words and unit.block.kind == "paragraph"]
            named = [unit for unit in lines if LABELLED.match(unit.text)]
            plain = [unit for unit in named if not is_fact(unit) and unit.words <= w.LONGEST_NAMED_VALUE]
            if len(named) < max(w.FEWEST_ROWS, len(lines)) or len(plain) < 2:
                continue
            for unit in plain:
                unit.vote("body", w.BODY_STRUCTURE, NAMED_ROW)
                unit.vote("title", -w.FACT, NAMED_ROW)

    def _vote_tail(self, units: Sequence[Unit], zones: Sequence[str]) -> None:
        """Below the text, short lines that stand below one that is surely of the page, or whose first word is, as in
        "Next: Road closed", are rather of the page too, and are asked about."""
        known_words = self.line_reader.words
        pages = (known_words["exact"] | known_words["sections"]) - known_words["thanked"]
        begun = False
        found: list[tuple[Unit, str]] = []
        for unit, zone in zip(units, zones, strict=True):
            if zone not in ("closing", "below") or not unit.words:
                continue
            begun = begun or unit.certain_role() in ("clutter", "boilerplate")
            known = is_fact(unit) or unit.block.kind not in ("paragraph", "heading")
            if known or unit.words > w.LONGEST_CLUTTER_AT_END or STOPPED.search(unit.text):
                continue
            lead, _, rest = unit.text.partition(":")
            named = (bool(rest.strip()) and fold_latin(lead) in pages) or unit.text.strip().isdigit()
            if begun or named:
                begun = True
                found.append((unit, PHRASE if named else "below words of a page"))
        # A long list is the text's.
        for unit, reason in found if len(found) <= w.MOST_BELOW else ():
            asked = unit.strength("body") + w.FACT_INSIDE_ASKED - unit.strength("clutter")
            unit.vote("clutter", max(0.0, asked), reason)

    def _vote_foot(self, units: Sequence[Unit], zones: Sequence[str], saved: bool) -> None:
        """Below the texts, a number or an address without a name that no line introduces and the other text has not,
        and who designed something, are the page's in the page of a site; elsewhere they are kept, and asked about."""
        filled = [(unit, zone) for unit, zone in zip(units, zones, strict=True) if unit.words]
        asked = w.FACT_INSIDE_ASKED if saved else -w.FACT_INSIDE_ASKED
        paired = any(self._is_bare(unit) for unit, zone in filled if zone in ("between", "inside"))
        introduced = False
        for unit, zone in filled:
            closing = zone in ("closing", "below") and unit.block.kind in ("paragraph", "heading", "item")
            bare = self._is_bare(unit)
            made = self.line_reader.opens(unit.text, "makers") and unit.strength("credit") > 0
            if closing and (made or (bare and not introduced and not paired)):
                kept = max(map(unit.strength, ("body", "contact", "credit")))
                unit.vote("clutter", max(0.0, kept + asked - unit.strength("clutter")), BELOW_TEXTS)
            elif not bare:
                introduced = (
                    unit.strength("contact") > 0 or unit.text.endswith(":") or bool(PERSON.fullmatch(unit.text))
                )

    def _is_bare(self, unit: Unit) -> bool:
        """Whether a line is a number or an address and no more, and nothing above it says whom it reaches."""
        known = w.CONTACT_ADDRESS <= unit.strength("contact") < w.CONTACT
        return known and self.line_reader.is_bare_contact(unit.text)

    def _vote_sentences(self, units: Sequence[Unit], zones: Sequence[str]) -> None:
        """A sentence that opens with words of a page may be the author's, such as "Share what you have, she says.":
        inside the text it is kept, above and below the text it is asked about."""
        for unit, zone in zip(units, zones, strict=True):
            role: Role
            for role in ("clutter", "release", "pointer"):
                if unit.certain_role() == role and self._may_be_sentence(unit, role):
                    asked = unit.strength("body") + w.SENTENCE_ASKED - unit.strength(role)
                    unit.vote(role, w.SENTENCE_INSIDE if zone == "inside" else min(0.0, asked), "a whole sentence")

    def _may_be_sentence(self, unit: Unit, role: str) -> bool:
        """Whether only a phrase speaks against a whole sentence without links."""
        if unit.words < w.SENTENCE_WORDS or STOPPED.search(unit.text) is None or unit.link_share:
            return False
        if role == "pointer":
            return unit.language_line is not None and not unit.language_line.sure
        if role == "release":
            return not NUMBER.search(unit.text)
        reasons = [vote.reason for vote in unit.votes if vote.role == "clutter"]
        named = {fold(word) for word in to_latin(unit.text).split()[1:]} & self.line_reader.words["exact"]
        return set(reasons) == {PHRASE} and unit.strength("clutter") <= w.CLUTTER_SURE and not named


def zones_of(units: Sequence[Unit], habit: str) -> list[str]:
    """For each unit whether it stands before the text ("opening"), where the language changes ("between"), after it
    ("closing") or in it ("inside")."""
    prose = prose_places(units)
    zones, place = [], 0
    for at in range(len(units)):
        while place < len(prose) and prose[place] < at:
            place += 1
        before = prose[place - 1] if place else None
        after = next((found for found in prose[place : place + 2] if found > at), None)
        if before is None:
            zones.append("opening")
        elif after is None:
            zones.append("closing")
        elif place <= 1 and units[at].facts is not None:
            zones.append("opening")
        elif habit != "turns" and (
            units[before].language != units[after].language
            or any(unit.block.kind == "rule" for unit in units[before + 1 : after])
        ):
            zones.append("between")
        else:
            zones.append("inside")
    return zones


def _leads_away(unit: Unit) -> bool:
    """Whether a line is nothing but a link, and nothing else is known of it."""
    plain = " ".join(run.text for run in unit.block.runs if not run.href)
    hrefs = {run.href for run in unit.block.runs if run.href}
    if unit.block.kind not in ("paragraph", "item") or not hrefs or LETTERS.search(plain):
        return False
    named = unit.strength("title") >= w.TITLE_IN_HEAD or not LETTERS.search(unit.text)
    return not named and not is_fact(unit) and not any(map(INSIDE_PAGE.match, hrefs))


def _names_links(unit: Unit) -> bool:
    """Whether a line is a name and then only links, such as "Themes: Education, Shelter"."""
    name, _, _ = unit.text.partition(":")
    plain = " ".join(run.text for run in unit.block.runs if not run.href)
    linked = any(run.href for run in unit.block.runs)
    return linked and fold_loosely(name) == fold_loosely(plain) and not is_fact(unit)


def _is_lone_or_beside(unit: Unit) -> bool:
    """Whether a line has no counterpart, or is a fact that the author joined to a line above it."""
    return unit.lone or (unit.joined and unit.facts is not None)


def _is_heading(unit: Unit) -> bool:
    """Whether a line is a title by its markup or by the page's head."""
    heading = unit.block.kind == "heading" and unit.block.level <= w.HIGHEST_LEVELS
    return not unit.lone and (heading or unit.strength("title") >= w.TITLE_IN_HEAD)


def _is_below_title(unit: Unit, zone: str, titled: Collection[str], first: str) -> bool:
    """Whether a line is in a text or below it, and none that may stand above the other text's title."""
    if zone == "opening":
        return unit.language in titled
    return zone != "between" or unit.language == first


def _is_few(unit: Unit, zone: str) -> bool:
    """Whether a line without a counterpart has few words and is nothing that somebody says or that readers are asked
    to do."""
    if unit.link_share and unit.words < w.LINKED_TITLE and zone != "opening":
        # "Apply here" asks the reader of this article to do something.
        return False
    said = SAID.search(unit.text) is not None or unit.block.kind == "quote"
    longest = w.LONGEST_LONE if is_no_sentence(unit) else w.LONGEST_LONE_SENTENCE
    return unit.words <= longest and not said and not unit.text.endswith(":")


def _may_be_of_program(unit: Unit) -> bool:
    """Whether a line is short, no sentence, and nothing that an author lists below a text."""
    short = unit.words <= w.LONGEST_CLUTTER_AT_END and not ENDED.search(unit.text) and may_be_paired(unit)
    plain = unit.block.kind in ("paragraph", "heading") and not is_surely_text(unit)
    return short and plain and not _names_somebody(unit.text)


def _names_somebody(text: str) -> bool:
    """Whether a line of two words and more is a name, such as a partner's."""
    longer = [word for word in WORD.findall(text) if len(word) > LONGEST_SMALL_WORD]
    return len(longer) > 1 and all(word[0].isupper() for word in longer)


def _is_button(unit: Unit) -> bool:
    """Whether an item of a list is surely a button of the page, or a number, as of stars to give."""
    return unit.certain_role() in ("boilerplate", "clutter") or unit.text.strip().isdecimal()


def _is_label_or_date(unit: Unit) -> bool:
    """Whether a line is a fact that an author may write as well, unlike the name of an account."""
    return unit.facts is not None and not unit.facts.account


def _is_incomplete_date(unit: Unit) -> bool:
    return any(vote.reason == INCOMPLETE_DATE for vote in unit.votes)

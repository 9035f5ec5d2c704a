"""What each line of a page is, decided over the whole page by weighted votes.

A rule gives a unit votes for roles, with reasons. Rules that look at the line alone come first (`_line_rules`), then
the languages are assigned, then the rules that look at what stands around it, and for each language the title is the
line with which all lines of that language together have the highest score. So "title" competes with every other role,
and each decision has a margin."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from plugins.importer import weights as w
from plugins.importer.document import Document
from plugins.importer.language.counterparts import align, find_lone
from plugins.importer.language.data import fold
from plugins.importer.language.line_languages import STROKE
from plugins.importer.metadata.goals import GoalLine, GoalReader
from plugins.importer.metadata.vocabulary import WORD, Vocabulary, menu_pieces
from plugins.importer.project_api import to_latin
from plugins.importer.units import (
    ENDED,
    KEPT,
    KEY_AND_VALUE,
    NOT_TEXT,
    OPEN_END,
    ORNAMENT,
    STOPPED,
    TWO_SENTENCES,
    Role,
    Unit,
    prose_places,
    quote,
)

# Names of images that are a page's own, such as "site-logo.png".
PAGE_IMAGE = re.compile(
    r"(?<![^\W\d_])(?:logo|logotip|grb|amblem|emblem|banner|baner|header|zaglavlje|favicon)(?![^\W\d_])", re.IGNORECASE
)
# Words that somebody says, in quotation marks or after a dash.
SAID = re.compile(r"[„“\"«”]|^[–—-]\s")
SECTION_NUMBER = re.compile(r"\W*(?:[^\W\d_]+\s+)?(?:\d{1,3}|[IVXL]{1,5})[.)]?\W*")
PLAYER_TIMES = re.compile(r"\W*\d{1,2}:\d{2}(?::\d{2})?\s*/\s*\d{1,2}:\d{2}(?::\d{2})?\W*")
PAGE_NUMBER = re.compile(
    r"\W*[^\W\d_]{1,8}\.?\s+\d{1,3}\s*(?:/|\s[^\W\d_]{1,4}\.?\s)\s*\d{1,3}\W*|[–—-]\s?\d{1,3}\s?[–—-]"
)
SECOND = "a second extraction of the page does not keep it"
PHRASE = "words of a page"
LONE = "the other text has no such line"
BOTH = "the other text has such a line too"
RELEASE = "above a press release"
# What a line may be pardoned that is the only one where a title stands.
DOUBTED: tuple[Role, ...] = ("clutter", "release")
TABLE_ROW = "a row of a table"
INCOMPLETE_DATE = "date without its day or year"
COUNTERPART = "stands where the other title does"
NUMBER = re.compile(r"\d")
LABELLED = re.compile(r"\W{0,3}[^\W\d_]+(?: [^\W\d_]+){0,2}:\s+\S")
# A link within the page, or to a person.
INSIDE_PAGE = re.compile(r"#|mailto:|tel:", re.IGNORECASE)
COUNTED = re.compile(r"\W*\d+(?:[.,:]\d+)?\s+[^\W\d_]+(?:\s+[^\W\d_]+)?\W*")
# "← Older" and "Newer →" lead to other pages.
ARROWED = re.compile(r"[←⟵‹↑↩]\s*[^\W\d_].*[^→]|[^\W\d_].*\s[→⟶›↑]")
POSTSCRIPT = re.compile(r"\s*P\.?\s?S\.?\s*[:.–—-]?\s+(?=[^\W\d_])")
# What stands between a title and the name of its site.
SITE_JOINT = re.compile(r"\s+(?:[|•·»›/:]|::|[–—-])\s+")
COUNTS_JOINT = re.compile(r"\s*[·|•]\s*")
CELL_JOINT = re.compile(r"\s[|]\s|\t")
TIMED = re.compile(r"\d{1,2}[:.]\d{2}\W+[^\W\d_]")
LETTERS = re.compile(r"[^\W\d_]")
CANDIDATES = 14
LONGEST_CANDIDATE, LONGEST_LETTERS = 40, 400
SHORT_KICKER, LONGEST_KICKER, LONGEST_LINE_KICKER = 3, 4, 8
LONGEST_GREETING, LONGEST_COVER, LONGEST_MARK, LONGEST_LINE = 5, 16, 20, 25
STEM = 5
REACH = 6
SIGNED_LINES, SIGNED_WORDS, LONGEST_NOTE = 8, 6, 5


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


class RoleResolver:
    """Decides the roles of the units of one page."""

    def __init__(self, vocabulary: Vocabulary, goals: GoalReader) -> None:
        self.vocabulary, self.goals = vocabulary, goals
        self.line_rules = self._line_rules()

    # ---- votes of a line by itself

    def vote(self, units: Sequence[Unit], document: Document, boilerplate: Mapping[int, str]) -> None:
        """Give every unit the votes that it has by itself; `boilerplate` are reasons by the places of blocks."""
        after_goals, goal_title, titled_above = False, False, False
        first_prose = next((at for at, unit in enumerate(units) if unit.is_prose), len(units))
        for at, unit in enumerate(units):
            reason = boilerplate.get(unit.block.place, "")
            # A heading that the page's head repeats is its title, though it may be called as a button is.
            titled = (
                unit.block.kind == "heading" and _compare_with_head(unit.text, document.head.title) == w.TITLE_IN_HEAD
            )
            if reason and not titled and unit.block.kind != "note":
                unit.vote("boilerplate", w.BOILERPLATE, reason)
            self._goal_votes(unit, after_goals, goal_title and unit.joined)
            goal_title = unit.goals is not None and bool(unit.goals.goals)
            after_goals = unit.goals is not None
            if unit.block.kind in ("rule", "image", "note"):
                unit.vote("body", w.BODY, f"a {unit.block.kind}")
                continue
            self._body_votes(unit)
            if unit.block.kind in ("paragraph", "heading", "item"):
                self._fact_votes(unit)
                self._other_votes(unit)
                if unit.facts is None and titled_above and self.vocabulary.calendar.is_incomplete(unit.text):
                    unit.vote("date", w.FACT_PARTLY, INCOMPLETE_DATE)
                titled_above = titled_above or (unit.words > 0 and not unit.certain_role())
            elif unit.block.kind == "quote" and at < first_prose:
                # Above the text a label may be set as a quotation is.
                self._fact_votes(unit)
            if unit.block.kind in ("paragraph", "heading"):
                self._title_votes(unit, document)
        self._mark_captions(units)
        self._goal_labels(units)
        self._row_votes(units)
        self._image_votes(units)
        self._poll_votes(units)
        self._clutter_beside(units)
        self._name_of_page_votes(units[:first_prose])
        self._running_head_votes(units)
        self._message_votes(units, document.sent)
        self._contact_votes(units)
        self._second_votes(units)

    @staticmethod
    def _mark_captions(units: Sequence[Unit]) -> None:
        """The parts of a line in two languages right below an image are its caption, and no line above a title."""
        lines = [list(group) for _, group in itertools.groupby(units, key=lambda unit: unit.block.place)]
        for image, below in itertools.pairwise(lines):
            for unit in below if image[-1].block.kind == "image" else ():
                unit.below_image = True
                unit.captions = len({one.said_language for one in below} - {""}) > 1

    @staticmethod
    def _name_of_page_votes(on_top: Sequence[Unit]) -> None:
        """A line above the text that is another one with the name of the site behind or before it, as a browser shows
        it: "Ferry returns | Our office" says what the title is, and is none."""
        keys = {fold_loosely(unit.text): unit for unit in on_top if unit.words > SHORT_KICKER}
        for unit in on_top:
            pieces = [fold_loosely(piece) for piece in SITE_JOINT.split(unit.text)]
            for key in pieces if len(pieces) == 2 and unit.block.kind != "heading" else ():
                if key in keys and keys[key] is not unit:
                    unit.vote("clutter", w.CLUTTER_PHRASE + max(0.0, unit.strength("body")), "the name of the page")
                    unit.vote("title", -w.FACT, "the name of the page")
                    keys[key].vote("title", w.TITLE_HALF_IN_HEAD, "the page's name says the same")

    @staticmethod
    def _running_head_votes(units: Sequence[Unit]) -> None:
        """A short line that comes back several times with text between is printed on each page; a label or a credit may
        come back as well."""
        places: dict[str, list[int]] = {}
        running: list[list[int]] = []
        for at, unit in enumerate(units):
            if 1 < unit.words <= w.LONGEST_CLUTTER_AT_END and unit.block.kind in ("paragraph", "heading"):
                places.setdefault(fold_loosely(unit.text), []).append(at)
        for found in places.values():
            apart = all(any(unit.is_prose for unit in units[one:other]) for one, other in itertools.pairwise(found))
            first = units[found[0]]
            if len(found) < w.FEWEST_RUNNING or not apart or _is_fact(first) or ENDED.search(first.text):
                continue
            running.append(found)
        # More lines than a page has at its top and its foot are the text's own, such as those of a plan.
        for found in running if len(running) <= w.MOST_RUNNING else ():
            for at in found:
                units[at].vote("clutter", w.CLUTTER_PHRASE + units[at].strength("body"), "comes back on each page")
                units[at].vote("title", -w.FACT if at != found[0] else 0.0, "comes back on each page")

    def _goal_votes(self, unit: Unit, after_goals: bool, after_number: bool) -> None:
        block = unit.block
        if block.kind == "image" and block.picture and not block.runs:
            # The UN's icons of goals say them in their descriptions.
            unit.goals = self.goals.read(block.picture.alt, after_goals)
            if unit.goals is not None:
                unit.vote("goals", w.FACT, "goals")
        elif block.kind in ("paragraph", "heading", "item"):
            unit.goals = self.goals.read(unit.text, after_goals)
            if unit.goals is not None:
                unit.vote("goals", w.FACT, "goal label" if unit.goals.label else "goals")
            elif after_number and self.goals.title(unit.text):
                unit.vote("goals", w.FACT_PARTLY, "goal title")

    def _goal_labels(self, units: Sequence[Unit]) -> None:
        """A short line right above goals that has a word for them, such as "Related goals"; a line that is only such a
        word but has no goals beside it is a heading of the text."""
        for unit, following in itertools.pairwise(units):
            if unit.goals is None and following.goals is not None and unit.words <= LONGEST_GREETING:
                words = {fold(word) for word in to_latin(unit.text).split()}
                if words & self.goals.names and not ENDED.search(unit.text):
                    unit.goals = GoalLine(label=True)
                    unit.vote("goals", w.FACT_PARTLY, "goal label")
        filled = [unit for unit in units if unit.words or unit.goals is not None]
        for at, unit in enumerate(filled):
            self._numbers_below(unit, filled[at + 1 :])
            beside = any(other.goals is not None for other in (*filled[max(0, at - 1) : at], *filled[at + 1 : at + 2]))
            if unit.goals is not None and unit.goals.label and not beside:
                unit.goals = None
                unit.vote("goals", -w.FACT, "no goals beside it")

    def _numbers_below(self, unit: Unit, below: Sequence[Unit]) -> None:
        """Numbers of goals, each by itself, below a line that asks or says which goals they are."""
        words = {fold(word) for word in to_latin(unit.text).split()}
        if not words & self.goals.names or unit.words > w.LONGEST_GOAL_QUESTION or STOPPED.search(unit.text):
            return
        numbers = [*itertools.takewhile(lambda one: one.words == 1 and one.text.strip().isdecimal(), below)]
        if not numbers:
            return
        if unit.goals is None:
            unit.goals = GoalLine(label=True)
            unit.vote("goals", unit.strength("body") + w.FACT_PARTLY, "goal label")
        for one in numbers:
            one.goals = self.goals.read(f"SDG {one.text.strip()}")
            one.vote("goals", w.FACT, "goals")

    def _image_votes(self, units: Sequence[Unit]) -> None:
        """An image that is described as a language only switches to it; one above all text whose name says that it is
        a logo or the like is the page's."""
        first = next((at for at, unit in enumerate(units) if unit.is_prose), len(units))
        for at, unit in enumerate(units):
            picture = unit.block.picture
            if unit.block.kind != "image" or picture is None or unit.block.runs:
                continue
            line = self.vocabulary.language_line(picture.alt)
            if line is not None and line.sure:
                unit.vote("boilerplate", w.BOILERPLATE, "a switch to another language")
            elif fold(to_latin(picture.alt)) in self.vocabulary.words["exact"]:
                unit.vote("boilerplate", w.PAGE_IMAGE, "a button of the page")
            elif (at < first or picture.href) and PAGE_IMAGE.search(f"{picture.src.rpartition('/')[2]} {picture.alt}"):
                unit.vote("boilerplate", w.PAGE_IMAGE, "an image of the page")

    def _poll_votes(self, units: Sequence[Unit]) -> None:
        """A question with two or more answers such as "Yes" and "No" in a list is a poll, and so are the heading above
        it and the few words below it."""
        filled = [unit for unit in units if unit.words]
        for at, unit in enumerate(filled):
            if not unit.text.rstrip().endswith("?"):
                continue
            items = [*itertools.takewhile(_is_answer, filled[at + 1 :])]
            answers = {fold(to_latin(one.text)) for one in items} & self.vocabulary.words["answers"]
            if len(answers) < w.FEWEST_ANSWERS:
                continue
            end = at + 1 + len(items)
            above = [
                one for one in filled[max(0, at - 1) : at] if one.words <= LONGEST_GREETING and _is_no_sentence(one)
            ]
            below = [one for one in filled[end : end + 1] if one.words <= w.FEW_WORDS_INSIDE and _is_no_sentence(one)]
            for one in (*above, unit, *items, *below):
                one.vote("clutter", one.strength("body") + w.POLL, "a poll")

    @staticmethod
    def _row_votes(units: Sequence[Unit]) -> None:
        """Lines of a block with as many cells each, some of them numbers, are a table and no rows of links."""
        for _, group in itertools.groupby(units, key=lambda unit: unit.block.place):
            lines = list(group)
            cells = {len(CELL_JOINT.split(line.text)) for line in lines}
            if len(lines) >= w.FEWEST_ROWS and len(cells) == 1 and cells != {1} and _have_numbers(lines):
                for line in lines:
                    line.vote("clutter", -max(0.0, line.strength("clutter")) - w.CLUTTER_PHRASE, TABLE_ROW)
                    line.vote("title", -w.FACT, TABLE_ROW)

    @staticmethod
    def _clutter_beside(units: Sequence[Unit]) -> None:
        """The other lines of a row of short lines of which one is surely of the page, such as a row of buttons, and
        what follows one that ends with a colon."""
        for above, unit in itertools.pairwise(units):
            named = unit.joined and above.text.rstrip().endswith(":") and not above.language_line
            short = unit.words <= w.LONGEST_CLUTTER_AT_END and not ENDED.search(unit.text)
            if named and short and above.certain_role() in ("clutter", "boilerplate") and not unit.certain_role():
                unit.vote("clutter", w.CLUTTER_BESIDE, "beside words of a page")
        for _, group in itertools.groupby(units, key=lambda unit: unit.block.place):
            lines = list(group)
            short = all(line.words <= w.LONGEST_CLUTTER_UNDER_TITLE and not ENDED.search(line.text) for line in lines)
            around = any(max(map(line.strength, ("clutter", "boilerplate"))) >= w.CLUTTER_PHRASE for line in lines)
            menu = len(lines) > 3 and sum(line.certain_role() != "" for line in lines) > 1
            if len(lines) > 1 and short and (around or menu):
                for line in lines:
                    if not line.certain_role() and line.strength("credit") < w.BYLINE and not NUMBER.search(line.text):
                        line.vote("clutter", w.CLUTTER_BESIDE, "beside words of a page")

    @staticmethod
    def _inside_votes(units: Sequence[Unit], zones: Sequence[str], saved: bool) -> None:
        """A label or date inside the text is the author's; a short one by itself is asked about. In the page of a site
        it is rather left out, as is any other line of one or two words that is no sentence."""
        for unit, zone in zip(units, zones, strict=True):
            few = w.FEW_WORDS_INSIDE if LETTERS.search(unit.text) else w.LONGEST_CLUTTER_UNDER_TITLE
            alone = 0 < unit.words <= few and not unit.link_share and _is_no_sentence(unit) and not _is_fact(unit)
            if saved and zone == "inside" and alone and not unit.joined and not unit.text.endswith(":"):
                if unit.block.kind == "paragraph" and not unit.bold:
                    unit.vote("clutter", unit.strength("body") + w.FACT_INSIDE_ASKED, "a few words in the text")
            elif zone == "inside" and (unit.facts is not None or _is_incomplete_date(unit)):
                unit.vote("label", w.FACT_INSIDE_TEXT, "stands inside the text")
                unit.vote("date", w.FACT_INSIDE_TEXT, "stands inside the text")
                unit.vote("credit", 0.0, "")
                if unit.words <= SHORT_KICKER and unit.block.kind == "paragraph" and not unit.bold:
                    # "Video" or "4 min" between two paragraphs is rather kept than not, but asked about.
                    kept = max(unit.strength("body"), unit.strength("credit"))
                    asked = w.FACT_INSIDE_ASKED if saved else -w.FACT_INSIDE_ASKED
                    unit.vote("clutter", kept + asked - unit.strength("clutter"), "a label in the text")

    @staticmethod
    def _lone_votes(units: Sequence[Unit], zones: Sequence[str], own: Sequence[str]) -> None:
        """In the page of a site, a few words that the other text has no line for are rather the page's, with the dates
        among them; a run of such lines that has a longer one is kept, and asked about."""
        rows = [[unit for unit in units if unit.language == code and _may_be_paired(unit)] for code in own]
        rows = [row for row in rows if any(unit.is_prose for unit in row)]
        for unit in find_lone(*rows) if len(rows) == 2 else ():
            unit.lone = not unit.below_image
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
    def _list_votes(units: Sequence[Unit], zones: Sequence[str]) -> None:
        """In the page of a site, a list of a few words each above all text may be a menu or a row of buttons: it is
        asked about, and left out if it stands above the title or one of its items is surely none of the text."""
        filled = [(unit, zone) for unit, zone in zip(units, zones, strict=True) if unit.words]
        titles = [at for at, (unit, _) in enumerate(filled) if unit.strength("title") >= w.TITLE_IN_HEAD]
        rows = itertools.groupby(enumerate(filled), key=lambda pair: pair[1][0].block.kind == "item")
        for row in (list(group) for is_item, group in rows if is_item):
            items = [unit for _, (unit, zone) in row if zone == "opening" and unit.words <= w.LONGEST_MENU_ITEM]
            items = [unit for unit in items if _is_no_sentence(unit)]
            plain = [unit for unit in items if not _is_fact(unit)]
            sure = any(at > row[0][0] for at in titles) or any(map(_is_button, items))
            for unit in plain:
                unit.vote("body", -w.BODY_STRUCTURE, "a list above the text")
                asked = w.FACT_INSIDE_ASKED if sure else -w.FACT_INSIDE_ASKED
                unit.vote("clutter", unit.strength("body") + asked, "a list above the text")

    @staticmethod
    def _link_votes(units: Sequence[Unit], zones: Sequence[str]) -> None:
        """A line that is nothing but a link leads away from the article: one by itself, as long as a title, and two are
        asked about; a longer row is not, and takes the short line above it along."""
        filled = [(unit, zone) for unit, zone in zip(units, zones, strict=True) if unit.words]
        RoleResolver._menu_votes([unit for unit, zone in filled if zone == "opening"])
        named = [zone in ("closing", "below") and _names_links(unit) for unit, zone in filled]
        leads = [zone != "opening" and _leads_away(unit) for unit, zone in filled]
        leads = [
            at or (name and any(named[max(0, place - 1) : place] + named[place + 1 : place + 2]))
            for place, (at, name) in enumerate(zip(leads, named, strict=True))
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
            unit.vote("clutter", unit.strength("body") + sure, "a line that is a link")
            above = filled[at - 1][0]
            opens_row = row > 1 and not leads[at - 1] and filled[at - 1][1] != "opening"
            if opens_row and above.words <= LONGEST_GREETING and _is_no_sentence(above) and not _is_fact(above):
                above.vote("clutter", above.strength("body") + sure, "above lines that are links")

    @staticmethod
    def _menu_votes(above: Sequence[Unit]) -> None:
        """Above the text, three or more lines in a row that are nothing but links are a menu, whatever some of them
        say; the title may be a link, but in no such row."""
        for linked, group in itertools.groupby(above, key=lambda unit: unit.link_share >= 1):
            row = list(group)
            for unit in row if linked and len(row) >= w.FEWEST_LINKS else ():
                if unit.strength("title") < w.TITLE_IN_HEAD and not _is_fact(unit):
                    unit.vote("clutter", unit.strength("body") + w.LINKS_IN_A_ROW, "a line that is a link")
                    unit.vote("title", w.TITLE_ROW, "one of a row of links")

    @staticmethod
    def _event_votes(units: Sequence[Unit], zones: Sequence[str]) -> None:
        """Below the text, a date in a row of names and values, such as "Date: …" above "Place: …", is an event's."""
        rows = [(unit, zone) for unit, zone in zip(units, zones, strict=True) if unit.words]
        for at, (unit, zone) in enumerate(rows):
            if zone == "opening" or unit.facts is None or unit.facts.labels or not LABELLED.match(unit.text):
                continue
            beside = [other for other, _ in rows[max(0, at - 1) : at + 2] if other is not unit]
            if any(
                LABELLED.match(other.text) and not _is_fact(other) and other.words <= w.USUAL_TITLE for other in beside
            ):
                unit.vote("date", w.FACT_OF_EVENT, "one of a row of names and values")

    def _tail_votes(self, units: Sequence[Unit], zones: Sequence[str]) -> None:
        """Below the text, short lines that stand below one that is surely of the page, or whose first word is, as in
        "Next: Road closed", are rather of the page too, and are asked about."""
        known_words = self.vocabulary.words
        pages = (known_words["exact"] | known_words["sections"]) - known_words["thanked"]
        begun = False
        found: list[tuple[Unit, str]] = []
        for unit, zone in zip(units, zones, strict=True):
            if zone not in ("closing", "below") or not unit.words:
                continue
            begun = begun or unit.certain_role() in ("clutter", "boilerplate")
            known = _is_fact(unit) or is_table_row(unit) or unit.block.kind not in ("paragraph", "heading")
            if known or unit.words > w.LONGEST_CLUTTER_AT_END or STOPPED.search(unit.text):
                continue
            lead, _, rest = unit.text.partition(":")
            named = (bool(rest.strip()) and fold(to_latin(lead)) in pages) or unit.text.strip().isdigit()
            if begun or named:
                begun = True
                found.append((unit, PHRASE if named else "below words of a page"))
        # A long list is the text's.
        for unit, reason in found if len(found) <= w.MOST_BELOW else ():
            asked = unit.strength("body") + w.FACT_INSIDE_ASKED - unit.strength("clutter")
            unit.vote("clutter", max(0.0, asked), reason)

    @staticmethod
    def _box_votes(units: Sequence[Unit]) -> None:
        """Below the text, a sentence or two between words of a page, such as "Support our work" and "Donate now", is
        what a box of the page says."""
        filled = [unit for unit in units if unit.words]
        of_page = [unit.certain_role() in ("boilerplate", "clutter") for unit in filled]
        for at in range(len(filled) - 1, 0, -1):
            if of_page[at] or not filled[at].is_prose:
                continue
            first = next((place + 1 for place in range(at, -1, -1) if of_page[place]), 0)
            box = filled[first : at + 1]
            small = first > 0 and len(box) <= w.FEWEST_LINKS and sum(unit.words for unit in box) <= w.LONGEST_BOX
            closed = at + 1 < len(filled) and of_page[at + 1]
            if small and closed and any(unit.is_prose for unit in filled[:first]):
                for unit in box:
                    unit.vote("clutter", unit.strength("body") + w.FACT_INSIDE_ASKED, "between words of a page")
            return

    def _sentence_votes(self, units: Sequence[Unit], zones: Sequence[str]) -> None:
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
        named = {fold(word) for word in to_latin(unit.text).split()[1:]} & self.vocabulary.words["exact"]
        return set(reasons) == {PHRASE} and unit.strength("clutter") <= w.CLUTTER_SURE and not named

    @staticmethod
    def _body_votes(unit: Unit) -> None:
        unit.vote("body", w.BODY, "text")
        if unit.block.kind in ("item", "quote", "table"):
            unit.vote("body", w.BODY_STRUCTURE, f"a {unit.block.kind}")
        if unit.words >= 25:
            plain = unit.words <= LONGEST_CANDIDATE and not ENDED.search(unit.text)
            unit.vote("body", w.BODY_LONG_UNENDED if plain else w.BODY_LONG, "long text")
        elif unit.words >= 12:
            weight = w.BODY_TWELVE if ENDED.search(unit.text) else w.BODY_TWELVE_UNENDED
            unit.vote("body", weight, "as long as a sentence")
        if unit.words >= 5 and ENDED.search(unit.text) and not OPEN_END.search(unit.text):
            stopped = STOPPED.search(unit.text) is not None or unit.words > w.USUAL_TITLE
            unit.vote("body", w.BODY_ENDED if stopped else w.BODY_ENDED / 2, "ends like a sentence")

    def _fact_votes(self, unit: Unit) -> None:
        facts = self.vocabulary.fact_line(unit.text)
        if facts is None or self.vocabulary.opens(unit.text, "release"):
            return
        unit.facts = facts
        if facts.labels and facts.dates:
            unit.vote("label", w.FACT, "labels and date")
        elif facts.labels:
            # With one of the site's categories in it a row of labels is no menu, whatever else it names.
            partly = w.FACT_WITH_CATEGORY if len(facts.categories) == 1 else w.FACT_PARTLY
            unit.vote("label", partly if facts.strange else w.FACT, "label")
        elif facts.dates:
            unit.vote("date", w.FACT, "date" if facts.dates[0].sure else "date, not used")
        elif self.vocabulary.is_byline(unit.text):
            unit.vote("credit", w.BYLINE, "author")
        else:
            # In a list beside the date it is no item of the text.
            listed = w.BODY_STRUCTURE if unit.block.kind == "item" else 0.0
            unit.vote("date", w.FACT_PARTLY + listed, "time")

    def _other_votes(self, unit: Unit) -> None:
        line = self.vocabulary.language_line(unit.text) if unit.words <= LONGEST_MARK else None
        if line is not None:
            unit.language_line = line
            weight = w.LANGUAGE_LINE if line.sure else w.LANGUAGE_LINE_UNSURE
            unit.vote("language" if line.kind == "heading" else "pointer", weight, f"names a language ({line.kind})")
        for role, longest, weight, reason, applies in self.line_rules:
            if unit.words <= longest and (strength := applies(unit.text)):
                unit.vote(role, weight * strength, reason)

    def _line_rules(self) -> Sequence[tuple[Role, int, float, str, Callable[[str], float]]]:
        """Rules for a line by itself: the role, the most words, the weight, the reason, and how far it applies (0 to
        1)."""
        known = self.vocabulary
        return (
            (
                "release",
                LONGEST_MARK,
                w.RELEASE_MARK,
                RELEASE,
                known.is_release,
            ),
            ("signoff", LONGEST_MARK, w.SIGNOFF, "parts two texts", lambda text: ORNAMENT.fullmatch(text) is not None),
            ("signoff", 3, w.SIGNOFF, "end of a release", lambda text: known.is_one_of(text, "signoff")),
            ("credit", LONGEST_LINE, w.CREDIT, "names a source", known.is_credit),
            ("credit", LONGEST_LINE, w.BYLINE, "author", known.is_byline),
            ("contact", 12, w.CONTACT, "whom to ask", lambda text: known.opens(text, "contact")),
            ("contact", 15, w.CONTACT_ADDRESS, "an address", known.is_contact),
            ("clutter", LONGEST_LINE, w.CLUTTER_PHRASE, PHRASE, lambda text: known.opens(text, "clutter")),
            ("clutter", LONGEST_MARK, w.CLUTTER_INSIDE, PHRASE, lambda text: known.has(text, "clutter")),
            ("clutter", LONGEST_LINE, w.CLUTTER_PHRASE, "a row of links", known.is_menu),
            ("clutter", 4, w.CLUTTER_PHRASE, PHRASE, lambda text: ARROWED.fullmatch(text) is not None),
            ("clutter", 5, w.CLUTTER_PHRASE, "number of a page", lambda text: PAGE_NUMBER.fullmatch(text) is not None),
            ("boilerplate", 5, w.BOILERPLATE, PHRASE, lambda text: PLAYER_TIMES.fullmatch(text) is not None),
            ("kicker", 5, w.KICKER_WORD, "stands above titles", lambda text: known.is_one_of(text, "kicker")),
        )

    @staticmethod
    def _title_votes(unit: Unit, document: Document) -> None:
        text = unit.text
        if unit.words > LONGEST_CANDIDATE or len(text) > LONGEST_LETTERS or not LETTERS.search(text):
            return
        if unit.block.kind == "heading":
            unit.vote("title", w.TITLE_HEADING[min(max(unit.block.level, 1), 6) - 1], "a heading")
        for weight, reason, applies in TITLE_RULES:
            if applies(unit):
                unit.vote("title", weight, reason)
        if KEY_AND_VALUE.fullmatch(text):
            unit.vote("body", w.KEY_AND_VALUE_BODY, "a name and a value")
        matched = _compare_with_head(text, document.head.title)
        if matched and not (unit.link_share >= 1 and unit.words <= w.LONGEST_SITE_NAME):
            # A name of a word or two that is a link is the site's, though the head says it too.
            unit.vote("title", matched, "the page's head says the same")

    def _message_votes(self, units: Sequence[Unit], sent: bool) -> None:
        """Greeting, cover note and closing of a text that was sent, where no header of a message shows them."""
        filled = [unit for unit in units if unit.words]
        for unit in filled[:2] if sent else ():
            if not self.is_cover(unit):
                break
            unit.vote("clutter", w.COVER_NOTE, "a message's cover note")
        for at, unit in enumerate(filled[:3]):
            if at and not sent and filled[at - 1].certain_role() not in ("clutter", "boilerplate"):
                # "Dear friends," below a label or a title opens a speech.
                break
            greets = unit.words <= LONGEST_GREETING and self.vocabulary.opens(unit.text, "greetings")
            if greets and unit.text.rstrip()[-1:] in ",!.:":
                unit.vote("clutter", w.GREETING, "a message's greeting")
                for following in filled[at + 1 : at + 3]:
                    if self.is_cover(following):
                        following.vote("clutter", w.COVER_NOTE, "a message's cover note")
                    else:
                        break
                break
        for unit in self._find_note(filled) if sent else ():
            unit.vote("clutter", w.COVER_NOTE, "a message's cover note")
        self._signature_votes(filled, sent)

    def _signature_votes(self, filled: Sequence[Unit], sent: bool) -> None:
        """The words that close a message, and the names below them; and its postscript."""
        last = next((at for at, unit in enumerate(filled) if POSTSCRIPT.match(unit.text)), len(filled))
        if (
            sent
            and len(filled) - last <= LONGEST_NOTE
            and all(unit.words <= SIGNED_WORDS for unit in filled[last + 1 :])
        ):
            for unit in filled[last:]:
                unit.vote("clutter", w.COVER_NOTE + max(0.0, unit.strength("body")), "a message's signature")
            filled = filled[:last]
        for at in range(len(filled) - 1, max(-1, len(filled) - SIGNED_LINES), -1):
            below = [unit for unit in filled[at + 1 :] if unit.strength("boilerplate") < w.BOILERPLATE]
            names = all(unit.words <= SIGNED_WORDS for unit in below)
            # Without a name below, "Thank you." is the end of a speech.
            closed = names and (len(below) > 0 or sent or self._is_addressed(filled))
            if closed and self._closes(filled[at], sent and len(below) > 0):
                for unit in (filled[at], *below):
                    unit.vote("clutter", w.CLOSING, "a message's signature")
                return
        for unit in filled[-1:] if sent else ():
            short = unit.words <= SIGNED_WORDS and STOPPED.search(unit.text) is not None
            if short and unit.block.kind == "paragraph" and not _is_fact(unit):
                # "Call me when it is online." may be the end of the text as well.
                unit.vote("clutter", unit.strength("body") - w.FACT_INSIDE_ASKED, "a message's signature")

    @staticmethod
    def _is_addressed(filled: Sequence[Unit]) -> bool:
        """Whether the greeting of a message was found."""
        return any(unit.strength("clutter") >= w.GREETING for unit in filled[:3])

    def _closes(self, unit: Unit, loosely: bool) -> bool:
        """Whether a line closes a message; `loosely` allows more words behind those that do, as in "Thanks a lot!"."""
        if self.vocabulary.is_one_of(unit.text, "closings"):
            return True
        short = unit.words <= SHORT_KICKER and unit.text.rstrip().endswith(",")
        return loosely and (short or (unit.words <= LONGEST_GREETING and self.vocabulary.opens(unit.text, "closings")))

    def _find_note(self, filled: Sequence[Unit]) -> Sequence[Unit]:
        """Find the lines above a text that was sent which only speak to who gets it: sentences above the labels and the
        title, or above the title if the first one greets or says that the text follows."""
        length = next((at for at, unit in enumerate(filled) if not self._speaks(filled, at)), 0)
        start = filled[0] if filled else None
        if start is None or not 0 < length <= LONGEST_NOTE:
            return ()
        below = next((at for at in range(length, len(filled)) if not _heads(filled[at])), len(filled))
        title = filled[below] if below < len(filled) else None
        if title is None or ENDED.search(title.text) or title.words > w.LONGEST_TITLE or title.is_prose:
            return ()
        addressed = self._addresses(start) or self.is_cover(start) or start.text.lstrip()[:1].islower()
        # A sentence by itself may be a line of the article, and is asked about elsewhere.
        return filled[:length] if addressed or below > length > 1 else ()

    def _speaks(self, filled: Sequence[Unit], at: int) -> bool:
        """Whether a line is a sentence of a note, or what stands above one, such as "Jelena,"."""
        unit = filled[at]
        plain = unit.block.kind == "paragraph" and not unit.bold and not _heads(unit)
        if not plain or unit.words > 2 * LONGEST_COVER:
            return False
        begun = at > 0 and unit.text.lstrip()[:1].islower()
        return begun or ENDED.search(unit.text) is not None or self._addresses(unit) or unit.text.endswith(":")

    def _addresses(self, unit: Unit) -> bool:
        """Whether a line only greets or names somebody, with a comma after it."""
        text = unit.text.rstrip()
        if text[-1:] not in (",", "!", ".", ":"):
            return False
        greets = unit.words <= LONGEST_GREETING and self.vocabulary.opens(text, "greetings")
        return greets or (text.endswith(",") and unit.words <= SHORT_KICKER and text[:1].isupper())

    @staticmethod
    def _second_votes(units: Sequence[Unit]) -> None:
        """Lines that a second extraction of the page does not keep, if nothing of their own explains them."""
        filled = [unit for unit in units if unit.words]
        for above, unit in zip((None, *filled), filled, strict=False):
            if above is not None and _heads_title(above, unit):
                # Right below "Srpski" stands a title.
                unit.block = replace(unit.block, extraction_doubt="")
            if unit.block.extraction_doubt != "left out" or unit.language_line is not None or unit.goals is not None:
                continue
            explained = max(unit.strength("credit"), unit.strength("contact")) >= w.CONTACT_ADDRESS
            head = unit.strength("title") >= w.TITLE_IN_HEAD
            if not explained and not head and unit.facts is None:
                unit.vote("clutter", w.SECOND_OPINION + max(0.0, unit.strength("body") - w.BODY), SECOND)

    @staticmethod
    def _second_prose_votes(units: Sequence[Unit]) -> None:
        """Paragraphs that a second extraction does not keep, where it keeps more of their language's text than it
        lacks."""
        for code in {unit.language for unit in units if unit.block.extraction_doubt == "prose"}:
            prose = [
                unit
                for unit in units
                if unit.language == code and unit.words >= w.SECOND_PROSE and not unit.certain_role()
            ]
            lacking = [unit for unit in prose if unit.block.extraction_doubt == "prose"]
            lacks = sum(unit.words for unit in lacking)
            if lacks <= w.SECOND_LACKS * sum(unit.words for unit in prose):
                for unit in lacking:
                    unit.vote("clutter", w.SECOND_OPINION + max(0.0, unit.strength("body") - w.BODY), SECOND)

    @staticmethod
    def _contact_votes(units: Sequence[Unit]) -> None:
        """Names and numbers below a line that says whom to ask."""
        below = False
        for unit in units:
            if unit.strength("contact") >= w.CONTACT:
                below = True
            elif below and unit.strength("contact") >= w.CONTACT_ADDRESS:
                continue
            elif below and 0 < unit.words <= SIGNED_WORDS + 2 and _names_people(unit.text) and not unit.certain_role():
                unit.vote("contact", w.CONTACT_BELOW, "below whom to ask")
            else:
                below = False

    def is_cover(self, unit: Unit) -> bool:
        """Whether a unit only says that the text follows."""
        words = {word.casefold() for word in WORD.findall(to_latin(unit.text))}
        known = len(words & self.vocabulary.words["cover"])
        longest = LONGEST_COVER if known < w.COVER_WORDS else 2 * LONGEST_COVER
        return unit.words <= longest and (known >= 2 or (known == 1 and unit.text.rstrip().endswith(":")))

    # ---- roles in their places

    def resolve(
        self,
        units: Sequence[Unit],
        own: Sequence[str],
        habit: str,
        overrides: Overrides,
        titled: Collection[str] = (),
        saved: bool = False,
    ) -> dict[str, TitleChoice]:
        """Give every unit its role and margin; returns each language's title. The titles of the languages in `titled`
        are known already, and no line is one; `saved` says that the page is one of a site."""
        zones = zones_of(units, habit)
        if (
            saved
            and sum(zone == "closing" and unit.words > 0 for unit, zone in zip(units, zones, strict=True))
            <= w.FEW_BELOW
        ):
            zones = ["below" if zone == "closing" else zone for zone in zones]
        self._place_votes(units, zones, saved)
        if saved and habit == "halves":
            self._lone_votes(units, zones, own)
        titles = {}
        rows = {code: [unit for unit in units if unit.language == code] for code in own}
        rows = {code: row for code, row in rows.items() if any(unit.words for unit in row)}
        for code, row in rows.items():
            titles[code] = self._choose_title(row, zones, units, overrides, code in titled, saved)
            if code not in titled and titles[code].unit is None and _pardon_title(row):
                # It is the only line that may be one, and the editor is asked.
                again = self._choose_title(row, zones, units, overrides, saved=saved)
                titles[code] = replace(again, margin=min(again.margin, w.TITLE_PARDONED))
        for code, other in itertools.permutations(rows, 2):
            row = rows[code]
            if code in titled or not _agrees(row, rows[other], titles[other], titles[code], _find_remote(row, units)):
                continue
            titles[code] = self._choose_title(row, zones, units, overrides, saved=saved)
        _keep_translations(units)
        if habit == "halves":
            _keep_counterparts(*rows.values())
            _keep_leads(*rows.values())
        self._settle_others(units, own, overrides)
        return titles

    def _place_votes(self, units: Sequence[Unit], zones: Sequence[str], saved: bool) -> None:
        """Give every unit the votes that it has by its place."""
        self._inside_votes(units, zones, saved)
        if saved:
            self._list_votes(units, zones)
            self._link_votes(units, zones)
            self._box_votes(units)
        self._event_votes(units, zones)
        self._tail_votes(units, zones)
        self._sentence_votes(units, zones)
        self._second_prose_votes(units)

    def _choose_title(
        self,
        row: Sequence[Unit],
        zones: Sequence[str],
        units: Sequence[Unit],
        overrides: Overrides,
        titled: bool = False,
        saved: bool = False,
    ) -> TitleChoice:
        zone = {id(unit): where for unit, where in zip(units, zones, strict=True)}
        last = max((at for at, unit in enumerate(row) if _is_written(unit)), default=-1)
        candidates = [] if titled else self._candidates(row, overrides)
        remote = _find_remote(row, units)
        body = " ".join(unit.text for unit in row if unit.is_prose)[:3000]
        stems = _stems(body)
        totals: list[tuple[float, int]] = []
        forced = any(overrides.roles.get(row[at].id) == "title" for at in candidates)
        for at in candidates if forced else (-1, *candidates):
            total = 0.0
            for place in range(len(row)):
                if place == at:
                    total += self._title_strength(row, at, candidates, stems)
                    total += w.TITLE_FAR_FROM_TEXT if row[at].id in remote else 0.0
                else:
                    total += max(self._strengths(row, place, at, zone, last, saved).values(), default=0.0)
                if place > (candidates[-1] if candidates else -1) + REACH:
                    break
            totals.append((total, at))
        totals.sort(reverse=True)
        chosen = totals[0][1]
        margin = totals[0][0] - totals[1][0] if len(totals) > 1 else w.FACT
        for place, unit in enumerate(row):
            if place == chosen:
                unit.role, unit.margin, unit.reason = "title", margin, _reason(unit, "title")
            else:
                self._settle(unit, self._strengths(row, place, chosen, zone, last, saved), overrides)
        second = "" if len(totals) < 2 or totals[1][1] < 0 else row[totals[1][1]].text
        if chosen < 0:
            return TitleChoice(None, margin, second=second)
        strength = w.FACT if forced else self._title_strength(row, chosen, candidates, stems)
        return TitleChoice(row[chosen], w.FACT if forced else margin, strength, second)

    @staticmethod
    def _candidates(row: Sequence[Unit], overrides: Overrides) -> list[int]:
        forced = [at for at, unit in enumerate(row) if overrides.roles.get(unit.id) == "title"]
        if forced:
            return forced[:1]
        found = []
        prose = 0
        for at, unit in enumerate(row):
            if unit.id in overrides.roles:
                continue
            if (
                unit.block.kind in ("paragraph", "heading")
                and unit.words <= LONGEST_CANDIDATE
                and unit.strength("title")
            ):
                found.append(at)
            prose += unit.is_prose and not unit.certain_role()
            if prose >= 3 or len(found) >= CANDIDATES:
                break
        return found

    @staticmethod
    def _title_strength(row: Sequence[Unit], at: int, candidates: Sequence[int], stems: frozenset[str]) -> float:
        unit = row[at]
        total = unit.strength("title")
        before = [other for other in row[:at] if not other.certain_role() and other.words]
        prose = sum(other.is_prose for other in before)
        # Between labels and a date nothing but the title stands.
        followed = next((other for other in row[at + 1 : at + REACH] if other.words), None)
        if followed is not None and followed.certain_role() == "date" and not prose and unit.words <= w.LONGEST_TITLE:
            total += w.TITLE_ABOVE_DATE
        if _is_over_two(row, at):
            total += w.TITLE_OVER_TWO
        total += w.TITLE_AFTER_PROSE * prose
        if not any(other.strength("title") > 0 and other.strength("credit") < 4 for other in before):
            total += w.TITLE_FIRST
        if not any(other.words and not other.certain_role() for other in itertools.islice(row, at + 1, None)):
            total += w.TITLE_NOT_FOLLOWED
        total += min(w.SHARED_WORDS_AT_MOST, w.SHARED_WORD * len(_stems(unit.text) & stems))
        rival = max((unit.strength(role) for role in (*NOT_TEXT, "credit", "contact")), default=0.0)
        return total - max(0.0, rival)

    @staticmethod
    def _strengths(
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
            if unit.block.kind in ("paragraph", "heading") and not unit.captions and not is_table_row(unit):
                below_kicker = _stands_below_kicker(row, at, title)
                _weigh_above_title(found, unit, row[title], body, saved, below_kicker)
        else:
            found.pop("kicker", None)
            near = at - title <= REACH
            below = near and all(other.certain_role() or not other.words for other in row[title + 1 : at])
            if short and unit.block.kind == "paragraph" and below:
                body += w.SHORT_AFTER_TITLE if title >= 0 else w.SHORT_WITHOUT_TITLE
        found["body"] = body
        under = 0 <= title < at <= title + REACH and not any(other.is_prose for other in row[title + 1 : at])
        under = under and zone[id(unit)] != "inside"
        tiny = (
            unit.words <= w.LONGEST_CLUTTER_UNDER_TITLE and not unit.bold and not found.keys() & {"credit", "contact"}
        )
        pieces = COUNTS_JOINT.split(unit.text)
        tiny = tiny or (len(pieces) > 1 and all(map(COUNTED.fullmatch, pieces)))
        tiny = tiny and not SECTION_NUMBER.fullmatch(unit.text)
        if under and short and tiny and unit.block.kind == "paragraph":
            behind = w.CLUTTER_BELOW_SAVED if saved and not unit.below_image else w.CLUTTER_AT_END_BEHIND
            found["clutter"] = max(found.get("clutter", -w.FACT), body - behind)
        below = zone[id(unit)] == "below"
        closing = below or zone[id(unit)] == "closing"
        closing = closing and (unit.block.kind == "paragraph" or (below and unit.block.kind == "heading"))
        closing = closing and at > last and not unit.captions
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

    def _settle_others(self, units: Sequence[Unit], own: Sequence[str], overrides: Overrides) -> None:
        """Give roles to rules, and to lines in other languages than the site's."""
        for unit in units:
            if unit.block.kind == "rule":
                unit.role = "rule"
            elif unit.language not in own:
                self._settle(unit, {role: unit.strength(role) for role in (*NOT_TEXT, "body")}, overrides)

    @staticmethod
    def _settle(unit: Unit, strengths: Mapping[str, float], overrides: Overrides) -> None:
        forced = overrides.roles.get(unit.id)
        if forced and forced != "title":
            unit.role, unit.margin, unit.reason = forced, w.FACT, "decided by a person"
            return
        ranked = sorted(strengths.items(), key=lambda pair: -pair[1])
        role, best = ranked[0] if ranked else ("body", 0.0)
        unit.role = role  # type: ignore[assignment]
        unit.reason = _reason(unit, role)
        rivals = [(strength, other) for other, strength in ranked[1:] if (other in KEPT) != (role in KEPT)]
        unit.margin = best - max(rivals)[0] if rivals else w.FACT
        unit.second = max(rivals)[1] if rivals else ""


def _keep_counterparts(*texts: Sequence[Unit]) -> None:
    """A short line that is left out in doubt is kept where the other text keeps a line of that kind in its place."""
    rows = [[unit for unit in row if _may_be_paired(unit) and unit.role != "kicker"] for row in texts]
    if len(rows) != 2 or not all(rows) or len(rows[0]) * len(rows[1]) > w.PAIR_MOST:
        return
    for ours, theirs in align(*rows):
        for unit, other in ((ours, theirs), (theirs, ours)):
            if unit is None or other is None or unit.role != "clutter" or unit.margin >= w.ROLE_ASKED:
                continue
            alike = unit.block.kind == other.block.kind and _is_no_sentence(unit) == _is_no_sentence(other)
            if alike and other.role in KEPT and not unit.link_share and unit.strength("clutter") < w.CLUTTER_INSIDE:
                unit.role, unit.margin, unit.reason = "body", w.FACT, BOTH


def _keep_leads(*texts: Sequence[Unit]) -> None:
    """Sentences right below the title that only a second extraction leaves out are kept where both texts have them."""
    leads = [_find_doubted_lead(row) for row in texts]
    if len(leads) == 2 and len(leads[0]) == len(leads[1]):
        for unit in itertools.chain(*leads):
            unit.role, unit.margin, unit.reason = "body", w.FACT, BOTH


def _find_doubted_lead(row: Sequence[Unit]) -> list[Unit]:
    """The sentences between the title and the first line that is kept, if only a second extraction leaves them out."""
    below = [*itertools.dropwhile(lambda unit: unit.role != "title", row)][1:]
    below = [*itertools.takewhile(lambda unit: unit.role not in KEPT, (unit for unit in below if unit.words))]
    return [
        unit
        for unit in below
        if unit.reason.startswith(SECOND)
        and unit.words >= w.SENTENCE_WORDS
        and STOPPED.search(unit.text)
        and not unit.link_share
    ]


def _weigh_above_title(
    found: dict[str, float], unit: Unit, title: Unit, body: float, saved: bool, below_kicker: bool
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
        kicker += w.KICKER_BELOW_ANOTHER if below_kicker else 0.0
        heading = unit.block.kind == "heading" and unit.block.level == 1
        found["kicker"] = kicker - (w.TITLE_HEADING[0] if heading else 0.0)


def _keep_translations(units: Sequence[Unit]) -> None:
    """The other half of a line in two languages is no kicker where the first one is kept, as below a picture."""
    for first, second in itertools.pairwise(units):
        halves = first.block.place == second.block.place and first.language != second.language
        if not halves or not (first.said_language and second.said_language) or second.joined:
            continue
        for unit, other in ((first, second), (second, first)):
            if unit.role == "kicker" and other.role in KEPT and unit.strength("kicker") <= 0:
                unit.role, unit.margin, unit.reason = "body", w.FACT, "stands in one line with its translation"


def _find_remote(row: Sequence[Unit], units: Sequence[Unit]) -> frozenset[str]:
    """The ids of lines of a language after which another language's text comes, where a later line that may be a title
    stands right above text of its own: a letterhead, not a title."""
    own, remote = row[0].language, set()
    after, near = "", False
    for unit in reversed(units):
        if unit.is_prose and not unit.certain_role():
            after = unit.language
        elif unit.language == own and unit.words and not unit.certain_role() and unit.strength("title") >= w.TITLE_WEAK:
            if after == own:
                near = True
            elif after and near:
                remote.add(unit.id)
    return frozenset(remote)


def _agrees(
    row: Sequence[Unit], other: Sequence[Unit], theirs: TitleChoice, ours: TitleChoice, remote: frozenset[str]
) -> bool:
    """Whether the other language's title is sure and this one's is not; then the line in the same place as theirs, if
    it is about as long, gets a vote."""
    if theirs.unit is None or theirs.margin < w.TITLE_LIKELY or (ours.unit is not None and ours.margin >= w.TITLE_SURE):
        return False
    if theirs.unit.certain_role() or not theirs.unit.words:
        # A person has chosen a line that no rule would take for a title.
        return False
    others = [unit for unit in other if unit.words and not unit.certain_role() and not unit.lone]
    if theirs.unit not in others:
        return False
    place = others.index(theirs.unit)
    mine = [unit for unit in row if unit.words and not unit.certain_role() and unit.strength("credit") < w.CREDIT]
    mine = [unit for unit in mine if not unit.lone]
    mine = [unit for unit in mine if unit.id not in remote]
    if place >= len(mine):
        return False
    length = len(theirs.unit.text)
    alike = (
        one
        for one in mine[place : place + 2]
        if 0.5 <= len(one.text) / length <= 2.0 and one.block.kind in ("paragraph", "heading")
    )
    unit = next(alike, None)
    if (
        unit is None
        or unit.strength("title") < w.TITLE_OPEN_END
        or any(vote.reason == COUNTERPART for vote in unit.votes)
    ):
        return False
    in_row = _has_same_rows(mine, [unit for unit in other if unit.words and not unit.certain_role()])
    unit.vote("title", w.TITLE_AS_COUNTERPART + (w.TITLE_IN_ROWS if in_row else 0.0), COUNTERPART)
    unit.vote("body", w.BODY_AS_COUNTERPART - (w.TITLE_IN_ROWS if in_row else 0.0), COUNTERPART)
    return True


def _has_same_rows(row: Sequence[Unit], other: Sequence[Unit]) -> bool:
    """Whether two texts have as many lines, nearly all about as long as the one in the same place."""
    if len(row) != len(other) or len(row) < w.FEWEST_ROWS:
        return False
    alike = sum(0.5 <= len(one.text) / len(two.text) <= 2.0 for one, two in zip(row, other, strict=True))
    return alike >= w.ROWS_ALIKE * len(row)


def _words_with_capitals(unit: Unit) -> bool:
    """Whether nearly all longer words begin with a capital, as in English titles."""
    longer = [word for word in unit.text.split() if len(word) > 3]
    capitals = sum(word[0].isupper() for word in longer)
    return unit.words > 4 and not unit.is_all_caps and capitals >= w.SHARE_OF_CAPITALS * len(longer)


def _stops(unit: Unit) -> bool:
    return STOPPED.search(unit.text) is not None and not unit.text.endswith(("...", "…"))


def _goes_on(unit: Unit) -> bool:
    return OPEN_END.search(unit.text) is not None


# What speaks for and against a line as a title by itself: the weight, the reason, and whether it applies.
TITLE_RULES: tuple[tuple[float, str, Callable[[Unit], bool]], ...] = (
    (w.TITLE_BOLD, "bold", lambda unit: unit.bold and unit.block.kind != "heading"),
    (w.TITLE_CASE, "words with capitals", _words_with_capitals),
    (w.TITLE_SHOUTED, "capitals", lambda unit: unit.is_all_caps and unit.words > 2),
    (w.TITLE_USUAL, "as long as a title", lambda unit: 2 < unit.words <= w.USUAL_TITLE),
    (w.TITLE_LONG, "rather long", lambda unit: w.USUAL_TITLE < unit.words <= w.LONGEST_TITLE),
    (w.TITLE_TOO_LONG, "long", lambda unit: unit.words > w.LONGEST_TITLE),
    (w.TITLE_OPEN_END, "goes on", _goes_on),
    (w.TITLE_ENDED, "ends with a full stop", lambda unit: _stops(unit) and not _goes_on(unit)),
    (
        w.TITLE_ASKING,
        "ends with a sign",
        lambda unit: ENDED.search(unit.text) is not None and not _stops(unit) and not _goes_on(unit),
    ),
    (w.TITLE_UNENDED, "no full stop", lambda unit: not ENDED.search(unit.text) and not _goes_on(unit)),
    (
        w.TITLE_TWO_SENTENCES,
        "more than one sentence",
        lambda unit: unit.words > 6 and TWO_SENTENCES.search(unit.text) is not None,
    ),
    (w.TITLE_FACT, "a label or a date", lambda unit: unit.facts is not None and not unit.facts.strange),
    (w.TITLE_ROW, "a row of links", lambda unit: len(menu_pieces(unit.text)) > 2),
    (w.TITLE_NUMBERED, "a number", lambda unit: SECTION_NUMBER.fullmatch(unit.text) is not None),
    (w.TITLE_LINKED, "a link", lambda unit: unit.link_share >= 1 and unit.words > 0),
    (w.TITLE_QUOTED, "a quotation", lambda unit: unit.words > 8 and unit.text[0] in '„“"«–—-'),
    (w.KEY_AND_VALUE_TITLE, "a name and a value", lambda unit: KEY_AND_VALUE.fullmatch(unit.text) is not None),
)


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


def _is_tail(row: Sequence[Unit], at: int) -> bool:
    """Whether a line below the text is short and no sentence, with all lines that the author joined to it: words of a
    page such as "Read next:" and the titles below it."""
    first = at
    while first and row[first].joined:
        first -= 1
    end = next((place for place in range(first + 1, len(row)) if not row[place].joined), len(row))
    if is_table_row(row[at]):
        return False
    leads_a_list = end < len(row) and row[end].block.kind == "item"
    beside = [one for one in row[max(0, first - 1) : end + 1] if one.words]
    if sum(LABELLED.match(one.text) is not None for one in beside) > 1 or sum(map(_is_timed, beside)) > 1:
        # Rows of names and values, or of a programme, are the author's.
        return False
    return all(unit.words <= w.LONGEST_CLUTTER_AT_END for unit in row[first:end]) and (
        not _is_fact(row[first]) and not leads_a_list and _is_no_sentence(row[first])
    )


def _heads(unit: Unit) -> bool:
    """Whether a line is of those that stand above a title: a label, a date, a mark of a release, a language."""
    return unit.certain_role() in ("label", "date", "goals", "release", "language", "pointer")


def _is_over_two(row: Sequence[Unit], at: int) -> bool:
    """Whether a few words in capitals stand above two lines that may be a title and its subtitle, with no capitals."""
    if not row[at].is_all_caps or row[at].words > LONGEST_KICKER + 1:
        return False
    below = [unit for unit in itertools.islice(row, at + 1, at + REACH) if unit.words]
    plain = list(itertools.takewhile(lambda unit: not unit.certain_role(), below))[:2]
    return len(plain) > 1 and all(
        unit.strength("title") > 0 and not unit.is_prose and not unit.is_all_caps for unit in plain
    )


def _stands_below_kicker(row: Sequence[Unit], at: int, title: int) -> bool:
    """Whether a line of some words between another line and the title would be a second kicker; with labels or a date
    between it and the title it is a letterhead."""
    above = any(unit.words and not unit.certain_role() for unit in row[:at])
    apart = any(unit.certain_role() for unit in row[at + 1 : title])
    return above and not apart and row[at].words > SHORT_KICKER


def _heads_title(above: Unit, unit: Unit) -> bool:
    """Whether a line that may be a title stands right below the heading of a language."""
    line = above.language_line
    return line is not None and line.kind == "heading" and unit.strength("title") > 0 and not unit.link_share


def _pardon_title(row: Sequence[Unit]) -> bool:
    """Take back what a second extraction, or the words that it opens with, say against the only line above a text that
    may be its title ("Share your story"); whether there is one."""
    first = next((at for at, unit in enumerate(row) if unit.is_prose), 0)
    lines = [unit for unit in row[:first] if unit.words and _is_doubted(unit)]
    lines = [unit for unit in lines if unit.strength("title") > 0 and not unit.link_share]
    headings = [unit for unit in lines if unit.block.kind == "heading"]
    lines = lines if len(lines) == 1 else headings
    if len(lines) != 1:
        return False
    for role in DOUBTED:
        lines[0].vote(role, -max(0.0, lines[0].strength(role)), "")
    return True


def _is_doubted(unit: Unit) -> bool:
    """Whether only a second extraction, or words that it opens with, speak for leaving a line out."""
    reasons = {vote.reason for vote in unit.votes if vote.role in DOUBTED and vote.weight > 0}
    doubted = unit.certain_role() in DOUBTED and reasons <= {SECOND, PHRASE, RELEASE}
    return doubted and not NUMBER.search(unit.text) and len(reasons) == 1


def _leads_away(unit: Unit) -> bool:
    """Whether a line is nothing but a link, and nothing else is known of it."""
    plain = " ".join(run.text for run in unit.block.runs if not run.href)
    hrefs = {run.href for run in unit.block.runs if run.href}
    if unit.block.kind not in ("paragraph", "item") or not hrefs or LETTERS.search(plain):
        return False
    named = unit.strength("title") >= w.TITLE_IN_HEAD or not LETTERS.search(unit.text)
    return not named and not _is_fact(unit) and not any(map(INSIDE_PAGE.match, hrefs))


def _names_links(unit: Unit) -> bool:
    """Whether a line is a name and then only links, such as "Themes: Education, Shelter"."""
    name, _, _ = unit.text.partition(":")
    plain = " ".join(run.text for run in unit.block.runs if not run.href)
    linked = any(run.href for run in unit.block.runs)
    return linked and fold_loosely(name) == fold_loosely(plain) and not _is_fact(unit)


def is_table_row(unit: Unit) -> bool:
    """Whether a line is one of a table's rows."""
    return any(vote.reason == TABLE_ROW for vote in unit.votes)


def _have_numbers(lines: Sequence[Unit]) -> bool:
    """Whether all lines but the first have a cell that begins with a number."""
    rows = [CELL_JOINT.split(line.text) for line in lines[1:]]
    return all(any(NUMBER.match(cell.strip()) for cell in row) for row in rows)


def _is_written(unit: Unit) -> bool:
    """Whether a line is the text's by what it is: prose, a sentence or a quotation."""
    if unit.certain_role() or not unit.words:
        return False
    sentence = unit.words >= w.FEWEST_SENTENCE_WORDS and STOPPED.search(unit.text) is not None
    return unit.is_prose or sentence or unit.block.kind == "quote"


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
    longest = w.LONGEST_LONE if _is_no_sentence(unit) else w.LONGEST_LONE_SENTENCE
    return unit.words <= longest and not said and not unit.text.endswith(":")


def _may_be_paired(unit: Unit) -> bool:
    """Whether a line may have a counterpart in the other text."""
    return unit.words > 0 and not _is_fact(unit) and unit.block.kind != "image"


def _is_button(unit: Unit) -> bool:
    """Whether an item of a list is surely a button of the page, or a number, as of stars to give."""
    return unit.certain_role() in ("boilerplate", "clutter") or unit.text.strip().isdecimal()


def _is_answer(unit: Unit) -> bool:
    """Whether a line may be one of a poll's answers."""
    return unit.words <= w.LONGEST_CLUTTER_UNDER_TITLE and not ENDED.search(unit.text) and unit.block.kind != "heading"


def _is_timed(unit: Unit) -> bool:
    return TIMED.match(unit.text) is not None


def _is_no_sentence(unit: Unit) -> bool:
    if KEY_AND_VALUE.fullmatch(unit.text):
        return False
    goes_on = OPEN_END.search(unit.text) is not None or unit.text.endswith(("…", "..."))
    return unit.words <= w.LONGEST_CLUTTER_UNDER_TITLE if goes_on else not ENDED.search(unit.text)


def _is_fact(unit: Unit) -> bool:
    return (
        unit.facts is not None
        or unit.goals is not None
        or unit.language_line is not None
        or unit.certain_role() != ""
        or max(map(unit.strength, ("credit", "contact"))) >= w.CONTACT_ADDRESS
    )


def _is_incomplete_date(unit: Unit) -> bool:
    return any(vote.reason == INCOMPLETE_DATE for vote in unit.votes)


def _names_people(text: str) -> bool:
    """Whether a line looks like a name with an office, such as "Bojana Perić, Communications Officer"."""
    words = [word for word in text.split() if len(word) > 2]
    return not ENDED.search(text) and ("," in text or sum(word[0].isupper() for word in words) >= 0.6 * len(words))


def _reason(unit: Unit, role: str) -> str:
    votes = [vote for vote in unit.votes if vote.role == role and vote.weight > 0]
    return ", ".join(vote.reason for vote in sorted(votes, key=lambda vote: -vote.weight)[:3])


def _stems(text: str) -> frozenset[str]:
    return frozenset(word[:STEM].casefold() for word in WORD.findall(to_latin(text)) if len(word) > 3)


def fold_loosely(text: str) -> str:
    """Reduce a text to its letters and digits, in small Latin letters, to compare it with another."""
    return re.sub(r"[\W_]+", "", to_latin(text).casefold())


def _compare_with_head(text: str, title: str) -> float:
    """How well a line agrees with the title in the page's head, or with half of a bilingual one."""
    key, whole = fold_loosely(text), fold_loosely(title)
    if not key or not whole:
        return 0.0
    if key == whole:
        return w.TITLE_IN_HEAD
    halves = [fold_loosely(part) for part in re.split(rf"{STROKE.pattern}|\s[–—-]\s", title)]
    if key in halves and len(key) > 5:
        return w.TITLE_HALF_IN_HEAD
    return w.TITLE_HALF_IN_HEAD if len(key) >= 12 and (whole.startswith(key) or whole.endswith(key)) else 0.0


__all__ = ["Overrides", "RoleResolver", "TitleChoice", "fold", "fold_loosely", "quote", "zones_of"]

"""What each line shows by itself: votes by its words, its markup and the page's head."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from plugins.importer import weights as w
from plugins.importer.boilerplate.lines import DOUBTED_LIST
from plugins.importer.document import ENDED, Document
from plugins.importer.language.line_languages import STROKE
from plugins.importer.metadata.goals import GoalReader
from plugins.importer.metadata.line_reader import LineReader, menu_pieces
from plugins.importer.roles.line_kinds import (
    INCOMPLETE_DATE,
    LETTERS,
    LONGEST_CANDIDATE,
    PHRASE,
    RELEASE,
    SECTION_NUMBER,
    fold_loosely,
    is_fact,
)
from plugins.importer.units import OPEN_END, ORNAMENT, STOPPED, TWO_SENTENCES, Role, Unit

PLAYER_TIMES = re.compile(r"\W*\d{1,2}:\d{2}(?::\d{2})?\s*/\s*\d{1,2}:\d{2}(?::\d{2})?\W*")
PAGE_NUMBER = re.compile(
    r"\W*[^\W\d_]{1,8}\.?\s+\d{1,3}\s*(?:/|\s[^\W\d_]{1,4}\.?\s)\s*\d{1,3}\W*|[–—-]\s?\d{1,3}\s?[–—-]"
)
# "← Older" and "Newer →" lead to other pages.
ARROWED = re.compile(r"[←⟵‹↑↩]\s*[^\W\d_].*[^→]|[^\W\d_].*\s[→⟶›↑]")
LONGEST_LETTERS = 400
LONGEST_MARK = 20
LONGEST_LINE = 25
# "/", "https://example.org", "./index.html", "/en/".
HOME = re.compile(
    r"(?:(?:https?:)?//[^/]+)?(?:\.?/)?(?:[a-z]{2}(?:-[A-Za-z]{2,4})?/?)?(?:(?:index|default|home)\.\w{3,5})?"
)


class LineVotes:
    """Votes of a line by itself."""

    def __init__(self, line_reader: LineReader, goals: GoalReader) -> None:
        self.line_reader, self.goals = line_reader, goals
        self.line_rules = self._line_rules()

    def vote(self, units: Sequence[Unit], document: Document, boilerplate: Mapping[int, str]) -> None:
        """Give every unit the votes that it has by itself; `boilerplate` are reasons by the places of blocks."""
        after_goals, goal_title, titled_above = False, False, False
        first_prose = next((at for at, unit in enumerate(units) if unit.is_prose), len(units))
        for at, unit in enumerate(units):
            reason = boilerplate.get(unit.block.place, "")
            # A heading that the page's head repeats is its title, though it may be called as a button is.
            titled = (
                unit.block.kind == "heading" and compare_with_head(unit.text, document.head.title) == w.TITLE_IN_HEAD
            )
            doubted = reason == DOUBTED_LIST and unit.block.kind not in ("rule", "image")
            if reason and not doubted and not titled and unit.block.kind != "note":
                unit.vote("boilerplate", w.BOILERPLATE, reason)
            self._vote_goals(unit, after_goals, goal_title and unit.joined)
            goal_title = unit.goals is not None and bool(unit.goals.goals)
            after_goals = unit.goals is not None
            if unit.block.kind in ("rule", "image", "note"):
                continue
            self._vote_body(unit)
            if unit.block.kind in ("paragraph", "heading", "item"):
                self._vote_facts(unit)
                self._vote_other_roles(unit)
                if unit.facts is None and titled_above and self.line_reader.calendar.is_incomplete(unit.text):
                    unit.vote("date", w.FACT_PARTLY, INCOMPLETE_DATE)
                titled_above = titled_above or (unit.words > 0 and not unit.certain_role())
            elif unit.block.kind == "quote" and at < first_prose:
                # Above the text a label may be set as a quotation is.
                self._vote_facts(unit)
            if unit.block.kind in ("paragraph", "heading"):
                self._vote_title(unit, document)
                if self.line_reader.calendar.names_days(unit.text):
                    unit.vote("title", -w.FACT_PARTLY, "only days")
            self._vote_other_pages(unit, doubted and not titled)

    def _vote_other_pages(self, unit: Unit, doubted: bool) -> None:
        """A line that leads to another page, and one that stands in what may be a list of other pages, which is
        `doubted`."""
        if self.line_reader.is_teaser(unit.text) and not is_fact(unit):
            unit.vote("title", -w.FACT, PHRASE)
            kept = max(unit.strength("body"), unit.strength("credit"))
            unit.vote("clutter", max(0.0, kept + w.FACT_INSIDE_ASKED - unit.strength("clutter")), PHRASE)
        if doubted:
            unit.vote("body", max(0.0, w.DOUBTED_BOILERPLATE - unit.strength("body")), "text")
            unit.vote("title", -max(0.0, unit.strength("title")), DOUBTED_LIST)
            strongest = max(map(unit.strength, ("body", "credit", "contact")))
            unit.vote("boilerplate", strongest + w.FACT_INSIDE_ASKED, DOUBTED_LIST)

    def _vote_goals(self, unit: Unit, after_goals: bool, after_number: bool) -> None:
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

    @staticmethod
    def _vote_body(unit: Unit) -> None:
        unit.vote("body", w.BODY, "text")
        if unit.block.kind == "item":
            unit.vote("body", w.BODY_STRUCTURE, "an item")
        if unit.words >= 25:
            plain = unit.words <= LONGEST_CANDIDATE and not ENDED.search(unit.text)
            unit.vote("body", w.BODY_LONG_UNENDED if plain else w.BODY_LONG, "long text")
        elif unit.words >= 12:
            weight = w.BODY_TWELVE if ENDED.search(unit.text) else w.BODY_TWELVE_UNENDED
            unit.vote("body", weight, "as long as a sentence")
        if unit.words >= 5 and ENDED.search(unit.text) and not OPEN_END.search(unit.text):
            stopped = STOPPED.search(unit.text) is not None or unit.words > w.USUAL_TITLE
            unit.vote("body", w.BODY_ENDED if stopped else w.BODY_ENDED / 2, "ends like a sentence")

    def _vote_facts(self, unit: Unit) -> None:
        facts = self.line_reader.fact_line(unit.text)
        if facts is None or self.line_reader.opens(unit.text, "release"):
            return
        unit.facts = facts
        unit.goals = unit.goals or self.goals.read_beside(unit.text)
        if facts.labels and facts.dates:
            unit.vote("label", w.FACT, "labels and date")
        elif facts.labels:
            # With one of the site's categories in it a row of labels is no menu, whatever else it names.
            partly = w.FACT_WITH_CATEGORY if len(facts.categories) == 1 else w.FACT_PARTLY
            unit.vote("label", partly if facts.strange else w.FACT, "label")
        elif facts.dates:
            unit.vote("date", w.FACT, "date" if facts.dates[0].sure else "date, not used")
        elif facts.account:
            unit.vote("date", w.FACT, "the account that put the page in")
        elif self.line_reader.is_byline(unit.text):
            unit.vote("credit", w.BYLINE, "author")
        else:
            # In a list beside the date it is no item of the text.
            listed = w.BODY_STRUCTURE if unit.block.kind == "item" else 0.0
            unit.vote("date", w.FACT_PARTLY + listed, "time")

    def _vote_other_roles(self, unit: Unit) -> None:
        line = self.line_reader.language_line(unit.text) if unit.words <= LONGEST_MARK else None
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
        known = self.line_reader
        return (
            (
                "release",
                LONGEST_MARK,
                w.RELEASE_MARK,
                RELEASE,
                known.is_release,
            ),
            ("signoff", LONGEST_MARK, w.SIGNOFF, "parts two texts", lambda text: ORNAMENT.fullmatch(text) is not None),
            ("signoff", 5, w.SIGNOFF, "end of a release", lambda text: known.is_one_of(text, "signoff")),
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
    def _vote_title(unit: Unit, document: Document) -> None:
        text = unit.text
        if unit.words > LONGEST_CANDIDATE or len(text) > LONGEST_LETTERS or not LETTERS.search(text):
            return
        if unit.block.kind == "heading":
            unit.vote("title", w.TITLE_HEADING[min(max(unit.block.level, 1), 6) - 1], "a heading")
        for weight, reason, applies in TITLE_RULES:
            if applies(unit):
                unit.vote("title", weight, reason)
        matched = compare_with_head(text, document.head.title)
        if matched and not (unit.link_share >= 1 and (unit.words <= w.LONGEST_SITE_NAME or _leads_home(unit))):
            # A name of a word or two that is a link, or one that leads to the site's first page, is the site's, though
            # the head says it too.
            unit.vote("title", matched, "the page's head says the same")


def _leads_home(unit: Unit) -> bool:
    """Whether a line is a link to the first page of a site."""
    hrefs = [run.href for run in unit.block.runs if run.href]
    return bool(hrefs) and all(HOME.fullmatch(href) for href in hrefs)


def _words_with_capitals(unit: Unit) -> bool:
    """Whether nearly all longer words begin with a capital, as in English titles."""
    longer = [word for word in unit.text.split() if len(word) > 3]
    capitals = sum(word[0].isupper() for word in longer)
    return unit.words > 4 and not unit.is_all_caps and capitals >= w.SHARE_OF_CAPITALS * len(longer)


def _stops(unit: Unit) -> bool:
    return STOPPED.search(unit.text) is not None and not unit.text.endswith(("...", "…"))


def _goes_on(unit: Unit) -> bool:
    return OPEN_END.search(unit.text) is not None


def compare_with_head(text: str, title: str) -> float:
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
)

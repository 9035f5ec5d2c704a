"""What each line shows by itself: votes by its words, its markup and the page's head."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from plugins.importer import weights as w
from plugins.importer.document import ENDED, Document
from plugins.importer.language.line_languages import STROKE
from plugins.importer.metadata.goals import GoalReader
from plugins.importer.metadata.line_reader import LineReader
from plugins.importer.reasons import Reason
from plugins.importer.roles.features import LETTERS, LONGEST_CANDIDATE, SECTION_NUMBER, fold_loosely, is_fact
from plugins.importer.units import OPEN_END, ORNAMENT, STOPPED, TWO_SENTENCES, Role, Unit

PLAYER_TIMES = re.compile(r"\W*\d{1,2}:\d{2}(?::\d{2})?\s*/\s*\d{1,2}:\d{2}(?::\d{2})?\W*")
PAGE_NUMBER = re.compile(
    r"\W*[^\W\d_]{1,8}\.?\s+\d{1,3}\s*(?:/|\s[^\W\d_]{1,4}\.?\s)\s*\d{1,3}\W*|[–—-]\s?\d{1,3}\s?[–—-]"
)
# "← Older" and "Newer →" lead to other pages.
ARROWED = re.compile(r"[←⟵‹↑↩]\s*[^\W\d_].*[^→]|[^\W\d_].*\s[→⟶›↑]")
# "Jelena Ilić 10:20 AM" heads a message.
ENDS_WITH_HOUR = re.compile(r"\b\d{1,2}[:.]\d{2}(?:\s?[AaPp]\.?[Mm]\.?)?\W*$")
LONGEST_LETTERS = 400
LONGEST_MARK = 20
LONGEST_LINE = 25


class LineVotes:
    """Votes of a line by itself."""

    def __init__(self, line_reader: LineReader, goals: GoalReader) -> None:
        self.line_reader, self.goals = line_reader, goals
        self.line_rules = self._line_rules()

    def vote(self, units: Sequence[Unit], document: Document, boilerplate: Mapping[int, Reason]) -> None:
        """Give every unit the votes that it has by itself; `boilerplate` are reasons by the places of blocks."""
        titled_above = False
        first_prose = next((at for at, unit in enumerate(units) if unit.is_prose), len(units))
        for at, unit in enumerate(units):
            kind = unit.block.kind
            line = kind in ("paragraph", "heading", "item")
            in_head = compare_with_head(unit.text, document.head.title)
            # A heading that the page's head repeats is its title, though it may be called as a button is.
            reason = None if kind == "heading" and in_head == w.CERTAIN else boilerplate.get(unit.block.place)
            doubted = reason == Reason.DOUBTED_LIST and kind not in ("rule", "image")
            if reason and not doubted and kind != "note":
                unit.vote("boilerplate", w.PAGE, reason)
            self._vote_goals(unit)
            self._vote_body(unit)
            if line or (kind == "quote" and at < first_prose):
                # Above the text a label may be set as a quotation is.
                self._vote_facts(unit)
            if line:
                self._vote_other_roles(unit, titled_above)
            self._vote_title(unit, in_head)
            unit.weigh()
            titled_above = titled_above or (line and unit.words > 0 and not unit.certain_role())
            self._vote_other_pages(unit, doubted)
            unit.weigh()

    def _vote_other_pages(self, unit: Unit, doubted: bool) -> None:
        """A line that leads to another page, and one that stands in what may be a list of other pages, which is
        `doubted`: it is sooner text that no other rule knows than a title."""
        if self.line_reader.is_teaser(unit.text) and not is_fact(unit):
            unit.vote("title", -w.CERTAIN, Reason.AGAINST)
            unit.lean(w.LEAN, Reason.PHRASE)
        if doubted:
            unit.vote("body", w.LIKELY, Reason.DOUBTED_LIST)
            unit.vote("title", -w.CERTAIN, Reason.DOUBTED_LIST)
            unit.lean(w.LEAN, Reason.DOUBTED_LIST, "boilerplate")

    def _vote_goals(self, unit: Unit) -> None:
        block = unit.block
        if block.kind == "image" and block.picture and not block.runs:
            # The UN's icons of goals say them in their descriptions.
            unit.goals = self.goals.read(block.picture.alt)
        elif block.kind in ("paragraph", "heading", "item"):
            unit.goals = self.goals.read(unit.text)
        if unit.goals is not None:
            unit.vote("goals", w.CERTAIN, Reason.GOAL_LABEL if unit.goals.label else Reason.GOALS)

    @staticmethod
    def _vote_body(unit: Unit) -> None:
        if unit.block.kind in ("rule", "image", "note"):
            return
        ended = ENDED.search(unit.text) is not None
        unit.vote("body", w.HINT, Reason.TEXT)
        if unit.block.kind == "item":
            unit.vote("body", w.SURE, Reason.ITEM)
        if unit.words >= (w.LONG_SENTENCE if ended else 2 * w.LONG_SENTENCE):
            unit.vote("body", w.BODY_LONG, Reason.LONG)
        if unit.words >= 5 and ended and not OPEN_END.search(unit.text):
            stopped = STOPPED.search(unit.text) is not None or unit.words > w.USUAL_TITLE
            unit.vote("body", w.LIKELY if stopped else w.LIKELY / 2, Reason.ENDS_AS_SENTENCE)

    def _vote_facts(self, unit: Unit) -> None:
        facts = self.line_reader.fact_line(unit.text)
        if facts is None or self.line_reader.opens(unit.text, "release"):
            return
        unit.facts = facts
        unit.goals = unit.goals or self.goals.read_beside(unit.text)
        if facts.labels and facts.dates:
            unit.vote("label", w.CERTAIN, Reason.LABELS_AND_DATE)
        elif facts.labels:
            # With one of the site's categories in it a row of labels is no menu, whatever else it names.
            partly = w.LABEL_WITH_CATEGORY if len(facts.categories) == 1 else w.LABEL_PARTLY
            unit.vote("label", partly if facts.strange else w.CERTAIN, Reason.LABEL)
        elif facts.dates:
            unit.vote("date", w.CERTAIN, Reason.DATE if facts.dates[0].sure else Reason.DATE_NOT_USED)
        elif facts.account:
            unit.vote("date", w.CERTAIN, Reason.ACCOUNT)
        elif self.line_reader.is_byline(unit.text):
            unit.vote("credit", w.SURE, Reason.AUTHOR)
        else:
            # In a list beside the date it is no item of the text.
            listed = w.SURE if unit.block.kind == "item" else 0.0
            unit.vote("date", w.SURE + listed, Reason.TIME)

    def _vote_other_roles(self, unit: Unit, titled_above: bool) -> None:
        if unit.facts is None and titled_above and self.line_reader.calendar.is_incomplete(unit.text):
            unit.vote("date", w.SURE, Reason.INCOMPLETE_DATE)
        line = self.line_reader.language_line(unit.text) if unit.words <= LONGEST_MARK else None
        if line is not None:
            unit.language_line = line
            weight = w.CERTAIN if line.sure else w.SURE
            if line.kind == "heading":
                unit.vote("language", weight, Reason.LANGUAGE_HEADING)
            else:
                unit.vote("pointer", weight, Reason.LANGUAGE_POINTER)
        for role, longest, weight, reason, applies in self.line_rules:
            if unit.words <= longest and (strength := applies(unit.text)):
                unit.vote(role, weight * strength, reason)

    def _line_rules(self) -> Sequence[tuple[Role, int, float, Reason, Callable[[str], float]]]:
        """Rules for a line by itself: the role, the most words, the weight, the reason, and how far it applies (0 to
        1)."""
        known = self.line_reader
        return (
            ("release", LONGEST_MARK, w.CERTAIN, Reason.RELEASE, lambda text: known.opens(text, "release")),
            ("signoff", LONGEST_MARK, w.CERTAIN, Reason.PARTS_TEXTS, lambda text: ORNAMENT.fullmatch(text) is not None),
            ("signoff", 5, w.CERTAIN, Reason.SIGNOFF, lambda text: known.is_one_of(text, "signoff")),
            ("credit", LONGEST_LINE, w.CREDIT, Reason.SOURCE, known.is_credit),
            ("credit", LONGEST_LINE, w.SURE, Reason.AUTHOR, known.is_byline),
            ("contact", 12, w.SURE, Reason.CONTACT, lambda text: " " in text and known.opens(text, "contact")),
            ("contact", 15, w.LIKELY, Reason.ADDRESS, known.is_contact),
            ("clutter", LONGEST_LINE, w.SURE, Reason.PHRASE, lambda text: known.opens(text, "clutter")),
            ("clutter", LONGEST_MARK, w.CLUTTER_INSIDE, Reason.PHRASE, lambda text: known.has(text, "clutter")),
            ("clutter", 4, w.SURE, Reason.PHRASE, lambda text: ARROWED.fullmatch(text) is not None),
            ("clutter", 5, w.SURE, Reason.PAGE_NUMBER, lambda text: PAGE_NUMBER.fullmatch(text) is not None),
            ("boilerplate", 5, w.PAGE, Reason.PHRASE, lambda text: PLAYER_TIMES.fullmatch(text) is not None),
            ("kicker", 5, w.SURE, Reason.KICKER, lambda text: known.is_one_of(text, "kicker")),
        )

    def _vote_title(self, unit: Unit, in_head: float) -> None:
        text = unit.text
        if unit.block.kind not in ("paragraph", "heading"):
            return
        if unit.words > LONGEST_CANDIDATE or len(text) > LONGEST_LETTERS or not LETTERS.search(text):
            return
        if unit.block.kind == "heading":
            unit.vote("title", w.TITLE_HEADING[min(max(unit.block.level, 1), 6) - 1], Reason.HEADING)
        for weight, reason, applies in TITLE_RULES:
            if applies(unit):
                unit.vote("title", weight, reason)
        if in_head and not (unit.link_share >= 1 and unit.words <= w.LONGEST_SITE_NAME):
            # A name of a word or two that is a link is the site's, though the head says it too.
            unit.vote("title", in_head, Reason.IN_HEAD)


def _words_with_capitals(unit: Unit) -> bool:
    """Whether nearly all longer words begin with a capital, as in English titles."""
    longer = [word for word in unit.text.split() if len(word) > 3]
    capitals = sum(word[0].isupper() for word in longer)
    return unit.words > 4 and not unit.is_all_caps and capitals >= w.SHARE_OF_CAPITALS * len(longer)


def compare_with_head(text: str, title: str) -> float:
    """How well a line agrees with the title in the page's head, or with half of a bilingual one."""
    key, whole = fold_loosely(text), fold_loosely(title)
    if not key or not whole:
        return 0.0
    if key == whole:
        return w.CERTAIN
    halves = [fold_loosely(part) for part in re.split(rf"{STROKE.pattern}|\s[–—-]\s", title)]
    half = (key in halves and len(key) > 5) or (len(key) >= 12 and whole.startswith(key))
    return w.SURE if half or (len(key) >= 12 and whole.endswith(key)) else 0.0


def _ending(unit: Unit) -> str:
    """How a line ends: "open" (a comma or colon), "stop", "sign", or "" for none of these."""
    if OPEN_END.search(unit.text):
        return "open"
    if STOPPED.search(unit.text) and not unit.text.endswith(("...", "…")):
        return "stop"
    return "sign" if ENDED.search(unit.text) else ""


# What speaks for and against a line as a title by itself: the weight, the reason, and whether it applies.
TITLE_RULES: tuple[tuple[float, Reason, Callable[[Unit], bool]], ...] = (
    (w.TITLE_BOLD, Reason.BOLD, lambda unit: unit.bold and unit.block.kind != "heading"),
    (w.TITLE_CASE, Reason.CAPITALISED, _words_with_capitals),
    (w.TITLE_USUAL, Reason.LONG_AS_TITLE, lambda unit: 2 < unit.words <= w.USUAL_TITLE),
    (-w.CERTAIN, Reason.AGAINST, lambda unit: unit.words > w.LONGEST_TITLE),
    (-w.SURE, Reason.AGAINST, lambda unit: _ending(unit) == "open"),
    (w.TITLE_ENDED, Reason.AGAINST, lambda unit: _ending(unit) == "stop"),
    (w.TITLE_ASKING, Reason.ENDS_WITH_SIGN, lambda unit: _ending(unit) == "sign"),
    (w.TITLE_UNENDED, Reason.NOT_ENDED, lambda unit: _ending(unit) == ""),
    (-w.LIKELY, Reason.AGAINST, lambda unit: unit.words > 6 and bool(TWO_SENTENCES.search(unit.text))),
    (-w.CERTAIN, Reason.AGAINST, lambda unit: unit.facts is not None and not unit.facts.strange),
    (-w.SURE, Reason.AGAINST, lambda unit: SECTION_NUMBER.fullmatch(unit.text) is not None),
    (-w.LIKELY, Reason.AGAINST, lambda unit: unit.link_share >= 1 and unit.words > 0),
    (-w.LIKELY, Reason.AGAINST, lambda unit: ENDS_WITH_HOUR.search(unit.text) is not None),
)

"""What a line shows beside others, before languages are known: captions, rows, labels of goals, what comes back, whom
to ask; and the note above a text that was sent."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from plugins.cyrillic import to_latin
from plugins.importer import weights as w
from plugins.importer.document import ENDED, Picture
from plugins.importer.language.data import either, fold, fold_latin
from plugins.importer.metadata.goals import GoalLine, GoalReader
from plugins.importer.metadata.line_reader import WORD, LineReader
from plugins.importer.reasons import Reason
from plugins.importer.roles.features import (
    LONGEST_GREETING,
    SHORT_KICKER,
    fold_loosely,
    has_reason,
    names_person,
)
from plugins.importer.units import STOPPED, Unit

# What stands between a title and the name of its site.
SITE_JOINT = re.compile(r"\s+(?:[|•·»›/:]|::|[–—-])\s+")
HOUR = re.compile(r"\W*\d{1,2}[:.]\d{2}\b.*")
YEAR = re.compile(r"\d{4}")
LONGEST_COVER = 16


class NeighbourVotes:
    """Votes of lines beside others."""

    def __init__(self, line_reader: LineReader, goals: GoalReader) -> None:
        self.line_reader, self.goals = line_reader, goals
        # Names of images that are a page's own, such as "site-logo.png".
        self.page_image = re.compile(rf"(?<![^\W\d_])(?:{either(line_reader.words['page_images'])})(?![^\W\d_])")

    def vote(self, units: Sequence[Unit], sent: bool) -> None:
        """Give every unit the votes that it has by its neighbours; `sent` says that the text was sent."""
        first_prose = next((at for at, unit in enumerate(units) if unit.is_prose), len(units))
        self._mark_captions(units)
        self._vote_goal_labels(units)
        self._vote_images(units)
        self._vote_name_of_page(units[:first_prose])
        self._vote_series(units)
        filled = [unit for unit in units if unit.words]
        if sent:
            self._vote_message(filled)
        self._vote_contacts(filled)

    @staticmethod
    def _mark_captions(units: Sequence[Unit]) -> None:
        """Mark the lines right below an image, which may be its caption."""
        lines = [list(group) for _, group in itertools.groupby(units, key=lambda unit: unit.block.place)]
        for image, below in itertools.pairwise(lines):
            for unit in below if image[-1].block.kind == "image" else ():
                unit.below_image = True

    @staticmethod
    def _vote_name_of_page(on_top: Sequence[Unit]) -> None:
        """A line above the text that is another one with the name of the site behind or before it, as a browser shows
        it: "Ferry returns | Our office" says what the title is, and is none."""
        keys = {fold_loosely(unit.text): unit for unit in on_top if unit.words > SHORT_KICKER}
        for unit in on_top:
            pieces = [fold_loosely(piece) for piece in SITE_JOINT.split(unit.text)]
            for key in pieces if len(pieces) == 2 and unit.block.kind != "heading" else ():
                if key in keys and keys[key] is not unit:
                    unit.lean(w.SURE, Reason.PAGE_NAME)
                    unit.vote("title", -w.CERTAIN, Reason.AGAINST)
                    keys[key].vote("title", w.SURE, Reason.HEAD_OF_LINE)

    @staticmethod
    def _vote_series(units: Sequence[Unit]) -> None:
        """Times, or more than two days, of which each stands in a line of its own are those of a programme or a diary:
        what stands in a series is no fact about the page."""
        for fewest, holds in ((w.FEWEST_TIMES, _is_time), (w.FEWEST_DAYS, _is_day), (w.FEWEST_DAYS, _is_day_alone)):
            row = [*filter(holds, units)]
            if len({_moment(unit) for unit in row}) < fewest:
                continue
            for unit in row:
                unit.facts = None
                unit.vote("date", -unit.strength("date"), Reason.IN_SERIES)
                unit.vote("title", -w.CERTAIN, Reason.IN_SERIES)
                unit.vote("body", w.SURE, Reason.IN_SERIES)

    def _vote_goal_labels(self, units: Sequence[Unit]) -> None:
        """A short line right above goals that has a word for them, such as "Related goals"; a line that is only such a
        word but has no goals beside it is a heading of the text."""
        for unit, following in itertools.pairwise(units):
            if unit.goals is None and following.goals is not None and unit.words <= LONGEST_GREETING:
                words = {fold(word) for word in to_latin(unit.text).split()}
                if words & self.goals.names and not ENDED.search(unit.text):
                    unit.goals = GoalLine(label=True)
                    unit.vote("goals", w.SURE, Reason.GOAL_LABEL)
        filled = [unit for unit in units if unit.words or unit.goals is not None]
        for at, unit in enumerate(filled):
            self._vote_numbers_below(unit, filled[at + 1 :])
            beside = any(other.goals is not None for other in (*filled[max(0, at - 1) : at], *filled[at + 1 : at + 2]))
            if unit.goals is not None and unit.goals.label and not beside:
                unit.goals = None
                unit.vote("goals", -w.CERTAIN, Reason.AGAINST)

    def _vote_numbers_below(self, unit: Unit, below: Sequence[Unit]) -> None:
        """Numbers of goals, each by itself, below a line that asks or says which goals they are."""
        words = {fold(word) for word in to_latin(unit.text).split()}
        if not words & self.goals.names or unit.words > w.USUAL_TITLE or STOPPED.search(unit.text):
            return
        numbers = [*itertools.takewhile(lambda line: line.words == 1 and line.text.strip().isdecimal(), below)]
        if not numbers:
            return
        if unit.goals is None:
            unit.goals = GoalLine(label=True)
            unit.vote("goals", unit.strength("body") + w.SURE, Reason.GOAL_LABEL)
        for line in numbers:
            line.goals = self.goals.read(f"SDG {line.text.strip()}")
            line.vote("goals", w.CERTAIN, Reason.GOALS)

    def _vote_images(self, units: Sequence[Unit]) -> None:
        """An image that is described as a language only switches to it; one that is described as a button is the
        page's, and so is one whose name says that it is a logo or the like, above all text or with a link."""
        first = next((at for at, unit in enumerate(units) if unit.is_prose), len(units))
        for at, unit in enumerate(units):
            picture = unit.block.picture
            if unit.block.kind != "image" or picture is None or unit.block.runs:
                continue
            line = self.line_reader.language_line(picture.alt)
            if line is not None and line.sure:
                unit.vote("boilerplate", w.PAGE, Reason.SWITCH)
            elif fold_latin(picture.alt) in self.line_reader.words["exact"]:
                unit.vote("boilerplate", w.PAGE, Reason.BUTTON)
            elif (at < first or picture.href) and self._is_named_as_page(picture):
                unit.vote("boilerplate", w.PAGE, Reason.PAGE_IMAGE)

    def _is_named_as_page(self, picture: Picture) -> bool:
        """Whether an image's file or its description says that it is a logo or the like."""
        said = f"{picture.src.rpartition('/')[2]} {picture.alt}"
        return self.page_image.search(to_latin(said).casefold()) is not None

    def _vote_message(self, filled: Sequence[Unit]) -> None:
        """The cover note above a text that was sent."""
        for unit in itertools.takewhile(self._is_cover, filled[:2]):
            unit.lean(w.CERTAIN, Reason.COVER_NOTE)

    def _vote_contacts(self, filled: Sequence[Unit]) -> None:
        """A line that says whom to ask; a label such as "For journalists:" above an address is such a line, and so is a
        name between them."""
        first = next((at for at, unit in enumerate(filled) if unit.is_prose), len(filled))
        for at, unit in enumerate(filled):
            only_label = unit.facts is None or _is_only_label(unit)
            heads = only_label and unit.words <= LONGEST_GREETING and unit.language_line is None
            below = [*itertools.takewhile(lambda line: line.strength("contact") < w.LIKELY, filled[at + 1 : at + 3])]
            reached = at + 1 + len(below) < len(filled) and len(below) < 2 and all(map(names_person, below))
            if heads and reached and self._heads_contacts(unit, at > first):
                unit.vote("label", -unit.strength("label"), Reason.CONTACT)
                unit.facts = None
                for line in (unit, *below):
                    line.vote("contact", w.SURE, Reason.CONTACT)

    def _heads_contacts(self, unit: Unit, below_text: bool) -> bool:
        """Whether a line may stand above names and numbers: it ends with a colon, or it has such words, or a name with
        an office, and stands below text."""
        named = names_person(unit) or self.line_reader.is_one_of(unit.text, "contact_headings")
        return unit.text.rstrip().endswith(":") or (below_text and named)

    def _is_cover(self, unit: Unit) -> bool:
        """Whether a unit only says that the text follows."""
        words = {word.casefold() for word in WORD.findall(to_latin(unit.text))}
        known = len(words & self.line_reader.words["cover"])
        longest = LONGEST_COVER if known < w.COVER_WORDS else 2 * LONGEST_COVER
        return unit.words <= longest and known >= 2


def _is_only_label(unit: Unit) -> bool:
    """Whether a line is a label that says no category and no day."""
    facts = unit.facts
    return facts is not None and facts.labels and not (facts.categories or facts.dates or facts.strange)


def _moment(unit: Unit) -> str:
    """The day that a line names, or its hour."""
    return unit.facts.dates[0].value[:10] if unit.facts and unit.facts.dates else fold_loosely(unit.text)


def _is_time(unit: Unit) -> bool:
    """Whether a line is only an hour."""
    facts = unit.facts
    aside = facts is not None and facts.aside and not (facts.labels or facts.dates or facts.account)
    return aside and HOUR.fullmatch(unit.text) is not None


def _is_day(unit: Unit) -> bool:
    """Whether a line is only a day."""
    return unit.facts is not None and bool(unit.facts.dates) and not unit.facts.labels


def _is_day_alone(unit: Unit) -> bool:
    """Whether a line is only a day without its year; a month with its year is that of an archive."""
    return has_reason(unit, "date", Reason.INCOMPLETE_DATE) and YEAR.search(unit.text) is None

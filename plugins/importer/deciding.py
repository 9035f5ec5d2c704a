"""The shared facts of a pair, decided from what the editor gave, the page's head and the lines in its text."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from plugins.cyrillic import to_latin
from plugins.importer.dates import Calendar, agreed
from plugins.importer.labels import Labels
from plugins.importer.model import Block, Facts, Page
from plugins.importer.profiles import fold
from plugins.importer.taken import Taken
from plugins.sdg.tagging import GoalTag

SHOWN_DATES = 3
REPORT_WORDS = 12


@dataclass(frozen=True)
class Given:
    """What the editor said on the command line; "" where nothing was. It wins over what the page says."""

    date: str = ""
    slug: str = ""
    category: str = ""
    goals: str = ""
    titles: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


class Decider:
    """Decides the facts of one page; `notes` and `questions` say why."""

    def __init__(
        self, given: Given, labels: Labels, calendar: Calendar, categories: Mapping[str, Sequence[str]]
    ) -> None:
        self.given, self.labels, self.calendar, self.categories = given, labels, calendar, categories
        self.notes: list[str] = []
        self.questions: list[str] = []

    def facts(self, page: Page, taken: Taken, blocks: Sequence[Block]) -> Facts:
        """The facts; what is not known stays "", and is asked for."""
        today = dt.date.today().year
        in_text = [found.value for block in blocks for found in self.calendar.dates(block.text)]
        dates = [*taken.dates, *taken.doubtful, *in_text]
        past = [value for value in dict.fromkeys(dates) if int(value[:4]) <= today]
        if not (self.given.date or page.facts.date or taken.dates):
            self._dateline(taken, blocks)
        date = self.given.date or self._date(page, taken, past)
        category = self.given.category or self._category(page, taken)
        if not self.given.goals:
            self.questions += taken.goal_questions
        return Facts(date, category, self.given.goals or goals_field(taken.goals), date[:4] or self._year(past, today))

    def _dateline(self, taken: Taken, blocks: Sequence[Block]) -> None:
        """The date that the text itself opens with, where all texts of the page open with the same."""
        reports = (block for block in blocks if block.words >= REPORT_WORDS)
        found = [one.value for block in reports if (one := self.calendar.dateline(block.text))]
        if len(set(found)) == 1:
            taken.dates.append(found[0])
            self.notes.append(f"the date {found[0]} is the one that the text opens with, after its place")

    def _date(self, page: Page, taken: Taken, in_text: Sequence[str]) -> str:
        days = {date[:10] for date in taken.dates}
        if page.facts.date:
            if days and page.facts.date[:10] not in days:
                self.notes.append(
                    f"the page's head says that it was published on {page.facts.date[:10]}, a line of it "
                    f"{', '.join(days)}; "
                    "the head was believed"
                )
            return page.facts.date
        written = agreed(taken.dates)
        if not written:
            why = (
                f"its date lines disagree ({', '.join(sorted(days))})"
                if days
                else "it does not say when it was published"
            )
            seen = f"; its text has {', '.join(in_text[:SHOWN_DATES])}, which may be an event's" if in_text else ""
            self.questions += taken.date_questions
            self.questions.append(
                f"the page has no sure date: {why}{seen}; give it with --date, such as --date 2026-09-03"
            )
        return written

    def _category(self, page: Page, taken: Taken) -> str:
        slugs = list(dict.fromkeys(taken.categories))
        if not slugs and (said := self.labels.categories.get(fold(to_latin(page.facts.section)), "")):
            slugs = [said]
        if not slugs and (beside := self._beside(page)):
            slugs = [beside]
            self.notes.append("the category is the one that the page names beside the text")
        if len(slugs) == 1:
            return next(iter(self.categories[slugs[0]]), slugs[0])
        if self.categories:
            valid = ", ".join(next(iter(names), slug) for slug, names in self.categories.items())
            why = "its labels name more than one category" if slugs else "the page names no category of this site"
            self.questions.append(f"{why}: give one with --category ({valid})")
        return ""

    def _beside(self, page: Page) -> str:
        """The category after a word for it among what was left out ("Kategorija: Lokalno"); "" where there is none."""
        words, names = _any_of(self.labels.category), _any_of(self.labels.categories)
        said = re.compile(rf"(?<!\w)(?:{words})\s*:?\s+(?P<name>{names})(?!\w)")
        texts = (said.search(fold(to_latin(left.text))) for left in page.left_out)
        found = {self.labels.categories[match["name"]] for match in texts if match}
        return found.pop() if len(found) == 1 else ""

    def _year(self, dates: Sequence[str], today: int) -> str:
        """The folder's year where the date is unknown: the latest in the text, else this year's."""
        year = max((date[:4] for date in dates), default=str(today))
        why = (
            "the latest date in its text, which may be an event's"
            if dates
            else "today's, since its text has no full date"
        )
        self.notes.append(
            f"the files are in the folder {year}: the year is {why}; move them if the article is older or newer"
        )
        return year


def _any_of(words: Collection[str]) -> str:
    """An expression for any of the words, the longest first."""
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True))) or "(?!)"


def goals_field(tags: Sequence[GoalTag]) -> str:
    """The SDGs field for goals as found: "10, 16.2, 17"; a goal's targets stand in its place."""
    targets: dict[int, list[str]] = {}
    for tag in tags:
        known = targets.setdefault(tag.number, [])
        known += [target for target in tag.targets if target not in known]
    return ", ".join(part for number, found in sorted(targets.items()) for part in (found or [str(number)]))

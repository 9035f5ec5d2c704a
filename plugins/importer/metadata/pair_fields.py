"""The shared fields of a pair, decided from what the editor gave, the page's head and the lines in its text."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from plugins.diagnostics import Message
from plugins.importer.asked import Question, Topic
from plugins.importer.document import LeftOut, PageHead
from plugins.importer.language.data import fold_latin
from plugins.importer.metadata.dates import Calendar, agreed_day, readings
from plugins.importer.metadata.goals import GoalLine, GoalReader, goals_field
from plugins.importer.metadata.line_reader import LineReader
from plugins.importer.units import KEPT, Unit, quote, shorten
from plugins.system.clock import read_time

UNSAID = Message("it does not say when it was published")
SHOWN_DATES = 3
DAY_AND_TIME = len("2024-05-03 10:30")
ZONES_APART = 6


@dataclass(frozen=True)
class Given:
    """What the editor said on the command line; "" where nothing was. It wins over what the page says; `titles` are by
    language."""

    date: str = ""
    slug: str = ""
    category: str = ""
    goals: str = ""
    titles: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class SharedFields:
    """The fields of the pair; "" where unknown. `folder_year` is where the files go."""

    date: str = ""
    category: str = ""
    goals: str = ""
    folder_year: str = ""


class SharedFieldsResolver:
    """Decides the fields of one page; `notes` say why."""

    def __init__(
        self, given: Given, line_reader: LineReader, goals: GoalReader, categories: Mapping[str, Sequence[str]]
    ) -> None:
        self.given, self.line_reader, self.goals, self.categories = given, line_reader, goals, categories
        self.calendar: Calendar = line_reader.calendar
        self.notes: list[str] = []
        self.questions: list[Question] = []

    def resolve(self, head: PageHead, units: Sequence[Unit], left_out: Sequence[LeftOut]) -> SharedFields:
        """The fields; what is not known stays "", and is asked for."""
        today = read_time().year
        lines = _fact_lines(units)
        dates = [date for unit in lines if unit.facts for date in unit.facts.dates]
        first = [date for date in dates if not date.of_change]
        dates = first if any(date.sure for date in first) else dates
        sure = [date.value for date in dates if date.sure]
        unsure = [date.value for date in dates if not date.sure]
        in_text = [date.value for unit in units if unit.role in KEPT for date in self.calendar.dates(unit.text[:4000])]
        if not (self.given.date or head.date or sure):
            sure = self._find_other_day(head, units, unsure)
        past = [value for value in dict.fromkeys([*sure, *unsure, *in_text]) if int(value[:4]) <= today]
        apart = [value for value in unsure if not readings(value) & {date[:10] for date in (*sure, head.date)}]
        date = self.given.date or self._date(head, sure, apart, units, past)
        category = self.given.category or self._category(head, lines, left_out)
        goals = self.given.goals or self._goals(units, head)
        return SharedFields(date, category, goals, date[:4] or self._year(past, today))

    def _find_other_day(self, head: PageHead, units: Sequence[Unit], unsure: Sequence[str]) -> list[str]:
        """The day of a page that has no line for it: that of a line such as "For immediate release, 3 May 2024", that
        which the texts open with, that which an element is marked with, or that of a line above the text which names
        its source; each only where all agree."""
        released = [unit for unit in units if unit.role == "release" and self.line_reader.opens(unit.text, "released")]
        above = itertools.takewhile(lambda unit: not (unit.is_prose and unit.role in KEPT), units)
        kept = (unit.text for unit in units if unit.role in KEPT)
        openings = [dateline.value for text in kept if (dateline := self.calendar.find_dateline(text))]
        ways = (
            (self._sure_days(released), ""),
            (dict.fromkeys(openings, ""), "the one that the text opens with, after its place"),
            (dict.fromkeys(_marked_days(head, unsure), ""), "the one that the page marks as such"),
            (self._sure_days([unit for unit in above if unit.role == "credit"]), ""),
        )
        for days, reason in ways:
            if len(days) == 1:
                ((day, line),) = days.items()
                self.notes.append(f"the date {day} is {reason or f'that of the line {quote(line)}'}")
                return [day]
        return []

    def _sure_days(self, lines: Sequence[Unit]) -> dict[str, str]:
        """The sure days of some lines, each with its line."""
        return {date.value: unit.text for unit in lines for date in self.calendar.dates(unit.text) if date.sure}

    def _date(
        self, head: PageHead, sure: Sequence[str], apart: Sequence[str], units: Sequence[Unit], in_text: Sequence[str]
    ) -> str:
        """The date of publication; `apart` are dates of lines that agree with no sure one, however they are read."""
        days = {date[:10] for date in sure}
        if head.date:
            others = days or {date[:10] for date in apart}
            if len(days) == 1 and head.date[:10] not in days and _may_be_day(head.date, *days):
                return max(sure, key=len)
            if others and head.date[:10] not in others:
                self.notes.append(
                    f"the page's head says that it was published on {head.date[:10]}, a line of it "
                    f"{', '.join(sorted(others))}; the head was believed"
                )
            return head.date
        days |= {date[:10] for date in apart if sure}
        written = "" if apart else agreed_day(sure)
        if not written:
            known = self._explain_missing(days, units)
            message = Message("the page has no sure date: {why}", why=known or UNSAID)
            if in_text:
                dates = ", ".join(in_text[:SHOWN_DATES])
                message = Message("{why}; its text has {dates}, which may be an event's", why=message, dates=dates)
            if head.sent:
                message = Message("{why}; the message was sent on {date}", why=message, date=head.sent)
            topic = Topic.DATE if known else Topic.NO_DATE
            advice = "give it with --date, such as --date 2026-09-03"
            self.questions.append(Question(topic, message, advice=advice))
        return written

    def _explain_missing(self, days: Collection[str], units: Sequence[Unit]) -> Message | None:
        """Why a page that has lines with dates has no sure one; None where it has none."""
        lines = [(unit, date) for unit in _fact_lines(units) if unit.facts for date in unit.facts.dates]
        unsure = [shorten(unit.text) for unit, date in lines if not date.sure]
        parts = [unit for unit in units if unit.role == "date" and self.calendar.is_incomplete(unit.text)]
        apart = Message("its date lines disagree ({dates})", dates=", ".join(sorted(days)))
        if unsure:
            two = Message("its line “{line}” can be read in two ways (day or month first)", line=unsure[0])
            return Message("{first}, and {second}", first=two, second=apart) if days else two
        if days:
            return apart
        return Message("its line “{line}” has no day or no year", line=shorten(parts[0].text)) if parts else None

    def _category(self, head: PageHead, lines: Sequence[Unit], left_out: Sequence[LeftOut]) -> str:
        # A word such as "Success story" may also stand above a title as a kicker does: labels that say more win.
        labels = [unit for unit in lines if not self.line_reader.is_one_of(unit.text, "kicker")]
        for unit in lines:
            if unit.facts and unit.facts.strange:
                strange = ", ".join(unit.facts.strange)
                self.notes.append(f"the label {quote(unit.text)} names {strange}, which is no category of this site")
        path = {slug for name in head.path if (slug := self.line_reader.categories.get(fold_latin(name), ""))}
        ways = (
            (_slugs_of(labels) or _slugs_of(lines), ""),
            (self._named_in_head(head.section), ""),
            ([*path] if len(path) == 1 else [], "named by the row of links that leads to the page, or by its folder"),
            (self._find_left_out_categories(left_out), "the one that the page names beside the text"),
        )
        slugs, reason = next((way for way in ways if way[0]), ([], ""))
        if reason:
            self.notes.append(f"the category is {reason}")
        if len(slugs) == 1:
            return next(iter(self.categories[slugs[0]]), slugs[0])
        if self.categories:
            valid = ", ".join(next(iter(names), slug) for slug, names in self.categories.items())
            advice = f"give one with --category ({valid})"
            if slugs:
                more = Message("its labels name more than one category")
                self.questions.append(Question(Topic.CATEGORY, more, advice=advice))
            else:
                none = Message("the page names no category of this site")
                self.questions.append(Question(Topic.NO_CATEGORY, none, advice=advice))
        return ""

    def _named_in_head(self, section: str) -> list[str]:
        """The categories that the page's head names, by itself or in a row of labels such as "News, Local"."""
        known, line = self.line_reader.categories, self.line_reader.fact_line(section)
        pieces = (known.get(fold_latin(piece), "") for piece in (section, *re.split(r"[,;|/>]", section)))
        slugs = line.categories if line is not None and line.categories else filter(None, pieces)
        return list(dict.fromkeys(slugs))

    def _find_left_out_categories(self, left_out: Sequence[LeftOut]) -> list[str]:
        """The one category after a label in what was left out ("Kategorija: Lokalno"); nothing where there are more."""
        known = self.line_reader
        texts = (known.labelled.search(fold_latin(left.text[:2000])) for left in left_out)
        slugs = {known.categories[match["name"]] for match in texts if match}
        return [*slugs] if len(slugs) == 1 else []

    def _goals(self, units: Sequence[Unit], head: PageHead) -> str:
        """The goals that the lines of the page name, or else those of the file's header."""
        lines = [(unit.text, unit.goals) for unit in units if unit.role in ("goals", "label", "date") and unit.goals]
        if head.goals and not any(line.goals for _, line in lines):
            said = head.goals if re.search(r"[^\W\d_]", head.goals) else f"SDGs: {head.goals}"
            lines.append((head.goals, self.goals.read(said) or GoalLine(unknown=(head.goals,))))
        for text, line in lines:
            self.notes += [line.note] if line.note else []
            if line.unknown:
                message = Message(
                    "the goal line “{line}” was not understood: {unknown} is not one of the 17 goals",
                    line=shorten(text),
                    unknown=", ".join(line.unknown),
                )
                if line.goals:
                    message = Message("{problem}; {goals} was used", problem=message, goals=goals_field(line.goals))
                self.questions.append(Question(Topic.GOALS, message, advice="give --sdg"))
        return goals_field([tag for _, line in lines for tag in line.goals])

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


def _may_be_day(moment: str, day: str) -> bool:
    """Whether a moment with a time zone was on that day in another zone near it."""
    if len(moment) <= DAY_AND_TIME:
        return False
    read = dt.datetime.fromisoformat(moment)
    return day in {(read + dt.timedelta(hours=hours)).date().isoformat() for hours in (-ZONES_APART, ZONES_APART)}


def _marked_days(head: PageHead, unsure: Sequence[str]) -> Collection[str]:
    """The day that elements of a page are marked with as that of publication, or those that lines which can be read in
    two ways may mean."""
    if len({day[:10] for day in head.published}) == 1:
        return [max(head.published, key=len)]
    read = set[str]().union(*map(readings, unsure))
    return sorted({day[:10] for day in head.times} & read)


def _fact_lines(units: Sequence[Unit]) -> list[Unit]:
    return [unit for unit in units if unit.role in ("label", "date") and unit.facts is not None]


def _slugs_of(lines: Sequence[Unit]) -> list[str]:
    """The categories that some lines name, each once."""
    return list(dict.fromkeys(slug for unit in lines if unit.facts for slug in unit.facts.categories))

"""Rules about the dates and numbers of one text: days that no calendar has, days of the week that are not those of the
date, and the signs of decimals."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace

from babel.dates import get_day_names

from plugins.checker.engine.check_context import CheckContext
from plugins.checker.engine.segments import TextSegment
from plugins.checker.facts.dates_and_times import WrittenDate, days_of_weeks, read_dates
from plugins.checker.facts.measures import is_measured
from plugins.checker.facts.number_words import LETTERS
from plugins.diagnostics import Diagnostic, Message
from plugins.diagnostics.rule import rule

# A number of two figures may be a day, one of four a year.
DAY_OR_YEAR = re.compile(r"(?<![\d.,:/–-])(?P<number>\d{1,2}|(?:19|20)\d\d)(?=[ \u00a0]+(?P<word>[^\W\d_]+))")
NEAR = 20
# Not the three figures of a thousand, and nothing that goes on: a date, a version, an address.
NUMBER = re.compile(r"(?<![\w.,:/-])(?P<whole>\d{1,3})(?P<sign>[.,])(?P<part>\d{1,2}|\d{4,6})(?!\d)")


@rule("text")
def impossible_date(context: CheckContext) -> Iterator[Diagnostic]:
    """Finds days that no calendar has; a number behind a month's name may count something else."""
    for segment, date in _dates(context):
        if date.certain and not date.exists:
            message = Message(
                "{date!r} is no day of the calendar: correct it", date=segment.text[date.start : date.end]
            )
            yield segment.finding(date.start, message)


@rule("text")
def weekday_of_date(context: CheckContext) -> Iterator[Diagnostic]:
    """Finds days of the week that are not those of their date.

    Without a year it is the nearest to the story's own date, or any that the text names; then this is only a warning.
    """
    for segment, date in _dates(context):
        if date.weekday is None:
            continue
        days = [date.in_year(date.year)] if date.year is not None else _possible_days(context, date)
        if days and days[0] and not any(day and day.weekday() == date.weekday for day in days):
            names = get_day_names("wide", "format", context.language_data.cldr)
            message = Message(
                "{date!r} in {year} is {weekday}: correct the date or the day of the week",
                date=segment.text[date.start : date.end],
                year=days[0].year,
                weekday=names[days[0].weekday()],
            )
            yield replace(segment.finding(date.start, message), severity="error" if date.year else "warning")


@rule("text")
def calendar_capital(context: CheckContext) -> Iterator[Diagnostic]:
    """Finds the month of a date, and a day of the week behind a word that stands before nouns, with a capital in a
    language that writes them small; elsewhere it may be a name."""
    language = context.language_data
    if language.has_capital_days:
        return
    certain_days = {name for name, day in language.weekdays.items() if day not in days_of_weeks(language)}
    before_nouns = language.file.words
    for segment in context.own_segments:
        months = [range(date.start, date.end) for date in read_dates(segment.text, language) if not date.in_words]
        before = ""
        for match in LETTERS.finditer(segment.text):
            small = match[0].casefold()
            is_day = small in certain_days and before in before_nouns
            if (is_day or any(match.start() in span for span in months)) and match[0].istitle():
                message = Message("{name!r} is written with a small letter: {small}", name=match[0], small=small)
                yield segment.correct(match.span(), message, small, certain=True)
            before = match[0]


@rule("text")
def date_full_stop(context: CheckContext) -> Iterator[Diagnostic]:
    """Finds the day before a month, and the year behind it, without the full stop that the language's dates have."""
    language = context.language_data
    for segment, match in context.matches(DAY_OR_YEAR):
        number, lead = match["number"], segment.text[max(match.start() - NEAR, 0) : match.start()]
        is_day = len(number) <= len("31")
        beside = match["word"] if is_day else "".join(lead.split()[-1:])
        if ("d." if is_day else "y.") in language.date_pattern and beside.casefold() in language.whole_months:
            message = Message("{number!r} has no full stop: write {right}", number=number, right=f"{number}.")
            yield segment.correct((match.end(), match.end()), message, ".", certain=True, at=match.start())


@rule("text")
def decimal_sign(context: CheckContext) -> Iterator[Diagnostic]:
    """Finds amounts with the decimal sign of another language; only a number with its measure is one for certain."""
    language = context.language_data
    for segment, match in context.matches(NUMBER):
        if match["sign"] == language.decimal or match["sign"] not in (language.group, ".", ","):
            continue
        if is_measured(segment.text, match.end(), language):
            right = match["whole"] + language.decimal + match["part"]
            message = Message(
                "{number!r} has the decimal sign of another language: write {right}",
                number=match["whole"] + match["sign"] + match["part"],
                right=right,
            )
            yield segment.correct(match.span("sign"), message, language.decimal, certain=True, at=match.start())


def _dates(context: CheckContext) -> Iterator[tuple[TextSegment, WrittenDate]]:
    for segment in context.own_segments:
        for date in read_dates(segment.text, context.language_data):
            yield segment, date


def _possible_days(context: CheckContext, date: WrittenDate) -> list[dt.date]:
    """The days that one without a year may be, the likeliest first; none where the story has no date."""
    story = context.pair.shared.date
    if story is None:
        return []
    near = [day for year in (story.year, story.year - 1, story.year + 1) if (day := date.in_year(year))]
    near.sort(key=lambda day: abs(day - story.date()))
    named = {other_date.year for _, other_date in _dates(context) if other_date.year is not None}
    return [*near[:1], *(day for year in sorted(named) if (day := date.in_year(year)))]

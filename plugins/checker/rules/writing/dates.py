"""Rules about the dates of one text: days that no calendar has, and days of the week that are not those of the date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from babel.dates import get_day_names

from plugins.checker.engine.check_context import CheckContext
from plugins.checker.engine.rule import Finding, rule
from plugins.checker.engine.segments import TextSegment
from plugins.checker.facts.dates_and_times import WrittenDate, read_dates
from plugins.diagnostics import Message


@rule()
def impossible_date(context: CheckContext) -> Iterator[Finding]:
    """Finds days that no calendar has; a number behind a month's name may count something else."""
    for segment, date in _dates(context):
        if date.certain and not date.exists:
            message = Message(
                "{date!r} is no day of the calendar: correct it", date=segment.text[date.start : date.end]
            )
            yield segment.finding(date.start, message)


@rule()
def weekday_of_date(context: CheckContext) -> Iterator[Finding]:
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
            yield segment.finding(date.start, message)._replace(severity=None if date.year else "warning")


def _dates(context: CheckContext) -> Iterator[tuple[TextSegment, WrittenDate]]:
    for segment in context.segments:
        for date in read_dates(segment.text, context.language_data):
            yield segment, date


def _possible_days(context: CheckContext, date: WrittenDate) -> list[dt.date]:
    """The days that one without a year may be, the likeliest first; none where the story has no date."""
    story = context.pair.shared.date
    if story is None:
        return []
    near = [day for year in (story.year, story.year - 1, story.year + 1) if (day := date.in_year(year))]
    near.sort(key=lambda day: abs(day - story.date()))
    named = {one.year for _, one in _dates(context) if one.year is not None}
    return [*near[:1], *(day for year in sorted(named) if (day := date.in_year(year)))]

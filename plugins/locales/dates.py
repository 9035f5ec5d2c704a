"""Formats dates by CLDR, independent of the computer's own locale."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache

from babel.dates import format_date, format_interval, format_skeleton, format_time
from babel.dates import get_month_names as month_names


@dataclass(frozen=True)
class Moment:
    """A date for readers and for machines: `iso` has the zone; `text` is the long form, `short` the one with digits."""

    iso: str
    text: str
    short: str


def moment(date: dt.datetime, cldr: str) -> Moment:
    """A moment as the locale writes it: "3 September 2026", "3. septembar 2026."."""
    text, short = _day(date.date(), cldr)
    return Moment(date.isoformat(timespec="seconds"), text, short)


@lru_cache(maxsize=8192)
def _day(day: dt.date, cldr: str) -> tuple[str, str]:
    return format_date(day, "long", locale=cldr), format_date(day, "medium", locale=cldr)


@lru_cache(maxsize=1024)
def time_of_day(moment: dt.datetime, cldr: str) -> str:
    """The hour and minute of a moment in its own zone: "11:00", "11.00" or "11:00 AM"."""
    return str(format_time(moment.time(), "short", locale=cldr))


@lru_cache(maxsize=1024)
def month_name(month: int, cldr: str) -> str:
    """The month alone, as in a list of months: "September", "septembar"."""
    return str(month_names("wide", context="stand-alone", locale=cldr)[month])


@lru_cache(maxsize=1024)
def month_and_year(year: int, month: int, cldr: str) -> str:
    """A month of a year: "September 2026", "septembar 2026."."""
    return str(format_skeleton("yMMMM", dt.date(year, month, 1), locale=cldr))


@lru_cache(maxsize=1024)
def week_name(monday: dt.date, cldr: str) -> str:
    """The seven days from a Monday: "23–29 Nov 2026", "23.–29. nov 2026."."""
    return str(format_interval(monday, monday + dt.timedelta(days=6), "yMMMd", locale=cldr))

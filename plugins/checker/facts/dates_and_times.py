"""Days and times of a text, however its language writes them."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from plugins.checker.engine.language_data import LanguageData
from plugins.checker.engine.segments import begins_sentence
from plugins.checker.facts.fact import Fact
from plugins.checker.facts.measures import units
from plugins.checker.facts.number_words import LETTERS, parse_number_word

NUMERIC_DATE = re.compile(
    r"(?<!\d)(?:(?P<iso_year>\d{4})-(?P<iso_month>\d{1,2})-(?P<iso_day>\d{1,2})"
    r"|(?P<day>\d{1,2})(?:\.[ \u00a0]?|/)(?P<month>\d{1,2})(?:\.[ \u00a0]?|/)(?P<year>\d{4}))(?!\d)"
)
TIME = re.compile(r"(?<![\d.,:])(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)(?![\d:])")
TWELVE = re.compile(
    r"(?<![\d.,:])(?:(?P<from>1[0-2]|0?[1-9])(?:[:.](?P<from_minute>[0-5]\d))?[ \u00a0]?(?:[–-]|to|and)[ \u00a0]?)?"
    r"(?P<hour>1[0-2]|0?[1-9])(?:[:.](?P<minute>[0-5]\d))?[ \u00a0]?(?P<half>[ap]\.?[ ]?m\b\.?)",
    re.I,
)
DAY_BEFORE = re.compile(r"(?<![\d.,])(?P<day>\d{1,2})(?P<ordinal>\.|st|nd|rd|th)?(?:[ \u00a0]of)?[ \u00a0]*(?!.)", re.S)
DAY_AFTER = re.compile(r"\.?[ \u00a0]+(?P<day>\d{1,2})(?P<ordinal>st|nd|rd|th)?(?![\d.,:]?\d)")
YEAR_AFTER = re.compile(r"[.,]?[ \u00a0]+(?P<year>(?:1[5-9]|20)\d\d)(?!\d|[.,]\d)")
DAY_IN_BRACKETS = re.compile(r"\.?[ \u00a0]*\((?P<name>[^\W\d_]+)\)")
# Between the name of a day and its date.
GAP = re.compile(r"[ ,\u00a0]+")
# A date that was found before, behind the name of its day.
BLANKED = re.compile(r"[ ,\u00a0]{6}")
# Characters before a month's name in which its day is looked for, and before a date in which the day's name is.
NEAR = 32
LONGEST_MONTH = 31
HOURS, HALF_DAY = 24, 12


@dataclass(frozen=True)
class WrittenDate:
    """A day as a text writes it, from `start` to `end`: `weekday` is the one that stands beside it, 0 for Monday.

    `year` and `weekday` are None where the text has none. The day may be one that no calendar has. `in_words` says that
    the day is an ordinal in words, `certain` that the number surely belongs to the month ("February 30" may go on
    "people").
    """

    day: int
    month: int
    year: int | None
    weekday: int | None
    start: int
    end: int
    year_start: int | None = None
    in_words: bool = False
    certain: bool = True

    @property
    def exists(self) -> bool:
        """Whether a calendar has that day, without a year in any year."""
        return 1 <= self.month <= 12 and 1 <= self.day <= calendar.monthrange(self.year or 2000, self.month)[1]

    def in_year(self, year: int) -> dt.date | None:
        """The day of that year; None where the year lacks it."""
        try:
            return dt.date(year, self.month, self.day)
        except ValueError:
            return None


@lru_cache(maxsize=1 << 12)
def read_dates(text: str, language: LanguageData) -> tuple[WrittenDate, ...]:
    """Every day of the calendar that a text writes: in digits, or with the name of its month."""
    return (*_read_numeric(text, language), *_read_named(text, language))


def find_dates(text: str, language: LanguageData) -> Iterator[Fact]:
    """Every date as a fact; the year of one in digits is a number of its own. A day that does not exist, which another
    rule finds, agrees with every day of its month."""
    for date in read_dates(text, language):
        if 1 <= date.month <= 12 and 1 <= date.day <= LONGEST_MONTH:
            days = [date.day] if date.exists or not date.certain else range(1, LONGEST_MONTH + 1)
            keys = frozenset(f"{date.month:02}-{day:02}" for day in days)
            yield Fact("date", keys, text[date.start : date.end], date.start, date.end, date.in_words)
            if date.year_start is not None:
                year = str(date.year)
                yield Fact("number", frozenset([year]), year, date.year_start, date.year_start + len(year))


def _read_numeric(text: str, language: LanguageData) -> Iterator[WrittenDate]:
    for match in NUMERIC_DATE.finditer(text):
        iso = "iso_" if match["iso_year"] else ""
        day, month, year = (int(match[iso + name]) for name in ("day", "month", "year"))
        weekday = _weekday_beside(text, match.start(), match.end(), language)
        # Somebody may write the month first.
        certain = month <= 12 or match[0].count(".") == 2
        yield WrittenDate(
            day, month, year, weekday, match.start(), match.end(), match.start(iso + "year"), certain=certain
        )


def _read_named(text: str, language: LanguageData) -> Iterator[WrittenDate]:
    for match in LETTERS.finditer(text):
        month = language.months.get(match[0].casefold())
        # "12 may" is no date where months have capitals.
        if month and language.has_capital_days and match[0] in language.file.words:
            continue
        if month and (place := _find_day_by_month(text, match, language)):
            day, start, end, in_words, certain = place
            after = YEAR_AFTER.match(text, end)
            year, stop = (int(after["year"]), after.end()) if after else (None, end)
            weekday = _weekday_beside(text, start, stop, language)
            yield WrittenDate(day, month, year, weekday, start, end, in_words=in_words, certain=certain)


def _find_day_by_month(
    text: str, month: re.Match[str], language: LanguageData
) -> tuple[int, int, int, bool, bool] | None:
    """The day before or after a month's name, in digits or, before it, as an ordinal in words: the day, where the date
    begins and ends, whether it is in words, and whether the number is surely the day's."""
    lead = max(month.start() - NEAR, 0)
    before = DAY_BEFORE.search(text, lead, month.start())
    after = DAY_AFTER.match(text, month.end())
    follows = before and (
        int(before["day"]) <= LONGEST_MONTH or before["ordinal"] or YEAR_AFTER.match(text, month.end())
    )
    if before and follows and int(before["day"]):
        return int(before["day"]), before.start(), month.end(), False, True
    if after and 1 <= int(after["day"]) <= LONGEST_MONTH:
        certain = bool(after["ordinal"] or YEAR_AFTER.match(text, after.end()))
        return int(after["day"]), month.start(), after.end(), False, certain
    sentence = max(lead, *(text.rfind(sign, lead, month.start()) for sign in ".!?"))
    named = [
        (match, parse_number_word(match[0].casefold(), language))
        for match in LETTERS.finditer(text, sentence, month.start())
    ]
    ordinal = next((match for match, value in named[-2:] if value), None)
    if ordinal is None:
        return None
    day = sum(value or 0 for match, value in named[-2:] if match.start() >= ordinal.start())
    return (day, ordinal.start(), month.end(), True, False) if 1 <= day <= LONGEST_MONTH else None


def _weekday_beside(text: str, start: int, end: int, language: LanguageData) -> int | None:
    """The weekday whose name stands right before a date ("Tuesday, 10 February", "u utorak, dana 10. februara") or in
    brackets after it; None where two names stand there ("between Saturday and Sunday, 7 February")."""
    if match := DAY_IN_BRACKETS.match(text, end):
        return language.weekdays.get(match["name"].casefold())
    words = list(LETTERS.finditer(text, max(start - NEAR, 0), start))
    days = [match for match in words if match[0].casefold() in language.weekdays]
    while words and words[-1][0].casefold() in language.words("calendar", "before_date"):
        start = words.pop().start()
    if not words or days != words[-1:] or not GAP.fullmatch(text, words[-1].end(), start):
        return None
    return language.weekdays[words[-1][0].casefold()]


@lru_cache(maxsize=64)
def days_of_weeks(language: LanguageData) -> frozenset[int]:
    """The days whose name is a unit of time too: "nedelja" is Sunday, and a week."""
    return frozenset(day for word, day in language.weekdays.items() if word in units(language))


def find_months_and_weekdays(text: str, language: LanguageData) -> Iterator[Fact]:
    """Every month and every day of the week without a date, which is blanked, written as the language writes its name;
    one that begins a sentence may be another word, as may one that is also a unit of time."""
    for match in LETTERS.finditer(text):
        word = match[0].casefold()
        month, weekday = language.whole_months.get(word), language.weekdays.get(word)
        if month is None and weekday is None:
            continue
        as_written = match[0].istitle() == language.has_capital_days
        certain = as_written and weekday not in days_of_weeks(language) and not begins_sentence(text, match.start())
        kind = "weekday" if month is None else "month"
        if as_written and not (kind == "weekday" and BLANKED.match(text, match.end())):
            yield Fact(
                kind, frozenset([str(weekday if month is None else month)]), match[0], *match.span(), True, certain
            )


def find_times(text: str, language: LanguageData) -> Iterator[Fact]:
    """Every time of day with a colon, of the twelve-hour clock, afternoons as hours after twelve, or in words ("half
    past five", "osam i petnaest"), which may be of either half of the day."""
    pattern, rows, phrases = _clock(language)
    # Most texts have the words of none of them, which the pattern takes long to find.
    folded = text.casefold()
    is_said = any(all(word in folded for word in words) for words in phrases)
    for match in pattern.finditer(text) if is_said else ():
        row = match.lastgroup or ""
        word, minutes = (match.groupdict().get(f"hour_{row}") or "").casefold(), rows[row]
        hour = int(word) if word.isdigit() else parse_number_word(word, language) or 0
        if not word:
            yield Fact("number", frozenset([str(minutes)]), match[0], *match.span(), optional=True)
        elif 1 <= hour <= HOURS:
            later, minute = divmod(60 * hour + minutes, 60)
            keys = _hour(later, f"{minute:02}") | _hour(later % HALF_DAY + HALF_DAY, f"{minute:02}")
            keys |= _hour(hour, "00") if minute == 0 else frozenset()
            yield Fact("number", keys, match[0], *match.span(), optional=True)
    for match in TWELVE.finditer(text):
        half = match["half"].casefold().replace(".", "").replace(" ", "")
        for name, minute_name in (("from", "from_minute"), ("hour", "minute")):
            if match[name]:
                end = match.end() if name == "hour" else match.end(minute_name if match[minute_name] else name)
                later = HALF_DAY if half in language.afternoon else 0
                keys = _hour(int(match[name]) % HALF_DAY + later, match[minute_name] or "00")
                # "11 to 2 p.m." begins in the morning.
                keys |= _hour(int(match[name]), match[minute_name] or "00") if name == "from" else frozenset()
                yield Fact("number", keys, text[match.start(name) : end], match.start(name), end)
    for match in TIME.finditer(TWELVE.sub(lambda match: " " * len(match[0]), text)):
        yield Fact("number", _hour(int(match["hour"]), match["minute"]), match[0], match.start(), match.end())


@lru_cache(maxsize=64)
def _clock(language: LanguageData) -> tuple[re.Pattern[str], dict[str, int], list[list[str]]]:
    """How a language says the time, with `*` for the hour: how many minutes are added to it; and parts of an hour. Last
    the words of each phrase."""
    rows = language.file.section("calendar").get("clock", {})
    hours = (phrase.replace("*", rf"(?P<hour_row{n}>[^\W\d_]+|\d{{1,2}})") for n, phrase in enumerate(rows))
    pattern = "|".join(f"(?P<row{n}>{phrase})" for n, phrase in enumerate(hours))
    minutes_by_row = {f"row{n}": minutes for n, minutes in enumerate(rows.values())}
    phrases = [phrase.replace("*", "").casefold().split() for phrase in rows]
    return re.compile(rf"\b(?:{pattern})\b", re.I), minutes_by_row, phrases


def _hour(hour: int, minute: str) -> frozenset[str]:
    return frozenset([f"{hour}:{minute}", f"{hour}.{minute}", *([str(hour)] if minute == "00" else [])])

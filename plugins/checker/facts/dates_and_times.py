"""Days and times of a text, however its language writes them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plugins.checker.engine.language_data import LanguageData
from plugins.checker.facts.fact import Fact
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
DAY_BEFORE = re.compile(r"(?<![\d.,])(?P<day>\d{1,2})(?:\ufffc?\.|st|nd|rd|th)?(?:[ \u00a0]of)?[ \u00a0]*(?!.)", re.S)
DAY_AFTER = re.compile(r"[ \u00a0]+(?P<day>\d{1,2})(?:st|nd|rd|th)?(?![\d.,:]?\d)")
# Characters before a month's name in which its day is looked for.
NEAR = 32


def find_dates(text: str, language: LanguageData) -> Iterator[Fact]:
    """Every day of the calendar: in digits, or with the name of its month; the year is a number of its own."""
    for match in NUMERIC_DATE.finditer(text):
        day, month = int(match["day"] or match["iso_day"]), int(match["month"] or match["iso_month"])
        if 1 <= month <= 12 and 1 <= day <= 31:
            year = match["year"] or match["iso_year"]
            start = match.start("year") if match["year"] else match.start("iso_year")
            yield Fact("date", _day(day, month), match[0], match.start(), match.end())
            yield Fact("number", frozenset([year]), year, start, start + len(year))
    for match in LETTERS.finditer(text):
        month_number = language.months.get(match[0].casefold())
        if month_number:
            yield from _find_day_by_month(text, match, month_number, language)


def _find_day_by_month(text: str, month: re.Match[str], number: int, language: LanguageData) -> Iterator[Fact]:
    """Find the day before or after a month's name, in digits or, before it, as an ordinal in words."""
    lead = max(month.start() - NEAR, 0)
    before = DAY_BEFORE.search(text, lead, month.start())
    after = DAY_AFTER.match(text, month.end())
    if before and 1 <= int(before["day"]) <= 31:
        start, end, day, optional = before.start(), month.end(), int(before["day"]), False
    elif after and 1 <= int(after["day"]) <= 31:
        start, end, day, optional = month.start(), after.end(), int(after["day"]), False
    else:
        named = [
            (match, parse_number_word(match[0].casefold(), language))
            for match in LETTERS.finditer(text, lead, month.start())
        ]
        ordinal = next(((match, value) for match, value in named[-2:] if value), None)
        if ordinal is None:
            return
        day = sum(value or 0 for match, value in named[-2:] if match.start() >= ordinal[0].start())
        start, end, optional = ordinal[0].start(), month.end(), True
    if 1 <= day <= 31:
        yield Fact("date", _day(day, number), text[start:end], start, end, optional)


def _day(day: int, month: int) -> frozenset[str]:
    return frozenset([f"{month:02}-{day:02}"])


def find_times(text: str, language: LanguageData) -> Iterator[Fact]:
    """Every time of day with a colon or of the twelve-hour clock, afternoons as hours after twelve."""
    for match in TWELVE.finditer(text):
        half = match["half"].casefold().replace(".", "").replace(" ", "")
        for hour, minute in (("from", "from_minute"), ("hour", "minute")):
            if match[hour]:
                end = match.end() if hour == "hour" else match.end(minute if match[minute] else hour)
                later = 12 if half in language.afternoon else 0
                keys = _hour(int(match[hour]) % 12 + later, match[minute] or "00")
                # "11 to 2 p.m." begins in the morning.
                keys |= _hour(int(match[hour]), match[minute] or "00") if hour == "from" else frozenset()
                yield Fact("number", keys, text[match.start(hour) : end], match.start(hour), end)
    for match in TIME.finditer(TWELVE.sub(lambda match: " " * len(match[0]), text)):
        yield Fact("number", _hour(int(match["hour"]), match["minute"]), match[0], match.start(), match.end())


def _hour(hour: int, minute: str) -> frozenset[str]:
    return frozenset([f"{hour}:{minute}", f"{hour}.{minute}", *([str(hour)] if minute == "00" else [])])

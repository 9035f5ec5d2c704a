"""Dates as people write them, in the languages of the site, and lines that are nothing but a date."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from plugins.importer.document import CAPITALS
from plugins.importer.language.data import ImportLanguage, either, fold, read_language, words_in
from plugins.importer.project_api import plain_letters, to_latin

EARLIEST, LATEST = 1946, 2100
LONGEST_LINE, LONGEST_OPENING, LATEST_START = 160, 110, 60
# How far from a month's name its day and year may stand, and how long a month's name may be.
WINDOW, LONGEST_MONTH = 18, 24
MOST_PLACES = 3
LAST_DAY = 31
ISO = re.compile(
    r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]+(\d{1,2}:\d{2})(?::\d{2}(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?)?(?!\d)"
)
# A space, or the mark of a direction that CLDR has between the figures of Arabic.
BETWEEN = r"[\s\u200e\u200f]?"
# After "10.12.2019" no number may follow but a time: with ".4" it is a version.
NUMERIC = re.compile(
    rf"(?<![\d.])(\d{{1,2}}){BETWEEN}([./-]){BETWEEN}(\d{{1,2}}){BETWEEN}\2{BETWEEN}(\d{{4}})(?!\d)(?!\.\d(?!\d?[:.]\d\d))\.?"
)
# Two figures for the year: only as a line by itself, and never sure.
SHORT_YEAR = re.compile(r"(?<![\d./-])(\d{1,2})\s?([./-])\s?(\d{1,2})\s?\2\s?(\d{2})(?![./-]?\d)\.?")
YEAR_FIRST = re.compile(
    rf"(?<![\d./])(\d{{4}}){BETWEEN}([./]){BETWEEN}(\d{{1,2}}){BETWEEN}\2{BETWEEN}(\d{{1,2}})(?![\d/])\.?"
)
# "03.05 – 05.05.2024." is no time before a date.
DAYS_TO_DAYS = re.compile(
    r"(?<![\d.:])\d{1,2}\.\s?(?:\d{1,2}|[IVX]{1,4})\.?\s?[–—-]\s?\d{1,2}\.\s?(?:\d{1,2}|[IVX]{1,4})\.?\s?\d{4}"
)
MONTHS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
NUMERAL = r"(?:VI{0,3}|I{1,3}|I[VX]|XI{0,2})"
ROMAN = re.compile(
    rf"(?<![\d.])(?:(?P<day>\d{{1,2}})(?P<sign>[./-]?)\s?(?P<month>{NUMERAL})[./-]?\s?(?P<year>\d{{4}})"
    rf"|(?P<first>\d{{4}})\.\s?(?P<middle>{NUMERAL})\.\s?(?P<last>\d{{1,2}}))(?!\d)\.?",
    re.IGNORECASE,
)
# A time of day with its zone.
CLOCK = re.compile(
    r"(?<![\d:])(?:\d{1,2}[:.]\d{2}(?::\d{2})?(?!\d)|\d{1,2}(?=\s?[ap]\.?m\b))\s*(?:[ap]\.?m\b\.?|h\b)?"
    r"(?:\s*\(?(?:(?:UTC|GMT)\s?[+-]\s?\d{1,2}(?::?\d{2})?|[+-]\d{2}:?\d{2})(?!\d)\)?)?",
    re.IGNORECASE,
)
WORD = re.compile(r"[^\W\d_]+")
# Figures that may be an hour, with the words beside them: "u 10 časova", "14h30", "ora 10".
HOUR = re.compile(
    r"(?:(?P<before>[^\W\d_]+)\s)?(?<!\d)\d{1,2}(?:\s?(?P<after>[^\W\d_]+)(?:\s?\d{2}(?!\d))?)?(?!\d)", re.IGNORECASE
)
# "Deadline: 20 May 2024" names the day of something else than publication.
NAMED_DAY = re.compile(r"\W*([^\W\d_]+)\s*:")
SMALL_WORDS = r"(?:[^\W\d_]+ )?[^\W\d_]{1,3} "
COMMA = re.compile("[,،]")
TWO_PLACES = re.compile(r"[^\W\d_]{3}\s?/\s?[^\W\d_]{3}")
# A second name of the same month, as in "أيار/مايو".
SECOND_NAME = re.compile(r"\s?[/(]\s?([^\W\d_]+(?: [^\W\d_]+)?)\)?")


@dataclass(frozen=True)
class FoundDate:
    """A date in a text: `value` as `2023-08-22`, with a time where one was written; where it stands; `sure` unless the
    order of day and month can be read both ways."""

    value: str
    start: int
    end: int
    sure: bool = True


@lru_cache(maxsize=50_000)
def word_key(word: str) -> str:
    """A word as names of months and days are compared: small, in Latin letters, without the marks of letters, which
    many old pages lack."""
    return plain_letters(fold(word))


@dataclass(frozen=True)
class Month:
    """The name of a month in a text."""

    number: int
    start: int
    end: int


@dataclass(frozen=True)
class Calendar:
    """The names of months and days of the site's languages, and the words that stand around a date.

    `around` are words beside a date, `hours` those beside an hour, `joiners` those between day, month and year, `by`
    those before an author, `suffixes` the endings of a day. `months`, `around` and `hours` are compared by
    `word_key`. `other_days` are words beside a day that is not that of publication."""

    months: Mapping[str, int]
    around: frozenset[str]
    suffixes: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    hours: frozenset[str] = frozenset()
    joiners: tuple[str, ...] = ()
    other_days: frozenset[str] = frozenset()

    def dates(self, text: str) -> list[FoundDate]:
        """Every full date in a text (letters in Cyrillic are read as Latin), in order."""
        found = [*_iso(text), *_numeric(text), *_roman(text), *self._find_named_months(text)]
        return sorted((self._include_suffix(text, one) for one in _drop_overlapping(found)), key=lambda one: one.start)

    def opens(self, line: str) -> bool:
        """Whether a line begins with a full date."""
        return any(found.start == 0 for found in self.dates(line[:LONGEST_OPENING]))

    def read_line(self, text: str) -> FoundDate | None:
        """The date of a line that is nothing but it, with a label, a day's name, a time and an author or a place; a
        line may say the same day twice."""
        if len(text) > LONGEST_LINE or DAYS_TO_DAYS.search(text):
            return None
        dates = self.dates(text)
        short = [] if dates else [*_short_year(text)]
        found = _same_day(dates or short)
        if found is None:
            return None
        rest = to_latin(self.remove_times(self._remove_dates(text, dates or short)))
        written = self._author(rest)
        rest = rest.replace(written, " ") if written else rest
        strange = [word for word in WORD.findall(rest) if not self.stands_by_dates(word)]
        if any(word_key(word) in self.other_days for word in strange):
            return None
        if re.search(r"\d", rest) or (short and (strange or written)):
            return None
        return found if not strange or (not written and self._is_place(to_latin(text), strange)) else None

    def read_named_days(self, text: str) -> tuple[FoundDate, ...]:
        """The dates of a line such as "Published: 3 May 2024. Updated: 6 May 2024", each with words for dates before
        it and nothing else; none of any other line."""
        found = self.dates(text) if len(text) <= LONGEST_LINE else []
        edges = [0, *(one.end for one in found)]
        before = [text[start : one.start] for start, one in zip(edges, found, strict=False)]
        rest = self.remove_times(self._remove_dates(text, found))
        plain = all(map(self.stands_by_dates, WORD.findall(rest))) and not re.search(r"\d", rest)
        named = all(WORD.search(part) for part in before)
        return tuple(found) if len(found) > 1 and plain and named else ()

    def read_alone(self, text: str) -> FoundDate | None:
        """The date of a line that has only words for dates and a place beside it; those between day and month count as
        such."""
        joiners = {word for words in self.joiners for word in words.split()}
        return self.read_line(WORD.sub(lambda word: word[0] if word[0] not in joiners else " " * len(word[0]), text))

    def is_incomplete(self, text: str) -> bool:
        """Whether a line is nothing but a date without its day or its year, such as "May 2024" or "14 October"."""
        # "Date: 14 October" rather says when something takes place.
        months = [*self._month_names(text)] if len(text) <= LATEST_START and ":" not in text else []
        if len(months) != 1 or self.dates(text):
            return False
        rest = f"{text[: months[0].start]} {text[months[0].end :]}"
        numbers = re.findall(r"\d+", rest)
        year = len(numbers) == 1 and len(numbers[0]) == 4 and EARLIEST <= int(numbers[0]) <= LATEST
        day = len(numbers) == 1 and len(numbers[0]) <= 2 and 1 <= int(numbers[0]) <= LAST_DAY
        return (year or day) and all(map(self.stands_by_dates, WORD.findall(rest)))

    def names_days(self, text: str) -> bool:
        """Whether a line has only figures and words for days, as in "November 25 – December 10, 2022"."""
        words = [word_key(word) for word in WORD.findall(text[:LONGEST_LINE])]
        known = self.around | self.other_days | self.months.keys() | set(self.by)
        return any(word in self.months for word in words) and len(text) <= LONGEST_LINE and known.issuperset(words)

    def stands_by_dates(self, word: str) -> bool:
        """Whether a word may stand beside a date, such as "Objavljeno", the name of a day or "godine"."""
        return word_key(word) in self.around

    def opens_with_time(self, text: str) -> bool:
        """Whether a text begins with a time of day, as in "10:00" or "9 časova"."""
        return self.remove_times(text).split()[:1] != text.split()[:1]

    def remove_times(self, text: str) -> str:
        """Remove the times of day from a text."""
        return HOUR.sub(self._remove_hour, CLOCK.sub(" ", text))

    def _remove_hour(self, match: re.Match[str]) -> str:
        before, after = match["before"] or "", match["after"] or ""
        if word_key(after) in self.hours:
            return f"{before} "
        return f" {after}" if word_key(before) in self.hours else match[0]

    @staticmethod
    def _remove_dates(text: str, found: Sequence[FoundDate]) -> str:
        edges = [0, *(edge for one in found for edge in (one.start, one.end)), len(text)]
        return " ".join(text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True))

    @staticmethod
    def _is_place(text: str, strange: Sequence[str]) -> bool:
        """Whether the other words of a date's line are a place."""
        if len(strange) > MOST_PLACES or any(word[:1].islower() for word in strange):
            return False
        named_day = NAMED_DAY.match(text)
        if len(strange) == 1 and named_day and named_day[1] == strange[0]:
            return False
        # "Belgrade 14.03.2012." needs no comma; more words might be a title, and so might any in Arabic letters.
        bare = text.strip(" ().")
        if named_day and named_day[1] != strange[0]:
            bare = bare[named_day.end() :].lstrip()
        # "The Hague", "U Beogradu", "Published in Belgrade".
        openings = (re.match(rf"(?:{before})?([^\W\d_]+)", bare) for before in ("(?!)", SMALL_WORDS))
        first = any(one is not None and one[1] == strange[0] for one in openings) or bare.endswith(strange[-1])
        capitals = all(word[:1].isupper() for word in strange)
        named = COMMA.search(text) or TWO_PLACES.search(text)
        return first and bool(named or (len(strange) <= 2 and capitals and _no_title(strange)))

    def _include_suffix(self, text: str, found: FoundDate) -> FoundDate:
        """Extend a date to the ending of its day, as in "2024. 05. 03-án"."""
        suffix = self._patterns.ending.match(text, found.end)
        return replace(found, end=suffix.end()) if suffix else found

    def find_dateline(self, text: str) -> FoundDate | None:
        """Find the date after the place at the beginning of a report, as in "Beograd, 8. mart 2024. – …" or "Niš,
        19 April 2022. …"."""
        opening = text[:LONGEST_OPENING]
        found = [one for one in self.dates(opening) if one.start <= LATEST_START]
        if len(found) != 1 or not found[0].sure:
            return None
        before, after = opening[: found[0].start], opening[found[0].end :]
        places = [word for word in WORD.findall(before) if not self.stands_by_dates(word)]
        if not places and PLACE_AFTER.match(after):
            return found[0]
        named = 0 < len(places) <= 5 and not re.search(r"[\d:.!?]", before)
        named = named and (
            all(word[0].isupper() for word in places)
            or (not any(word[0].islower() for word in places) and COMMA.search(before) is not None)
        )
        tail = re.match(r"\W{0,3}\w{0,6}\.?\)?\s*", after) if self._date_word_follows(after) else None
        after = after[tail.end() :] if tail else after
        ended = re.match(r"\s*\)?\s*(?:[–—:-]|\.\s)\s*", after) or text[found[0].start : found[0].end].endswith(".")
        begins = re.match(r"\W*[^\W\d_]", after)
        upper = begins is not None and begins[0][-1].isupper()
        dashed = re.match(r"\s*\)?\s*[–—:-]", after) is not None
        bracketed = text.lstrip().startswith("(") and after.startswith(")")
        return found[0] if named and (ended or bracketed) and begins and (upper or dashed) else None

    def _author(self, text: str) -> str:
        """The words about an author in a line, such as "od admin"; "" where there are none."""
        words = either(self.by)
        match = re.search(
            rf"(?<!\w)(?:{words})\s*:?\s+[^\W\d_][\w.-]*(?:\s+[^\W\d_][\w.-]*){{0,3}}", text, re.IGNORECASE
        )
        return match[0] if match else ""

    def _find_named_months(self, text: str) -> Iterator[FoundDate]:
        for month in self._month_names(text):
            before = text[max(0, month.start - WINDOW) : month.start]
            after = text[month.end : month.end + WINDOW]
            found = (
                self._day_first(before, after, month)
                or _compact(before, after, month)
                or self._month_first(after, month)
                or self._year_first(before, after, month)
            )
            if found:
                yield found

    def _month_names(self, text: str) -> Iterator[Month]:
        """The names of months; a name may have two words, and a second name of the same month may follow it."""
        for match in WORD.finditer(text):
            if match.end() - match.start() >= LONGEST_MONTH:
                continue
            key, end = word_key(match.group()), match.end()
            number = self.months.get(key)
            if key in self._first_words and (second := WORD.match(text, end + 1)):
                pair = self.months.get(f"{key} {word_key(second.group())}")
                number, end = (pair, second.end()) if pair else (number, end)
            if number:
                other = SECOND_NAME.match(text, end)
                yield Month(number, match.start(), other.end() if other and self._is_month(other[1], number) else end)

    def _is_month(self, name: str, number: int) -> bool:
        words = [word_key(word) for word in name.split()]
        return number in (self.months.get(" ".join(words)), self.months.get(words[0]) if len(words) == 1 else None)

    @cached_property
    def _first_words(self) -> frozenset[str]:
        """The first words of months' names that have two."""
        return frozenset(name.partition(" ")[0] for name in self.months if " " in name)

    @cached_property
    def _patterns(self) -> Patterns:
        return patterns_of(self.suffixes, self.joiners)

    def _day_first(self, before: str, after: str, month: Month) -> FoundDate | None:
        day, year = self._patterns.day_before.search(before), self._patterns.year_after.match(after)
        if not day or not year:
            return None
        start = month.start - len(before) + day.start()
        return _make_date(_year(year[1]), month.number, day[1], start, month.end + year.end())

    def _month_first(self, after: str, month: Month) -> FoundDate | None:
        found = self._patterns.day_and_year.match(after)
        if not found:
            return None
        return _make_date(_year(found[2]), month.number, found[1], month.start, month.end + found.end())

    def _year_first(self, before: str, after: str, month: Month) -> FoundDate | None:
        """The order of Hungarian, as in "2024. május 3."."""
        year, day = YEAR_BEFORE.search(before), self._patterns.day_after.match(after)
        if not year or not day:
            return None
        return _make_date(
            year[1], month.number, day[1], month.start - len(before) + year.start(), month.end + day.end()
        )

    def _date_word_follows(self, after: str) -> bool:
        """Whether a word such as "godine" follows a date."""
        word = re.match(r"[^\w.]{0,3}([^\W\d_]{1,6})", after)
        return word is not None and word[1].islower() and self.stands_by_dates(word[1])


# The place after a date at the beginning of a report, as in "3 May 2024, Belgrade – …".
PLACE_AFTER = re.compile(rf",?\s+[{CAPITALS}][^\W\d_]+(?:[ /-][{CAPITALS}][^\W\d_]+){{0,3}}\)?(?:\s[–—-]|:)\s+\S")
YEAR_BEFORE = re.compile(r"(?<!\d)(\d{4})(?:\.,?\s*|,?\s+)$")


@dataclass(frozen=True)
class Patterns:
    """What stands before and after the name of a month, and the ending of a day."""

    day_before: re.Pattern[str]
    year_after: re.Pattern[str]
    day_and_year: re.Pattern[str]
    day_after: re.Pattern[str]
    ending: re.Pattern[str]


@lru_cache(maxsize=16)
def patterns_of(suffixes: tuple[str, ...], joiners: tuple[str, ...]) -> Patterns:
    """The patterns for these endings of days ("nd", "-án") and words between day, month and year ("of", "de")."""

    def one_of(words: Iterable[str]) -> str:
        plain = {form for word in words for form in (word, " ".join(map(word_key, word.split())))}
        return either(plain)

    hyphened = {form for suffix in suffixes if suffix.startswith("-") for form in (suffix, f"-{word_key(suffix)}")}
    suffix = rf"(?:{one_of(set(suffixes) - hyphened)})?"
    joiner, ending = (
        rf"(?:(?:{one_of(joiners)})\s+)?",
        rf"(?:{either(hyphened)})(?!\w)",
    )
    year = r"(\d{4}(?!\d)|['’ʼ]\d{2}(?!\d))"
    return Patterns(
        re.compile(rf"(?<!\d)(\d{{1,2}})\s?{suffix}\.?\s*{joiner}$", re.IGNORECASE),
        re.compile(rf"\.?[,،]?\s+{joiner}{year}(?:\.(?!\w))?", re.IGNORECASE),
        re.compile(rf"\.?\s+(\d{{1,2}}){suffix}\.?[,،]?\s+{joiner}{year}", re.IGNORECASE),
        re.compile(r"\.?\s+(\d{1,2})(?!\d)(?!\s*[.:]?\d)\.?"),
        re.compile(ending, re.IGNORECASE),
    )


def _compact(before: str, after: str, month: Month) -> FoundDate | None:
    """A date with the same sign, or none, on both sides of its month, as in "3-May-2024"."""
    day = re.search(r"(?<![\d./-])(\d{1,2})([./-]?)$", before)
    year = re.match(rf"{re.escape(day[2])}(\d{{4}})(?![\d-])\.?", after) if day else None
    if not day or not year:
        return None
    return _make_date(year[1], month.number, day[1], month.start - len(before) + day.start(), month.end + year.end())


def _year(text: str) -> int:
    """A year of four figures, or of two after an apostrophe."""
    figures = text.strip("'’ʼ")
    return int(figures) if len(figures) == 4 else _century(figures)


def _century(figures: str) -> int:
    """The year of two figures, as late as `EARLIEST` lets it be early."""
    year = EARLIEST // 100 * 100 + int(figures)
    return year if year >= EARLIEST else year + 100


def _same_day(found: Sequence[FoundDate]) -> FoundDate | None:
    """The one day that dates name, the most exact of them; one that can be read both ways agrees with either."""
    if len(found) < 2:
        return found[0] if found else None
    sure = [one for one in found if one.sure]
    days = {one.value[:10] for one in sure}
    if len(days) != 1 or not all(days & readings(one.value) for one in found):
        return None
    return max(sure, key=lambda one: len(one.value))


def readings(value: str) -> set[str]:
    """The two days that a date may be whose day and month can stand either way round."""
    return {value[:10], f"{value[:4]}-{value[8:10]}-{value[5:7]}"}


def _no_title(words: Sequence[str]) -> bool:
    return all(len(word) > 2 for word in words)


def calendar_of(profiles: Sequence[ImportLanguage]) -> Calendar:
    """The calendar of several languages."""
    hours = {word_key(word) for p in profiles for word in p.hours}
    beside = words_in(profiles, "date").union(*(p.days for p in profiles))
    around = {word_key(word) for phrase in beside for word in phrase.split()} | hours
    months = {" ".join(map(word_key, name.split())): number for p in profiles for name, number in p.months.items()}
    return Calendar(
        months,
        frozenset(around),
        tuple(suffix for p in profiles for suffix in p.day_suffixes),
        tuple(sorted(words_in(profiles, "by"))),
        frozenset(hours),
        tuple(words for p in profiles for words in p.date_joiners),
        frozenset(map(word_key, words_in(profiles, "other_days"))),
    )


# A whole line with a year, a word and a day, whatever language the word is in: only then other languages are read.
LIKE_A_DATE = re.compile(
    r"\W*(?:[^\W\d_]{1,12}[.,]?\s+){0,2}(?:\d{4}\.?,?\s+[^\W\d_]{3,12}\.?\s+\d{1,2}[^\W\d]{0,4}"
    r"|\d{1,2}\S{0,3}\s+(?:\w{1,3}\s+)?[^\W\d_]{3,12}\.?,?\s+(?:\w{1,5}\s+){0,2}\d{4}"
    r"|[^\W\d_]{3,12}\.?\s+\d{1,2},?\s+\d{4})\W*(?:[^\W\d_]{1,8}\W*)?",
    re.IGNORECASE,
)


def read_foreign_date(text: str, codes: Sequence[str], own: Calendar) -> FoundDate | None:
    """The date of a line that is nothing but one in other languages, perhaps with words for dates of the site's own, if
    all that can read it read the same day. A month that the site's languages have too stands beside no such words."""
    if len(text) > LATEST_START or LIKE_A_DATE.fullmatch(text) is None:
        return None
    bare = text
    if not own.dates(text):
        bare = WORD.sub(lambda word: " " * len(word[0]) if own.stands_by_dates(word[0]) else word[0], text)
    found = [one for calendar in map(_foreign_calendar, codes) if (one := calendar.read_alone(bare))]
    return found[0] if found and found[0].sure and len({one.value for one in found}) == 1 else None


@lru_cache(maxsize=64)
def _foreign_calendar(code: str) -> Calendar:
    """The calendar of a language that the site does not have; it is loaded where a line may be a date in it."""
    return calendar_of([read_language(code, "", code)])


def _iso(text: str) -> Iterator[FoundDate]:
    for match in ISO.finditer(text):
        found = _make_date(match[1], match[2], match[3], match.start(), match.end())
        if found and match[4]:
            zone = (match[5] or "").replace("Z", "+00:00")
            yield FoundDate(f"{found.value} {match[4]:0>5}{zone}", found.start, found.end)
        elif found:
            yield found


def _drop_overlapping(found: Sequence[FoundDate]) -> list[FoundDate]:
    """Leave out dates that lie within a longer one, and those that begin within one: in "3. maj 2024. 10.30" the year
    stands before a time."""
    return [
        one
        for at, one in enumerate(found)
        if not any(
            (other.start < one.start < other.end < one.end)
            or (
                other.start <= one.start
                and one.end <= other.end
                and (other.end - other.start > one.end - one.start or before < at)
            )
            for before, other in enumerate(found[:50])
            if other is not one
        )
    ]


def _numeric(text: str) -> Iterator[FoundDate]:
    """`22.08.2023.` is day first; with strokes and hyphens, day and month may stand either way round."""
    for match in NUMERIC.finditer(text):
        first, second = int(match[1]), int(match[3])
        if match[2] == "." or first > 12 or first == second:
            found = _make_date(match[4], second, first, match.start(), match.end())
        elif second > 12:
            found = _make_date(match[4], first, second, match.start(), match.end())
        else:
            found = _make_date(match[4], second, first, match.start(), match.end(), sure=False)
        if found:
            yield found
    for match in YEAR_FIRST.finditer(text):
        if found := _make_date(match[1], match[3], match[4], match.start(), match.end()):
            yield found


def _roman(text: str) -> Iterator[FoundDate]:
    """A month in Roman numerals, as in `22. VIII 2023.` or, year first, `2023. VIII. 22.`; in small letters the full
    stop after the day is needed, and "i" is no month: "3. i 2024." is two numbers."""
    for match in ROMAN.finditer(text):
        month = match["month"] or match["middle"]
        small = month.islower() and match["sign"] == "." and month != "i"
        if small or month.isupper():
            day, year = match["day"] or match["last"], match["year"] or match["first"]
            if found := _make_date(year, MONTHS.index(month.upper()) + 1, day, match.start(), match.end()):
                yield found


def _short_year(text: str) -> Iterator[FoundDate]:
    """`03.05.24.`, which may also be read year first: never sure."""
    for match in SHORT_YEAR.finditer(text):
        year = _century(match[4])
        for month, day in ((match[3], match[1]), (match[1], match[3])):
            if found := _make_date(year, month, day, match.start(), match.end(), sure=False):
                yield found
                break


def _make_date(
    year: str | int, month: str | int, day: str | int, start: int, end: int, sure: bool = True
) -> FoundDate | None:
    try:
        date = dt.date(int(year), int(month), int(day))
    except ValueError:
        return None
    return FoundDate(date.isoformat(), start, end, sure) if EARLIEST <= date.year <= LATEST else None


def agreed_day(values: Iterable[str]) -> str:
    """The one day that all dates name, the most exact of them; "" where they name different days."""
    dates = sorted(set(values), key=len, reverse=True)
    return dates[0] if dates and len({date[:10] for date in dates}) == 1 else ""

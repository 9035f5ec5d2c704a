"""Dates as people write them, in the languages of the site, and lines that are nothing but a date."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from plugins.cyrillic import to_latin
from plugins.importer.document import CAPITALS
from plugins.importer.language.data import ImportLanguage, either, fold, words_in
from plugins.locales.letters import fold as plain_letters

EARLIEST, LATEST = 1946, 2100
LONGEST_LINE, LONGEST_OPENING, LATEST_START = 160, 110, 60
# What stands for a month's name, together with its number, and for its other letters.
MONTH, FILLER = "\U000f0000", "\U000f0100"
MONTH_LETTERS = f"[{chr(ord(MONTH) + 1)}-{chr(ord(MONTH) + 12)}]"
HIDDEN = re.compile(rf"{MONTH_LETTERS}{FILLER}*")
MOST_PLACES = 3
# A space, or the mark of a direction that CLDR has between the figures of Arabic.
BETWEEN = r"[\s\u200e\u200f]?"
# "03.05 – 05.05.2024." is no time before a date.
DAYS_TO_DAYS = re.compile(
    r"(?<![\d.:])\d{1,2}\.\s?(?:\d{1,2}|[IVX]{1,4})\.?\s?[–—-]\s?\d{1,2}\.\s?(?:\d{1,2}|[IVX]{1,4})\.?\s?\d{4}"
)
NUMERALS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
NUMERAL = "VI{0,3}|I{1,3}|I[VX]|XI{0,2}"
# Dates without names of months. `either` is a sign beside which day and month may stand either way round. After
# "10.12.2019" no number may follow but a time: with ".4" it is a version. A month in Roman numerals may be in small
# letters behind a full stop, but for "i": "3. i 2024." is two numbers.
FORMS = tuple(
    re.compile(form)
    for form in (
        r"(?<!\d)(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"
        r"(?:[T ]+(?P<time>\d{1,2}:\d{2})(?::\d{2}(?:\.\d+)?)?\s*(?P<zone>Z|[+-]\d{2}:?\d{2})?)?(?!\d)",
        rf"(?<![\d./])(?P<year>\d{{4}}){BETWEEN}(?P<sign>[./]){BETWEEN}(?P<month>\d{{1,2}}){BETWEEN}(?P=sign){BETWEEN}"
        r"(?P<day>\d{1,2})(?![\d/])\.?",
        rf"(?<![\d.])(?P<day>\d{{1,2}}){BETWEEN}(?P<sign>\.|(?P<either>[/-])){BETWEEN}(?P<month>\d{{1,2}}){BETWEEN}"
        rf"(?P=sign){BETWEEN}(?P<year>\d{{4}})(?!\d)(?!\.\d(?!\d?[:.]\d\d))\.?",
        rf"(?<![\d.])(?P<day>\d{{1,2}})[./-]?\s?(?P<month>{NUMERAL})[./-]?\s?(?P<year>\d{{4}})(?!\d)\.?",
        rf"(?<![\d.])(?P<day>\d{{1,2}})\.\s?(?!i\b)(?P<month>{NUMERAL.lower()})[./-]?\s?(?P<year>\d{{4}})(?!\d)\.?",
        rf"(?<![\d.])(?P<year>\d{{4}})\.\s?(?P<month>{NUMERAL})\.\s?(?P<day>\d{{1,2}})(?!\d)\.?",
    )
)
# Two figures for the year: only as a line by itself, and never sure.
SHORT_YEAR = re.compile(
    r"(?<![\d./-])(?P<day>\d{1,2})\s?(?P<either>[./-])\s?(?P<month>\d{1,2})\s?(?P=either)\s?(?P<year>\d{2})(?![./-]?\d)\.?"
)
# A time of day with its zone.
CLOCK = re.compile(
    r"(?<![\d:])(?:\d{1,2}[:.]\d{2}(?::\d{2})?(?!\d)|\d{1,2}(?=\s?[ap]\.?m\b))\s*(?:[ap]\.?m\b\.?|h\b)?"
    r"(?:\s*\(?(?:(?:UTC|GMT)\s?[+-]\s?\d{1,2}(?::?\d{2})?|[+-]\d{2}:?\d{2})(?!\d)\)?)?",
    re.IGNORECASE,
)
# From one hour to another, as of an event.
HOURS = re.compile(rf"{CLOCK.pattern}\s*[–—-]\s*{CLOCK.pattern}", re.IGNORECASE)
WORD, FIGURE = re.compile(r"[^\W\d_]+"), re.compile(r"\d")
# Figures that may be an hour, with the words beside them: "u 10 časova", "14h30", "ora 10".
HOUR = re.compile(
    r"(?:(?P<before>[^\W\d_]+)\s)?(?<!\d)\d{1,2}(?:\s?(?P<after>[^\W\d_]+)(?:\s?\d{2}(?!\d))?)?(?!\d)", re.IGNORECASE
)
# "Deadline: 20 May 2024" and "Starting date: …" name the day of something else than publication.
NAMED_DAY = re.compile(r"\W*([^\W\d_]+)(?: [^\W\d_]+)?\s*:")
COMMA = re.compile("[,،]")
TWO_PLACES = re.compile(r"[^\W\d_]{3}\s?/\s?[^\W\d_]{3}")
# What stands before a second name of the same month, as in "أيار/مايو".
SECOND_NAME = re.compile(r"\s?[/(]\s?(?=[^\W\d_])")
TWO_WORDS = re.compile(r"[^\W\d_]+ [^\W\d_]+")


@dataclass(frozen=True)
class FoundDate:
    """A date in a text: `value` as `2023-08-22`, with a time where one was written; where it stands; `sure` unless the
    order of day and month can be read both ways. `of_change` says that its line names it as the day of a change."""

    value: str
    start: int
    end: int
    sure: bool = True
    of_change: bool = False


@lru_cache(maxsize=50_000)
def word_key(word: str) -> str:
    """A word as names of months and days are compared: small, in Latin letters, without the marks of letters, which
    many old pages lack."""
    return plain_letters(fold(word))


def _keys_of(text: str) -> str:
    """The words of a text as names are compared, with spaces between them."""
    return " ".join(map(word_key, text.split()))


@dataclass(frozen=True)
class Calendar:
    """The names of months and days of the site's languages, and the words that stand around a date.

    `around` are words beside a date, `hours` those beside an hour, `joiners` those between day, month and year,
    `suffixes` the endings of a day, `other_days` words beside a day that is not that of publication, `changed` words
    before that of a change. All but `joiners` and `suffixes` are compared by `word_key`."""

    months: Mapping[str, int]
    around: frozenset[str]
    suffixes: tuple[str, ...] = ()
    hours: frozenset[str] = frozenset()
    joiners: tuple[str, ...] = ()
    other_days: frozenset[str] = frozenset()
    changed: frozenset[str] = frozenset()

    def dates(self, text: str) -> list[FoundDate]:
        """Every full date in a text (letters in Cyrillic are read as Latin), in order."""
        if not FIGURE.search(text):
            return []
        hidden = self._hide_months(text)
        places: dict[int, FoundDate] = {}
        for form in (*FORMS, *(self._named_forms if hidden != text else ())):
            for match in form.finditer(hidden):
                if date := _date_of(match):
                    ending = self._ending.match(text, date.end)
                    places.setdefault(match.start("month"), replace(date, end=ending.end()) if ending else date)
        dates = sorted(places.values(), key=lambda date: date.start)
        # In "3. maj 2024. 10.30" the year also stands before a time.
        return [
            date for date in dates if not any(other.start < date.start < other.end < date.end for other in dates[:50])
        ]

    def sure_day(self, text: str) -> str:
        """The one day that a text names, with its time; "" where it names none, several, or one that can be read in two
        ways."""
        dates = self.dates(text)
        return dates[0].value if len(dates) == 1 and dates[0].sure else ""

    def opens(self, line: str) -> bool:
        """Whether a line begins with a full date."""
        return any(date.start == 0 for date in self.dates(line[:LONGEST_OPENING]))

    def read_line(self, text: str, alone: bool = False) -> FoundDate | None:
        """The date of a line that is nothing but it, with a label, a day's name, a time and, unless it is to stand
        `alone`, a place; a line may say the same day twice."""
        if len(text) > LONGEST_LINE or DAYS_TO_DAYS.search(text):
            return None
        dates = self.dates(text)
        short = [] if dates else [*filter(None, map(_date_of, SHORT_YEAR.finditer(text)))]
        date = _same_day(dates or short)
        if date is None:
            return None
        rest = to_latin(self.remove_times(self._remove_dates(text, dates or short)))
        strange = [word for word in WORD.findall(rest) if not self.stands_by_dates(word)]
        if any(word_key(word) in self.other_days for word in strange):
            return None
        if FIGURE.search(rest) or (short and strange):
            return None
        if strange and (alone or not self._is_place(to_latin(text), strange)):
            return None
        before = f" {_keys_of(text[: date.start])} "
        return replace(date, of_change=any(f" {phrase} " in before for phrase in self.changed))

    def is_incomplete(self, text: str) -> bool:
        """Whether a line is nothing but a date without its day or its year, such as "May 2024" or "14 October"."""
        # "Date: 14 October" rather says when something takes place.
        if len(text) > LATEST_START or ":" in text or self.dates(text):
            return False
        rest, months = HIDDEN.subn(" ", self._hide_months(text))
        numbers = re.findall(r"\d+", rest)
        return (months, len(numbers)) == (1, 1) and all(map(self.stands_by_dates, WORD.findall(rest)))

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
    def _remove_dates(text: str, dates: Sequence[FoundDate]) -> str:
        edges = [0, *(edge for date in dates for edge in (date.start, date.end)), len(text)]
        return " ".join(text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True))

    @staticmethod
    def _is_place(text: str, strange: Sequence[str]) -> bool:
        """Whether the other words of a date's line are a place, and not the name of another day, as in "Deadline: 20
        May 2024"."""
        named_day = NAMED_DAY.match(text)
        if len(strange) > MOST_PLACES or (len(strange) == 1 and named_day and named_day[1] == strange[0]):
            return False
        # "Belgrade 14.03.2012." needs no comma; more words might be a title, and so might any in Arabic letters.
        parted = COMMA.search(text) is not None or TWO_PLACES.search(text) is not None
        place = len(strange) <= 2 and all(word[:1].isupper() and len(word) > 2 for word in strange)
        return not any(word[:1].islower() for word in strange) and (parted or place)

    def find_dateline(self, text: str) -> FoundDate | None:
        """Find the date after the place at the beginning of a report, as in "Beograd, 8. mart 2024. – …" or "Niš,
        19 April 2022. …"."""
        opening = text[:LONGEST_OPENING]
        dates = [date for date in self.dates(opening) if date.start <= LATEST_START]
        if len(dates) != 1 or not dates[0].sure:
            return None
        before, after = opening[: dates[0].start], opening[dates[0].end :]
        places = [word for word in WORD.findall(before) if not self.stands_by_dates(word)]
        if not places and PLACE_AFTER.match(after):
            return dates[0]
        named = 0 < len(places) <= 5 and not re.search(r"[\d:.!?]", before)
        named = named and all(word[0].isupper() for word in places)
        begins = re.match(r"\W*[^\W\d_]", after)
        stopped = text[dates[0].end - 1] == "." or after.lstrip()[:1] in tuple(".)")
        upper = begins is not None and begins[0][-1].isupper() and stopped
        dashed = begins is not None and re.match(r"\s*\)?\s*[–—:-]", after) is not None
        return dates[0] if named and (upper or dashed) else None

    def _hide_months(self, text: str) -> str:
        """The text with one letter for each month's name, and others that fill its place; a second name of the same
        month may follow it."""
        end = 0
        for match in WORD.finditer(text):
            start = match.start()
            number, after = self._month_at(text, start) if start >= end else (0, 0)
            if number:
                end = after
                if (joint := SECOND_NAME.match(text, end)) and (second := self._month_at(text, joint.end()))[
                    0
                ] == number:
                    end = second[1] + (text[second[1] : second[1] + 1] == ")")
                text = text[:start] + chr(ord(MONTH) + number) + FILLER * (end - start - 1) + text[end:]
        return text

    def _month_at(self, text: str, start: int) -> tuple[int, int]:
        """The month whose name begins at a place of a text, and where that ends; (0, 0) where none does."""
        for pattern in self._patterns_of_months:
            name = pattern.match(text, start)
            if name and (number := self.months.get(_keys_of(name[0]))):
                return number, name.end()
        return 0, 0

    @cached_property
    def _patterns_of_months(self) -> Sequence[re.Pattern[str]]:
        """The patterns of the names of months: of two words, where a language has such, and of one."""
        return (TWO_WORDS, WORD) if any(" " in name for name in self.months) else (WORD,)

    @cached_property
    def _named_forms(self) -> Sequence[re.Pattern[str]]:
        """The patterns of dates in a text whose months are hidden, the likeliest first, with endings of days ("nd") and
        words between day, month and year ("of", "de"): the day first, as in "3 May 2024" and "3-May-2024", the month
        first, and the year first, as in Hungarian."""
        suffix = rf"(?:{either(form for form in _forms(self.suffixes) if form[0] != '-')})?"
        joiner = rf"(?:(?:{either(_forms(self.joiners))})\s+)?"
        day, month = r"(?P<day>\d{1,2})", rf"(?P<month>{MONTH_LETTERS}){FILLER}*"
        year = r"(?P<year>\d{4}(?!\d)|['’ʼ]\d{2}(?!\d))"
        forms = (
            rf"(?<!\d){day}\s?{suffix}\.?\s*{joiner}{month}\.?[,،]?\s+{joiner}{year}(?:\.(?!\w))?",
            rf"(?<![\d./-]){day}(?P<sign>[./-]?){month}(?P=sign)(?P<year>\d{{4}})(?![\d-])\.?",
            rf"{month}\.?\s+{day}{suffix}\.?[,،]?\s+{joiner}{year}",
            rf"(?<!\d)(?P<year>\d{{4}})(?:\.,?\s*|,?\s+){month}\.?\s+{day}(?!\d)(?!\s*[.:]?\d)\.?",
        )
        return tuple(re.compile(form, re.IGNORECASE) for form in forms)

    @cached_property
    def _ending(self) -> re.Pattern[str]:
        """The pattern of those endings of a day that have a hyphen before them, as in "2024. 05. 03-án"."""
        hyphened = either(form for form in _forms(self.suffixes) if form[0] == "-")
        return re.compile(rf"(?:{hyphened})(?!\w)", re.IGNORECASE)


# The place after a date at the beginning of a report, as in "3 May 2024, Belgrade – …".
PLACE_AFTER = re.compile(rf",?\s+[{CAPITALS}][^\W\d_]+(?:[ /-][{CAPITALS}][^\W\d_]+){{0,3}}\)?(?:\s[–—-]|:)\s+\S")


def _forms(words: Iterable[str]) -> set[str]:
    """Some words as they are written, and without the marks of their letters."""
    plain = ((word, "-" * word.startswith("-") + _keys_of(word)) for word in words)
    return {form for forms in plain for form in forms}


def _same_day(dates: Sequence[FoundDate]) -> FoundDate | None:
    """The one day that dates name, the most exact of them; one that can be read both ways agrees with either."""
    if len(dates) < 2:
        return dates[0] if dates else None
    sure = [date for date in dates if date.sure]
    days = {date.value[:10] for date in sure}
    agree = len(days) == 1 and all(days & readings(date.value) for date in dates)
    return max(sure, key=lambda date: len(date.value)) if agree else None


def readings(value: str) -> set[str]:
    """The two days that a date may be whose day and month can stand either way round."""
    return {value[:10], f"{value[:4]}-{value[8:10]}-{value[5:7]}"}


def calendar_of(profiles: Sequence[ImportLanguage]) -> Calendar:
    """The calendar of several languages."""
    hours = {word_key(word) for p in profiles for word in p.hours}
    beside = words_in(profiles, "date").union(*(p.days for p in profiles))
    around = {word_key(word) for phrase in beside for word in phrase.split()} | hours
    months = {_keys_of(name): number for p in profiles for name, number in p.months.items()}
    return Calendar(
        months,
        frozenset(around),
        tuple(suffix for p in profiles for suffix in p.day_suffixes),
        frozenset(hours),
        tuple(words for p in profiles for words in p.date_joiners),
        frozenset(map(word_key, words_in(profiles, "other_days"))),
        frozenset(map(_keys_of, words_in(profiles, "changed"))),
    )


def _date_of(match: re.Match[str]) -> FoundDate | None:
    """The date that a form was found for, with its time; None where no calendar has it."""
    month, figures, groups = match["month"], match["year"].strip("'’ʼ"), match.groupdict()
    named = ord(month) - ord(MONTH) if month >= MONTH else 0
    number = named or (int(month) if month.isdecimal() else NUMERALS.index(month.upper()) + 1)
    day, year, either_way = int(match["day"]), int(figures), groups.get("either") is not None
    if len(figures) == 2:
        # As late as `EARLIEST` lets it be early.
        year += EARLIEST // 100 * 100
        year += 100 if year < EARLIEST else 0
    sure = not either_way or (len(match["year"]) > 2 and (max(day, number) > 12 or day == number))
    orders = [(number, day), (day, number)] if either_way else [(number, day)]
    days = [f"{year:04}-{first:02}-{other:02}" for first, other in orders if _is_day(year, first, other)]
    zone = (groups.get("zone") or "").replace("Z", "+00:00")
    time = f" {groups['time']:0>5}{zone}" if groups.get("time") else ""
    return FoundDate(days[0] + time, *match.span(), sure) if days and EARLIEST <= year <= LATEST else None


def _is_day(year: int, month: int, day: int) -> bool:
    """Whether a calendar has that day."""
    return 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]


def agreed_day(values: Iterable[str]) -> str:
    """The one day that all dates name, the most exact of them; "" where they name different days."""
    dates = sorted(set(values), key=len, reverse=True)
    return dates[0] if dates and len({date[:10] for date in dates}) == 1 else ""

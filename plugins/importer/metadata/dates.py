"""Dates as people write them, in the languages of the site, and lines that are nothing but a date."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from plugins.importer.language.data import ImportLanguage, fold
from plugins.importer.project_api import to_latin

EARLIEST, LATEST = 1946, 2100
LONGEST_LINE, LONGEST_OPENING, LATEST_START = 160, 110, 60
# How far from a month's name its day and year may stand, and how long a month's name may be.
WINDOW, LONGEST_MONTH = 18, 24
MOST_PLACES = 3
ISO = re.compile(
    r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]+(\d{1,2}:\d{2})(?::\d{2}(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?)?(?!\d)"
)
NUMERIC = re.compile(r"(?<![\d.])(\d{1,2})\s?([./-])\s?(\d{1,2})\s?\2\s?(\d{4})(?!\d)\.?")
YEAR_FIRST = re.compile(r"(?<![\d./])(\d{4})\s?([./])\s?(\d{1,2})\s?\2\s?(\d{1,2})(?![\d/])\.?")
MONTHS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
ROMAN = re.compile(r"(?<![\d.])(\d{1,2})[./-]?\s?(VI{0,3}|I{1,3}|I[VX]|XI{0,2})[./-]?\s?(\d{4})(?!\d)\.?")
CLOCK = re.compile(r"(?<![\d:])\d{1,2}[:.]\d{2}(?::\d{2})?(?!\d)\s*(?:[ap]\.?m\.?)?", re.IGNORECASE)
WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Found:
    """A date in a text: `value` as `2023-08-22`, with a time where one was written; where it stands; `sure` unless the
    order of day and month can be read both ways."""

    value: str
    start: int
    end: int
    sure: bool = True


@dataclass(frozen=True)
class Calendar:
    """The names of months and days of the site's languages, and the words that stand around a date."""

    months: Mapping[str, int]
    around: frozenset[str]
    suffixes: tuple[str, ...]
    by: tuple[str, ...] = ()

    def dates(self, text: str) -> list[Found]:
        """Every full date in a text (letters in Cyrillic are read as Latin), in order."""
        found = [*_iso(text), *_numeric(text), *_roman(text), *self._named(text)]
        return sorted(_apart(found), key=lambda one: one.start)

    def whole(self, text: str) -> Found | None:
        """The date of a line that is nothing but it, with a label, a day's name, a time and an author or a place."""
        if len(text) > LONGEST_LINE:
            return None
        found = self.dates(text)
        if len(found) != 1:
            return None
        rest = CLOCK.sub(" ", text[: found[0].start]) + " " + CLOCK.sub(" ", text[found[0].end :])
        written = self._author(rest)
        rest = rest.replace(written, " ") if written else rest
        strange = [word for word in WORD.findall(rest) if fold(to_latin(word)) not in self.around]
        named = len(strange) <= MOST_PLACES and all(word[:1].isupper() for word in strange) and not written
        # "Belgrade 14.03.2012." needs no comma; more words might be a title.
        bare = text.strip(" ().")
        opening = re.match(r"(?:[^\W\d_]{1,2} )?([^\W\d_]+)", bare)
        first = bool(strange) and ((opening and opening[1] == strange[0]) or bare.endswith(strange[-1]))
        place = named and bool(("," in text and first) or (len(strange) <= 2 and first and _no_title(strange)))
        return found[0] if not re.search(r"\d", rest) and (not strange or place) else None

    def dateline(self, text: str) -> Found | None:
        """The date that a report begins with after its place, as in "Beograd, 8. mart 2024. – …" or "Niš, 19 April
        2022. …"."""
        opening = text[:LONGEST_OPENING]
        found = [one for one in self.dates(opening) if one.start <= LATEST_START]
        if len(found) != 1 or not found[0].sure:
            return None
        before, after = opening[: found[0].start], opening[found[0].end :]
        days = [word for word in WORD.findall(before) if fold(to_latin(word)) in self.around]
        places = [word for word in WORD.findall(before) if word not in days]
        named = (
            0 < len(places) <= 5 and all(word[0].isupper() for word in places) and not re.search(r"[\d:.!?]", before)
        )
        tail = re.match(r"\W{0,3}\w{0,6}\.?\)?\s*", after) if _around_follows(after, self.around) else None
        after = after[tail.end() :] if tail else after
        ended = re.match(r"\s*\)?\s*(?:[–—:-]|\.\s)\s*", after) or text[found[0].start : found[0].end].endswith(".")
        begins = re.match(r"\W*[^\W\d_]", after)
        upper = begins is not None and begins[0][-1].isupper()
        dashed = re.match(r"\s*\)?\s*[–—:-]", after) is not None
        return found[0] if named and ended and begins and (upper or dashed) else None

    def _author(self, text: str) -> str:
        """The words about an author in a line, such as "od admin"; "" where there are none."""
        words = "|".join(map(re.escape, self.by)) or r"(?!)"
        match = re.search(
            rf"(?<!\w)(?:{words})\s*:?\s+[^\W\d_][\w.-]*(?:\s+[^\W\d_][\w.-]*){{0,3}}", text, re.IGNORECASE
        )
        return match[0] if match else ""

    def _named(self, text: str) -> Iterator[Found]:
        suffix = "|".join(map(re.escape, self.suffixes)) or r"(?!)"
        for match in WORD.finditer(text):
            number = (
                self.months.get(fold(to_latin(match.group()))) if match.end() - match.start() < LONGEST_MONTH else None
            )
            if number:
                before = text[max(0, match.start() - WINDOW) : match.start()]
                after = text[match.end() : match.end() + WINDOW]
                found = (
                    _day_first(before, after, match, number, suffix)
                    or _month_first(after, match, number, suffix)
                    or _year_first(before, after, match, number)
                )
                if found:
                    yield found


def _day_first(before: str, after: str, month: re.Match[str], number: int, suffix: str) -> Found | None:
    day = re.search(rf"(?<!\d)(\d{{1,2}})\s?(?:{suffix})?\.?\s*(?:of\s+)?$", before)
    year = re.match(r"\.?,?\s+(\d{4})(?!\d)(?:\.(?!\w))?", after)
    if not day or not year:
        return None
    return _made(year[1], number, day[1], month.start() - len(before) + day.start(), month.end() + year.end())


def _month_first(after: str, month: re.Match[str], number: int, suffix: str) -> Found | None:
    found = re.match(rf"\.?\s+(\d{{1,2}})(?:{suffix})?\.?,?\s+(\d{{4}})(?!\d)", after)
    return _made(found[2], number, found[1], month.start(), month.end() + found.end()) if found else None


def _year_first(before: str, after: str, month: re.Match[str], number: int) -> Found | None:
    """The order of Hungarian, as in "2024. május 3."."""
    year = re.search(r"(?<!\d)(\d{4})\.?,?\s+$", before)
    day = re.match(r"\.?\s+(\d{1,2})(?!\d)(?!\s*[.:]?\d)\.?", after)
    if not year or not day:
        return None
    return _made(year[1], number, day[1], month.start() - len(before) + year.start(), month.end() + day.end())


def _around_follows(after: str, around: frozenset[str]) -> bool:
    """Whether a word such as "godine" follows a date."""
    word = re.match(r"[^\w.]{0,3}([^\W\d_]{1,6})", after)
    return word is not None and word[1].islower() and fold(to_latin(word[1])) in around


def _no_title(words: Sequence[str]) -> bool:
    return all(len(word) > 2 for word in words)


def calendar_of(profiles: Sequence[ImportLanguage]) -> Calendar:
    """The calendar of several languages."""
    around = {word for p in profiles for label in p.facts.date for word in label.split()}
    days = {fold(to_latin(day)) for p in profiles for day in p.days}
    months = {fold(to_latin(name)): number for p in profiles for name, number in p.months.items()}
    by = tuple(words for p in profiles for words in p.facts.by)
    return Calendar(months, frozenset(around | days), tuple(s for p in profiles for s in p.day_suffixes), by)


def _iso(text: str) -> Iterator[Found]:
    for match in ISO.finditer(text):
        found = _made(match[1], match[2], match[3], match.start(), match.end())
        if found and match[4]:
            zone = (match[5] or "").replace("Z", "+00:00")
            yield Found(f"{found.value} {match[4]:0>5}{zone}", found.start, found.end)
        elif found:
            yield found


def _apart(found: Sequence[Found]) -> list[Found]:
    """The dates without those that lie within a longer one."""
    return [
        one
        for at, one in enumerate(found)
        if not any(
            other.start <= one.start
            and one.end <= other.end
            and (other.end - other.start > one.end - one.start or before < at)
            for before, other in enumerate(found[:50])
            if other is not one
        )
    ]


def _numeric(text: str) -> Iterator[Found]:
    """`22.08.2023.` is day first; with strokes, day and month may stand either way round."""
    for match in NUMERIC.finditer(text):
        first, second = int(match[1]), int(match[3])
        if match[2] != "/" or first > 12 or first == second:
            found = _made(match[4], second, first, match.start(), match.end())
        elif second > 12:
            found = _made(match[4], first, second, match.start(), match.end())
        else:
            found = _made(match[4], second, first, match.start(), match.end(), sure=False)
        if found:
            yield found
    for match in YEAR_FIRST.finditer(text):
        if found := _made(match[1], match[3], match[4], match.start(), match.end()):
            yield found


def _roman(text: str) -> Iterator[Found]:
    """A month in Roman numerals, as in `22. VIII 2023.`"""
    for match in ROMAN.finditer(text):
        if found := _made(match[3], MONTHS.index(match[2]) + 1, match[1], match.start(), match.end()):
            yield found


def _made(year: str | int, month: str | int, day: str | int, start: int, end: int, sure: bool = True) -> Found | None:
    try:
        date = dt.date(int(year), int(month), int(day))
    except ValueError:
        return None
    return Found(date.isoformat(), start, end, sure) if EARLIEST <= date.year <= LATEST else None


def agreed(values: Iterable[str]) -> str:
    """The one day that all dates name, the most exact of them; "" where they name different days."""
    dates = sorted(set(values), key=len, reverse=True)
    return dates[0] if dates and len({date[:10] for date in dates}) == 1 else ""

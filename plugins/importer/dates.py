"""Dates as people write them, in the languages of the site, and lines that are nothing but a date."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from plugins.cyrillic import to_latin
from plugins.importer.profiles import Profile, fold

EARLIEST, LATEST = 1946, 2100
ISO = re.compile(
    r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]+(\d{1,2}:\d{2})(?::\d{2}(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?)?(?!\d)"
)
NUMERIC = re.compile(r"(?<![\d.])(\d{1,2})\s?([./-])\s?(\d{1,2})\s?\2\s?(\d{4})(?!\d)\.?")
DATELINE = re.compile(r"[^\n]{6,70}?\s*(?:[–—:]|\s-|--)\s")
MONTHS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
ROMAN = re.compile(r"(?<![\d.])(\d{1,2})\.?\s?(VI{0,3}|I{1,3}|I[VX]|XI{0,2})\.?\s?(\d{4})(?!\d)\.?")
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
        return sorted(found, key=lambda one: one.start)

    def whole(self, text: str) -> Found | None:
        """The date of a line that is nothing but it, with a label, a day's name, a time and an author or a place."""
        found = self.dates(text)
        if len(found) != 1:
            return None
        rest = CLOCK.sub(" ", text[: found[0].start]) + " " + CLOCK.sub(" ", text[found[0].end :])
        written = self._author(rest)
        rest = rest.replace(written, " ") if written else rest
        strange = [word for word in WORD.findall(rest) if fold(to_latin(word)) not in self.around]
        named = len(strange) <= 2 and all(word[:1].isupper() for word in strange) and not written
        # "Belgrade 14.03.2012." needs no comma; more words might be a title.
        place = named and ("," in text or (len(strange) == 1 and text.lstrip().startswith(strange[0].title())))
        return found[0] if not re.search(r"\d", rest) and (not strange or place) else None

    def dateline(self, text: str) -> Found | None:
        """The date that a report begins with after its place, as in "Beograd, 8. mart 2024. – …"."""
        opening = DATELINE.match(text)
        found = self.dates(opening[0]) if opening else []
        if opening is None or len(found) != 1 or not found[0].sure:
            return None
        before, after = text[: found[0].start], text[found[0].end : opening.end()]
        days = [word for word in WORD.findall(before) if fold(to_latin(word)) in self.around]
        places = [word for word in WORD.findall(before) if word not in days]
        named = 0 < len(places) <= 4 and all(word[0].isupper() for word in places)
        return found[0] if named and not WORD.search(after) and not re.search(r"[\d:]", before) else None

    def _author(self, text: str) -> str:
        """The words about an author in a line, such as "od admin"; "" where there are none."""
        words = "|".join(map(re.escape, self.by)) or r"(?!)"
        match = re.search(
            rf"(?<!\w)(?:{words})\s*:?\s+[^\W\d_][\w.-]*(?:\s+[^\W\d_][\w.-]*){{0,3}}", text, re.IGNORECASE
        )
        return match[0] if match else ""

    def _named(self, text: str) -> Iterator[Found]:
        for match in WORD.finditer(text):
            number = self.months.get(fold(to_latin(match.group())))
            if number:
                found = self._day_first(text, match, number) or self._month_first(text, match, number)
                if found:
                    yield found

    def _day_first(self, text: str, month: re.Match[str], number: int) -> Found | None:
        suffix = "|".join(map(re.escape, self.suffixes)) or r"(?!)"
        before = re.search(rf"(?<!\d)(\d{{1,2}})\s?(?:{suffix})?\.?\s*(?:of\s+)?$", text[: month.start()])
        after = re.match(r"\.?,?\s+(\d{4})(?!\d)(?:\.(?!\w))?", text[month.end() :])
        if not before or not after:
            return None
        return _made(after[1], number, before[1], before.start(), month.end() + after.end())

    def _month_first(self, text: str, month: re.Match[str], number: int) -> Found | None:
        suffix = "|".join(map(re.escape, self.suffixes)) or r"(?!)"
        after = re.match(rf"\.?\s+(\d{{1,2}})(?:{suffix})?\.?,?\s+(\d{{4}})(?!\d)", text[month.end() :])
        return _made(after[2], number, after[1], month.start(), month.end() + after.end()) if after else None


def calendar_of(profiles: Sequence[Profile]) -> Calendar:
    """The calendar of several languages."""
    around = {word for p in profiles for label in p.facts.date for word in label.split()}
    days = {fold(to_latin(day)) for p in profiles for day in p.days}
    months = {fold(to_latin(name)): number for p in profiles for name, number in p.months.items()}
    by = tuple(words for p in profiles for words in p.facts.by)
    return Calendar(months, frozenset(around | days), tuple(s for p in profiles for s in p.facts.day_suffixes), by)


def _iso(text: str) -> Iterator[Found]:
    for match in ISO.finditer(text):
        found = _made(match[1], match[2], match[3], match.start(), match.end())
        if found and match[4]:
            zone = (match[5] or "").replace("Z", "+00:00")
            yield Found(f"{found.value} {match[4]:0>5}{zone}", found.start, found.end)
        elif found:
            yield found


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

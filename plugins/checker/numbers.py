"""The facts of a text that are the same in every language: its numbers and dates, however each writes them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from plugins.checker.tongues import Tongue

ROMAN = re.compile(r"\b(?=[IVXLC]{2})(?:C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})\b")
ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
NUMERIC_DATE = re.compile(
    r"(?<!\d)(?:(?P<iso_year>\d{4})-(?P<iso_month>\d{1,2})-(?P<iso_day>\d{1,2})"
    r"|(?P<day>\d{1,2})(?:\.[ \u00a0]?|/)(?P<month>\d{1,2})(?:\.[ \u00a0]?|/)(?P<year>\d{4}))(?!\d)"
)
TIME = re.compile(r"(?<![\d.,:])(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)(?![\d:])")
LETTERS = re.compile(r"[^\W\d_]+")
LIST_MARK = re.compile(r"^[ \t>]*\d{1,3}[.)](?=[ \t])")


@dataclass(frozen=True)
class Fact:
    """One number or date: `keys` are all that it may mean, and two facts agree where they share one.

    An `optional` fact (a number in words, a Roman numeral, the story's own year) may be left out in a translation.
    `start` and `end` are its place in the text that was searched.
    """

    kind: str
    keys: frozenset[str]
    shown: str
    start: int
    end: int
    optional: bool = False

    def agrees(self, other: Fact) -> bool:
        """Whether both may mean the same."""
        return not self.keys.isdisjoint(other.keys)


def facts(text: str, tongue: Tongue, year: int | None = None) -> list[Fact]:
    """Every date and number of a passage's text, in order; `year` is the story's own, which a date need not repeat."""
    text = _without_list_marks(text)
    found: list[Fact] = []
    for search in (_dates, _times, _numbers, _roman, _words, _shares):
        for fact in search(text, tongue):
            # A word may be a number and a share both ("third"), so words stay for the next search.
            if search is not _words:
                text = text[: fact.start] + " " * (fact.end - fact.start) + text[fact.end :]
            own_year = fact.kind == "number" and year is not None and str(year) in fact.keys
            found.append(Fact(fact.kind, fact.keys, fact.shown, fact.start, fact.end, True) if own_year else fact)
    return sorted(found, key=lambda fact: fact.start)


def _without_list_marks(text: str) -> str:
    """The text without the numbers of its lists; a number that stands alone at the start of a line is no list."""
    lines = text.split("\n")
    marks = [LIST_MARK.match(line) for line in lines]
    for place, mark in enumerate(marks):
        if mark and any(marks[max(place - 1, 0) : place] + marks[place + 1 : place + 2]):
            lines[place] = " " * mark.end() + lines[place][mark.end() :]
    return "\n".join(lines)


def _dates(text: str, tongue: Tongue) -> Iterator[Fact]:
    for match in NUMERIC_DATE.finditer(text):
        day, month = int(match["day"] or match["iso_day"]), int(match["month"] or match["iso_month"])
        if 1 <= month <= 12 and 1 <= day <= 31:
            year = match["year"] or match["iso_year"]
            start = match.start("year") if match["year"] else match.start("iso_year")
            yield Fact("date", _day(day, month), match[0], match.start(), match.end())
            yield Fact("number", frozenset([year]), year, start, start + len(year))
    for match in LETTERS.finditer(text):
        month_number = tongue.months.get(match[0].casefold())
        if month_number:
            yield from _beside(text, match, month_number)


def _beside(text: str, month: re.Match[str], number: int) -> Iterator[Fact]:
    """The day that stands before or after a month's name."""
    before = re.search(
        r"(?<![\d.,])(?P<first>\d{1,2})(?P<rest>(?:\ufffc?\.|st|nd|rd|th)?(?:[ \u00a0]of)?[ \u00a0]*)$",
        text[: month.start()],
    )
    after = re.match(r"[ \u00a0]+(?P<first>\d{1,2})(?:st|nd|rd|th)?(?![\d.,:]?\d)", text[month.end() :])
    if before and 1 <= int(before["first"]) <= 31:
        yield Fact(
            "date", _day(int(before["first"]), number), text[before.start() : month.end()], before.start(), month.end()
        )
    elif after and 1 <= int(after["first"]) <= 31:
        end = month.end() + after.end()
        yield Fact("date", _day(int(after["first"]), number), text[month.start() : end], month.start(), end)


def _day(day: int, month: int) -> frozenset[str]:
    return frozenset([f"{month:02}-{day:02}"])


def _times(text: str, tongue: Tongue) -> Iterator[Fact]:
    for match in TIME.finditer(text):
        hour, minute = int(match["hour"]), match["minute"]
        suffix = re.match(r"[ \u00a0]?(?P<word>[ap]\.?[ ]?m\b\.?)", text[match.end() :], re.I)
        if suffix and suffix["word"].casefold().replace(".", "").replace(" ", "") in tongue.afternoon and hour < 12:
            hour += 12
        keys = {f"{hour}:{minute}", f"{hour}.{minute}", *([str(hour)] if minute == "00" else [])}
        yield Fact("number", frozenset(keys), match[0], match.start(), match.end())


def _numbers(text: str, tongue: Tongue) -> Iterator[Fact]:
    decimal, group = re.escape(tongue.decimal), re.escape(tongue.group)
    grouped = rf"\d{{1,3}}(?:(?:{group}|[ \u00a0\u202f\u2009])\d{{3}}(?!\d))+(?:{decimal}\d+(?!\d))?"
    pattern = re.compile(rf"(?<!\d)(?<!\d[.,])(?:{grouped}|\d+{decimal}\d+(?![\d.,]\d)|\d+(?:\.\d+)+|\d+)")
    for match in pattern.finditer(text):
        keys = _meanings(match[0], tongue)
        scale = re.match(r"[ \u00a0-](?P<word>[^\W\d_]+)", text[match.end() :])
        times = tongue.scales.get(scale["word"].casefold(), 0) if scale else 0
        if times and scale:
            scaled = frozenset(_plain(Decimal(key) * times) for key in keys if re.fullmatch(r"\d+(\.\d+)?", key))
            yield Fact("number", scaled, match[0] + scale[0], match.start(), match.end() + scale.end())
        else:
            yield Fact("number", keys, match[0], match.start(), match.end())


def _meanings(written: str, tongue: Tongue) -> frozenset[str]:
    """What a number may mean: as its language writes it and, with one dot, as a target or a time (16.2, 14.30)."""
    plain = re.sub(rf"[{re.escape(tongue.group)}\s]", "", written).replace(tongue.decimal, ".")
    keys = {_decimal(plain)}
    if re.fullmatch(r"\d{1,2}\.\d{1,2}", written):
        keys = {written, _decimal(written)}
    if written.count(".") > 1 and tongue.group != ".":
        keys.add(written)
    if 13 <= int(re.sub(r"\D", "", written)[:4] or 0) <= 24 and written.isdigit():
        keys.add(f"{written}:00")
    return frozenset(keys - {""})


def _decimal(text: str) -> str:
    try:
        return _plain(Decimal(text))
    except InvalidOperation:
        return text


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _roman(text: str, tongue: Tongue) -> Iterator[Fact]:
    for match in filter(lambda match: match[0], ROMAN.finditer(text)):
        values = [ROMAN_VALUES[letter] for letter in match[0]]
        total = sum(-value if value < after else value for value, after in zip(values, [*values[1:], 0], strict=True))
        yield Fact("number", frozenset([str(total)]), match[0], match.start(), match.end(), optional=True)


def _shares(text: str, tongue: Tongue) -> Iterator[Fact]:
    """Words for a share that may stand for per cent: "a quarter" for 25%."""
    for match in LETTERS.finditer(text):
        share = tongue.shares.get(match[0].casefold())
        if share:
            yield Fact("number", frozenset([str(share)]), match[0], match.start(), match.end(), optional=True)


def _words(text: str, tongue: Tongue) -> Iterator[Fact]:
    """Numbers written as words, a row of them as one: "seventy-five", "sto dvadeset i pet"."""
    row: list[tuple[int, re.Match[str]]] = []
    for match in LETTERS.finditer(text):
        word = match[0].casefold()
        value = _value(word, tongue)
        near = not row or not text[row[-1][1].end() : match.start()].strip(" -\u00a0\n")
        if row and (not near or (value is None and word not in tongue.joiners)):
            yield _sum(text, row, tongue)
            row = []
        if value is not None:
            row.append((value, match))
        elif row and word in tongue.joiners:
            row.append((0, match))
    if row:
        yield _sum(text, row, tongue)


def _value(word: str, tongue: Tongue) -> int | None:
    if word in tongue.scales or word in tongue.numbers:
        return tongue.scales.get(word) or tongue.numbers[word]
    stem = next((stem for stem in tongue.stems if word.startswith(stem) and len(word) - len(stem) <= 4), "")
    return tongue.stems[stem] if stem else None


def _sum(text: str, row: list[tuple[int, re.Match[str]]], tongue: Tongue) -> Fact:
    total, current = 0, 0
    for value, match in row:
        if match[0].casefold() in tongue.scales:
            current = max(current, 1) * value
            total, current = (total + current, 0) if value >= 1000 else (total, current)
        else:
            current += value
    keys = {str(total + current), *(str(value) for value, _ in row if value)}
    start, end = row[0][1].start(), row[-1][1].end()
    return Fact("number", frozenset(keys), text[start:end], start, end, optional=True)

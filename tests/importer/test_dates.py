"""Dates in the words and figures of a site's languages."""

from __future__ import annotations

import datetime as dt

import pytest
from babel import localedata
from babel.dates import format_date

from plugins.importer import ImportResult, import_document
from plugins.importer.language.data import read_language
from plugins.importer.metadata.dates import Calendar, calendar_of
from plugins.locales.language import known_codes
from tests.importer.stories import SITE

CALENDAR = calendar_of([read_language("en", cldr="en_GB"), read_language("sr", cldr="sr_Latn_RS")])
WHOLE = {
    "22 August 2023": "2023-08-22",
    "August 22nd, 2023": "2023-08-22",
    "Tuesday, 22 Aug 2023": "2023-08-22",
    "22. avgusta 2023. godine": "2023-08-22",
    "22. августа 2023.": "2023-08-22",
    "utorak, 22. avgust 2023.": "2023-08-22",
    "1. septembra 2024.": "2024-09-01",
    "22.08.2023.": "2023-08-22",
    "22. 8. 2023.": "2023-08-22",
    "2023-08-22": "2023-08-22",
    "08/22/2023": "2023-08-22",
    "Beograd, 22. avgust 2023.": "2023-08-22",
    "Published on 22 August 2023 at 10:30": "2023-08-22",
}
NOT_WHOLE = [
    "22 August",
    "The meeting on 22 August 2023 was long.",
    "31. februara 2023.",
    "2023",
    "22 August 2023 – 24 August 2023",
    "tel. 22.08.20231",
]


@pytest.mark.parametrize("text", WHOLE)
def test_whole_lines(text: str) -> None:
    """A line that is nothing but a date is one."""
    found = CALENDAR.read_line(text)
    assert found is not None
    assert (found.value, found.sure) == (WHOLE[text], True)


@pytest.mark.parametrize("text", NOT_WHOLE)
def test_other_lines(text: str) -> None:
    """A sentence with a date in it, half a date and a day that does not exist are none."""
    assert CALENDAR.read_line(text) is None


@pytest.mark.parametrize("text", ["04/05/2024", "04-05-2024", "4/5/2024", "Date: 4-5-2024", "04-05-2024 10:30"])
def test_day_or_month_first(text: str) -> None:
    """With strokes or hyphens and two small numbers nobody can tell."""
    found = CALENDAR.read_line(text)
    assert found is not None
    assert not found.sure


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("04.05.2024.", "2024-05-04"),
        ("4. 5. 2024", "2024-05-04"),
        ("13-05-2024", "2024-05-13"),
        ("05-13-2024", "2024-05-13"),
        ("05-05-2024", "2024-05-05"),
        ("2024-05-04", "2024-05-04"),
        ("04-05-2024 (4 May 2024)", "2024-05-04"),
    ],
)
def test_numbers_that_can_be_read_in_one_way(text: str, value: str) -> None:
    """Full stops stand between day, month and year in this order; a number above twelve is the day."""
    found = CALENDAR.read_line(text)
    assert found is not None
    assert (found.value, found.sure) == (value, True)


def page_with_dates(head: str, *dates: str) -> ImportResult:
    """The import of a short page in both languages with these lines below its title."""
    lines = "".join(f"<p>{date}</p>" for date in dates)
    page = (
        f"<html><head>{head}</head><body><h1>The ropes</h1>{lines}<p>The new ropes were paid for by eleven towns.</p>"
        "<h1>Užad</h1><p>Novu užad platilo je jedanaest gradova, a skela ponovo vozi decu.</p></body></html>"
    )
    return import_document(page.encode(), "page.html", SITE)


def test_page_whose_head_and_lines_disagree_says_so() -> None:
    """The head's day is used, and a note has the days of the lines in their order."""
    head = '<meta property="article:published_time" content="2024-04-05">'
    result = page_with_dates(head, "7 June 2024", "9 May 2024")
    assert result.fields.date == "2024-04-05"
    assert any("a line of it 2024-05-09, 2024-06-07; the head was believed" in note for note in result.notes)


def calendar_with(code: str) -> Calendar:
    """The calendar of a site in English and another language."""
    return calendar_of([read_language("en", cldr="en_GB"), read_language(code, cldr=code)])


@pytest.mark.parametrize("code", [*filter(localedata.exists, known_codes()), "sr_Cyrl", "sr_Latn"])
def test_dates_that_cldr_writes_are_read(code: str) -> None:
    """Each language's own forms, from the longest to the one in figures, are read in every month."""
    calendar = calendar_with(code.partition("_")[0])
    days = [dt.date(2024, month, 13 + month) for month in range(1, 13)]
    written = {format_date(day, style, locale=code): day for day in days for style in ("full", "long", "medium")}
    read = {text: found.value if (found := calendar.read_line(text)) else "" for text in written}
    assert read == {text: day.isoformat() for text, day in written.items()}


LINES = {
    "one sign on both sides of the month": (
        "en", "3-May-2024", "03-May-2024", "3/May/2024", "3.May.2024", "03May2024", "3.maj.2024.",
    ),
    "an hour in words": (
        "en", "3 May 2024 14h30", "03.05.2024. u 10 časova", "03.05.2024. у 10 часова", "3. maj 2024. u 12 sati",
    ),
    "a year of two figures": ("en", "3 May '24", "3 May ’24"),
    "the same day twice": ("en", "Date: 03/05/2024 (3 May 2024)", "3 May 2024 / 3. maj 2024."),
    "a time with its zone": (
        "en", "3 May 2024 10:30 GMT+2", "3 May 2024, 10:30 (UTC+02:00)", "Fri, 03 May 2024 10:30:00 +0200",
        "3. maj 2024. 10.30h", "03.05.2024. 10.30", "3. maj 2024. 10.30",
    ),
    "the month in small Roman numerals": ("en", "3. v 2024.", "3.v.2024", "3. V 2024.", "03/V/2024"),
    "capitals": ("en", "MAY 3RD, 2024", "3RD OF MAY 2024", "3. MAJA 2024. GODINE"),
    "capitals with endings": ("hu", "2024. MÁJUS 3-ÁN", "2024. majus 3-an"),
    "places": ("en", "New York/Geneva, 3 May 2024", "NEW YORK/GENEVA (3 May 2024)", "Novi Sad, 3. maja 2024. godine"),
    "places after a small word": (
        "en", "The Hague, 3 May 2024", "Published in Belgrade on 3 May 2024", "U Nišu, 3. 5. 2024.",
    ),
    "days after a preposition": (
        "en", "u sredu, 3. maja 2024.", "Objavljeno u subotu, 3. maja 2024.", "3 May 2024, 2pm",
    ),
    "letters without marks": ("en", "cetvrtak, 3. maj 2024.", "Azurirano: 3. maj 2024."),
    "the ending of a day": ("hu", "2024. május 3-án", "2024. május 3-a", "2024. május 3-i", "2024.05.03-án"),
    "Hungarian": ("hu", "2024. V. 3.", "2024.május 3.", "2024. május 3., 10 óra", "2024. majus 3."),
    "days of two words": ("sq", "3 maj 2024, e premte", "E premte, 3 maj 2024", "me 3 maj 2024"),
    "words between month and year": ("sq", "3 maj të vitit 2024", "3 maj te vitit 2024", "3 maj 2024, ora 10:00"),
    "Spanish": ("es", "3 de mayo de 2024", "viernes, 3 de mayo del 2024"),
    "two names of a month": ("ar", "3 أيار/مايو 2024", "3 مايو/أيار 2024", "٣ أيار (مايو) ٢٠٢٤"),
    "Arabic": ("ar", "3 ماي 2024", "3 مايو، 2024", "نيويورك، 3 مايو 2024", "3 مايو 2024م", "الجمعة 3 مايو 2024"),
}  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "Until 3 May 2024",
        "Apply by 3 May 2024",
        "Event date: 3 May 2024",
        "Starting date: 3 May 2024",
        "Do 3. maja 2024.",
        "Rok: 3. maj 2024.",
    ],
)
def test_day_of_something_else_is_no_date_line(text: str) -> None:
    """A deadline and the day of an event are not the day of publication."""
    assert CALENDAR.read_line(text) is None


@pytest.mark.parametrize("kind", LINES)
def test_lines_of_other_forms(kind: str) -> None:
    """The forms of dates that pages in each language have; all name the third of May."""
    code, *lines = LINES[kind]
    calendar = calendar_with("sr" if code == "en" else code)
    read = {line: (found.value, found.sure) if (found := calendar.read_line(line)) else None for line in lines}
    assert read == dict.fromkeys(lines, ("2024-05-03", True))


def test_month_of_two_words() -> None:
    """Months whose names have two words are not taken for others that begin alike."""
    calendar = calendar_with("ar")
    months = ["كانون الثاني", "تشرين الأول", "تشرين الثاني", "كانون الأول/ديسمبر"]
    found = [calendar.read_line(f"3 {month} 2024") for month in months]
    assert [one.value[5:7] if one else "" for one in found] == ["01", "10", "11", "12"]


def test_two_figures_for_the_year_are_never_sure() -> None:
    """`03.05.24.` may be read year first, and is a date only as a line by itself."""
    found = CALENDAR.read_line("03.05.24.")
    assert found is not None
    assert not found.sure
    assert not CALENDAR.dates("Od verzije 03.05.24 radi bolje.")
    assert CALENDAR.read_line("Verzija 03.05.24") is None


@pytest.mark.parametrize("text", ["17.10.22.", "5/3/24", "5/13/24", "3.5.24."])
def test_short_years_with_small_numbers_are_never_sure(text: str) -> None:
    """So are days and months of one figure, and the order of the United States."""
    found = CALENDAR.read_line(text)
    assert found is not None
    assert not found.sure


@pytest.mark.parametrize(
    "text", ["03.05 – 05.05.2024.", "3–5 May 2024", "3. – 5. maj 2024.", "od 3. do 5. maja 2024.", "3. i 2024."]
)
def test_days_of_an_event_are_no_date_line(text: str) -> None:
    """A range of days is an event's, and its first day is no time of day."""
    assert CALENDAR.read_line(text) is None
    assert page_with_dates("", text).fields.date == ""


@pytest.mark.parametrize(
    "hours", ["6 p.m. – 10 p.m.", "18.00 – 22.00", "18:00-20:30 h", "at 9 a.m. - 11 a.m.", "od 18:00 – 22:00"]
)
def test_day_with_hours_from_and_to_is_a_line_of_the_text(hours: str) -> None:
    """What is on from one hour to another is an event: its day is no day of publication, and stays where it stands."""
    result = page_with_dates("", f"Saturday, 14 December 2024, {hours}")
    assert result.fields.date == ""
    assert hours[-5:-1] in result.bodies["en"]


def test_place_with_a_day_is_asked_about_as_a_title() -> None:
    """A longer line with a place and a day may be a line above the title."""
    page = (
        "New York, United States of America, 3 May 2024\n\nThe ropes\n\n"
        "The new ropes were paid for by eleven towns.\n\n"
        "Užad\n\nNovu užad platilo je jedanaest gradova, a skela ponovo vozi decu.\n"
    )
    questions = import_document(page.encode(), "page.txt", SITE).questions
    assert any(question.topic == "title" for question in questions)


NO_DATES = [
    "Server 10.12.2019.4 did not answer.",
    "The law was published in the Official Gazette No. 24/2018.",
    "Ulica 27. marta 14, 11000 Beograd",
    "They may 3 or 4 times a year visit 2024 households.",
    "In March 2024 there were 12 cases.",
    "May 20 people join at most?",
    "3-May Street 2024-B",
    "Account 160-0000000012024-05",
    "E/CN.6/2024/3",
    "Sezona 2023/2024 počinje u 18.30.",
]


@pytest.mark.parametrize("text", NO_DATES)
def test_numbers_that_are_no_dates(text: str) -> None:
    """Numbers of laws, streets, accounts, documents and versions are no dates."""
    assert CALENDAR.dates(text) == []


def test_words_in_arabic_letters_are_no_place_without_a_comma() -> None:
    """Arabic has no capital letters: a short sentence with a date is not a place with a date."""
    assert calendar_with("ar").read_line("انعقد الاجتماع 3 مايو 2024") is None

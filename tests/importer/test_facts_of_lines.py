"""Lines of a page that are facts: dates in the words and figures of a site's languages, goals, what stands beside them,
and what a page's head says."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from babel import localedata
from babel.dates import format_date

from plugins.cyrillic import to_cyrillic
from plugins.importer import ImportResult, import_document, site_of
from plugins.importer.language.data import read_language
from plugins.importer.metadata.dates import Calendar, calendar_of
from plugins.importer.pipeline import importer_of
from plugins.importer.readers.head import read_head
from plugins.locales.language import known_codes
from tests.importer.harness import CATEGORIES, read_languages
from tests.importer.stories import SITE
from tests.loops import times

MAY = "2024-05-03"


def calendar_with(code: str) -> Calendar:
    """The calendar of a site in English and another language."""
    other = "sr_Latn_RS" if code == "sr" else code
    return calendar_of([read_language("en", cldr="en_GB"), read_language(code, cldr=other)])


CALENDAR = calendar_with("sr")
# Lines that are a date and no more, by the language beside English; all name the third of May.
DATES = {
    "sr": (
        "3 May 2024", "May 3rd, 2024", "Friday, 3 May 2024", "3. maja 2024. godine", "3. маја 2024.", "MAY 3RD, 2024",
        "petak, 3. maj 2024.", "03.05.2024.", "3. 5. 2024", MAY, "Beograd, 3. maj 2024.", "3.V.2024", "03/V/2024",
        "Published on 3 May 2024 at 10:30", "03-05-2024 (3 May 2024)", "3-May-2024", "03May2024", "3.maj.2024.",
        "3 May 2024 14h30", "03.05.2024. у 10 часова", "3. maj 2024. u 12 sati", "3 May ’24", "3. v 2024.",
        "3 May 2024 / 3. maj 2024.", "3 May 2024, 10:30 (UTC+02:00)", "Fri, 03 May 2024 10:30:00 +0200",
        "3. maj 2024. 10.30", "3. MAJA 2024. GODINE", "NEW YORK/GENEVA (3 May 2024)", "The Hague, 3 May 2024",
        "Published in Belgrade on 3 May 2024", "u petak, 3. maja 2024.", "Azurirano: 3. maj 2024.",
    ),
    "hu": ("2024. MÁJUS 3-ÁN", "2024. majus 3-an", "2024.05.03-án", "2024. V. 3.", "2024. május 3., 10 óra"),
    "sq": ("3 maj 2024, e premte", "3 maj të vitit 2024", "3 maj te vitit 2024", "3 maj 2024, ora 10:00"),
    "es": ("3 de mayo de 2024", "viernes, 3 de mayo del 2024"),
    "ar": ("3 أيار/مايو 2024", "٣ أيار (مايو) ٢٠٢٤", "3 مايو، 2024", "نيويورك، 3 مايو 2024", "الجمعة 3 مايو 2024"),
}  # fmt: skip
# Either of two days, or two figures for the year.
UNSURE = ("04/05/2024", "4-5-2024", "Date: 4-5-2024", "04-05-2024 10:30", "03.05.24.", "17.10.22.", "5/13/24")
# Half a date, a sentence, a day that is none, that of something else, or some days; and numbers that are no dates.
NO_DATE_LINES = (
    "22 August", "The meeting on 22 August 2023 was long.", "31. februara 2023.", "22 August 2023 – 24 August 2023",
    "Until 3 May 2024", "Event date: 3 May 2024", "Do 3. maja 2024.", "Rok: 3. maj 2024.", "03.05 – 05.05.2024.",
    "3–5 May 2024", "od 3. do 5. maja 2024.", "3. i 2024.", "Verzija 03.05.24", "tel. 22.08.20231",
)  # fmt: skip
NO_DATES = (
    "Server 10.12.2019.4 did not answer.", "The law was published in the Official Gazette No. 24/2018.",
    "Ulica 27. marta 14, 11000 Beograd", "They may 3 or 4 times a year visit 2024 households.", "E/CN.6/2024/3",
    "In March 2024 there were 12 cases.", "3-May Street 2024-B", "Account 160-0000000012024-05",
    "Sezona 2023/2024 počinje u 18.30.", "Od verzije 03.05.24 radi bolje.",
)  # fmt: skip


def test_lines_that_are_a_date() -> None:
    """In the words and the figures of each language, with a place, an hour or the name of a day beside it."""
    for code, lines in DATES.items():
        calendar = calendar_with(code)
        read = {line: (found.value, found.sure) if (found := calendar.read_line(line)) else None for line in lines}
        assert read == dict.fromkeys(lines, (MAY, True))
    numbers = {"13-05-2024": "2024-05-13", "05-13-2024": "2024-05-13", "08/22/2023": "2023-08-22"}
    assert {text: day for text, day in numbers.items() if CALENDAR.sure_day(text) != day} == {}


@pytest.mark.parametrize("code", [*filter(localedata.exists, known_codes()), "sr_Cyrl", "sr_Latn"])
def test_dates_that_cldr_writes_are_read(code: str) -> None:
    """Each language's own forms, from the longest to the one in figures, are read in every month."""
    calendar = calendar_with(code.partition("_")[0])
    days = [dt.date(2024, month, 13 + month) for month in range(1, 13)]
    written = {format_date(day, style, locale=code): day for day in days for style in ("full", "long", "medium")}
    read = {text: found.value if (found := calendar.read_line(text)) else "" for text in written}
    assert read == {text: day.isoformat() for text, day in written.items()}


def test_lines_that_are_no_sure_date() -> None:
    """Nobody can tell which of two numbers is the day, or they are those of something else."""
    assert [text for text in UNSURE if (found := CALENDAR.read_line(text)) is None or found.sure] == []
    assert [text for text in NO_DATE_LINES if CALENDAR.read_line(text)] == []
    assert [text for text in NO_DATES if CALENDAR.dates(text)] == []
    assert calendar_with("ar").read_line("انعقد الاجتماع 3 مايو 2024") is None


def page_with_dates(head: str, *dates: str) -> ImportResult:
    """The import of a short page in both languages with these lines below its title."""
    lines = "".join(f"<p>{date}</p>" for date in dates)
    page = (
        f"<html><head>{head}</head><body><h1>The ropes</h1>{lines}<p>The new ropes were paid for by eleven towns.</p>"
        "<h1>Užad</h1><p>Novu užad platilo je jedanaest gradova, a skela ponovo vozi decu.</p></body></html>"
    )
    return import_document(page.encode(), "page.html", SITE)


@pytest.mark.parametrize("hours", ["6 p.m. – 10 p.m.", "18:00-20:30 h", "od 18:00 – 22:00"])
def test_day_with_hours_from_and_to_is_a_line_of_the_text(hours: str) -> None:
    """What is on from one hour to another is an event: its day is no day of publication, and stays where it stands."""
    result = page_with_dates("", f"Saturday, 14 December 2024, {hours}")
    assert result.fields.date == ""
    assert hours[-5:-1] in result.bodies["en"]


def test_page_whose_head_and_lines_disagree_says_so() -> None:
    """The head's day is used, and a note has the days of the lines in their order."""
    head = '<meta property="article:published_time" content="2024-04-05">'
    result = page_with_dates(head, "7 June 2024", "9 May 2024")
    assert result.fields.date == "2024-04-05"
    assert any("a line of it 2024-05-09, 2024-06-07; the head was believed" in note for note in result.notes)


@pytest.mark.parametrize("joint", ["|", "»", "::", "-", "–"])
def test_the_sites_name_is_no_part_of_the_title(joint: str) -> None:
    """In whatever capitals; what is no name of the site stays, and without a name a stroke alone parts it."""

    def title(window: str, **meta: str) -> str:
        tags = "".join(f'<meta property="og:{name}" content="{words}">' for name, words in meta.items())
        return read_head(f"<html><head><title>{window}</title>{tags}</head></html>", CALENDAR).title

    long = f"Bridge {joint} Two years {joint} The Voice"
    assert title(long, site_name="The voice ") == f"Bridge {joint} Two years"
    assert title("Window", title=long, site_name="THE VOICE") == f"Bridge {joint} Two years"
    assert title("Window", title=long, site_name="Voice") == long
    assert title("The Voice", site_name="The Voice") == "The Voice"
    assert title(f"Bridge {joint} Voice") == ("Bridge" if joint == "|" else f"Bridge {joint} Voice")


@pytest.mark.parametrize(
    ("page", "code"),
    [
        ('<html lang="SR-Latn">', "sr"),
        ('<meta property="og:locale" content="Sr_RS">', "sr"),
        ('<meta name="content-language" content="SR-cyrl">', "sr"),
        ('<link rel="canonical" href="https://glas.hr/a">', "hr"),
    ],
)
def test_the_language_of_a_page(page: str, code: str) -> None:
    """However it is written and wherever it stands, or that of its country's domain."""
    assert read_head(page, CALENDAR).languages == {code}


LANGUAGES = read_languages(
    {
        code: {"name": name, "cldr": cldr}
        for code, name, cldr in (
            ("en", "English", "en_GB"), ("sr", "Srpski", "sr_Latn_RS"), ("hu", "Magyar", "hu_HU"),
            ("sq", "Shqip", "sq_AL"),
        )
    }
)  # fmt: skip
READER = importer_of(site_of(LANGUAGES, CATEGORIES, {"date": "", "slug": "", "category": "", "goals": ""})).goals
WITHOUT_MARKS = str.maketrans("čćšžČĆŠŽ", "ccszCCSZ")
# Lines with the goals that they name, and what of them is none.
GOALS = {
    "SDGs 3, 5 and 16": ((3, 5, 16), ()), "SDG's: 3, 5": ((3, 5), ()), "SDG targets 16.6": ((16,), ()),
    "Goals 3–5": ((3, 4, 5), ()), "Goals 3 to 5": ((3, 4, 5), ()), "COR 3, 5 i 16": ((3, 5, 16), ()),
    "Ciljevi održivog razvoja 3, 5 i 16": ((3, 5, 16), ()), "Ciljevi od 3 do 5": ((3, 4, 5), ()),
    "Priča doprinosi ciljevima održivog razvoja 10 i 16.": ((10, 16), ()), "COR-ovi 3 i 5": ((3, 5), ()),
    "Ova priča je povezana sa ciljem 16.": ((16,), ()), "Globalni ciljevi 3 i 5": ((3, 5), ()),
    "Fenntartható fejlődési célok: 3, 5": ((3, 5), ()), "OZHQ 3, 5": ((3, 5), ()), "SDG-k: 3, 5": ((3, 5), ()),
    "4. cilj održivog razvoja": ((4,), ()), "3. és 5. fenntartható fejlődési cél": ((3, 5), ()),
    "OZHQ 3 dhe OZHQ 5": ((3, 5), ()), "Life on Land | Climate Action": ((13, 15), ()),
    "Ciljevi 3, 5, 18": ((3, 5), ("18",)), "SDG 3, Youth": ((3,), ("Youth",)), "SDGs: 3, ten": ((3,), ("ten",)),
    "Local | 3 May 2024 | SDGs: 11, 13, 18": ((11, 13), ("18",)), "Local (SDG 11, 13), 3 May 2024": ((11, 13), ()),
    "Tags: rivers, SDG 11, 13, youth": ((11, 13), ()), "Tema: reke | COR: 11 i 13": ((11, 13), ()),
    "Local | SDG 11, 13. maj 2024.": ((11,), ()), "Local | SDG 11, 13 | Ana Savić | 3 May 2024": ((11, 13), ()),
}  # fmt: skip
NO_GOALS = ("1. Cilj", "Climate Action and Life on Land", "Goal 4, said the coach")


@pytest.mark.parametrize("line", GOALS)
def test_goals_of_a_line(line: str) -> None:
    """As written, in capitals, and Serbian ones without the marks of letters and in Cyrillic."""
    goals, unknown = GOALS[line]
    serbian = line.startswith(("COR", "Cilj", "Pri", "Ova"))
    forms = {line, line.upper(), *((line.translate(WITHOUT_MARKS), to_cyrillic(line)) if serbian else ())}
    for form in forms if not unknown and "Local" not in line else (line,):
        read = READER.read(form)
        assert read is not None, form
        assert (tuple(tag.number for tag in read.goals), read.unknown) == (goals, unknown), form


def test_lines_that_name_no_goal() -> None:
    """A numbered heading, a title of two goals, part of a sentence."""
    assert [line for line in NO_GOALS if READER.read(line)] == []


ROWS = (
    ("Category: Local", "Date: 3 May 2024", "SDGs: 11, 13"),
    ("Category: Local", "Date: 3 May 2024", "Goals: 11/13"),
    ("Rubrika: Lokalno", "Objavljeno: 3. maja 2024.", "COR: 11, 13"),
    ("Rubrika: Lokalno", "Objavljeno: 3. maja 2024.", "Ciljevi održivog razvoja: 11 i 13"),
)
ORDERS = [order for row in ROWS for order in itertools.permutations(row)]
JOINTS = (" | ", " / ", " · ", "; ", ", ", " – ", " » ", "   ", ". ")


@pytest.mark.parametrize("joint", JOINTS)
def test_goals_category_and_date_in_one_line(joint: str) -> None:
    """All are read, in any order, with any sign between them, in both languages and scripts."""
    facts, step = importer_of(SITE).line_reader, times(4, 1)
    for order in ORDERS[JOINTS.index(joint) % step :: step]:
        line = joint.join(order)
        for form in {line, to_cyrillic(line) if "R" in line else line}:
            said, read = facts.fact_line(form), READER.read(form)
            assert said is not None, form
            assert read is not None, form
            assert (said.categories, [date.value for date in said.dates]) == (("local",), [MAY]), form
            assert ([tag.number for tag in read.goals], read.unknown) == ([11, 13], ()), form

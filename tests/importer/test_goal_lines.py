"""Lines that name goals, in the languages of a site."""

from __future__ import annotations

import itertools

import pytest

from plugins.cyrillic import to_cyrillic
from plugins.importer import site_of
from plugins.importer.pipeline import importer_of
from tests.importer.harness import CATEGORIES, read_languages
from tests.loops import times

LANGUAGES = read_languages(
    {
        "en": {"name": "English", "cldr": "en_GB"},
        "sr": {"name": "Srpski", "cldr": "sr_Latn_RS"},
        "hu": {"name": "Magyar", "cldr": "hu_HU"},
        "sq": {"name": "Shqip", "cldr": "sq_AL"},
    }
)
SITE = site_of(LANGUAGES, CATEGORIES, {"date": "", "slug": "", "category": "", "goals": ""})
READER = importer_of(SITE).goals
WITHOUT_MARKS = str.maketrans("čćšžČĆŠŽ", "ccszCCSZ")
LINES = {
    "SDGs 3, 5 and 16": ("3", "5", "16"),
    "SDG's: 3, 5": ("3", "5"),
    "SDG targets 16.6": ("16",),
    "Goals 3–5": ("3", "4", "5"),
    "COR 3, 5 i 16": ("3", "5", "16"),
    "Ciljevi održivog razvoja 3, 5 i 16": ("3", "5", "16"),
    "Ciljevi 3, 5, 18": ("3", "5"),
    "Priča doprinosi ciljevima održivog razvoja 10 i 16.": ("10", "16"),
    "Ova priča je povezana sa ciljem 16.": ("16",),
    "Fenntartható fejlődési célok: 3, 5": ("3", "5"),
    "Objektivat e zhvillimit të qëndrueshëm: 3, 5": ("3", "5"),
    "OZHQ 3, 5": ("3", "5"),
    "Goals 3 to 5": ("3", "4", "5"),
    "Ciljevi od 3 do 5": ("3", "4", "5"),
    "COR-ovi 3 i 5": ("3", "5"),
    "Globalni ciljevi 3 i 5": ("3", "5"),
    "4. cilj održivog razvoja": ("4",),
    "SDG-k: 3, 5": ("3", "5"),
    "3. és 5. fenntartható fejlődési cél": ("3", "5"),
    "Objektivi 3: Shëndet i mirë": ("3",),
    "OZHQ 3 dhe OZHQ 5": ("3", "5"),
    "Life on Land | Climate Action": ("13", "15"),
}


@pytest.mark.parametrize("line", LINES)
def test_goals_of_a_line(line: str) -> None:
    """As written, in capitals, and Serbian ones without the marks of letters and in Cyrillic."""
    serbian = line.startswith(("COR", "Cilj", "Pri", "Ova"))
    forms = {line, line.upper(), *((line.translate(WITHOUT_MARKS), to_cyrillic(line)) if serbian else ())}
    found = {form: READER.read(form) for form in forms}
    read = {form: tuple(str(tag.number) for tag in one.goals) if one else () for form, one in found.items()}
    assert read == dict.fromkeys(forms, LINES[line])


def test_goals_beside_words_that_are_none() -> None:
    """The goals are used, and the words are asked about."""
    for line, unknown in (("SDG 3, Youth", "Youth"), ("SDGs: 3, ten", "ten"), ("COR 3, Mladi", "Mladi")):
        read = READER.read(line)
        assert read is not None, line
        assert ([tag.number for tag in read.goals], read.unknown) == ([3], (unknown,))


@pytest.mark.parametrize("line", ["1. Cilj", "Climate Action and Life on Land", "Goal 4, said the coach"])
def test_lines_that_are_no_goal_lines(line: str) -> None:
    """A numbered heading, a title of two goals, part of a sentence."""
    assert READER.read(line) is None


JOINTS = (" | ", "|", " / ", " // ", " · ", "; ", ", ", " – ", " » ", "   ", ". ")
ROWS = {
    "en": (("Category: Local", "Date: 3 May 2024"), ("SDGs: 11, 13", "SDG: 11; 13", "Goals: 11/13", "SDGs: 11 and 13")),
    "sr": (
        ("Rubrika: Lokalno", "Objavljeno: 3. maja 2024."),
        ("COR: 11, 13", "Ciljevi održivog razvoja: 11 i 13", "Ciljevi: 11, 13"),
    ),
}


# Each order of each row; on each push a joint is tried with every fourth, and every row with some joint.
ORDERS = [
    (code, order)
    for code, (others, spellings) in ROWS.items()
    for goals in spellings
    for order in itertools.permutations((*others, goals))
]
STEP = times(4, 1)


@pytest.mark.parametrize("joint", JOINTS)
def test_goals_category_and_date_in_one_line(joint: str) -> None:
    """All are read, in any order, with any sign between them, in both languages and scripts."""
    facts = importer_of(SITE).line_reader
    for code, order in ORDERS[JOINTS.index(joint) % STEP :: STEP]:
        line = joint.join(order)
        for form in {line, to_cyrillic(line) if code == "sr" else line}:
            said, read = facts.fact_line(form), READER.read(form)
            assert said is not None, form
            assert read is not None, form
            assert (said.categories, [date.value for date in said.dates]) == (("local",), ["2024-05-03"]), form
            assert ([tag.number for tag in read.goals], read.unknown) == ([11, 13], ()), form


@pytest.mark.parametrize(
    ("line", "goals", "unknown"),
    [
        ("Local, 3 May 2024, SDG 11, 13", (11, 13), ()),
        ("Local | 3 May 2024 | SDGs: 11, 13, 18", (11, 13), ("18",)),
        ("Local (SDG 11, 13), 3 May 2024", (11, 13), ()),
        ("Tags: rivers, SDG 11, 13, youth", (11, 13), ()),
        ("Tema: reke | COR: 11 i 13", (11, 13), ()),
        ("Author: Ana Savić | SDGs: 11, 13", (11, 13), ()),
        ("SDG 11, 13, Youth", (11, 13), ("Youth",)),
        ("Local | SDG 11, 13 | Ana Savić | 3 May 2024", (11, 13), ()),
        ("Local | SDG 11, 13. maj 2024.", (11,), ()),
    ],
)
def test_goals_beside_other_words_of_a_line(line: str, goals: tuple[int, ...], unknown: tuple[str, ...]) -> None:
    """A number behind a comma belongs to the goals before it, and what is no goal is not one."""
    read = READER.read(line)
    assert read is not None
    assert (tuple(tag.number for tag in read.goals), read.unknown) == (goals, unknown)

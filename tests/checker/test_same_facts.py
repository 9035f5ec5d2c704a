"""What stands in the place of a fact in the other text means the same, however each language writes it."""

from __future__ import annotations

import itertools
import random

import pytest

from plugins.checker.engine.language_data import read_language_data
from plugins.checker.facts import find_facts
from plugins.checker.facts.measures import units
from plugins.content.settings.site_config import read_languages
from tests.checker.checking import check

CODES = {"en": {"cldr": "en_GB"}, "sr": {"cldr": "sr_Latn_RS"}}
ENGLISH, SERBIAN = read_language_data(read_languages(CODES).values()).values()
EN, SR = "news/2026/story.en.md", "news/2026/story.sr.md"

# What each language writes for one meaning: the words of both for a number, a month, a day of the week.
TABLES = {
    "number": [language.numbers for language in (ENGLISH, SERBIAN)],
    "month": [language.whole_months for language in (ENGLISH, SERBIAN)],
    "weekday": [language.weekdays for language in (ENGLISH, SERBIAN)],
}


@pytest.mark.parametrize("kind", TABLES)
def test_words_agree_where_they_mean_the_same(kind):
    """Every word of one language agrees with those of the other that mean the same, and surely with no other."""
    ours, theirs = TABLES[kind]
    pairs = random.Random(1).choices(list(itertools.product(ours, theirs)), k=400)
    pairs += [(here, there) for here, there in itertools.product(ours, theirs) if ours[here] == theirs[there]]
    for here, there in pairs:
        first = find_facts("In " + (here.title() if kind != "number" else here), ENGLISH)
        second = find_facts("U " + there, SERBIAN)
        agree = any(one.agrees(other) for one in first for other in second)
        sure = all(one.certain for one in (*first, *second))
        if ours[here] == theirs[there]:
            assert agree, (here, there)
        elif sure:
            assert not agree, (here, there)


def test_amounts_of_other_units_do_not_agree():
    """A number with one unit is not the same number with another: the units are those of CLDR, by its names."""
    ours, theirs = units(ENGLISH), units(SERBIAN)
    words = [word for word in theirs if len(word) > 3 and word.isalpha()]
    for here, there in itertools.product(("kilometres", "hours", "euros", "kg", "hectares", "weeks"), words):
        first, second = find_facts(f"for 27 {here}", ENGLISH), find_facts(f"za 27 {there}", SERBIAN)
        assert first[0].agrees(second[0]) == bool(ours[here] & second[0].unit), (here, there)


SOUND = (
    "The clinic in Kladovo has twelve rooms, and Mira Stojković leads it. It opens on Friday at a quarter past eight "
    "in the evening. Two thirds of the patients are older than 65, and every sixth has no car. The Minister will not "
    "come before the spring. At least 10 miles of the road are new. The nurses come daily from Norway, and the women "
    "north of the river are the first.",
    "Ambulanta u Kladovu ima dvanaest soba, a vodi je Mira Stojković. Otvara se u petak u osam i petnaest uveče. Dve "
    "trećine pacijenata starije su od 65 godina, a svaki šesti nema auto. Ministar neće doći pre proleća. Novo je "
    "najmanje 16 kilometara puta. Medicinske sestre dolaze svakodnevno iz Norveške, a prve su žene severno od reke.",
)
FAULTS = [
    ("Kladovu", "Negotinu", "name-parity"),
    ("dvanaest", "petnaest", "number-parity"),
    ("Mira Stojković", "Mira Stanković", "name-parity"),
    ("petak", "ponedeljak", "date-parity"),
    ("u osam i petnaest", "u devet i petnaest", "number-parity"),
    ("uveče", "ujutru", "date-parity"),
    ("Dve trećine", "Tri četvrtine", "number-parity"),
    ("starije", "mlađe", "meaning-parity"),
    ("šesti", "osmi", "number-parity"),
    ("Ministar", "Gradonačelnik", "name-parity"),
    ("neće doći", "će doći", "meaning-parity"),
    ("proleća", "jeseni", "date-parity"),
    ("najmanje", "najviše", "meaning-parity"),
    ("16 kilometara", "26 kilometara", "number-parity"),
    ("svakodnevno", "mesečno", "meaning-parity"),
    ("Norveške", "Švedske", "name-parity"),
    ("žene", "muškarci", "meaning-parity"),
    ("severno", "južno", "meaning-parity"),
]


@pytest.mark.parametrize(("right", "wrong", "code"), [("", "", ""), *FAULTS])
def test_what_stands_in_place_of_a_fact_is_found(make_library, right, wrong, code):
    """Another name, number or day in the place of the right one is found, marked in both texts; nothing is
    found where both say the same."""
    english, serbian = SOUND
    found = check(
        make_library(
            {
                EN: f"Title: A clinic\nDate: 2026-09-15\nCategory: Local\nSummary: It is open.\n\n{english}\n",
                SR: f"Title: Ambulanta\nSummary: Otvorena je.\n\n{serbian.replace(right, wrong)}\n",
            }
        )
    )
    assert [one.code for one in found] == ([code] if code else [])
    assert all(one.severity != "error" or right[:1].isdigit() for one in found)
    assert all(one.other and one.other.length for one in found)

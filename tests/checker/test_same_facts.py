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
        texts = (f"for 27 {here}", ENGLISH), (f"za 27 {there}", SERBIAN)
        first, second = (next(fact for fact in find_facts(*text) if fact.kind == "number") for text in texts)
        assert first.agrees(second) == bool(ours[here] & second.unit), (here, there)


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


BESIDE = (
    "One in five families speaks Romanian, Slovak or Hungarian (at home). Six women and two men came with Jelena Ilić "
    "and Marko Arsić. Who pays for the road? “We have waited for this bus for many years,” she said. He "
    "is silent.",
    "Petina porodica govori rumunski, slovački ili mađarski (kod kuće). Šest žena i dva muškarca došli su, i Jelena "
    "Ilić i Marko Arsić. Ko plaća put? „Ovaj autobus čekamo mnogo godina”, rekla je ona. On "
    "ćuti.",
)


@pytest.mark.parametrize(
    ("right", "wrong", "code"),
    [
        ("", "", ""),
        ("Petina", "Trećina", "number-parity"),
        ("rumunski", "bugarski", "name-parity"),
        ("slovački ili mađarski", "slovački", "name-parity"),
        ("Šest žena i dva muškarca", "Šest muškaraca i dve žene", "meaning-parity"),
        ("put?", "put.", "meaning-parity"),
        ("„Ovaj autobus čekamo mnogo godina”", "Ovaj autobus čekamo mnogo godina", "sentence-parity"),
        ("kuće)", "kuće", "unclosed-quotes"),
        ("Arsić", "Arsic", "name-spelling"),
    ],
)
def test_what_belongs_together_stays_together(make_library, right, wrong, code):
    """What one text asks, quotes, lists, puts beside something else or into brackets, the other text does too."""
    english, serbian = BESIDE
    if code == "name-spelling":
        changed = english.replace(right, wrong), serbian
    else:
        changed = english, serbian.replace(right, wrong)
    found = check(
        make_library(
            {
                EN: f"Title: A bus\nDate: 2026-09-15\nCategory: Local\nSummary: It is new.\n\n{changed[0]}\n",
                SR: f"Title: Autobus\nSummary: Nov je.\n\n{changed[1]}\n",
            }
        )
    )
    assert [one.code for one in found] == ([code] if code else [])

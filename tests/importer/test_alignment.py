"""Which lines of two texts are each other's translation."""

from __future__ import annotations

import random

import pytest

from plugins.importer.alignment import align, table_of
from plugins.importer.alignment.words import WordTable, read_table
from tests.importer.stories import STORY
from tests.tools.word_tables import learn, write_table

PAIRS = [
    (STORY["a"], STORY["b"]),
    *((STORY[f"a{number}"], STORY[f"b{number}"]) for number in "123"),
    ("Bread and salt for the first passengers", "Hleb i so za prve putnike"),
    ("The school has 43 children and 12 teachers.", "Škola ima 43 dece i 12 nastavnika."),
]
NOISE = ("Read more", "Subscribe", "Home", "All news")


@pytest.mark.parametrize("seed", range(12))
def test_each_line_finds_its_translation(seed: int) -> None:
    """Whatever line is missing in each text, and whatever words of a page stand around, the others find theirs."""
    chance = random.Random(seed)
    missing = chance.choice([(0, 2), (2, 0), (1, 3), (3, 1), (2, 4), (4, 2), (3, 5), (5, 3)])
    first = [one for at, (one, _) in enumerate(PAIRS) if at != missing[0]]
    second = [other for at, (_, other) in enumerate(PAIRS) if at != missing[1]]
    first.insert(chance.choice((0, len(first))), chance.choice(NOISE))
    partners, others = align(first, second, table_of("en", "sr"))
    wanted = dict(PAIRS)
    for line, partner in zip(first, partners, strict=True):
        translation = wanted.get(line)
        if translation in second:
            assert partner.margin > 0
            assert second[partner.place] == translation
        else:
            assert partner.margin < 1
    assert sum(other.margin > 0 for other in others) == len(PAIRS) - 2


def test_both_directions_agree() -> None:
    """The languages in the other order have the same pairs."""
    first, second = ([pair[side] for pair in PAIRS] for side in (0, 1))
    forth, back = align(first, second, table_of("en", "sr")), align(second, first, table_of("sr", "en"))
    assert [one.place for one in forth[0]] == [one.place for one in back[1]]


def test_two_languages_without_a_table_have_names_and_numbers() -> None:
    """Without any table names, numbers and order are enough for lines that have some."""
    first = ["Ana Marić, 43, Zvornik", "The telephone number is 011 555 333.", "In Loznica there were 1,204 people."]
    second = ["Ana Marić (43), Zvornik", "Die Nummer ist 011 555 333.", "In Loznica waren es 1.204 Leute."]
    partners, _ = align(first, [second[0], "Ein Satz, den nur ein Text hat, über nichts.", *second[1:]], WordTable())
    assert [partner.place for partner in partners] == [0, 2, 3]


def test_a_table_is_learned_again_and_read_again() -> None:
    """What is learned of sentences is the same after it was written and read."""
    table = learn([(f"{one} {number}", f"{other} {number}") for number in range(4) for one, other in PAIRS])
    again = read_table(write_table(table))
    assert again.translations == table.translations
    assert again.weights == table.weights
    assert again.factors == table.factors

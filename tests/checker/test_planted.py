"""Faults of a translator's kind, planted one at a time in a sound pair: each is found, once and in its place."""

from __future__ import annotations

import itertools
import random

import pytest

from plugins.diagnostics import Diagnostic
from tests.checker.checking import MakeLibrary, check
from tests.loops import times

ENGLISH, SERBIAN = "news/2026/springs.en.md", "news/2026/springs.sr.md"
PAIR = {
    ENGLISH: """Title: Forty springs on the Pešter plateau
Date: 2026-02-16
Category: Local
Summary: The United Nations and the town of Sjenica are repairing forty springs.

On Tuesday, 10 February 2026, Marko Karajukić opened the first of forty springs on the Pešter plateau. “The water is
clean again,” he said.

The works cost 1.2 million euros and will end on 28 February. In all, 250 families will have water, 3.5 kilometres from
their houses at most. Marko Karajukić thanked the Ministry of Agriculture.

Children measured the water every day. The springs belong to Goal 6 of the United Nations. Next Wednesday, 18 February,
the second spring opens at 14:30 in Sjenica.
""",
    SERBIAN: """Title: Četrdeset izvora na Pešterskoj visoravni
Summary: Ujedinjene nacije i grad Sjenica popravljaju četrdeset izvora.

U utorak, 10. februara 2026. godine, Marko Karajukić je otvorio prvi od četrdeset izvora na Pešterskoj visoravni. „Voda
je opet čista”, rekao je on.

Radovi koštaju 1,2 miliona evra i biće gotovi 28. februara. Ukupno 250 porodica imaće vodu, najviše 3,5 kilometara
od kuće. Reči Marka Karajukića čulo je i Ministarstvo poljoprivrede.

Deca su svakog dana merila vodu. Izvori su deo Cilja 6 Ujedinjenih nacija. Sledeće srede, 18. februara, drugi izvor
otvara se u 14.30 u Sjenici.
""",
}
EN, SR = ENGLISH, SERBIAN
FAULTS = [
    # The day of the week, and days that do not exist.
    (SR, "U utorak, 10.", "U sredu, 10.", "weekday-of-date"),
    (SR, "U utorak, 10.", "U ponedeljak, 10.", "weekday-of-date"),
    (SR, "srede, 18.", "četvrtka, 18.", "weekday-of-date"),
    (EN, "On Tuesday, 10", "On Wednesday, 10", "weekday-of-date"),
    (EN, "Wednesday, 18", "Friday, 18", "weekday-of-date"),
    (EN, "opened the first", "opened, on Monday 10 February 2026, the first", "weekday-of-date"),
    (SR, "gotovi 28. februara", "gotovi 30. februara", "impossible-date"),
    (EN, "on 28 February", "on 30 February", "impossible-date"),
    (SR, "gotovi 28. februara", "gotovi 29. februara 2026", "impossible-date"),
    (SR, "gotovi 28. februara", "gotovi 31. 2. 2026", "impossible-date"),
    # Numbers, dates and goals that are not those of the other text.
    (SR, "250 porodica", "205 porodica", "number-parity"),
    (SR, "250 porodica", "porodica", "number-parity"),
    (SR, "1,2 miliona", "1,2 milijarde", "number-parity"),
    (SR, "3,5 kilometara", "35 kilometara", "number-parity"),
    (SR, "gotovi 28. februara", "gotovi 27. februara", "date-parity"),
    (SR, "gotovi 28. februara", "gotovi 28. marta", "date-parity"),
    (SR, "Cilja 6", "Cilja 9", "goal-parity"),
    (SR, "u 14.30", "u 15.30", "number-parity"),
    # The signs of another language.
    (SR, "1,2 miliona", "1.2 miliona", "decimal-sign"),
    (SR, "3,5 kilometara", "3.5 kilometara", "decimal-sign"),
    (EN, "3.5 kilometres", "3,5 kilometres", "decimal-sign"),
    (SR, "„Voda", "“Voda", "foreign-quotes"),
    (SR, "čista”, rekao", 'čista", rekao', "straight-quotes"),
    # Names.
    (SR, "Marka Karajukića", "Marka Karajukica", "name-spelling"),
    (SR, "Marka Karajukića", "Marka Karajkića", "name-spelling"),
    (EN, "Marko Karajukić thanked", "Marko Karajukic thanked", "name-spelling"),
    (EN, "Marko Karajukić thanked", "Marko Karajuikć thanked", "name-spelling"),
    # Typing errors.
    (SR, "otvara se u 14", "otvara se u u 14", "repeated-word"),
    (SR, "čulo je i Min", "čulo je i i Min", "repeated-word"),
    (EN, "opened the first", "opened the the first", "repeated-word"),
    (SR, "i Ministarstvo", "i Ministrastvo", "spelling"),
    (EN, "the Ministry", "the Minisrty", "spelling"),
    (SR, "Ukupno 250", "Ukpuno 250", "spelling"),
    (SR, "porodica imaće", "porodica imače", "spelling"),
    (EN, "will have water", "will have watter", "spelling"),
    (SR, "Deca su", "Dceca su", "spelling"),
    (EN, "In all, 250", "Acommodation. 250", "spelling"),
    (SR, "svakog dana", "svakog  dana", "double-space"),
    (EN, "In all, 250", "In all , 250", "space-before-punctuation"),
    (SR, "Ukupno 250 porodica", "Ukupno 250porodica", "glued-number"),
    (EN, "cost 1.2 million euros and", "cost 1.2 million euros,and", "missing-space"),
    # The other standard form, and the other script.
    (SR, "su deo Cilja", "su dio Cilja", "other-standard"),
    (SR, "Deca su", "Djeca su", "other-standard"),
    (SR, "opet čista", "uvijek čista", "other-standard"),
    (SR, "merila vodu", "mjerila vodu", "other-standard"),
    (SR, "Ujedinjenih nacija.", "Uj\u0435dinj\u0435nih nacija.", "mixed-scripts"),
    (SR, "Deca su", "D\u0435ca su", "mixed-scripts"),
    (SR, "najviše 3", "na\u0458više 3", "mixed-scripts"),
    (SR, "Deca su svakog dana merila vodu.", "Деца су сваког дана мерила воду.", "stray-script"),
    (SR, "drugi izvor", "други извор", "stray-script"),
    (SR, "najviše 3", "najvise 3", "missing-diacritics"),
    (SR, "ljaju četrdeset", "ljaju cetrdeset", "missing-diacritics"),
    (SR, "Ministarstvo poljoprivrede", "Ministarstvo poljoprivrede i šumarsva", "spelling"),
]


def planted(make_library: MakeLibrary, file: str, sound: str, faulty: str) -> list[Diagnostic]:
    """What is found in the pair with one fault."""
    assert PAIR[file].count(sound) == 1
    return check(make_library({**PAIR, file: PAIR[file].replace(sound, faulty)}))


def test_the_sound_pair_is_sound(make_library):
    """Nothing is found where nothing is wrong."""
    assert check(make_library(PAIR)) == []


# A fault of one text, and in the very place of it what differs between both.
TWO_AT_ONE_PLACE = [
    (SR, "gotovi 28. februara", "gotovi27. februara", {"glued-number", "date-parity"}),
    (SR, "Ukupno 250 porodica", "Ukupno 205porodica", {"glued-number", "number-parity"}),
    (EN, "will end on 28 February", "will end on27 February", {"glued-number", "date-parity"}),
    (SR, "Radovi koštaju", "## Radovi\n\nRadovi koštaju", {"heading-parity"}),
]


@pytest.mark.parametrize(("file", "sound", "faulty", "expected"), TWO_AT_ONE_PLACE)
def test_a_fault_of_one_text_hides_no_difference_of_both(make_library, file, sound, faulty, expected):
    """What is wrong in a text and what differs between the texts are both found where they stand in one place."""
    assert {one.code for one in planted(make_library, file, sound, faulty)} == expected


PAIRS = times(20, 200)


@pytest.mark.parametrize(("first", "second"), random.Random(1).sample(list(itertools.combinations(FAULTS, 2)), PAIRS))
def test_two_faults_are_both_found(make_library, first, second):
    """Of any two faults that are not in the same words, each is found as if it were alone."""
    documents = dict(PAIR)
    for file, sound, faulty, _ in (first, second):
        if documents[file].count(sound) != 1:
            return
        documents[file] = documents[file].replace(sound, faulty)
    found = {one.code for one in check(make_library(documents))}
    assert {first[3], second[3]} <= found


@pytest.mark.parametrize(("file", "sound", "faulty", "code"), FAULTS)
def test_a_planted_fault_is_found_once(make_library, file, sound, faulty, code):
    """One fault is one finding, of the rule of its kind, in its line; typography stops nothing."""
    (found,) = planted(make_library, file, sound, faulty)
    assert found.code == code
    line = PAIR[file][: PAIR[file].index(sound)].count("\n") + 1
    assert found.path != f"content/{file}" or found.line in (line, line + 1)
    typography = {"double-space", "space-before-punctuation", "missing-space", "straight-quotes", "foreign-quotes"}
    assert code not in typography or found.severity == "warning"

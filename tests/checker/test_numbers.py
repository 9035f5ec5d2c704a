"""Numbers and dates mean the same however each language writes them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.checker.engine.language_data import read_language_data
from plugins.checker.facts import find_facts
from plugins.content.settings.site_config import read_languages

LANGUAGES = read_language_data(
    read_languages(
        {"en": {"cldr": "en_GB"}, "sr": {"cldr": "sr_Latn_RS"}, "ar": {"cldr": "ar"}, "de": {"cldr": "de"}}
    ).values()
)

SAME = [
    ("1,200 cars", "1.200 automobila"),
    ("1 200 cars", "1.200 automobila"),
    ("3.5 metres", "3,5 metara"),
    ("46%", "46 odsto"),
    ("46 per cent", "46%"),
    ("1.2 million", "1,2 miliona"),
    ("1.2 million", "1.200.000"),
    ("30,000", "trideset hiljada"),
    ("seventy-five years", "75 godina"),
    ("125 people", "sto dvadeset i pet ljudi"),
    ("the 21st day", "21. dan"),
    ("twelve", "12"),
    ("the third bridge", "3. most"),
    ("22 August", "22. avgust"),
    ("August 22", "22. avgusta"),
    ("the 22nd of August", "22. avgustom"),
    ("3 September", "3. septembra"),
    ("3 September 2026", "3. 9. 2026."),
    ("2026-09-03", "3.9.2026"),
    ("14:30", "14.30 časova"),
    ("2:30 pm", "14:30"),
    ("target 16.2", "potcilj 16.2"),
    ("COVID-19", "kovid 19"),
    ("a quarter of it", "25% toga"),
    ("XIV century", "14. vek"),
    ("the 3rd of December", "trećeg decembra"),
    ("31 May", "trideset prvog maja"),
    ("the 1990s", "devedesetih godina"),
    ("20-year-old", "dvadesetogodišnji"),
    ("1½ years", "1,5 godina"),
    ("8 March", "osmog marta"),
    ("on22 August", "22. avgusta"),
    ("€450m", "450 miliona evra"),
    ("$1.5bn", "1,5 mlrd. dolara"),
    ("a wall of 450m", "zid od 450 m"),
    ("2.5 million", "2,5 mil."),
    ("6 pm", "18 časova"),
    ("10 a.m.–6 p.m.", "od 10 do 18 časova"),
    ("2 to 5 p.m.", "od 14 do 17 časova"),
    ("at noon", "u 12 časova"),
    ("16-year-old", "šesnaestogodišnji"),
    ("a 35-year-old", "tridesetpetogodišnja"),
    ("25th anniversary", "dvadesetpetogodišnjica"),
    ("2.5 years", "dve i po godine"),
    ("two and a half", "2,5"),
    ("1.5 million", "milion i po"),
    ("500,000", "pola miliona"),
    ("300 people", "tri stotine ljudi"),
    ("some 200 people", "dvestotinak ljudi"),
    ("1 m2", "1 m²"),
    ("2021/22", "2021/2022"),
    ("2021–22", "2021–2022."),
    ("1/3", "trećina"),
    ("2/3", "dve trećine"),
    ("the 100th", "stoti"),
    ("the 16th edition", "šesnaesto izdanje"),
    ("on Dec. 26", "26. decembra"),
    ("£11million", "11 miliona funti"),
    ("half past six", "18.30"),
    ("7 p.m.", "u 7 uveče"),
    ("half an hour", "30 minuta"),
    ("2 to 4 inches", "od 5 do 10 cm"),
]
DIFFERENT = [
    ("250", "205"),
    ("1,200", "1,2"),
    ("3.5", "35"),
    ("22 August", "22. septembar"),
    ("22 August", "23. avgusta"),
    ("3 December", "četvrtog decembra"),
    ("1990s", "osamdesetih"),
    ("1.2 million", "12 miliona"),
    ("2:30 pm", "2.30"),
    ("€450m", "45 miliona"),
    ("6 pm", "19 časova"),
    ("2021/22", "2021/2023."),
    ("1/3", "četvrtina"),
    ("35-year-old", "tridesetšestogodišnja"),
    ("2.5 years", "tri i po godine"),
    ("6:30 p.m.", "u pola osam"),
    ("10 miles", "26 kilometara"),
]


def required(text: str, code: str) -> list:
    """The facts of a text."""
    return find_facts(text, LANGUAGES[code])


@pytest.mark.parametrize(("english", "serbian"), SAME)
def test_the_same_is_the_same(english, serbian):
    """Each fact of one text that must be there has one in the other that may mean the same, in both directions, also
    where a text begins with it."""
    ours, theirs = required(english[0].upper() + english[1:], "en"), required(serbian[0].upper() + serbian[1:], "sr")
    assert [fact.keys for fact in ours] == [fact.keys for fact in required(english, "en")]
    assert ours
    assert theirs
    for some, others in ((ours, theirs), (theirs, ours)):
        for fact in some:
            assert fact.optional or any(fact.agrees(other) for other in others), (fact, others)


@pytest.mark.parametrize(("english", "serbian"), DIFFERENT)
def test_what_differs_is_not_the_same(english, serbian):
    """At least one fact that must be there has no counterpart."""
    ours, theirs = required(english, "en"), required(serbian, "sr")
    assert any(not fact.optional and not any(fact.agrees(other) for other in theirs) for fact in ours)


def test_words_and_the_own_year_may_be_left_out():
    """Numbers in words, with a half too, Roman numerals and the year of the story need not be repeated."""
    assert all(fact.optional for fact in find_facts("Two and a half of the XX came in 2026.", LANGUAGES["en"], 2026))
    assert not any(fact.optional for fact in find_facts("in 2025", LANGUAGES["en"], 2026))


def test_a_language_without_a_file_of_facts_still_has_its_numbers():
    """For a language without a file in `facts/`, months and numbers are those of CLDR."""
    assert [fact.kind for fact in find_facts("am 22. August 1.200 Leute", LANGUAGES["de"])] == ["date", "number"]
    assert {"1200"} in [fact.keys for fact in find_facts("1.200 Leute", LANGUAGES["de"])]
    assert find_facts("22 أغسطس", LANGUAGES["ar"])[0].kind == "date"


@given(st.text(), st.sampled_from(sorted(LANGUAGES)))
def test_any_text_has_facts_in_their_places(text, code):
    """Whatever the text, each fact lies within it."""
    for fact in find_facts(text, LANGUAGES[code]):
        assert 0 <= fact.start < fact.end <= len(text)
        assert fact.keys


@given(st.integers(0, 10**9), st.sampled_from(["en", "sr"]))
def test_a_number_is_itself_with_and_without_its_groups(number, code):
    """A whole number with the language's signs between its thousands means the number."""
    written = f"{number:,}".replace(",", LANGUAGES[code].group)
    assert any(str(number) in fact.keys for fact in find_facts(f"oko {written} evra", LANGUAGES[code]))

"""The language of a text is detected, and where it cannot be, that is what comes out."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.locales.detection import Detection, detector
from plugins.locales.language import known_codes, load_language

SENTENCES = tomllib.loads((Path(__file__).parent / "sentences.toml").read_text("utf-8"))
SHORT = {
    name: [line for line in lines.splitlines() if line]
    for name, lines in tomllib.loads((Path(__file__).parent / "short_lines.toml").read_text("utf-8")).items()
}
NEIGHBOURS = ("hr", "bs", "cnr")


def detect_language(text: str, codes: tuple[str, ...] = ()) -> Detection:
    """The language of a text, among those of `codes`, by default all."""
    return detector(tuple(map(load_language, codes or known_codes()))).detect(text)


def test_every_language_that_has_data_has_a_text_here() -> None:
    """No data file is without a text that shows what it is worth."""
    assert {name.partition("-")[0] for name in SENTENCES} == set(known_codes())


@pytest.mark.parametrize("name", SENTENCES)
def test_two_sentences_are_enough(name: str) -> None:
    """A short text in each language is detected, and every other language excluded."""
    found = detect_language(SENTENCES[name])
    assert found.code == name.partition("-")[0]
    assert not found.alternatives
    assert found.margin > 0


@pytest.mark.parametrize("name", [name for name in SENTENCES if not name.startswith(("sr", *NEIGHBOURS))])
def test_one_line_of_another_language_is_not_serbian(name: str) -> None:
    """Twelve words of a language that is no close relation are not taken for Serbian."""
    assert detect_language(" ".join(SENTENCES[name].split()[:12])).excludes("sr")


@pytest.mark.parametrize(
    "text",
    [
        "Predsjednik vijeća posjetio je djecu u rijetko naseljenim mjestima prije Božića.",
        "Zahtjev za izmjenu cijena riješen je poslije sjednice vijeća, u ponedjeljak.",
    ],
)
def test_ijekavian_is_not_serbian_but_stays_open(text: str) -> None:
    """What Croatian, Bosnian and Montenegrin share excludes ekavian Serbian, and does not choose among the three."""
    found = detect_language(text)
    assert found.excludes("sr")
    assert found.alternatives or not found.code
    assert {found.code, *found.alternatives} >= set(NEIGHBOURS)


@given(st.sampled_from(("vodomera", "paketa", "stanova", "kreveta", "autobusa", "prijava")), st.integers(2, 40))
def test_a_word_that_stands_again_and_again_is_no_more_evidence(word: str, times: int) -> None:
    """A list of places with a number and one word each is in no other language than that word is."""
    places = ("Valjevo", "Ub", "Lajkovac", "Mionica", "Ljig", "Bor")
    items = (f"{places[at % len(places)]}: {at} {word}" for at in range(times))
    assert not detect_language(", ".join(items)).excludes("sr")


def test_a_sentence_without_a_difference_stays_open() -> None:
    """A sentence that is the same in four languages excludes none of them."""
    found = detect_language("Danas su u gradu otvorili novu biblioteku i pozvali sve građane da dođu.")
    assert {found.code, *found.alternatives} == {"sr", *NEIGHBOURS}
    assert not any(found.excludes(code) for code in ("sr", *NEIGHBOURS))


@pytest.mark.parametrize("text", ["", "12 34 — 56", "日本語のテキストです", "Ημερήσια διάταξη της Βουλής των Ελλήνων"])
def test_what_no_language_here_is_has_no_code(text: str) -> None:
    """Numbers, and letters of a script that none of the languages is written in, are evidence of nothing."""
    assert detect_language(text) == Detection("")


def test_a_language_without_data_is_not_taken_for_one_with_the_same_script() -> None:
    """Persian has letters that Arabic lacks; it is not Arabic."""
    assert detect_language("این یک متن فارسی است که باید شناخته نشود و پنج چیز گفت").code == ""


@pytest.mark.parametrize("text", ["Ana Petrović", "UNDP", "Dunav", "Novak Đoković, Beograd"])
def test_names_are_no_proof(text: str) -> None:
    """One or two names leave nearly everything open."""
    found = detect_language(text)
    assert found.alternatives or not found.code


@pytest.mark.parametrize("name", SHORT)
def test_short_lines_are_detected(name: str) -> None:
    """At least 17 of twenty lines of two to five words are detected; related languages count as one."""
    lines = SHORT[name]
    found = [detect_language(line, ("en", "sr", "hr", "bs", "sl", "mk", "sq", "hu")).code for line in lines]
    family = {"sr", *NEIGHBOURS}
    code = name.partition("-")[0]
    wrong = [line for line, got in zip(lines, found, strict=True) if got not in (family if code in family else {code})]
    assert len(wrong) <= 3, wrong


def test_names_with_foreign_letters_do_not_hide_the_language() -> None:
    """A name with letters that the language lacks does not make the other words unknown."""
    assert detect_language("Weatherford objavio vesti", ("en", "sr", "sl")).code == "sr"


def test_a_letter_with_a_mark_excludes_languages_without_it() -> None:
    """A small word with a letter that a language lacks is not in that language."""
    assert detect_language("a tér", ("en", "hu")).code == "hu"
    assert detect_language("u žbunju", ("sq", "sr")).code == "sr"


def test_a_language_that_is_like_an_absent_one_is_detected_in_short_lines() -> None:
    """Croatian without Serbian is detected in two words."""
    assert detect_language("Nova škola", ("en", "hr")).code == "hr"


def test_only_the_languages_asked_for_are_compared() -> None:
    """With two languages to choose from, no third one is found; a language that is like an absent one stands for
    itself."""
    found = detect_language(SENTENCES["hr"], ("en", "hr"))
    assert (found.code, found.alternatives) == ("hr", ())


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text_has_an_answer(text: str) -> None:
    """Whatever the text: the code is a known one or none, and is not among its own alternatives."""
    found = detect_language(text)
    assert found.code in {"", *known_codes()}
    assert found.code not in found.alternatives
    assert found.margin >= 0

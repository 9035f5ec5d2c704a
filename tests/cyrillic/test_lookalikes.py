"""Letters that look alike: eth typed for đ, and Cyrillic letters inside Latin words."""

import pytest

from plugins.cyrillic import Doubt, html_to_cyrillic, to_cyrillic, to_latin, undecided

ETH = {
    "Ðorðe": ("Ђорђе", "Đorđe"),
    "Ðoković": ("Ђоковић", "Đoković"),
    "među-Ðerdapom": ("међу-Ђердапом", "među-Đerdapom"),
    "saraðujemo": ("сарађујемо", "sarađujemo"),
    "ÐORÐEVIĆ": ("ЂОРЂЕВИЋ", "ĐORĐEVIĆ"),
    "meðunarodni": ("међународни", "međunarodni"),
    "inaðnjak": ("инађњак", "inađnjak"),
}


@pytest.mark.parametrize(("typed", "expected"), ETH.items())
def test_eth_in_a_serbian_word_is_converted_as_dje_and_asked_about(typed, expected):
    """A word with `ð` or `Ð` becomes what it is with `đ`, and the doubt says how to write it."""
    cyrillic, spelling = expected
    assert to_cyrillic(typed) == cyrillic
    assert undecided(typed) == [Doubt(typed, 0, "spelling", spelling)]
    assert to_cyrillic(spelling) == cyrillic
    assert to_latin(cyrillic) == spelling


def test_eth_as_an_initial_and_across_tags_is_converted():
    """An initial `Ð.` and a word with a tag inside it are Serbian too."""
    assert to_cyrillic("Ð. Petrović") == "Ђ. Петровић"
    assert html_to_cyrillic("<b>Ð</b>orðe, po<i>ð</i>imo") == "<b>Ђ</b>орђе, по<i>ђ</i>имо"


@pytest.mark.parametrize("word", ["Guðrún", "Sigurðsson", "Þórður", "Hafnarfjörður"])
def test_eth_in_a_word_of_another_language_stays(word):
    """A word with another letter or group of letters that Serbian does not have keeps its eth."""
    assert to_cyrillic(word) == word
    assert undecided(word) == []


@pytest.mark.parametrize(
    ("typed", "spelling"),
    [
        ("\u0458ezik", "jezik"),
        ("Beogr\u0430d", "Beograd"),
        ("\u043caterijal", "materijal"),
        ("pro\u0441es", "proces"),
        ("te\u0445t", "text"),
        ("\u0408elena", "Jelena"),
        ("\u0412ojan", "Bojan"),
        ("raz\u0432oj", "razvoj"),
        ("\u0409ubica", "Ljubica"),
        ("\u043c\u0061\u043c\u0430", "\u043c\u0430\u043c\u0430"),
        ("\u0411\u0435\u043e\u0433\u0440\u0430d", "\u0411\u0435\u043e\u0433\u0440\u0430\u0434"),
    ],
)
def test_a_word_of_two_scripts_is_a_doubt_that_says_how_to_write_it(typed, spelling):
    """Letters of the script that the word has less of become those that look like them, or else stand for them; the
    word is whole in the Cyrillic edition."""
    assert to_cyrillic(f"to je {typed}.") == to_cyrillic(f"to je {spelling}.")
    assert undecided(f"to je {typed}.") == [Doubt(typed, 6, "mixed scripts", spelling)]

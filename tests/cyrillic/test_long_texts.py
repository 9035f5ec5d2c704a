"""Long words and long texts of one letter: no failure, and time that grows with the length only."""

import gc
import time

import pytest

from plugins.cyrillic import html_to_cyrillic, strip_marks, to_cyrillic, to_latin, undecided

GLOSSARY = {"UNDP": "УНДП", "Facebook": "Фејсбук", "UN Women": "УН Вимен"}
LETTERS = "a A č đ ð ђ Љ I w 1 < [ ` - _ / & # . nj dj dž maа".split()
LONG = 20_000
# Where time grows with the square of the length it takes three times as long.
SECONDS = 1


@pytest.fixture(autouse=True, scope="module")
def nothing_of_other_tests():
    """Python looks for garbage among the objects of these tests only, whatever the tests before them have left."""
    gc.collect()
    gc.freeze()


@pytest.mark.parametrize("letter", LETTERS)
def test_a_word_of_1200_letters_is_converted_and_comes_back(letter):
    """A long word goes through every function, and what is Serbian in it comes back."""
    word = (letter * 1200)[:1200]
    cyrillic = to_cyrillic(f"reč {word} reč", GLOSSARY)
    assert cyrillic.startswith("реч ")
    assert cyrillic.endswith(" реч")
    assert html_to_cyrillic(f"<p>{word}</p>", GLOSSARY).startswith("<p>")
    assert len(undecided(word, GLOSSARY)) <= 1200
    assert to_latin(to_cyrillic("nj" * 600)) == "nj" * 600


@pytest.mark.parametrize("part", ["a-", "ha-", "Wi-Fi-a-", "x-"])
def test_a_chain_of_thousands_of_parts_is_converted_and_comes_back(part):
    """A chain with hyphens of any length goes through, whatever its endings look like."""
    chain = part * 3000 + "a"
    assert to_latin(to_cyrillic(chain)) == chain


@pytest.mark.long
@pytest.mark.parametrize("letter", [*LETTERS, "<a", "<!", "a.", "a-"])
def test_a_long_text_of_one_letter_takes_seconds(letter):
    """Each function goes through 20 KB of the same letters in the time that its length takes."""
    text = letter * (LONG // len(letter))
    for work in (to_cyrillic, html_to_cyrillic, undecided, to_latin):
        start = time.process_time()
        work(text, GLOSSARY)
        assert time.process_time() - start < SECONDS, work.__name__
    strip_marks(text)


@pytest.mark.long
@pytest.mark.parametrize("before", ["<", "</", "[[", "`", "www.", "mailto:", "#", '<i lang="en">', "<!--"])
def test_a_long_text_after_what_opens_something_takes_seconds(before):
    """A tag, mark or address that never ends is no trap."""
    text = before + "a" * LONG
    start = time.process_time()
    to_cyrillic(text)
    html_to_cyrillic(text)
    undecided(text)
    assert time.process_time() - start < SECONDS

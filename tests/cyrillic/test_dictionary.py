"""The transliterator against a dictionary that no one here wrote."""

import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from plugins.cyrillic import to_cyrillic, to_latin
from tests.loops import IS_LONG

from .hunspell import Pair, entries, forms, need_dictionary

DIFFERENCES = Path(__file__).with_name("dictionary_differences.txt")
MAY_HAVE_BOUNDARY = re.compile("nj|dž|dj", re.IGNORECASE)
EVERY = 20
"""Of the forms that hold none of these letter pairs, one in so many is tried: rules treat them all alike."""


@pytest.fixture(scope="module", autouse=True)
def dictionary() -> None:
    """The package is there, or the tests are skipped."""
    need_dictionary()


def listed() -> set[str]:
    """The words on which we differ, each under the reason why."""
    lines = DIFFERENCES.read_text(encoding="utf-8").splitlines()
    return {word for line in lines if not line.startswith(("#", "[")) for word in line.split()}


def converted(pairs: list[Pair]) -> tuple[set[str], set[str]]:
    """The words that come out otherwise than in the dictionary, and those that do not come back."""
    wrong, lost = set(), set()
    for start in range(0, len(pairs), 5000):
        batch = pairs[start : start + 5000]
        ours = to_cyrillic("\n".join(latin for latin, _ in batch)).split("\n")
        back = to_latin("\n".join(ours)).split("\n")
        for (latin, cyrillic), mine, returned in zip(batch, ours, back, strict=True):
            if mine != cyrillic:
                wrong.add(latin)
            if returned != latin:
                lost.add(latin)
    return wrong, lost


def sample(pairs: Iterable[Pair]) -> list[Pair]:
    """All forms where a morpheme boundary could be, and every twentieth of the others."""
    return list({pair for number, pair in enumerate(pairs) if number % EVERY == 0 or MAY_HAVE_BOUNDARY.search(pair[0])})


def test_every_entry_is_right_or_listed_with_its_reason():
    """Of 194,657 word pairs none is wrong, save those listed as having two answers or as errors of the dictionary. On
    each push a sample of them is tried."""
    pairs = list(dict.fromkeys((latin, cyrillic) for latin, cyrillic, _ in entries()))
    assert len(pairs) > 190_000
    wrong, lost = converted(pairs if IS_LONG else sample(pairs))
    assert wrong - listed() == set()
    assert {word for word in lost if "dj" not in word.lower()} == set()


@pytest.mark.only_long
def test_every_inflected_form_is_right_or_listed_with_its_reason():
    """The forms that the affix rules make are right too, and no line of the list is out of date."""
    pairs = sample(forms())
    wrong, lost = converted(pairs)
    assert len(pairs) > 350_000
    assert wrong - listed() == set()
    assert {word for word in lost if "dj" not in word.lower()} == set()
    assert listed() - wrong == set()

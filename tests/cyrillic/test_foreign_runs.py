"""Words of other languages in Serbian sentences, by kind: what stays Latin, and what is never left in Latin."""

import re
from collections import Counter
from pathlib import Path

import pytest

from plugins.cyrillic import to_cyrillic, undecided
from plugins.cyrillic.letters import letters_to_cyrillic

SENTENCES = Path(__file__).with_name("foreign_sentences.txt")
MARKED = re.compile(r"\[\[(.+?)\]\]")


def read_kinds() -> dict[str, list[str]]:
    """The sentences of each kind, in which what stays Latin is marked."""
    kinds: dict[str, list[str]] = {}
    for line in filter(None, SENTENCES.read_text("utf-8").splitlines()):
        if line.startswith("[") and not line.startswith("[["):
            sentences = kinds.setdefault(line.strip("[]* "), [])
        elif not line.startswith("#"):
            sentences.append(line)
    return kinds


KINDS = read_kinds()


def outcomes(sentences: list[str]) -> Counter[str]:
    """How many come out right, right with a doubt, wrong with a doubt, and wrong without one."""
    counts: Counter[str] = Counter()
    for sentence in sentences:
        text, parts = MARKED.sub(r"\1", sentence), MARKED.split(sentence)
        expected = "".join(part if at % 2 else letters_to_cyrillic(part) for at, part in enumerate(parts))
        counts[("right" if to_cyrillic(text) == expected else "wrong") + (", asked" if undecided(text) else "")] += 1
    return counts


def test_foreign_words_stay_latin_or_are_asked_about():
    """Of the sentences with words of another language few are wrong in silence; in quotation marks most are right."""
    foreign = {kind: outcomes(lines) for kind, lines in KINDS.items() if "[[" in lines[0]}
    counts = sum(foreign.values(), Counter[str]())
    assert counts["right"] >= 0.8 * counts.total(), foreign
    assert counts["wrong"] <= 0.09 * counts.total(), foreign
    quoted = sum((foreign[kind] for kind in ("quotations", "slogans", "e-mail subjects")), Counter[str]())
    assert quoted["right"] >= 0.9 * quoted.total(), foreign


@pytest.mark.parametrize("kind", [kind for kind, lines in KINDS.items() if not any("[[" in line for line in lines)])
def test_serbian_sentences_are_converted_whole(kind):
    """Quotation marks, missing letter marks, names and words that other languages have too leave nothing Latin."""
    counts = outcomes(KINDS[kind])
    assert counts["wrong"] == 0
    assert counts["right"] >= counts.total() - 2


CASES = {
    "Windows to ne ume, a Facebook on ne koristi": "Windows то не уме, а Facebook он не користи",
    "Stoji „Please knock”, a list „Politika” piše": "Стоји „Please knock”, а лист „Политика” пише",
    "Apple, Google i Microsoft Office u Srbiji.": "Apple, Google и Microsoft Office у Србији.",
    "Gledamo na Google Maps-u.": "Гледамо на Google Maps-у.",
    "Pratite nas na mrežama X i YouTube. U Nišu je kiša.": "Пратите нас на мрежама X и YouTube. У Нишу је киша.",
}


@pytest.mark.parametrize(("latin", "cyrillic"), CASES.items())
def test_a_run_ends_where_serbian_goes_on(latin, cyrillic):
    """Small words beside a name, words between two quotations, endings and the next sentence are Serbian."""
    assert to_cyrillic(latin) == cyrillic
    assert undecided(latin) == []


def test_a_capitalised_word_beside_a_foreign_name_is_asked_about():
    """It may be the first word of the name."""
    (doubt,) = undecided("fond Save the Children danas")
    assert "Save" in doubt.token

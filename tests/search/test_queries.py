"""Queries as readers type them, over the site's own content: what each should find stands in `queries.tsv`.

Each line has the edition, the kind of query, the query, and the slug of a story that should be among the first three,
or the address of the page that should come first; a `|` stands between those of which one will do. The queries under
"held out" were written before the search was changed and never used to tune it.
"""

import random
from pathlib import Path

import pytest

from tests.loops import times

pytestmark = pytest.mark.browser

FOLDERS = {"en": "/search/", "sr": "/sr/search/", "sr-cyrl": "/sr-cyrl/search/"}
QUERIES = [
    line.split("\t")
    for line in Path(__file__).with_name("queries.tsv").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]
ANSWERS = """async ([folder, queries]) => {
    const { SearchIndex } = await import("/modules/index.js");
    const index = await SearchIndex.load(new URL(folder, location));
    return Promise.all(queries.map(async (query) => {
        const { places, stories, meant, exact } = await index.find(query);
        const first = await Promise.all(stories.slice(0, 3).map((story) => index.story(story)));
        const paths = [...places, ...first].map((one) => one.path);
        return { paths, stories: stories.length, meant: meant.map((one) => one.typed), exact };
    }));
}"""
SPELLINGS = """async (folder) => {
    const { SearchIndex } = await import("/modules/index.js");
    const index = await SearchIndex.load(new URL(folder, location));
    const stories = await Promise.all(Array.from({ length: index.size }, (_, at) => index.story(at)));
    const words = new Set(stories.flatMap(({ text }) => text.match(/\\p{L}{5,}/gu)));
    return [...words].filter((word) => index.words.terms(`${word} zzqxjvwk`).length === 2);
}"""


def is_answered(wanted, paths):
    """Whether one of the wanted stories is among the paths, or a wanted page is the first of them."""
    return any(
        bool(paths) and paths[0].endswith(one) if one.startswith("/") else any(f"/{one}/" in path for path in paths)
        for one in wanted.split("|")
    )


@pytest.mark.parametrize("edition", FOLDERS)
def test_what_readers_type_finds_what_they_mean(modules_page, edition):
    """Words, wrong letters, whole questions, goals, categories, months, numbers and other spellings."""
    asked = [(query, wanted) for name, _, query, wanted in QUERIES if name == edition]
    answers = modules_page.evaluate(ANSWERS, [FOLDERS[edition], [query for query, _ in asked]])
    failed = [
        (query, wanted, answer["paths"])
        for (query, wanted), answer in zip(asked, answers, strict=True)
        if not is_answered(wanted, answer["paths"])
    ]
    assert len(asked) >= 30
    assert failed == []


@pytest.mark.parametrize("edition", FOLDERS)
def test_a_word_with_one_wrong_letter_is_always_answered(modules_page, edition):
    """Whatever the word of a story and wherever a letter is missing, exchanged, doubled or another: something is
    found, and it is marked unless it stands in a story as it was typed. Words that stand there are found as they are,
    whatever else they are like."""
    chance, known = random.Random(edition), sorted(modules_page.evaluate(SPELLINGS, FOLDERS[edition]))
    words = random.Random(edition).sample(known, times(100, 250))
    assert all(answer["exact"] for answer in modules_page.evaluate(ANSWERS, [FOLDERS[edition], words]))
    # Their letters are two plain ones each, so that one of them is two wrong letters.
    words = chance.sample([word for word in known if not set(word.lower()) & set("љњџ")], times(100, 250))
    typed = [misspelled(word, chance) for word in words]
    for word, answer in zip(typed, modules_page.evaluate(ANSWERS, [FOLDERS[edition], typed]), strict=True):
        assert answer["stories"] > 0, word
        assert answer["exact"] != (word in answer["meant"]), word


def misspelled(word, chance):
    """The word with one letter missing, exchanged with the next one, twice, or another."""
    at = chance.randrange(len(word) - 1)
    return chance.choice(
        [
            word[:at] + word[at + 1 :],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            word[: at + 1] + word[at:],
            word[:at] + chance.choice("aeionrst") + word[at + 1 :],
        ]
    )
